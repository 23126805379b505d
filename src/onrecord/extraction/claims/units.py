"""What a number counts: percent, money, a measure, or the noun behind it (`100,000 Russian troops` counts troops).

Without a parser the counted noun is the first plural behind the number, adjectives skipped, before any word that ends
a noun phrase. A singular head (`2.3 million inmate population`) is not found; the unit is then empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SIGNS = {
    "$": "USD", "us$": "USD", "u.s.$": "USD", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "hk$": "HKD",
    "nz$": "NZD", "s$": "SGD", "r$": "BRL", "nt$": "TWD", "mx$": "MXN", "£": "GBP", "€": "EUR", "¥": "JPY",
          "cn¥": "CNY",
    "₹": "INR", "₽": "RUB", "₩": "KRW", "₺": "TRY", "₴": "UAH", "₪": "ILS", "฿": "THB", "₦": "NGN", "₱": "PHP",
    "usd": "USD", "eur": "EUR", "gbp": "GBP", "chf": "CHF", "jpy": "JPY", "cny": "CNY", "rmb": "CNY", "inr": "INR",
    "rs": "INR", "rub": "RUB", "aud": "AUD", "cad": "CAD",
}  # fmt: skip
_MONEY_WORDS = {
    "dollar": "USD", "dollars": "USD", "usd": "USD", "euro": "EUR", "euros": "EUR", "eur": "EUR", "pounds": "GBP",
    "gbp": "GBP", "sterling": "GBP", "yen": "JPY", "yuan": "CNY", "renminbi": "CNY", "rmb": "CNY", "rupee": "INR",
    "rupees": "INR", "rouble": "RUB", "roubles": "RUB", "ruble": "RUB", "rubles": "RUB", "hryvnia": "UAH",
    "hryvnias": "UAH", "lira": "TRY", "zloty": "PLN", "zlotys": "PLN", "francs": "CHF", "chf": "CHF", "shekels": "ILS",
    "pesos": "MXN", "rand": "ZAR", "naira": "NGN", "reais": "BRL", "kronor": "SEK", "kroner": "NOK", "riyals": "SAR",
    "rupiah": "IDR", "ringgit": "MYR", "baht": "THB",
}  # fmt: skip
_NATIONAL = {
    "australian": "AUD", "canadian": "CAD", "hong kong": "HKD", "singapore": "SGD", "new zealand": "NZD",
    "taiwan": "TWD", "us": "USD", "u.s.": "USD", "american": "USD", "british": "GBP", "egyptian": "EGP",
    "syrian": "SYP", "lebanese": "LBP", "pakistani": "PKR", "indian": "INR", "danish": "DKK", "swedish": "SEK",
    "norwegian": "NOK", "swiss": "CHF", "argentine": "ARS", "colombian": "COP", "philippine": "PHP",
}  # fmt: skip

_SIGN_BEFORE = re.compile(
    r"(?<![a-z$])((?:us|u\.s\.|au?|ca?|hk|nz|nt|mx|s|r|cn)?[$£€¥₹₽₩₺₴₪฿₦₱]|(?:usd|eur|gbp|chf|jpy|cny|rmb|inr|rs|rub"
    r"|aud|cad)\.?)\s?$"
)
_PERCENT = re.compile(r"\s?%|[\s-]{0,2}(?:per\s?cent|pct)\b(?![\s-]{1,2}points?\b)")
_POINTS = re.compile(r"[\s-]{0,2}(?:%|per\s?cent|percentage|pct)[\s-]{1,2}points?\b")
_BASIS_POINTS = re.compile(r"[\s-]{1,2}basis[\s-]{1,2}points?\b")
_MONEY = re.compile(
    rf"[\s-]{{1,2}}(?:({'|'.join(map(re.escape, _NATIONAL))})\s)?"
    rf"({'|'.join(_MONEY_WORDS)})\b(?:\ssterling\b)?"
)
_MEASURES = {
    "km": "kilometers", "kms": "kilometers", "kg": "kilograms", "kgs": "kilograms", "mph": "mph", "kph": "kph",
    "kw": "kilowatts", "mw": "megawatts", "gw": "gigawatts", "twh": "terawatt-hours", "kwh": "kilowatt-hours",
    "mwh": "megawatt-hours", "gwh": "gigawatt-hours", "cm": "centimeters", "mm": "millimeters", "ft": "feet",
    "hrs": "hours", "mins": "minutes", "sq": "square", "tonne": "tonnes", "celsius": "degrees",
    "fahrenheit": "degrees", "°c": "degrees", "°f": "degrees", "°": "degrees",
}  # fmt: skip
_MEASURE = re.compile(rf"[\s-]{{0,2}}({'|'.join(sorted(map(re.escape, _MEASURES), key=len, reverse=True))})(?!\w)")
_AGE = re.compile(r"[\s-]years?[\s-]olds?\b|\syears?\sof\sage\b")
_HYPHENED = re.compile(r"-([a-z]{2,20})\b(?!-)")
_ORDINAL_TAIL = re.compile(
    r"-(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|\w{1,20}th|thirds?|plus|odd|some)\b"
)
_CLOCK = re.compile(r"\s?(?:a\.?m\b|p\.?m\b|o['’]clock|gmt\b|noon\b|hours\s(?:gmt|local))")
_OF_THE = re.compile(
    r"\s{1,2}of\s{1,2}(?:the|its|his|her|their|our|those|these|all|some)(?:\s{1,2}(?:\d[\d,]{0,12}|nearly|about"
    r"|more\sthan))?(?=\s)"
)
_OF = re.compile(r"\s{1,2}of(?=\s)")
_WALKED = re.compile(r"\s{1,2}([^\W\d_][\w.’'-]{0,40})")
_MOST_WALKED = 6


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Words no noun phrase goes on behind.
_ENDS = _words(
    """
    a about above according across after against ago along already also although am amid among an and are around as
    at away back be became because become been before began behind being below beneath beside between beyond both
    but by came can cannot could despite did do does down due during each earlier either ever every except fell for
    from gave get gets go goes got had has have he her here him his how however i if in inside instead into is it its
    itself just last later least left less like lost made make makes may me might more-than must my near neither next
    no nor not now of off on once only onto or our out outside over own per rather rose said say says seem seems shall
    she should showed shows since so still such than that the their them then there these they this those though
    through throughout to today together told tomorrow too took toward towards under until up upon versus via vs
    was we went were what when where whether which while who whom whose why will with within without won would yet
    yesterday you your died worldwide
    """
)
# Nouns that are counted although they do not end in s.
_COUNTED = _words(
    """
    people troops police personnel staff men women children aircraft cattle sheep feet youth infantry civilians
    policemen policewomen firemen congressmen congresswomen servicemen businessmen fishermen servicewomen lawmakers
    gunmen housewives wives lives spacecraft fish deer poultry crew cavalry dead wounded injured voter-id percentage
    """
)
_SINGULARS_IN_S = _words(
    """
    always perhaps plus various serious previous religious famous dangerous nervous across besides sometimes afterwards
    nowadays politics economics mathematics physics news congress thus overseas besides else's was's says shows makes
    takes gets goes wants needs seems includes remains means becomes comes gives puts hits lets begins years-long
    united-states texas illinois arkansas kansas massachusetts paris brussels athens james charles thomas jones williams
    regardless perhaps alas dubious hazardous indigenous simultaneous enormous anonymous numerous continuous conscious
    """
)
# These stand before the noun that is counted: three sports clubs, two arms dealers.
_ATTRIBUTIVE = _words(
    "sports arms customs sales weapons savings jobs veterans affairs systems police staff crew youth infantry"
)
_TIME = _words(
    "second seconds minute minutes hour hours day days week weeks month months year years decade decades century "
    "centuries"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit and where the words that say it end."""

    name: str
    end: int


