"""Attributions beside a quotation: `he said`, `said Carpenter`, `Mr. Holtz-Eakin of the forum explained`.

Only what splitting needs: does this place begin an attribution? Who speaks is the extraction's question.
"""

from __future__ import annotations

import re


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_VERBS = _words(
    """
    accused acknowledged added adds admits admitted advised agreed agrees alleged announced answered argued argues
    asked asks asserted began begged boasted called cautioned charged cheered chimed cited claimed claims
    commented complained complains concedes conceded concluded concludes confessed confirmed continued continues
    countered cried declared declares demanded demands denied described emphasised emphasized exclaimed explained
    explains exclaims fumed insisted insists interjected joked jokes lamented mused muttered noted notes objected
    observed observes offered opined pleaded pledged pointed predicted promised protested quipped quips read reads
    reasoned recalled recalls recounted remarked remembered repeated replied replies reported reports responded
    responds retorted says say said scoffed screamed sighed shot shouted snapped speculated stated states stressed
    stresses suggested suggests swore tells testified thundered told tweeted tweets urged urges vowed vows warned
    warns whispered wondered wonders writes wrote yelled
    """
)
_PRONOUNS = frozenset({"he", "she", "they", "it", "one"})
# Words that may stand between the capitalised words of a name and its titles.
_LINKS = _words(
    """
    a al an and at bin da de del der di du el for former in la le of on the then van von
    """
)
# A capital on these after a closing mark begins a sentence of its own: attributions keep them in lower case.
_OPENERS = _words(
    """
    A After All An And Another As Asked At Both But By During Everyone Few For From He Her His How However I If In
    It Its Later Many Meanwhile Most My No Nobody Not Now Of On Or Others Our Several She So Some That The Their
    Then There These They This Those To We What When Where Which While Who Why With Yes You Your
    """
)
_NAME_WORDS = 8
_APPOSITION_WORDS = 14
_WINDOW = 160
_PAUSE = re.compile(r"[,?!—–] *")


def attribution_follows(text: str, position: int) -> bool:
    """Whether an attribution that begins with a name stands at `position`: `Smith, 45, of Ohio, asked`.

    A beginning in lower case is not looked at: there the sentence goes on in any case.
    """
    words = text[position : position + _WINDOW].split(None, _APPOSITION_WORDS)[:_APPOSITION_WORDS]
    if not words or not words[0][0].isupper() or words[0].rstrip(",") in _OPENERS:
        return False
    apposition = False
    for place, word in enumerate(words[1:], 1):
        if word.rstrip(",.:;") in _VERBS:
            return True
        apposition = apposition or words[place - 1].endswith(",")
        ended = word[-1] in ".!?" and not _is_short(word)
        if ended or not (apposition or (place < _NAME_WORDS and (_belongs_to_name(word) or word == "was"))):
            return False
    return False


def closes_with_attribution(text: str, position: int) -> bool:
    """Whether a name and a verb of saying are the whole sentence at `position`: `Smith said.`"""
    words = text[position : position + _WINDOW].split(None, 5)[:5]
    if not words or words[0].endswith(",") or not words[0][0].isupper() or words[0] in _OPENERS:
        return False
    for word in words[1:]:
        if word.rstrip(",.") in _VERBS:
            return word[-1] in ".,"
        if not _belongs_to_name(word):
            return False
    return False


def find_attribution(text: str, start: int, end: int) -> int | None:
    """Where the speech before the first `, he said` or `, Sherman explained` ends: just behind the comma."""
    for pause in _PAUSE.finditer(text, start, end):
        words = text[pause.end() : min(end, pause.end() + _WINDOW)].split(None, 6)[:6]
        if len(words) >= 2 and _begins_attribution(words):
            return pause.start() + 1
    return None


def _begins_attribution(words: list[str]) -> bool:
    first, second = words[0], words[1].rstrip(",.:")
    if first in _PRONOUNS:
        return second in _VERBS
    if first in _VERBS:
        return words[1][0].isupper() or words[1] in _PRONOUNS
    for word in words[1:] if first[0].isupper() and first not in _OPENERS else []:
        if word.rstrip(",.:") in _VERBS:
            return True
        if not _belongs_to_name(word):
            return False
    return False


def _belongs_to_name(word: str) -> bool:
    return word[0].isupper() or word in _LINKS


def _is_short(word: str) -> bool:
    """Initials and titles: `J.`, `Gov.`, `U.S.`"""
    return len(word) <= 5 and word[0].isupper()
