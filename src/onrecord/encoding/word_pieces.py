"""Text to word-piece numbers, with the characters each piece stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import ModelUnavailable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Ordinary text has 4 to 6 characters a piece. Cutting before tokenising bounds the time a hostile text can take;
# only a text whose first pieces are longer than this on average (kilometres of blanks) loses any.
CHARACTERS_PER_PIECE = 64


@dataclass(frozen=True, slots=True)
class Pieces:
    """One text as the model reads it: T numbers, special tokens included, and a (T, 2) place for each.

    Places are half-open code points into the text; `special` is (T,) bool, true where no text stands behind.
    """

    ids: list[int]
    places: list[tuple[int, int]]
    special: list[int]

    def offsets(self) -> NDArray[np.int32]:
        """(T - specials, 2) int32: the places of the pieces that stand for text."""
        import numpy as np

        where = self.text_slice()
        kept = (
            self.places[where]
            if where is not None
            else [place for place, special in zip(self.places, self.special, strict=True) if not special]
        )
        return np.array(kept, dtype=np.int32).reshape(-1, 2)

    def text_slice(self) -> slice | None:
        """Where the pieces that stand for text are, when the special ones are the first and the last; else None."""
        if len(self.special) >= 2 and self.special[0] and self.special[-1] and sum(self.special) == 2:
            return slice(1, len(self.special) - 1)
        return None

    def of_text(self) -> NDArray[np.bool_]:
        """(T,) bool: which pieces stand for text."""
        import numpy as np

        return np.logical_not(np.array(self.special, dtype=np.bool_))


class WordPieces:
    """A tokenizer file, set to cut at `max_length` pieces and never to pad."""

    def __init__(self, path: Path, max_length: int, *, special_tokens: bool = True) -> None:
        from tokenizers import Tokenizer

        try:
            self._tokenizer: Any = Tokenizer.from_file(str(path))
        except Exception as error:  # tokenizers raises bare Exception
            raise ModelUnavailable(
                f"{path}: no readable tokenizer ({error}); remove its folder, it is then made anew"
            ) from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_length)
        self._special_tokens = special_tokens
        self._characters = max_length * CHARACTERS_PER_PIECE

    def split(self, texts: Sequence[str]) -> list[Pieces]:
        """One Pieces a text, in order; offsets count in the text given, cut or not."""
        cleaned = [readable(text[: self._characters]) for text in texts]
        found = self._tokenizer.encode_batch(cleaned, add_special_tokens=self._special_tokens)
        return [Pieces(one.ids, one.offsets, one.special_tokens_mask) for one in found]

    def number_of(self, piece: str) -> int | None:
        """The number of a piece, None when the vocabulary has no such piece."""
        number: int | None = self._tokenizer.token_to_id(piece)
        return number


def readable(text: str) -> str:
    """The text with a '?' for each lone surrogate, which UTF-8 cannot carry; its length stays the same."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return text
