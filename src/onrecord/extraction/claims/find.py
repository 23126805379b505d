"""Which of the things said in an article are policy claims, each with its act, topics, quantities, dates and worth.

A claim has policy content: a word that is about policy wherever it stands, two weaker ones, or a quantity of something
that policy is about; a commitment or charge needs one weaker word only. Questions, greetings and remarks of a few words
are left out. In the reporter's own voice a sentence must also be worth checking, because most of an article is
narrative: `OWN_VOICE_WORTH` is where about a third of the sentences with policy words are left.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from onrecord.extraction.claims.acts import find_act
from onrecord.extraction.claims.candidates import Candidate, attributed_candidates, own_candidates
from onrecord.extraction.claims.date_words import find_date_words
from onrecord.extraction.claims.dates import resolve_dates
from onrecord.extraction.claims.lowering import lowered
from onrecord.extraction.claims.policy_lexicon import POLICY_WORDS, STRONG
from onrecord.extraction.claims.quantities import date_spans, read_quantities
from onrecord.extraction.claims.topics import PolicyHit, PolicyWords, find_policy_words, find_topics
from onrecord.extraction.claims.units import is_time
from onrecord.extraction.claims.worthiness import score_worthiness
from onrecord.records import Span
from onrecord.spoken import Act, Attribution, Claim, Quantity, When
from onrecord.text.sentences import split_sentences

_Located = TypeVar("_Located", Quantity, When)

ATTRIBUTED_WORTH = 0.1
OWN_VOICE_WORTH = 0.45
_LEAST_WORDS, _LEAST_OWN_WORDS = 4, 7
# Acts that commit or charge somebody: checkable later even when nothing is counted.
_COMMITTING: frozenset[Act] = frozenset({"pledge", "demand", "threat", "warning", "accusation", "denial"})
_GREETING = re.compile(
    r"^\W{0,3}(?:thank you|thanks|hello|good (?:morning|evening|afternoon)|welcome|congratulations|happy )"
)
# `asked if she believed it`: what is asked is not said.
_ASKED = re.compile(r"\b(?:ask|wonder|question|inquir|enquir)")
_INDIRECT_QUESTION = re.compile(r"^\W{0,3}(?:whether|if|who|what|why|how|when|where|which|about)\b")
# Hardly a sentence is without one of these; a noun phrase (`the absence of gun laws`) states nothing.
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|does|do|did|[a-z]{2,}ed|isn't|aren't|"
    r"fell|rose|grew|cut|made|took|gave|spent|paid|sold|bought|built|held|met|sent|said|won|lost|found|got|left|led|kept|"
    r"(?:cost|show|take|make|give|pay|hold|want|need|say|plan|call|back|ban|remain|become|lead|include|allow|require|get|go|"
    r"come|keep|work|use|provide|offer|support|oppose|believe|think|know|see|feel|owe|own|raise|reduce|increase|mean|help|"
    r"represent|lack|face|live|rise|fall|grow|start|begin|end|put|run|stand|depend|seem|threaten|violate|deserve)s?)\b"
)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What was found once for the whole article."""

    policy: PolicyWords
    quantities: Sequence[Quantity]
    quantity_starts: Sequence[int]
    dates: Sequence[When]
    date_starts: Sequence[int]

    def speaks_of_policy(self, span: Span) -> bool:
        """Whether a policy word or a number begins inside the span: without one there is no claim."""
        starts = self.policy.starts
        if bisect_left(starts, span.start) < bisect_left(starts, span.end):
            return True
        return bisect_left(self.quantity_starts, span.start) < bisect_left(self.quantity_starts, span.end)

    def quantities_in(self, spans: Sequence[Span]) -> tuple[Quantity, ...]:
        """The quantities that lie wholly inside one of the spans."""
        return _inside(self.quantities, self.quantity_starts, spans)

    def dates_in(self, spans: Sequence[Span]) -> tuple[When, ...]:
        """The dates that lie wholly inside one of the spans."""
        return _inside(self.dates, self.date_starts, spans)


def _inside(found: Sequence[_Located], starts: Sequence[int], spans: Sequence[Span]) -> tuple[_Located, ...]:
    kept: list[_Located] = []
    for span in spans:
        first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
        if first < last:
            kept += [each for each in found[first:last] if each.span.end <= span.end]
    return tuple(kept)


