"""Lists that show themselves: as HTML in a notebook, as a table where they are printed; else lists like any other."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.records import Hit
from onrecord.rendering.attribution_html import attributed_article_html
from onrecord.rendering.attribution_view import attributed_article
from onrecord.rendering.claim_view import claim_table
from onrecord.rendering.counts import plural
from onrecord.rendering.hit_table import hit_table
from onrecord.rendering.html_view import hits_html
from onrecord.rendering.people_view import people_table
from onrecord.rendering.profile_view import profile_table
from onrecord.rendering.quote_formats import quote_table
from onrecord.rendering.rows_html import MOST_SHOWN, claims_html, people_html, profile_html, quotes_html
from onrecord.rendering.spoken_rows import ClaimRow, PersonRow, ProfileRow, QuoteRow
from onrecord.spoken import Attribution, Speaker


class HitList(list[Hit]):
    """Ranked hits."""

    def _repr_html_(self) -> str:
        return hits_html(self)

    def __repr__(self) -> str:
        return _shown(hit_table(self[:MOST_SHOWN]), len(self), "hit")


class QuoteList(list[QuoteRow]):
    """Quotes."""

    def _repr_html_(self) -> str:
        return quotes_html(self)

    def __repr__(self) -> str:
        return _shown(quote_table(self[:MOST_SHOWN]), len(self), "quote")


class PersonList(list[PersonRow]):
    """People."""

    def _repr_html_(self) -> str:
        return people_html(self)

    def __repr__(self) -> str:
        return _shown(people_table(self[:MOST_SHOWN]), len(self), "person", "people")


class ClaimList(list[ClaimRow]):
    """Claims."""

    def _repr_html_(self) -> str:
        return claims_html(self)

    def __repr__(self) -> str:
        return _shown(claim_table(self[:MOST_SHOWN]), len(self), "claim")


class ProfileList(list[ProfileRow]):
    """Profiles of the people who answer to one name."""

    def _repr_html_(self) -> str:
        return "".join(map(profile_html, self[:MOST_SHOWN])) or "<div><em>Nobody of that name.</em></div>"

    def __repr__(self) -> str:
        return _shown("\n".join(map(profile_table, self[:MOST_SHOWN])), len(self), "person", "people")


@dataclass(frozen=True, slots=True, repr=False)
class AttributedArticle:
    """One article with its attributions, to look at: highlighted HTML in a notebook, marks where it is printed."""

    text: str
    attributions: tuple[Attribution, ...]
    speakers: tuple[Speaker, ...] = ()
    title: str = ""
    url: str = ""

    def _repr_html_(self) -> str:
        return attributed_article_html(self.text, self.attributions, self.speakers, title=self.title, url=self.url)

    def __repr__(self) -> str:
        return attributed_article(self.text, self.attributions, self.speakers, title=self.title).removesuffix("\n")


def _shown(table: str, count: int, one: str, many: str | None = None) -> str:
    """The table under a line that counts, so that an empty list shows too."""
    return f"{plural(count, one, many)}\n\n{table}".rstrip("\n") if count else f"no {many or one + 's'}"
