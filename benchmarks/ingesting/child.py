"""Indexes what comes in, as `onrecord index` does, with settings that the command line does not offer.

python benchmarks/ingesting/child.py ARCHIVE SOURCE [--encoder NAME] [--no-extraction]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from onrecord import Archive, read
from onrecord.storage.manifest import Manifest


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("source")
    parser.add_argument("--encoder", default="default")
    parser.add_argument("--no-extraction", action="store_true")
    arguments = parser.parse_args()
    settings = Manifest(encoder=arguments.encoder, extraction=not arguments.no_extraction)
    with Archive.open(arguments.archive, settings=settings) as archive:
        report = archive.add(read(arguments.source, stdin=sys.stdin.buffer))
    print(len(report.added), report.unchanged, file=sys.stderr)


if __name__ == "__main__":
    main()
