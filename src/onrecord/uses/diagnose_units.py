"""Which units of the archive answer a judged question, and whether its query may find any of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from onrecord.benchmark import Stage
from onrecord.evaluation.judgments import GoldSpan
from onrecord.evaluation.spans import answers
from onrecord.records import Article, Filter, Kind, Span, StoredUnit
from onrecord.uses.cite import Citer
from onrecord.uses.diagnose_orders import Trace
from onrecord.uses.parts import Parts

# The name that a gold span of any article bears.
ANY_ARTICLE = "*"

# What a search for a speaker looks through when no kind is named.
SAID: tuple[Kind, ...] = ("quote", "claim")


class Lost(NamedTuple):
    """Where an answer was lost, and why in words."""

    stage: Stage
    reason: str


class At(NamedTuple):
    """A place in the shape of a hit, for `answers`."""

    article: str
    start: int
    end: int
    score: float = 0.0
    speaker: str | None = None


def answering(parts: Parts, gold: Sequence[GoldSpan], max_chars: int) -> dict[int, StoredUnit]:
    """The live units of any kind that answer a gold span, by row.

    A span of any article is looked for in every article: as slow as the archive is large.
    """
    anywhere = any(span.doc == ANY_ARTICLE for span in gold)
    ids = parts.store.article_ids() if anywhere else list(dict.fromkeys(span.doc for span in gold))
    return {
        unit.row: unit
        for id in ids
        for unit in parts.store.units_of(id)
        if any(answers(At(id, unit.span.start, unit.span.end), span, max_chars) for span in gold)
    }


def lost_before_ranking(
    trace: Trace, gold: Sequence[GoldSpan], holding: Mapping[int, StoredUnit], max_chars: int
) -> Lost | frozenset[int]:
    """Where the answer was lost before anything was ranked, else the rows that answer and may be found."""
    wanted = trace.query.filter
    kinds = kinds_searched(wanted)
    searched = {row: unit for row, unit in holding.items() if unit.kind in kinds}
    if not searched:
        passages = [unit for unit in holding.values() if unit.kind == "passage"]
        if "passage" in kinds or not passages:
            return Lost("splitting", _why_not_whole(trace.parts, gold, kinds, max_chars))
        return Lost("extraction", f"no {' or '.join(kinds)} covers the answer, only passage {place(passages[0])}")
    found = _passing(trace, wanted, searched)
    if found:
        return found
    if wanted.speaker and (others := _passing(trace, without_speaker(wanted), searched)):
        return _not_the_speakers(trace, kinds, [searched[row] for row in sorted(others)])
    first = next(iter(searched.values()))
    return Lost("bm25 and vectors", f"neither may find {first.kind} {place(first)}: the query's own filters bar it")


def kinds_searched(wanted: Filter) -> tuple[Kind, ...]:
    """The kinds of units that are ranked for such a query when hits are units."""
    if wanted.kinds:
        return wanted.kinds
    return SAID if wanted.speaker else ("passage",)


def without_speaker(wanted: Filter) -> Filter:
    """The filter that lets the same kinds of units through, whoever speaks."""
    return replace(wanted, speaker="", people=None, kinds=wanted.kinds or SAID)


def live_article(parts: Parts, id: str) -> Article | None:
    """The article as the archive has it now, None when it is not there."""
    kept = parts.store.revisions(id)
    return kept[-1].article if kept and kept[-1].current else None


def place(unit: StoredUnit) -> str:
    """`article:start-end`, as `onrecord show` takes it."""
    return f"{unit.article}:{unit.span.start}-{unit.span.end}"


def speakers_of(parts: Parts, units: Iterable[StoredUnit]) -> list[str]:
    """Who the archive says speaks in these units, each once, in their order; nobody is left out."""
    units = list(units)
    citer = Citer(parts, (), ())
    citer.look_up(units)
    return list(dict.fromkeys(name for unit in units if (name := citer.speaker(unit))))


def statements_in(parts: Parts, passages: Sequence[int]) -> list[StoredUnit]:
    """The quotes and claims in these passages, by row."""
    rows = [row for found in parts.store.extracted.hosted(passages).values() for row in found]
    units = parts.store.units(sorted(set(rows)))
    return [unit for unit in units.values() if unit.kind in SAID]


def _passing(trace: Trace, wanted: Filter, units: Mapping[int, StoredUnit]) -> frozenset[int]:
    allowed = trace.allowed(wanted)
    return frozenset(units) if allowed is None else frozenset(units).intersection(allowed)


def _not_the_speakers(trace: Trace, kinds: Sequence[Kind], units: Sequence[StoredUnit]) -> Lost:
    asked, said = trace.query.filter, list(units)
    if "passage" in kinds:
        said = statements_in(trace.parts, [unit.row for unit in units])
        if not said:
            return Lost("extraction", f"passage {place(units[0])} holds the answer, but no quote or claim")
    names = speakers_of(trace.parts, said)
    who = " and ".join(names) if names else "nobody"
    unknown = "" if asked.people else f", whom the archive does not know as {asked.speaker}"
    return Lost("attribution", f"{said[0].kind} {place(said[0])} is given to {who}, not to {asked.speaker}{unknown}")


def _why_not_whole(parts: Parts, gold: Sequence[GoldSpan], kinds: Sequence[Kind], max_chars: int) -> str:
    """Why no unit answers, told of the best graded span; what is wrong with the article comes first."""
    articles = {span.doc: live_article(parts, span.doc) for span in gold if span.doc != ANY_ARTICLE}
    here = [span for span in gold if span.doc == ANY_ARTICLE or articles[span.doc] is not None]
    if not here:
        return f"not in the archive: {', '.join(sorted(articles))}"
    span = max(here, key=lambda span: span.grade)
    article = articles.get(span.doc)
    if article is not None:
        if span.end > len(article.text):
            return f"{span.doc} ends at {len(article.text)}, the answer at {span.end}: not the text that was judged"
        if _reads_differently(span, Span(span.start, span.end).of(article.text)):
            return f"{span.doc} reads differently at {span.start}-{span.end}: not the text that was judged"
    wanted = Span(span.start, span.end)
    ids = [span.doc] if span.doc != ANY_ARTICLE else parts.store.article_ids()
    units = [unit for id in ids for unit in parts.store.units_of(id) if unit.kind in kinds]
    share = max((unit.span.overlap(wanted) / len(wanted) for unit in units if len(unit.span) <= max_chars), default=0.0)
    if any(2 * unit.span.overlap(wanted) >= len(wanted) for unit in units):
        return f"what covers the answer is longer than {max_chars} characters"
    return f"no {' or '.join(kinds)} covers half of {span.doc}:{span.start}-{span.end}; the best covers {share:.0%}"


def _reads_differently(span: GoldSpan, text: str) -> bool:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() if span.sha256 else ""
    return bool(span.text and span.text != text) or span.sha256 != digest
