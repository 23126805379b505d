"""What a full stop behind a word means: the words that carry one in mid sentence, and the words that begin a new one.

Written for English news: AP and NYT titles, states and months, dotted initialisms, company suffixes.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# "never": the sentence goes on (Gov. Smith). "number": it goes on before a number (No. 5).
# "name": it goes on before another capitalised word (U.S. Senate) unless that word only begins sentences.
# "suffix": as "name", but a capitalised word followed by lower case begins a sentence (Acme Inc. Shares fell).
# "hour": as "suffix", but days, months and time zones go on (8 p.m. Monday). "plain": an ordinary word.
StopKind: TypeAlias = Literal["never", "number", "name", "suffix", "hour", "plain"]

_NEVER = _words(
    """
    adm amb assn asst atty brig capt cf cmdr col comdr cpl det dir dist dr eg ens fr gen gov govs hon insp
    lieut lt maj messrs mlle mme mr mrs ms msgr mx pfc pres prof profs pvt rep reps rev revs sec sen sens sfc
    sgt supt ste treas univ vs
    """
)
# Also abbreviations in lower case, where `gen` or `rep` would be words.
_NEVER_LOWER = frozenset({"al", "cf", "e.g", "i.e", "v", "viz", "vs"})
_NUMBER_LOWER = frozenset({"ca", "fig", "p", "pp", "vol"})
_NUMBER = _words(
    """
    apr aug art ca chap dec feb fig figs jan jul jun mar no nos nov oct par sec sep sept vol vols
    """
)
_SUFFIX = _words(
    """
    ave bancorp blvd bros co corp cos ct dept div esq est etc hwy inc intl jr ltd mfg plc pty rd sq sr b.a b.s d.c
    d.d.s j.d l.l.c ll.b ll.m m.a m.b.a m.d m.s n.a p.c ph.d s.a
    """
)
# Postal-style states are words too (Ill., Wash.), so they count only behind a comma: `Peoria, Ill.`
_STATES = _words(
    """
    ala ariz ark calif cal colo conn del fla ga ia ill ind kan kans ky la mass md mich minn miss mo mont n.c n.d
    n.h n.j n.m n.y neb nebr nev okla ont ore pa que r.i s.c s.d tenn tex va vt w.va wash wis wyo
    """
)
# Before a name or behind one: `St. Paul`, `Elm St.`
_PLACES = frozenset({"St", "Mt", "Ft", "ST", "MT", "FT"})
_WEEKDAYS = frozenset(["mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri"])
_AFTER_HOUR = _words(
    """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August
    September October November December Jan Feb Mar Apr Aug Sept Sep Oct Nov Dec Eastern Central Mountain Pacific
    Greenwich Moscow London Washington Mon Tue Tues Wed Thu Thurs Fri Sat Sun EST EDT ET CST CDT CT MST MDT MT PST
    PDT PT GMT BST CET UTC
    """
)
# Capitalised words that follow an abbreviation only when a new sentence begins.
_CONNECTIVES = _words("And Or In On At For From By With As To Of Nor If")
_STARTERS = _CONNECTIVES | _words(
    """
    A After Also Although An Are Asked Because Before But Can Could Despite Did Do Does During Each Earlier Even
    Every Everyone Few Finally Had Has Have He Hence Her Here His How However I Indeed Instead Is It Its Just Last
    Later Let Many Maybe Meanwhile Moreover My Neither Nevertheless Nobody Nothing Now Once Our Perhaps She Should
    Since So Some Still Such That The Their Then There Therefore These They This Those Though Through Thus Today
    Until Was We Were What When Where Whether Which While Who Why Will Would Yes Yesterday Yet You Your He's It's
    That's There's We're They're I'm I've Don't We've He’s It’s That’s There’s We’re They’re I’m I’ve Don’t We’ve
    """
)
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]$")
# Its last letters say whether a word ends like U.S; looking from every letter of a longer one takes quadratic time.
_LAST = 40


def stop_kind(word: str, after_comma: bool) -> StopKind:
    """What the full stop behind `word` (given without it) means; `after_comma`: a comma stands before the word.

    >>> stop_kind("Gov", False), stop_kind("U.S", False), stop_kind("Ill", False)
    ('never', 'name', 'plain')
    """
    if "-" in word and "." not in word:
        # Party and state: `(R-Ill.)`.
        word, after_comma = word.rsplit("-", 1)[-1], True
    lower = word.lower()
    if lower in {"a.m", "p.m"}:
        return "hour"
    if lower in _SUFFIX and (word != lower or lower in {"etc", "est", "co"} or "." in word):
        return "suffix"
    if lower in _STATES and (after_comma or "." in word):
        return "name"
    if (lower in _NEVER and word != lower) or word in _NEVER_LOWER:
        return "never"
    if (lower in _NUMBER and word != lower) or word in _NUMBER_LOWER or lower in _WEEKDAYS:
        return "number"
    if word in _PLACES or _DOTTED.search(word[-_LAST:]) or (len(word) == 1 and word.isalpha() and word.isupper()):
        return "name"
    return "plain"


def begins_sentence(word: str, capitals: bool) -> bool:
    """Whether a capitalised word behind an abbreviation starts a new sentence: `The`, `But`, not `Senate`.

    In text all in capitals (`capitals`) AND, OF, IN say nothing.
    """
    if not capitals:
        return word in _STARTERS
    word = word.capitalize()
    return word in _STARTERS and word not in _CONNECTIVES


def follows_hour(word: str) -> bool:
    """Whether the word goes with the time before it: `Monday`, `EST`, `Eastern`."""
    return word in _AFTER_HOUR
