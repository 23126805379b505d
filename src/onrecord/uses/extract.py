"""One article through extraction: attributions, people, speakers, claims, in the one order in which they build."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from onrecord.errors import BadInput, ModelUnavailable
from onrecord.records import Span, TokenStates
from onrecord.spoken import EncodedPassage, Extraction
from onrecord.uses.one_core import on_one_core

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from onrecord.extraction.attributions.tagger import Tagger
    from onrecord.extraction.people.mentions import NameFinder

# Raise it when a change to the rules finds other things: articles are then looked at again when they are indexed.
RULES = 1

NOT_ENGLISH = "not English, as far as function words tell: only quotation marks were read, and nobody was resolved"
NO_WEIGHTS = "found by rules alone: {reason}"


@runtime_checkable
class StatesEncoder(Protocol):
    """An encoder that hands out the token states of the pass it makes anyway."""

    @property
    def fingerprint(self) -> str: ...

    @property
    def layers(self) -> int: ...

    def encode_with_states(
        self, texts: Sequence[str], layers: Sequence[int]
    ) -> tuple[NDArray[np.float32], list[TokenStates]]: ...


def _fingerprint(learned: bool) -> str:
    facts = [str(RULES)]
    if learned:
        from onrecord.extraction.attributions.weights import SHIPPED
        from onrecord.extraction.people.mentions import NameFinder

        facts += [hashlib.sha256(SHIPPED.read_bytes()).hexdigest(), NameFinder.load().fingerprint]
    return hashlib.sha256("\0".join(facts).encode()).hexdigest()[:16]


class Extractor:
    """Reads articles for what was said and by whom; `encoder` is the one whose states it is given, None for rules."""

    def __init__(self, encoder: object | None) -> None:
        self._encoder = encoder if isinstance(encoder, StatesEncoder) else None
        self.why_rules = "no encoder is used" if encoder is None else "the encoder gives no token states"
        self._tagger: Tagger | None = None
        self._finder: NameFinder | None = None
        if self._encoder is not None:
            self._load(self._encoder.fingerprint)

    def _load(self, encoder: str) -> None:
        from onrecord.extraction.attributions.tagger import Tagger
        from onrecord.extraction.people.mentions import NameFinder

        try:
            tagger, finder = Tagger.load(), NameFinder.load()
        except (ModelUnavailable, BadInput) as error:
            self.why_rules = str(error)
            return
        if (tagger.encoder, finder.encoder) != (encoder, encoder):
            seen = f"trained on encoder {tagger.encoder[:12]}, this is {encoder[:12]}"
            self.why_rules = f"the trained weights do not fit this encoder ({seen})"
            return
        self._tagger, self._finder, self.why_rules = tagger, finder, ""

    @cached_property
    def fingerprint(self) -> str:
        """Equal for extractors that find the same."""
        learned = self._tagger is not None and self._finder is not None
        return _fingerprint(learned)

    @staticmethod
    def fingerprint_for(encoder: str) -> str:
        """The fingerprint of an extractor on the encoder with this fingerprint; the model itself is not needed."""
        from onrecord.extraction.attributions.tagger import Tagger
        from onrecord.extraction.people.mentions import NameFinder

        try:
            return _fingerprint((Tagger.load().encoder, NameFinder.load().encoder) == (encoder, encoder))
        except (ModelUnavailable, BadInput):
            return _fingerprint(False)

    @property
    def layers(self) -> tuple[int, ...]:
        """The encoder layers whose states are asked for; the last one also makes the vectors of quotes and claims."""
        if self._encoder is None:
            return ()
        wanted = {self._encoder.layers - 1}
        if self._tagger is not None and self._finder is not None:
            wanted |= {*self._tagger.layers, *self._finder.layers}
        return tuple(sorted(wanted))

    def extract(self, text: str, title: str, date: str, passages: Sequence[EncodedPassage]) -> Extraction:
        """All that is found in one article; `passages` as they were encoded, none when there are no states."""
        with on_one_core():
            return self._extract(text, title, date, passages)

    def _extract(self, text: str, title: str, date: str, passages: Sequence[EncodedPassage]) -> Extraction:
        from onrecord.extraction.attributions.english import looks_english
        from onrecord.extraction.attributions.marked import find_marked
        from onrecord.extraction.attributions.reconcile import reconcile
        from onrecord.extraction.attributions.rules import find_by_rules
        from onrecord.extraction.claims.find import find_claims
        from onrecord.extraction.people.mentions import find_names
        from onrecord.extraction.people.resolve import resolve

        notes: list[str] = []
        if not looks_english(text):
            marked = tuple(find_marked(text))
            people, speakers = resolve(text, title, [], marked)
            return Extraction(marked, tuple(speakers), tuple(people), (), (NOT_ENGLISH,))
        if self._tagger is not None and self._finder is not None:
            attributions = reconcile(text, self._tagger.tag(text, passages), find_marked(text))
            names: list[Span] = self._finder.find(text, passages)
        else:
            notes.append(NO_WEIGHTS.format(reason=self.why_rules))
            attributions = find_by_rules(text)
            names = find_names(text, None)
        people, speakers = resolve(text, title, names, attributions)
        claims = find_claims(text, attributions, date)
        return Extraction(tuple(attributions), tuple(speakers), tuple(people), tuple(claims), tuple(notes))
