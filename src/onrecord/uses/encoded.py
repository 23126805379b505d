"""A query as the encoder sees it, made on a thread of its own while the query's words are looked up."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

from onrecord.querying.parse import without_links
from onrecord.records import Mode
from onrecord.uses.parts import Parts

if TYPE_CHECKING:
    from concurrent.futures import Future

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
        self._beside: _Beside | None = None

    @property
    def vector(self) -> Vector | None:
        return self._made()[0]

    @property
    def pieces(self) -> QueryPieces | None:
        return self._made()[1]

    @staticmethod
    @contextmanager
    def of(parts: Parts, text: str, mode: Mode) -> Iterator[EncodedQuery]:
        """The query, being encoded from now on; leaving the `with` waits for the job in hand and drops the others.

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
        # A search by words takes as long as encoding, waits for files and the index as often, and needs no vector.
        try:
            beside = _Beside()
        except RuntimeError:  # no thread can be had: a limit is reached, or the interpreter is ending
            yield EncodedQuery(*encode())
            return
        try:
            encoded = EncodedQuery()
            encoded.awaited, encoded._beside, encoded._made = True, beside, beside.submit(encode)
            yield encoded
        finally:
            beside.end()

    def begin(self, job: Callable[[Vector], Done]) -> Callable[[], Done]:
        """Has `job` done with the awaited vector as soon as it is made; what is returned waits for the outcome."""

        def done() -> Done:
            vector = self.vector
            assert vector is not None
            return job(vector)

        return cache(done) if self._beside is None else self._beside.submit(done)


class _Beside:
    """One thread that does jobs in turn.

    Dropped: ThreadPoolExecutor, which refuses work once the main thread has ended, and whose lock, held while a
    process forks, a search waits for that the fork waits for.
    """

    def __init__(self) -> None:
        self._jobs: SimpleQueue[tuple[Callable[[], Any], Future[Any]] | None] = SimpleQueue()
        self._ended = False
        self._thread = threading.Thread(target=self._work, name="onrecord-query", daemon=True)
        self._thread.start()

    def submit(self, job: Callable[[], Done]) -> Callable[[], Done]:
        """What waits for the outcome of the job and returns or raises it."""
        from concurrent.futures import Future

        future: Future[Done] = Future()
        self._jobs.put((job, future))
        return future.result

    def end(self) -> None:
        """Waits for the job in hand; those not begun are dropped, as nobody is left to ask for them."""
        self._ended = True
        self._jobs.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (found := self._jobs.get()) is not None and not self._ended:
            job, future = found
            try:
                future.set_result(job())
            except BaseException as error:  # raised again where the outcome is asked for
                future.set_exception(error)


def _encode(parts: Parts, text: str, mode: Mode) -> tuple[Vector | None, QueryPieces | None]:
    if mode == "vector":
        return parts.encoder.encode([without_links(text)])[0], None
    from onrecord.uses.late import encode_query

    return encode_query(parts, text)
