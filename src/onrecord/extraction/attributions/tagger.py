"""The learned tagger: attributions of an article from the token states that encoding it leaves anyway."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import BadInput
from onrecord.extraction.attributions.confidence import (
    confidence_row,
    confidences,
    fragment_certainty,
    label_certainty,
)
from onrecord.extraction.attributions.features import first_words, word_features
from onrecord.extraction.attributions.labels import Fragment, allowed_edges, allowed_steps, fragments_of
from onrecord.extraction.attributions.linking import Group, link_fragments
from onrecord.extraction.attributions.links import build_pairs
from onrecord.extraction.attributions.network import Network
from onrecord.extraction.attributions.style import Styles
from onrecord.extraction.attributions.viterbi import FORBIDDEN, best_labels
from onrecord.extraction.attributions.weights import WeightFacts, read_weights
from onrecord.extraction.attributions.words import split_words
from onrecord.records import Span
from onrecord.spoken import Attribution, EncodedPassage
from onrecord.text.paragraphs import find_paragraphs
from onrecord.text.quotation import find_quotations

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Tagger:
    """Finds who said what; the same text, states and weights give the same attributions on one machine.

    `layers` are the encoder layers that passages must bring, `encoder` the fingerprint of the encoder they must come
    from: with states of another encoder the result means nothing, so whoever calls compares the fingerprints.
    """

    def __init__(self, arrays: Mapping[str, NDArray[np.float32]], facts: WeightFacts) -> None:
        import numpy as np

        self.layers = facts.layers
        self.encoder = facts.encoder
        self._width = facts.encoder_width
        self._arrays = arrays
        self._network = Network(arrays, facts.layers, facts.dilations)
        first, last = allowed_edges()
        self._steps = np.where(allowed_steps(), arrays["steps"], np.float32(FORBIDDEN))
        self._first = np.where(first, arrays["first"], np.float32(FORBIDDEN))
        self._last = np.where(last, arrays["last"], np.float32(FORBIDDEN))

    @staticmethod
    def load(path: Path | None = None) -> Tagger:
        """The tagger with the shipped weights, or with those at `path`.

        Raises ModelUnavailable when the file is missing or damaged, BadInput when it is for another version.
        """
        return Tagger(*read_weights(path))

    def tag(self, text: str, passages: Sequence[EncodedPassage]) -> list[Attribution]:
        """The attributions in the order of their first word; `passages` are those of `text`, in order.

        Words without states (no passage covers them, or the encoder was cut off) are judged by case, marks and
        neighbours. Raises BadInput when a passage lacks one of `layers` or its states have another width.
        """
        self._check(passages)
        words = split_words(text)
        if not len(words):
            return []
        quotations = find_quotations(text)
        paragraphs = find_paragraphs(text)
        features = word_features(text, words, paragraphs, quotations)
        starts = paragraph_starts(words, paragraphs)
        scores = self._network.scores(words, features, starts, passages)
        labels = best_labels(scores, starts, self._steps, self._first, self._last)
        fragments = fragments_of(labels)
        certainty = fragment_certainty(label_certainty(scores, labels), fragments)
        groups = link_fragments(fragments, build_pairs(fragments, certainty[:, 0], features, starts), self._arrays)
        return self._attributions(groups, fragments, words, Styles(text, quotations), certainty.tolist())

    def _check(self, passages: Sequence[EncodedPassage]) -> None:
        for passage in passages:
            for layer in self.layers:
                states = passage.states.states.get(layer)
                expected = (len(passage.states.offsets), self._width)
                if states is None or states.shape != expected:
                    seen = "no states" if states is None else f"states of shape {states.shape}"
                    raise BadInput(
                        f"passage {passage.span.start}-{passage.span.end}: {seen} of layer {layer}, expected shape "
                        f"{expected}; encode with the layers {list(self.layers)} of the encoder the tagger is for"
                    )

    def _attributions(
        self,
        groups: Sequence[Group],
        fragments: Sequence[Fragment],
        words: NDArray[np.int32],
        styles: Styles,
        certainty: Sequence[Sequence[float]],
    ) -> list[Attribution]:
        spans = [Span(int(words[first, 0]), int(words[last, 1])) for first, last, _ in fragments]
        found = [styles.of([spans[number] for number in group.content]) for group in groups]
        rows = [confidence_row(group, style, fragments, certainty) for group, style in zip(groups, found, strict=True)]
        sure = confidences(rows, self._arrays)
        return [
            Attribution(
                source=tuple(spans[number] for number in group.sources),
                cue=(spans[group.cue],),
                content=_joined([spans[number] for number in group.content]),
                style=style,
                confidence=confidence,
                finder="tagger",
            )
            for group, style, confidence in zip(groups, found, sure, strict=True)
        ]


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, with those that touch made one."""
    found: list[Span] = []
    for span in spans:
        if found and found[-1].end == span.start:
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return tuple(found)


def paragraph_starts(words: NDArray[np.int32], paragraphs: Sequence[Span]) -> NDArray[np.intp]:
    """The first words of the paragraphs, ascending from 0, each once; labels never reach over one."""
    import numpy as np

    starts = np.unique(np.append(0, first_words(words, paragraphs)))
    return starts[starts < len(words)]
