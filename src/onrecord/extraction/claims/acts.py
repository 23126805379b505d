"""The speech act of a claim: every cue verb and every sign of modality, negation, person and tense casts a vote."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from onrecord.extraction.claims.act_lexicon import (
    BARE_BEHIND,
    CUE_VOTES,
    DENIED,
    RARELY_BARE,
    STATEMENT,
)
from onrecord.extraction.claims.act_rules import CONTENT_RULES, CUE_RULES, OWN_VOICE_RULES, Rule
from onrecord.extraction.claims.lowering import lowered
from onrecord.spoken import Act

# On equal votes the earlier one wins: what is rarer in the news is the stronger reading of the same words.
PRECEDENCE: tuple[Act, ...] = (
    "threat", "denial", "accusation", "warning", "demand", "pledge", "prediction", "position", "statement",
)  # fmt: skip
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
# Cue and content touch in `called | for talks`; the words right behind the cue belong to its meaning.
_CUE_TAIL = 60
_NEGATED_CUE = re.compile(r"\b(?:not|never|refused to|declined to)\b|n't\b")
# Without a cue: verbs that do the act with this behind them.
_OWN_VERB = re.compile(r"\b([a-z]+) (?:to|that|on|the|a|an|its|his|her|their|against|any|all|for|it|will)\b")
_OWN_VERB_WEIGHT = 0.8
_CONTENT_LIMIT = 2_000


def _by_word(rules: Sequence[Rule]) -> dict[str, tuple[int, ...]]:
    """For each trigger word the numbers of its rules: most claims then try a handful of patterns instead of all."""
    words = sorted(set().union(*(rule.words for rule in rules)))
    return {word: tuple(number for number, rule in enumerate(rules) if word in rule.words) for word in words}


_CONTENT_RULES_OF, _CUE_RULES_OF = _by_word(CONTENT_RULES), _by_word(CUE_RULES)
# A reporter tells what must happen and what is wrong without demanding or judging it.
_OWN_VOICE_DOUBT: dict[Act, float] = {"demand": 0.4, "position": 0.4, "denial": 0.4, "accusation": 0.6, "warning": 0.7}


@dataclass(frozen=True, slots=True)
class Judged:
    """An act, its lead over the next one in votes, and the votes for it in words."""

    act: Act
    lead: float
    reasons: tuple[str, ...]


def _plain(text: str) -> str:
    """Lower case, straight apostrophes, single spaces: what the rules are written for."""
    return " ".join(lowered(text[:_CONTENT_LIMIT]).replace("’", "'").split())


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
    content, cue = _plain(content), _plain(cue)
    votes = _Votes()
    votes.add("statement", STATEMENT, "nothing says otherwise")
    words = set(_WORD.findall(content))
    if cue:
        _vote_by_cue(votes, cue, content)
    else:
        _vote_by_own_verbs(votes, content, words)
    _vote_by_rules(
        votes, _triggered(CONTENT_RULES, _CONTENT_RULES_OF, words), content, None if cue else _OWN_VOICE_DOUBT
    )
    _settle(votes, cue, words, lowered(source[:200]))
    best = max(PRECEDENCE, key=lambda act: votes.sums.get(act, 0.0))
    others = [weight for act, weight in votes.sums.items() if act != best]
    lead = round(votes.sums[best] - max(others, default=0.0), 2)
    return Judged(best, lead, tuple(votes.reasons.get(best, ())))


def _vote_by_rules(
    votes: _Votes, rules: Iterable[Rule], text: str, doubt: dict[Act, float] | None = None
) -> None:  # fmt: skip
    for rule in rules:
        if rule.pattern is None or rule.pattern.search(text):
            votes.add(rule.act, rule.weight * (doubt or {}).get(rule.act, 1.0), rule.reason)


def _triggered(rules: Sequence[Rule], numbers: Mapping[str, tuple[int, ...]], words: Collection[str]) -> list[Rule]:
    triggered = [rules[number] for number in sorted({number for word in words for number in numbers.get(word, ())})]
    return [rule for rule in triggered if not (rule.beside and rule.beside.isdisjoint(words))]


def _vote_by_cue(votes: _Votes, cue: str, content: str) -> None:
    cue_words = _WORD.findall(cue)
    negated = _NEGATED_CUE.search(cue) is not None
    kept = [
        word
        for before, word in zip(["", *cue_words], cue_words, strict=False)
        if word not in RARELY_BARE or not before or before in BARE_BEHIND
    ]
    for word in dict.fromkeys(kept):
        for act, weight in CUE_VOTES.get(word, {}).items():
            if negated and act == "position":
                votes.add(act, weight, f'cue "{word}", negated')
            elif not negated:
                votes.add(act, weight, f'cue "{word}"')
    opened = f"{cue} {content[:_CUE_TAIL]}"
    _vote_by_rules(votes, _triggered(CUE_RULES, _CUE_RULES_OF, cue_words), opened)


def _vote_by_own_verbs(votes: _Votes, content: str, words: set[str]) -> None:
    for word in dict.fromkeys(_OWN_VERB.findall(content)):
        for act, weight in CUE_VOTES.get(word, {}).items():
            reported = word.endswith("ed") and weight >= 2
            if reported or (word.endswith("s") and weight >= 3) or word in ("vow", "swore"):
                votes.add(act, weight * _OWN_VERB_WEIGHT, f'verb "{word}"')
    own = [rule for rule in _triggered(CUE_RULES, _CUE_RULES_OF, words) if rule.reason in OWN_VOICE_RULES]
    _vote_by_rules(votes, own, content)


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
