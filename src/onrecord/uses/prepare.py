"""From a split article to all that is stored of it; the next batch is encoded while this one is looked through."""

from __future__ import annotations

import hashlib
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from onrecord.records import Article, PreparedArticle, PreparedUnit, Span, TokenStates, Unit
from onrecord.spoken import EncodedPassage, Extraction
from onrecord.storage.store import with_aside
from onrecord.storage.vector_blobs import pack
from onrecord.text.sentences import split_sentences
from onrecord.uses.extract import Extractor, StatesEncoder
from onrecord.uses.late import StateKeeper
from onrecord.uses.one_core import on_one_core
from onrecord.uses.parts import ARTICLES, PASSAGES, STATEMENTS, Parts
from onrecord.uses.pooling import SpanVectors
from onrecord.uses.statements import units_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from onrecord.extraction.people.corrections import Correction

# Batches that the encoder has or will have in hand while an earlier one is looked through: it never waits for us.
_AHEAD = 2


@dataclass(frozen=True, slots=True)
class Planned:
    """An article about to be stored, and its passages."""

    article: Article
    spans: list[Span]


@dataclass(slots=True)
class _Batch:
    """What is being encoded: vectors (C, D) of all passages in order, and their token states if there are any."""

    planned: Mapping[str, Planned]
    result: Future[tuple[NDArray[np.float32], list[TokenStates] | None]]


class Pipeline:
    """Encodes batches in the background while the caller extracts from and stores earlier ones.

    The encoder's work is done outside the interpreter's lock, so both cores stay busy.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="encode")
        self._taken: deque[_Batch] = deque()
        self._sorted: Sequence[Correction] = ()
        self._by_article: dict[str, list[Correction]] = {}
        # Corrections that did not apply to what was looked through, in words.
        self.problems: list[str] = []

    def extractor(self, id: str) -> str:
        """The fingerprint of what looks through the article, empty when the archive wants nothing of it.

        Corrections of its quotations are part of it: when they change, the article is looked through again.
        """
        kept = self._keeper_fingerprint
        if not self._parts.manifest.extraction:
            return kept
        mine = self._corrections_of(id)
        digest = hashlib.sha256("\n".join(map(repr, mine)).encode()).hexdigest()[:8] if mine else ""
        return f"{self._fingerprint}{kept}{digest}"

    def _corrections_of(self, id: str) -> list[Correction]:
        """The corrections of one article, in the order of the file."""
        corrections = self._parts.corrections
        if self._sorted is not corrections:
            by_article: dict[str, list[Correction]] = {}
            for one in corrections:
                if (article := getattr(one, "article", None)) is not None:
                    by_article.setdefault(article, []).append(one)
            self._sorted, self._by_article = corrections, by_article
        return self._by_article.get(id, [])

    @cached_property
    def _fingerprint(self) -> str:
        known = self._parts.manifest.encoder_fingerprint
        return Extractor.fingerprint_for(known or self._parts.encoder.fingerprint)

    @cached_property
    def _keeper_fingerprint(self) -> str:
        known = self._parts.manifest.encoder_fingerprint
        return StateKeeper.fingerprint_for(self._parts.manifest, known or self._parts.encoder.fingerprint)

    @cached_property
    def _keeper(self) -> StateKeeper | None:
        return StateKeeper.of(self._parts)

    @cached_property
    def _extractor(self) -> Extractor | None:
        return Extractor(self._parts.encoder) if self._parts.manifest.extraction else None

    def take(self, planned: Mapping[str, Planned]) -> list[PreparedArticle]:
        """Hands the batch to the encoder; what you get is an earlier one, ready to be stored, once enough are taken."""
        self._parts.settle_encoder()
        self._taken.append(_Batch(planned, self._worker.submit(self._encode, planned)))
        return self._prepared(self._taken.popleft()) if len(self._taken) > _AHEAD else []

    def finish(self) -> list[PreparedArticle]:
        """All that was taken and not yet given back, ready to be stored."""
        prepared = []
        while self._taken:
            prepared += self._prepared(self._taken.popleft())
        return prepared

    def close(self) -> None:
        """Lets go of the background worker; what it has in hand is dropped."""
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _encode(self, planned: Mapping[str, Planned]) -> tuple[NDArray[np.float32], list[TokenStates] | None]:
        texts = [text_to_encode(p.article, span) for p in planned.values() for span in p.spans]
        encoder = self._parts.encoder
        layers = set(self._extractor.layers if self._extractor is not None else ())
        if self._keeper is not None:
            # Titles behind the passages: their pieces are kept as well, their vectors are not.
            texts += [p.article.title for p in planned.values()]
            layers.add(self._keeper.layer)
        if layers and isinstance(encoder, StatesEncoder):
            return encoder.encode_with_states(texts, sorted(layers))
        return encoder.encode(texts), None

    def _prepared(self, batch: _Batch) -> list[PreparedArticle]:
        vectors, states = batch.result.result()
        out, at = [], 0
        titles = sum(len(planned.spans) for planned in batch.planned.values())
        for number, planned in enumerate(batch.planned.values()):
            end = at + len(planned.spans)
            passages = [
                EncodedPassage(span, left) for span, left in zip(planned.spans, states[at:end], strict=True)
            ] if states is not None else []  # fmt: skip
            title = states[titles + number] if self._keeper is not None and states is not None else None
            out.append(self._prepare(planned, vectors[at:end], passages, title))
            at = end
        return out

    def _prepare(
        self,
        planned: Planned,
        vectors: NDArray[np.float32],
        passages: list[EncodedPassage],
        title: TokenStates | None = None,
    ) -> PreparedArticle:
        import numpy as np

        article = planned.article
        maker = _UnitMaker(self._parts, article)
        texts = [text_to_encode(article, span) for span in planned.spans]
        kept = self._packed([passage.states for passage in passages] or [None] * len(texts), texts)
        (in_title,) = self._packed([title], [article.title])
        units = [
            maker.make(Unit("passage", span), PASSAGES, vector, states=states)
            for span, vector, states in zip(planned.spans, pack(vectors), kept, strict=True)
        ]
        whole: NDArray[np.float32] = np.asarray(np.mean(vectors, axis=0, dtype=np.float32))
        whole /= max(float(np.linalg.norm(whole)), 1e-12)
        everything = Unit("article", Span(0, len(article.text)))
        units.append(maker.make(everything, ARTICLES, pack(whole[None, :])[0], states=in_title))
        if self._extractor is None:
            return PreparedArticle(article, tuple(units), self.extractor(article.id))
        extraction = self._extractor.extract(article.text, article.title, article.date, passages)
        if corrections := self._corrections_of(article.id):
            from onrecord.extraction.people.corrections import correct_article

            extraction, problems = correct_article(article.id, article.text, extraction, corrections)
            self.problems += problems
        units += self._statements(maker, planned.spans, vectors, passages, extraction)
        return PreparedArticle(article, tuple(units), self.extractor(article.id), extraction.notes)

    def _packed(self, states: Sequence[TokenStates | None], texts: Sequence[str]) -> list[bytes | None]:
        """Each text's states as they are stored, None where none are kept."""
        keeper = self._keeper
        if keeper is None:
            return [None] * len(states)
        with on_one_core():
            return [None if one is None else keeper.pack(one, text) for one, text in zip(states, texts, strict=True)]

    def _statements(
        self,
        maker: _UnitMaker,
        spans: list[Span],
        vectors: NDArray[np.float32],
        passages: list[EncodedPassage],
        extraction: Extraction,
    ) -> list[PreparedUnit]:
        import numpy as np

        pooled = SpanVectors(passages, self._extractor.layers[-1]) if passages and self._extractor else None
        text = maker.article.text
        units: list[tuple[Unit, NDArray[np.float32], int]] = []
        for unit, parts in units_of(text, extraction, split_sentences(text)):
            host = _host(spans, unit.span)
            vector = pooled.pool(parts) if pooled else None
            if vector is None:  # beyond what the encoder reads of a passage, or an encoder without states
                vector = vectors[host]
            units.append((unit, vector, host))
        packed = pack(np.array([vector for _, vector, _ in units])) if units else []
        return [maker.make(unit, STATEMENTS, blob, host) for (unit, _, host), blob in zip(units, packed, strict=True)]


