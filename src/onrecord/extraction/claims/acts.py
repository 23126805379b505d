"""The speech act of a claim: every cue verb and every sign of modality, negation, person and tense casts a vote."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import get_args

from onrecord.extraction.claims.act_lexicon import (
    CONTENT_RULES,
    CUE_RULES,
    CUE_VOTES,
    DENIED,
    OWN_VOICE_WEIGHT,
    STATEMENT,
    Rule,
)
from onrecord.extraction.claims.lowering import lowered
from onrecord.spoken import Act

# On equal votes the earlier one wins: what is rarer in the news is the stronger reading of the same words.
PRECEDENCE: tuple[Act, ...] = (
    "threat", "denial", "accusation", "warning", "demand", "pledge", "prediction", "position", "statement",
)  # fmt: skip
_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")
# Cue and content touch in `called | for talks`; the words right behind the cue belong to its meaning.
_CUE_TAIL = 24
_NEGATED_CUE = re.compile(r"\b(?:not|never|refused\sto|declined\sto|n['’]t)\b")
# Without a cue: verbs that do the act with this behind them.
_OWN_VERB = re.compile(r"\b([a-z]+(?:ed|es|s|ing|swore|vow)?)\s(?:to|that|on|the|a|an|its|his|her|their|against|any|all|for|it|will)\b")
_CONTENT_LIMIT = 2_000


@dataclass(frozen=True, slots=True)
class Judged:
    """An act, its lead over the next one in votes, and the votes for it in words."""

    act: Act
    lead: float
    reasons: tuple[str, ...]


@dataclass(slots=True)
class _Votes:
    sums: dict[Act, float] = field(default_factory=dict)
    reasons: dict[Act, list[str]] = field(default_factory=dict)

    def add(self, act: Act, weight: float, reason: str) -> None:
        self.sums[act] = self.sums.get(act, 0.0) + weight
        if weight > 0:
            self.reasons.setdefault(act, []).append(reason)


def find_act(content: str, cue: str = "", source: str = "") -> Judged:
    """The act of what `content` says, as `cue` reports it; without a cue the reporter is speaking.

    Ties go to the act that stands first in `PRECEDENCE`. Only the first 2,000 characters of the content vote.

    >>> find_act("it would close the strait if its tankers were seized", cue="said").act
    'threat'
    >>> find_act("it had sold the tanks", cue="denied").reasons
    ('cue "denied"',)
    """
    content = lowered(content[:_CONTENT_LIMIT])
    cue = lowered(cue[:_CONTENT_LIMIT])
    votes = _Votes()
    votes.add("statement", STATEMENT, "nothing says otherwise")
    words = set(_WORD.findall(content))
    if cue:
        _vote_by_cue(votes, cue, content)
    else:
        _vote_by_own_verbs(votes, content)
    _vote_by_rules(votes, CONTENT_RULES, content, words)
    _settle(votes, cue, words, lowered(source[:200]))
    best = min(get_args(Act), key=lambda act: (-votes.sums.get(act, 0.0), PRECEDENCE.index(act)))
    others = [weight for act, weight in votes.sums.items() if act != best]
    lead = round(votes.sums[best] - max(others, default=0.0), 2)
    return Judged(best, lead, tuple(votes.reasons.get(best, ())))


def _vote_by_rules(votes: _Votes, rules: Iterable[Rule], text: str, words: set[str]) -> None:
    for rule in rules:
        if not rule.words.isdisjoint(words) and (rule.pattern is None or rule.pattern.search(text)):
            votes.add(rule.act, rule.weight, rule.reason)


def _vote_by_cue(votes: _Votes, cue: str, content: str) -> None:
    cue_words = _WORD.findall(cue)
    negated = _NEGATED_CUE.search(cue) is not None
    for word in dict.fromkeys(cue_words):
        for act, weight in CUE_VOTES.get(word, {}).items():
            if negated and act == "position":
                votes.add(act, weight, f'cue "{word}", negated')
            elif not negated:
                votes.add(act, weight, f'cue "{word}"')
    opened = f"{cue} {content[:_CUE_TAIL]}"
    _vote_by_rules(votes, CUE_RULES, opened, set(cue_words))


def _vote_by_own_verbs(votes: _Votes, content: str) -> None:
    for word in dict.fromkeys(_OWN_VERB.findall(content)):
        for act, weight in CUE_VOTES.get(word, {}).items():
            if weight >= 2 and word[-1] in "sdgen":
                votes.add(act, weight * OWN_VOICE_WEIGHT, f'verb "{word}"')
    _vote_by_rules(votes, CUE_RULES[:4], content, set(_WORD.findall(content)))


def _settle(votes: _Votes, cue: str, words: set[str], source: str) -> None:
    """Where two readings of the same words meet, says which one is meant."""
    sums = votes.sums
    if sums.get("denial") and not DENIED.isdisjoint(words) and re.search(r"\b(?:reject|dismiss)", cue):
        votes.add("denial", 1.0, "what is rejected is a claim")
    elif re.search(r"\breject", cue):
        votes.add("position", 1.0, "what is rejected is no claim")
    if "called" in cue and sums.get("demand", 0.0) < 3:
        votes.add("position", 0.5, "calls it something")
    if sums.get("threat", 0.0) >= 2 and sums.get("warning", 0.0) >= 3:
        votes.add("threat", 1.5, "the one who warns would do it")
    if sums.get("prediction") and sums.get("pledge", 0.0) >= 1.4 and not re.search(r"expect|predict|forecast", cue):
        votes.add("pledge", 0.3, "future of the one who speaks")
    if re.search(r"\b(?:survey|poll|study|report|census|data|figures)\b", source):
        votes.add("statement", 0.5, "the source is a report")
