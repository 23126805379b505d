"""Missed questions for people: what was asked, what came first, where the answer is and where each arm had it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onrecord.benchmark import Benchmark, Miss, Question
from onrecord.records import Json, Span
from onrecord.rendering.bench_losses import losses_of
from onrecord.rendering.colours import Palette
from onrecord.rendering.counts import format_count, plural
from onrecord.rendering.excerpt import excerpt
from onrecord.rendering.row_words import NO_SPEAKER, one_line
from onrecord.rendering.safe_text import printable
from onrecord.rendering.styled_text import StyledText
from onrecord.rendering.terminal import DEFAULT_WIDTH

_PLAIN = Palette(False)
_LABEL_WIDTH = 8
# About four lines of a page: enough to see why it came first.
_EXCERPT = 280
_ARMS = {"bm25": "bm25", "vector": "vectors", "hybrid": "fused"}


def waterfall_words(benchmark: Benchmark) -> str:
    """`160 questions · 149 answered in the first 10 · 6 bm25 · 5 bm25 and vectors`; '' without a waterfall.

    Only questions that have an answer count; stages that lost none are left out.
    """
    losses = losses_of(benchmark)
    if losses is None:
        return ""
    k = benchmark.settings.get("k")
    within = f" in the first {k}" if isinstance(k, int) else ""
    steps = [f"{format_count(count)} {one_line(stage)}" for stage, count in losses.steps]
    return " · ".join([plural(losses.total, "question"), f"{format_count(losses.found)} answered{within}", *steps])


def miss_lines(benchmark: Benchmark, width: int = DEFAULT_WIDTH, palette: Palette = _PLAIN) -> list[str]:
    """The waterfall in one sentence and a block for each miss, with an empty line before each block.

    A block holds the question and its family and style; the stage and why; the answer's rank in every arm; what came
    first and what would have answered, each with place, speaker and words. Places are never broken so that they can
    be copied; all other lines fit into `width` cells (20 at least). Where more than one system has misses, each has
    a heading. Empty when the record has neither misses nor a waterfall.
    """
    lines = StyledText.of((waterfall_words(benchmark), None)).lines(max(width, 20), palette)
    with_misses = [(name, misses) for name, misses in benchmark.misses.items() if misses]
    for name, misses in with_misses:
        if len(with_misses) > 1:
            heading = f"{one_line(name)}: {plural(len(misses), 'miss', 'misses')}"
            lines += ["", *StyledText.of((heading, "title")).lines(max(width, 20), palette)]
        lines += _blocks(benchmark, misses, width, palette)
    return lines[1:] if lines[:1] == [""] else lines


def misattributed_lines(
    benchmark: Benchmark, misattributed: Sequence[Miss], width: int = DEFAULT_WIDTH, palette: Palette = _PLAIN
) -> list[str]:
    """The same for first hits that answer and name another speaker, under a heading; empty for none."""
    if not misattributed:
        return []
    heading = f"{plural(len(misattributed), 'first hit answers and names', 'first hits answer and name')} somebody else"
    head = StyledText.of((heading, "title")).lines(max(width, 20), palette)
    return head + _blocks(benchmark, misattributed, width, palette, "wrong speaker")


def _blocks(benchmark: Benchmark, misses: Sequence[Miss], width: int, palette: Palette, fault: str = "") -> list[str]:
    asked = {question.qid: question for question in benchmark.questions}
    with_speakers = benchmark.kind == "spans"
    lines: list[str] = []
    for miss in misses:
        lines += ["", *_block(asked.get(miss.qid), miss, max(width, 20), palette, fault, with_speakers)]
    return lines


def _block(
    question: Question | None, miss: Miss, width: int, palette: Palette, fault: str, with_speakers: bool
) -> list[str]:
    kind = [one_line(part) for part in (question.family, question.style) if part] if question else []
    head = StyledText.of(
        (one_line(miss.qid), "title"),
        ("".join(f" · {part}" for part in kind), "dim"),
        (" · ", "dim"),
        (fault or f"lost at {one_line(miss.stage)}", "problem"),
    )
    inner = width - _LABEL_WIDTH
    rows = [
        ("asked", StyledText.of((one_line(question.query) if question else "", None)).lines(inner, palette)),
        ("why", StyledText.of((one_line(miss.reason), None)).lines(inner, palette)),
        ("ranks", StyledText.of((_ranks(miss.ranks), "score")).lines(inner, palette)),
        ("first", _shown(miss.first, inner, palette, with_speakers) if miss.first else ["no hit"]),
        ("answer", _shown(miss.answer, inner, palette, with_speakers)),
    ]
    lines = head.lines(width, palette)
    for label, shown in rows:
        for place, line in enumerate(shown):
            lines.append(palette.paint(f"{'' if place else label:<{_LABEL_WIDTH}}", "dim") + line)
    return lines


def _ranks(ranks: Mapping[str, int | None]) -> str:
    """`bm25 #34 · vectors – · fused #12`: a dash where the arm was not found to have the answer."""
    known = [arm for arm in _ARMS if arm in ranks] + [arm for arm in ranks if arm not in _ARMS]
    shown = [(_ARMS.get(arm, one_line(arm)), ranks[arm]) for arm in known]
    return " · ".join(f"{name} {'–' if rank is None else f'#{format_count(rank)}'}" for name, rank in shown)


def _shown(found: Mapping[str, Json], width: int, palette: Palette, with_speaker: bool) -> list[str]:
    """Place, then title and speaker, then the beginning of the words; articles have nobody who speaks."""
    article, start, end = found.get("article"), found.get("start"), found.get("end")
    span = f":{start}-{end}" if isinstance(start, int) and isinstance(end, int) else ""
    lines = [palette.paint(printable(_text(article)) + span, "place")]
    title, speaker = one_line(_text(found.get("title"))), one_line(_text(found.get("speaker")))
    if title:
        lines += StyledText.of((title, "title")).lines(width, palette)
    if with_speaker or speaker:
        lines += StyledText.of((speaker or NO_SPEAKER, "speaker" if speaker else "dim")).lines(width, palette)
    text = one_line(_text(found.get("text")))
    part = excerpt(text, (), _EXCERPT)
    cut = Span(0, len(text)) != part
    return lines + StyledText.of((part.of(text), None), (" …" if cut else "", None)).lines(width, palette)


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""