def text_to_encode(article: Article, span: Span) -> str:
    """What the encoder reads of a passage: its own words, without the title.

    With the title before it the vector arm alone loses (benchmarks/results/title-context.json): all passages of
    one article grow alike. BM25 counts the title, and the fusion has it from there.
    """
    return span.of(article.text)


class _UnitMaker:
    """Counts the terms of one article's units."""

    def __init__(self, parts: Parts, article: Article) -> None:
        self.article = article
        self._terms = parts.analyser.terms
        weight = parts.manifest.title_weight
        title = Counter(self._terms(article.title))
        self._title = {term: count * weight for term, count in title.items() if weight}

    def make(
        self, unit: Unit, lane: int, vector: bytes, host: int | None = None, states: bytes | None = None
    ) -> PreparedUnit:
        """The unit as it is stored."""
        words = with_aside(unit.span.of(self.article.text), unit.details.get("aside"))
        frequencies = Counter(self._terms(words))
        for term, count in self._title.items():
            frequencies[term] += count
        return PreparedUnit(unit, lane, frequencies.total(), frequencies, vector, host, states)


def _host(spans: list[Span], span: Span) -> int:
    """The position of the passage that covers most of the span; of equals the first."""
    from bisect import bisect_right

    at = max(0, bisect_right(spans, span.start, key=lambda passage: passage.start) - 1)
    reach = range(at, min(at + 8, len(spans)))
    return max(reach, key=lambda number: (spans[number].overlap(span), -number))
