"""An archive under test: its ways of ranking as systems, what it is made of, whether it holds what is asked about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Literal, Protocol, get_args

from onrecord.errors import BadInput
from onrecord.evaluation.checksums import articles_sha256
from onrecord.evaluation.judged_set import sha256_of
from onrecord.evaluation.judgments import JudgedQuery
from onrecord.evaluation.runs import SearchFunction
from onrecord.evaluation.suites import Suite
from onrecord.querying.fuse import Fusion, Method
from onrecord.records import Article, Hit, Json, Mode, Span

if TYPE_CHECKING:
    from onrecord.archive import Archive

# The halves first, then what joins them plainly, then what we search with.
DEFAULT_SYSTEMS = ("bm25", "vector", "rrf", "hybrid")
_MODES: Mapping[str, Mode] = {"bm25": "bm25", "vector": "vector", "hybrid": "hybrid"}


class Search(Protocol):
    """What is asked of an archive."""

    def __call__(
        self, query: str, k: int, *, mode: Mode, group: Literal["unit", "article"], fusion: Fusion | None
    ) -> list[Hit]: ...


def system_names() -> tuple[str, ...]:
    """All systems an archive can be: one arm, both as by default, or both joined by a named method."""
    return tuple(dict.fromkeys((*DEFAULT_SYSTEMS, *get_args(Method))))


def make_systems(search: Search, names: Sequence[str], kind: Literal["spans", "articles"]) -> dict[str, SearchFunction]:
    """{name: search function}, ranking spans or articles; BadInput for a name that is none of `system_names`."""
    out: dict[str, SearchFunction] = {}
    for name in names:
        if name not in system_names():
            raise BadInput(f"system {name!r}; expected one of {', '.join(system_names())}")
        fusion = None if name in _MODES else Fusion(method=name)  # type: ignore[arg-type]
        group: Literal["unit", "article"] = "article" if kind == "articles" else "unit"
        out[name] = partial(_ask, search, _MODES.get(name, "hybrid"), group, fusion)
    return out


def warm_up(systems: Mapping[str, SearchFunction], suite: Suite) -> None:
    """Asks every system once, so that loading a model is not taken for a slow first answer."""
    if suite.questions:
        for system in systems.values():
            system(suite.questions[0].query, suite.depth or 1)


def describe_systems(archive: Archive, names: Sequence[str]) -> dict[str, dict[str, Json]]:
    """{name: facts}: how it ranks, and the bytes of the archive on disk, which all of its systems share."""
    sizes = archive.info().get("bytes")
    size: dict[str, Json] = {"index_bytes": sizes["total"]} if isinstance(sizes, dict) else {}
    return {
        name: {"mode": _MODES.get(name, "hybrid"), **({} if name in _MODES else {"fusion": name}), **size}
        for name in names
    }


def describe_archive(archive: Archive) -> dict[str, Json]:
    """How much the archive holds and the settings that shape it, without its place."""
    facts = archive.info()
    holds, settings = _object(facts["holds"]), _object(facts["settings"])
    encoder, passages, bm25 = (_object(settings[name]) for name in ("encoder", "passages", "bm25"))
    return {
        "articles": holds.get("articles", 0),
        "passages": holds.get("passage", 0),
        "encoder": f"{encoder['name']} {str(encoder['fingerprint'])[:12]}",
        "words": passages["words"],
        "overlap": passages["overlap"],
        **bm25,
    }


def look_through(
    archive: Archive, judged_articles: Sequence[str], judged: Sequence[JudgedQuery]
) -> tuple[str, list[str]]:
    """The checksum of the archive's articles, and in words which judged ones it lacks or holds in other words."""
    texts: dict[str, str] = {}
    wanted = set(judged_articles)

    def passing() -> Iterator[Article]:
        for article in archive.articles():
            if article.id in wanted:
                texts[article.id] = article.text
            yield article

    checksum = articles_sha256(passing())
    notes = []
    missing = [article for article in judged_articles if article not in texts]
    if missing:
        notes.append(
            f"{len(missing)} of {len(judged_articles)} judged articles not in the archive, counted as not found: "
            f"{_few(missing)}"
        )
    changed = [
        f"{query.qid} {gold.doc}:{gold.start}-{gold.end}"
        for query in judged
        for gold in query.gold
        if gold.doc in texts and _differs(texts[gold.doc], Span(gold.start, gold.end), gold.text, gold.sha256)
    ]
    if changed:
        notes.append(
            f"{len(changed)} of the judged spans with other words in this archive than when judged: {_few(changed)}"
        )
    return checksum, notes


def _differs(text: str, span: Span, words: str, sha256: str) -> bool:
    found = span.of(text)
    return bool(words and found != words) or bool(sha256 and sha256_of(found) != sha256)


def _ask(
    search: Search,
    mode: Mode,
    group: Literal["unit", "article"],
    fusion: Fusion | None,
    query: str,
    k: int,
) -> list[Hit]:
    return search(query, k, mode=mode, group=group, fusion=fusion)


def _object(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
