"""Test collections in BEIR's layout: `corpus.jsonl`, `queries.jsonl` and one `qrels/SPLIT.tsv` a split."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import BadInput
from onrecord.evaluation.lines import read_lines, read_objects, text_of
from onrecord.evaluation.ranked import Qrels
from onrecord.evaluation.trec import add_grade
from onrecord.records import Article, Problem

# The names that collections in the wild give the third column.
_GRADE_HEADERS = frozenset({"score", "grade", "relevance", "rel", "label"})


@dataclass(frozen=True, slots=True)
class BeirSet:
    """The queries of one split with their judgments; the corpus stays on disk and is read on demand.

    `queries` are those that `qrels` judges, in the order of the query file.
    """

    folder: Path
    split: str
    queries: dict[str, str]
    qrels: Qrels

    def corpus(self) -> Iterator[Article]:
        """The articles, read and checked one by one."""
        return read_corpus(self.folder / "corpus.jsonl")

    def unknown_ids(self, articles: Container[str]) -> list[Problem]:
        """The judgments whose query has no text or whose article is not among `articles`, in file order, by line."""
        return find_unknown_ids(self.folder / "qrels" / f"{self.split}.tsv", self.queries, articles)


def read_beir(folder: Path | str, split: str = "test") -> BeirSet:
    """The queries and judgments of one split; raises BadInput, naming file and line, for what is missing or broken."""
    folder = Path(folder)
    qrels = read_qrels(folder / "qrels" / f"{split}.tsv")
    queries = {qid: text for qid, text in read_queries(folder / "queries.jsonl").items() if qid in qrels}
    return BeirSet(folder, split, queries, qrels)


def read_queries(path: Path | str) -> dict[str, str]:
    """{qid: text} in file order, from `_id` and `text`; BadInput with file and line, also for an id used twice."""
    path = Path(path)
    queries: dict[str, str] = {}
    for number, row in read_objects(path):
        qid = text_of(row, "_id", f"{path}:{number}")
        if qid in queries:
            raise BadInput(f"{path}:{number}: query id {qid!r} was used further up; give each query its own")
        queries[qid] = text_of(row, "text", f"{path}:{number}")
    return queries


def read_corpus(path: Path | str) -> Iterator[Article]:
    """Articles in file order, each line checked when it is reached; BadInput with file and line.

    `_id` and `text` are needed, `title` and the object `metadata` are kept when there.
    """
    path = Path(path)
    seen: set[str] = set()
    for number, row in read_objects(path):
        place = f"{path}:{number}"
        identifier = text_of(row, "_id", place)
        if identifier in seen:
            raise BadInput(f"{place}: article id {identifier!r} was used further up; give each article its own")
        seen.add(identifier)
        metadata = row.get("metadata") or {}
        if not isinstance(metadata, dict):
            raise BadInput(f"{place}: 'metadata' is {metadata!r}; expected an object")
        title = text_of(row, "title", place) if row.get("title") is not None else ""
        yield Article(identifier, text_of(row, "text", place), title=title, metadata=metadata)


def read_qrels(path: Path | str) -> dict[str, dict[str, int]]:
    """{qid: {article: grade}} in file order from tab-separated `query-id, corpus-id, score`.

    The header line may be missing. Negative grades are kept; measures take them as not relevant. Raises BadInput with
    file and line for a wrong number of columns, a grade that is no whole number or contradicts an earlier one, and
    for a file without judgments.
    """
    path = Path(path)
    qrels: dict[str, dict[str, int]] = {}
    for number, qid, article, grade in _judgments(path):
        add_grade(qrels, f"{path}:{number}", qid, article, grade)
    if not qrels:
        raise BadInput(f"{path}: no judgments; expected lines of query-id, corpus-id and score")
    return qrels


def find_unknown_ids(path: Path | str, queries: Container[str], articles: Container[str]) -> list[Problem]:
    """One problem a judgment of an unknown query or article. Such judgments still count in the measures.

    trec_eval counts them as well: an article that cannot be found lowers recall, which is why they are reported.
    """
    path = Path(path)
    problems = []
    for number, qid, article, _ in _judgments(path):
        for kind, known, identifier in (("query", queries, qid), ("article", articles, article)):
            if identifier not in known:
                reason = f"judges {kind} {identifier!r}, which the collection does not hold"
                problems.append(Problem(str(path), reason, number, skipped=False))
    return problems


def _judgments(path: Path) -> Iterator[tuple[int, str, str, str]]:
    fresh = True
    for number, line in read_lines(path):
        columns = [column.strip() for column in line.split("\t")]
        if len(columns) != 3 or not all(columns):
            raise BadInput(f"{path}:{number}: {len(columns)} columns; expected query, article, score with tabs")
        if not (fresh and columns[2].casefold() in _GRADE_HEADERS):
            yield number, columns[0], columns[1], columns[2]
        fresh = False
