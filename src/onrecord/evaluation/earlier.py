"""A run against an earlier one, question by question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.benchmark import Benchmark, Question, SystemOutcome
from onrecord.errors import BadInput
from onrecord.evaluation.comparisons import Difference, Drawing, find_differences
from onrecord.records import Json

# What begins the name, in `data`, of a file that is a system's answer and not part of the suite.
RUN_PREFIX = "run "
# The name there of what an archive held; a run made elsewhere does not know it.
ARTICLES = "articles"
_SHAPING = ("k", "max_chars")


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier record under the name it goes by in comparisons; `even_if_changed` compares across other data."""

    record: Benchmark
    label: str
    even_if_changed: bool = False


def differences_since(
    now: Benchmark, earlier: Earlier, measures: Sequence[str], drawing: Drawing
) -> tuple[list[Difference], list[str]]:
    """Each system minus the earlier one of its name, on the questions that both records have; and remarks in words.

    The earlier system is named `NAME (LABEL)`. Raises BadInput when the records rank different things, when they have
    no system, measure or question in common, and, unless it is wanted, when data or depth differ.
    """
    remarks = find_changes(earlier, now.kind, now.data, now.settings)
    old = {system.name: system for system in earlier.record.systems}
    names = [system.name for system in now.systems if system.name in old]
    shared = [measure for measure in measures if measure in earlier.record.measures]
    before = {question.qid: question for question in earlier.record.questions}
    questions = [question for question in now.questions if question.qid in before]
    for what, found, there in (
        ("systems", names, list(old)),
        ("measures", shared, list(earlier.record.measures)),
        ("questions", questions, list(before)),
    ):
        if not found:
            raise BadInput(f"{earlier.label}: none of this run's {what} is there; it has {', '.join(there[:8])}")
    remarks += _missing(now.questions, before, earlier.label)
    scores = {}
    for system in now.systems:
        if system.name in old:
            scores[system.name] = _values(system)
            scores[_earlier_name(system.name, earlier.label)] = _values(old[system.name])
    pairs = [(name, _earlier_name(name, earlier.label)) for name in names]
    return find_differences(questions, scores, pairs, shared, drawing), remarks


def find_changes(earlier: Earlier, kind: str, data: Mapping[str, str], settings: Mapping[str, Json]) -> list[str]:
    """In words what differs from the data and the depth of the earlier run; BadInput when that is not wanted."""
    if kind != earlier.record.kind:
        raise BadInput(f"{earlier.label} ranks {earlier.record.kind}, this run {kind}; they cannot be compared")
    here, there = _suite_data(data), _suite_data(earlier.record.data)
    known = {ARTICLES} if ARTICLES in here and ARTICLES in there else set()
    named = ((here.keys() | there.keys()) - {ARTICLES}) | known
    changed = [name for name in sorted(named) if here.get(name) != there.get(name)]
    changed += [name for name in _SHAPING if settings.get(name) != earlier.record.settings.get(name)]
    if not changed:
        return []
    if not earlier.even_if_changed:
        raise BadInput(
            f"{earlier.label} was made on other data: {', '.join(changed)} differ; run it again on today's, "
            "or compare all the same with --even-if-changed"
        )
    return [f"{earlier.label} was made on other data: {', '.join(changed)} differ"]


def _suite_data(data: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in data.items() if not name.startswith(RUN_PREFIX)}


def _missing(questions: Sequence[Question], before: Mapping[str, Question], label: str) -> list[str]:
    now = {question.qid: question for question in questions}
    out = []
    for what, qids in (
        (f"new since {label}", [qid for qid in now if qid not in before]),
        (f"in {label} and no longer asked", [qid for qid in before if qid not in now]),
        (f"worded differently in {label}", [q for q in now if q in before and now[q].query != before[q].query]),
    ):
        if qids:
            more = f" and {len(qids) - 8} more" if len(qids) > 8 else ""
            out.append(f"{len(qids)} {what}: {', '.join(qids[:8])}{more}")
    return out


def _values(system: SystemOutcome) -> dict[str, Mapping[str, float]]:
    return {qid: answer.values for qid, answer in system.answers.items()}


def _earlier_name(name: str, label: str) -> str:
    return f"{name} ({label})"
