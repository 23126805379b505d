"""Values stay values: no SQL, no query language, no numbers beyond counting, no expression that takes for ever."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from adversarial import inputs, patterns
from onrecord import Archive, Article, BadInput, NotFound, OnrecordError
from onrecord.extraction.people.corrections import read_corrections
from onrecord.storage.filters import comparable
from onrecord.text.passages import build_passages
from onrecord.uses.extract import Extractor
from test_expressions_linear import is_bounded
from torture.articles import STORED
from torture.fuzz_child import attempt, too_slow
from torture.fuzz_querying import use_small_encoder

STORED_SQL = [
    "' OR 1=1 --", "'; DROP TABLE articles; --", '" OR ""="', "%", "_", "*", "a%' ESCAPE '!", "\\", "''", "$.a", "$[0]",
    "x'); DELETE FROM units;--", "NULL", "1e999", "?1", ":name", "@x", "/**/", "json_extract(1,'$')", "[", "🙂",
]  # fmt: skip
SQL = [*STORED_SQL, "\0", "\ud800", "x" * 100_000]
LANGUAGE = [
    "*:*", "terms:ferry", "words:ferry", "row:[0 TO 999999]", "/.*/", "ferry^1000", "ferry~2", "+ferry -talks",
    "(ferry", "ferry)", "NOT ferry", "ferry AND", "AND OR NOT", '"ferry talks"~5', "\\", "ferry\\", '"', '\\"', "{!a}",
    "<ferry", "IN [a]",
]  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive on disk, so that tantivy answers, and articles whose metadata look like SQL."""
    use_small_encoder()
    with Archive.open(tmp_path_factory.mktemp("injection") / "a") as made:
        made.add(STORED)
        made.add([Article(f"s{n}", "Ferry talks.", metadata={"k": value}) for n, value in enumerate(STORED_SQL)])
        yield made


def everything(archive: Archive) -> tuple[int, int, list[str]]:
    """What must be the same afterwards."""
    return len(list(archive.articles())), len(archive.people()), archive.check()


@pytest.mark.parametrize("value", SQL)
def test_sql_in_values_is_a_value(archive: Archive, value: str) -> None:
    """As metadata, speaker, source, article, id or key it finds what it equals and changes nothing."""
    before = everything(archive)
    calls: list[Callable[[], Any]] = [
        lambda: archive.search("ferry", 50, mode="bm25", source=value), lambda: archive.search("ferry", speaker=value),
        lambda: archive.search("ferry", 50, mode="bm25", metadata={value: "1"}), lambda: archive.quotes(speaker=value),
        lambda: archive.quotes(article=value), lambda: archive.claims(about=value, article=value),
        lambda: archive.get(value), lambda: archive.person(value), lambda: archive.delete([value]),
        lambda: archive.search(value, mode="bm25"),
    ]  # fmt: skip
    for call in calls:
        with suppress(OnrecordError):
            call()
    hits = archive.search("ferry", 50, mode="bm25", metadata={"k": value})
    equal = {f"s{n}" for n, other in enumerate(STORED_SQL) if comparable(other) == comparable(value)}
    assert {hit.article for hit in hits} == equal
    assert everything(archive) == before


@pytest.mark.parametrize("query", LANGUAGE)
def test_no_query_language_but_ours(archive: Archive, query: str) -> None:
    """What means something to the engine means words here: hits hold one of them, and there are no errors."""
    words = set(archive._parts.analyser.terms(archive.understand(query).text))
    for mode in ("bm25", "hybrid"):
        hits = archive.search(query, 50, mode=mode)  # type: ignore[arg-type]
        if mode == "bm25":
            assert all(words & set(archive._parts.analyser.terms(f"{hit.title} {hit.text}")) for hit in hits)
    if not words:
        assert archive.search(query, mode="bm25") == []


@pytest.mark.parametrize("k", [10**30, 2**63, 2**31, 10**9])
def test_giant_counts(archive: Archive, k: int) -> None:
    """Whoever asks for more than there is gets what there is."""
    there = len(archive.search("ferry", 10_000, mode="bm25"))
    assert len(archive.search("ferry", k, mode="bm25")) == there
    assert archive.search("ferry", k)
    assert archive.search("ferry", k, group="article")
    assert len(archive.quotes(k=k)) == len(archive.quotes())
    assert len(archive.people(k=k)) == len(archive.people())
    assert archive.verify("we will not close the tram line today", k=k)


@pytest.mark.parametrize("k", [0, -1, -(10**30), 1.5, "3", True, None, float("nan")])
def test_counts_that_are_none(archive: Archive, k: Any) -> None:
    """Refused, with what was seen."""
    with pytest.raises(BadInput, match="k is"):
        archive.search("ferry", k)


def test_giant_numbers(archive: Archive) -> None:
    """Dates, offsets, quantities and lines of corrections that are numbers of thousands of digits."""
    nines = "9" * 5_000
    for date in (nines, f"{nines}-01", "10000", "0000", "2022-99", "-1", "²⁰²²", "2022-02-30"):
        with pytest.raises(BadInput):
            archive.search("ferry", since=date)
        assert archive.search(f"ferry since:{date}", mode="bm25")
    for reference in (f"n000:{nines}-3", f"n000:0-{nines}", f"n000@{nines}:0-1", "n000:5-3", ":", "n000:-5--3"):
        with pytest.raises((NotFound, BadInput)):
            archive.resolve(reference)
    for condition in (f"troops > {nines}", f"troops = 5..{nines}", "troops > 1e999", "troops > inf", "troops > nan"):
        with pytest.raises(BadInput):
            archive.claims(quantity=condition)
    for number in (nines, "1e999", "-1", "0.5", "true", "Infinity"):
        with pytest.raises(BadInput, match=r"corrections\.jsonl:1"):
            read_corrections(f'{{"op": "reject", "article": "a", "start": {number}, "end": {number}}}')


EXEMPT = {name: pattern for name, pattern in patterns().items() if is_bounded(pattern)}


@pytest.mark.parametrize("name", EXEMPT, ids=lambda name: name[:40])
def test_expressions_that_are_slow_alone_are_never_so_where_they_are_used(name: str) -> None:
    """Long texts made for each of them, cut and read as an article is: seconds, where the expression takes minutes."""
    signal.signal(signal.SIGPROF, too_slow)
    for before, body, after in inputs(EXEMPT[name])[:3]:
        long = before + body * (30_000 // len(body)) + after
        text = (
            f"“No,” said Ms. {long} on Monday. According to {long}, the cost was {long} percent.\nQ: {long}\nA: {long}"
        )

        def read(_: bytes, text: str = text) -> None:
            build_passages(text)
            Extractor(None).extract(text, text[40:140], "", ())

        failure = attempt(read, b"", 30.0)
        assert failure is None, (before, body, failure)


def test_the_archive_is_well_after_all_that(archive: Archive) -> None:
    """Nothing was changed by any question."""
    assert archive.check() == []
    assert Path(archive._parts.folder or "").is_dir()
