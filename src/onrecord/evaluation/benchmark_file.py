"""A benchmark's record as a JSON file: written with every digit, read strictly.

The file is one object; `"benchmark": 1` is its version, its other keys are the fields of `Benchmark`.
The same record gives the same bytes.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import get_args

from onrecord.atomic import replace_file
from onrecord.benchmark import Answered, Benchmark, Comparison, Mean, Miss, Question, Stage, SystemOutcome, Verdict
from onrecord.errors import ArchiveUnwritable, BadInput
from onrecord.evaluation.record_fields import Fields, items_of, numbers_of, read_json, texts_of
from onrecord.records import Json

VERSION = 1
_KINDS = ("spans", "articles")
_STAGES = get_args(Stage)
_VERDICTS = get_args(Verdict)


def benchmark_dict(benchmark: Benchmark) -> dict[str, Json]:
    """The record ready for `json.dumps`, keys in the order of the fields."""
    return {"benchmark": VERSION, **asdict(benchmark)}


def benchmark_json(benchmark: Benchmark) -> str:
    """The content of a record's file, ASCII only; BadInput when a number of it is NaN or infinite."""
    try:
        return json.dumps(benchmark_dict(benchmark), indent=1, allow_nan=False) + "\n"
    except ValueError as error:
        raise BadInput("the record holds NaN or infinity, which JSON cannot say; expected finite numbers") from error


def write_benchmark(path: Path | str, benchmark: Benchmark) -> None:
    """Writes the record; the file is the old one or the whole new one. ArchiveUnwritable when it cannot be written."""
    content = benchmark_json(benchmark).encode("ascii")
    try:
        replace_file(Path(path), content)
    except OSError as error:
        raise ArchiveUnwritable(f"{path}: cannot be written ({error.strerror or error}); try elsewhere") from error


def read_benchmark(path: Path | str) -> Benchmark:
    """The record in a file; BadInput with the file, the place inside it and what was expected there."""
    path = Path(path)
    whole = Fields(read_json(path), str(path), "")
    version = whole.value("benchmark")
    if version != VERSION or isinstance(version, bool):
        raise BadInput(f"{path}: benchmark version {version!r}; this release reads {VERSION}; run the benchmark again")
    benchmark = Benchmark(
        suite=whole.text("suite"),
        kind=whole.choice("kind", _KINDS),  # type: ignore[arg-type]
        measures=tuple(whole.texts("measures")),
        primary=whole.text("primary"),
        questions=tuple(_question(row) for row in whole.objects("questions")),
        systems=tuple(_system(row) for row in whole.objects("systems")),
        comparisons=tuple(_comparison(row) for row in whole.objects("comparisons")),
        misses={name: tuple(map(_miss, items_of(rows))) for name, rows in whole.mapping("misses").items()},
        waterfall=whole.counts("waterfall"),
        settings=whole.mapping_of_json("settings"),
        software=texts_of(whole.mapping("software")),
        data=texts_of(whole.mapping("data")),
        commit=whole.text("commit"),
        means=tuple(_mean(row) for row in whole.objects("means")),
        earlier=tuple(_comparison(row) for row in whole.objects("earlier")),
        notes=tuple(whole.texts("notes")),
        misattributed=tuple(_miss(row) for row in whole.objects("misattributed")),
    )
    whole.nothing_else()
    _check(benchmark, str(path))
    return benchmark


def _question(row: Fields) -> Question:
    question = Question(
        qid=row.text("qid"),
        query=row.text("query"),
        family=row.text("family"),
        style=row.text("style"),
        cluster=row.text("cluster"),
        answerable=row.truth("answerable"),
    )
    row.nothing_else()
    return question


def _system(row: Fields) -> SystemOutcome:
    outcome = SystemOutcome(
        name=row.text("name"),
        answers={qid: _answered(answer.as_object()) for qid, answer in row.mapping("answers").items()},
        overall=numbers_of(row.mapping("overall")),
        facts=row.mapping_of_json("facts"),
    )
    row.nothing_else()
    return outcome


def _answered(row: Fields) -> Answered:
    answered = Answered(
        values=numbers_of(row.mapping("values")),
        score=row.number_or_none("score"),
        seconds=row.number_or_none("seconds"),
        confidence=row.number_or_none("confidence"),
    )
    row.nothing_else()
    return answered


def _comparison(row: Fields) -> Comparison:
    comparison = Comparison(
        system=row.text("system"),
        against=row.text("against"),
        measure=row.text("measure"),
        group=row.text("group"),
        questions=row.whole("questions"),
        difference=row.number("difference"),
        low=row.number("low"),
        high=row.number("high"),
        p=row.number("p"),
        p_holm=row.number("p_holm"),
        verdict=row.choice("verdict", _VERDICTS),  # type: ignore[arg-type]
    )
    row.nothing_else()
    return comparison


def _mean(row: Fields) -> Mean:
    mean = Mean(
        system=row.text("system"),
        measure=row.text("measure"),
        group=row.text("group"),
        questions=row.whole("questions"),
        mean=row.number("mean"),
        low=row.number_or_none("low"),
        high=row.number_or_none("high"),
    )
    row.nothing_else()
    return mean


def _miss(row: Fields) -> Miss:
    miss = Miss(
        qid=row.text("qid"),
        stage=row.choice("stage", _STAGES),  # type: ignore[arg-type]
        reason=row.text("reason"),
        ranks={name: value.whole_or_none() for name, value in row.mapping("ranks").items()},
        first=None if row.value("first") is None else row.mapping_of_json("first"),
        answer=row.mapping_of_json("answer"),
    )
    row.nothing_else()
    return miss


def _check(benchmark: Benchmark, place: str) -> None:
    """What the parts say of each other must hold."""
    qids = _unique([question.qid for question in benchmark.questions], "question", place)
    names = _unique([system.name for system in benchmark.systems], "system", place)
    for system in benchmark.systems:
        _known(system.answers, qids, f"{place}: system {system.name!r} answers question")
    _known(benchmark.misses, names, f"{place}: misses are given for system")
    for comparison in benchmark.comparisons:
        _known((comparison.system, comparison.against), names, f"{place}: a comparison names system")
    if benchmark.primary not in benchmark.measures:
        raise BadInput(f"{place}: primary {benchmark.primary!r}; expected one of {', '.join(benchmark.measures)}")


def _unique(names: list[str], what: str, place: str) -> set[str]:
    for name, count in Counter(names).items():
        if count > 1:
            raise BadInput(f"{place}: {what} {name!r} stands {count} times; expected it once")
    return set(names)


def _known(names: Iterable[str], known: set[str], says: str) -> None:
    for name in names:
        if name not in known:
            raise BadInput(f"{says} {name!r}, which the record does not hold")
