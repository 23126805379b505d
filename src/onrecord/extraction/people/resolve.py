"""Who is who in one article: its people with their mentions and roles, and who speaks in each attribution."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.extraction.people.clustering import Cluster, NameUse, cluster, read_uses
from onrecord.extraction.people.descriptions import Office
from onrecord.extraction.people.offices import is_title
from onrecord.extraction.people.roles import find_roles
from onrecord.extraction.people.source_names import names_in_sources
from onrecord.extraction.people.speaking import Speaking
from onrecord.extraction.people.surroundings import Surroundings
from onrecord.records import Span
from onrecord.spoken import Attribution, Mention, Person, Role, Speaker
from onrecord.text.folding import fold

_PRONOUN = re.compile(r"\b(?:([Ss]he|[Hh]er|[Hh]erself)|([Hh]e|[Hh]is|[Hh]im|[Hh]imself))\b|[\"“”«»\n]")
# Pronouns farther from a name than this are as likely somebody else's.
_PRONOUN_REACH = 200
# Who has been named so often has been introduced by then.
_MOST_ROLES, _MOST_READ = 12, 100
_POSSESSIVE = re.compile(r"['’](?:s|S)?$")


def resolve(
    text: str, title: str, names: Sequence[Span], attributions: Sequence[Attribution]
) -> tuple[list[Person], list[Speaker]]:
    """The people of one article by first mention, and one speaker for each attribution, in the same order.

    `names` are the spans that name people, in any order; of overlapping ones the first counts. `title` is the
    headline, which stands outside `text`. Deterministic; spans outside the text are left out.
    """
    page = Surroundings(text, attributions)
    known = [span for span in names if span.end <= len(text)]
    uses = read_uses(text, [*known, *names_in_sources(text, known, attributions)], page)
    clusters = cluster(uses, page, title)
    _count_pronouns(text, uses, clusters, page)
    roles = _roles_of(text, uses, clusters, page)
    displayed = _unique([_display(text, one) for one in clusters], clusters)
    offices = [[Office.read(role.span.of(text)) for role in held] for held in roles]
    speaking = Speaking(page, clusters, displayed, offices)
    speakers = speaking.all()
    people = [
        _person(text, one, displayed[number], roles[number], speaking.mentions.get(number, []))
        for number, one in enumerate(clusters)
    ]
    return people, speakers


def _count_pronouns(text: str, uses: Sequence[NameUse], clusters: Sequence[Cluster], page: Surroundings) -> None:
    """Counts the first he or she behind a name that opens its sentence, before any other name or quotation."""
    home = {use.span.start: one for one in clusters for use, _ in one.uses}
    sentence = -1
    for place, use in enumerate(uses):
        here = page.sentence(use.span.start)
        opens, sentence = here != sentence, here
        if not opens or use.possessive or use.embedded:
            continue
        limit = min(len(text), use.span.end + _PRONOUN_REACH)
        if place + 1 < len(uses):
            limit = min(limit, uses[place + 1].span.start)
        found = _PRONOUN.search(text, use.span.end, limit)
        if found and found.lastindex:
            home[use.span.start].pronouns += 1 if found.lastindex == 1 else -1


def _roles_of(text: str, uses: Sequence[NameUse], clusters: Sequence[Cluster], page: Surroundings) -> list[list[Role]]:
    spans = [use.span for use in uses]
    place_of = {span.start: place for place, span in enumerate(spans)}
    roles = []
    for one in clusters:
        held: dict[str, Role] = {}
        for use, _ in one.uses[:_MOST_READ]:
            place = place_of[use.span.start]
            others = spans[max(0, place - 3) : place] + spans[place + 1 : place + 5]
            for role in find_roles(text, use.span, others, page):
                held.setdefault(fold(role.span.of(text)), role)
            if len(held) >= _MOST_ROLES:
                break
        roles.append(sorted(held.values(), key=lambda role: role.span))
    return roles


def _display(text: str, one: Cluster) -> str:
    """The fullest form as the article prints it, without titles."""
    fullest = fold(one.name.full)
    use = next(use for use, _ in one.uses if fold(use.name.full) == fullest)
    return _form(text, use)


def _unique(names: Sequence[str], clusters: Sequence[Cluster]) -> list[str]:
    """The names, told apart by an honorific where two people have the same one, else by a number."""
    taken: set[str] = set()
    unique = []
    for name, one in zip(names, clusters, strict=True):
        titles = [use.before[-1] for use, _ in one.uses if use.before and is_title(use.before[-1])]
        choices = [name, *(f"{title} {name}" for title in titles[:1])]
        chosen = next((choice for choice in choices if choice not in taken), "")
        number = 2
        while not chosen or chosen in taken:
            chosen, number = f"{name} ({number})", number + 1
        taken.add(chosen)
        unique.append(chosen)
    return unique


def _form(text: str, use: NameUse) -> str:
    if use.name.titles:
        return use.name.full
    return _POSSESSIVE.sub("", " ".join(use.span.of(text).split()))


def _person(text: str, one: Cluster, name: str, roles: Sequence[Role], pointed: Sequence[Mention]) -> Person:
    forms = {_form(text, use) for use, _ in one.uses}
    mentions = [Mention(use.span, "name", reason) for use, reason in one.uses]
    return Person(
        name=name,
        aliases=tuple(sorted(forms - {name})),
        mentions=tuple(sorted([*mentions, *pointed], key=lambda mention: (mention.span, mention.kind))),
        roles=tuple(roles),
        reasons=tuple(dict.fromkeys(one.reasons)),
    )
