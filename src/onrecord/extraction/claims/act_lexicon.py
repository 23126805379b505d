"""The words that tell a claim's speech act, with weights: verbs of the cue, and what stands in the content.

Weights are votes on one scale, set by hand: 3 the word means the act, 2 it mostly does, 1 it leans that way. A plain
statement has `STATEMENT` to begin with, so that a single lean is enough to leave it and half a lean is not.
Written for this library from general knowledge of English news; the classes follow Searle 1976 (assertives, directives,
commissives, expressives) cut to what news desks tell apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.spoken import Act

STATEMENT = 0.9

# base verb: act and weight. Forms are made below; `-ted` verbs that double are listed with the doubled stem.
_VERBS: dict[Act, dict[float, str]] = {
    "pledge": {
        3.0: "vow promise pledge commit guarantee undertake",
        2.0: "agree offer plan intend assure propose volunteer swear resolve aim",
        1.2: "announce unveil decide",
    },
    "demand": {
        3.0: "demand urge implore exhort",
        2.5: "order require appeal beseech instruct",
        2.0: "request press petition lobby recommend beg ask want pressure advise encourage",
        1.2: "insist need",
    },
    "threat": {3.0: "threaten"},
    "warning": {3.0: "warn caution", 2.0: "fear alert worry", 1.5: "alarm"},
    "denial": {3.0: "deny refute dispute rebut disavow repudiate debunk", 2.0: "reject dismiss contradict", 1.1: "insist"},
    "accusation": {
        3.0: "accuse blame fault",
        2.5: "allege slam blast assail lambast lambaste excoriate",
        2.0: "charge attack berate chide",
    },
    "prediction": {3.0: "predict forecast foresee", 2.5: "expect project anticipate", 1.0: "estimate speculate see"},
    "position": {
        3.0: "support oppose favour favor endorse condemn denounce criticise criticize welcome applaud",
        2.5: "back advocate praise disapprove deplore decry",
        2.0: "believe prefer object defend recognise recognize regret disagree approve",
        1.5: "call describe view consider reject regard label brand dub",
        1.0: "think argue reiterate feel contend maintain",
    },
}  # fmt: skip
_IRREGULAR = {
    "swear": "swore sworn", "forecast": "forecast", "foresee": "foresaw foreseen", "undertake": "undertook undertaken",
    "think": "thought", "feel": "felt", "see": "saw seen", "beg": "begged begging", "plan": "planned planning",
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
    # `calls` is far more often the verb (calls him a liar, calls for a ban): the phrases below decide.
    votes["calls"] = {"position": 1.5}
    return votes


CUE_VOTES = _cue_votes()

# Verbs that take a denied claim: `rejected the allegations`, but `rejected the budget` is a position.
DENIED = frozenset(
    """
    claim claims allegation allegations accusation accusations charge charges suggestion suggestions report reports
    notion assertion assertions rumor rumors rumour rumours speculation insinuation insinuations criticism story stories
    """.split()
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A vote for `act` when one of `words` occurs and `pattern`, if there is one, is found in the lower-cased text."""

    act: Act
    weight: float
    words: frozenset[str]
    pattern: re.Pattern[str] | None
    reason: str


def _rule(act: Act, weight: float, words: str, reason: str, pattern: str = "") -> Rule:
    return Rule(act, weight, frozenset(words.split()), re.compile(pattern) if pattern else None, reason)


# Looked for in the cue and the few characters behind it.
CUE_RULES = (
    _rule("demand", 3.5, "call calls called calling", "calls for or on", r"\bcall(?:s|ed|ing)?\s(?:for|on|upon)\b"),
    _rule("demand", 2.5, "push pushes pushed pushing", "pushes for", r"\bpush(?:es|ed|ing)?\sfor\b"),
    _rule("denial", 3.0, "rule rules ruled ruling", "rules out", r"\brul(?:e|es|ed|ing)\sout\b"),
    _rule("position", 3.0, "against", "is against", r"\b(?:is|are|was|were|be|been|stands?|stood)\sagainst\b"),
    _rule("position", 2.5, "for favour favor", "is for", r"\b(?:is|are|was|were)\s(?:for|in\sfavou?r)\b"),
    _rule("pledge", 2.2, "will would shall", "the cue itself is a commitment", r"^(?:will|would|shall)\b"),
    _rule("demand", 2.2, "should must ought", "the cue itself is an obligation", r"^(?:should|must|ought)\b"),
    _rule("statement", 1.5, "found shows showed finds reported reports confirmed confirms noted notes recalled revealed reveals "
          "acknowledged admitted admits acknowledges conceded testified", "a verb of reporting facts"),
    _rule("demand", -1.6, "asked asks ask asking", "asks a question", r"\bask(?:s|ed|ing)?\s(?:if|whether|why|how|what|who|about)\b"),
)  # fmt: skip

