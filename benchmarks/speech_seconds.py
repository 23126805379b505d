"""Seconds a megabyte for finding speech by marks and by rules and for reconciling, on ordinary and on hostile text.

    python benchmarks/speech_seconds.py

Each text is measured at a quarter, half and whole million characters: doubling must double the time.
"""

from __future__ import annotations

import time

from onrecord.extraction.attributions.marked import find_marked
from onrecord.extraction.attributions.reconcile import reconcile
from onrecord.extraction.attributions.rules import find_by_rules
from record import write_result

SIZES = (250_000, 500_000, 1_000_000)
_STORY = """The mayor of Ely said on Monday that the old bridge would stay open until May, when the new one is due.

"We have checked every bolt twice, and we will check them again," Ann Lee told reporters. "Nobody has to worry."

Critics say the checks came too late. According to a report by the council, 5 of 7 beams were loose, and Lee, who was
elected in 2012, refused to comment on the report, adding that it was "not complete."

The bridge was built in 1931. It is 90 metres long and carries 4,000 cars a day, more than any other in the county.

"""
TEXTS = {
    "story": _STORY,
    "only marks": '"',
    "marks and blanks": '" ',
    "openers": "“We go. ",
    "open paragraphs": "“We go, he said.\n\n",
    "cues without stops": "he said that and the mayor says they called for saying ",
    "commas": "In, the, said, ",
    "colons": 'said Lee: "we pay for it, " ',
    "labels": "LEE: we pay\n\nMOE: we go\n\n",
    "signatures": '"We will pay." — Ann Lee\n',
    "relatives": "who said who has ",
    "brackets": "(said ",
    "one letter": "A",
}


def main() -> None:
    measured: dict[str, dict[str, list[float]]] = {}
    texts = {name: (piece * (SIZES[-1] // len(piece) + 1)) for name, piece in TEXTS.items()}
    texts["nested"] = "“‘" * 10_000 + "no" + "’”" * 10_000 + texts["story"]
    for name, text in texts.items():
        row: dict[str, list[float]] = {"find_marked": [], "find_by_rules": [], "reconcile": []}
        for size in SIZES:
            part = text[:size]
            begun = time.process_time()
            marked = find_marked(part)
            row["find_marked"].append(round(time.process_time() - begun, 2))
            # Another text, so that nothing read before is still known.
            begun = time.process_time()
            ruled = find_by_rules(part + " ")
            row["find_by_rules"].append(round(time.process_time() - begun, 2))
            begun = time.process_time()
            reconcile(part, ruled, marked)
            row["reconcile"].append(round(time.process_time() - begun, 2))
        measured[name] = row
        print(name.ljust(20), row)
    write_result("speech_seconds", {"characters": SIZES, "seconds": measured})


if __name__ == "__main__":
    main()
