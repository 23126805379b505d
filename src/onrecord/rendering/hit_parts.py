"""How one hit is put into words: its place, its arms, its highlighted passage; shared by all views for people."""

from __future__ import annotations

from onrecord.records import Hit, Part, Span
from onrecord.rendering.counts import format_score
from onrecord.rendering.excerpt import excerpt
from onrecord.rendering.safe_text import printable
from onrecord.rendering.styled_text import StyledText, highlighted, merged, trimmed

# The length the judged queries score at most; a whole article as a hit is shown by its best stretch of this size.
PASSAGE_LENGTH = 1200


def place_of(hit: Hit) -> str:
    """`article:start-end`, printable, as `onrecord show` takes it."""
    return f"{printable(hit.article)}:{hit.start}-{hit.end}"


def headline_of(hit: Hit) -> tuple[str, str]:
    """The title (or the article's id) and what is known of source and date, both printable."""
    facts = [printable(fact) for fact in (hit.source, hit.date) if fact]
    return printable(hit.title).strip() or printable(hit.article), " · ".join(facts)


def arms_of(hit: Hit) -> str:
    """What each arm said, in the order of the hit's parts: `bm25 #1 12.30 · vector #4 0.6100`.

    A dash stands for an arm that did not reach the hit.
    """
    return " · ".join(f"{printable(arm)} {_part(part)}" for arm, part in hit.parts.items())


def passage_of(hit: Hit, *, marks: bool = False, longest: int = PASSAGE_LENGTH) -> StyledText:
    """The hit's text on one line with its highlights; of a longer one the best excerpt between ellipses."""
    spans = local_highlights(hit)
    region = excerpt(hit.text, spans, longest)
    shown = highlighted(printable(hit.text), spans, region, marks=marks)
    before = "… " if region.start > 0 else ""
    after = " …" if region.end < len(hit.text) else ""
    return _between(before, shown, after)


def local_highlights(hit: Hit) -> list[Span]:
    """The hit's highlights as offsets into `hit.text`, ascending, without overlap; what lies outside is left out."""
    inside = Span(hit.start, hit.start + len(hit.text))
    local = [Span(span.start - hit.start, span.end - hit.start) for span in merged(hit.highlights, inside)]
    return trimmed(hit.text, local)


def _part(part: Part) -> str:
    words = [] if part.rank is None else [f"#{part.rank}"]
    if part.score is not None:
        words.append(format_score(part.score))
    return " ".join(words) or "–"


def _between(before: str, shown: StyledText, after: str) -> StyledText:
    shift = len(before)
    runs = tuple((Span(span.start + shift, span.end + shift), style) for span, style in shown.runs)
    return StyledText(before + shown.text + after, runs)
