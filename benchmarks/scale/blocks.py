"""An article taken apart: sentences, those of one statement kept together, each with what was found in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from onrecord.records import Span
from onrecord.spoken import Attribution, Claim, Extraction, Mention, Person, Role, Speaker

# A statement that runs on for longer is left out, so that no block grows into an article of its own.
_MOST_SENTENCES = 4


@dataclass(frozen=True, slots=True)
class Said:
    """An attribution of a block, its speaker, and the name of the person that is."""

    attribution: Attribution
    speaker: Speaker
    person: str | None


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim of a block, and which of the block's attributions it is taken from."""

    claim: Claim
    said: int | None


@dataclass(frozen=True, slots=True)
class Named:
    """A person whom a block names: what the article knows of them, with the block's mentions and roles only."""

    person: Person


@dataclass(frozen=True, slots=True)
class Block:
    """Sentences that stay together: `span` in their article, all other spans counted from its start."""

    span: Span
    sentences: int
    said: tuple[Said, ...]
    stated: tuple[Stated, ...]
    named: tuple[Named, ...]


def blocks_of(extraction: Extraction, sentences: Sequence[Span]) -> list[Block]:
    """All sentences of the article in order, as blocks."""
    hulls = [attribution.hull for attribution in extraction.attributions]
    hulls += [Span(claim.spans[0].start, claim.spans[-1].end) for claim in extraction.claims]
    return [_block(span, count, extraction) for span, count in _joined(sentences, hulls)]


def _joined(sentences: Sequence[Span], hulls: Iterable[Span]) -> list[tuple[Span, int]]:
    """Neighbouring sentences that a hull covers together, as (span, sentences)."""
    from bisect import bisect_left, bisect_right

    starts, ends = [s.start for s in sentences], [s.end for s in sentences]
    runs = sorted((bisect_right(ends, hull.start), bisect_left(starts, hull.end) - 1) for hull in hulls)
    groups: list[tuple[int, int]] = []
    at = 0
    for first, last in [run for run in runs if run[1] - run[0] in range(1, _MOST_SENTENCES)]:
        if groups and first <= groups[-1][1]:
            if last - groups[-1][0] < _MOST_SENTENCES:
                groups[-1] = (groups[-1][0], max(last, groups[-1][1]))
                at = groups[-1][1] + 1
            continue
        groups += [(number, number) for number in range(at, first)]
        groups.append((first, last))
        at = last + 1
    groups += [(number, number) for number in range(at, len(sentences))]
    return [(Span(starts[first], ends[last]), last - first + 1) for first, last in groups]


def _block(span: Span, count: int, extraction: Extraction) -> Block:
    def inside(spans: Iterable[Span]) -> bool:
        return all(span.start <= one.start and one.end <= span.end for one in spans)

    move = mover(-span.start)
    kept = [number for number, one in enumerate(extraction.attributions) if inside([one.hull])]
    said = []
    for number in kept:
        speaker = extraction.speakers[number]
        name = None if speaker.person is None else extraction.people[speaker.person].name
        said.append(Said(moved_attribution(extraction.attributions[number], move), speaker, name))
    stated = []
    for claim in extraction.claims:
        if inside(claim.spans) and (claim.attribution is None or claim.attribution in kept):
            own = replace(
                claim,
                quantities=tuple(one for one in claim.quantities if inside([one.span])),
                dates=tuple(one for one in claim.dates if inside([one.span])),
            )
            place = None if claim.attribution is None else kept.index(claim.attribution)
            stated.append(Stated(moved_claim(own, move), place))
    named = []
    for person in extraction.people:
        mentions = tuple(one for one in person.mentions if inside([one.span]))
        if mentions:
            roles = tuple(
                one for one in person.roles if inside([one.span, *([one.affiliation] if one.affiliation else [])])
            )
            named.append(Named(moved_person(replace(person, mentions=mentions, roles=roles), move)))
    return Block(span, count, tuple(said), tuple(stated), tuple(named))


Move = Callable[[Span], Span]


def mover(by: int) -> Move:
    """Counts spans from a place `by` characters further to the left."""
    return lambda span: Span(span.start + by, span.end + by)


def moved_attribution(one: Attribution, move: Move) -> Attribution:
    return replace(
        one,
        source=tuple(map(move, one.source)),
        cue=tuple(map(move, one.cue)),
        content=tuple(map(move, one.content)),
    )


def moved_claim(one: Claim, move: Move) -> Claim:
    return replace(
        one,
        spans=tuple(map(move, one.spans)),
        quantities=tuple(replace(quantity, span=move(quantity.span)) for quantity in one.quantities),
        dates=tuple(replace(when, span=move(when.span)) for when in one.dates),
    )


def moved_person(one: Person, move: Move) -> Person:
    return replace(
        one,
        mentions=tuple(Mention(move(m.span), m.kind, m.reason) for m in one.mentions),
        roles=tuple(Role(move(r.span), move(r.affiliation) if r.affiliation else None) for r in one.roles),
    )
