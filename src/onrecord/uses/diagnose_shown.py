"""What stood first and what should have, as people are shown it."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.evaluation.judgments import GoldSpan, JudgedQuery
from onrecord.evaluation.spans import SpanHit, answers
from onrecord.records import Json, Span, StoredUnit
from onrecord.uses.diagnose_units import ANY_ARTICLE, At, live_article, speakers_of
from onrecord.uses.parts import Parts

# Longer texts are cut: a whole article as a hit would fill the record.
LONGEST = 1200


def shown_hit(parts: Parts, hit: SpanHit) -> dict[str, Json]:
    """The hit with its words, read from the archive; empty where the archive has no such place."""
    return _shown(parts, hit.article, Span(hit.start, hit.end), hit.speaker)


def shown_answer(parts: Parts, query: JudgedQuery, unit: StoredUnit | None, max_chars: int) -> dict[str, Json]:
    """The gold span that `unit` answers, else the best graded one, with the judged speaker.

    Where nobody was judged, the speaker is whom the archive gives the statement there to, if the unit is one.
    """
    gold = _best(query.gold)
    article = gold.doc
    if unit is not None:
        at = At(unit.article, unit.span.start, unit.span.end)
        gold, article = _best([span for span in query.gold if answers(at, span, max_chars)]), unit.article
    if article == ANY_ARTICLE:
        article = next((id for id in parts.store.article_ids() if _long_enough(parts, id, gold)), ANY_ARTICLE)
    speaker = query.speaker or next(iter(speakers_of(parts, [unit] if unit is not None else [])), None)
    shown = _shown(parts, article, Span(gold.start, gold.end), speaker)
    return shown if shown["text"] else {**shown, "text": gold.text[:LONGEST]}


def shown_article(parts: Parts, id: str) -> dict[str, Json]:
    """An article by its beginning."""
    article = live_article(parts, id)
    return _shown(parts, id, Span(0, min(len(article.text), LONGEST) if article else 0), None)


def _shown(parts: Parts, id: str, span: Span, speaker: str | None) -> dict[str, Json]:
    article = live_article(parts, id)
    return {
        "article": id,
        "title": article.title if article else "",
        "start": span.start,
        "end": span.end,
        "text": span.of(article.text)[:LONGEST] if article else "",
        "speaker": speaker,
    }


def _best(gold: Sequence[GoldSpan]) -> GoldSpan:
    return max(gold, key=lambda span: span.grade)


def _long_enough(parts: Parts, id: str, gold: GoldSpan) -> bool:
    article = live_article(parts, id)
    return article is not None and len(article.text) >= gold.end
