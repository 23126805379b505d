"""The missed questions as a table: what was asked, where it was lost, what stood first, where the answer was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

from onrecord.benchmark import Benchmark, Miss, Question, Stage
from onrecord.records import Json
from onrecord.rendering.bench_facts import lead_of
from onrecord.rendering.bench_html_tables import escaped
from onrecord.rendering.bench_words import NOTHING, excerpt_words, name_words
from onrecord.rendering.counts import format_count, plural

# More are no reading matter; the record has them all.
MOST_MISSES = 200
_LONGEST_QUERY, _LONGEST_TEXT, _LONGEST_REASON, _LONGEST_PLACE = 300, 280, 200, 80
_HEADS = ("Question", "Lost at", "Stood first", "The answer", "Rank of the answer")


def misses_html(benchmark: Benchmark) -> str:
    """The section's inside: the leading system's misses open, those of others folded; a sentence for none."""
    if not benchmark.misses and not benchmark.misattributed:
        return "<p>The record holds no missed questions.</p>"
    lead = lead_of(benchmark)
    questions = {question.qid: question for question in benchmark.questions}
    parts = []
    for system in sorted(benchmark.misses, key=lambda name: (name != lead, name)):
        misses = benchmark.misses[system]
        summary = f"{escaped(name_words(system))} missed {plural(len(misses), 'question')}"
        if not misses:
            parts.append(f"<p>{summary}.</p>")
            continue
        unfolded = " open" if system == lead or len(benchmark.misses) == 1 else ""
        parts.append(_folded(summary, _table(misses, questions, summary), unfolded))
    if benchmark.misattributed:
        # They answer, so they are no misses; who@1 counts them.
        counted = plural(len(benchmark.misattributed), "first hit answers and names", "first hits answer and name")
        summary = f"{counted} somebody else"
        parts.append(_folded(summary, _table(benchmark.misattributed, questions, summary)))
    return "".join(parts)


def _folded(summary: str, inside: str, unfolded: str = "") -> str:
    return f"<details{unfolded}><summary>{summary}</summary>{inside}</details>"


def _table(misses: Sequence[Miss], questions: Mapping[str, Question], label: str) -> str:
    """`label` names the table for screen readers and is escaped already."""
    order = {stage: place for place, stage in enumerate(get_args(Stage))}
    ordered = sorted(misses, key=lambda miss: (order.get(miss.stage, len(order)), miss.qid))
    rows = "".join(_row(miss, questions.get(miss.qid)) for miss in ordered[:MOST_MISSES])
    heads = "".join(f'<th scope="col">{head}</th>' for head in _HEADS)
    left = len(ordered) - MOST_MISSES
    rest = f'<p class="note">… and {format_count(left)} more in the record</p>' if left > 0 else ""
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{label}"><table class="misses">'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>{rest}"
    )


def _row(miss: Miss, question: Question | None) -> str:
    asked = excerpt_words(question.query, _LONGEST_QUERY) if question else ""
    of = " · ".join(name_words(part) for part in (question.family, question.style) if part) if question else ""
    about = " · ".join(filter(None, (name_words(miss.qid), of)))
    cells = (
        f'<span dir="auto">{escaped(asked)}</span><div class="note" dir="auto">{escaped(about)}</div>',
        f'<span class="stage">{escaped(name_words(miss.stage))}</span>'
        f'<div class="note" dir="auto">{escaped(excerpt_words(miss.reason, _LONGEST_REASON))}</div>',
        _place(miss.first) if miss.first else "nothing was found",
        _place(miss.answer),
        _ranks(miss.ranks),
    )
    written = "".join(
        f'<td data-label="{head}"{" class=ranks" if head == _HEADS[-1] else ""}>{cell}</td>'
        for head, cell in zip(_HEADS, cells, strict=True)
    )
    return f"<tr>{written}</tr>"


def _place(shown: Mapping[str, Json]) -> str:
    text = excerpt_words(_words(shown.get("text")), _LONGEST_TEXT)
    speaker = excerpt_words(_words(shown.get("speaker")), _LONGEST_PLACE)
    place = excerpt_words(_words(shown.get("article")), _LONGEST_PLACE)
    if "start" in shown and "end" in shown:
        place += f":{_words(shown['start'])}-{_words(shown['end'])}"
    quoted = f'<blockquote dir="auto">{escaped(text)}</blockquote>' if text else ""
    facts = " · ".join(filter(None, (speaker, place)))
    return f'{quoted}<div class="note" dir="auto">{escaped(facts)}</div>'


def _ranks(ranks: Mapping[str, int | None]) -> str:
    return "<br>".join(
        f"{escaped(name_words(arm))}&nbsp;{NOTHING if rank is None else format_count(rank)}"
        for arm, rank in ranks.items()
    )


def _words(value: Json) -> str:
    return value if isinstance(value, str) else str(value) if isinstance(value, (int, float)) else ""
