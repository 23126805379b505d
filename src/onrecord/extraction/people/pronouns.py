"""Whom `he`, `she` or `his` means: the people mentioned before, by nearness, place in the sentence and agreement.

The weights follow Lappin and Leass (1994) in kind (recency, subjects before objects) and were set by reading: gender
is evidence among others, so that a far person of the right gender does not beat the one who has just spoken.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable
from dataclasses import dataclass
from math import log2

from onrecord.extraction.people.surroundings import Surroundings
from onrecord.records import Span

FEMININE = frozenset({"she", "her", "hers", "herself"})
MASCULINE = frozenset({"he", "him", "his", "himself"})
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves", "both"})
FIRST_PERSON = frozenset({"i", "me", "my", "mine", "myself", "i'm", "i've", "i’m", "i’ve"})
FIRST_PLURAL = frozenset({"we", "us", "our", "ours", "ourselves", "we're", "we’re"})
NEUTER = frozenset({"it", "its", "itself"})
RELATIVE = frozenset({"who", "whom", "whose", "that", "which"})
PRONOUNS = FEMININE | MASCULINE | PLURAL | FIRST_PERSON | FIRST_PLURAL | NEUTER | RELATIVE

# How far back a pronoun reaches.
_REACH, _MOST_MENTIONS = 3000, 50
_PER_SENTENCE, _PER_PARAGRAPH, _FARTHEST = -0.7, -0.35, 8
_SPEAKER, _LAST_SPEAKER, _SUBJECT = 0.9, 1.2, 1.0
_QUOTED, _REPORTED, _OWN_WORDS, _POSSESSIVE = -2.5, -1.2, -2.5, -0.4
_AGREES, _DISAGREES = 0.5, -2.0
# Two people are told apart when their scores differ by so much.
_CLEAR = 1.0


@dataclass(frozen=True, slots=True, order=True)
class Trace:
    """One place where a person is mentioned or speaks."""

    start: int
    end: int
    person: int
    speaks: bool
    subject: bool
    possessive: bool
    quoted: int


class Traces:
    """The mentions of one article in order, and who is likeliest meant from a place on."""

    def __init__(self, page: Surroundings, genders: list[float], counts: list[int]) -> None:
        self._page = page
        self._genders = genders
        self._counts = counts
        self._traces: list[Trace] = []

    def add(self, trace: Trace) -> None:
        insort(self._traces, trace)

    def before(self, position: int) -> list[Trace]:
        """The mentions that end before `position`, nearest first, as far as a pronoun reaches."""
        place = bisect_left(self._traces, position, key=lambda trace: trace.start)
        near = self._traces[max(0, place - _MOST_MENTIONS) : place]
        return [trace for trace in reversed(near) if trace.end <= position and position - trace.start <= _REACH]

    def last_speaker(self, position: int) -> Trace | None:
        return next((trace for trace in self.before(position) if trace.speaks), None)

    def likeliest(
        self, span: Span, gender: int, own: int | None, fits: Callable[[int], float] | None = None
    ) -> tuple[int, float, str] | None:
        """(person, confidence, reason) for a pronoun or description at `span`; None when nobody was mentioned.

        `gender` is 1, -1 or 0 (unknown); `own` is the attribution it is the source of. `fits` adds to a person's
        score, minus infinity rules out. Equal scores: the nearest mention.
        """
        page = self._page
        sentence, paragraph = page.sentence(span.start), page.paragraph(span.start)
        around = page.content_around(span, own)
        last = self.last_speaker(span.start)
        best: dict[int, tuple[float, Trace]] = {}
        for trace in self.before(span.start):
            score = self._nearness(trace, sentence, paragraph)
            score += _SPEAKER * trace.speaks + _SUBJECT * (trace.subject or trace.speaks)
            score += _LAST_SPEAKER * (last is not None and trace.speaks and trace.person == last.person)
            score += _POSSESSIVE * trace.possessive
            if trace.quoted >= 0 and trace.quoted != around:
                score += self._embedding(trace, own)
            if trace.person not in best or score > best[trace.person][0]:
                best[trace.person] = (score, trace)
        ranked = []
        for person, (score, trace) in best.items():
            score += 0.25 * log2(1 + min(16, self._counts[person]))
            agreement = gender * self._genders[person]
            if agreement:
                score += _AGREES if agreement > 0 else _DISAGREES * min(3.0, -agreement)
            score += fits(person) if fits else 0.0
            if score > float("-inf"):
                ranked.append((score, trace))
        if not ranked:
            return None
        ranked.sort(key=lambda pair: (-pair[0], -pair[1].start))
        score, trace = ranked[0]
        clear = len(ranked) == 1 or score - ranked[1][0] >= _CLEAR
        disagrees = gender * self._genders[trace.person] < 0
        confidence = 0.9 if clear and not disagrees else 0.7 if not disagrees else 0.55
        return trace.person, confidence - (0.2 if score < 0 else 0.0), self._reason(trace, sentence, gender, last)

    def _nearness(self, trace: Trace, sentence: int, paragraph: int) -> float:
        sentences = min(_FARTHEST, sentence - self._page.sentence(trace.start))
        paragraphs = min(_FARTHEST, paragraph - self._page.paragraph(trace.start))
        return _PER_SENTENCE * sentences + _PER_PARAGRAPH * paragraphs

    def _embedding(self, trace: Trace, own: int | None) -> float:
        """What it costs to be named only inside somebody's words."""
        if trace.quoted == own:
            return _OWN_WORDS
        return _REPORTED if self._page.attributions[trace.quoted].style == "indirect" else _QUOTED

    def _reason(self, trace: Trace, sentence: int, gender: int, last: Trace | None) -> str:
        away = sentence - self._page.sentence(trace.start)
        where = "same sentence" if away <= 0 else f"{away} sentence{'s' * (away > 1)} back"
        what = "last speaker" if last is not None and last.person == trace.person else "last mentioned"
        if trace.subject and what == "last mentioned":
            what = "subject"
        agreement = gender * self._genders[trace.person]
        sex = {1: "female ", -1: "male "}[gender] if agreement > 0 else ""
        doubt = ", though the name speaks for another gender" if agreement < 0 else ""
        return f"{sex}{what}, {where}{doubt}"
