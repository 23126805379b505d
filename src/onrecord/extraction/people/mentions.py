"""Where a text names people: by a small network on the encoder's states, or by rules where there are none.

A name is a span without titles (`Mr.`, `President`) and without a possessive 's, with particles and initials, and with
the point of `Jr.`. A name counts wherever it names the person, also in `the Biden administration` and `Trump's plan`;
in the name of a body, a place or a thing (`Trump Tower`, `Clinton Foundation`) it does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from onrecord.extraction.people.name_consistency import agree
from onrecord.extraction.people.name_network import read_names, score_candidates
from onrecord.extraction.people.name_rules import find_names_by_rules
from onrecord.extraction.people.name_weights import SHIPPED, NameWeights, read_weights
from onrecord.extraction.people.name_words import NameWords, find_name_words
from onrecord.records import Span
from onrecord.spoken import EncodedPassage

_POINTED = frozenset(["Jr", "Sr", "Jnr", "Snr"])


class NameFinder:
    """Finds names with trained weights; `encoder` says whose states it was trained on, `layers` which of them."""

    def __init__(self, weights: NameWeights) -> None:
        self._weights = weights
        self.layers = weights.layers
        self.encoder = weights.encoder
        self.fingerprint = weights.fingerprint

    @classmethod
    def load(cls, path: Path | None = None) -> NameFinder:
        """The finder that is shipped, or the one at `path`; raises ModelUnavailable for a damaged file."""
        return _load(path or SHIPPED)

    def find(self, text: str, passages: Sequence[EncodedPassage]) -> list[Span]:
        """Spans of person names, ascending, none overlapping; text outside all passages is judged without states."""
        found = find_name_words(text)
        if not found.candidates:
            return []
        scores = score_candidates(found, passages, self.layers, self._weights.tensors).tolist()
        names = agree(found, read_names(scores, found.continues))
        return [_span(found, first, last) for first, last in names]


@lru_cache(maxsize=4)
def _load(path: Path) -> NameFinder:
    return NameFinder(read_weights(path))


def _span(found: NameWords, first: int, last: int) -> Span:
    end = found.ends[found.candidates[last]]
    if found.words[found.candidates[last]] in _POINTED and found.text[end : end + 1] == ".":
        end += 1
    return Span(found.starts[found.candidates[first]], end)


def find_names(text: str, passages: Sequence[EncodedPassage] | None) -> list[Span]:
    """Spans of the names of people in `text`, ascending, none overlapping.

    With `passages` as the default encoder left them, the trained finder answers; without any (None or empty), or when
    they lack its layers, rules do.
    """
    if not passages:
        return find_names_by_rules(text)
    finder = NameFinder.load()
    if any(layer not in passage.states.states for passage in passages for layer in finder.layers):
        return find_names_by_rules(text)
    return finder.find(text, passages)
