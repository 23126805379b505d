"""Figures of changing one archive: 100 articles added and seen, a tenth of all deleted. The archive is changed.

python -m scale.changing ARCHIVE POOL_FOLDER SEED ARTICLES
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord import Archive, steps
from onrecord.records import Article, TokenStates
from scale.corpus import Corpus
from scale.pool import load_pool
from scale.stages import forget_peak, memory

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_COUNT = 100


class TimedEncoder:
    """The archive's encoder, which counts the seconds it is at work and can be told texts beforehand."""

    def __init__(self, encoder: Any) -> None:
        self._encoder, self.seconds = encoder, 0.0
        self.fingerprint, self.width, self.layers = encoder.fingerprint, encoder.width, encoder.layers
        self._known: dict[tuple[str, tuple[int, ...]], tuple[NDArray[np.float32], TokenStates]] = {}
        self.remembering = False

    def encode(self, texts: Sequence[str], **options: Any) -> NDArray[np.float32]:
        return self._encoder.encode(texts, **options)

    def encode_with_states(
        self, texts: Sequence[str], layers: Sequence[int]
    ) -> tuple[NDArray[np.float32], list[TokenStates]]:
        import numpy as np

        key = tuple(layers)
        if all((text, key) in self._known for text in texts):
            found = [self._known[text, key] for text in texts]
            return np.stack([vector for vector, _ in found]), [states for _, states in found]
        began = time.perf_counter()
        vectors, states = self._encoder.encode_with_states(texts, layers)
        self.seconds += time.perf_counter() - began
        if self.remembering:
            self._known |= {(text, key): pair for text, *pair in zip(texts, vectors, states, strict=True)}
        return vectors, states


def change(folder: Path, pool_folder: Path, seed: int, articles: int) -> dict[str, Any]:
    """Seconds of adding with encoding and with vectors known beforehand, of seeing, and of deleting a tenth."""
    corpus = Corpus(load_pool(pool_folder), seed)
    fresh = [[corpus.article(articles + turn * _COUNT + n).article for n in range(_COUNT)] for turn in range(2)]
    figures: dict[str, Any] = {}
    with Archive.open(folder, create=False) as reader, Archive.open(folder, create=False) as archive:
        encoder = TimedEncoder(archive._parts.encoder)
        archive._parts.__dict__["encoder"] = encoder
        _word(reader, fresh[0][0])
        encoder.encode(["warm"])
        added = _added(archive, reader, fresh[0])
        figures["add 100 articles"] = added | {"of that encoding": round(encoder.seconds, 2)}
        # The same articles into an archive in memory: what is encoded there is known here.
        encoder.remembering = True
        with Archive.in_memory() as other:
            other._parts.__dict__["encoder"] = encoder
            other.add(fresh[1])
        figures["add 100 articles, vectors known"] = _added(archive, reader, fresh[1])
        gone = [f"article-{number:07d}" for number in range(0, articles, 10)]
        forget_peak()
        began, used = time.perf_counter(), time.process_time()
        assert archive.delete(gone) == len(gone)
        figures["delete 10%"] = {
            "articles": len(gone),
            "seconds": round(time.perf_counter() - began, 2),
            "processor seconds": round(time.process_time() - used, 2),
            "peak MiB": memory()["peak MiB"],
        }
        began = time.perf_counter()
        hits = reader.search("the government said", 10)
        figures["first search after deleting"] = {"seconds": round(time.perf_counter() - began, 3)}
        assert hits
        assert not {hit.article for hit in hits} & set(gone)
    return figures


def _added(archive: Archive, reader: Archive, articles: Sequence[Article]) -> dict[str, Any]:
    """Seconds until `add` returns and until another opening of the archive finds the last article."""
    forget_peak()
    told: list[tuple[str, float]] = []
    began, used = time.perf_counter(), time.process_time()
    steps.watch(lambda step: told.append((step, time.perf_counter() - began)))
    try:
        archive.add(articles)
    finally:
        steps.watch(None)
    seconds, processor = time.perf_counter() - began, time.process_time() - used
    peak = memory()["peak MiB"]
    words = _word(reader, articles[-1])
    seen = time.perf_counter() - began
    assert articles[-1].id in words, words
    return {
        "seconds": round(seconds, 2),
        "processor seconds": round(processor, 2),
        "seen after": round(seen, 2),
        "peak MiB": peak,
        "steps": {step: round(at, 2) for step, at in told},
    }


def _word(reader: Archive, article: Article) -> list[str]:
    """The articles found by the first words of one."""
    hits = reader.search(" ".join(article.text.split()[:30]), 10, source=article.source, since=article.date)
    return [hit.article for hit in hits]


def main() -> None:
    folder, pool, seed, articles = sys.argv[1:]
    print(json.dumps(change(Path(folder), Path(pool), int(seed), int(articles))))


if __name__ == "__main__":
    main()
