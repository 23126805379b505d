"""Says what is wrong with a file of judged queries, and how many it holds of each kind.

    python benchmarks/check_judgments.py QUERIES.jsonl ARTICLE_FOLDER

Articles are the folder's `ID.txt` files. Exit code 0: nothing wrong; 1: something is; 2: a file cannot be read.
"""

from __future__ import annotations

import itertools
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from onrecord.errors import BadInput, OnrecordError
from onrecord.evaluation.judgments import NO_ANSWER, GoldSpan, JudgedQuery, read_judgments

# Shorter spans leave too little to cover, longer ones are passages and no answers.
SHORTEST, LONGEST = 40, 400


def find_faults(judged: Sequence[JudgedQuery], articles: Mapping[str, str]) -> list[str]:
    """One sentence a fault, in file order, faults of the whole set last; empty when all is well.

    `articles` maps ids to raw texts, in which all offsets count.
    """
    return [
        *(fault for query in judged for fault in _query_faults(query, articles)),
        *_repeated_queries(judged),
        *_imbalances(judged),
    ]


def count_kinds(judged: Sequence[JudgedQuery]) -> dict[tuple[str, str], int]:
    """{(family, style): number of queries}, sorted."""
    return dict(sorted(Counter((query.family, query.style) for query in judged).items()))


def read_articles(folder: Path) -> dict[str, str]:
    """{id: text exactly as decoded} of every .txt file of a folder; BadInput when there is none."""
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        raise BadInput(f"{folder}: no .txt files; expected the articles that the queries were judged on")
    return {path.stem: path.read_bytes().decode("utf-8-sig") for path in paths}


def main(arguments: Sequence[str]) -> int:
    """The exit code; counts go to standard output, faults to standard error."""
    if len(arguments) != 2:
        print((__doc__ or "").strip(), file=sys.stderr)
        return 2
    try:
        judged = read_judgments(arguments[0])
        articles = read_articles(Path(arguments[1]))
    except (OnrecordError, UnicodeDecodeError) as error:
        print(error, file=sys.stderr)
        return 2
    for (family, style), count in count_kinds(judged).items():
        print(f"{family:10}{style:12}{count:5}")
    print(f"{len(judged)} queries, {sum(len(query.gold) for query in judged)} spans")
    faults = find_faults(judged, articles)
    print(*faults, sep="\n", end="\n" if faults else "", file=sys.stderr)
    return 1 if faults else 0


def _query_faults(query: JudgedQuery, articles: Mapping[str, str]) -> Iterator[str]:
    for position, gold in enumerate(query.gold, 1):
        for fault in _span_faults(gold, articles):
            yield f"{query.qid}, gold {position}: {fault}"
    ordered = sorted(query.gold, key=lambda gold: (gold.doc, gold.start, gold.end))
    for left, right in itertools.pairwise(ordered):
        if left.doc == right.doc and right.start < left.end:
            yield f"{query.qid}: spans {left.start}-{left.end} and {right.start}-{right.end} overlap; join or cut them"
    if query.family != NO_ANSWER and not any(gold.grade >= 2 for gold in query.gold):
        yield f"{query.qid}: no span answers fully; expected at least one of grade 2"
    yield from _style_faults(query, articles)


def _span_faults(gold: GoldSpan, articles: Mapping[str, str]) -> Iterator[str]:
    text = articles.get(gold.doc)
    if text is None:
        yield f"article {gold.doc!r} is not in the folder"
    elif text[gold.start : gold.end] != gold.text:
        yield f"{gold.start}-{gold.end} reads {text[gold.start : gold.end]!r}, not {gold.text!r}"
    if not SHORTEST <= gold.end - gold.start <= LONGEST:
        yield f"{gold.end - gold.start} characters; expected {SHORTEST} to {LONGEST}"
    if gold.grade not in (1, 2):
        yield f"grade {gold.grade}; expected 1 (partly) or 2 (fully)"


def _style_faults(query: JudgedQuery, articles: Mapping[str, str]) -> Iterator[str]:
    """A verbatim query stands in its answer, a misquoted one nowhere, a paraphrase shares no longer word with it."""
    wording = query.query.casefold()
    in_articles = any(wording in text.casefold() for text in articles.values())
    if query.style == "verbatim" and query.gold and not any(wording in gold.text.casefold() for gold in query.gold):
        yield f"{query.qid}: verbatim, but no gold span holds these words"
    if in_articles and (query.style == "misquote" or (query.style == "verbatim" and not query.gold)):
        yield f"{query.qid}: {query.style} of family {query.family}, but an article holds exactly these words"
    if query.style == "paraphrase":
        shared = _long_words(wording) & {word for gold in query.gold for word in _long_words(gold.text.casefold())}
        if shared:
            yield f"{query.qid}: a paraphrase that repeats {', '.join(sorted(shared))}"


def _long_words(text: str) -> set[str]:
    # Five letters: shorter words are mostly grammar, which a paraphrase cannot avoid.
    return {word for word in re.findall(r"\w+", text) if len(word) >= 5}


def _repeated_queries(judged: Sequence[JudgedQuery]) -> Iterator[str]:
    first: dict[str, str] = {}
    for query in judged:
        earlier = first.setdefault(" ".join(query.query.casefold().split()), query.qid)
        if earlier != query.qid:
            yield f"{query.qid}: asks the same as {earlier}"


def _imbalances(judged: Sequence[JudgedQuery]) -> Iterator[str]:
    families = Counter(query.family for query in judged if query.family != NO_ANSWER)
    if len(set(families.values())) > 1:
        yield f"families are not of one size: {dict(sorted(families.items()))}"
    styles = sorted({query.style for query in judged})
    kinds = count_kinds(judged)
    for family in sorted({query.family for query in judged}):
        counts = [kinds.get((family, style), 0) for style in styles]
        if max(counts) - min(counts) > 1:
            yield f"styles of family {family} are not spread evenly: {dict(zip(styles, counts, strict=True))}"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
