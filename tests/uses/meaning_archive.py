"""Archives in memory of a few invented sentences, with an encoder whose sense of meaning is a short list of words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.archive import Archive
from onrecord.benchmark import Miss
from onrecord.evaluation.judgments import GoldSpan, JudgedQuery
from onrecord.records import Article, Filter
from onrecord.storage.manifest import Manifest
from onrecord.storage.store import Store
from onrecord.uses.diagnose import Diagnosis, diagnose
from onrecord.uses.parts import Parts

SPOKEN = '"The ferry fares will rise in May," Ada Fenn said. The lamp on the quay burned all night.'

# Words of one meaning share a direction; what is not listed has no meaning to this encoder.
MEANINGS: Mapping[str, int] = {
    word: direction
    for direction, words in enumerate(
        ("ferry boat vessel", "fare fares price", "rise rises climb", "lamp light", "quay pier", "rain storm")
    )
    for word in words.split()
}


class Thesaurus:
    """Vectors by meaning: the mean direction of a text's listed words, and a last one for having any words at all."""

    fingerprint = "thesaurus"
    width = 8

    def encode(self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        out = np.zeros((len(texts), self.width), np.float32)
        for row, text in enumerate(texts):
            out[row, -1] = 0.05
            for word in text.casefold().replace(".", " ").split():
                if word in MEANINGS:
                    out[row, MEANINGS[word]] += 1.0
        return out / np.linalg.norm(out, axis=1, keepdims=True)


def archive_of(texts: Mapping[str, str], **shape: Any) -> Archive:
    """An archive in memory, without extraction unless asked for."""
    manifest = Manifest(encoder="thesaurus", **{"extraction": False, **shape})
    archive = Archive(Parts(None, Store(None), manifest, lambda name: Thesaurus()))
    archive.add([Article(id, text) for id, text in texts.items()])
    return archive


def question(query: str, *gold: tuple[str, str, str], speaker: str | None = None, qid: str = "q") -> JudgedQuery:
    """A question answered by the words of (article, its text, words)."""
    spans = tuple(GoldSpan(id, text.index(words), text.index(words) + len(words), 2, words) for id, text, words in gold)
    return JudgedQuery(qid, "quote" if spans else "none", "keyword", query, speaker, spans)


def diagnosed(archive: Archive, *judged: JudgedQuery, k: int = 1, **options: Any) -> Diagnosis:
    """The diagnosis of what the archive's own search gives."""
    wanted: Filter = options.get("given", Filter())
    kind = wanted.kinds[0] if wanted.kinds else None
    run = {query.qid: archive.search(query.query, k, kind=kind) for query in judged}
    return diagnose(archive._parts, judged, run, k=k, **options)


def only(found: Diagnosis) -> Miss:
    """The one miss, which the waterfall counts."""
    (miss,) = found.misses
    assert found.waterfall[miss.stage] == 1
    assert sum(found.waterfall.values()) == 1
    return miss