def money_before(lower: str, place: int) -> tuple[str, int] | None:
    """ISO 4217 code and beginning of the currency sign right before `place`: `US$` in `US$1.2bn`."""
    found = _SIGN_BEFORE.search(lower, max(0, place - 6), place)
    if found is None:
        return None
    sign = found[1] if found[1].endswith("$") else found[1].rstrip(".")
    # Letters that make no currency with the sign (`a₩`) belong to something else.
    return (_SIGNS[sign], found.start()) if sign in _SIGNS else (_SIGNS[sign[-1]], found.end(1) - 1)


def money_code(sign: str) -> str:
    """The ISO 4217 code of a currency sign in lower case, empty when it is none."""
    return _SIGNS.get(sign, "")


def unit_after(lower: str, place: int, vague: bool) -> Unit | None:
    """What a number that ends at `place` counts; None when it counts nothing (an age, a time of day, an ordinal).

    `vague`: the number is a word such as `dozens`, behind which `of` leads to what is counted.
    An empty name says that nothing countable stands behind the number.
    """
    if _AGE.match(lower, place) or _CLOCK.match(lower, place) or _ORDINAL_TAIL.match(lower, place):
        return None
    for pattern, name in ((_PERCENT, "percent"), (_POINTS, "points"), (_BASIS_POINTS, "basis points")):
        found = pattern.match(lower, place)
        if found is not None:
            return Unit(name, found.end())
    bare = place
    if vague and (of := _OF.match(lower, place)) is not None:
        place = of.end()
    money = _MONEY.match(lower, place)
    if money is not None:
        return Unit(_NATIONAL.get(money[1] or "", _MONEY_WORDS[money[2]]), money.end())
    measure = _MEASURE.match(lower, place)
    if measure is not None and measure[1] != "sq":
        return Unit(_MEASURES[measure[1]], measure.end())
    hyphened = _HYPHENED.match(lower, place)
    if hyphened is not None and hyphened[1] not in _ENDS:
        return Unit(hyphened[1], hyphened.end())
    counted = _counted(lower, place)
    return counted if counted.name else Unit("", bare)


def is_time(name: str) -> bool:
    """Whether the unit measures time."""
    return name in _TIME


def _counted(lower: str, place: int) -> Unit:
    """The plural behind `place`; when `of the` comes first, what it counts stays outside the number's own words."""
    part = _OF_THE.match(lower, place)
    found = _walk(lower, place if part is None else part.end())
    if part is not None:
        return Unit(found.name, place)
    return found if found.name else Unit("", place)


def _walk(lower: str, place: int) -> Unit:
    for _ in range(_MOST_WALKED):
        step = _WALKED.match(lower, place)
        if step is None:
            break
        word = step[1].rstrip(".'’-")
        end = step.start(1) + len(word)
        stopped = len(word) < len(step[1]) and step[1][len(word)] == "."
        if word in _ENDS:
            break
        if _is_plural(word):
            if word in _ATTRIBUTIVE and not stopped:
                further = _WALKED.match(lower, end)
                name = further[1].rstrip(".'’-") if further is not None else ""
                if further is not None and _is_plural(name):
                    return Unit(name, further.start(1) + len(name))
            return Unit(word, end)
        if stopped:
            break
        place = end
    return Unit("", place)


def _is_plural(word: str) -> bool:
    if word in _COUNTED or word in _TIME:
        return True
    if len(word) < 4 or word[-1] != "s" or word in _SINGULARS_IN_S:
        return False
    return word[-2] not in "sui'’" or word in ("taxis", "menus", "gnus")
