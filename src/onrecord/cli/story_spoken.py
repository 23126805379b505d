"""The last acts of the story: who said what, who that is, and whether a quotation is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.cli.stage import Stage
from onrecord.rendering.counts import plural
from onrecord.rendering.profile_view import profile_table
from onrecord.rendering.quote_formats import quote_table
from onrecord.rendering.verdict_view import verdict_view

if TYPE_CHECKING:
    from onrecord.archive import Archive

SPEAKER, SUBJECT = "Wendy Sherman", "sanctions"
# As a hurried colleague has it in a draft; the article has other words.
MISQUOTED, SAID_BY = "the drums of war are growing louder", "Carpenter"


def who_said_it(archive: Archive, number: int, stage: Stage) -> list[str]:
    """The quotes of one speaker about one subject."""
    quotes = archive.quotes()
    indirect = sum(quote.style == "indirect" for quote in quotes)
    shown = quote_table(archive.quotes(SPEAKER, SUBJECT, k=1), palette=stage.palette, width=stage.inner)
    return [
        stage.title(number, "Who said what: quotes have speakers"),
        *stage.text(
            f"{plural(len(quotes), 'attribution')} in this article, {indirect} of them without any quotation mark; "
            "each with source, cue, content and a person. Pronouns are resolved: the article calls her “he”."
        ),
        stage.command("quotes", "--speaker", SPEAKER, "--about", SUBJECT, "-k", "1"),
        "",
        *stage.lines(shown),
    ]


def who_that_is(archive: Archive, number: int, stage: Stage) -> list[str]:
    """One profile, each fact with its place."""
    (profile,) = archive.person(SAID_BY)[:1]
    shown = profile_table(profile, palette=stage.palette, width=stage.inner)
    return [
        stage.title(number, "Who that is: profiles rest on places"),
        stage.command("people", SAID_BY),
        "",
        *stage.lines(shown),
    ]


def is_it_right(archive: Archive, number: int, stage: Stage) -> list[str]:
    """A quotation checked word by word."""
    found = archive.verify(MISQUOTED, speaker=SAID_BY)
    return [
        stage.title(number, "Is the quotation right? Word by word"),
        stage.command("verify", MISQUOTED, "--speaker", SAID_BY),
        "",
        *stage.lines(verdict_view(found, palette=stage.palette, width=stage.inner)),
    ]
