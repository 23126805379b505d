"""The pool: real articles, encoded and looked through once, from which any number of articles is recombined.

Kept in a folder that git ignores: `articles.jsonl` (texts and what was found in them), `starts.npy` (T,) where each
word piece stands in its article, `states.f16` (T, D) the encoder's last layer for it, `near.npy` (A, N) the articles
most like each article, itself first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.encoding.choosing import load_encoder
from onrecord.records import Article, Span, TokenStates
from onrecord.spoken import EncodedPassage
from onrecord.text.passages import build_passages
from onrecord.text.sentences import split_sentences
from onrecord.uses.extract import Extractor
from scale.blocks import Block, blocks_of
from scale.sources import digest, read_articles
from scale.spoken_json import from_dict, to_dict

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FORMAT = 1
_NEAR = 64
_AT_ONCE = 128  # passages encoded while the ones before are looked through


@dataclass(frozen=True, slots=True)
class Sentences:
    """A block of the pool with its word pieces: rows `first` to `last` of the pool's states."""

    block: Block
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class PoolArticle:
    """One real article, taken apart; its title's word pieces are rows `title_first` to `title_last`."""

    title: str
    text: str
    blocks: tuple[Sentences, ...]
    title_first: int
    title_last: int


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """`starts` (T,) and `states` (T, D) of all word pieces; `near` (A, N) article numbers, the likest first."""

    articles: Sequence[PoolArticle]
    starts: NDArray[np.int32]
    states: NDArray[np.float16]
    near: NDArray[np.int32]
    facts: dict[str, Any]


def ready_pool(folder: Path, data: Path) -> None:
    """Makes the pool in the folder, unless it was made there from the same articles by the same encoder."""
    articles = [one for one in read_articles(data) if one.text.strip()]
    encoder = load_encoder("default")
    wanted = {"format": _FORMAT, "articles": digest(articles), "encoder": encoder.fingerprint}
    stamp = folder / "made-from.json"
    if not stamp.is_file() or json.loads(stamp.read_text("utf-8"))["wanted"] != wanted:
        folder.mkdir(parents=True, exist_ok=True)
        facts = _make(folder, articles, encoder)
        stamp.write_text(json.dumps({"wanted": wanted, "facts": facts}, indent=1), "utf-8")


def load_pool(folder: Path) -> Pool:
    """The pool that was made in the folder; states stay on disk until they are asked for."""
    import numpy as np

    starts = np.load(folder / "starts.npy")
    facts = json.loads((folder / "made-from.json").read_text("utf-8"))["facts"]
    with (folder / "articles.jsonl").open(encoding="utf-8") as lines:
        articles = [_article(json.loads(line), starts) for line in lines]
    return Pool(articles, starts, read_states(folder), np.load(folder / "near.npy"), facts)


def read_states(folder: Path) -> NDArray[np.float16]:
    """(T, D): the last layer's states of all word pieces, on disk until they are asked for."""
    import numpy as np

    facts = json.loads((folder / "made-from.json").read_text("utf-8"))["facts"]
    return np.memmap(folder / "states.f16", np.float16, "r", shape=(facts["pieces"], facts["width"]))


def _article(row: dict[str, Any], starts: NDArray[np.int32]) -> PoolArticle:
    import numpy as np

    first, last = row["rows"]
    own = starts[first:last]
    sentences = [Span(*pair) for pair in row["sentences"]]
    blocks = []
    for block in blocks_of(from_dict(row["found"]), sentences):
        begin, end = np.searchsorted(own, (block.span.start, block.span.end))
        if begin < end:
            blocks.append(Sentences(block, first + int(begin), first + int(end)))
    return PoolArticle(row["title"], row["text"], tuple(blocks), *row["title_rows"])


def _make(folder: Path, articles: Sequence[Article], encoder: Any) -> dict[str, Any]:
    import time

    import numpy as np

    began, extractor = time.perf_counter(), Extractor(encoder)
    starts: list[NDArray[np.int32]] = []
    means: list[NDArray[np.float32]] = []
    counts = {"articles": len(articles), "passages": 0, "attributions": 0, "claims": 0, "people": 0, "sentences": 0}
    row = 0
    with (folder / "articles.jsonl").open("w", encoding="utf-8") as lines, (folder / "states.f16").open("wb") as rows:
        for article, spans, vectors, states in _encoded(articles, encoder, extractor):
            *of_text, title = states
            passages = [EncodedPassage(span, one) for span, one in zip(spans, of_text, strict=True)]
            found = extractor.extract(article.text, article.title, article.date, passages)
            first = row
            for passage in [*passages, EncodedPassage(Span(0, 0), title)]:
                starts.append(passage.states.offsets[:, 0].astype(np.int32) + passage.span.start)
                rows.write(passage.states.states[encoder.layers - 1].astype(np.float16).tobytes())
                row += len(starts[-1])
            last = row - len(starts[-1])
            sentences = split_sentences(article.text)
            facts = {
                "title": article.title, "text": article.text, "rows": [first, last], "title_rows": [last, row],
                "sentences": [[s.start, s.end] for s in sentences], "found": to_dict(found),
            }  # fmt: skip
            lines.write(json.dumps(facts, ensure_ascii=False) + "\n")
            means.append(np.mean(vectors, axis=0))
            counts["passages"] += len(passages)
            counts["sentences"] += len(sentences)
            for kind in ("attributions", "claims", "people"):
                counts[kind] += len(getattr(found, kind))
    np.save(folder / "starts.npy", np.concatenate(starts))
    np.save(folder / "near.npy", _likest(np.array(means, np.float32)))
    return counts | {"pieces": row, "width": encoder.width, "seconds": round(time.perf_counter() - began, 1)}


def _encoded(
    articles: Sequence[Article], encoder: Any, extractor: Extractor
) -> Iterator[tuple[Article, list[Span], NDArray[np.float32], list[TokenStates]]]:
    """Each article with its passages, their vectors, and the states of the passages and, last, of the title."""
    layers = sorted({encoder.layers - 1, *extractor.layers})
    batches: list[list[tuple[Article, list[Span]]]] = [[]]
    for article in articles:
        if sum(len(spans) + 1 for _, spans in batches[-1]) >= _AT_ONCE:
            batches.append([])
        batches[-1].append((article, build_passages(article.text)))

    def encode(batch: list[tuple[Article, list[Span]]]) -> Any:
        texts = [text for one, spans in batch for text in (*(span.of(one.text) for span in spans), one.title)]
        return encoder.encode_with_states(texts, layers)

    with ThreadPoolExecutor(1) as worker:
        ahead = worker.submit(encode, batches[0])
        for number, batch in enumerate(batches):
            vectors, states = ahead.result()
            if number + 1 < len(batches):
                ahead = worker.submit(encode, batches[number + 1])
            at = 0
            for article, spans in batch:
                end = at + len(spans) + 1
                yield article, spans, vectors[at : end - 1], states[at:end]
                at = end


def _likest(means: NDArray[np.float32]) -> NDArray[np.int32]:
    import numpy as np

    means = means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)
    most = min(_NEAR, len(means))
    near = np.empty((len(means), most), np.int32)
    for at in range(0, len(means), 1024):
        likeness = means[at : at + 1024] @ means.T
        likeness[np.arange(len(likeness)), np.arange(at, at + len(likeness))] = 2.0
        best = np.argpartition(-likeness, most - 1, axis=1)[:, :most]
        order = np.argsort(-np.take_along_axis(likeness, best, axis=1), axis=1, kind="stable")
        near[at : at + 1024] = np.take_along_axis(best, order, axis=1)
    return near
