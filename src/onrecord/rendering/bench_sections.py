"""All plots of a benchmark, in the order of a reader's questions: who is better, at what price, where and why not."""

from __future__ import annotations

from onrecord.benchmark import Benchmark
from onrecord.rendering.bench_calibration_charts import calibration_section
from onrecord.rendering.bench_charts import Chart, Section, Steps
from onrecord.rendering.bench_curve_charts import depth_section, latency_section
from onrecord.rendering.bench_facts import cells_of
from onrecord.rendering.bench_gain_charts import gain_section
from onrecord.rendering.bench_group_charts import difference_section, group_section
from onrecord.rendering.bench_losses import MEANINGS, losses_of
from onrecord.rendering.bench_words import name_words
from onrecord.rendering.counts import format_count, plural


def sections_of(benchmark: Benchmark) -> list[Section]:
    """Every section, those without charts too: they say what the record lacks."""
    cells = cells_of(benchmark)
    return [
        difference_section(benchmark),
        latency_section(benchmark),
        group_section(benchmark, cells),
        gain_section(benchmark),
        depth_section(benchmark, cells),
        calibration_section(benchmark),
        loss_section(benchmark),
    ]


def loss_section(benchmark: Benchmark) -> Section:
    """The failure waterfall."""
    heading = "Where answers were lost"
    losses = losses_of(benchmark)
    if losses is None:
        return Section(heading, "The record holds no failure waterfall.")
    rows = [
        (name_words(stage), format_count(count), MEANINGS.get(stage, ""), f"{100 * count / losses.total:.1f}%")
        for stage, count in losses.steps
    ]
    about = f"{format_count(losses.found)} of {plural(losses.total, 'question')} answered"
    chart = Chart(
        "From all questions to those answered",
        about,
        Steps(losses.total, tuple((name_words(stage), count) for stage, count in losses.steps), losses.found),
        ("lost at", "questions", "meaning", "share"),
        rows,
    )
    reading = "Each missed question is counted once, at the first step after which its answer could not come back."
    return Section(heading, reading, (chart,))
