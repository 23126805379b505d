"""Any systems on any suite, in one run, with a record that can be repeated."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import BadInput

# Everything else is imported where it is used: `import onrecord` names `evaluate`, and a search measures nothing.
if TYPE_CHECKING:
    from onrecord.benchmark import Benchmark
    from onrecord.evaluation.benchmarking import Plan
    from onrecord.evaluation.checksums import Watch
    from onrecord.evaluation.earlier import Earlier
    from onrecord.evaluation.runs import Run, SearchFunction
    from onrecord.evaluation.suites import Suite
    from onrecord.records import Json
    from onrecord.uses.bench_suite import OpenSuite


def evaluate(
    suite: str | os.PathLike[str],
    systems: Mapping[str, SearchFunction | str | os.PathLike[str]],
    *,
    k: int | None = None,
    max_chars: int = 1200,
    measures: Sequence[str] = (),
    split: str = "test",
    queries: str | os.PathLike[str] | None = None,
    focus: str = "",
    against: str | os.PathLike[str] | None = None,
    even_if_changed: bool = False,
    resamples: int = 10_000,
    seed: int = 0,
    progress: Callable[[], None] | None = None,
) -> Benchmark:
    """The record of these systems on one suite: values by question, means with 95% intervals, verdicts.

    `suite` is `seeds`, a JSONL file of judged queries, a BEIR folder (with its `split`) or a file of TREC judgments
    (with the words of its `queries`). A system is a function from query words and k to hits, best first, or a file
    with its answers: JSON lines ({"qid", "hits"}) or a TREC run. A hit is anything with `article`, `start`, `end`,
    `score` and perhaps `speaker`; for suites of articles also an id or a pair (id, score).

    `k` is how many hits count (10 spans, 100 articles); `measures` go by ir_measures' names, and the first leads.
    `focus` is compared with every other system (`hybrid`, else the first), on the first two measures, over all
    questions and each family; Holm corrects over all of it and over the comparison with the earlier record `against`.
    `progress` is called after each answer. The same inputs give the same record, `seconds` aside.
    Raises BadInput for suites, runs and hits that cannot be used; what a system raises is not caught.

    >>> record = evaluate("seeds", {"nothing": lambda query, k: []}, resamples=100)
    >>> record.mean_of("nothing", "nDCG@10").mean
    0.0
    """
    from onrecord.evaluation.benchmarking import Plan
    from onrecord.evaluation.comparisons import Drawing
    from onrecord.uses.bench_suite import Reading, open_suite

    words = Path(queries) if queries is not None else None
    opened = open_suite(os.fspath(suite), Reading(k, max_chars, measures, split, words))
    plan = Plan(
        focus=focus,
        drawing=Drawing(resamples, seed),
        earlier=read_earlier(against, even_if_changed) if against else None,
    )
    runs, watch = answer(opened.suite, systems, progress=progress)
    return make_record(opened, runs, plan, runs_watch=watch)


def answer(
    suite: Suite,
    systems: Mapping[str, SearchFunction | Run | str | os.PathLike[str]],
    *,
    facts: Mapping[str, Mapping[str, Json]] | None = None,
    progress: Callable[[], None] | None = None,
) -> tuple[dict[str, Run], Watch]:
    """The run of each system, given, asked now or read from its file, and a watch over the files.

    BadInput when a function is to be asked but the suite has not the words of all its questions.
    """
    from onrecord.evaluation.article_suite import ARTICLE_DEPTH
    from onrecord.evaluation.runs import Run, ask, read_run

    files = {name: Path(system) for name, system in systems.items() if isinstance(system, str | os.PathLike)}
    watch = watch_runs(files)
    # What is wrong with a file is said before the long work.
    runs = {name: read_run(path) for name, path in files.items()}
    runs |= {name: system for name, system in systems.items() if isinstance(system, Run)}
    functions = {name: system for name, system in systems.items() if callable(system)}
    if functions:
        require_words(suite)
    depth = suite.depth or ARTICLE_DEPTH
    for name, function in functions.items():
        known = (facts or {}).get(name)
        runs[name] = ask(suite.questions, function, depth, name=name, facts=known, progress=progress)
    return {name: runs[name] for name in systems}, watch


def watch_runs(files: Mapping[str, Path]) -> Watch:
    """A watch over run files, under the names they have in a record."""
    from onrecord.evaluation.checksums import Watch
    from onrecord.evaluation.earlier import RUN_PREFIX

    return Watch({f"{RUN_PREFIX}{name}": path for name, path in files.items()})


def require_words(suite: Suite) -> None:
    """BadInput when a question has no words to ask with: TREC judgments alone, or a query file that lacks some."""
    silent = [question.qid for question in suite.questions if not question.query.strip()]
    if silent:
        raise BadInput(
            f"{suite.name}: {len(silent)} of {len(suite.questions)} questions without words, {silent[0]!r} first; "
            "name the file that has them (queries), or score runs made elsewhere only"
        )


def make_record(
    opened: OpenSuite,
    runs: Mapping[str, Run],
    plan: Plan,
    *,
    runs_watch: Watch | None = None,
    settings: Mapping[str, Json] | None = None,
    data: Mapping[str, str] | None = None,
    notes: Sequence[str] = (),
) -> Benchmark:
    """The record with checksums, versions and commit; `settings`, `data` and `notes` are added to its own.

    A file that was edited since it was opened is named in the notes: the figures are of what was read.
    """
    from onrecord.evaluation.benchmarking import make_benchmark
    from onrecord.uses.bench_software import commit, software

    watches = [opened.watch, *([runs_watch] if runs_watch else [])]
    sums = dict(data or {})
    for watch in watches:
        sums |= watch.sums
    record = make_benchmark(opened.suite, runs, plan, data=sums)
    edited = "was edited during the run; the figures are of what it held when it was read"
    changed = [f"{name} {edited}" for watch in watches for name in watch.changed()]
    return replace(
        record,
        settings={**record.settings, **(settings or {})},
        software=software(),
        commit=commit(),
        notes=(*notes, *record.notes, *changed),
    )


def read_earlier(path: str | os.PathLike[str], even_if_changed: bool = False) -> Earlier:
    """The record in a file, under the file's name without its suffix."""
    from onrecord.evaluation.benchmark_file import read_benchmark
    from onrecord.evaluation.earlier import Earlier

    return Earlier(read_benchmark(Path(path)), Path(path).stem, even_if_changed)
