"""Who an attribution's source is: a name, a pronoun, a description, or words that stay as they are."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from onrecord.extraction.people.clustering import Cluster, NameUse
from onrecord.extraction.people.descriptions import Description, Office, fit, read_description
from onrecord.extraction.people.inheriting import UNKNOWN, inherit
from onrecord.extraction.people.offices import families
from onrecord.extraction.people.pronouns import (
    FEMININE,
    FIRST_PERSON,
    FIRST_PLURAL,
    MASCULINE,
    PLURAL,
    PRONOUNS,
    RELATIVE,
    Trace,
    Traces,
)
from onrecord.extraction.people.sources import head_names
from onrecord.extraction.people.surroundings import Surroundings
from onrecord.extraction.people.word_set import word_set
from onrecord.records import Span
from onrecord.spoken import Attribution, Mention, Speaker
from onrecord.text.folding import fold

_WORD = re.compile(r"\w[\w.’'-]*")
_EDGES = " \t\n\r\u00a0,;:—–-\"“”‘’'()[]"
# What somebody says or writes speaks for them: `Trump's tweet`.
_UTTERANCES = word_set("""
    account address announcement answer argument assertion blog book claim comment comments email emails essay
    interview letter memo memoir message note op-ed opinion post posts proposal remark remarks response reply speech
    statement statements testimony tweet tweets twitter words
    """)
# Between two names that `they` may mean: `, Republican of Iowa, and `, ` of Ohio and Gov. `
_PAIR = re.compile(r"(?:,[^.;:“”\"\n,]{1,40},|\s\([^()\n]{1,20}\)|\sof [A-Z][\w ]{1,20})?,? and (?:[A-Z][\w.]+ ){0,4}")
_COLLECTIVE = word_set("people police women men many some few others both all those children authorities")
_PHRASE_END = re.compile(r"(?:,|\(|\b(?:of|for|at|in|from|who|which|that|with|on|to)\b)")
_HEAD = re.compile(r",|\s\(|\sof\s|\swho\s|\s[-–—]{1,2}\s")
_ANTECEDENT = re.compile(r"((?:[\w.’'-]+ ){0,4}[\w.’'-]+),? $")
# `Russia's` is Russia; only a whole source that is one name.
_POSSESSIVE = re.compile(r"(?<=\w)['’][sS]$")
_FUNCTION = word_set(
    "the a an of in on at to for and or but by from with is was are were have has those these some said says"
)
_LONGEST_NAME = 300
# How many attributions may stand in one another's words before nobody follows any more.
_DEEPEST = 6
# Among how many people, and from what fit on, a headline's description is looked for.
_TOP_PEOPLE, _LEAST_FIT = 12, 2.5


@dataclass(slots=True)
class Speaking:
    """Resolves the attributions of one article; `mentions` gathers what sources point to, by person."""

    page: Surroundings
    clusters: Sequence[Cluster]
    displayed: Sequence[str]
    offices: Sequence[Sequence[Office]]
    mentions: dict[int, list[Mention]] = field(default_factory=dict)
    _uses: list[tuple[NameUse, int]] = field(init=False)
    _starts: list[int] = field(init=False)
    _by_word: dict[str, list[int]] = field(init=False)
    _reasons: dict[int, str] = field(init=False)
    _traces: Traces = field(init=False)
    _done: dict[int, Speaker] = field(default_factory=dict)
    # (position, name, noun of a single person or "") of those who are no one person of the article, ascending
    _others: list[tuple[int, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        pairs = [(use, number) for number, one in enumerate(self.clusters) for use, _ in one.uses]
        self._uses = sorted(pairs, key=lambda pair: pair[0].span)
        self._starts = [use.span.start for use, _ in self._uses]
        self._reasons = {use.span.start: reason for one in self.clusters for use, reason in one.uses}
        self._by_word = {}
        for number, one in enumerate(self.clusters):
            for word in dict.fromkeys((fold(one.name.full), fold(one.name.family), fold(one.name.surname))):
                self._by_word.setdefault(word, []).append(number)
        genders = [one.gender for one in self.clusters]
        self._traces = Traces(self.page, genders, [len(one.uses) for one in self.clusters])
        self._others += self._pairs()
        sentence = -1
        for use, number in self._uses:
            around = self.page.content_around(use.span)
            here = self.page.sentence(use.span.start)
            subject = here != sentence and not use.possessive
            if around is None or subject:
                sentence = here
            self._traces.add(_trace(use, number, speaks=False, subject=subject, quoted=around))

    def _pairs(self) -> list[tuple[int, str, str]]:
        """Two people named side by side (`A and B`), whom `they` may mean."""
        found: list[tuple[int, str, str]] = []
        for (one, a), (other, b) in pairwise(self._uses):
            if a != b and _PAIR.fullmatch(self.page.text, one.span.end, min(other.span.start, one.span.end + 80)):
                found.append((one.span.start, f"{self.displayed[a]} and {self.displayed[b]}", ""))
        return found

    def all(self) -> list[Speaker]:
        """One speaker for each attribution, in the same order: named sources first, then in document order."""
        attributions = self.page.attributions
        later: list[int] = []
        for number, attribution in enumerate(attributions):
            if not (attribution.source and self._named(number, attribution)):
                later.append(number)
        with_source = [number for number in later if attributions[number].source]
        for number in sorted(with_source, key=lambda n: (attributions[n].source[0], attributions[n].content[0])):
            self._resolve(number, 0)
        inherit(self.page, self._done)
        return [self._done.get(number, UNKNOWN) for number in range(len(attributions))]

    def _words(self, attribution: Attribution) -> str:
        words = " ".join(span.of(self.page.text)[:_LONGEST_NAME] for span in attribution.source)
        return " ".join(words.split())[:_LONGEST_NAME].strip(_EDGES)

    def _uses_in(self, span: Span) -> list[tuple[NameUse, int]]:
        place = max(0, bisect_left(self._starts, span.start) - 1)
        found: list[tuple[NameUse, int]] = []
        while place < len(self._uses) and self._starts[place] < span.end and len(found) < 12:
            if self._uses[place][0].span.overlap(span):
                found.append(self._uses[place])
            place += 1
        return found

    def _named(self, number: int, attribution: Attribution) -> bool:
        for source in attribution.source:
            uses = self._uses_in(source)
            heads = head_names(self.page.text, source, [use.span for use, _ in uses])
            if not heads:
                continue
            people = [pair for pair in uses if pair[0].span in heads]
            if len({person for _, person in people}) > 1:
                self._joint(number, people)
            else:
                use, person = people[0]
                how = self._reason_of(use)
                confidence = 0.97 if use.name.is_full else 0.93 if "one of" not in how else 0.75
                self._say(number, person, confidence, f"name in the source ({how})", use.span, None)
            return True
        return self._unfound(number, attribution) or self._utterance(number, attribution)

    def _reason_of(self, use: NameUse) -> str:
        return self._reasons[use.span.start]

    def _joint(self, number: int, people: list[tuple[NameUse, int]]) -> None:
        named = list(dict.fromkeys(self.displayed[person] for _, person in people))
        name = " and ".join((", ".join(named[:-1]), named[-1]))
        self._done[number] = Speaker(name, None, 0.85, f"{len(named)} people speak together")
        for use, person in people:
            self._traces.add(_trace(use, person, speaks=True, subject=True, quoted=None))
        insort(self._others, (people[0][0].span.start, name, ""))

    def _unfound(self, number: int, attribution: Attribution) -> bool:
        """A source that is a known name although no mention was found there."""
        words = _HEAD.split(fold(self._words(attribution)), maxsplit=1)[0].removesuffix("'s")
        for candidate in (words, words.rsplit(" ", 1)[-1] if _titled(words) else ""):
            people = self._by_word.get(candidate, ())
            if candidate and len(people) == 1:
                self._say(number, people[0], 0.85, "source is a name of this person", attribution.source[0], "name")
                return True
        return False

    def _utterance(self, number: int, attribution: Attribution) -> bool:
        source = attribution.source[0]
        for use, person in self._uses_in(source):
            rest = _WORD.findall(self.page.text[use.span.end : min(source.end, use.span.end + 60)])
            nouns = [fold(word) for word in rest if fold(word) != "s"]
            if use.possessive and nouns and len(nouns) <= 4 and nouns[-1] in _UTTERANCES:
                self._say(number, person, 0.75, f"{nouns[-1]} of this person", use.span, None)
                return True
        return False

    def _resolve(self, number: int, depth: int) -> Speaker:
        if number in self._done or depth > _DEEPEST or not self.page.attributions[number].source:
            return self._done.get(number, UNKNOWN)
        attribution = self.page.attributions[number]
        words = self._words(attribution)
        source = attribution.source[0]
        plain = [fold(word) for word in _WORD.findall(words)[:4]]
        if plain and plain[0] in PRONOUNS and all(word in PRONOUNS | {"also", "too", "both", "all"} for word in plain):
            self._pronoun(number, plain[0], source, words, depth)
        elif (description := read_description(words)) is not None:
            self._described(number, description, source, words)
        else:
            self._own_words(number, source, words, 0.8, "the source's own words", "")
        return self._done[number]

    def _pronoun(self, number: int, word: str, source: Span, words: str, depth: int) -> None:
        if word in FEMININE or word in MASCULINE:
            found = self._traces.likeliest(source, 1 if word in FEMININE else -1, number)
            if found is None:
                self._own_words(number, source, words, 0.2, f"{word}: nobody mentioned before", "", keep=False)
            else:
                self._say(number, found[0], found[1], f"{word}: {found[2]}", source, "pronoun")
        elif word in FIRST_PERSON or word in FIRST_PLURAL:
            self._first_person(number, word, source, words, depth)
        elif word in RELATIVE:
            self._relative(number, word, source, words)
        else:
            self._group(number, word, source, words)

    def _first_person(self, number: int, word: str, source: Span, words: str, depth: int) -> None:
        around = self.page.content_around(source, number)
        outer = self._resolve(around, depth + 1) if around is not None else UNKNOWN
        if outer.name:
            confidence = outer.confidence * (0.95 if word in FIRST_PERSON else 0.75)
            reason = f"{word}: inside words of {outer.name}"
            if outer.person is None:
                self._done[number] = Speaker(outer.name, None, confidence, reason)
            else:
                self._say(number, outer.person, confidence, reason, source, "pronoun")
        else:
            self._own_words(number, source, words, 0.3, f"{word}: outside any known speaker's words", "", keep=False)

    def _relative(self, number: int, word: str, source: Span, words: str) -> None:
        """`Carpenter, who said`: the name just before, else the words just before."""
        text = self.page.text
        near = [trace for trace in self._traces.before(source.start)[:4] if source.start - trace.end <= 60]
        between = text[near[0].end : source.start] if near else "."
        if near and (between.strip() in ("", ",", "-", "—", "–", "(") or _is_apposition(between)):
            self._say(number, near[0].person, 0.9, f"{word}: the name just before", source, "pronoun")
            return
        found = _ANTECEDENT.search(text, max(0, source.start - 80), source.start)
        kept: list[str] = []
        for part in reversed(found[1].split() if found else []):
            if fold(part) in _FUNCTION or part.endswith((",", ".", ";")):
                break
            kept.insert(0, part)
        name = " ".join(kept) or words
        self._own_words(number, source, name, 0.6 if kept else 0.2, f"{word}: the words just before", "")

    def _group(self, number: int, word: str, source: Span, words: str) -> None:
        """`they` and `it`: the last speaker who is a group or a body, not too far back."""
        paragraph = self.page.paragraph(source.start)
        for position, name, noun in self._others_before(source.start):
            near = paragraph - self.page.paragraph(position) <= 2
            if near and not noun and _is_plural(name) == (word in PLURAL):
                self._done[number] = Speaker(name, None, 0.6, f"{word}: the last {name} before")
                return
        self._own_words(number, source, words, 0.2, f"{word}: no group mentioned before", "", keep=False)

    def _others_before(self, position: int) -> list[tuple[int, str, str]]:
        """The latest that stand before the position, nearest first."""
        place = bisect_right(self._others, (position,))
        return self._others[max(0, place - 8) : place][::-1]

    def _described(self, number: int, description: Description, source: Span, words: str) -> None:
        headline = self.page.paragraph(source.start) == 0
        if headline and self._named_below(number, description, source, words):
            return
        if not description.definite or self._is_relation(description, words):
            self._own_words(number, source, words, 0.8, "somebody without a name", description.noun)
            return
        earlier = next((o for o in self._others_before(source.start) if o[2] == description.noun), None)

        def fits(person: int) -> float:
            return fit(description, self.offices[person])[0]

        found = self._traces.likeliest(source, description.gender, number, fits)
        stated = fit(description, self.offices[found[0]]) if found else (0.0, "")
        if found and stated[0] > 0:
            confidence = min(0.85, 0.5 + 0.1 * stated[0])
            reason = f"{words}: {stated[1]} fits a role stated, {found[2]}"
            self._say(number, found[0], confidence, reason, source, "description")
        elif earlier is not None:
            self._done[number] = Speaker(earlier[1], None, 0.6, f"{words}: the one without a name spoken of before")
        elif found and stated[0] == 0 and description.plain and self._speaks_nearby(found[0], source):
            self._say(number, found[0], 0.5, f"{words}: {found[2]}", source, "description")
        else:
            self._own_words(number, source, words, 0.5, "somebody without a name", description.noun)

    def _named_below(self, number: int, description: Description, source: Span, words: str) -> bool:
        """A headline's `Retired General`: the first of those named below whose stated role fits best."""
        if description.vague:
            return False
        fitting = [(fit(description, offices)[0], -person) for person, offices in enumerate(self.offices[:_TOP_PEOPLE])]
        best, person = max(fitting, default=(0.0, 0))
        if best <= _LEAST_FIT:
            return False
        self._say(number, -person, 0.6, f"{words}: a role stated below", source, "description")
        return True

    def _is_relation(self, description: Description, words: str) -> bool:
        """`his wife`, `Trump's spokesman`: somebody beside the one who is named or meant."""
        first = fold(words.split(" ", 1)[0])
        owned = first in ("his", "her", "their", "its", "my", "our") or "'s" in fold(words)
        named = any(fold(word) in self._by_word for word in _WORD.findall(words)[:-1])
        return (owned and "family" in families(description.noun)) or named

    def _speaks_nearby(self, person: int, source: Span) -> bool:
        paragraph = self.page.paragraph(source.start)
        return any(
            trace.person == person
            and (trace.speaks or trace.subject)
            and paragraph - self.page.paragraph(trace.start) <= 1
            for trace in self._traces.before(source.start)[:6]
        )

    def _say(self, number: int, person: int, confidence: float, reason: str, span: Span, kind: str | None) -> None:
        """Records that `person` speaks; `kind` is given when the source is a mention of its own."""
        self._done[number] = Speaker(self.displayed[person], person, round(max(0.05, confidence), 3), reason)
        around = self.page.content_around(span, number)
        quoted = -1 if around is None else around
        self._traces.add(Trace(span.start, span.end, person, True, True, False, quoted))
        if kind == "pronoun":
            self.mentions.setdefault(person, []).append(Mention(span, "pronoun", reason))
        elif kind == "description":
            self.mentions.setdefault(person, []).append(Mention(span, "description", reason))
        elif kind == "name":
            self.mentions.setdefault(person, []).append(Mention(span, "name", reason))

    def _own_words(
        self, number: int, source: Span, words: str, confidence: float, reason: str, noun: str, keep: bool = True
    ) -> None:
        words = _POSSESSIVE.sub("", words)
        self._done[number] = Speaker(words, None, confidence, reason)
        if keep and words:
            insort(self._others, (source.start, words, noun))


def _trace(use: NameUse, person: int, *, speaks: bool, subject: bool, quoted: int | None) -> Trace:
    around = -1 if quoted is None else quoted
    return Trace(use.span.start, use.span.end, person, speaks, subject, use.possessive, around)


def _is_plural(words: str) -> bool:
    """Whether a source's words name several: `Russian officials`, `A and B`, `police`."""
    if " and " in words:
        return True
    head = _PHRASE_END.split(words, maxsplit=1)[0].rsplit(None, 1)[-1:]
    last = fold(head[0]).strip("'") if head else ""
    return last in _COLLECTIVE or (last.endswith("s") and not last.endswith(("ss", "us", "is", "'s")))


def _titled(words: str) -> bool:
    """Whether the words but the last are titles: `Sen. Lee`."""
    return all(families(word) or word.rstrip(".") in ("mr", "mrs", "ms") for word in words.split()[:-1])


def _is_apposition(between: str) -> bool:
    """`Lee, the senator from Ohio, who`: an apposition closed by a comma."""
    return between.startswith(",") and between.rstrip().endswith(",") and "." not in between
