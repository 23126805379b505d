"""The words whose presence in the cue tells a claim's speech act, with their weights.

Weights are votes on one scale, set by hand: 3 the word means the act, 2 it mostly does, 1 it leans that way. A plain
statement has `STATEMENT` to begin with, so that a single lean is enough to leave it and half a lean is not.
Written for this library from general knowledge of English news; the classes follow Searle 1976 (assertives, directives,
commissives, expressives) cut to what news desks tell apart.
"""

from __future__ import annotations

from onrecord.spoken import Act

STATEMENT = 0.9


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# base verb: act and weight. Forms are made below; `-ted` verbs that double are listed with the doubled stem.
_VERBS: dict[Act, dict[float, str]] = {
    "pledge": {
        3.0: "vow promise pledge commit guarantee undertake",
        2.0: "intend assure propose swear plan",
        0.6: "agree offer volunteer resolve announce unveil decide aim",
    },
    "demand": {
        3.0: "demand urge implore exhort",
        2.5: "order require appeal beseech instruct",
        2.0: "request press petition lobby recommend beg ask want pressure advise encourage",
        1.2: "insist need",
    },
    "threat": {3.0: "threaten"},
    "warning": {3.0: "warn caution", 2.0: "fear alert worry", 1.5: "alarm"},
    "denial": {3.0: "deny refute dispute rebut disavow repudiate debunk", 2.0: "reject dismiss contradict",
          1.1: "insist"},
    "accusation": {
        3.0: "accuse blame fault",
        2.5: "allege slam blast assail lambast lambaste excoriate",
        2.0: "charge attack berate chide",
    },
    "prediction": {3.0: "predict forecast foresee", 2.5: "expect project anticipate", 0.4: "estimate speculate"},
    "position": {
        3.0: "support oppose favour favor endorse condemn denounce criticise criticize welcome applaud",
        2.5: "back advocate praise disapprove deplore decry",
        2.0: "believe prefer object defend recognise recognize regret disagree approve refuse",
        1.5: "call describe view consider reject regard label brand dub",
        1.0: "think argue reiterate feel contend maintain",
    },
}  # fmt: skip
_IRREGULAR = {
    "swear": "swore sworn", "forecast": "forecast", "foresee": "foresaw foreseen", "undertake": "undertook undertaken",
    "think": "thought", "feel": "felt", "beg": "begged begging", "plan": "planned planning",
    "commit": "committed committing", "rebut": "rebutted rebutting", "beseech": "besought", "dub": "dubbed dubbing",
    "label": "labelled labeled labelling labeling",
}  # fmt: skip


def _forms(base: str) -> list[str]:
    """The verb's forms in -s, -ed and -ing; irregular ones from the table."""
    if base.endswith("e"):
        regular = [base + "s", base + "d", base[:-1] + "ing"]
    elif base.endswith("y") and base[-2] not in "aeou":
        regular = [base[:-1] + "ies", base[:-1] + "ied", base + "ing"]
    elif base.endswith(("s", "x", "ch", "sh")):
        regular = [base + "es", base + "ed", base + "ing"]
    else:
        regular = [base + "s", base + "ed", base + "ing"]
    return [base, *regular, *_IRREGULAR.get(base, "").split()]


def _cue_votes() -> dict[str, dict[Act, float]]:
    votes: dict[str, dict[Act, float]] = {}
    for act, weights in _VERBS.items():
        for weight, bases in weights.items():
            for base in bases.split():
                for form in _forms(base):
                    votes.setdefault(form, {})[act] = weight
    nouns: dict[Act, str] = {
        "pledge": "promises commitment commitments vows", "demand": "demands calls request requests appeal",
        "threat": "threats threat", "warning": "warnings fears concern concerns concerned worried afraid alarmed",
        "denial": "denial denials", "accusation": "accusation accusations allegation allegations",
        "prediction": "prediction projection expectations prognosis", "position": "criticism opposition",
    }  # fmt: skip
    for act, listed in nouns.items():
        for noun in listed.split():
            votes.setdefault(noun, {}).setdefault(act, 2.0)
    votes["press"] = votes["presses"] = {}
    # `calls` is far more often the verb (calls him a liar, calls for a ban): the phrases below decide.
    votes["calls"] = {"position": 1.5}
    return votes


CUE_VOTES = _cue_votes()

# As bare forms these are more often something else: `shot back`, `in order to`, `one view is`, `needs no defence`.
RARELY_BARE = _words("back order view project charge need brand label alert alarm attack aim plan offer")
BARE_BEHIND = _words("to will would not also they we i who and could may might can both still n't don't")

# Verbs that take a denied claim: `rejected the allegations`, but `rejected the budget` is a position.
DENIED = _words(
    """
    claim claims allegation allegations accusation accusations charge charges suggestion suggestions report reports
    notion assertion assertions rumor rumors rumour rumours speculation insinuation insinuations criticism story stories
    """
)
