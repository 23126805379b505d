"""What a claim is about: the policy domains its words belong to, and its most telling words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.extraction.claims.lowering import lowered
from onrecord.extraction.claims.policy_lexicon import DOMAINS, POLICY_PAIRS, POLICY_WORDS, STRONG, WEAK
from onrecord.records import Span

_WORD = re.compile(r"[^\W\d_](?:[^\W_]|[-.](?=[^\W_]))*")
_MOST_TOPICS = 8
_SHORTEST_WORD = 4
_STOP = frozenset(
    """
    a about above according across actually added after again against ago all almost alone along already also although
    always am amid among an and another any anyone anything are around as ask asked at away back based be became because
    become been before began begin behind being believe below best better between beyond big both bring brought but by call
    called came can cannot case certainly come comes coming could country couple day days did different do does doing done
    down during each earlier early either else end enough even ever every everybody everyone everything exactly fact far few
    find first five for found four friday from full further gave general get getting give given go goes going gone good got
    great had half happen happened hard has have having he held help her here hers herself high him himself his hour hours
    how however i if important in including indeed instead into is it its itself january february march april may june july
    august september october november december just keep kind knew know known large last late later least left less let like
    likely little long look looking lot made main make makes making man many matter maybe me mean means meanwhile men might
    monday month months more most much must my myself nearly need needs never new next no nobody none nor not nothing now of
    off often old on once one ones only onto or other others our out over own part people per perhaps person place point
    possible pretty put quite rather really recent recently right said same saturday say saying says second see seem seems
    seen set several shall she should since six so some somebody someone something soon still such sunday take taken takes
    taking tell ten than thank that the their them themselves then there these they thing things think third this those though
    three through thursday time times to today together told tomorrow too took toward towards try tuesday turn two under
    until up upon us use used using very via want wanted wants was way ways we wednesday week weeks well went were what when
    where whether which while who whole whom whose why will with within without woman women word words work would year years
    yes yesterday yet you young your yours yourself mr mrs ms dr it's don't i'm that's we're they're he's she's can't didn't
    million billion trillion thousand hundred percent per cent dollars plan plans
    """.split()
)


@dataclass(frozen=True, slots=True)
class PolicyHit:
    """A policy word or phrase at its place."""

    span: Span
    domain: str
    weight: float


@dataclass(frozen=True, slots=True)
class PolicyWords:
    """All words of a text with their places, and which of them speak of policy; made once per article."""

    text: str
    lower: str
    words: tuple[tuple[int, int], ...]
    hits: tuple[PolicyHit, ...]
    starts: tuple[int, ...]
    word_starts: tuple[int, ...]

    def within(self, span: Span) -> Sequence[PolicyHit]:
        """The hits that begin inside the span."""
        return self.hits[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)]

    def words_within(self, span: Span) -> Sequence[tuple[int, int]]:
        """Places of the words that begin inside the span."""
        return self.words[bisect_left(self.word_starts, span.start) : bisect_left(self.word_starts, span.end)]


def find_policy_words(text: str, lower: str | None = None) -> PolicyWords:
    """The text's policy words; `lower` is the text in lower case of equal length, when it is known already."""
    lower = lowered(text) if lower is None else lower
    words = tuple(match.span() for match in _WORD.finditer(lower))
    forms = [lower[start:end] for start, end in words]
    hits: list[PolicyHit] = []
    used = -1
    for place, (form, (start, end)) in enumerate(zip(forms, words, strict=True)):
        if place == used:
            continue
        follow = POLICY_PAIRS.get(form)
        if follow is not None and place + 1 < len(forms) and (pair := follow.get(forms[place + 1])) is not None:
            hits.append(PolicyHit(Span(start, words[place + 1][1]), pair.domain, pair.weight))
            used = place + 1
        elif (single := POLICY_WORDS.get(form)) is not None:
            hits.append(PolicyHit(Span(start, end), single.domain, single.weight))
    return PolicyWords(
        text, lower, words, tuple(hits), tuple(hit.span.start for hit in hits), tuple(start for start, _ in words)
    )


def find_topics(found: PolicyWords, spans: Iterable[Span], without: str = "") -> tuple[str, ...]:
    """Up to eight topic words in lower case: policy domains by weight, then policy words, names, other long words.

    `without` is the claimant, whose name is no topic. Ties: domains in the lexicon's order, words in the text's.

    >>> find_topics(find_policy_words("Tariffs on steel cost 400,000 jobs."), [Span(0, 35)])
    ('trade', 'economy', 'tariffs', 'jobs', 'steel', 'cost')
    """
    spans = list(spans)
    hits = [hit for span in spans for hit in found.within(span)]
    weights: dict[str, float] = {}
    for hit in hits:
        weights[hit.domain] = weights.get(hit.domain, 0.0) + hit.weight
    told = any(hit.weight >= STRONG for hit in hits)
    least = STRONG if told else WEAK
    domains = sorted(
        (domain for domain, weight in weights.items() if weight >= least),
        key=lambda domain: (-weights[domain], DOMAINS.index(domain)),
    )
    left_out = set(_WORD.findall(lowered(without))) | _STOP
    telling = [hit.span.of(found.lower) for hit in sorted(hits, key=lambda hit: (-hit.weight, hit.span.start))]
    telling += _names(found, spans)
    telling += _long_words(found, spans)
    kept: dict[str, None] = dict.fromkeys(domains[:3])
    for word in telling:
        if word not in left_out and not any(word == known or word in known.split() for known in kept):
            kept.setdefault(word)
    return tuple(kept)[:_MOST_TOPICS]


def _names(found: PolicyWords, spans: Sequence[Span]) -> list[str]:
    """Capitalised words but the first of the claim: what is named in it."""
    names = []
    for span in spans:
        for before, (start, end) in pairwise(found.words_within(span)):
            sentence_start = "." in found.text[before[1] : start]
            if found.text[start].isupper() and not sentence_start and end - start > 1:
                names.append(found.lower[start:end])
    return names


def _long_words(found: PolicyWords, spans: Sequence[Span]) -> list[str]:
    return [
        found.lower[start:end]
        for span in spans
        for start, end in found.words_within(span)
        if end - start >= _SHORTEST_WORD
    ]  # fmt: skip
