"""Which questions are to be judged, one after the other: those left open, those of the suite again, new ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Protocol

from onrecord.evaluation.judging import OpenQuestion
from onrecord.evaluation.judgment_file import JudgmentFile
from onrecord.evaluation.judgments import NO_ANSWER
from onrecord.evaluation.question_list import WrittenQuestion, style_of
from onrecord.records import Article, Hit, Json, Mode, Query
from onrecord.uses.judge_places import Places, Said
from onrecord.uses.judgment_pool import changed_articles, stale_gold, with_pool


class JudgedArchive(Protocol):
    """What is asked of the archive."""

    def search(self, query: str, k: int, *, mode: Mode) -> list[Hit]: ...
    def get(self, reference: str) -> Article: ...
    def quotes(self, *, article: str | None) -> Iterable[Said]: ...
    def understand(self, query: str) -> Query: ...


class Session:
    """Makes the open questions of one sitting; what the judge should know of them goes to `tell`."""

    def __init__(
        self,
        file: JudgmentFile,
        archive: JudgedArchive,
        *,
        depth: int,
        seed: int,
        family: str,
        style: str,
        tell: Callable[[str], None],
    ) -> None:
        self._file, self._archive, self._tell = file, archive, tell
        self._family, self._style = family, style
        self._with_pool = partial(with_pool, archive.search, depth=depth, seed=seed)
        self.places = Places(archive.get, lambda id: archive.quotes(article=id))

    def questions(self, written: Iterable[WrittenQuestion], *, again: bool) -> Iterator[OpenQuestion]:
        """Open questions first, as they were left; then, with `again`, those of the suite for which there is anything
        new; then the written ones that are not there yet.
        """
        open_now = list(self._file.unfinished.values())
        yield from map(self._resumed, open_now)
        if again:
            opened = {question.qid for question in open_now}
            for qid, row in list(self._file.rows.items()):
                question = self._again(qid, row)
                if qid not in opened and question.candidates:
                    yield question
        for asked in written:
            if self._file.holds(asked.qid) or self._file.knows(asked.query):
                self._tell(f"asked before, passed over: {asked.query}")
                continue
            for warning in self._archive.understand(asked.query).warnings:
                self._tell(warning)
            yield self._new(asked)

    def more(self, question: OpenQuestion, words: str) -> OpenQuestion:
        """The question with the places that other words find."""
        return self._with_pool(question, words=words)

    def _new(self, asked: WrittenQuestion) -> OpenQuestion:
        question = OpenQuestion(
            asked.qid or self._file.next_id(),
            asked.query,
            asked.family or self._family,
            asked.style or self._style or style_of(asked.query),
            asked.speaker,
        )
        return self._with_pool(question)

    def _resumed(self, question: OpenQuestion) -> OpenQuestion:
        """As it was left; places of articles that have changed since are pooled anew."""
        changed = changed_articles(self.places.revision, question)
        if not changed:
            return question
        self._tell(f"{question.qid}: changed since it was left open, to be judged anew: {', '.join(changed)}")
        return self._with_pool(question.without(changed))

    def _again(self, qid: str, row: dict[str, Json]) -> OpenQuestion:
        gold = row.get("gold")
        lines = [line for line in gold if isinstance(line, dict)] if isinstance(gold, list) else []
        for place in stale_gold(self.places.text, lines):
            self._tell(f"{qid}: {place} no longer reads as it was judged; take that gold out to judge the place anew")
        family, speaker = str(row["family"]), row.get("speaker")
        return self._with_pool(
            OpenQuestion(
                qid,
                str(row["query"]),
                self._family if family == NO_ANSWER else family,
                str(row["style"]),
                speaker if isinstance(speaker, str) else None,
                row=row,
            )
        )
