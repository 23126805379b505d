"""Verdicts on quotations of one or two short texts, worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.alignment.align import Step, fill, path
from onrecord.alignment.printed import Vocabulary, Window, join, occurrences, read_printed
from onrecord.alignment.quoted import read_quoted
from onrecord.alignment.speech import find_speeches
from onrecord.alignment.verdict import Judgement, judge, quoted_span
from onrecord.alignment.words import read_words

HARBOUR = """The harbour talks ended on Monday without a deal.

"The ferries will stay in port until every sailor has been paid, and nobody will be dismissed," Maren Holt told
reporters. She called the offer a "bad joke" and left.

"We have waited for eleven weeks," said Tomas Brandt, "and we can wait for another eleven. The city has lost more
money than we ever asked for." Brandt spoke after the council had met behind closed doors for most of the night.

"The mayor must decide before the tourists arrive in June," Holt said."""
MARKET = """A second paper wrote: "Prices at the fish market have doubled since the strike began," a trader explained.
"""


def judged(quote: str, *texts: str) -> Judgement | None:
    vocabulary = Vocabulary()
    printed = [read_printed(text, vocabulary) for text in texts or (HARBOUR, MARKET)]
    joined = join(tuple(Window(i, text, 0, len(text.words)) for i, text in enumerate(printed)))
    quoted = read_quoted(quote)
    table = fill(vocabulary.numbers(quoted.words), joined.numbers, quoted.omissions, joined.hops, joined.documents)
    found = []
    for end in table.ends():
        if not end:
            continue
        last = joined.place(end - 1)[0]
        steps = []
        for step in path(table, end):
            window, word = joined.place(step.recorded) if step.recorded >= 0 else (last, -1)
            steps.append((window, Step(step.kind, step.quoted, word)))
        if judgement := judge(steps, printed, [1.0] * len(quoted.words)):
            found.append(judgement)
    order = ("verbatim", "trimmed", "altered", "spliced")
    return min(found, key=lambda one: order.index(one.verdict), default=None)


@pytest.mark.parametrize(
    ("quote", "verdict"),
    [
        ("The ferries will stay in port until every sailor has been paid, and nobody will be dismissed", "verbatim"),
        ("THE FERRIES will stay in port until every sailor has been paid — and nobody will be dismissed!", "verbatim"),
        ("bad joke", "verbatim"),
        ("The harbour talks ended on Monday", "verbatim"),
        (
            "We have waited for eleven weeks, and we can wait for another eleven. "
            "The city has lost more money than we ever asked for.",
            "verbatim",
        ),
        ("every sailor has been paid, and nobody will be dismissed", "trimmed"),
        ("The ferries will stay in port", "trimmed"),
        ("The ferries will stay … and nobody will be dismissed", "trimmed"),
        ("The ferries will stay [...] in port … every sailor has been paid", "trimmed"),
        ("We have waited for eleven weeks … The city has lost more money", "trimmed"),
        ("waited for eleven weeks and we can wait", "trimmed"),
        ("The ferries will sail from port until every sailor has been paid, and nobody will be dismissed", "altered"),
        ("nobody will be dismissed since Prices at the fish market have doubled since the strike began", "altered"),
        ("The ferries will not stay in port until every sailor has been paid", "altered"),
        ("The ferries will stay in port, and nobody will be dismissed", "altered"),
        ("We have waited for twelve weeks", "altered"),
        ("every sailor has been paid, and nobody will be dismissed tomorrow", "altered"),
        ("bad old joke", "altered"),
        (
            "The ferries will stay in port until every sailor has been paid, and we can wait for another eleven",
            "spliced",
        ),
        ("The mayor must decide before the tourists arrive, the ferries will stay in port", "spliced"),
        ("and nobody will be dismissed since Prices at the fish market have doubled since the strike began", "spliced"),
        ("We have waited for eleven weeks … The mayor must decide before the tourists arrive", "spliced"),
    ],
)
def test_verdicts(quote: str, verdict: str) -> None:
    """Each definition at its border."""
    found = judged(quote)
    assert found is not None
    assert found.verdict == verdict


def test_scare_quotes_make_no_speech() -> None:
    """Words of the reporter between two partly quoted phrases may not be skipped in silence."""
    text = (
        'He called the plan "a dangerous gamble with our money" and said that voters '
        '"will remember this day in autumn" for long.'
    )
    found = judged("a dangerous gamble with our money will remember this day in autumn", text)
    assert found is not None
    assert found.verdict == "spliced"
    assert find_speeches(text, read_words(text)).hops == []


@pytest.mark.parametrize(
    ("text", "hops"),
    [
        ('"We are ready," Sherman said, "to bear it."', 1),
        ('"We are ready," said Mr. Holt. "We will bear it."', 1),
        ('"Are you ready?" she asked. "We are not."', 1),
        ('"We are ready," Sherman said. Holt answered, "We are not."', 0),
        ('"We are ready," she said, and he replied, "We are not."', 0),
        ('"We are ready," Sherman said.\n\n"We are not," Holt said.', 0),
        ('"We are ready," Sherman said, adding that they would "bear it".', 0),
        ('a "red line" and a "blue line"', 0),
    ],
)
def test_interruptions(text: str, hops: int) -> None:
    """Only one attribution, and nothing else, joins two quotations to one speech."""
    assert len(find_speeches(text, read_words(text)).hops) == hops


def test_nothing_equal() -> None:
    """Without one equal word there is no judgement."""
    assert judged("Zebra quagga okapi") is None


def test_pieces_are_exact() -> None:
    """The pieces of an interrupted quotation are its halves, and nothing of the reporter's."""
    found = judged("We have waited for eleven weeks, and we can wait for another eleven")
    assert found is not None
    printed = read_printed(HARBOUR, Vocabulary())
    assert [quoted_span(piece, [printed]).of(HARBOUR) for piece in found.pieces] == [
        "We have waited for eleven weeks",
        "and we can wait for another eleven",
    ]


@given(st.lists(st.integers(0, 3), max_size=30), st.lists(st.integers(0, 3), min_size=1, max_size=4))
@settings(deadline=None)
def test_occurrences_like_the_plain_way(text: list[int], wanted: list[int]) -> None:
    """Finding words by their bytes finds what comparing them one by one finds, overlapping places once."""
    vocabulary = Vocabulary()
    printed = read_printed(" ".join(f"w{word}" for word in text), vocabulary)
    numbers = vocabulary.learn(read_words(" ".join(f"w{word}" for word in wanted)))
    plain, place = [], 0
    while place + len(wanted) <= len(text):
        if text[place : place + len(wanted)] == wanted:
            plain.append(place)
        place += 1
    assert occurrences(numbers, printed) == plain
