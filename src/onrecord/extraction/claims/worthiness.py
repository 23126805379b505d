"""How much a fact-checker would want to check a claim: signs with written weights, added up and squashed.

The signs follow what made annotators call a sentence check-worthy in ClaimBuster (Hassan et al. 2017, KDD), in the
CheckThat! labs (Barrón-Cedeño et al. 2020, CLEF) and in Full Fact's scheme (Konstantinovskiy et al. 2021): numbers,
      past
and present facts, comparison, cause, law and policy count for it; opinion, feeling,
      the future and questions against it.
Weights are ours, rounded to tenths and set by hand. Score = 1 / (1 + exp(-sum)), so reasons explain all of it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.extraction.claims.lowering import lowered
from onrecord.extraction.claims.quantities import find_quantities
from onrecord.extraction.claims.topics import find_policy_words
from onrecord.spoken import Quantity

START = -1.8
_LIMIT = 2_000
_SHORT = 6
_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")


@dataclass(frozen=True, slots=True)
class Sign:
    """Words of which one must occur, a pattern that must be found if there is one, and the weight both have."""

    weight: float
    reason: str
    words: frozenset[str]
    pattern: re.Pattern[str] | None = None


def _sign(weight: float, reason: str, words: str, pattern: str = "") -> Sign:
    return Sign(weight, reason, frozenset(words.split()), re.compile(pattern) if pattern else None)


SIGNS = (
    _sign(0.6, "says that something rose or fell",
          "rose risen fell fallen rise rising dropped drop declined decline increased increase increases surged "
          "doubled tripled "
          "grew grown shrank climbed jumped plunged soared halved cut cuts raised lowered lost gained"),
    _sign(0.3, "compares",
          "more less fewer higher lower larger largest biggest smallest highest lowest most least than twice double "
          "record fastest"),
    _sign(0.7, "names a cause", "because caused causes cause due led leads result resulted kills killed linked",
          r"\b(?:because|caus(?:ed|es|e)|due\sto|le(?:d|ads)\sto|result(?:ed)?\s(?:in|of)|kill(?:s|ed)|linked\sto)\b"),
    _sign(0.5, "tells a past or present fact",
          "was were is are has had have did been voted signed passed banned approved spent paid received owned "
          "opened closed arrested killed "
          "fired sold bought found shows showed built sent moved owes owns costs lives allows requires"),
    _sign(0.3, "rests on a source of figures", "study report survey data figures statistics census records analysis"),
    _sign(0.4, "speaks of law or office",
          "law laws bill legislation senate congress parliament court government signed policy federal minister "
          "administration banned legal illegal"),
    _sign(0.2, "leaves no exception", "never every all none nobody always no any"),
    _sign(-0.9, "hedged", "maybe perhaps possibly probably might seem seems seemed apparently guess suppose kind sort"),
    _sign(-0.8, "an opinion or a belief", "think believe hope feel feels felt wish want wants should ought must"),
    _sign(-0.5, "speaks of the future", "will would going shall won't could 'll may"),
    _sign(-1.0, "the speaker's own feelings or doings", "i i'm i've i'd my me i’m i’ve"),
    _sign(-0.4, "praise or blame",
          "great beautiful wonderful terrible amazing incredible awful horrible fantastic tremendous disgusting love "
          "hate proud sad"),
    _sign(-0.4, "speaks to someone", "you your let's please let’s"),
    _sign(-1.2, "thanks or greets", "thank thanks hello welcome congratulations goodbye sorry",
          r"\b(?:thank\s(?:you|god)|^\W*thanks|hello|congratulations|goodbye)\b"),
    _sign(-0.6, "reports that someone spoke",
          "said says told added asked replied explained tweeted wrote quipped recalled joked noted"),
    _sign(-0.6, "tells of a race for office, not of policy",
          "nomination nominee delegates primary primaries caucus caucuses rally rallies frontrunner front-runner "
          "rival rivals matchup "
          "momentum contests debate debates convention"),
    _sign(-0.8, "tells of a life, not of policy",
          "born graduated married daughter wife husband brother sister mother father childhood enlisted birthday "
          "anniversary "
          "wedding funeral movie film album song actor actress novel"),
)  # fmt: skip
_FACT = next(number for number, sign in enumerate(SIGNS) if "fact" in sign.reason)
# Any verb in -ed tells of the past; `need` and `feed` are too short to be one.
_PAST = re.compile(r"\b[a-z]{3,30}ed\b")
_SIGNS_OF = {
    word: tuple(number for number, sign in enumerate(SIGNS) if word in sign.words)
    for word in sorted(set().union(*(sign.words for sign in SIGNS)))
}
_NUMBER, _FURTHER_NUMBER, _SHARE_OR_MONEY, _DATE = 0.8, 0.2, 0.4, 0.4
_POLICY, _FURTHER_POLICY, _NAMED, _QUESTION, _TOO_SHORT = 0.7, 0.3, 0.4, -1.6, -1.4
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w.’'-]+")
_YEAR = re.compile(r"(?<![\w$£€.,])(?:19|20)\d\d(?![\w,])")


@dataclass(frozen=True, slots=True)
class Worthiness:
    """A score in (0, 1) and the signs that made it, strongest first, each with its weight."""

    score: float
    reasons: tuple[str, ...]


def score_worthiness(
    text: str, quantities: Sequence[Quantity] | None = None, policy: float | None = None, dated: bool | None = None
) -> Worthiness:
    """How much `text` (a claim, one sentence or two) wants checking; only its first 2,000 characters are read.

    What is known of it already can be given: its quantities, the weight of its policy words, whether it has a date.

    >>> score_worthiness("Unemployment fell to 5.2 percent in 2021.").score > score_worthiness("I love you all!").score
    True
    """
    text = text[:_LIMIT]
    lower = lowered(text)
    words = _WORD.findall(lower)
    quantities = find_quantities(text) if quantities is None else quantities
    policy = sum(hit.weight for hit in find_policy_words(text, lower).hits) if policy is None else policy
    dated = _YEAR.search(text) is not None if dated is None else dated
    shown = {number for word in words for number in _SIGNS_OF.get(word, ())}
    if _PAST.search(lower):
        shown.add(_FACT)
    signs = [
        (sign.weight, sign.reason)
        for number, sign in enumerate(SIGNS)
        if number in shown and (sign.pattern is None or sign.pattern.search(lower) is not None)
    ]
    signs += _counted(quantities, policy, dated)
    if _NAME.search(text):
        signs.append((_NAMED, "names someone or something"))
    if text.rstrip(" \"'”’\n").endswith("?"):
        signs.append((_QUESTION, "a question"))
    if len(words) < _SHORT:
        signs.append((_TOO_SHORT, "too short to say much"))
    total = START + sum(weight for weight, _ in signs)
    signs.sort(key=lambda sign: (-abs(sign[0]), sign[1]))
    return Worthiness(
        round(1 / (1 + math.exp(-total)), 3), tuple(f"{weight:+.1f} {reason}" for weight, reason in signs)
    )


def _counted(quantities: Sequence[Quantity], policy: float, dated: bool) -> list[tuple[float, str]]:
    signs = []
    if quantities:
        signs.append((_NUMBER, "gives a number"))
        if len(quantities) > 1:
            signs.append((_FURTHER_NUMBER, "gives more than one number"))
        if any(quantity.unit in ("percent", "points") or quantity.unit.isupper() for quantity in quantities):
            signs.append((_SHARE_OR_MONEY, "gives a share or an amount of money"))
    if dated:
        signs.append((_DATE, "gives a date"))
    if policy >= 1:
        signs.append((_POLICY, "is about policy"))
        if policy >= 2:
            signs.append((_FURTHER_POLICY, "has several policy words"))
    return signs
