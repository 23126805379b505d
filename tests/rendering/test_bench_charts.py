"""What the plots show, by hand: gains, intervals, depths, latencies, calibration, losses."""

import math
from dataclasses import replace

import pytest
from bench_samples import QUESTIONS, bare, small
from hypothesis import given
from hypothesis import strategies as st

from onrecord.benchmark import Answered, SystemOutcome
from onrecord.rendering.bench_calibration_charts import (
    bins_of,
    calibration_error,
    calibration_section,
    judged_confidences,
    wilson,
)
from onrecord.rendering.bench_charts import Curves, Gains, Intervals, Reliability, Steps, Strips
from onrecord.rendering.bench_curve_charts import depth_section, latency_section, nearest_rank
from onrecord.rendering.bench_facts import cells_of
from onrecord.rendering.bench_gain_charts import gain_section, gains_between
from onrecord.rendering.bench_group_charts import difference_section, group_section
from onrecord.rendering.bench_losses import losses_of
from onrecord.rendering.bench_sections import loss_section, sections_of


def test_gains_are_sorted_and_counted() -> None:
    """Largest first, ties by qid; unanswerable questions do not count."""
    record = small()
    bm25, hybrid = record.systems
    gains = gains_between(record, hybrid, bm25)
    assert [(bar.qid, bar.difference) for bar in gains.bars] == [("q1", 0.5), ("q2", 0.0), ("q3", -0.25)]
    assert (gains.better, gains.equal, gains.worse) == (1, 1, 1)
    assert gains.reach == 0.5
    (chart,) = gain_section(record).charts
    assert chart.about == "hybrid is above bm25 on 1 of 3 questions, equal on 1, below on 1"
    assert chart.rows == [
        ("q1", "harbour dues", "1.000", ".500", "+.500"), ("q3", "price of bread", ".750", "1.000", "−.250"),
    ]  # fmt: skip


def test_gains_share_an_axis() -> None:
    """Charts that stand beside each other can be compared: the largest difference sets the reach of all."""
    record = small()
    near = replace(record.systems[1], name="near")
    charts = gain_section(replace(record, systems=(*record.systems, near))).charts
    assert [chart.title for chart in charts] == ["hybrid − bm25", "hybrid − near"]
    assert [chart.figure.reach for chart in charts if isinstance(chart.figure, Gains)] == [0.5, 0.5]


def test_a_long_table_of_gains_keeps_both_ends() -> None:
    """Of more than 200 questions that differ, the table has the 100 largest gains and losses and counts the rest."""
    questions = tuple(replace(QUESTIONS[0], qid=f"q{n:03}") for n in range(250))
    one = SystemOutcome("one", {f"q{n:03}": Answered({"nDCG@10": (n + 1) / 251}) for n in range(250)})
    other = SystemOutcome("hybrid", {f"q{n:03}": Answered({"nDCG@10": 0.0}) for n in range(250)})
    (chart,) = gain_section(replace(bare(), questions=questions, systems=(one, other))).charts
    assert (len(chart.rows), chart.left_out) == (200, 50)
    assert (chart.rows[0][0], chart.rows[99][0], chart.rows[100][0], chart.rows[-1][0]) == (
        "q000", "q099", "q150", "q249",
    )  # fmt: skip


def test_differences_have_a_row_each() -> None:
    """The primary measure over all questions; the system that is the same in all rows stands in the title."""
    (chart,) = difference_section(small()).charts
    assert chart.title == "hybrid minus each other"
    assert isinstance(chart.figure, Intervals)
    (row,) = chart.figure.rows
    assert (row.label, row.note) == ("bm25", "no difference seen")
    assert (row.marks[0].slot, row.marks[0].value, row.marks[0].low, row.marks[0].high) == (1, 0.0833, -0.25, 0.5)
    assert (chart.figure.low, chart.figure.high, chart.figure.zero) == (-0.25, 0.5, True)


def test_groups_share_an_axis() -> None:
    """Families and styles each have a chart, with all systems in every row and one reach for both."""
    record = small()
    family, style = group_section(record, cells_of(record)).charts
    assert isinstance(family.figure, Intervals)
    assert isinstance(style.figure, Intervals)
    assert [(row.label, row.note) for row in family.figure.rows] == [
        ("all", "n 3"),
        ("person", "n 1"),
        ("quote", "n 2"),
    ]
    assert [row.label for row in style.figure.rows] == ["all", "keyword", "question"]
    assert [(mark.slot, mark.value) for mark in family.figure.rows[2].marks] == [(0, 0.875), (1, 0.75)]
    assert (family.figure.low, family.figure.high) == (style.figure.low, style.figure.high) == (0.5, 1.0)
    assert family.about == "Highest of 3 rows: hybrid in 3"


