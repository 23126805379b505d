"""The benchmark of an archive: its ways of ranking and any rivals on one suite, and where missed answers were lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.benchmark import Benchmark
from onrecord.errors import BadInput
from onrecord.evaluation.benchmarking import FOCUS, Plan
from onrecord.evaluation.checksums import Watch
from onrecord.evaluation.earlier import ARTICLES, find_changes
from onrecord.evaluation.judged_set import list_beside, read_judged_set
from onrecord.evaluation.runs import Run, read_run
from onrecord.records import Json
from onrecord.uses.bench_archive import (
    describe_archive,
    describe_systems,
    look_through,
    make_systems,
    system_names,
    warm_up,
)
from onrecord.uses.bench_suite import OpenSuite
from onrecord.uses.evaluate import answer, make_record, watch_runs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.archive import Archive
    from onrecord.records import Article
    from onrecord.storage.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Entries:
    """Who takes part: ways of ranking of the archive by name, and the runs of rivals with a watch over their files."""

    systems: Sequence[str]
    rivals: Mapping[str, Run]
    watch: Watch


def read_entries(systems: Sequence[str], files: Mapping[str, Path], focus: str = "") -> Entries:
    """The entries, rivals read; BadInput when nobody takes part, two go by one name or a name is not known."""
    if not systems and not files:
        raise BadInput("no systems to compare; expected at least one, of the archive or as a run")
    for name in systems:
        if name not in system_names():
            raise BadInput(f"system {name!r}; expected one of {', '.join(system_names())}")
    if twice := [name for name, count in Counter([*systems, *files]).items() if count > 1]:
        raise BadInput(f"{twice[0]!r} takes part twice; give the run another name, and name each system once")
    if focus and focus not in (*systems, *files):
        raise BadInput(f"focus {focus!r}; expected one of {', '.join((*systems, *files))}")
    watch = watch_runs(files)
    return Entries(tuple(systems), {name: read_run(path) for name, path in files.items()}, watch)


def run_bench(
    opened: OpenSuite,
    archive: Archive | None,
    entries: Entries,
    plan: Plan,
    progress: Callable[[], None] | None = None,
) -> tuple[Benchmark, dict[str, Run]]:
    """The record and the runs it was made from; without an archive, of rivals only.

    What was missed is followed through `hybrid`, when it takes part.
    """
    systems: dict[str, Any] = dict(entries.rivals)
    facts: dict[str, dict[str, Json]] = {}
    settings: dict[str, Json] = {}
    data: dict[str, str] = {}
    notes: list[str] = []
    if archive is not None:
        own = make_systems(archive.search, entries.systems, opened.suite.kind)
        warm_up(own, opened.suite)
        systems = {**own, **entries.rivals}
        facts = describe_systems(archive, entries.systems)
        settings["archive"] = describe_archive(archive)
        data[ARTICLES], notes = look_through(archive, opened.suite.articles, opened.judged)
    if plan.earlier is not None:
        # Before the long work, not after it.
        find_changes(plan.earlier, opened.suite.kind, opened.watch.sums | data, opened.suite.settings)
    runs, _ = answer(opened.suite, systems, facts=facts, progress=progress)
    record = make_record(opened, runs, plan, runs_watch=entries.watch, settings=settings, data=data, notes=notes)
    if archive is not None and FOCUS in entries.systems:
        record = _diagnosed(record, archive, opened, runs[FOCUS])
    return record, runs


@contextmanager
def passing_archive(
    articles: Iterable[Article],
    settings: Manifest,
    notify: Callable[[str], None] | None = None,
    progress: Callable[[Article], None] | None = None,
) -> Iterator[Archive]:
    """An archive of these articles in a temporary folder, gone at the end; BadInput when there are none."""
    import tempfile

    from onrecord.archive import Archive

    with (
        tempfile.TemporaryDirectory(prefix="onrecord-") as folder,
        Archive.open(Path(folder) / "archive", settings=settings, notify=notify) as archive,
    ):
        report = archive.add(articles, progress)
        if not report.added:
            raise BadInput("no article could be read; expected at least one to ask about")
        yield archive


def own_copy(opened: OpenSuite, suite: Path, sources: Sequence[str]) -> tuple[OpenSuite, list[str]]:
    """For a suite that is handed on without its articles: the suite with its texts, and the checked article files.

    Any other suite, or more than one source, stays as it is. BadInput when an article is missing or differs.
    """
    if len(sources) != 1 or not opened.judged or not list_beside(suite).is_file() or not Path(sources[0]).is_dir():
        return opened, list(sources)
    checked = read_judged_set(suite, sources[0])
    return replace(opened, judged=checked.queries), [str(path) for path in checked.files]


def _diagnosed(record: Benchmark, archive: Archive, opened: OpenSuite, run: Run) -> Benchmark:
    from onrecord.evaluation.article_suite import ArticleSuite
    from onrecord.uses.diagnose import diagnose, diagnose_articles

    parts, depth = archive._parts, opened.suite.depth or 1
    hits: Mapping[str, Any] = run.hits
    if isinstance(opened.suite, ArticleSuite):
        queries = {question.qid: question.query for question in opened.suite.questions}
        rankings = {qid: [hit.article for hit in found] for qid, found in hits.items()}
        found = diagnose_articles(parts, queries, opened.suite.qrels, rankings, k=depth)
    else:
        found = diagnose(parts, opened.judged, hits, k=depth, max_chars=int(opened.suite.settings["max_chars"]))
    waterfall = {str(stage): count for stage, count in found.waterfall.items()}
    return replace(record, misses={FOCUS: found.misses}, waterfall=waterfall, misattributed=found.misattributed)
