"""What every encoder promises: texts in, one unit vector each out, in the order given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Encoder(Protocol):
    """Turns texts into vectors whose dot product is their likeness.

    `name` is for people, `width` is the length of a vector. `fingerprint` is equal exactly when vectors may be
    compared: it covers weights, precision, pooling and cut-off, and is the same on every machine.
    """

    @property
    def name(self) -> str: ...

    @property
    def width(self) -> int: ...

    @property
    def fingerprint(self) -> str: ...

    def encode(self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """(N, width) rows of unit length in input order; an empty text has a row too.

        `progress` is called with the number of texts done so far.
        """
        ...
