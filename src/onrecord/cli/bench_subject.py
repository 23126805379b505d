"""The archive that a benchmark asks: the one named, a passing one of articles named or brought along, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.cli import streams
from onrecord.cli.opening import opened
from onrecord.errors import BadInput

if TYPE_CHECKING:
    from onrecord.archive import Archive
    from onrecord.records import Article
    from onrecord.uses.bench_suite import OpenSuite


@dataclass(frozen=True, slots=True)
class Sources:
    """What was typed: the suite, the ways of ranking, and where the articles come from."""

    suite: str
    systems: list[str]
    archive: Path | None
    articles: tuple[str, ...]
    encoder: str


@contextmanager
def subject(read: OpenSuite, given: Sources) -> Iterator[tuple[Archive | None, OpenSuite]]:
    """The archive, None when only runs made elsewhere are scored, and the suite with what the articles add to it.

    Raises BadInput for a choice of sources that contradicts itself.
    """
    from onrecord.uses.bench import own_copy
    from onrecord.uses.bench_suite import SEEDS

    _check(given, brings_its_own=given.suite == SEEDS)
    if not given.systems:
        yield None, read
        return
    if given.archive is None and given.articles:
        asked, sources = own_copy(read, Path(given.suite), given.articles)
        with _passing(lambda: _read(sources), given.encoder, read) as archive:
            yield archive, asked
    elif given.archive is None and read.corpus is not None:
        with _passing(read.corpus, given.encoder, read) as archive:
            yield archive, read
    else:
        with opened(given.archive) as archive:
            yield archive, read


def _check(given: Sources, *, brings_its_own: bool) -> None:
    named = given.archive is not None or bool(given.articles)
    if given.archive is not None and given.articles:
        raise BadInput("both --archive and --articles given; expected one of them")
    if brings_its_own and named:
        raise BadInput(f"the suite {given.suite} brings its own article; leave --archive and --articles out")
    if not given.systems and named:
        raise BadInput("without systems no archive is asked; leave --archive and --articles out")


@contextmanager
def _passing(corpus: Callable[[], Iterable[Article]], encoder: str, read: OpenSuite) -> Iterator[Archive]:
    from onrecord.rendering.progress import Progress
    from onrecord.storage.manifest import Manifest
    from onrecord.uses.bench import passing_archive

    # Only answers that are spans may be quotes, people or claims; rankings of articles do not look at them.
    settings = Manifest(encoder=encoder, extraction=read.suite.kind == "spans")
    progress = Progress(None, "indexing", "articles")
    with passing_archive(corpus(), settings, streams.say, lambda article: progress.advance()) as archive:
        progress.close()
        yield archive


def _read(sources: list[str]) -> Iterator[Article]:
    """The articles of files; what was left out is said, because an answer may have been in it."""
    from onrecord.reading.sources import read
    from onrecord.rendering.colours import Palette
    from onrecord.rendering.problem_lines import problem_line

    reading = read(*sources)
    reading.on_problem = lambda problem: streams.say(problem_line(problem, palette=Palette(False)))
    yield from reading
