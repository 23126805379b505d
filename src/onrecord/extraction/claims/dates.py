"""The days that the dates of a text mean, seen from the day the article was published.

Rules. A weekday is the last one up to that day, or the next one when the clause speaks of the future (`will`, `due`,
`by Friday`). A day or month without a year is the nearest to that day, with 60 days' advantage for
the side the tense points to; behind `since` and `last` it lies in the past.
`since X` runs to that day, `by X` and `until X` run from it. `3/4/2022` is March 4 unless another date of the text
can only be day first (`30/12/2021`); with dots the day always comes first. Weeks run from Monday to Sunday. `early`,
`late` and `mid` do not narrow a period. Seasons are the northern ones.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from onrecord.extraction.claims.date_words import COUNTS, DATE, MONTHS, SEASONS, WEEKDAYS, find_date_words, range_end
from onrecord.extraction.claims.lowering import lowered
from onrecord.records import Span
from onrecord.spoken import When

Day = datetime.date
_DAY = datetime.timedelta(days=1)
_WEEKEND_DAY = 5
_PART = re.compile(r"(?:early|late|mid)[\s-]{1,2}(?:in\s)?$")
_SINCE = re.compile(r"\bsince\s(?:(?:the\s)?(?:end|start|beginning|middle)\sof\s|early\s|late\s|mid-)?$")
_BY = re.compile(r"\b(?:by|until|till)\s(?:(?:the\s)?(?:end|start|beginning|middle)\sof\s|early\s|late\s|mid-|the\s)?$")
_OVER = re.compile(r"\b(?:over|in|during|within|for|throughout)\sthe\s$")
_ONE_STRETCH = re.compile(r"\b(?:over|in|during|within|for|throughout)\sthe\s$")
_FUTURE = re.compile(
    r"(?:\b(?:will|shall|due|scheduled|set to|plan(?:s|ned) (?:to|for)|expected to|is to|are to|going to)\b"
    r"|['’]ll\b)[^.;!?]*$"
)
_AHEAD = re.compile(r"(?:\b(?:will|would|shall|due|scheduled|planned|if|next|upcoming|to)\b|['’]ll\b)[^.;!?]*$")
_REACH = 80
# Days that a date gains when the tense before it points the other way, so that it must be that much nearer.
_AGAINST_TENSE, _CLOSE = 60, 31


class Period(NamedTuple):
    """Both days inclusive."""

    first: Day
    last: Day


def find_dates(text: str, start: int = 0, end: int | None = None, published: str = "") -> list[When]:
    """The dates and periods named in `text[start:end]`, in order, without overlap.

    `published` is the article's ISO day; without one (or with a month or year only) dates that depend on it are left
    out: weekdays, `last month`, days without a year.

    >>> [(when.first, when.last) for when in find_dates("On Friday, as since 2002", published="2022-01-14")]
    [('2022-01-14', '2022-01-14'), ('2002-01-01', '2022-01-14')]
    """
    lower = lowered(text)
    end = len(text) if end is None else end
    matches = [match for match in find_date_words(text, lower) if start <= match.start() and match.end() <= end]
    return resolve_dates(lower, matches, published)


def resolve_dates(lower: str, matches: Sequence[re.Match[str]], published: str) -> list[When]:
    """The same from matches already found, which the search for quantities needs too."""
    today = _day(published)
    day_first = _writes_day_first(matches)
    found: list[When] = []
    last_end = 0
    for match in matches:
        if match.start() < last_end:
            continue
        when = _Reader(lower, match, today, day_first).read()
        if when is not None:
            found.append(when)
            last_end = when.span.end
    return found


def _day(iso: str) -> Day | None:
    try:
        return Day.fromisoformat(iso) if len(iso) == 10 else None
    except ValueError:
        return None


def _writes_day_first(matches: Iterable[re.Match[str]]) -> bool:
    """Whether some date with slashes can only be read day first, and none month first."""
    day_first = False
    for match in matches:
        for numeric in re.findall(r"(\d+)/(\d+)/\d{4}", match[0]):
            if int(numeric[1]) > 12:
                return False
            day_first = day_first or int(numeric[0]) > 12
    return day_first


class _Reader:
    """Reads one match; impossible dates (February 30, the year 0) read as None."""

    def __init__(self, lower: str, match: re.Match[str], today: Day | None, day_first: bool) -> None:
        self._lower, self._match, self._today, self._day_first = lower, match, today, day_first
        self._start, self._end = match.span()

    def read(self) -> When | None:
        before = self._lower[max(0, self._start - 30) : self._start]
        part = _PART.search(before)
        since, by = _SINCE.search(before), _BY.search(before)
        try:
            period = self._period(bool(since), bool(by))
        except (ValueError, OverflowError):
            return None
        if period is None:
            return None
        start = self._start - (len(before) - part.start() if part is not None else 0)
        over = _OVER.search(before) if self._match["stretch"] or self._match["which"] else None
        if over is not None and (self._match["stretch"] or self._match["what"] in ("decade", "century", "year")):
            start = self._start - (len(before) - over.start())
        # Only what is already past can have lasted since then, and only what is still to come can be a deadline.
        if self._today is not None and since is not None and period.first <= self._today:
            period = Period(period.first, self._today)
            start = self._start - (len(before) - since.start())
        elif self._today is not None and by is not None and period.last >= self._today:
            period = Period(self._today, period.last)
            start = self._start - (len(before) - by.start())
        return When(Span(start, self._end), period.first.isoformat(), period.last.isoformat())

    def _period(self, since: bool, by: bool) -> Period | None:
        match = self._match
        if match["weekday"] is not None:
            return self._weekday(match["weekday"], match["weekday_date"], by)
        if match["years"] is not None:
            return self._years()
        if match["decade"] is not None:
            return Period(Day(int(match["decade"]), 1, 1), Day(int(match["decade"]) + 9, 12, 31))
        if match["only_month"] is not None:
            return self._month(match["only_month"], match["month_year"], past=since)
        if match["short_quarter"] is not None:
            return _quarter(int(match["short_quarter_year"]), int(match["short_quarter"]))
        if match["part"] is not None:
            return self._part_of_year()
        if match["month"] is not None or match["day_first"] is not None or match["iso"] or match["numeric"]:
            return self._date(match, past=since)
        return self._relative()

    def _date(self, match: re.Match[str], past: bool) -> Period | None:
        if match["iso"] is not None:
            exact = Day.fromisoformat(match["iso"])
            return Period(exact, exact)
        if match["numeric"] is not None:
            return self._numeric(match["numeric"])
        first_way = match["month"] is not None
        month = _month_number(match["month"] if first_way else match["month_behind"])
        day = _number(match["day"] if first_way else match["day_first"])
        until = match["day_to"] if first_way else match["day_first_to"]
        last = day if until is None else _number(until)
        year = match["year"] if first_way else match["year_behind"]
        number = int(year) if year is not None else self._nearest_year(month, day, past)
        if number is None or last < day:
            return None
        return Period(Day(number, month, day), Day(number, month, last))

    def _numeric(self, written: str) -> Period | None:
        first, second, year = (int(piece) for piece in re.split("[/.]", written))
        if "." in written or first > 12 or (self._day_first and second <= 12):
            first, second = second, first
        day = Day(year, first, second)
        return Period(day, day)

    def _nearest_year(self, month: int, day: int, past: bool) -> int | None:
        if self._today is None:
            return None
        today = self._today
        ahead = _AHEAD.search(self._lower, max(0, self._start - _REACH), self._start) is not None
        distances = []
        for year in (today.year - 1, today.year, today.year + 1):
            if day > calendar.monthrange(year, month)[1]:
                continue
            distance = (Day(year, month, day) - today).days
            if not (past and distance > 0):
                away = abs(distance)
                distances.append((away + (_AGAINST_TENSE if ahead == (distance < 0) and away > _CLOSE else 0), year))
        return min(distances)[1] if distances else None

    def _weekday(self, name: str, date: str | None, by: bool) -> Period | None:
        if date is not None:
            exact = DATE.fullmatch(date)
            resolved = self._date(exact, past=False) if exact is not None else None
            if resolved is not None:
                return resolved
        if self._today is None:
            return None
        behind = (self._today.weekday() - WEEKDAYS.index(name)) % 7
        future = by or _FUTURE.search(self._lower, max(0, self._start - _REACH), self._start) is not None
        day = self._today - behind * _DAY
        if future and behind:
            day += 7 * _DAY
        return Period(day, day)

    def _years(self) -> Period:
        first = int(self._match["years"])
        until = self._match["years_to"]
        last = first if until is None else int(until) if len(until) == 4 else first - first % 100 + int(until)
        further = range_end(self._lower, self._match)
        if further is not None and int(further["to"]) >= first:
            last, self._end = int(further["to"]), further.end()
            self._start -= 8 if self._lower[self._start - 8 : self._start] == "between " else 5
        if last < first:
            last, self._end = first, self._match.end("years")
        return Period(Day(first, 1, 1), Day(last, 12, 31))

    def _month(self, name: str, year: str | None, past: bool) -> Period | None:
        month = _month_number(name)
        number = int(year) if year is not None else self._nearest_year(month, 15, past=False)
        if number is None:
            return None
        if past and year is None and self._today is not None and Day(number, month, 1) > self._today:
            number -= 1
        return _month(number, month)

    def _part_of_year(self) -> Period | None:
        said = self._match["part_year"]
        if said.isdecimal():
            year = int(said)
        elif self._today is None:
            return None
        else:
            year = self._today.year + {"last year": -1, "this year": 0, "next year": 1}[said]
        whole = 4 if self._match["part"] == "quarter" else 2
        number = {"first": 1, "second": 2, "third": 3, "fourth": 4}.get(self._match["ordinal"], whole)
        if number > whole:
            return None
        if whole == 4:
            return _quarter(year, number)
        return Period(_quarter(year, 2 * number - 1).first, _quarter(year, 2 * number).last)

    def _relative(self) -> Period | None:
        match, today = self._match, self._today
        if today is None:
            return None
        if match["word"] is not None:
            day = today + {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(match["word"], 0) * _DAY
            return Period(day, day)
        if match["ago"] is not None:
            return _around(_moved(today, match["ago_unit"], -_count(match["ago"])), match["ago_unit"])
        if match["stretch"] is not None:
            return self._stretch(match["stretch_unit"], _count(match["stretch"]), match[0])
        return self._which(match["which"], match["what"], today)

    def _stretch(self, unit: str, count: int, said: str) -> Period | None:
        today = self._today
        if today is None:
            return None
        ahead = said.startswith(("next", "coming"))
        other = _moved(today, unit, count if ahead else -count)
        return Period(today, other) if ahead else Period(other, today)

    def _which(self, which: str, what: str, today: Day) -> Period | None:
        step = {"last": -1, "past": -1, "previous": -1, "this": 0, "next": 1, "coming": 1}[which]
        if what in WEEKDAYS:
            return self._named_weekday(what, step, today)
        if what in SEASONS:
            return _season(today, SEASONS[what], step)
        if what in ("week", "weekend"):
            monday = today - today.weekday() * _DAY + 7 * step * _DAY
            return Period(monday + (_WEEKEND_DAY * _DAY if what == "weekend" else 0 * _DAY), monday + 6 * _DAY)
        if what in ("decade", "century") or (which in ("past", "coming") and what == "year"):
            return self._stretch(what, 1, which) if step else _around(today, what)
        if what in ("month", "quarter", "year"):
            return _around(_moved(today.replace(day=1), what, step), what)
        month = _month_number(what)
        year = today.year
        if step < 0 and month >= today.month:
            year -= 1
        if step > 0 and month <= today.month:
            year += 1
        return _month(year, month)

    def _named_weekday(self, name: str, step: int, today: Day) -> Period:
        """`last Friday` is before today and `next Friday` after it; `this Friday` is the one of this week."""
        wanted = WEEKDAYS.index(name)
        if step < 0:
            day = today - ((today.weekday() - wanted - 1) % 7 + 1) * _DAY
        elif step > 0:
            day = today + ((wanted - today.weekday() - 1) % 7 + 1) * _DAY
        else:
            day = today + (wanted - today.weekday()) * _DAY
        return Period(day, day)


def _number(written: str) -> int:
    return int(written[:2].rstrip("sntr"))


def _count(written: str) -> int:
    return COUNTS[written] if written in COUNTS else int(written)


def _month_number(name: str) -> int:
    """1 to 12 for a name or its first letters."""
    return next(number for number, month in enumerate(MONTHS, 1) if month[:3] == name[:3])


def _month(year: int, month: int) -> Period:
    return Period(Day(year, month, 1), Day(year, month, calendar.monthrange(year, month)[1]))


def _quarter(year: int, number: int) -> Period:
    return Period(Day(year, 3 * number - 2, 1), _month(year, 3 * number).last)


def _season(today: Day, month: int, step: int) -> Period:
    """The season of this year; winter belongs to the year it begins in, but in January and February it goes on."""
    year = today.year - (1 if month == 12 and today.month <= 2 else 0)
    current = Period(Day(year, month, 1), _months_on(Day(year, month, 1), 3) - _DAY)
    if step < 0 and current.last >= today:
        year -= 1
    elif step > 0 and current.first <= today:
        year += 1
    first = Day(year, month, 1)
    return Period(first, _months_on(first, 3) - _DAY)


def _months_on(day: Day, months: int) -> Day:
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    return Day(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _moved(day: Day, unit: str, count: int) -> Day:
    if unit == "day":
        return day + count * _DAY
    if unit == "week":
        return day + 7 * count * _DAY
    months = {"month": 1, "quarter": 3, "year": 12, "decade": 120}.get(unit, 1200)
    return _months_on(day, months * count)


def _around(day: Day, unit: str) -> Period:
    """The whole day, week, month, quarter, year, decade or century that holds the day."""
    if unit == "day":
        return Period(day, day)
    if unit == "week":
        monday = day - day.weekday() * _DAY
        return Period(monday, monday + 6 * _DAY)
    if unit == "month":
        return _month(day.year, day.month)
    if unit == "quarter":
        return _quarter(day.year, (day.month + 2) // 3)
    years = {"year": 1, "decade": 10}.get(unit, 100)
    first = day.year - day.year % years
    return Period(Day(first, 1, 1), Day(first + years - 1, 12, 31))
