"""The first hits put in a new order by a model that reads the query and each text together.

The order: the first `depth` hits by the model's score, equal scores in their earlier order; the hits behind them
stay as they were. The scores of all hits fall with the new order: a hit that was read has the model's score, one
behind has a number below the least of these, at the distance from its neighbours that the search gave it. So scores
of one answer can be compared with each other, not with those of a search without reranking. All else that a hit
holds is what the search said of it, its arms' parts and its confidence too.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

from onrecord.errors import BadInput
from onrecord.ranking import best
from onrecord.records import Hit, Part

# As many as the literature on reranking commonly reads; some two seconds on a CPU with a model of six layers.
DEPTH = 50

# The arm's name in `Hit.parts`.
ARM = "rerank"

# Between the last hit that was read and the first that was not.
_STEP = 1e-6


@runtime_checkable
class Reranker(Protocol):
    """What reads a query together with texts; `encoding.cross_encoder.CrossEncoderReranker` is one."""

    def score(self, query: str, texts: Sequence[str]) -> Sequence[float]:
        """One finite number a text, in their order; larger is better."""


@dataclass(frozen=True, slots=True)
class Reranking:
    """How answers are to be reranked: by what, loaded when there is something to read, and how many hits deep."""

    load: Callable[[], Reranker]
    depth: int = DEPTH

    def reach(self, k: int) -> int:
        """How many hits to search for when k are wanted; a k that is none is left for the search to refuse."""
        return max(k, self.depth) if _counts(k) else k

    def order(self, query: str, hits: Sequence[Hit]) -> list[Hit]:
        """All hits in the new order, ranks from 1, each with what the reranker said in `parts["rerank"]`.

        Read is the hit's own text, of an article that of its best passage. Raises BadInput when the reranker gives
        other than one finite number a text.
        """
        read, behind = hits[: self.depth], hits[self.depth :]
        if not read:
            return []
        scores = _checked(self.load().score(query, [hit.text for hit in read]), len(read))
        order = best(((score, place) for place, score in enumerate(scores)), len(scores))
        out = [_placed(read[place], rank, score, Part(rank, score)) for rank, (score, place) in enumerate(order, 1)]
        if behind:
            least, top = order[-1][0], behind[0].score
            out += [
                _placed(hit, rank, least - _STEP - (top - hit.score), Part(None, None))
                for rank, hit in enumerate(behind, len(out) + 1)
            ]
        return out


def reranking(
    wanted: str | os.PathLike[str] | Reranker,
    depth: int,
    loaded: dict[str, Reranker],
    notify: Callable[[str], None] | None = None,
) -> Reranking:
    """What was asked for, checked as far as that is possible without loading a model.

    `loaded` keeps the last model by its name, so that many queries load it once; `notify` gets a line when one is
    loaded. Raises BadInput for what is no reranker and no depth, ModelUnavailable for a name that can be no model.
    """
    if not _counts(depth):
        raise BadInput(f"rerank_depth is {depth!r}; expected a whole number from 1")
    if not isinstance(wanted, str | os.PathLike):
        if not isinstance(wanted, Reranker):
            raise BadInput(
                f"rerank is {wanted!r}; expected the path or name of a CrossEncoder, or an object with a method "
                "score(query, texts)"
            )
        return Reranking(lambda: wanted, depth)
    from onrecord.encoding.cross_encoder import CrossEncoderReranker, check_model_name

    name = os.fspath(wanted)
    check_model_name(name)

    def load() -> Reranker:
        if name not in loaded:
            if notify is not None:
                notify(f"loading the reranking model {name}")
            model = CrossEncoderReranker(name)
            loaded.clear()
            loaded[name] = model
        return loaded[name]

    return Reranking(load, depth)


def _placed(hit: Hit, rank: int, score: float, said: Part) -> Hit:
    return replace(hit, rank=rank, score=score, parts={**hit.parts, ARM: said})


def _checked(scores: Sequence[float], expected: int) -> list[float]:
    found = [float(score) for score in scores]
    if len(found) != expected:
        raise BadInput(f"the reranker gave {len(found)} scores for {expected} texts; expected one a text")
    if not all(map(math.isfinite, found)):
        raise BadInput("the reranker gave a score that is no finite number; expected one number a text")
    return found


def _counts(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and number >= 1
