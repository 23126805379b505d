"""One question while it is judged: the places that may answer it, and what the judge decided about each so far.

Every step gives a new state, and every state can be written down: what was decided survives any interruption.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from onrecord.errors import BadInput
from onrecord.evaluation.judgments import NO_ANSWER
from onrecord.evaluation.lines import text_of
from onrecord.records import Json, Span

GRADES = {2: "full answer", 1: "partial answer", 0: "no answer"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place to judge; `revision` is the SHA-256 of the article's text it was pooled from.

    `grade` 2, 1 or 0, or None for unsure; it counts only when `decided`. `answer` is the part of the article that
    answers, where that is not the whole place.
    """

    doc: str
    span: Span
    revision: str
    decided: bool = False
    grade: int | None = None
    answer: Span | None = None

    @property
    def gold(self) -> Span:
        """What becomes gold if the grade is above 0."""
        return self.answer or self.span

    def to_dict(self) -> dict[str, Json]:
        """The candidate as JSON; without the key `grade` while nothing is decided."""
        out: dict[str, Json] = {"doc": self.doc, "start": self.span.start, "end": self.span.end}
        out["revision"] = self.revision
        if self.answer is not None:
            out["answer"] = [self.answer.start, self.answer.end]
        return out | {"grade": self.grade} if self.decided else out


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that is not judged to the end; `row` is its line in the suite as it was before, empty for a new one.

    `pool` says how the candidates were found, for whoever reads the finished line.
    """

    qid: str
    query: str
    family: str
    style: str
    speaker: str | None = None
    candidates: tuple[Candidate, ...] = ()
    pool: Mapping[str, Json] = field(default_factory=dict)
    row: Mapping[str, Json] = field(default_factory=dict)

    @property
    def position(self) -> int | None:
        """The first candidate nothing is decided about; None when all are."""
        return next((place for place, candidate in enumerate(self.candidates) if not candidate.decided), None)

    @property
    def has_answer(self) -> bool:
        """Whether anything was graded above 0, now or before."""
        return bool(self.row.get("gold")) or any(candidate.grade for candidate in self.candidates if candidate.decided)

    def graded(self, grade: int | None) -> OpenQuestion:
        """With the candidate at `position` decided; None is unsure."""
        return self._changed(self._open(), decided=True, grade=grade)

    def narrowed(self, answer: Span | None) -> OpenQuestion:
        """With the part that answers set for the candidate at `position`; None is the whole place again."""
        return self._changed(self._open(), answer=answer)

    def undone(self) -> OpenQuestion | None:
        """Without the last decision; None when there is none to take back."""
        last = (len(self.candidates) if self.position is None else self.position) - 1
        return None if last < 0 else self._changed(last, decided=False, grade=None, answer=None)

    def unanswered(self) -> OpenQuestion:
        """With every place that is open graded 0: nothing in the archive answers, so none of them does."""
        candidates = (c if c.decided else replace(c, decided=True, grade=0) for c in self.candidates)
        return replace(self, candidates=tuple(candidates))

    def without(self, docs: Iterable[str]) -> OpenQuestion:
        """Without the candidates of these articles."""
        gone = frozenset(docs)
        return replace(self, candidates=tuple(c for c in self.candidates if c.doc not in gone))

    def finished(self, texts: Mapping[str, str]) -> dict[str, Json]:
        """The question's line for the suite; `texts` has the articles of all candidates graded above 0.

        Gold are those candidates and what was gold before; of two that overlap the better grade stays, then the
        shorter. Without gold the family is `none`. `judged` keeps every place that was looked at, with its grade.
        """
        new: list[dict[str, Json]] = []
        for candidate in self.candidates:
            if candidate.decided and candidate.grade:
                new.append(_gold_line(candidate, texts[candidate.doc]))
        gold = without_overlap([*_lines(self.row, "gold"), *new])
        shown: list[Json] = [
            {"doc": c.doc, "start": c.span.start, "end": c.span.end, "grade": c.grade}
            for c in self.candidates
            if c.decided
        ]
        first: dict[str, Json] = {
            "qid": self.qid,
            "family": self.family if gold else NO_ANSWER,
            "style": self.style,
            "query": self.query,
            "speaker": self.speaker if gold else None,
            "gold": [*gold],
        }
        kept = {key: value for key, value in self.row.items() if key not in first}
        return first | kept | {"judged": [*_lines(self.row, "judged"), *shown], "pool": dict(self.pool)}

    def to_dict(self) -> dict[str, Json]:
        """The whole state as JSON."""
        return {
            "qid": self.qid,
            "query": self.query,
            "family": self.family,
            "style": self.style,
            "speaker": self.speaker,
            "candidates": [candidate.to_dict() for candidate in self.candidates],
            "pool": dict(self.pool),
            "row": dict(self.row),
        }

    def _open(self) -> int:
        if self.position is None:
            raise BadInput(f"question {self.qid!r}: every place is judged; expected one that is not")
        return self.position

    def _changed(self, place: int, **changes: object) -> OpenQuestion:
        candidates = list(self.candidates)
        candidates[place] = replace(candidates[place], **changes)  # type: ignore[arg-type]
        return replace(self, candidates=tuple(candidates))


def known_places(row: Mapping[str, Json]) -> list[tuple[str, Span]]:
    """(article, span) of everything that a suite's line says was looked at: gold, and places graded 0 or unsure."""
    return [
        (str(line["doc"]), _span(line, "a judged place")) for key in ("gold", "judged") for line in _lines(row, key)
    ]


