"""What an alignment says about a quotation.

verbatim       the quoted words stand in the text in the same order with nothing between them, case, accents, marks
               and white space aside, and where they come from a quotation they are all of it. Words of the reporter
               that interrupt a speech (`"…," he said, "…"`) do not count.
trimmed        the same, but words of the recorded quotation are left out at its ends, or inside where the
               quotation has an ellipsis.
altered        words were changed, put in, or left out without an ellipsis, inside one place.
spliced        two or more places joined as one: other articles, other speeches of the article, or the same one
               against its order or over more than FARTHEST_OMISSION words. Each part has at least STRONG_PART equal
               words of its own, not all of them common ones; less is an alteration.
misattributed  verbatim or trimmed, and the archive records another speaker.
paraphrase     no such words, but a place that means the same.
not found      neither.

misattributed needs a speaker, paraphrase an encoder: `uses.verify` decides on these two.
"""

from __future__ import annotations

import itertools
import sys
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from onrecord.alignment.align import Step
from onrecord.alignment.printed import Printed
from onrecord.alignment.speech import Speeches
from onrecord.records import Span

# Words left out without an ellipsis change a quotation; over a longer distance two places were joined.
FARTHEST_OMISSION = 40
# With an ellipsis, in running text, where no quotation says what belongs together.
FARTHEST_ELLIPSIS = 80
STRONG_PART = 5
# How telling the words of a part must be, in units of the most telling word.
STRONG_WEIGHT = 1.3

Aligned = Literal["verbatim", "trimmed", "altered", "spliced"]
# equal, replace, insert, delete; (first, last) word numbers, None where the side has no words.
Range = tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in a row of one text that the quotation uses: document number, first and last word."""

    document: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Operation:
    """One step from the recorded to the quoted words, both as (first, last) word numbers."""

    edit: Literal["equal", "insert", "delete", "replace"]
    document: int
    recorded: Range
    quoted: Range


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one alignment; `share` in [0, 1] is how much of the quotation stands there, by weight."""

    verdict: Aligned
    share: float
    pieces: tuple[Piece, ...]
    operations: tuple[Operation, ...]


@dataclass(slots=True)
class _Run:
    """Steps without a break: the words of one piece, with its changes."""

    document: int
    steps: list[Step] = field(default_factory=list)
    # How the run before is joined to this one.
    join: Literal["", "interruption", "ellipsis", "omission", "splice"] = ""

    def equal(self) -> list[Step]:
        return [step for step in self.steps if step.kind == "equal"]


def judge(
    steps: Sequence[tuple[int, Step]],
    texts: Sequence[Printed],
    weights: Sequence[float],
) -> Judgement | None:
    """The verdict on a path; None when no word of it is equal.

    `steps` are (document, step) with word numbers of the whole texts; `weights` say how telling each quoted word
    is, in [0, 1].
    """
    runs = _runs(steps, texts)
    strong, dropped = _strong(runs, weights)
    kept = [run for run in runs if id(run) in strong]
    if not kept:
        return None
    total = sum(weights) or 1.0
    share = sum(weights[step.quoted] for run in kept for step in run.equal()) / total
    operations = _operations(runs, strong, dropped)
    pieces = tuple(_piece(run) for run in kept)
    if any(run.join == "splice" for run in kept[1:]):
        verdict: Aligned = "spliced"
    elif any(operation.edit != "equal" for operation in operations) or any(run.join == "omission" for run in kept):
        verdict = "altered"
    else:
        verdict = "verbatim"
    if verdict != "spliced":
        before, after = _left_out(pieces, texts)
        operations = [*before, *_with_omissions(operations, kept), *after]
        if verdict == "verbatim" and (before or after or any(run.join == "ellipsis" for run in kept)):
            verdict = "trimmed"
    return Judgement(verdict, share, pieces, tuple(operations))