def find_claims(text: str, attributions: Sequence[Attribution], date: str) -> list[Claim]:
    """The article's policy claims, sorted by their first span (then attributed before the reporter's), each once.

    `date` is the article's ISO day, empty when it is not known: then dates relative to it are left out.
    """
    lower = lowered(text)
    matches = list(find_date_words(text, lower))
    quantities = read_quantities(lower, date_spans(lower, matches))
    dates = resolve_dates(lower, matches, date)
    facts = _Facts(
        find_policy_words(text, lower),
        quantities,
        [quantity.span.start for quantity in quantities],
        dates,
        [when.span.start for when in dates],
    )
    sentences = split_sentences(text)
    told = [sentence for sentence in sentences if facts.speaks_of_policy(sentence)]
    candidates = [*attributed_candidates(text, sentences, attributions), *own_candidates(text, told, attributions)]
    claims = [claim for candidate in candidates if (claim := _claim(candidate, facts, attributions)) is not None]
    return sorted(claims, key=lambda claim: (claim.spans, claim.attribution is None))


def _claim(candidate: Candidate, facts: _Facts, attributions: Sequence[Attribution]) -> Claim | None:
    """The candidate as a claim, None when it has no policy content or is not worth it."""
    quantities = facts.quantities_in(candidate.spans)
    hits = _policy_hits(candidate, facts, bool(quantities))
    if not hits and not quantities:
        return None
    strong = len({hit.form for hit in hits if hit.weight >= STRONG})
    weak = len({hit.form for hit in hits}) - strong
    certain = bool(strong) or weak >= 2 or any(map(_is_policy_unit, quantities))
    own = candidate.attribution is None
    if not certain and (not weak or (own and not quantities)):
        return None
    text, lower = facts.policy.text, facts.policy.lower
    low = " ".join([span.of(lower) for span in candidate.spans])
    if _says_nothing(low, own):
        return None
    dates = facts.dates_in(candidate.spans)
    said = " ".join([span.of(text) for span in candidate.spans])
    worth = score_worthiness(said, quantities, sum([hit.weight for hit in hits]), bool(dates))
    if own and worth.score < OWN_VOICE_WORTH:
        return None
    cue, source = ("", "") if candidate.attribution is None else _roles(text, attributions[candidate.attribution])
    if _INDIRECT_QUESTION.match(low) and _ASKED.search(lowered(cue)):
        return None
    judged = find_act(said, cue=cue, source=source)
    if (own or (judged.act == "statement" and not quantities)) and _FINITE.search(low) is None:
        return None
    committed = judged.act in _COMMITTING and judged.lead > 0
    if not (certain or committed or quantities):
        return None
    if not own and not committed and worth.score < ATTRIBUTED_WORTH:
        return None
    topics = find_topics(facts.policy, candidate.spans, without=source)
    reasons = tuple([f"{judged.act}: {reason}" for reason in judged.reasons]) + worth.reasons
    return Claim(candidate.spans, judged.act, candidate.attribution, topics, quantities, dates, worth.score, reasons)


def _policy_hits(candidate: Candidate, facts: _Facts, counted: bool) -> list[PolicyHit]:
    """The policy words that count for the candidate: its evidence's, or all when the reporter adds a number or date."""
    told = candidate.evidence
    if told != candidate.spans and ((counted and facts.quantities_in(told)) or facts.dates_in(told)):
        told = candidate.spans
    return [hit for span in told for hit in facts.policy.within(span)]


def _says_nothing(low: str, own: bool) -> bool:
    """Whether it is too short, a question or a greeting."""
    least = _LEAST_OWN_WORDS if own else _LEAST_WORDS
    return low.count(" ") + 1 < least or low.rstrip(" \"'”’").endswith("?") or _GREETING.match(low) is not None


def _roles(text: str, attribution: Attribution) -> tuple[str, str]:
    """The words of its cue and of its source."""
    return " ".join(span.of(text) for span in attribution.cue), " ".join(span.of(text) for span in attribution.source)


def _is_policy_unit(quantity: Quantity) -> bool:
    """Shares, money, and what policy is about; spans of time alone say nothing of policy."""
    unit = quantity.unit
    return unit in ("percent", "points") or unit.isupper() or (unit in POLICY_WORDS and not is_time(unit))
