"""Signs of a speech act that take more than one word: phrases of the cue, and modality, negation, person and tense.

A rule is tried only when one of its words (and one of `beside`, if it has any) occurs, so most claims try a handful.
The patterns read text in lower case with straight apostrophes; none can run away: what repeats is bounded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.spoken import Act


@dataclass(frozen=True, slots=True)
class Rule:
    """A vote for `act` when its words occur and `pattern`, if there is one, is found; a negative weight is a doubt."""

    act: Act
    weight: float
    reason: str
    words: frozenset[str]
    pattern: re.Pattern[str] | None
    beside: frozenset[str]


def _rule(act: Act, weight: float, reason: str, words: str, *pattern: str, beside: str = "") -> Rule:
    found = re.compile("".join(pattern)) if pattern else None
    return Rule(act, weight, reason, frozenset(words.split()), found, frozenset(beside.split()))


def _either(listed: str) -> str:
    return rf"(?:{'|'.join(listed.split())})"


# What the speaker would do to somebody, and what may befall people.
_HARM = """retaliate respond strike attack close block impose fine punish destroy annihilate bomb seize sanction expel
    invade sue prosecute shut cut consequences face pay force veto withhold suspend jail arrest deport boycott"""
_BAD = """collapse collapsing lose losing cost die dying disaster disastrous famine crisis catastrophe catastrophic
    jeopardise jeopardize jeopardy devastate devastating destroy undermine harm hurt endanger worsen spiral starve
    bankrupt flood isolate threaten escalate escalation wipe spread violence war recession chaos suffer damage weaken
    trigger deaths"""
_WRONG = """lied lying lies liar liars misled misleading violated violating violates robbed stole stolen cheated corrupt
    corruption bribed rigged rigging fraud fraudulent betrayed hid hiding illegally interfered meddled meddling tortured
    sabotaged defrauded abused hypocrite hypocrisy complicit destroyed hacked falsified deceived manipulated
    pretext disinformation sabotage sabotaging"""
_JUDGED = "wrong right unacceptable unfair immoral good bad fair best worst waste unconstitutional wise"
_ASKED_FOR = """be act stop end start take pay vote leave resign give guarantee guarantees help change allow ensure
    stand accept respect comply withdraw invest work come show make"""
_IMPERATIVE = (
    """stop end cut let give release withdraw keep open halt vote ban free leave pass fund tell bring repeal"""
)
_OWN_DEED = """met meet take took taken say said know knew known send sent ask asked lie lied break broke broken receive
    received had do done make made pay paid tell told use used authorize authorized authorise authorised see seen saw
    call called steal stole violate violated support supported involved aware mock mocked"""
# Future verbs of a third person that are no deeds of his.
_NO_DEED = "be have need happen happens cost lead cause become mean help still"
_OWN_BODY = "(?:his|her|its|their) (?:country|government|administration|party|company|team|campaign)"
_AT_FIRST = r"^\W{0,3}(?:that )?"
_A_FEW = r"(?:[\w'-]{1,30} ){0,3}"

# Looked for in the cue and the few characters behind it.
CUE_RULES = (
    _rule("demand", 3.5, "calls for", "calls called calling", r"\bcall(?:s|ed|ing) for\b"),
    _rule("demand", 3.5, "calls on", "call calls called calling", r"\bcall for\b|\bcall(?:s|ed|ing)? (?:up)?on\b"),
    _rule("demand", 2.5, "pushes for", "push pushes pushed pushing", r"\bpush(?:es|ed|ing)? for\b"),
    _rule("demand", 2.2, "the cue itself is an obligation", "should must ought", "^(?:should|must|ought)\\b"),
    _rule("demand", -3.6, "asks a question", "asked asks ask asking",
          r"\bask(?:s|ed|ing)? (?:if|whether|why|how|what|who|about)\b"),
    _rule("demand", -2.0, "wants to do it himself", "want wants wanted", r"\bwant(?:s|ed)? to\b"),
    _rule("pledge", 1.2, "wants to do it himself", "want wants wanted", r"\bwant(?:s|ed)? to\b"),
    _rule("denial", 3.0, "rules out", "rule rules ruled ruling", r"\brul(?:e|es|ed|ing) out\b"),
    _rule("position", 3.0, "is against", "against",
          r"\b(?:is|are|was|were|be|been|stands?|stood|(?:campaign|fought|vot|protest|spoke|push|argu|rall)\w{0,6})",
          r" (?:\w{1,20} )?against\b"),
    _rule("position", 2.5, "is for", "for favour favor", r"\b(?:is|are|was|were) (?:for|in favou?r)\b"),
    _rule("position", 1.0, "calls it something", "described describes describing viewed views calls called",
          r" as (?:an? |the )?[\"“]?\w"),
    _rule("position", 0.8, "agrees", "agree agrees agreed"),
    _rule("pledge", 2.2, "the cue itself is a commitment", "will would shall",
          "^(?:will|would|shall)\\b(?! (?:be|have)\\b)"),
    _rule("pledge", 1.6, "an own deed decided on",
          """agree agrees agreed offer offers offered volunteer volunteered resolve resolved announce announced
          announces unveil unveiled decide decided decides aim aims""",
          r" (?:to|(?:its |his |her |their )?plans?) "),
    _rule("prediction", 1.4, "sees something coming", "sees saw see",
          r"\b(?:sees?|saw) (?:\w{1,30} ){1,3}\w{1,30}ing\b"),
    _rule("statement", 1.5, "a verb of reporting facts",
          """found shows showed finds reported reports confirmed confirms noted notes recalled revealed reveals
          acknowledged admitted admits acknowledges conceded testified"""),
)  # fmt: skip
# Cue rules that hold for a sentence of the reporter's too.
OWN_VOICE_RULES = frozenset({"calls for", "pushes for", "rules out", "wants to do it himself"})

# Looked for in the content.
CONTENT_RULES = (
    _rule("pledge", 2.0, "first person and future", "we we'll i i'll my our",
          r"\b(?:we|i|(?:my|our) (?:government|administration|party))(?:'ll\b| (?:also |never )?",
          r"(?:will|shall|won't|are going to|am going to|guarantees?|pledge|promise|commit)\b)"),
    _rule("pledge", 1.6, "what would be done if elected", "elected re-elected", r"\bif (?:re-?)?elected\b"),
    _rule("pledge", 1.4, "the speaker's own future deeds", "would will",
          _AT_FIRST, rf"(?:he|she|it|they|{_OWN_BODY}) (?:would|will) (?:not |never |also )?",
          rf"(?!{_either(_NO_DEED)}\b|take (?:place|years))[a-z]"),
    _rule("pledge", 1.4, "readiness", "committed ready prepared willing determined",
          r"\b(?:is|are|remain|remains|am) (?:also |fully |very much )?",
          r"(?:ready\b|(?:committed|prepared|willing|determined) to\b)"),
    _rule("pledge", 2.0, "what a policy will do", "will",
          r"\b(?:sanctions|plan|bill|budget|measures?|law|programme?|package|relief|reforms?|policy) will (?:not )?",
          r"(?:be|include|target|focus|apply|provide|require|allow|cover)\b"),
    _rule("pledge", 1.2, "a plan", "plan plans", r"(?<!\bno )\bplans? to\b"),
    _rule("threat", 2.4, "a condition and what follows", "if unless",
          rf"\b(?:will|would|we'll|i'll) {_A_FEW}{_either(_HARM)}\b", beside=_HARM),
    _rule("threat", 2.4, "consequences announced", "consequences decisively overwhelming price",
          r"\b(?:there (?:will|would) be|face|suffer) (?:\w{1,30} ){0,2}consequences",
          r"|\brespond (?:\w{1,30} )?decisively",
          r"|\boverwhelming force|\bpay (?:a|the) (?:\w{1,30} ){0,2}price"),
    _rule("threat", 2.6, "what will befall the one addressed", "you you'll",
          r"\byou(?: will|'ll) (?:face|pay|regret|suffer|lose|see)\b"),
    _rule("threat", 2.0, "a verb of retaliation", "annihilate retaliate obliterate crush",
          r"\b(?:will|would|'ll|to) [\"“‘']?(?:annihilate|retaliate|obliterate|crush)\b"),
    _rule("demand", 2.0, "what others must do", "must should ought",
          r"(?<!\bwe )(?<!\bi )\b(?:must|should|ought to)\b"),
    _rule("demand", 1.8, "what others have to do", "has have needs need",
          r"(?<!what they )(?<!what he )(?<!what we )\b(?:(?:has|have|needs?) to|need) (?:\w{1,30}ly )?",
          rf"{_either(_ASKED_FOR)}\b"),
    _rule("demand", 1.2, "what we must do", "we", r"\bwe (?:\w{1,30} )?(?:must|should|need|ought)\b"),
    _rule("demand", 2.0, "an imperative", _IMPERATIVE,
          rf"^\W{{0,3}}{_either(_IMPERATIVE)} ",
          r"(?:the|this|that|these|those|us|our|your|all|it|him|her|them|people|taxes|testing|for|now)\b"),
    _rule("demand", 1.6, "what is said to be needed", "imperative essential time",
          r"\b(?:imperative|essential) (?:that|to|for)\b|\bit(?: is|'s) (?:\w{1,30} )?time (?:to|for)\b"),
    _rule("warning", 2.0, "a danger named", "risk risks danger threat peril",
          r"\b(?:at risk|the risk of|a risk|risks? (?:\w{1,30}ing|a|the|our|that)",
          r"|danger (?:that|of)|threat (?:to|of)|peril)\b"),
    _rule("warning", 2.2, "harm unless something is done", "unless",
          rf"\b(?:will|could|would|may) {_A_FEW}{_either(_BAD)}\b", beside=_BAD),
    _rule("warning", 1.8, "harm that may come", _BAD,
          rf"\b(?:could|may|might|would|will|about to|going to) {_A_FEW}{_either(_BAD)}\b",
          beside="could may might would will about going"),
    _rule("warning", 1.6, "harm that is near", "recipe brink imminent", r"\brecipe for|\bon the brink|\bimminent\b"),
    _rule("denial", 2.2, "says that something is false", "true truth false untrue lie nonsense",
          r"\b(?:not (?:\w{1,30} )?true|no truth|(?:is|are|was|were) (?:\w{1,30}ly )?(?:false|untrue|nonsense)",
          r"|a lie)\b"),
    _rule("denial", 2.0, "denies an own deed", "i we",
          r"\b(?:i|we) (?:never|did not|didn't|have not|haven't|have never|was not|wasn't|were not) (?:been )?",
          rf"{_either(_OWN_DEED)}\b"),
    _rule("denial", 1.9, "denies an own deed", "not never hadn't hasn't didn't wasn't",
          _AT_FIRST, r"(?:he|she|it|they|(?:his|her|its|their) \w{1,30}) ",
          r"(?:(?:had|has|have|did|was|were) (?:not|never)|(?:had|has|did|was)n't|never)\b"),
    _rule("denial", 1.6, "says that none were", "no",
          r"\bno (?:\w{1,30} ){1,2}(?:was|were|has|have|had)\b|\bno (?:evidence|proof|basis|plans?|intention)\b"),
    _rule("denial", 1.0, "words of denial", "wrongdoing baseless unfounded unsubstantiated fabricated"),
    _rule("accusation", 1.7, "wrongdoing by others", f"{_WRONG} broke beat bought cover covered covering",
          rf"(?<!not )(?<!never )\b(?:{_either(_WRONG)}|broke the|beat the|bought votes",
          r"|cover(?:ed|ing) (?:\w{1,30} )?up)\b"),
    _rule("accusation", 1.2, "blame", "giveaway cronyism incompetent incompetence disgrace failure failed reckless"),
    _rule("prediction", 1.5, "future without a commitment", "will won't going",
          r"(?<!\bwe )(?<!\bi )(?<!\byou )\b(?:will|won't|(?:is|are) going to)\b"),
    _rule("prediction", 1.6, "likelihood", "likely expected bound poised projected forecast",
          r"\b(?:is|are|was|were|more|most) (?:likely|expected|bound|poised|projected|forecast) to\b|\bis likely\b"),
    _rule("prediction", 1.1, "what would come", "would could",
          r"\b(?:would|could) (?:be|rise|fall|lead|reach|raise|grow|happen|become|help|increase|reduce|add|take)\b"),
    _rule("position", 2.0, "an own stance",
          "believe support oppose stand agree disagree opposed against favour favor",
          r"\b(?:i|we) (?:\w{1,30} ){0,2}(?:believe|support|oppose|stand|agree|disagree)\b",
          r"|\b(?:am|are|is) (?:\w{1,30}ly )?(?:opposed to|against|in favou?r)\b"),
    _rule("position", 2.4, "an own stance, negated", "believe think support",
          r"\b(?:i|we) (?:do not|don't) (?:believe|think|support)\b"),
    _rule("position", 1.8, "a value judgement", _JUDGED,
          r"\b(?:is|are|was|were|be) (?:\w{1,30}ly )?(?:an? |the )?(?:\w{1,30} )?",
          rf"{_either(_JUDGED)}\b|\bunacceptable\b"),
    _rule("statement", 0.5, "past or present fact",
          "was were fell rose has have is are had grew killed spent cost costs"),
)  # fmt: skip