def read_open(row: Mapping[str, Json], place: str) -> OpenQuestion:
    """The state that `to_dict` made; BadInput, beginning with `place`, for anything else."""
    plain = dict(row)
    qid, query, family, style = (text_of(plain, key, place) for key in ("qid", "query", "family", "style"))
    speaker = None if row.get("speaker") is None else text_of(plain, "speaker", place)
    pool, before = row.get("pool"), row.get("row")
    if not isinstance(pool, dict) or not isinstance(before, dict):
        raise BadInput(f"{place}: 'pool' or 'row' is no object; expected a question that `onrecord judge` left open")
    candidates = tuple(_candidate(line, place) for line in _lines(row, "candidates"))
    return OpenQuestion(qid, query, family, style, speaker, candidates, pool, before)


def without_overlap(gold: Sequence[Mapping[str, Json]]) -> list[dict[str, Json]]:
    """Gold lines of which no two overlap, by article and place: the better grade wins, then the shorter span."""
    kept: list[tuple[str, Span, Mapping[str, Json]]] = []
    spans = [(str(line["doc"]), _span(line, "gold"), line) for line in gold]
    for doc, span, line in sorted(spans, key=lambda entry: (-_grade(entry[2]), len(entry[1]), entry[0], entry[1])):
        if all(doc != other or not span.overlap(taken) for other, taken, _ in kept):
            kept.append((doc, span, line))
    return [dict(line) for _, _, line in sorted(kept, key=lambda entry: entry[:2])]


def _gold_line(candidate: Candidate, text: str) -> dict[str, Json]:
    span = candidate.gold
    return {
        "doc": candidate.doc, "start": span.start, "end": span.end, "text": span.of(text), "grade": candidate.grade,
    }  # fmt: skip


def _candidate(line: Mapping[str, Json], place: str) -> Candidate:
    answer, grade = line.get("answer"), line.get("grade")
    doc, revision = (text_of(dict(line), key, place) for key in ("doc", "revision"))
    if not (grade is None or (isinstance(grade, int) and grade in GRADES)):
        raise BadInput(f"{place}: grade {grade!r}; expected {', '.join(map(str, GRADES))} or null")
    narrowed = None
    if answer is not None:
        if not isinstance(answer, list) or len(answer) != 2:
            raise BadInput(f"{place}: 'answer' is {answer!r}; expected a start and an end")
        narrowed = _span({"start": answer[0], "end": answer[1]}, place)
    return Candidate(doc, _span(line, place), revision, "grade" in line, grade, narrowed)


def _span(line: Mapping[str, Json], place: str) -> Span:
    start, end = line.get("start"), line.get("end")
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end:
        raise BadInput(f"{place}: start {start!r}, end {end!r}; expected whole numbers, 0 <= start < end")
    return Span(start, end)


def _grade(line: Mapping[str, Json]) -> int:
    grade = line.get("grade")
    return grade if isinstance(grade, int) else 0


def _lines(row: Mapping[str, Json], key: str) -> list[dict[str, Json]]:
    lines = row.get(key)
    return [line for line in lines if isinstance(line, dict)] if isinstance(lines, list) else []
