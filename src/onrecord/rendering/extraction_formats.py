"""What was found in one article: the object that `extract` writes for programs, and a page for people."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.records import Article, Json, Span
from onrecord.rendering.attribution_view import attributed_article
from onrecord.rendering.attribution_words import quoted_text
from onrecord.rendering.claim_view import claim_table
from onrecord.rendering.colours import Palette
from onrecord.rendering.counts import plural
from onrecord.rendering.extraction_rows import claim_rows, person_rows
from onrecord.rendering.json_text import json_text
from onrecord.rendering.people_view import people_table
from onrecord.rendering.row_words import one_line
from onrecord.rendering.safe_text import printable
from onrecord.rendering.spoken_rows import quantity_dict, when_dict
from onrecord.rendering.styled_text import StyledText
from onrecord.rendering.terminal import DEFAULT_WIDTH
from onrecord.spoken import Attribution, Claim, Extraction, Person, Speaker

_PLAIN = Palette(False)


def extraction_json(article_id: str, text: str, extraction: Extraction) -> dict[str, Json]:
    """`{"article", "attributions", "people", "claims", "notes"}`; all spans are [start, end] in code points of `text`.

    An attribution has `source`, `cue` and `content` (lists of spans), `text` (the content's words), `speaker` (null
    when unknown), `person` (a number in `people`, or null), `style`, `confidence`, `finder` and `reason`. A claim's
    `attribution` is a number in `attributions`, null when the article says it itself.
    """
    speakers = extraction.speakers
    return {
        "article": article_id,
        "attributions": [
            _attribution(text, found, speakers[index] if index < len(speakers) else None)
            for index, found in enumerate(extraction.attributions)
        ],
        "people": [_person(text, person) for person in extraction.people],
        "claims": [_claim(text, claim, speakers) for claim in extraction.claims],
        "notes": list(extraction.notes),
    }


def extraction_jsonl(article_id: str, text: str, extraction: Extraction) -> str:
    """`extraction_json` as one line that ends in a newline."""
    return json_text(extraction_json(article_id, text, extraction)) + "\n"


def extraction_table(
    article: Article,
    extraction: Extraction,
    *,
    palette: Palette = _PLAIN,
    width: int = DEFAULT_WIDTH,
    explain: bool = False,
) -> str:
    """Article id, counts and notes, the highlighted article, its people and claims; ends in a newline."""
    counted = (
        plural(len(extraction.attributions), "attribution"),
        plural(len(extraction.people), "person", "people"),
        plural(len(extraction.claims), "claim"),
    )
    head = StyledText.of((printable(article.id), "place"), (f"  {' · '.join(counted)}", "dim")).lines(width, palette)
    for note in extraction.notes:
        head += StyledText.of(("note ", "problem"), (one_line(note), None)).lines(width, palette)
    body = attributed_article(
        article.text, extraction.attributions, extraction.speakers,
        title=article.title, palette=palette, width=width, explain=explain,
    )  # fmt: skip
    parts = ["\n".join(head) + "\n", body]
    if extraction.people:
        table = people_table(person_rows(article, extraction), palette=palette, width=width)
        parts.append(f"{palette.paint('People', 'title')}\n{table}")
    if extraction.claims:
        claims = claim_table(claim_rows(article, extraction), palette=palette, width=width, explain=explain)
        parts.append(f"{palette.paint('Claims', 'title')}\n{claims}")
    return "\n".join(parts)


def _attribution(text: str, found: Attribution, speaker: Speaker | None) -> dict[str, Json]:
    return {
        "source": _pairs(found.source),
        "cue": _pairs(found.cue),
        "content": _pairs(found.content),
        "text": quoted_text(text, found.content),
        "speaker": (speaker.name or None) if speaker else None,
        "person": speaker.person if speaker else None,
        "style": found.style,
        "confidence": found.confidence,
        "finder": found.finder,
        "reason": speaker.reason if speaker else "",
    }


def _person(text: str, person: Person) -> dict[str, Json]:
    return {
        "name": person.name,
        "aliases": list(person.aliases),
        "mentions": [[m.span.start, m.span.end, m.kind, m.reason] for m in person.mentions],
        "roles": [
            {
                "start": role.span.start,
                "end": role.span.end,
                "text": role.span.of(text),
                "affiliation": [role.affiliation.start, role.affiliation.end] if role.affiliation else None,
            }
            for role in person.roles
        ],
        "reasons": list(person.reasons),
    }


def _claim(text: str, claim: Claim, speakers: Sequence[Speaker]) -> dict[str, Json]:
    known = claim.attribution is not None and claim.attribution < len(speakers)
    return {
        "spans": _pairs(claim.spans),
        "text": quoted_text(text, claim.spans),
        "act": claim.act,
        "attribution": claim.attribution,
        "speaker": (speakers[claim.attribution].name or None) if known and claim.attribution is not None else None,
        "topics": list(claim.topics),
        "quantities": [quantity_dict(quantity) for quantity in claim.quantities],
        "dates": [when_dict(when) for when in claim.dates],
        "worthiness": claim.worthiness,
        "reasons": list(claim.reasons),
    }


def _pairs(spans: Sequence[Span]) -> list[Json]:
    return [[span.start, span.end] for span in spans]
