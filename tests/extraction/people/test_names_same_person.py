"""Whether two names can be one person's."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extraction.people.names import POSSIBLE, SAME, blocking_keys, same_person
from onrecord.extraction.people.transliteration import distance, likeness, sounds

SAME_PAIRS = [
    ("Volodymyr Zelensky", "Vladimir Zelenskyy"),
    ("Wolodymyr Selenskyj", "Volodymyr Zelenskiy"),
    ("Viktor Yanukovych", "Viktor Janukowitsch"),
    ("Muammar Gaddafi", "Moammar Qaddafi"),
    ("Muammar Kadafi", "Muammar al-Gaddafi"),
    ("Sergei Ryabkov", "Sergey Rjabkow"),
    ("Владимир Путин", "Vladimir Putin"),
    ("Muhammad Bin Salman", "Crown Prince Mohammed bin Salman"),
    ("Bob Dole", "Robert Dole"),
    ("Bill Clinton", "President William Clinton's"),
    ("Hillary Rodham Clinton", "Hillary Clinton"),
    ("J.D. Vance", "JD Vance"),
    ("Xi Jinping", "Jinping Xi"),
    ("Kishida Fumio", "Fumio Kishida"),
    ("Kim Jong Un", "Kim Jong-un"),
    ("Ban Ki-moon", "Ban Ki Moon"),
    ("Jens Stoltenberg", "Jens Stoltenburg"),
    ("JOE BIDEN", "Biden, Joseph"),
    ("Müller", "Mueller"),
]
POSSIBLE_PAIRS = [
    ("Sherman", "Wendy Sherman"),
    ("J. Biden", "Joe Biden"),
    ("Lula", "Luiz Inácio Lula da Silva"),
    ("Donald Trump", "Donald Trump Jr."),
    ("el-Sisi", "Abdel Fattah al-Sisi"),
    ("Nicolás Maduro", "Nicolás Maduro Moros"),
    ("Xi", "Xi Jinping"),
]
DIFFERENT_PAIRS = [
    ("Bill Clinton", "Hillary Clinton"),
    ("Michelle Obama", "Barack Obama"),
    ("George W. Bush", "George H.W. Bush"),
    ("Robert Kennedy Jr.", "Robert Kennedy Sr."),
    ("Ron Paul", "Rand Paul"),
    ("John Kerry", "John Kelly"),
    ("Joan Smith", "John Smith"),
    ("Eric Stone", "Erica Stone"),
    ("Alexandra Koval", "Alexander Koval"),
    ("Mike Pence", "Mike Pompeo"),
    ("Wendy Sherman", "Brad Sherman"),
    ("Sherman", "Putin"),
]
ALL = [name for pair in SAME_PAIRS + POSSIBLE_PAIRS + DIFFERENT_PAIRS for name in pair]


@pytest.mark.parametrize(("a", "b"), SAME_PAIRS)
def test_spellings_of_one_name_are_the_same(a: str, b: str) -> None:
    """Transliteration, nicknames, order, initials run together and small slips do not part a person."""
    assert same_person(a, b).verdict == "same"


@pytest.mark.parametrize(("a", "b"), POSSIBLE_PAIRS)
def test_part_of_a_name_leaves_it_open(a: str, b: str) -> None:
    """A family name, an initial or a missing Jr. is for the article to decide."""
    assert same_person(a, b).verdict == "possible"


@pytest.mark.parametrize(("a", "b"), DIFFERENT_PAIRS)
def test_two_people_stay_two(a: str, b: str) -> None:
    """Given names or middle names that contradict each other part people of one family name."""
    assert same_person(a, b).verdict == "different"


@given(st.sampled_from(ALL), st.sampled_from(ALL))
def test_the_verdict_follows_the_score_and_the_order_does_not_matter(a: str, b: str) -> None:
    """The thresholds are the public ones, a comparison is symmetric and has a reason."""
    match = same_person(a, b)
    assert match == same_person(b, a)
    assert match.reason
    expected = "same" if match.score >= SAME else "possible" if match.score >= POSSIBLE else "different"
    assert expected == match.verdict


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_can_be_compared(a: str, b: str) -> None:
    """No text breaks the comparison; scores stay in [0, 1]."""
    assert 0.0 <= same_person(a, b).score <= 1.0


@given(st.sampled_from([name for name in ALL if len(name) > 4]))
def test_a_name_is_the_same_as_itself(name: str) -> None:
    """Also in capitals and with a possessive."""
    assert same_person(name, name).score == 1.0
    assert same_person(name, f"{name.upper()}’S").verdict == "same"


def test_names_that_could_be_the_same_share_a_key() -> None:
    """What the keys keep apart is different, however it is compared."""
    for a, b in combinations(sorted(set(ALL)), 2):
        if set(blocking_keys(a)).isdisjoint(blocking_keys(b)):
            assert same_person(a, b).verdict == "different"
    assert list(blocking_keys("Wendy Sherman")) == sorted(set(blocking_keys("Wendy Sherman")))


def test_one_sound_has_one_spelling() -> None:
    """Spellings that only transliteration parts become equal; German and dropped marks are both kept."""
    assert {("zelenski",)} == {sounds(word) for word in ("Zelensky", "Zelenskyy", "Zelenskiy", "zelenskyi")}
    assert sounds("Chaikovskii") == sounds("Tschaikowski") == sounds("Tchaikovsky")
    assert {"muler", "mueler"} == set(sounds("Müller"))
    assert () == sounds("")[1:] == sounds("123")[1:]


def _naive(a: str, b: str) -> float:
    """The distance by its definition, without rows and without a bound."""
    from onrecord.extraction.people.transliteration import _DROPPED, _SWAPPED, _exchange

    def drop(letter: str) -> float:
        return _DROPPED.get(letter, 1.0)

    if not a or not b:
        return sum(map(drop, a + b))
    ways = [
        _naive(a[:-1], b[:-1]) + (0.0 if a[-1] == b[-1] else _exchange(a[-1], b[-1])),
        _naive(a[:-1], b) + drop(a[-1]),
        _naive(a, b[:-1]) + drop(b[-1]),
    ]
    if len(a) > 1 and len(b) > 1 and a[-1] == b[-2] and a[-2] == b[-1] and a[-1] != b[-1]:
        ways.append(_naive(a[:-2], b[:-2]) + _SWAPPED)
    return min(ways)


@given(st.text("ghkaisSzt", max_size=5), st.text("ghkaisSzt", max_size=5))
def test_distance_is_what_its_definition_says(a: str, b: str) -> None:
    """The fast distance equals the plain recursion, and does not depend on the order."""
    assert distance(a, b, most=100.0) == pytest.approx(_naive(a, b))
    assert distance(a, b, most=100.0) == pytest.approx(distance(b, a, most=100.0))


@given(st.text(max_size=80), st.text(max_size=80))
def test_likeness_is_symmetric_and_bounded(a: str, b: str) -> None:
    """Any two words have a likeness in [0, 1]."""
    assert 0.0 <= likeness(a, b) == likeness(b, a) <= 1.0
