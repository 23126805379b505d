"""The article on a terminal: a golden page, and nothing of the text lost or added whatever it holds."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from spoken_samples import ATTRIBUTIONS, SPEAKERS, TEXT, attributed_texts

from onrecord.records import Span
from onrecord.rendering.attribution_view import attributed_article
from onrecord.rendering.attribution_words import quoted_text, superscript
from onrecord.rendering.colours import Palette
from onrecord.rendering.display_width import text_width
from onrecord.rendering.safe_text import is_safe
from onrecord.spoken import Attribution

SGR = re.compile(r"\x1b\[[0-9;]*m")
GOLDEN = """\
The harbour

{source}  <cue>  «content»  numbers join what belongs together

Harbour plan splits the council

«“We will not close the harbour,”»¹ {Mayor Ada Bell}¹ <said>¹ on Monday. «“Not
now,”»² {she}² <added>², «“and not next year.”»²
  ¹ Ada Bell · direct · 0.98
  ² Ada Bell · mixed · 0.90

{Critics}³ <called>³ «the plan “a gift to developers” that ignores the town»³.
  ³ speaker unknown · mixed · 0.76

{Councillor Tom Reed}⁴ <said>⁴ «{auditors}⁵ <said>⁵ «nearly 1,200 jobs were at
stake»⁵»⁴.
  ⁴ Tom Reed · indirect · 0.61
  ⁵ auditors · indirect · 0.50

Speakers
  Ada Bell         1 2
  speaker unknown  3
  Tom Reed         4
  auditors         5
"""


def test_golden_page_without_colours() -> None:
    """Marks and numbers show every role, nested and discontinuous ones too; notes stand under their paragraph."""
    assert attributed_article(TEXT, ATTRIBUTIONS, SPEAKERS, title="The harbour") == GOLDEN


def test_colours_by_role_and_style() -> None:
    """With colours there are no marks: source, cue and the three styles each have their own."""
    shown = attributed_article(TEXT, ATTRIBUTIONS, SPEAKERS, palette=Palette(True))
    assert "\x1b[32m“We will not close the harbour,”\x1b[0m\x1b[2m¹\x1b[0m" in shown
    assert "\x1b[1;34mMayor Ada Bell\x1b[0m" in shown
    assert "\x1b[3;35madded\x1b[0m" in shown
    assert "\x1b[33m“and not next year.”\x1b[0m" in shown
    assert "\x1b[36mnearly 1,200 jobs were at stake\x1b[0m\x1b[2m⁵\x1b[0m\x1b[2m·\x1b[0m\x1b[2m⁴\x1b[0m." in shown
    assert "«" not in shown


def test_explain_gives_reasons() -> None:
    """How an attribution was found and why it is that speaker."""
    shown = attributed_article(TEXT, ATTRIBUTIONS, SPEAKERS, explain=True)
    assert "² Ada Bell · mixed · 0.90 · tagger · “she” is the only woman before it\n" in shown


def test_nothing_found() -> None:
    """An article without attributions says so, an empty one too."""
    assert attributed_article("Only this.", []).endswith("\n\nOnly this.\n\nNo attributions found.\n")
    assert attributed_article("", []).endswith("\n\nNo attributions found.\n")


@given(attributed_texts(), st.integers(20, 100), st.booleans())
@settings(max_examples=60)
def test_lines_fit_and_nothing_steers_the_terminal(
    case: tuple[str, list[Attribution]], width: int, colours: bool
) -> None:
    """Whatever the text and its spans are, only our own colours come out, in lines of the width asked for."""
    text, attributions = case
    plain = SGR.sub("", attributed_article(text, attributions, palette=Palette(colours), width=width))
    assert is_safe(plain.replace("\n", " "))
    assert all(text_width(line) <= width for line in plain.splitlines())


@given(attributed_texts(st.text("ab \n", max_size=60)))
@settings(max_examples=60)
def test_marks_are_balanced(case: tuple[str, list[Attribution]]) -> None:
    """As many opening as closing marks of each kind, and each closing one with its number."""
    text, attributions = case
    shown = attributed_article(text, attributions, marks=True, width=1000)
    for opening, closing in ("{}", "<>", "«»"):
        assert shown.count(opening) == shown.count(closing) == len(re.findall(f"{closing}[⁰¹²³⁴-⁹]", shown)) + 1
    body = re.sub(r"[{}<>«»⁰¹²³⁴-⁹]", "", "\n".join(shown.splitlines()[2:]).partition("Speakers")[0])
    words = [word for line in body.splitlines() if not line.startswith("  ") for word in line.split()]
    assert "".join(words).replace("Noattributionsfound.", "") == "".join(text.split())


def test_quoted_text() -> None:
    """An ellipsis stands only where words are left out."""
    assert quoted_text(TEXT, ATTRIBUTIONS[1].content) == "“Not now,” … “and not next year.”"
    assert quoted_text("one \n two three", [Span(0, 3), Span(3, 9), Span(9, 15)]) == "one two three"
    assert quoted_text("abc", []) == ""


def test_superscript() -> None:
    """Each digit, in order."""
    assert superscript(1234567890) == "¹²³⁴⁵⁶⁷⁸⁹⁰"
