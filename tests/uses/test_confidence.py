"""Honest silence: a hit's confidence, and the searches that may say that nothing answers."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import Archive
from onrecord.errors import BadInput
from onrecord.querying.confidence import LONGEST, UNIT_CALIBRATION, Calibration

ARTICLES = [
    {"id": "dam", "text": "The mayor said the dam would hold. Engineers praised the new concrete wall on Tuesday."},
    {"id": "fair", "text": "A fair opened in the old town. Visitors bought honey, candles and wooden toys all day."},
    {"id": "tax", "text": "The treasurer promised to cut the harbour tax by half before the summer begins."},
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Three short articles on disk."""
    made = Archive.open(tmp_path_factory.mktemp("confidence") / "archive")
    made.add(ARTICLES)
    return made


def test_the_logistic_by_hand() -> None:
    """1 / (1 + e^-(c + a s + b ln(1 + n) + d lead)), the lead being first minus sixth."""
    said = Calibration(-1.0, 2.0, 0.5, 3.0).confidence(0.6, 3, [0.6, 0.5, 0.5, 0.4, 0.4, 0.3, 0.1])
    assert said == pytest.approx(1 / (1 + math.exp(-(-1 + 1.2 + 0.5 * math.log(4) + 3 * 0.3))))


def test_hits_behind_the_first_by_hand() -> None:
    """The log of the rank and the distance to the best score are taken off; of the first hit nothing is."""
    calibration = Calibration(0.0, 2.0, 0.0, 0.0, rank=1.0, behind=10.0)
    assert calibration.confidence(0.6, 3, [0.6, 0.5]) == pytest.approx(1 / (1 + math.exp(-1.2)))
    third = calibration.confidence(0.5, 3, [0.6, 0.55, 0.5], 3)
    assert third == pytest.approx(1 / (1 + math.exp(-(1.0 - math.log(3) - 1.0))))


def test_terms_beyond_the_longest_query_learned_from_add_nothing() -> None:
    """A pasted page is not sure of its first hit for being long."""
    assert UNIT_CALIBRATION.confidence(0.4, LONGEST, [0.4]) == UNIT_CALIBRATION.confidence(0.4, 500, [0.4])
    assert UNIT_CALIBRATION.confidence(0.4, LONGEST - 1, [0.4]) < UNIT_CALIBRATION.confidence(0.4, LONGEST, [0.4])


def test_a_link_makes_no_hit_surer(archive: Archive) -> None:
    """The letters of a link are no words of the query."""
    plain, linked = archive.search("harbour tax"), archive.search("harbour tax https://example.org/a/bcd")
    assert [hit.confidence for hit in plain] == [hit.confidence for hit in linked]


@given(
    st.floats(-5, 5), st.floats(-5, 5), st.integers(0, 300), st.lists(st.floats(-5, 5), max_size=9), st.integers(1, 99)
)
def test_confidence_keeps_the_order(one: float, other: float, terms: int, leading: list[float], rank: int) -> None:
    """Within one query a better hit is never less sure, and every chance lies between 0 and 1."""
    calibration = Calibration(-12.0, 10.0, 2.0, 14.0, 1.0, 17.0)
    leading = sorted(leading, reverse=True)
    high = calibration.confidence(max(one, other), terms, leading, rank)
    low = calibration.confidence(min(one, other), terms, leading, rank + 1)
    assert 0 < low <= high < 1 or high == 1.0 or low == 0.0


def test_an_answer_is_surer_than_none(archive: Archive) -> None:
    """What an article says is found with more confidence than what none says, and the score is that confidence."""
    there = archive.search("Who promised to cut the harbour tax?")[0]
    absent = archive.search("Which volcano erupted in Iceland last winter?")[0]
    assert there.article == "tax"
    assert there.confidence is not None
    assert absent.confidence is not None
    assert there.confidence > absent.confidence
    assert there.score == there.confidence
    assert there.to_dict()["confidence"] == there.confidence


def test_least_confidence_leaves_out_and_never_reorders(archive: Archive) -> None:
    """The hits that are sure enough, in the same order; at the highest confidence and above none is left."""
    hits = archive.search("harbour tax")
    least = hits[0].confidence
    assert least is not None
    kept = archive.search("harbour tax", min_confidence=least)
    assert [hit.unit_id for hit in kept] == [hit.unit_id for hit in hits if (hit.confidence or 0) >= least]
    assert archive.search("harbour tax", min_confidence=1.0) == []


@pytest.mark.parametrize("options", [{"mode": "bm25"}, {"mode": "vector"}, {"group": "article"}, {"kind": "quote"}])
def test_other_searches_cannot_tell(archive: Archive, options: dict[str, str]) -> None:
    """Asking for confidence where none is calibrated is an error, not an empty answer."""
    with pytest.raises(BadInput, match="min_confidence"):
        archive.search("mayor dam", min_confidence=0.5, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("least", [-0.1, 1.1, True, "high", math.nan])
def test_a_share_is_expected(archive: Archive, least: object) -> None:
    """Anything but a number from 0 to 1 is refused."""
    with pytest.raises(BadInput, match="from 0 to 1"):
        archive.search("mayor", min_confidence=least)  # type: ignore[arg-type]


def test_a_folder_remembers_nothing_of_it(archive: Archive, tmp_path: Path) -> None:
    """Confidence is a pure function of archive and query: asking twice gives the same digits."""
    assert archive.search("honey and candles") == archive.search("honey and candles")
