"""New articles from the sentences of real ones: any number of them, each told by its number and the seed alone.

An article takes its sentences from one article of the pool and those most like it, so that what stands together
belongs together; statements stay with their sentences. Words, their counts, names and quotations are real; the
vocabulary is the pool's.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

from onrecord.records import Article
from onrecord.spoken import Attribution, Claim, Extraction, Person, Speaker
from scale.blocks import Named, moved_attribution, moved_claim, moved_person, mover
from scale.pool import Pool, Sentences

# Sources by the share of articles they have: filters of known width.
SOURCES = {"The Daily Ledger": 0.5, "Harbour Post": 0.1, "Fenwick Observer": 0.01}
OTHERS = ("Northern Star", "Evening Courier", "Valley Tribune", "Kingsbridge Times", "Coast Bulletin")
# `edition` in the metadata, likewise.
EDITIONS = {"city": 0.5, "sunday": 0.1, "special": 0.01}
FIRST_DAY, DAYS = datetime.date(2015, 1, 1), 3_650

# Sentences an article has: most between 12 and 30, none beyond the ends.
_MEDIAN, _SPREAD, _FEWEST, _MOST = 19.0, 0.35, 10, 40
# Sentences to choose from, at least so many times those wanted.
_CHOICE = 5
_LONGEST_PARAGRAPH = 3


@dataclass(frozen=True, slots=True)
class Recombined:
    """A new article, what was found in its sentences, and where they are from: (where each begins in the text, it)."""

    article: Article
    found: Extraction
    sentences: Sequence[tuple[int, Sentences]]
    title_first: int
    title_last: int


class Corpus:
    """Article `number` of the corpus with this seed is the same however many are made, in whatever order."""

    def __init__(self, pool: Pool, seed: int) -> None:
        self.pool, self._seed = pool, seed

    @cached_property
    def _weights(self) -> list[int]:
        """Articles are begun from as often as they have sentences."""
        return list(accumulate(len(article.blocks) for article in self.pool.articles))

    def warm_up(self) -> None:
        """Makes what all articles need, before processes are forked that share it."""
        _ = self._weights, self._texts

    def article(self, number: int) -> Recombined:
        """The article with this number, from 0."""
        chance = random.Random(f"{self._seed} {number}")
        (origin,) = chance.choices(range(len(self.pool.articles)), cum_weights=self._weights)
        wanted = min(_MOST, max(_FEWEST, round(_MEDIAN * chance.lognormvariate(0.0, _SPREAD))))
        text, placed = self._text(chance, self._chosen(chance, origin, wanted))
        begun = self.pool.articles[origin]
        day = FIRST_DAY + datetime.timedelta(days=chance.randrange(DAYS))
        article = Article(
            f"article-{number:07d}", text, begun.title, day.isoformat(), _source(chance),
            url=f"https://news.example/{number}", metadata={"edition": _edition(chance)},
        )  # fmt: skip
        return Recombined(article, _found(placed), placed, begun.title_first, begun.title_last)

    def _chosen(self, chance: random.Random, origin: int, wanted: int) -> list[Sentences]:
        choice: list[Sentences] = []
        enough = 0
        for other in self.pool.near[origin]:
            blocks = self.pool.articles[other].blocks
            choice += blocks
            enough += sum(one.block.sentences for one in blocks)
            if enough >= _CHOICE * wanted:
                break
        chance.shuffle(choice)
        chosen, count = [], 0
        while choice and count < wanted:
            chosen.append(choice.pop())
            count += chosen[-1].block.sentences
        return chosen

    def _text(self, chance: random.Random, chosen: Sequence[Sentences]) -> tuple[str, list[tuple[int, Sentences]]]:
        texts = self._texts
        parts: list[str] = []
        placed = []
        length, left = 0, chance.randint(1, _LONGEST_PARAGRAPH)
        for one in chosen:
            if parts:
                gap = " " if left else "\n\n"
                left = left or chance.randint(1, _LONGEST_PARAGRAPH)
                parts.append(gap)
                length += len(gap)
            left -= 1
            placed.append((length, one))
            parts.append(texts[one.first])
            length += len(parts[-1])
        return "".join(parts), placed

    @cached_property
    def _texts(self) -> dict[int, str]:
        """The words of each block of the pool, by its first word piece; on one line, as paragraphs are made anew."""
        return {
            one.first: one.block.span.of(article.text).translate(_ON_ONE_LINE)
            for article in self.pool.articles
            for one in article.blocks
        }


# Character for character, so that offsets stay.
_ON_ONE_LINE = {ord(mark): " " for mark in "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"}


def _source(chance: random.Random) -> str:
    drawn, sum_ = chance.random(), 0.0
    for name, share in SOURCES.items():
        sum_ += share
        if drawn < sum_:
            return name
    return chance.choice(OTHERS)


def _edition(chance: random.Random) -> str:
    drawn, sum_ = chance.random(), 0.0
    for name, share in EDITIONS.items():
        sum_ += share
        if drawn < sum_:
            return name
    return "national"


def _found(placed: Sequence[tuple[int, Sentences]]) -> Extraction:
    """What stands in the sentences, spans counted in the new article; people of one name are one person."""
    named: dict[str, list[tuple[int, Named]]] = {}
    for at, one in placed:
        for person in one.block.named:
            named.setdefault(person.person.name, []).append((at, person))
    people = tuple(_person(parts) for parts in named.values())
    place = {person.name: number for number, person in enumerate(people)}
    attributions: list[Attribution] = []
    speakers: list[Speaker] = []
    claims: list[Claim] = []
    for at, one in placed:
        move, first = mover(at), len(attributions)
        for said in one.block.said:
            attributions.append(moved_attribution(said.attribution, move))
            known = place.get(said.person) if said.person is not None else None
            speakers.append(Speaker(said.speaker.name, known, said.speaker.confidence, said.speaker.reason))
        for stated in one.block.stated:
            claim = moved_claim(stated.claim, move)
            claims.append(replace(claim, attribution=None if stated.said is None else first + stated.said))
    return Extraction(tuple(attributions), tuple(speakers), people, tuple(claims))


def _person(parts: Sequence[tuple[int, Named]]) -> Person:
    moved = [moved_person(named.person, mover(at)) for at, named in parts]
    first = moved[0]
    aliases = sorted({alias for one in moved for alias in one.aliases})
    mentions = sorted((m for one in moved for m in one.mentions), key=lambda m: m.span)
    roles = sorted((r for one in moved for r in one.roles), key=lambda r: r.span)
    return Person(first.name, tuple(aliases), tuple(mentions), tuple(roles), first.reasons)
