"""Where a text names a day or a period, and in which form; what it means is the question of `dates`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.extraction.claims.lowering import lowered

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august",
    "september", "october", "november", "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
}  # fmt: skip

_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?(?=\s?\d))"
)
_MONTH_BEHIND = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d:%])(?!,\d)(?!\.\d)"
_YEAR = r"(?:1[89]\d\d|20\d\d)(?![\d%])(?![.,/]\d)"
_JOIN = r"\s?(?:-|–|—|to|and|or)\s?"
_COUNT = rf"(?:\d{{1,3}}|{'|'.join(sorted(COUNTS, key=len, reverse=True))})"
_SPAN = r"(?:day|week|month|quarter|year|decade|century|centurie)"
_WEEKDAY = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_SEASON = r"(?:spring|summer|autumn|fall|winter)"
_DATE = (
    rf"(?:(?P<month>{_MONTH})\s?(?P<day>{_DAY})(?:{_JOIN}(?P<day_to>{_DAY}))?(?:,?\s(?P<year>{_YEAR}))?"
    rf"|(?P<day_first>{_DAY})(?:{_JOIN}(?P<day_first_to>{_DAY}))?\s(?:of\s)?(?P<month_behind>{_MONTH_BEHIND})"
    rf"(?:,?\s(?P<year_behind>{_YEAR}))?"
    r"|(?P<iso>\d{4}-\d\d-\d\d)(?!\d)"
    r"|(?P<numeric>\d{1,2}[/.]\d{1,2}[/.](?:1[89]|20)\d\d)(?!\d))"
)
DATE = re.compile(_DATE)
_UNNAMED_DATE = re.sub("[?]P<[a-z_]+>", "?:", _DATE)
_TRIGGER_WORDS = (
    *MONTHS, *WEEKDAYS, *"0123456789",
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "today", "tonight", "yesterday",
    "tomorrow", "last", "next", "this", "past", "previous", "coming", "q1", "q2", "q3", "q4", "first", "second",
    "third", "fourth", "final",
)  # fmt: skip
# Looking for the beginnings alone first is eight times as fast as trying the whole grammar everywhere.
_TRIGGER = re.compile(
    rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, set(_TRIGGER_WORDS)), key=lambda word: (-len(word), word)))}"
    rf"|(?:{'|'.join(sorted(COUNTS, key=lambda word: (-len(word), word)))})(?= {_SPAN}s? ago))"
)
_NAMED = re.compile(
    rf"(?:{_DATE}"
    rf"|(?P<weekday>{_WEEKDAY})(?:,?\s\(?(?=[a-z\d])(?:the\s)?(?P<weekday_date>{_UNNAMED_DATE})\)?)?"
    rf"|(?P<only_month>{_MONTH})(?:,?\s(?:of\s)?(?P<month_year>{_YEAR}))?"
    r"|(?P<decade>(?:1[89]|20)\d0)['’]?s"
    rf"|(?P<years>{_YEAR})(?:\s?[-–—]\s?(?P<years_to>{_YEAR}|\d\d(?![\d%\w])))?"
    rf"|(?P<word>today|tonight|yesterday|tomorrow|last night|this (?:morning|afternoon|evening))"
    rf"|(?P<which>last|next|this|past|previous|coming) (?P<what>week|weekend|month|quarter|year|decade|century"
    rf"|{_SEASON}|{_WEEKDAY}|{_MONTH})"
    rf"|(?:last|past|next|coming|previous) (?P<stretch>{_COUNT}) (?P<stretch_unit>{_SPAN})s?"
    rf"|q(?P<short_quarter>[1-4])(?: of)? (?P<short_quarter_year>{_YEAR})"
    rf"|(?P<ordinal>first|second|third|fourth|last|final) (?P<part>quarter|half)(?: of)? (?P<part_year>{_YEAR}"
    rf"|last year|this year|next year)"
    rf"|(?P<ago>{_COUNT}) (?P<ago_unit>{_SPAN})s? ago"
    r")(?!\w)"
)
_RANGE_JOIN = re.compile(rf"\s(?:and|to|through|until)\s(?P<to>{_YEAR})(?!\w)")
_LABELS = re.compile(
    r"(?:article|section|chapter|title|rule|resolution|no\.|number|room|route|highway|flight|bill|page|boeing|"
    r"bylaw|act|form|channel|model|windows|agent)\s$"
)
# Capitals are needed only where the word means something else without: `may`, `march`, `august`.
_ORDINARY = frozenset({"may", "march", "august"})
_BEFORE_MONTH = re.compile(
    r"(?:\b(?:in|of|since|by|until|till|last|next|this|early|late|mid|from|to|and|through|during|between|for|that"
    r"|before|after|or|on|around|every|each|whole)|[,(–—-])[\s-]?$"
)
_NAMED_DAYS = re.compile(r"(?:black|good|bloody|super|ash|holy|easter|cyber|palm|fat|maundy|news)\s$")
# Behind these a number of four digits is counted, not a year.
_STRONGLY_COUNTED = re.compile(
    r"\s(?:percent|per cent|troops|soldiers|people|jobs|homes|workers|dollars|euros|pounds|tons|tonnes|miles|km"
    r"|meters|metres|"
    r"feet|barrels|acres|hectares|men|women|children|students|refugees|migrants|civilians|officers|pages|employees|"
    r"megawatts|calories|voters|members|patients|cases|deaths|beds|schools|hours|square|more|additional|or so)\b"
)
_MONEY_BEFORE = frozenset("$£€¥₹₽#@=&_/.,")


def find_date_words(text: str, lower: str | None = None) -> Iterator[re.Match[str]]:
    """Every place of `text` that names a day or a period, in order and without overlap, as a match in lower case.

    >>> [match[0] for match in find_date_words("On May 3 they may vote, as in 2014 and last week.")]
    ['may 3', '2014', 'last week']
    """
    lower = lowered(text) if lower is None else lower
    end = 0
    for trigger in _TRIGGER.finditer(lower):
        if trigger.start() < end:
            continue
        match = _NAMED.match(lower, trigger.start())
        if match is None:
            continue
        if _stands(text, lower, match):
            yield match
            end = match.end()
        elif match["what"] is not None:
            end = match.end()


def _stands(text: str, lower: str, match: re.Match[str]) -> bool:
    """Whether the match is a word of its own and means a date here."""
    start = match.start()
    before = lower[max(0, start - 14) : start]
    if before and (before[-1].isalnum() or before[-1] in _MONEY_BEFORE or before[-1] == "'"):
        return False
    if (
        before[-1:] == "-"
        and match[0][0].isdecimal()
        and not before.endswith(("mid-", "early-", "late-", "pre-", "post-"))
    ):
        return False
    if match["only_month"] is not None:
        named = match["only_month"].rstrip(".")
        if named in _ORDINARY and not text[start].isupper():
            return False
        return match["month_year"] is not None or _BEFORE_MONTH.search(before) is not None
    if match["what"] is not None and lower.startswith((" in ", " of "), match.end()) and match["what"] in WEEKDAYS:
        # `the last Friday in August` is counted from the month.
        return False
    if match["weekday"] is not None:
        return _NAMED_DAYS.search(before) is None
    if match["years"] is not None:
        return _LABELS.search(before) is None and _STRONGLY_COUNTED.match(lower, match.end()) is None
    return True


def range_end(lower: str, match: re.Match[str]) -> re.Match[str] | None:
    """The `and 2015` behind `between 2010`."""
    before = lower[max(0, match.start() - 9) : match.start()]
    if match["years"] is None or match["years_to"] is not None or not before.endswith(("between ", "from ")):
        return None
    return _RANGE_JOIN.match(lower, match.end())
