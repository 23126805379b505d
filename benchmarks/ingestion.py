"""How fast articles come into an archive, and in how much memory.

    python benchmarks/ingestion.py FOLDER PART ... [--rounds 3] [--megabytes 2048] [--minutes 20] [--articles 600]

FOLDER holds articles (polnear/train/text). Parts, each measured anew while the others are kept:
`end-to-end` all of `onrecord index` beside plain `SentenceTransformer.encode` of the same passages; `stream` articles
recombined from real sentences through standard input with the static encoder and without extraction, so that much
comes through in the time, under a limit of 1 GiB; `file` the same from a file; `default` a shorter stream with the
default encoder and all that indexing does; `onto` likewise, into a copy of the archive given by --archive; `going-on`
kills and interrupts a run until it is through; `passing-over` unchanged articles; `writing` into the store alone;
`adding` 100 articles to a copy of that archive, and deleting a tenth of it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ingesting.adding import adding
from ingesting.end_to_end import end_to_end
from ingesting.going_on import going_on, passing_over
from ingesting.notes import NOTES
from ingesting.streaming import from_file, streaming
from ingesting.writing import writing
from record import RESULTS, commit, write_result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("parts", nargs="+")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--megabytes", type=int, default=2048)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--archive", type=Path)
    given = parser.parse_args()

    def say(text: str) -> None:
        print(text, flush=True)

    parts: dict[str, Callable[[], dict[str, Any]]] = {
        "end-to-end": lambda: end_to_end(given.folder, given.rounds, say),
        "stream": lambda: streaming(given.folder, given.megabytes, given.minutes, "static", False, say),
        "file": lambda: from_file(given.folder, given.megabytes, "static", False, say),
        "default": lambda: streaming(given.folder, given.megabytes, given.minutes, "default", True, say),
        "onto": lambda: streaming(
            given.folder, given.megabytes, given.minutes, "default", True, say, onto=given.archive
        ),
        "going-on": lambda: going_on(given.folder, given.articles, say),
        "passing-over": lambda: passing_over(given.folder, given.articles, say),
        "writing": lambda: writing(given.folder, given.articles, say),
        "adding": lambda: adding(given.folder, given.archive, given.articles, say),
    }
    for part in given.parts:
        found = parts[part]() | {"commit": commit()}
        path = RESULTS / "ingestion.json"
        earlier = json.loads(path.read_text("utf-8"))["measured"] if path.is_file() else {}
        measured = {**earlier, part: found, "what was slow": NOTES}
        print(write_result("ingestion", measured, seed=20220114))


if __name__ == "__main__":
    main()
