"""Typed conditions on quantities: what is read, what holds, what is refused and how."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import BadInput
from onrecord.limits import Limits
from onrecord.querying.quantity import SAME, Condition, parse_condition, unit_stem
from onrecord.records import Json


def row(value: Json, unit: Json, high: Json = None) -> dict[str, Json]:
    return {"value": value, "high": value if high is None else high, "unit": unit}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("troops > 50000", Condition("troop", ">", 50_000, 50_000)),
        ("troops>50k", Condition("troop", ">", 50_000, 50_000)),
        ("Troops ≥ 50,000", Condition("troop", ">=", 50_000, 50_000)),
        ("usd >= 1bn", Condition("usd", ">=", 1e9, 1e9)),
        ("dollars < $2.5 million", Condition("usd", "<", 2.5e6, 2.5e6)),
        ("€ <= 300m", Condition("eur", "<=", 3e8, 3e8)),
        ("percent > 5", Condition("percent", ">", 5, 5)),
        ("% = 5%", Condition("percent", "=", 5, 5)),
        ("jobs = 10,000..20k", Condition("job", "=", 10_000, 20_000)),
        ("jobs == 10 .. 20", Condition("job", "=", 10, 20)),
        ("  basis points  >  25 ", Condition("basis point", ">", 25, 25)),
    ],
)  # fmt: skip
def test_grammar(typed: str, expected: Condition) -> None:
    """Spaces, capitals, plurals, signs and scales all lead to the same condition."""
    assert parse_condition(typed) == expected


@pytest.mark.parametrize(
    "typed",
    ["", "troops", "troops >", "> 5", "troops ~ 5", "troops > many", "troops > 5..6", "jobs = 20..10", "jobs = 1..2..3",
     "troops > 1,00", "troops >> 5", "troops > -5", "troops > 5 apples", "troops > 1e400", "12 > 5",
     "x" * (Limits().condition_characters + 1)],
)  # fmt: skip
def test_refusals_say_what_to_type(typed: str) -> None:
    """Whatever is no condition is refused with what was seen, what was expected and an example."""
    with pytest.raises(BadInput, match="expected UNIT COMPARISON NUMBER, for example: troops > 50000"):
        parse_condition(typed)


@pytest.mark.parametrize(
    ("typed", "quantity", "holds"),
    [
        ("troops > 50000", row(100_000.0, "troops"), True),
        ("troop > 50000", row(50_000.0, "troops"), False),
        ("troops >= 50000", row(50_000.0, "troops"), True),
        ("troops > 50000", row(10_000.0, "troops", 99_999.0), True),
        ("troops < 20000", row(10_000.0, "troops", 99_999.0), True),
        ("troops < 10000", row(10_000.0, "troops", 99_999.0), False),
        ("troops <= 10000", row(10_000.0, "troops", 99_999.0), True),
        ("troops = 50000..60000", row(10_000.0, "troops", 99_999.0), True),
        ("troops = 5", row(10_000.0, "troops", 99_999.0), False),
        ("troops > 5", row(100.0, "soldiers"), False),
        ("usd > 1", row(5.0, "USD"), True),
        ("$ > 1", row(5.0, "EUR"), False),
        ("women > 1", row(5.0, "woman"), True),
        ("people > 1", row(5.0, "person"), True),
        ("days > 1", row(10.0, "day"), True),
        ("troops > 5", row(None, "troops"), False),
        ("troops > 5", row(True, "troops"), False),
        ("troops > 5", row(9.0, None), False),
        ("troops > 5", {"unit": "troops"}, False),
        ("troops > 5", {"unit": "troops", "value": 9.0}, True),
    ],
)  # fmt: skip
def test_what_holds(typed: str, quantity: dict[str, Json], holds: bool) -> None:
    """A stored range holds when any number in it does; units match by stem; odd rows meet nothing."""
    assert parse_condition(typed).holds([quantity]) == holds


def test_any_of_several() -> None:
    """One quantity that meets the condition is enough, none is not."""
    condition = parse_condition("troops > 50")
    assert condition.holds([row(5.0, "tanks"), row(60.0, "troops")])
    assert not condition.holds([])


def test_synonyms_do_not_meet() -> None:
    """Each unit of the table belongs to one row of it."""
    words = [word for words in SAME for word in words]
    assert len(words) == len(set(words))
    assert len({unit_stem(words[0]) for words in SAME}) == len(SAME)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(typed: str) -> None:
    """Nothing but BadInput is ever raised."""
    with contextlib.suppress(BadInput):
        assert parse_condition(typed).unit


@given(st.floats(0, 1e12), st.floats(0, 1e12), st.floats(0, 1e12))
def test_comparisons_agree_with_a_scan(a: float, b: float, typed: float) -> None:
    """A naive twin: for both ends of a stored range, at least one end or a number between meets the comparison."""
    low, high = sorted((a, b))
    stored = [row(low, "tanks", high)]
    middle = min(max(typed, low), high)
    for sign, meets in (
        (">", any(x > typed for x in (low, middle, high))),
        (">=", any(x >= typed for x in (low, middle, high))),
        ("<", any(x < typed for x in (low, middle, high))),
        ("<=", any(x <= typed for x in (low, middle, high))),
        ("=", middle == typed),
    ):
        assert Condition("tank", sign, typed, typed).holds(stored) == meets  # type: ignore[arg-type]
