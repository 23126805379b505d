"""A query as the encoder sees it, made on a thread of its own while the query's words are looked up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from typing import TYPE_CHECKING, TypeVar

from onrecord.querying.parse import without_links
from onrecord.records import Mode
from onrecord.uses.parts import Parts

if TYPE_CHECKING:
    from concurrent.futures import Executor

    import numpy as np
    from numpy.typing import NDArray

    from onrecord.uses.late import QueryPieces

    Vector = NDArray[np.float32]

Done = TypeVar("Done")


class EncodedQuery:
    """The query's vector (D,) and its word pieces; None where the mode or the archive has no use for them.

    `awaited` says beforehand whether there will be a vector. Reading either waits until both are made, and raises
    what the encoder raised.
    """

    def __init__(self, vector: Vector | None = None, pieces: QueryPieces | None = None) -> None:
        self.awaited = vector is not None
        self._made: Callable[[], tuple[Vector | None, QueryPieces | None]] = lambda: (vector, pieces)
        self._thread: Executor | None = None

    @property
    def vector(self) -> Vector | None:
        return self._made()[0]

    @property
    def pieces(self) -> QueryPieces | None:
        return self._made()[1]

    @staticmethod
    @contextmanager
    def of(parts: Parts, text: str, mode: Mode) -> Iterator[EncodedQuery]:
        """The query, being encoded from now on; nothing of it goes on when the `with` is left.

        Where the encoder is not loaded yet it is loaded and asked at once: what it tells the user, or raises when it
        cannot be made, comes before anything else.
        """
        if mode == "bm25" or not parts.manifest.width:
            yield EncodedQuery()
            return
        encode = partial(_encode, parts, text, mode)
        if not parts.encoder_loaded:
            yield EncodedQuery(*encode())
            return
        from concurrent.futures import ThreadPoolExecutor

        # A search by words takes as long as encoding, waits for files and the index as often, and needs no vector.
        with ThreadPoolExecutor(1) as thread:
            encoded = EncodedQuery()
            encoded.awaited, encoded._thread, encoded._made = True, thread, thread.submit(encode).result
            yield encoded

    def begin(self, job: Callable[[Vector], Done]) -> Callable[[], Done]:
        """Has `job` done with the awaited vector as soon as it is made; what is returned waits for the outcome."""

        def done() -> Done:
            vector = self.vector
            assert vector is not None
            return job(vector)

        return cache(done) if self._thread is None else self._thread.submit(done).result


def _encode(parts: Parts, text: str, mode: Mode) -> tuple[Vector | None, QueryPieces | None]:
    if mode == "vector":
        return parts.encoder.encode([without_links(text)])[0], None
    from onrecord.uses.late import encode_query

    return encode_query(parts, text)