def test_recall_by_depth() -> None:
    """The depths that the record holds, ascending; fewer than two make no curve."""
    record = small()
    (chart,) = depth_section(record, cells_of(record)).charts
    assert isinstance(chart.figure, Curves)
    assert chart.figure.ticks == (1.0, 10.0)
    assert [(curve.name, [(x, round(y, 4)) for x, y in curve.points]) for curve in chart.figure.curves] == [
        ("hybrid", [(1.0, 0.6667), (10.0, 1.0)]), ("bm25", [(1.0, 0.3333), (10.0, 1.0)]),
    ]  # fmt: skip
    kept_aside = replace(record, measures=("nDCG@10",))
    assert depth_section(kept_aside, cells_of(kept_aside)).charts[0].figure == chart.figure
    fewer = replace(record, systems=record.systems[:1], questions=record.questions[3:])
    assert depth_section(fewer, cells_of(fewer)).charts == ()


def test_latency_percentiles() -> None:
    """Nearest rank: values that were measured; nothing timed makes no chart, a clock without resolution no zero."""
    (chart,) = latency_section(small()).charts
    assert isinstance(chart.figure, Strips)
    assert chart.figure.strips[1].percentiles == (0.001, 0.001, 0.002, 0.003, 0.004)
    hundred = [n / 100 for n in range(1, 101)]
    assert [nearest_rank(hundred, percent) for percent in (5, 25, 50, 75, 95)] == [0.05, 0.25, 0.5, 0.75, 0.95]
    assert latency_section(bare()).charts == ()
    still = replace(bare(), systems=(SystemOutcome("s", {"q": Answered({}, seconds=0.0), "r": Answered({})}),))
    (chart,) = latency_section(still).charts
    assert isinstance(chart.figure, Strips)
    assert set(chart.figure.strips[0].percentiles) == {1e-6}


def test_confidences_are_judged() -> None:
    """hit@1 says whether the first hit answers, else a reciprocal rank of 1; no answer to find is never answered."""
    _, hybrid = small().systems
    assert judged_confidences(QUESTIONS, hybrid) == [(0.95, True), (0.4, False), (0.92, True), (0.1, False)]
    answers = {
        "q1": Answered({"RR": 1.0}, confidence=1.5),
        "q2": Answered({"RR": 0.5}, confidence=-0.5),
        "q3": Answered({}, confidence=0.5),
        "q4": Answered({}, confidence=math.nan),
    }
    assert judged_confidences(QUESTIONS, SystemOutcome("s", answers)) == [(1.0, True), (0.0, False)]


def test_calibration_bins() -> None:
    """Equal width, empty ones left out, 1.0 in the last; the error weighs bins by their answers."""
    bins = bins_of([(0.1, False), (0.15, True), (0.92, True), (1.0, True)])
    assert [(one.count, round(one.confidence, 4), one.share) for one in bins] == [(2, 0.125, 0.5), (2, 0.96, 1.0)]
    assert calibration_error(bins) == pytest.approx((2 * 0.375 + 2 * 0.04) / 4)
    (chart,) = calibration_section(small()).charts
    assert isinstance(chart.figure, Reliability)
    assert chart.about.startswith("4 answers; mean gap")
    # Squares: .05, .4, .08 and .1 away from the truth.
    assert f"Brier score {0.25 * (0.0025 + 0.16 + 0.0064 + 0.01):.3f}".replace("0.", ".") in chart.about


@given(st.integers(1, 500), st.floats(0, 1))
def test_wilson_holds_the_share(count: int, part: float) -> None:
    """The interval lies in [0, 1], holds the share, and is never empty."""
    right = round(part * count)
    low, high = wilson(right, count)
    assert 0 <= low < high <= 1
    assert low - 1e-12 <= right / count <= high + 1e-12


def test_losses_step_down_to_what_was_found() -> None:
    """Stages in the order in which a query passes them, empty ones left out; the rest was found."""
    losses = losses_of(small())
    assert losses is not None
    assert (losses.total, losses.steps, losses.found) == (3, (("fusion", 1),), 2)
    mixed = losses_of(replace(small(), waterfall={"later stage": 1, "fusion": 2, "splitting": 3, "bm25": -1}))
    assert mixed is not None
    assert mixed.steps == (("splitting", 3), ("fusion", 2), ("later stage", 1))
    assert (mixed.total, mixed.found) == (6, 0)
    (chart,) = loss_section(small()).charts
    assert isinstance(chart.figure, Steps)
    assert losses_of(bare()) is None


def test_an_empty_record_has_sentences_instead() -> None:
    """Every section without charts says why."""
    sections = sections_of(bare())
    assert len(sections) == 7
    assert all(not section.charts and section.about.endswith(".") for section in sections)


def test_sections_of_a_full_record() -> None:
    """Every kind of figure is there."""
    kinds = [type(section.charts[0].figure) for section in sections_of(small())]
    assert kinds == [Intervals, Strips, Intervals, Gains, Curves, Reliability, Steps]
    for section in sections_of(small()):
        for chart in section.charts:
            assert chart.rows
            assert all(len(row) == len(chart.head) for row in chart.rows)
