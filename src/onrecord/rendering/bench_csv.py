"""A benchmark as CSV for statistics programs: one row for each question, system and measure."""

from __future__ import annotations

import math
from collections.abc import Iterator

from onrecord.benchmark import Benchmark
from onrecord.rendering import csv_text as rows_as_csv

COLUMNS = (
    "suite", "qid", "query", "family", "style", "cluster", "answerable", "system", "measure", "value",
    "score", "seconds", "confidence",
)  # fmt: skip


def csv_text(benchmark: Benchmark) -> str:
    """A header and the rows, in the order of questions, systems and measures.

    A question without any measure (it has no answer, or the system was not asked) still has one row a system, with
    measure and value empty, so that score, seconds and confidence are kept. Texts that a spreadsheet would run are
    guarded. Numbers are written in full; undefined ones are empty.
    """
    return rows_as_csv.csv_text(COLUMNS, _rows(benchmark))


def _rows(benchmark: Benchmark) -> Iterator[tuple[str | float | None, ...]]:
    for question in benchmark.questions:
        about = (
            benchmark.suite,
            question.qid,
            question.query,
            question.family,
            question.style,
            question.cluster,
            "yes" if question.answerable else "no",
        )
        for system in benchmark.systems:
            answer = system.answers.get(question.qid)
            if answer is None:
                yield (*about, system.name, None, None, None, None, None)
                continue
            measured = (_known(answer.score), _known(answer.seconds), _known(answer.confidence))
            values: list[tuple[str | None, float | None]] = [
                (measure, float(value)) for measure, value in answer.values.items() if math.isfinite(value)
            ]
            for measure, value in values or [(None, None)]:
                yield (*about, system.name, measure, value, *measured)


def _known(number: float | None) -> float | None:
    return float(number) if number is not None and math.isfinite(number) else None
