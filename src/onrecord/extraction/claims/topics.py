"""What a claim is about: the policy domains its words belong to, and its most telling words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.extraction.claims.lowering import lowered
from onrecord.extraction.claims.policy_lexicon import DOMAINS, POLICY_PAIRS, POLICY_WORDS, STRONG, WEAK, PolicyWord
from onrecord.records import Span


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_WORD = re.compile(r"[^\W\d_][^\W_]*(?:[-.][^\W_]+)*")
_KNOWN = frozenset(POLICY_PAIRS) | frozenset(POLICY_WORDS)
_MOST_TOPICS = 8
_SHORTEST_WORD = 4
_STOP = _words(
    """
    a about above according across actually added after again against ago all almost alone along already also
    although always am amid among an and another any anyone anything are around as ask asked at away back based be
    became because become been before began begin behind being believe below best better between beyond big both
    bring brought but by call called came can cannot case certainly come comes coming could country couple day days
    did different do does doing done down during each earlier early either else end enough even ever every everybody
    everyone everything exactly fact far few find first five for found four friday from full further gave general
    get getting give given go goes going gone good got great had half happen happened hard has have having he held
    help her here hers herself high him himself his hour hours how however i if important in including indeed
    instead into is it its itself january february march april may june july august september october november
    december just keep kind knew know known large last late later least left less let like likely little long look
    looking lot made main make makes making man many matter maybe me mean means meanwhile men might monday month
    months more most much must my myself nearly need needs never new next no nobody none nor not nothing now of off
    often old on once one ones only onto or other others our out over own part people per perhaps person place point
    possible pretty put quite rather really recent recently right said same saturday say saying says second see seem
    seems seen set several shall she should since six so some somebody someone something soon still such sunday take
    taken takes taking tell ten than thank that the their them themselves then there these they thing things think
    third this those though three through thursday time times to today together told tomorrow too took toward
    towards try tuesday turn two under until up upon us use used using very via want wanted wants was way ways we
    wednesday week weeks well went were what when where whether which while who whole whom whose why will with
    within without woman women word words work would year years yes yesterday yet you young your yours yourself mr
    mrs ms dr it's don't i'm that's we're they're he's she's can't didn't million billion trillion thousand hundred
    percent per cent dollars plan plans
    """
)


@dataclass(frozen=True, slots=True)
class PolicyHit:
    """A policy word or phrase at its place; `form` is it in lower case."""

    span: Span
    form: str
    domain: str
    weight: float


@dataclass(frozen=True, slots=True)
class PolicyWords:
    """A text, the same in lower case, and its policy words in order; made once per article."""

    text: str
    lower: str
    hits: tuple[PolicyHit, ...]
    starts: tuple[int, ...]

    def within(self, span: Span) -> Sequence[PolicyHit]:
        """The hits that begin inside the span."""
        return self.hits[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)]


def find_policy_words(text: str, lower: str | None = None) -> PolicyWords:
    """The text's policy words; `lower` is the text in lower case of equal length, when it is known already."""
    lower = lowered(text) if lower is None else lower
    hits: list[PolicyHit] = []
    # The word before, when a phrase may begin with it: its place, its form and what may follow.
    before: tuple[int, int, str, dict[str, PolicyWord]] | None = None
    for match in _WORD.finditer(lower):
        form = match[0]
        if before is not None:
            pair = before[3].get(form)
            if pair is not None:
                hits.append(PolicyHit(Span(before[0], match.end()), f"{before[2]} {form}", pair.domain, pair.weight))
                before = None
                continue
            if (first := POLICY_WORDS.get(before[2])) is not None:
                hits.append(PolicyHit(Span(before[0], before[1]), before[2], first.domain, first.weight))
            before = None
        if form not in _KNOWN:
            continue
        if form in POLICY_PAIRS:
            before = (match.start(), match.end(), form, POLICY_PAIRS[form])
        else:
            single = POLICY_WORDS[form]
            hits.append(PolicyHit(Span(match.start(), match.end()), form, single.domain, single.weight))
    if before is not None and (last := POLICY_WORDS.get(before[2])) is not None:
        hits.append(PolicyHit(Span(before[0], before[1]), before[2], last.domain, last.weight))
    return PolicyWords(text, lower, tuple(hits), tuple(hit.span.start for hit in hits))


def find_topics(found: PolicyWords, spans: Iterable[Span], without: str = "") -> tuple[str, ...]:
    """Up to eight topic words in lower case: three policy domains, then policy words, names, other long words.

    Domains that a strong word names come first, then by weight.

    `without` is the claimant, whose name is no topic. Ties: domains in the lexicon's order, words in the text's.

    >>> find_topics(find_policy_words("Tariffs on steel cost 400,000 jobs."), [Span(0, 35)])
    ('trade', 'economy', 'tariffs', 'cost', 'jobs', 'steel')
    """
    spans = list(spans)
    hits = [hit for span in spans for hit in found.within(span)]
    weights: dict[str, float] = {}
    for hit in hits:
        weights[hit.domain] = weights.get(hit.domain, 0.0) + hit.weight
    told = any(hit.weight >= STRONG for hit in hits)
    least = STRONG if told else WEAK
    sure = {hit.domain for hit in hits if hit.weight >= STRONG}
    domains = sorted(
        (domain for domain, weight in weights.items() if weight >= least),
        key=lambda domain: (domain not in sure, -weights[domain], DOMAINS.index(domain)),
    )
    left_out = set(_WORD.findall(lowered(without))) | _STOP
    telling = [hit.form for hit in sorted(hits, key=lambda hit: (-hit.weight, hit.span.start))]
    words = [word for span in spans for word in _WORD.finditer(found.lower, span.start, span.end)]
    telling += _names(found, words)
    telling += [word[0] for word in words if len(word[0]) >= _SHORTEST_WORD]
    kept: dict[str, None] = dict.fromkeys(domains[:3])
    said = {piece for known in kept for piece in (known, *known.split())}
    for word in telling:
        if len(kept) == _MOST_TOPICS:
            break
        if word not in left_out and word not in said:
            kept[word] = None
            said.update((word, *word.split()))
    return tuple(kept)


def _names(found: PolicyWords, words: Sequence[re.Match[str]]) -> list[str]:
    """Capitalised words but the first of the claim and of each sentence: what is named in it."""
    text = found.text
    return [
        word[0]
        for before, word in pairwise(words)
        if text[word.start()].isupper() and len(word[0]) > 1 and "." not in text[before.end() : word.start()]
    ]
