"""A quotation whose words stand nowhere: does anything in the archive mean the same?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.errors import ModelUnavailable
from onrecord.records import Hit, Query, Span
from onrecord.text.sentences import split_sentences
from onrecord.uses.parts import PASSAGES, STATEMENTS, Parts
from onrecord.uses.search import search
from onrecord.uses.verify_speakers import Record, compare
from onrecord.verdicts import Place, Verification

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Cosine from which a sentence is taken to mean the same, and how fast belief grows there. Tuned on paraphrases written
# by hand and on quotations of other articles (train): what is only about the same subject reaches .55.
SAME_MEANING, _STEEPNESS = 0.6, 16.0
# Sentences compared one by one; more cost time and found nothing nearer.
_MOST_SENTENCES = 24
# The encoder reads no more than its window of a text.
_READ = 1_200


def by_meaning(parts: Parts, record: Record, quote: str, speaker: str | None, k: int) -> Verification:
    """paraphrase with the sentence that comes closest, or not found.

    A hit of the archive's own search is split into sentences and pairs of them, because a passage of five sentences
    is never as close to a quotation as the one that was reworded.
    """
    unasked = "unknown" if speaker and speaker.strip() else "not asked"
    try:
        found = _closest(parts, quote[:_READ], k)
    except ModelUnavailable as error:
        note = f"looked for by words alone, not by meaning: {error}"
        return Verification(quote, "not found", 0.5, speaker, unasked, notes=(note,))  # type: ignore[arg-type]
    if found is None:
        return Verification(quote, "not found", 1.0, speaker, unasked)  # type: ignore[arg-type]
    cosine, hit, span = found
    same = 1.0 / (1.0 + math.exp(-_STEEPNESS * (cosine - SAME_MEANING)))
    if cosine < SAME_MEANING:
        return Verification(quote, "not found", round(1.0 - same, 3), speaker, unasked)  # type: ignore[arg-type]
    with parts.guard, parts.store.snapshot():
        check, said = compare(speaker, record.at(hit.article, [span]))
    place = Place(
        article=hit.article,
        start=span.start,
        end=span.end,
        text=hit.text[span.start - hit.start : span.end - hit.start],
        quoted=said is not None,
        speaker=said.speaker if said else None,
        title=hit.title,
        date=hit.date,
        source=hit.source,
        url=hit.url,
        text_sha256=hit.text_sha256,
        citation=hit.citation.replace(f":{hit.start}-{hit.end}]", f":{span.start}-{span.end}]"),
    )
    return Verification(quote, "paraphrase", round(same, 3), speaker, check, (place,), first=place)


def _closest(parts: Parts, quote: str, k: int) -> tuple[float, Hit, Span] | None:
    """The nearest sentence (or two) of the k best hits: cosine, hit, span in the article; None for no hits."""
    with parts.guard:
        if not any(parts.store.statistics(lane, ()).documents for lane in (PASSAGES, STATEMENTS)):
            return None
        hits = search(parts, Query(quote), k=k, mode="hybrid")
        pieces = [(hit, span) for hit in hits for span in _sentences(hit)][:_MOST_SENTENCES]
        if not pieces or not parts.manifest.width:
            return None
        cosines = _cosines(parts, quote, [hit.text[s.start - hit.start : s.end - hit.start] for hit, s in pieces])
    best = max(range(len(pieces)), key=lambda place: (round(float(cosines[place]), 4), -place))
    return float(cosines[best]), *pieces[best]


def _sentences(hit: Hit) -> list[Span]:
    """Each sentence of a hit, and each pair of neighbours, as spans of the article."""
    sentences = split_sentences(hit.text)
    out = []
    for place, sentence in enumerate(sentences):
        out.append(Span(hit.start + sentence.start, hit.start + sentence.end))
        if place + 1 < len(sentences):
            out.append(Span(hit.start + sentence.start, hit.start + sentences[place + 1].end))
    return out


def _cosines(parts: Parts, quote: str, texts: Sequence[str]) -> NDArray[np.float32]:
    vectors = parts.encoder.encode([quote, *texts])
    product: NDArray[np.float32] = vectors[1:] @ vectors[0]
    return product