_HARM = (
    "retaliate respond strike attack close block impose fine punish destroy annihilate bomb seize sanction expel invade "
    "sue prosecute shut consequences face pay price force war veto withhold suspend jail arrest deport boycott"
)
_HARM_PATTERN = "|".join(_HARM.split())
_BAD = (
    "collapse collapsing lose losing cost die dying disaster disastrous famine crisis catastrophe catastrophic jeopardise "
    "jeopardize jeopardy devastate devastating destroy undermine harm hurt endanger worsen spiral starve bankrupt flood "
    "isolate threaten escalate escalation wipe spread violence war recession chaos suffer damage weaken trigger deaths"
)
_BAD_PATTERN = "|".join(_BAD.split())
_WRONGS = (
    "lied lying lies liar misled misleading violated violating violates broke robbed stole stolen cheated covered corrupt "
    "corruption bribed rigged rigging fraud fraudulent betrayed hid hiding illegally interfered meddled meddling tortured "
    "sabotaged defrauded abused hypocrite hypocrisy complicit beat destroyed bought hacked falsified deceived manipulated"
)
_FUTURE_SUBJECT = r"(?:[\w’'-]+\s){0,3}"

# Looked for in the content.
CONTENT_RULES = (
    _rule("pledge", 2.0, "we'll i'll will shall going am are won't guarantee pledge promise commit", "first person and future",
          r"\b(?:we|i|my\s(?:government|administration)|our\s(?:government|administration|party))(?:['’]ll|\s(?:also\s|never\s)?"
          r"(?:will|shall|won['’]t|are\sgoing\sto|am\sgoing\sto|guarantees?|pledge|promise|commit)\b)"),
    _rule("pledge", 1.6, "elected", "what would be done if elected", r"\bif\s(?:re-?)?elected\b"),
    _rule("pledge", 1.4, "would will", "the speaker's own future deeds",
          r"\b(?:he|she|it|they|his\s\w+|her\s\w+|its\s\w+)\s(?:would|will)\s(?:not\s|never\s|also\s)?(?!be\b|have\b)[a-z]+"),
    _rule("pledge", 1.4, "committed ready prepared willing determined", "readiness", r"\b(?:we|is|are|remain|remains|am)\s(?:also\s)?(?:fully\s)?"
          r"(?:committed|ready|prepared|willing|determined)\sto\b"),
    _rule("pledge", 1.2, "plan plans plan's", "a plan", r"\bplans?\sto\b"),
    _rule("threat", 2.4, _HARM, "a condition and what follows",
          rf"\b(?:if|unless)\b[^.;]*\b(?:will|would|['’]ll)\b[^.;]*\b(?:{_HARM_PATTERN})\b"
          rf"|\b(?:will|would|['’]ll)\b[^.;]*\b(?:{_HARM_PATTERN})\b[^.;]*\b(?:if|unless)\b"),
    _rule("threat", 2.4, "consequences decisively overwhelming price", "consequences announced",
          r"\b(?:there\s(?:will|would)\sbe|face|suffer)\s(?:\w+\s){0,2}consequences|respond\s(?:\w+\s)?decisively|overwhelming\sforce"
          r"|pay\s(?:a|the)\s(?:\w+\s){0,2}price"),
    _rule("threat", 2.6, "you", "what will befall the one addressed",
          r"\byou(?:\swill|['’]ll)\s(?:face|pay|regret|suffer|lose|see)\b"),
    _rule("threat", 2.0, "annihilate retaliate obliterate crush", "a verb of retaliation",
          r"\b(?:will|would|['’]ll|to)\s[\"“‘']?(?:annihilate|retaliate|obliterate|crush)\b"),
    _rule("demand", 2.0, "must should ought", "what others must do", r"(?<!\bwe\s)(?<!\bi\s)\b(?:must|should|ought\sto)\b"),
    _rule("demand", 1.8, "has have needs need", "what others have to do",
          r"\b(?:(?:has|have|needs?)\sto|need)\s(?:\w+ly\s)?(?:be|act|do|stop|end|start|take|pay|vote|leave|resign|give|guarantees?|help|"
          r"change|allow|ensure|stand|accept|respect|comply|withdraw|invest|work|come|show|make)\b"),
    _rule("demand", 1.2, "we must should need", "what we must do", r"\bwe\s(?:\w+\s)?(?:must|should|need|ought)\b"),
    _rule("demand", 2.0, "stop end cut let give release withdraw keep open halt vote ban free leave pass fund tell bring repeal", "an imperative",
          r"^\W{0,3}(?:stop|end|cut|let|give|release|withdraw|keep|open|halt|vote|ban|free|leave|pass|fund|tell|bring|repeal)\s"
          r"(?!of\b)(?:the|this|that|these|those|us|our|your|all|it|him|her|them|people|taxes|testing|for|now)\b"),
    _rule("demand", 1.6, "imperative vital essential time", "what is said to be needed",
          r"\b(?:imperative|vital|essential|high\stime|time)\s(?:that|to|for)\b"),
    _rule("warning", 2.0, "risk risks danger dangers threat peril", "a danger named",
          r"\b(?:at\srisk|the\srisk\sof|a\srisk|risks?\s(?:\w+ing|a|the|our|that)|danger\s(?:that|of)|dangers?|threat\s(?:to|of)|peril)\b"),
    _rule("warning", 2.2, "unless", "harm unless something is done", rf"\bunless\b[^.;]*\b(?:will|could|would|may)\b[^.;]*\b(?:{_BAD_PATTERN})\b"),
    _rule("warning", 1.8, _BAD, "harm that may come",
          rf"\b(?:could|may|might|would|will|about\sto|going\sto)\b[^.;]*\b(?:{_BAD_PATTERN})\b"),
    _rule("warning", 1.6, "recipe brink imminent", "harm that is near", r"\brecipe\sfor|\bon\sthe\sbrink|\bimminent\b"),
    _rule("denial", 2.2, "true truth false untrue lie wrong nonsense", "says that something is false",
          r"\b(?:not\s(?:\w+\s)?true|no\struth|(?:is|are|was|were)\s(?:\w+ly\s)?(?:false|untrue|nonsense)|a\slie\b)"),
    _rule("denial", 2.0, "never not didn't didn’t don't haven't wasn't", "denies an own deed",
          r"\b(?:i|we)\s(?:never|did\snot|didn['’]t|have\snot|haven['’]t|have\snever|was\snot|wasn['’]t|were\snot|am\snot|are\snot)\s(?!going|sure|here)"),
    _rule("denial", 1.1, "not never", "denies a deed",
          r"\b(?:had|has|have|did|was|were)\s(?:not|never)\b"),
    _rule("denial", 1.6, "no", "says that none were", r"\bno\s(?:\w+\s){1,2}(?:was|were|has|have|had)\b|\bno\s(?:evidence|proof|basis|plans?|intention)\b"),
    _rule("denial", 1.0, "wrongdoing baseless unfounded unsubstantiated fabricated", "words of denial",
          r"\b(?:no|any|denied|denies)?\s?wrongdoing|baseless|unfounded|unsubstantiated|fabricated"),
    _rule("accusation", 1.7, _WRONGS, "wrongdoing by others",
          r"(?<!not\s)(?<!never\s)\b(?:lied|lying|lies|liars?|misled|misleading|violat(?:ed|ing|es)|broke\sthe|robbed|stole|stolen|cheated|"
          r"cover(?:ed|ing)\s(?:\w+\s)?up|corrupt(?:ion)?|bribed|rigged|rigging|fraud(?:ulent)?|betrayed|hid|hiding|illegally|interfered|"
          r"meddl(?:ed|ing)|tortured|sabotaged|defrauded|abused|hypocri(?:te|sy)|complicit|beat\sthe|destroyed|bought\svotes|hacked|"
          r"falsified|deceived|manipulated)\b"),
    _rule("accusation", 1.2, "giveaway cronyism incompetent incompetence disgrace failure failed reckless", "blame"),
    _rule("prediction", 1.5, "will won't going", "future without a commitment",
          r"(?<!\bwe\s)(?<!\bi\s)(?<!\byou\s)\b(?:will|won['’]t|(?:is|are)\sgoing\sto)\b"),
    _rule("prediction", 1.6, "likely expected bound poised projected forecast", "likelihood",
          r"\b(?:(?:is|are|was|were|more|most)\s)(?:likely|expected|bound|poised|projected|forecast|set)\sto\b|\bis\slikely\b"),
    _rule("prediction", 1.1, "would could", "what would come", r"\b(?:would|could)\s(?:be|rise|fall|lead|reach|raise|grow|happen|become|help|increase|reduce|add|take)\b"),
    _rule("position", 2.0, "believe support oppose favour favor stand against opposed", "an own stance",
          r"\b(?:i|we)\s(?:\w+\s){0,2}(?:believe|support|oppose|stand|agree|disagree)\b|\b(?:am|are|is)\s(?:\w+ly\s)?(?:opposed\sto|against|in\sfavou?r)\b"),
    _rule("position", 2.4, "believe think support", "an own stance, negated", r"\b(?:i|we)\s(?:do\snot|don['’]t)\s(?:believe|think|support)\b"),
    _rule("position", 1.8, "wrong right unacceptable unfair immoral good bad fair best worst waste unconstitutional wise", "a value judgement",
          r"\b(?:is|are|was|were|be)\s(?:\w+ly\s)?(?:an?\s|the\s)?(?:\w+\s)?(?:wrong|right|unacceptable|unfair|immoral|good|bad|fair|best|worst|waste|"
          r"unconstitutional|wise)\b|\bunacceptable\b"),
    _rule("statement", 0.5, "was were fell rose has have is are had", "past or present fact",
          r"\b(?:was|were|fell|rose|had|has|have|is|are|grew|killed|spent|cost|costs)\b"),
)  # fmt: skip

# In the reporter's own sentences the act's verb stands in the sentence itself: `the union threatened to strike`.
OWN_VOICE_WEIGHT = 0.8