def _runs(steps: Sequence[tuple[int, Step]], texts: Sequence[Printed]) -> list[_Run]:
    """The path cut at its breaks, each run beginning and ending with an equal word where it has any."""
    runs: list[_Run] = []
    waiting: list[Step] = []  # deletions, until it is clear whether they are inside a run
    joined: Literal["", "hop", "omit", "jump"] = ""
    loose: list[Step] = []  # words only quoted, before the first run
    for document, step in steps:
        if step.kind in ("hop", "omit", "jump"):
            joined = step.kind if joined != "jump" else joined
            continue
        if step.kind == "delete":
            waiting.append(step)
            continue
        if step.kind == "insert":
            (runs[-1].steps if runs else loose).append(step)
            continue
        if runs and not joined and waiting and _parted(texts[document], runs[-1], step):
            joined = "jump"
        if not runs or joined or document != runs[-1].document:
            run = _Run(document)
            run.join = _join(runs[-1], document, step, joined, texts) if runs else ""
            runs.append(run)
        else:
            runs[-1].steps += waiting
        if loose and len(runs) == 1:
            runs[0].steps += loose
            loose = []
        waiting, joined = [], ""
        runs[-1].steps.append(step)
    return runs


def _parted(printed: Printed, run: _Run, step: Step) -> bool:
    """Whether the words between a run and the next word lead from one speech into another."""
    speech = printed.speeches.speech
    before, after = speech[_last(run)], speech[step.recorded]
    return before != after and before >= 0 and after >= 0


def _last(run: _Run) -> int:
    return max(step.recorded for step in run.steps)


def _join(
    run: _Run, document: int, step: Step, kind: str, texts: Sequence[Printed]
) -> Literal["", "interruption", "ellipsis", "omission", "splice"]:
    if document != run.document:
        return "splice"
    speech = texts[document].speeches.speech
    last = _last(run)
    gap = step.recorded - last - 1
    before, after = speech[last], speech[step.recorded]
    if kind == "hop":
        return "interruption"
    if gap < 0 or (before != after and before >= 0 and after >= 0):
        return "splice"
    if kind == "omit":
        return "ellipsis" if before == after >= 0 or gap <= FARTHEST_ELLIPSIS else "splice"
    return "omission" if gap <= FARTHEST_OMISSION else "splice"


def _strong(runs: list[_Run], weights: Sequence[float]) -> tuple[set[int], list[_Run]]:
    """The runs that stand (by identity): all of one place, or those places that are strong enough to be parts."""
    groups: list[list[_Run]] = []
    for run in runs:
        if run.join == "splice" or not groups:
            groups.append([run])
        else:
            groups[-1].append(run)
    scored = []
    for group in groups:
        equal = [step for run in group for step in run.equal()]
        scored.append((sum(weights[step.quoted] for step in equal), len(equal), group))
    scored = [entry for entry in scored if entry[1]]
    if not scored:
        return set(), runs
    kept = [entry for entry in scored if entry[1] >= STRONG_PART and entry[0] >= STRONG_WEIGHT]
    if not kept or len(scored) == 1:
        kept = [max(scored, key=lambda entry: entry[:2])]
    strong = {id(run) for _, _, group in kept for run in group}
    return strong, [run for run in runs if id(run) not in strong]


def _piece(run: _Run) -> Piece:
    recorded = [step.recorded for step in run.steps if step.kind in ("equal", "replace")]
    return Piece(run.document, min(recorded), max(recorded))


def _operations(runs: list[_Run], strong: set[int], dropped: list[_Run]) -> list[Operation]:
    """The changes of all runs in the order of the quotation; words of runs that do not stand are only quoted."""
    out: list[Operation] = []
    for run in runs:
        if id(run) in strong:
            out += _of_run(run)
        else:
            quoted = [step.quoted for step in run.steps if step.quoted >= 0]
            if quoted:
                out.append(Operation("insert", run.document, None, (min(quoted), max(quoted))))
    return out


