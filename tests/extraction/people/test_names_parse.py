"""The parts of a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extraction.people.names import Name, parse_name

CASES = [
    ("Sen. Tim Kaine", "Tim", (), (), "Kaine", ""),
    ("US Deputy Secretary of State Wendy Sherman", "Wendy", (), (), "Sherman", ""),
    ("Sherman, Wendy", "Wendy", (), (), "Sherman", ""),
    ("J. D. Vance", "J.", ("D.",), (), "Vance", ""),
    ("JD Vance", "J.", ("D.",), (), "Vance", ""),
    ("Robert F. Kennedy Jr.", "Robert", ("F.",), (), "Kennedy", "Jr."),
    ("Robert F. Kennedy, Jr.", "Robert", ("F.",), (), "Kennedy", "Jr."),
    ("Ursula von der Leyen", "Ursula", (), ("von", "der"), "Leyen", ""),
    ("von der Leyen, Ursula", "Ursula", (), ("von", "der"), "Leyen", ""),
    ("Abdel Fattah el-Sisi", "Abdel", ("Fattah",), (), "el-Sisi", ""),
    ("Xi Jinping", "Jinping", (), (), "Xi", ""),
    ("Kim Kardashian", "Kim", (), (), "Kardashian", ""),
    ("Hillary Rodham Clinton", "Hillary", ("Rodham",), (), "Clinton", ""),
    ("Conor O’Brien", "Conor", (), (), "O’Brien", ""),
    ("Dinesh D’Souza’s", "Dinesh", (), (), "D’Souza", ""),
    ("Lula", "", (), (), "Lula", ""),
    ("BARACK OBAMA", "BARACK", (), (), "OBAMA", ""),
    ("barack obama", "barack", (), (), "obama", ""),
    ("Mr. Trump", "", (), (), "Trump", ""),
    ("Dean Martin", "Dean", (), (), "Martin", ""),
    ("Stephen King", "Stephen", (), (), "King", ""),
    ("Martin Luther King Jr.", "Martin", ("Luther",), (), "King", "Jr."),
    ("Al Gore", "Al", (), (), "Gore", ""),
    ("Chris Van Hollen", "Chris", (), ("Van",), "Hollen", ""),
    ("Crown Prince Mohammed bin Salman", "Mohammed", (), ("bin",), "Salman", ""),
    ("López Obrador, Andrés Manuel", "Andrés", ("Manuel",), (), "López Obrador", ""),
    ("Wendy Sherman, the US deputy secretary of state", "Wendy", (), (), "Sherman", ""),
    ("Rep. Paul Ryan of Wisconsin", "Paul", (), (), "Ryan", ""),
    ("John McCain, R-Ariz.", "John", (), (), "McCain", ""),
    ("Jean-Luc Mélenchon", "Jean-Luc", (), (), "Mélenchon", ""),
]


@pytest.mark.parametrize(("text", "given_name", "middle", "particles", "surname", "suffix"), CASES)
def test_names_are_read_in_parts(
    text: str, given_name: str, middle: tuple[str, ...], particles: tuple[str, ...], surname: str, suffix: str
) -> None:
    """Titles and possessives go, everything else has its place."""
    name = parse_name(text)
    assert (given_name, middle, particles, surname, suffix) == (
        name.given, name.middle, name.particles, name.surname, name.suffix
    )  # fmt: skip


def test_nicknames_stand_apart() -> None:
    """What stands in brackets or quotation marks is no middle name."""
    assert tuple(getattr(parse_name("Joe (Joseph) Biden"), p) for p in _PARTS) == ("Joe", "Joseph", "Biden")
    assert tuple(getattr(parse_name('William "Bill" Clinton'), p) for p in _PARTS) == ("William", "Bill", "Clinton")


_PARTS = ("given", "nickname", "surname")


def test_a_name_is_printed_in_its_own_order() -> None:
    """A family name that comes first stays first."""
    assert parse_name("President Xi Jinping").full == "Xi Jinping"
    assert parse_name("von der Leyen, Ursula").full == "Ursula von der Leyen"


def test_no_letters_no_name() -> None:
    """Marks alone are the empty name."""
    assert Name() == parse_name("") == parse_name(" ... ’s")


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    """No text breaks the grammar, and every part comes out of the text."""
    name = parse_name(text)
    for part in (name.surname, name.nickname, *name.titles):
        assert all(word.strip(".") in text for word in part.split())


@given(st.sampled_from([text for text, *_ in CASES]), st.sampled_from(["Mr. ", "Sen. ", "former President ", "Dr "]))
def test_a_title_changes_nothing(text: str, title: str) -> None:
    """The same name with one more title has the same family name."""
    if "," not in text and parse_name(text).given:
        assert parse_name(text).surname == parse_name(title + text).surname


def test_a_long_text_is_cut() -> None:
    """A megabyte is read no further than a name can be long."""
    assert len(parse_name("Anna " * 200_000).full) < 200
