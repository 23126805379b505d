"""The dialogue of `onrecord judge`: shows a place, reads a key, writes down what was decided, goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Literal

from onrecord.cli import streams
from onrecord.cli.keys import Keys
from onrecord.errors import BadInput
from onrecord.evaluation.answer_parts import answer_parts, chosen_part
from onrecord.evaluation.judging import Candidate, OpenQuestion
from onrecord.evaluation.judgment_file import JudgmentFile
from onrecord.evaluation.judgments import NO_ANSWER
from onrecord.evaluation.question_list import check_kind
from onrecord.rendering.counts import plural
from onrecord.rendering.judging_view import keys_view, parts_view, place_view, question_view
from onrecord.uses.judge_places import Places

# The question with the places that other words find.
More = Callable[[OpenQuestion, str], OpenQuestion]
End = Literal["finished", "later", "back", "quit"]

_GRADING = (("2", "full answer"), ("1", "partial"), ("0", "no"), ("s", "unsure"), ("e", "narrow to a sentence"))
_ABOUT = (("b", "back"), ("w", "who"), ("t", "kind"))
_ENDING = (("x", "later"), ("d", "drop"), ("q", "quit"))
_GRADE_NAMES: tuple[tuple[int | None, str], ...] = ((2, "full"), (1, "partial"), (0, "no"), (None, "unsure"))
_FINDING = (("f", "find by other words"), ("n", "nothing in this archive answers it"))
# Longer gold is a passage and no answer; hits that are sentences and quotations could never cover half of it.
_LONG_GOLD = 400


class Dialogue:
    """Judges one open question after the other; every decision is written before the next place is shown."""

    def __init__(self, file: JudgmentFile, places: Places, more: More, keys: Keys) -> None:
        self._file, self._places, self._more, self._keys = file, places, more, keys
        self._done: list[OpenQuestion] = []
        self._explained = ""
        self._warned = False

    @property
    def finished(self) -> int:
        """How many questions were finished so far."""
        return len(self._done)

    def judge_all(self, questions: Iterator[OpenQuestion]) -> None:
        """Until the questions or the input end, or somebody quits."""
        waiting: list[OpenQuestion] = []
        while (question := waiting.pop() if waiting else next(questions, None)) is not None:
            self._file.keep(question)
            end = self._judge(question)
            if end == "quit":
                return
            if end == "back":
                waiting += [self._file.unfinished[question.qid], self._reopened()]

    def _reopened(self) -> OpenQuestion:
        before = self._done.pop()
        # One that ended with n has places nothing is decided about; it goes on with the first of them.
        return before if before.position is not None else before.undone() or before

    def _judge(self, question: OpenQuestion) -> End:
        seen = None
        while True:
            place = question.position
            if place is None and self._is_settled(question):
                return self._finish(question)
            if seen != question:
                self._show(question)
                seen = question
            key = self._keys.key(self._prompt(question))
            if key is None or key == "q":
                return "quit"
            if key == "x":
                return "later"
            if key == "d":
                self._file.drop(question.qid)
                return "later"
            if key == "n" and not question.has_answer:
                return self._finish(question)
            if key == "b" and question.undone() is None and self._done:
                return "back"
            question = self._kept(self._changed(question, key))

    def _is_settled(self, question: OpenQuestion) -> bool:
        """Whether a question whose places are all judged needs no more words: it has an answer, or still has none."""
        return question.has_answer or question.row.get("family") == NO_ANSWER

    def _changed(self, question: OpenQuestion, key: str) -> OpenQuestion:
        if key == "b":
            return question.undone() or question
        if key == "f":
            return self._found(question)
        if key == "n":
            streams.say("a place was graded as an answer; b takes that back")
            return question
        if question.position is None:
            return self._unknown(question)
        if key in ("0", "1", "2"):
            return self._graded(question, int(key))
        if key == "s":
            return question.graded(None)
        if key == "e":
            return self._narrowed(question)
        if key == "w":
            return self._with_speaker(question)
        return self._of_kind(question) if key == "t" else self._unknown(question)

    def _graded(self, question: OpenQuestion, grade: int) -> OpenQuestion:
        size = len(self._current(question).gold)
        if grade and size > _LONG_GOLD and not self._warned:
            # Once a sitting: whoever goes on means it.
            self._warned = True
            streams.say(f"{size} characters become gold; b, then e, narrows them to the sentence that answers")
        return question.graded(grade)

    def _found(self, question: OpenQuestion) -> OpenQuestion:
        words = self._keys.line("words: ")
        if not words:
            return question
        more = self._more(question, words)
        streams.say(f"{plural(len(more.candidates) - len(question.candidates), 'new place')}")
        return more

    def _narrowed(self, question: OpenQuestion) -> OpenQuestion:
        candidate = self._current(question)
        place = self._places.shown(candidate, question.query)
        parts = answer_parts(place.article.text, candidate.span)
        streams.write(parts_view(place, parts, streams.palette(), streams.width()))
        choice = self._keys.line("part, such as 2 or 2-3 (nothing: the whole place): ")
        if not choice:
            return question.narrowed(None)
        part = chosen_part(parts, choice)
        if part is None:
            streams.say(f"{choice!r}: expected 1 to {len(parts)}, or two of these with a - between")
            return question
        return question.narrowed(part)

    def _with_speaker(self, question: OpenQuestion) -> OpenQuestion:
        known = question.speaker or self._places.speaker(self._current(question))
        name = self._keys.line(f"who should an answer name{f' [{known}]' if known else ''} (- for nobody): ")
        if name is None:
            return question
        return replace(question, speaker=None if name == "-" else name or known or None)

    def _of_kind(self, question: OpenQuestion) -> OpenQuestion:
        family = self._keys.line(f"family [{question.family}]: ") or question.family
        style = self._keys.line(f"style [{question.style}]: ") or question.style
        try:
            check_kind(family, "kind")
        except BadInput as error:
            streams.say(str(error))
            return question
        return replace(question, family=family, style=style)

    def _unknown(self, question: OpenQuestion) -> OpenQuestion:
        self._explained = ""
        return question

    def _current(self, question: OpenQuestion) -> Candidate:
        return question.candidates[question.position or 0]

    def _kept(self, question: OpenQuestion) -> OpenQuestion:
        self._file.keep(question)
        return question

    def _finish(self, question: OpenQuestion) -> End:
        answers = [candidate for candidate in question.candidates if candidate.decided and candidate.grade]
        row = question.unanswered().finished({candidate.doc: self._places.text(candidate.doc) for candidate in answers})
        self._file.finish(row)
        self._done.append(question)
        decided = [candidate.grade for candidate in question.candidates if candidate.decided]
        counts = [f"{decided.count(grade)} {name}" for grade, name in _GRADE_NAMES]
        words = "nothing answers it" if row["family"] == NO_ANSWER else ", ".join(counts)
        streams.write(f"{question.qid}: {words}; written to {self._file.path}\n\n")
        return "finished"

    def _show(self, question: OpenQuestion) -> None:
        palette, width = streams.palette(), streams.width()
        place, total = question.position, len(question.candidates)
        count = f"{place + 1} of {total}" if place is not None else f"{plural(total, 'place')} judged"
        kind = f"{question.family}/{question.style}"
        streams.write(question_view(question.qid, question.query, kind, question.speaker, count, palette, width))
        if place is not None:
            shown = self._places.shown(question.candidates[place], question.query)
            streams.write(place_view(shown, palette, width))
        else:
            found = "no place answers it" if total else "no arm finds anything"
            streams.write(f"\n  {found}\n\n")

    def _prompt(self, question: OpenQuestion) -> str:
        """All keys with their meanings once a question and for any other key, else their letters."""
        grading = question.position is not None
        keys = (*_GRADING, *_ABOUT, *_FINDING, *_ENDING) if grading else (*_FINDING, _ABOUT[0], *_ENDING)
        if grading and self._explained == question.qid:
            return f"{' '.join(key for key, _ in keys)} ?> "
        self._explained = question.qid
        return keys_view(keys, streams.palette(), streams.width()) + "> "
