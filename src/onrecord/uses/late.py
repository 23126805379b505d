"""Late interaction in an archive: what is kept of each passage's word pieces, and how a query meets them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.errors import ModelUnavailable
from onrecord.indexing.bm25 import idf
from onrecord.querying.late import best_matches, piece_weights, weighted_sums
from onrecord.querying.parse import without_links
from onrecord.records import TokenStates
from onrecord.uses.extract import StatesEncoder
from onrecord.uses.parts import PASSAGES, Parts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from onrecord.encoding.token_projection import TokenProjection
    from onrecord.storage.kept_states import DamagedStates
    from onrecord.storage.manifest import Manifest

# A word more or less does not matter where thousands are: of an article the first so many are read.
_MOST_WORDS = 20_000
# Passages whose word pieces are held as numbers at a time (about 60 KB each).
_AT_ONCE = 400


@dataclass(frozen=True, slots=True, eq=False)
class StateKeeper:
    """Packs the states of one layer for storing."""

    projection: TokenProjection
    layer: int

    @staticmethod
    def of(parts: Parts) -> StateKeeper | None:
        """The keeper for the archive's encoder; None when none is wanted or its states cannot be kept."""
        if not parts.manifest.token_states:
            return None
        encoder = parts.encoder
        projection = _projection_for(encoder.fingerprint)
        if projection is None or not isinstance(encoder, StatesEncoder):
            return None
        return StateKeeper(projection, encoder.layers - 1)

    @staticmethod
    def fingerprint_for(manifest: Manifest, encoder: str) -> str:
        """Equal for keepers that keep the same, empty for none; the model itself is not needed."""
        projection = _projection_for(encoder) if manifest.token_states else None
        return _mark(projection) if projection else ""

    @staticmethod
    def damaged(parts: Parts) -> list[DamagedStates]:
        """The articles of which kept states were lost or broken; the model itself is not needed."""
        manifest = parts.manifest
        projection = _projection_for(manifest.encoder_fingerprint) if manifest.token_states else None
        return parts.store.states.damaged(_mark(projection), projection.piece_bytes) if projection else []

    def pack(self, states: TokenStates, text: str) -> bytes:
        """The states of the text as they are stored: of pieces with a letter or a digit in them.

        No piece of a query looks for a comma, and without the others' a sixth less is kept.
        """
        kept = [at for at, (start, end) in enumerate(states.offsets.tolist()) if _tells(text[start:end])]
        return self.projection.pack(states.states[self.layer][kept])


@dataclass(frozen=True, slots=True, eq=False)
class QueryPieces:
    """A query's word pieces, at least one: rows (T, width) as `asked` gives them, and (T, 2) offsets into its text."""

    projection: TokenProjection
    rows: NDArray[np.float32]
    offsets: NDArray[np.int32]


def encode_query(parts: Parts, text: str) -> tuple[NDArray[np.float32], QueryPieces | None]:
    """The query's vector (D,) and, from the same pass, its pieces; None where none are kept or the query has none."""
    encoder, keeper = parts.encoder, StateKeeper.of(parts)
    text = without_links(text)
    if keeper is None or not isinstance(encoder, StatesEncoder):
        return encoder.encode([text])[0], None
    vectors, states = encoder.encode_with_states([text], [keeper.layer])
    if not len(states[0].offsets):
        return vectors[0], None
    rows = keeper.projection.asked(states[0].states[keeper.layer])
    return vectors[0], QueryPieces(keeper.projection, rows, states[0].offsets)


class LateArm:
    """How well the pieces of a query are met in passages and articles, inside one snapshot."""

    def __init__(self, parts: Parts, text: str, pieces: QueryPieces) -> None:
        self._parts, self._pieces = parts, pieces
        tokens = list(parts.analyser.tokens(text))
        statistics = parts.store.statistics(PASSAGES, list(dict.fromkeys(token.term for token in tokens)))
        holding = {term: facts.documents for term, facts in statistics.terms.items()}
        rarity = {token.term: idf(statistics.documents, holding.get(token.term, 0)) for token in tokens}
        self._weights = piece_weights([(int(a), int(b)) for a, b in pieces.offsets], tokens, rarity)

    def passages(self, rows: Sequence[int]) -> dict[int, float] | None:
        """The score of each passage, in [-1, 1]; None when any of them has no states."""
        found = self._matches([[row] for row in rows])
        return None if found is None else dict(zip(rows, found, strict=True))

    def articles(self, members: Mapping[int, Sequence[int]]) -> dict[int, float] | None:
        """The score of each article by its best matches in title and passages together; None as for `passages`.

        `members` gives, by article row, the rows of its passages; its own row holds the states of its title.
        """
        found = self._matches(list(members.values()), list(members))
        return None if found is None else dict(zip(members, found, strict=True))

    def _matches(self, groups: Sequence[Sequence[int]], titles: Sequence[int] = ()) -> list[float] | None:
        """One score a group of rows; a row of `titles`, if there are any, is read with the group at its place."""
        reach = max(1, _MOST_WORDS // self._parts.manifest.passage_words)
        scores: list[float] = []
        batch: list[tuple[list[int], list[int]]] = []
        held = 0
        for number, group in enumerate(groups):
            batch.append((list(titles[number : number + 1]), list(group[:reach])))
            held += len(batch[-1][1])
            if held >= _AT_ONCE or number == len(groups) - 1:
                found = self._scores(batch)
                if found is None:
                    return None
                scores += found
                batch, held = [], 0
        return scores

    def _scores(self, batch: Sequence[tuple[list[int], list[int]]]) -> list[float] | None:
        """One score a text, given by the row of its title, if it has one, and those of its passages."""
        projection = self._pieces.projection
        size = projection.piece_bytes
        asked = [row for title, passages in batch for row in title + passages]
        kept = self._parts.store.states.of(asked, _mark(projection), size)
        if any(row not in kept for _, passages in batch for row in passages):
            return None
        texts = [b"".join(kept.get(row, b"") for row in title + passages) for title, passages in batch]
        rows, lengths = projection.unpack(b"".join(texts))
        counts = [len(text) // size for text in texts]
        return weighted_sums(best_matches(self._pieces.rows, rows, lengths, counts), self._weights)


def _tells(piece: str) -> bool:
    return any(letter.isalnum() for letter in piece)


def _mark(projection: TokenProjection) -> str:
    """What tells states of this projection from those of others."""
    return f"+{projection.sha256[:8]}"


def _projection_for(encoder: str) -> TokenProjection | None:
    """The shipped projection when it was made for the encoder with this fingerprint."""
    from onrecord.encoding.token_projection import load_projection

    try:
        projection = load_projection()
    except ModelUnavailable:
        return None
    return projection if projection.encoder == encoder else None
