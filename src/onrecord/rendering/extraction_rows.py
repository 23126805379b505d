"""What was found in one article as rows, so that lists of one article look like lists of an archive."""

from __future__ import annotations

from onrecord.records import Article, Kind, Span
from onrecord.rendering.attribution_words import quoted_text
from onrecord.rendering.safe_text import printable
from onrecord.rendering.spoken_rows import ClaimRow, PersonRow, QuoteRow
from onrecord.rendering.text_fragment import text_fragment
from onrecord.spoken import Extraction, Person

_SHORT_HASH = 12


def quote_rows(article: Article, extraction: Extraction) -> list[QuoteRow]:
    """One row for each attribution, in the same order."""
    rows = []
    for index, found in enumerate(extraction.attributions):
        hull = Span(found.content[0].start, found.content[-1].end)
        speaker = extraction.speakers[index] if index < len(extraction.speakers) else None
        rows.append(
            QuoteRow(
                unit_id=_unit_id("quote", article, hull), article=article.id, start=hull.start, end=hull.end,
                text=quoted_text(article.text, found.content), content=found.content,
                source_text=quoted_text(article.text, found.source), cue_text=quoted_text(article.text, found.cue),
                speaker=speaker.name or None if speaker else None, style=found.style, confidence=found.confidence,
                finder=found.finder, title=article.title, date=article.date, source=article.source, url=article.url,
                text_sha256=article.sha256, citation=citation_of(article, hull),
                reason=speaker.reason if speaker else "", link=text_fragment(article.url, article.text, hull),
            )
        )  # fmt: skip
    return rows


def claim_rows(article: Article, extraction: Extraction) -> list[ClaimRow]:
    """One row for each claim, in the same order."""
    rows = []
    for claim in extraction.claims:
        hull = Span(claim.spans[0].start, claim.spans[-1].end) if claim.spans else Span(0, 0)
        rows.append(
            ClaimRow(
                unit_id=_unit_id("claim", article, hull), article=article.id, start=hull.start, end=hull.end,
                text=quoted_text(article.text, claim.spans), claimant=_claimant(extraction, claim.attribution),
                act=claim.act, attributed=claim.attribution is not None, topics=claim.topics,
                quantities=claim.quantities, dates=claim.dates, worthiness=claim.worthiness, reasons=claim.reasons,
                title=article.title, date=article.date, source=article.source, url=article.url,
                text_sha256=article.sha256, citation=citation_of(article, hull),
                link=text_fragment(article.url, article.text, hull),
            )
        )  # fmt: skip
    return rows


def person_rows(article: Article, extraction: Extraction) -> list[PersonRow]:
    """One row for each person, in the same order."""
    quotes = [0] * len(extraction.people)
    for speaker in extraction.speakers:
        if speaker.person is not None:
            quotes[speaker.person] += 1
    return [_person(article, person, count) for person, count in zip(extraction.people, quotes, strict=True)]


def citation_of(article: Article, span: Span) -> str:
    """`title, source, date [article@sha256:start-end]`, as hits cite."""
    said = ", ".join(part for part in (article.title, article.source, article.date) if part)
    place = f"[{article.id}@{article.sha256[:_SHORT_HASH]}:{span.start}-{span.end}]"
    return f"{said} {place}" if said else place


def _person(article: Article, person: Person, quotes: int) -> PersonRow:
    roles = dict.fromkeys(" ".join(role.span.of(article.text).split()) for role in person.roles)
    bodies = dict.fromkeys(
        " ".join(role.affiliation.of(article.text).split()) for role in person.roles if role.affiliation
    )
    return PersonRow(
        key=printable(person.name).casefold(), name=person.name, aliases=person.aliases, roles=tuple(roles),
        affiliations=tuple(bodies), quotes=quotes, mentions=len(person.mentions), articles=1,
        first=article.date, last=article.date,
    )  # fmt: skip


def _claimant(extraction: Extraction, attribution: int | None) -> str | None:
    if attribution is None or attribution >= len(extraction.speakers):
        return None
    return extraction.speakers[attribution].name or None


def _unit_id(kind: Kind, article: Article, span: Span) -> str:
    return f"{kind}:{article.id}:{span.start}-{span.end}"