def _of_run(run: _Run) -> list[Operation]:
    out: list[Operation] = []
    changed: list[Step] = []
    for step in [*run.steps, Step("hop")]:
        if step.kind in ("replace", "insert", "delete"):
            changed.append(step)
            continue
        if changed:
            recorded = [s.recorded for s in changed if s.recorded >= 0]
            quoted = [s.quoted for s in changed if s.quoted >= 0]
            edit: Literal["insert", "delete", "replace"] = (
                "replace" if recorded and quoted else ("delete" if recorded else "insert")
            )
            out.append(
                Operation(
                    edit,
                    run.document,
                    (min(recorded), max(recorded)) if recorded else None,
                    (min(quoted), max(quoted)) if quoted else None,
                )
            )
            changed = []
        if step.kind == "equal":
            last = out[-1] if out else None
            if last and last.edit == "equal" and last.recorded and last.quoted:
                out[-1] = Operation(
                    "equal", run.document, (last.recorded[0], step.recorded), (last.quoted[0], step.quoted)
                )
            else:
                out.append(Operation("equal", run.document, (step.recorded, step.recorded), (step.quoted, step.quoted)))
    return out


def _with_omissions(operations: list[Operation], kept: list[_Run]) -> list[Operation]:
    """The operations with the words that an ellipsis or a silent omission left out between two runs."""
    gaps: dict[int, Operation] = {}
    for before, after in itertools.pairwise(kept):
        first = next((step for step in after.steps if step.recorded >= 0), None)
        if after.join in ("ellipsis", "omission") and first is not None and first.recorded > _last(before) + 1:
            span = (_last(before) + 1, first.recorded - 1)
            gaps[first.quoted] = Operation("delete", after.document, span, None)
    out: list[Operation] = []
    for operation in operations:
        gap = gaps.pop(operation.quoted[0], None) if operation.quoted else None
        out += [gap, operation] if gap else [operation]
    return out


def _left_out(pieces: Sequence[Piece], texts: Sequence[Printed]) -> tuple[list[Operation], list[Operation]]:
    """The words of the recorded quotation before the first and after the last piece, one deletion each or none.

    A piece that begins outside of quotation marks is not a cut one: running text has no ends to cut.
    """
    first, last = pieces[0], pieces[-1]
    speeches = texts[first.document].speeches
    around = _around(speeches, first.first)
    at_start = [(a, b) for a, b, depth in around if depth == 0 or last.last <= b]
    around = _around(texts[last.document].speeches, last.last)
    at_end = [(a, b) for a, b, depth in around if depth == 0 or a <= first.first]
    before: list[Operation] = []
    after: list[Operation] = []
    if at_start and all(a != first.first for a, _ in at_start):
        before.append(Operation("delete", first.document, (max(a for a, _ in at_start), first.first - 1), None))
    if at_end and all(b != last.last for _, b in at_end):
        after.append(Operation("delete", last.document, (last.last + 1, min(b for _, b in at_end)), None))
    return before, after


def _around(speeches: Speeches, word: int) -> list[tuple[int, int, int]]:
    """(first word, last word, depth) of the quotations that hold a word, the innermost first."""
    found: list[tuple[int, int, int]] = []
    place = bisect_right(speeches.bounds, (word, sys.maxsize)) - 1
    while place >= 0:
        (first, last), depth = speeches.bounds[place], speeches.depths[place]
        if last >= word:
            found.append((first, last, depth))
        if depth == 0:
            break
        place -= 1
    return found


def quoted_span(piece: Piece, texts: Sequence[Printed]) -> Span:
    """The piece's code points in its text."""
    return texts[piece.document].words.span(piece.first, piece.last)


def is_quoted(piece: Piece, texts: Sequence[Printed]) -> bool:
    """Whether every word of the piece stands inside quotation marks."""
    return all(number >= 0 for number in texts[piece.document].speeches.speech[piece.first : piece.last + 1])
