"""Lines of a page to paragraphs."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.wrapped_lines import join_wrapped_lines


@pytest.mark.parametrize(
    ("page", "text"),
    [
        (
            "The drums of war are getting\nlouder, he said in the hall.\nThen he\nleft.",
            "The drums of war are getting louder, he said in the hall. Then he left.",
        ),
        (
            "A heading\nThe drums of war are getting loud\nand louder.",
            "A heading\nThe drums of war are getting loud and louder.",
        ),
        (
            "He said so and he said it twice.\nShort end.\nAnother paragraph begins right here",
            "He said so and he said it twice. Short end.\nAnother paragraph begins right here",
        ),
        ("one\n\ntwo", "one\ntwo"),
        ("the inter-\nnational talks", "the international talks"),
        ("the inter\u00ad\nnational talks", "the international talks"),
        ("in the years 1990-\n1991 and Plan A-\nB", "in the years 1990- 1991 and Plan A- B"),
        ("  wide   spaces\tall  over ", "wide spaces all over"),
        ("", ""),
    ],
)
def test_paragraphs(page: str, text: str) -> None:
    """Full lines flow on, short ones that end a sentence end the paragraph, divided words are joined."""
    assert join_wrapped_lines(page) == text


@given(st.text("ab -.\n\u00ad"))
def test_no_letter_is_lost(page: str) -> None:
    """Joining touches spaces, line ends and hyphens only."""
    kept = [c for c in page if c in "ab."]
    assert [c for c in join_wrapped_lines(page) if c in "ab."] == kept


def test_long_pages_take_linear_time() -> None:
    """A paragraph of 100,000 divided lines is joined quickly."""
    started = time.perf_counter()
    assert "-" not in join_wrapped_lines("word-\n" * 100_000 + "end")
    assert time.perf_counter() - started < 2
