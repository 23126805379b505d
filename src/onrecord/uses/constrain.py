"""Which units a query may find, settled before anything is ranked and the same for both arms."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace

from onrecord.records import Filter, Kind, Query
from onrecord.storage.extracted import ArchivedPerson
from onrecord.text.folding import fold
from onrecord.uses.parts import PASSAGES, STATEMENTS, Parts


def allowed_rows(parts: Parts, query: Query, lane: int, pending: Sequence[int]) -> array[int] | None:
    """The lane's rows that pass filter, phrases and exclusions, ascending; None when the query restricts nothing.

    `pending` are rows that the lexical engine may not know yet; they are read from the store.
    """
    passed = parts.store.rows.allowed(query.filter, lane)
    # Phrases without any word restrict nothing: there is nothing that a text could hold or lack.
    required = [_holding(parts, terms, lane, pending) for terms in analysed_phrases(parts, query.required)]
    excluded = [_holding(parts, terms, lane, pending) for terms in analysed_phrases(parts, query.excluded)]
    if passed is None and not required and not excluded:
        return None
    if not required and not excluded:
        return passed
    rows = None if passed is None else set(passed)
    for holding in required:
        rows = holding if rows is None else rows & holding
    left = set(parts.store.rows.of(lane)) if rows is None else rows
    return array("q", sorted(left.difference(*excluded)))


def rows_within(parts: Parts, articles: array[int] | None, wanted: Filter) -> array[int] | None:
    """The passages of the given whole articles (rows of lane 1) that hold what the filter asks for; None stays None."""
    if articles is None:
        return None
    ids = [unit.article for unit in parts.store.units(articles).values()]
    rows = {row for found in parts.store.rows_of(ids, PASSAGES).values() for row in found}
    kinds: tuple[Kind, ...] = tuple(kind for kind in wanted.kinds if kind != "passage")
    if kinds or wanted.speaker:
        asked = Filter(kinds=kinds, speaker=wanted.speaker, people=wanted.people)
        rows &= set(parts.store.extracted.hosts(list(parts.store.rows.allowed(asked, STATEMENTS) or ())).values())
    return array("q", sorted(rows))


def resolved(parts: Parts, wanted: Filter) -> Filter:
    """The filter with the people its speaker means, whichever of their names was typed."""
    if not wanted.speaker or wanted.people is not None:
        return wanted
    known = parts.store.extracted.people()
    return replace(wanted, people=tuple(meant(known, wanted.speaker)))


def meant(known: Sequence[ArchivedPerson], name: str) -> list[str]:
    """The keys of the people a typed name means, the surest first.

    A full name as it is listed means its bearers alone. One word does not, though somebody be listed under it: where
    an article says "Laine" and no more, that is no reason to lose what Pekka Laine said elsewhere.
    """
    from onrecord.extraction.people.identity import match_query

    listed = [person.person for person in known if fold(person.name) == fold(name.strip())]
    if listed and len(name.split()) > 1:
        return listed
    return match_query(name, [(person.person, person.name, person.aliases) for person in known]) or listed


def analysed_phrases(parts: Parts, phrases: Sequence[str]) -> list[list[str]]:
    """Each phrase in terms; phrases without any word are left out."""
    return [terms for phrase in phrases if (terms := parts.analyser.terms(phrase))]


def _holding(parts: Parts, terms: list[str], lane: int, pending: Sequence[int]) -> set[int]:
    found = set(parts.engine(lane).matching(terms))
    for row, title, text in parts.store.unit_texts(pending):
        if _contains(parts.analyser.terms(title), terms) or _contains(parts.analyser.terms(text), terms):
            found.add(row)
    return found


def _contains(terms: list[str], wanted: list[str]) -> bool:
    size = len(wanted)
    return bool(size) and any(terms[at : at + size] == wanted for at in range(len(terms) - size + 1))
