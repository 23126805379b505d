"""Text fragments are spelled as the specification says and lead to the place meant."""

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.records import Span
from onrecord.rendering.text_fragment import text_fragment

URL = "https://example.org/a"


def fragment(text: str, phrase: str, *, last: bool = False, url: str = URL) -> str:
    start = text.rindex(phrase) if last else text.index(phrase)
    link = text_fragment(url, text, Span(start, start + len(phrase)))
    return link.partition(":~:text=")[2]


@pytest.mark.parametrize(
    ("phrase", "encoded"),
    [
        ("an example text fragment", "an%20example%20text%20fragment"),
        ("a - b", "a%20%2D%20b"),
        ("x, y & z", "x%2C%20y%20%26%20z"),
        ("100% sure", "100%25%20sure"),
        ("C# or C", "C%23%20or%20C"),
        ("déjà vu", "d%C3%A9j%C3%A0%20vu"),
        ("漢字", "%E6%BC%A2%E5%AD%97"),
        ("e.g. this_one ~ ok", "e.g.%20this_one%20~%20ok"),
        ("it's (not) that", "it%27s%20%28not%29%20that"),
    ],
)
def test_encoding(phrase: str, encoded: str) -> None:
    """Dash, comma and ampersand, which have a meaning in the fragment, and all but letters, digits and `_.~`."""
    assert fragment(f"Well {phrase} here.", phrase) == encoded


def test_the_examples_of_the_specification() -> None:
    """Context as in its `this is-,an example,-text fragment`: before, behind, or both."""
    assert fragment("here is an example text, this is an example of it", "an example", last=True) == (
        "text%2C%20this%20is-,an%20example"
    )
    assert fragment("x an example a. x an example b.", "an example", last=True) == "example%20a.%20x-,an%20example"
    start_of_text = "an example first, an example second"
    assert fragment(start_of_text, "an example") == "an%20example"


def test_first_of_several_places_needs_no_context() -> None:
    """The browser shows the first place anyway."""
    assert fragment("no war. Then no war.", "no war") == "no%20war"
    assert fragment("No War? no war.", "no war") == "No%20War%3F-,no%20war"


def test_case_and_accents_do_not_tell_places_apart() -> None:
    """Browsers compare letters only: the earlier `RESUME` would be shown without context."""
    assert fragment("RESUME now. The résumé counts.", "résumé") == "RESUME%20now.%20The-,r%C3%A9sum%C3%A9"


def test_a_word_inside_a_longer_word_is_no_match() -> None:
    """`war` in `warn` and `postwar` is passed over by browsers."""
    assert fragment("They warn of postwar days and war.", "war.") == "war."


def test_part_of_a_word_becomes_the_word() -> None:
    """Terms begin and end at words, or browsers would not find them."""
    assert fragment("unbelievable stories", "believable stor") == "unbelievable%20stories"


def test_marks_and_blanks_at_the_ends_are_left_out() -> None:
    """Pages show other quotation marks than texts do."""
    assert fragment("He said: “No war,” twice.", " “No war,” ") == "No%20war"


def test_over_paragraphs() -> None:
    """Text in two paragraphs is given by its first and last words, since no term can cross a block."""
    text = "One.\n\n“We are here and will stay for long.\r\n\r\n“And we will win in the end,” he said."
    phrase = text[text.index("“We") : text.index(" he said")]
    assert fragment(text, phrase) == "We%20are%20here%20and,win%20in%20the%20end"


def test_long_quotations_are_named_by_their_ends() -> None:
    """Above 300 characters a link gives four words, then eight, then sixteen of each end."""
    words = " ".join(f"word{n}" for n in range(80))
    assert fragment(f"Start {words} end.", words) == "word0%20word1%20word2%20word3,word76%20word77%20word78%20word79"
    twice = "word0 word1 word2 word3 no. " + words
    assert fragment(twice, words).startswith("word2%20word3%20no.-,word0%20word1%20word2%20word3,word76")


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "ftp://x.org/a", "//x.org", "https://x .org", "file:///a"])
def test_only_web_addresses(url: str) -> None:
    """Everything else gives no link at all."""
    assert text_fragment(url, "some words", Span(0, 4)) == ""


def test_fragments_of_the_address() -> None:
    """An element's fragment stays, an older text fragment is replaced."""
    assert text_fragment(URL + "#part", "some words", Span(0, 4)) == f"{URL}#part:~:text=some"
    assert text_fragment(URL + "#part:~:text=old", "some words", Span(0, 4)) == f"{URL}#part:~:text=some"
    assert text_fragment(URL + "#:~:text=old", "some words", Span(0, 4)) == f"{URL}#:~:text=some"
    assert text_fragment(URL + "#", "some words", Span(0, 4)) == f"{URL}#:~:text=some"


@pytest.mark.parametrize("span", [Span(0, 0), Span(0, 3), Span(3, 4), Span(90, 99)])
def test_nothing_to_point_at(span: Span) -> None:
    """Without a letter or digit it is the page alone."""
    assert text_fragment(URL, "... “ words", span) == URL


def test_hostile_lengths() -> None:
    """One endless word, and text that is the same all over, end in some link without endless work."""
    assert text_fragment(URL, "x" * 500_000, Span(1000, 400_000)) == URL
    same = "no war " * 50_000
    assert text_fragment(URL, same, Span(70_000, 70_006)).endswith("-no%20war%20" + "no%20war%20" * 4 + "no%20war")
    assert ",no%20war," in text_fragment(URL, same, Span(70_000, 70_006))


WORDS = st.text(st.sampled_from("ab é.,-“” \n\r"), min_size=1, max_size=60)


@given(WORDS, st.data())
def test_the_first_match_is_the_place(text: str, data: st.DataObject) -> None:
    """Naive twin: a browser's search over the text finds the target first, or every context was of no use."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    link = text_fragment(URL, text, Span(start, end))
    spelled = [term for term in link.partition(":~:text=")[2].split(",") if term]
    if not spelled:
        assert not re.search(r"\w", text[start:end])
        return
    # A dash of the text is %2D, so a bare one is syntax.
    prefix = unquote(spelled.pop(0)[:-1]) if spelled[0].endswith("-") else ""
    suffix = unquote(spelled.pop()[1:]) if spelled[-1].startswith("-") else ""
    terms = [unquote(term) for term in spelled]
    assert 1 <= len(terms) <= 2
    places = [place for place in range(len(text)) if leads_to(text, place, prefix, terms, suffix)]
    assert places
    core = re.sub(r"^\W+|\W+$", "", text[start:end])
    if not prefix and not suffix:
        assert places[0] <= start + text[start:end].index(core)


def leads_to(text: str, place: int, prefix: str, terms: list[str], suffix: str) -> bool:
    """Whether the terms stand at `place` one after the other, blanks aside."""
    rest = squeezed(text[place:])
    if not rest.startswith(squeezed(terms[0])) or text[place].isspace():
        return False
    if not squeezed(text[:place]).endswith(squeezed(prefix)):
        return False
    behind, wanted = rest[len(squeezed(terms[0])) :], squeezed(suffix)
    if len(terms) == 1:
        return behind.startswith(wanted)
    # An end that the suffix does not follow is passed over for the next one.
    end = squeezed(terms[1])
    ends = (at + len(end) for at in range(len(behind)) if behind.startswith(end, at))
    return any(behind.startswith(wanted, at) for at in ends)


def squeezed(text: str) -> str:
    return "".join(text.split())
