"""A quotation whose words stand nowhere: does anything in the archive mean the same?

By the stored quotes' own vectors, which cost one short encoding: on training articles the nearest quote and its lead
tell paraphrases better (AUROC .71) than comparing the sentences of the best passages one by one (.59), which also took
five times as long. Sentences are compared where an archive holds no quotes.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from onrecord.errors import ModelUnavailable
from onrecord.records import Filter, Hit, Query, Span
from onrecord.text.sentences import split_sentences
from onrecord.uses.parts import PASSAGES, STATEMENTS, Parts
from onrecord.uses.search import search
from onrecord.uses.verify_speakers import Record, compare
from onrecord.verdicts import Place, SpeakerCheck, Verification

# Logistic regression on the nearest quote's cosine and its lead over the third nearest: what is only about the same
# subject has many quotes near it. 30 paraphrases written by hand against 122 quotations of other articles (train).
_COSINE, _LEAD, _OFFSET = 4.34, 8.79, -2.43
_LEAD_OVER = 3
# The same for the nearest sentence, from its cosine alone.
_SENTENCE, _SENTENCE_OFFSET = 16.0, -9.2
# From this belief on it is called a paraphrase: on train 37% of them are, and 12% of what is none.
_BELIEVED = 0.6
# Sentences compared one by one, and how much of a quotation the encoder is given.
_MOST_SENTENCES, _READ = 24, 1_200


class Nearest(NamedTuple):
    """A place that may mean the same; `belief` in [0, 1]."""

    belief: float
    hit: Hit
    span: Span


def by_meaning(parts: Parts, record: Record, quote: str, speaker: str | None, k: int) -> Verification:
    """paraphrase with the place that comes closest among the `k` nearest, or not found."""
    unasked: SpeakerCheck = "unknown" if speaker and speaker.strip() else "not asked"
    try:
        nearest = _nearest(parts, quote[:_READ], k)
    except ModelUnavailable as error:
        note = f"looked for by words alone, not by meaning: {error}"
        return Verification(quote, "not found", 0.5, speaker, unasked, notes=(note,))
    if nearest is None:
        return Verification(quote, "not found", 1.0, speaker, unasked)
    if nearest.belief < _BELIEVED:
        return Verification(quote, "not found", round(1.0 - nearest.belief, 3), speaker, unasked)
    with parts.guard, parts.store.snapshot():
        check, said = compare(speaker, record.at(nearest.hit.article, [nearest.span]))
    place = _place(nearest.hit, nearest.span, said is not None, said.speaker if said else None)
    return Verification(quote, "paraphrase", round(nearest.belief, 3), speaker, check, (place,), first=place)


def _nearest(parts: Parts, quote: str, k: int) -> Nearest | None:
    """The nearest stored quote, or the nearest sentence where there are none; None for an archive without either."""
    with parts.guard:
        if not any(parts.store.statistics(lane, ()).documents for lane in (PASSAGES, STATEMENTS)):
            return None
        said = Query(quote, filter=Filter(kinds=("quote",)))
        hits = search(parts, said, k=max(k, _LEAD_OVER), mode="vector")
        if not hits:
            return _nearest_sentence(parts, quote, k)
        cosines = [hit.parts["vector"].score or 0.0 for hit in hits]
    lead = cosines[0] - cosines[min(_LEAD_OVER, len(cosines)) - 1]
    belief = _logistic(_COSINE * cosines[0] + _LEAD * lead + _OFFSET)
    return Nearest(belief, hits[0], Span(hits[0].start, hits[0].end))


def _nearest_sentence(parts: Parts, quote: str, k: int) -> Nearest | None:
    """Of the k best passages the sentence, or pair of sentences, that is nearest."""
    hits = search(parts, Query(quote), k=k, mode="hybrid")
    pieces = [(hit, span) for hit in hits for span in _sentences(hit)][:_MOST_SENTENCES]
    if not pieces or not parts.manifest.width:
        return None
    texts = [hit.text[span.start - hit.start : span.end - hit.start] for hit, span in pieces]
    vectors = parts.encoder.encode([quote, *texts])
    cosines = [round(float(cosine), 4) for cosine in vectors[1:] @ vectors[0]]
    best = max(range(len(pieces)), key=lambda place: (cosines[place], -place))
    return Nearest(_logistic(_SENTENCE * cosines[best] + _SENTENCE_OFFSET), *pieces[best])


def _sentences(hit: Hit) -> list[Span]:
    """Each sentence of a hit, and each pair of neighbours, as spans of the article."""
    sentences = split_sentences(hit.text)
    out = []
    for place, sentence in enumerate(sentences):
        out.append(Span(hit.start + sentence.start, hit.start + sentence.end))
        if place + 1 < len(sentences):
            out.append(Span(hit.start + sentence.start, hit.start + sentences[place + 1].end))
    return out


def _place(hit: Hit, span: Span, quoted: bool, speaker: str | None) -> Place:
    return Place(
        article=hit.article,
        start=span.start,
        end=span.end,
        text=hit.text[span.start - hit.start : span.end - hit.start],
        quoted=quoted,
        speaker=speaker,
        title=hit.title,
        date=hit.date,
        source=hit.source,
        url=hit.url,
        text_sha256=hit.text_sha256,
        citation=hit.citation.replace(f":{hit.start}-{hit.end}]", f":{span.start}-{span.end}]"),
    )


def _logistic(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-value))
