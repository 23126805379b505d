"""Same input, same bytes out; and a reader beside a busy writer always sees some committed state."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from onrecord import Archive

BUILD_AND_ASK = """
import json, sys
from onrecord import Archive, read
archive = Archive.open(sys.argv[1])
archive.add(read(sys.argv[2]))
archive.add([{"id": f"n{n}", "text": f"Troops and talks, report {n % 7}.", "tags": ["b", "a"]} for n in range(40)])
for query in ("troops", "red line", "what did Sherman say", '"nuclear powers"', "reports -talks"):
    for mode in ("hybrid", "bm25", "vector"):
        for group in ("unit", "article"):
            hits = archive.search(query, 8, mode=mode, group=group, explain=True)
            print(json.dumps([hit.to_dict() for hit in hits]))
"""

# Every version of every article has as many words `talks` as its version says, so a hit tells its version.
WRITE = """
import sys
from onrecord import Archive
archive = Archive.open(sys.argv[1])
print("ready", flush=True)
for version in range(1, 7):
    archive.add([{"id": f"a{n}", "text": "talks " * version + f"end. {n}"} for n in range(8)])
    if version % 2:
        archive.compact()
"""


def test_hash_seeds_change_nothing(tmp_path: Path, seeds: Path) -> None:
    """Three interpreters with three hash seeds print the same bytes."""
    printed = []
    for seed in ("0", "1", "4711"):
        command = [sys.executable, "-c", BUILD_AND_ASK, str(tmp_path / seed), str(seeds)]
        environment = os.environ | {"PYTHONHASHSEED": seed}
        printed.append(subprocess.run(command, check=True, capture_output=True, env=environment).stdout)
    assert printed[0] == printed[1] == printed[2]
    assert len(printed[0].splitlines()) == 30
    assert all(json.loads(line) for line in printed[0].splitlines()[:6])


def test_every_answer_is_of_one_committed_state(tmp_path: Path) -> None:
    """While another process updates eight articles at a time and compacts, all eight hits have one version."""
    folder = tmp_path / "archive"
    with Archive.open(folder) as archive:
        archive.add([{"id": f"a{n}", "text": f"talks end. {n}"} for n in range(8)])
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITE, str(folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        seen, asked = set(), 0
        while writer.poll() is None or asked == 0:
            for mode in ("bm25", "hybrid", "vector"):
                hits = archive.search("talks", 8, mode=mode)  # type: ignore[arg-type]
                versions = {hit.text.count("talks") for hit in hits}
                assert (len(hits), len(versions)) == (8, 1), (mode, versions)
                seen |= versions
                asked += 1
        assert writer.returncode == 0, writer.communicate()[1]
        assert {hit.text.count("talks") for hit in archive.search("talks", 8)} == {6}
        assert archive.check() == []
    assert len(seen) > 1
