"""Numbers with what they count, with exact spans: words that qualify the number, the number, and its unit.

Rules. `about`, `nearly`, `more than`, `at least`,
      `up to` and their like set `approximate`; value and high both stay the
number that was named, because the other end was not. Rounded amounts become the range they stand for (`dozens` 24 to
99, `tens of thousands` 10,000 to 99,999, `several hundred` 200 to 999). A range must ascend (`10-20 people`); `from 20
to 30 percent` is a change, so two quantities. Shares become percent (`one in 20`, `two-thirds of`). No quantities are:
ordinals, parts of dates, times of day, ages, scores, votes (52-48), addresses, telephone numbers, numbers that are
names (Article 5, G7), `one` before a plain noun, and numbers below 1,000 that count nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from onrecord.extraction.claims.date_words import find_date_words, range_end
from onrecord.extraction.claims.lowering import lowered
from onrecord.extraction.claims.number_words import NUMBER_START, Number, read_number
from onrecord.extraction.claims.units import Unit, is_time, money_before, money_code, unit_after
from onrecord.records import Span
from onrecord.spoken import Quantity

_START = re.compile(rf"[0-9]|(?<!\w)(?:{NUMBER_START})(?!\w)")
_QUALIFIED = re.compile(
    r"(?<!\w)(?:(?:(?:more|less|fewer|greater|higher|lower|larger|bigger|smaller|rather more)\sthan|at\s(?:least|most)|"
    r"as\s(?:many|much|few|little)\sas|up\sto|no\s(?:more|fewer|less)\sthan|close\sto|upwards\sof|in\sexcess\sof"
    r"|nearly|almost|"
    r"about|around|approximately|approx\.|roughly|some|over|under|above|below|exceeding|(?:an\s)?estimated|(?:just"
    r"|well)\s"
    r"(?:over|under|above|below|short of)|virtually|approaching|nearing|circa|perhaps|possibly|probably)\s{1,2}){1,2}$"
)
_LONGEST_QUALIFIER = 34
_BEFORE_RANGE = re.compile(r"(?<!\w)(between|from)\s{1,2}$")
_JOIN = re.compile(r"\s?(?:-|–|—)\s?|\s{1,2}(?:to|or)\s{1,2}")
_AND = re.compile(r"\s{1,2}and\s{1,2}")
_SIGN = re.compile(r"(?:us|u\.s\.|[ac])?[$£€¥₹₽₩₺₴]\s?")
_ONE_IN = re.compile(
    r"(?:\s|-)(?:in|out\sof|(?:in|of|out\sof)\severy)(?:\s|-)(?:every\s)?(two|three|four|five|six|seven|eight|nine"
    r"|ten|twelve|twenty|"
    r"fifty|a hundred|a thousand|\d{1,3}(?:,\d{3}){0,2})(?![\w%.,:/]\w|[\w%])"
)
_OR_SO = re.compile(r"\+|\s{1,2}or\s(?:so|more|fewer|less)\b|-plus\b")
# Numbers behind these are names; whatever else is a name counts nothing and is left out for that.
_LABEL_BEFORE = re.compile(
    r"(?<!\w)(?:articles?|sections?|chapter|title|rule|resolution|nos?\.|numbers?|room|route|highway|interstate"
    r"|flight|bill|"
    r"pages?|boeing|airbus|channel|phase|proposition|prop\.?|amendment|district|group\sof|world\swar|covid|windows"
    r"|aged?|ages|"
    r"paragraph|clause|appendix|version)\s$"
)
_ATTACHED = re.compile(r"[\w/:@#]|[.,]\d|['’](?!\s)")
_GLUED = frozenset("/:@#=&_\\.~+")
# `half` behind these is one of two parts, not a share: the second half of the game.
_ORDINAL_HALF = re.compile(r"(?:first|second|other|latter|better|top|bottom|last|final|third)\s$")
_LEAST_BARE = 1_000.0


def find_quantities(text: str, start: int = 0, end: int | None = None) -> list[Quantity]:
    """The quantities named in `text[start:end]`, in order, without overlap.

    >>> [(q.value, q.unit, q.approximate) for q in find_quantities("Nearly 100,000 Russian troops, 5% up from $1.2bn")]
    [(100000.0, 'troops', True), (5.0, 'percent', False), (1200000000.0, 'USD', False)]
    """
    lower = lowered(text)
    end = len(text) if end is None else end
    dates = date_spans(lower, list(find_date_words(text, lower)))
    return [found for found in read_quantities(lower, dates) if start <= found.span.start and found.span.end <= end]


def date_spans(lower: str, matches: Sequence[re.Match[str]]) -> list[Span]:
    """What dates cover, in order: the numbers in them are no quantities."""
    spans = []
    for match in matches:
        further = range_end(lower, match)
        spans.append(Span(match.start(), match.end() if further is None else further.end()))
    return spans


def read_quantities(lower: str, dates: Sequence[Span]) -> list[Quantity]:
    """The same from a text in lower case of which the dates are known."""
    return list(_read(lower, dates))


def _read(lower: str, dates: Sequence[Span]) -> Iterator[Quantity]:
    starts = [span.start for span in dates]
    end = 0
    for begun in _START.finditer(lower):
        place = begun.start()
        if place < end:
            continue
        before = bisect_right(starts, place) - 1
        if before >= 0 and place < dates[before].end:
            continue
        if begun[0].isdecimal():
            end = max(end, _digits_end(lower, place))
        reading = _Reading(lower, place, starts, dates)
        yield from reading.quantities()
        end = max(end, reading.end)


_DIGIT_RUN = re.compile(r"[\d,.]*\d")


def _digits_end(lower: str, place: int) -> int:
    found = _DIGIT_RUN.match(lower, place)
    return found.end() if found is not None else place + 1


class _Reading:
    """Reads what begins at one number; `end` says how far the text has been used up."""

    def __init__(self, lower: str, place: int, date_starts: Sequence[int], dates: Sequence[Span]) -> None:
        self._lower, self._place = lower, place
        self._date_starts, self._dates = date_starts, dates
        self.end = place
        money = money_before(lower, place)
        self._money = money[0] if money is not None else ""
        self._from = place if money is None else money[1]

    def quantities(self) -> list[Quantity]:
        """One quantity, two when two numbers share a unit without being a range, or none."""
        lower, place = self._lower, self._place
        number = read_number(lower, place)
        if number is None or not self._begins_a_quantity(number):
            return []
        share = self._share_of(number)
        if share is not None:
            return [self._made(share, Unit("percent", share.end), self._from, share.end)]
        if number.share:
            self.end = number.end
            return []
        second = self._second(number)
        if second is not None:
            return self._two(number, *second)
        return self._one(number)

    def _begins_a_quantity(self, number: Number) -> bool:
        lower, place = self._lower, self._from
        before = lower[max(0, place - 18) : place]
        if before[-1:] in _GLUED and before[-1:] != "" and not before.endswith(". "):
            return False
        if before[-1:] == "-" and before[-2:-1].isalnum():
            return False
        if before[-1:] == "," and before[-2:-1].isdecimal():
            return False
        if before[-1:].isalnum():
            return False
        if number.share and lower.startswith("half", place) and _ORDINAL_HALF.search(before):
            return False
        return self._money != "" or not self._is_label(before, number)

    def _is_label(self, before: str, number: Number) -> bool:
        return not number.scaled and not number.share and _LABEL_BEFORE.search(before) is not None

    def _share_of(self, number: Number) -> Number | None:
        """`one in 20`, `nine out of ten`, `two-thirds of`: the share as percent."""
        lower = self._lower
        if number.share:
            return self._fraction(number)
        if number.scaled or number.low < 1 or self._money:
            return None
        found = _ONE_IN.match(lower, number.end)
        if found is None:
            return None
        whole = read_number(lower, found.start(1))
        if whole is None or not number.low < whole.low:
            return None
        plain = found[0].strip().startswith("in") and "every" not in found[0]
        after = unit_after(lower, found.end(), False)
        if plain and (number.low > 9 or after is None or is_time(after.name) or after.name in ("percent", "USD")):
            return None
        self.end = found.end()
        value = round(100 * number.low / whole.low, 2)
        return Number(value, value, found.end(), share=True)

    def _fraction(self, number: Number) -> Number | None:
        """A fraction counts when something says of what, or by how much; `a third term` does not."""
        lower = self._lower
        hundredth = _OF_PERCENT.match(lower, number.end)
        if hundredth is not None:
            self.end = hundredth.end()
            return Number(round(number.low, 4), round(number.low, 4), hundredth.end(), share=True)
        of = lower.startswith((" of ", " the ", " its ", " his ", " her ", " their ", " our ", " all "), number.end)
        before = lower[max(0, self._from - _LONGEST_QUALIFIER) : self._from]
        told = before.endswith((" by ", " to ")) or _QUALIFIED.search(before) is not None
        if not of and not told:
            return None
        self.end = number.end
        value = round(100 * number.low, 2)
        return Number(value, value, number.end, share=True)

    def _second(self, number: Number) -> tuple[Number, int, bool] | None:
        """The other number of `10-20`, `2 to 3`, `between 5 and 10`: the number, where it begins, whether a range."""
        lower = self._lower
        opened = _BEFORE_RANGE.search(lower, max(0, self._from - 9), self._from)
        between = opened is not None and opened[1] == "between"
        place = number.end
        unit = _SECOND_PERCENT.match(lower, place)
        if unit is not None:
            place = unit.end()
        join = (_AND if between else _JOIN).match(lower, place)
        if join is None:
            return None
        begins = join.end()
        sign = _SIGN.match(lower, begins)
        if self._in_date(begins) or (sign is not None and money_code(sign[0].strip()) != self._money):
            return None
        second = read_number(lower, begins if sign is None else sign.end())
        if second is None or second.share or second.vague or number.vague:
            return None
        return second, begins, opened is None or between

    def _in_date(self, place: int) -> bool:
        before = bisect_right(self._date_starts, place) - 1
        return before >= 0 and place < self._dates[before].end

    def _two(self, number: Number, second: Number, begins: int, ranged: bool) -> list[Quantity]:
        lower = self._lower
        low = number.low
        if second.scaled and not number.scaled and low < 1_000 and low < second.low:
            # `2 to 3 million` means millions twice.
            scale = _scale_of(second)
            low = low * scale if low * scale <= second.low or not ranged else low
        attached = lower[number.end : begins].strip(" $£€¥") in ("-", "–", "—")
        unit = self._unit(second)
        self.end = max(second.end, unit.end if unit is not None else 0)
        if unit is None or (unit.name == "" and not (number.scaled or second.scaled)):
            if attached or unit is None:
                # Scores, votes and telephone numbers: used up to their last group.
                self.end = max(self.end, _groups_end(lower, second.end))
                return []
            self.end = number.end
            return self._one(number)
        if not low < second.low and attached:
            return []
        if ranged and low < second.low:
            made = Number(low, second.high, second.end, vague=False, scaled=True)
            return [self._made(made, unit, self._opening(), unit.end)]
        first = Number(low, low, number.end, scaled=True)
        said = _SECOND_PERCENT.match(lower, number.end)
        return [
            self._made(first, Unit(unit.name, number.end), self._from, number.end if said is None else said.end()),
            self._made(second, unit, begins, unit.end, qualified=False),
        ]

    def _opening(self) -> int:
        opened = _BEFORE_RANGE.search(self._lower, max(0, self._from - 9), self._from)
        return self._from if opened is None else opened.start()

    def _unit(self, number: Number) -> Unit | None:
        """What the number counts; None when it turns out to be no quantity."""
        lower, end = self._lower, number.end
        so = _OR_SO.match(lower, end)
        if so is None and _ATTACHED.match(lower, end) and unit_after(lower, end, False) is not None:
            attached = unit_after(lower, end, False)
            return attached if attached is not None and attached.end > end and not lower[end].isspace() else None
        if self._money:
            return Unit(self._money, end if so is None else so.end())
        if number.metres:
            counted = unit_after(lower, end, number.vague)
            return counted if counted is not None and counted.name else Unit("meters", end)
        found = unit_after(lower, end if so is None else so.end(), number.vague or number.scaled)
        return found if so is None or found is None or found.name else Unit("", so.end())

    def _one(self, number: Number) -> list[Quantity]:
        unit = self._unit(number)
        self.end = max(self.end, number.end)
        if unit is None:
            return []
        word = self._lower[self._place : number.end]
        if word in ("one", "zero") and not (
            unit.name in ("percent", "points") or is_time(unit.name) or unit.name.isupper()
        ):
            return []
        qualified = _QUALIFIED.search(self._lower, max(0, self._from - _LONGEST_QUALIFIER), self._from) is not None
        decimal = "." in word
        if unit.name == "" and not (number.scaled or qualified or decimal or number.low >= _LEAST_BARE):
            return []
        if unit.name == "" and not number.scaled and word.isdecimal():
            # A bare group of digits may be anything: an address, a form, a year.
            return (
                [] if number.low >= _LEAST_BARE or not qualified else [self._made(number, unit, self._from, unit.end)]
            )
        self.end = max(self.end, unit.end)
        return [self._made(number, unit, self._from, unit.end)]

    def _made(self, number: Number, unit: Unit, start: int, end: int, qualified: bool = True) -> Quantity:
        lower = self._lower
        low, high = number.low, number.high
        if number.metres and unit.name == "meters":
            low, high = low / 1e6, high / 1e6
        found = _QUALIFIED.search(lower, max(0, start - _LONGEST_QUALIFIER), start) if qualified else None
        so = _OR_SO.match(lower, number.end) is not None
        return Quantity(
            Span(start if found is None else found.start(), max(end, number.end)),
            low,
            high,
            unit.name,
            approximate=number.vague or found is not None or so,
        )


_OF_PERCENT = re.compile(r"\sof\s(?:1|one|a)\s(?:percent|per\scent)\b")
_SECOND_PERCENT = re.compile(r"\s?(?:%|per\s?cent|percent)(?=\s?(?:-|–|—|to|and|or))")
_GROUPS = re.compile(r"(?:[-–]\d{1,9}){0,6}")


def _groups_end(lower: str, place: int) -> int:
    found = _GROUPS.match(lower, place)
    return found.end() if found is not None else place


def _scale_of(number: Number) -> float:
    """The scale word's worth: a million for 3,000,000."""
    return next((scale for scale in (1e12, 1e9, 1e6, 1e3, 1e2) if number.low >= scale), 1.0)
