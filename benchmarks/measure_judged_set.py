"""What can be checked by machine about the shipped judged set, with a copy of PolNeAR at hand.

    python benchmarks/measure_judged_set.py POLNEAR [--record]

POLNEAR is a clone of the corpus or its folder data/dev/text. Shown: whether every span has its hash, how many words in
a row a query copies from an article, what `check_judgments.py` finds, and answers that were overlooked for certain:
places that repeat the words of a gold span and are not gold for the same question. --record writes it all, places
and counts but no text, to `benchmarks/results/judged-set.json`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from check_judgments import find_faults
from onrecord.errors import OnrecordError
from onrecord.evaluation.judged_set import list_beside, read_judged_set, sha256_of
from onrecord.evaluation.judgments import JudgedQuery
from onrecord.records import Span
from pack_judged_set import longest_copies
from record import write_result

SUITE = Path(__file__).parent / "judged" / "polnear-dev.jsonl"
# Shorter repetitions ("he said so") mean nothing by themselves.
SHORTEST_REPETITION = 6
_KINDS = {
    "characters; expected": "span shorter than 40 or longer than 400 characters",
    "a paraphrase that repeats": "paraphrase that shares a word of five or more letters with its answer",
    "no span answers fully": "question without a full answer",
    "overlap": "overlapping spans",
    "asks the same": "question asked twice",
    "holds exactly these words": "misquotation, or words that nothing answers, that stand in an article",
    "verbatim, but": "verbatim question whose words stand in no answer",
    "not of one size": "families of different sizes",
    "not spread evenly": "family with styles of different sizes",
}


class Words:
    """The words of one text, case and punctuation aside, and where they stand."""

    def __init__(self, text: str) -> None:
        matches = list(re.finditer(r"\w+", text))
        words = [match.group().casefold() for match in matches]
        self.line = f" {' '.join(words)} "
        self.count = len(words)
        self._spans = [Span(*match.span()) for match in matches]
        self._starts = [0, *accumulate(len(word) + 1 for word in words)]

    def places(self, other: Words) -> Iterator[Span]:
        """Where all of the other's words stand here in a row."""
        at = self.line.find(other.line)
        while at >= 0:
            first = bisect_right(self._starts, at) - 1
            yield Span(self._spans[first].start, self._spans[first + other.count - 1].end)
            at = self.line.find(other.line, at + 1)


def repetitions(judged: Sequence[JudgedQuery], texts: Mapping[str, str]) -> list[dict[str, Any]]:
    """Places with the words of a gold span that are not gold for its question: {qid, of, doc, start, end}, in order."""
    words = {id: Words(text) for id, text in texts.items()}
    found = []
    for query in judged:
        for gold in query.gold:
            wanted = Words(gold.text)
            if wanted.count < SHORTEST_REPETITION:
                continue
            for doc, there in words.items():
                for place in there.places(wanted):
                    known = [Span(g.start, g.end) for g in query.gold if g.doc == doc]
                    if not any(place.overlap(span) for span in known):
                        of = f"{gold.doc}:{gold.start}-{gold.end}"
                        found.append({"qid": query.qid, "of": of, "doc": doc, "start": place.start, "end": place.end})
    return found


def measure(polnear: Path) -> dict[str, Any]:
    """Everything that is recorded; raises BadInput for a copy of the corpus that is not the one judged on."""
    found = read_judged_set(SUITE, polnear)
    copies = longest_copies(found.queries, found.texts)
    faults = find_faults(found.queries, found.texts)
    kinds = Counter(next(name for part, name in _KINDS.items() if part in fault) for fault in faults)
    return {
        "queries": len(found.queries),
        "spans with the right hash": sum(len(query.gold) for query in found.queries),
        "articles with the right checksum": len(found.files),
        "most words in a row copied from an article": max(copies),
        "queries that copy 7 words or more": {
            query.qid: size for query, size in zip(found.queries, copies, strict=True) if size >= 7
        },
        "remarks of check_judgments.py": dict(sorted(kinds.items())),
        "spans overlooked for certain": repetitions(found.queries, found.texts),
    }


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 measured, 2 refused."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("polnear", type=Path)
    parser.add_argument("--record", action="store_true")
    given = parser.parse_args(arguments)
    try:
        measured = measure(given.polnear)
    except OnrecordError as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(measured, indent=2, ensure_ascii=False))
    if given.record:
        data = {path.name: sha256_of(path.read_text("utf-8")) for path in (SUITE, list_beside(SUITE))}
        print(write_result("judged-set", measured, data=data))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
