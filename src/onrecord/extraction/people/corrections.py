"""Putting right who is who and who said what, as `corrections.jsonl` asks; nothing is changed in place.

Each function also returns, in words, the corrections that could not be applied: they are kept and tried again when
the articles have changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.extraction.people.correction_lines import (
    Correction,
    Merge,
    Reject,
    Rename,
    SpeakerFix,
    Split,
    read_corrections,
)
from onrecord.extraction.people.local_people import KnownPerson, Member, person_key
from onrecord.records import Span
from onrecord.spoken import Attribution, Extraction, Speaker
from onrecord.text.folding import fold

__all__ = ["Correction", "Merge", "Reject", "Rename", "SpeakerFix", "Split", "correct_article", "correct_people",
           "read_corrections"]  # fmt: skip


def correct_people(
    people: Sequence[KnownPerson], corrections: Sequence[Correction]
) -> tuple[list[KnownPerson], list[str]]:
    """The people after all merges, splits and renames, in the order of the lines, by name; and what did not apply.

    People are named as they are listed, or by key; a name that several bear applies to none.
    """
    current = {person.key: person for person in people}
    problems: list[str] = []
    for one in corrections:
        if isinstance(one, Merge):
            _merge(current, one, problems)
        elif isinstance(one, Split):
            _split(current, one, problems)
        elif isinstance(one, Rename):
            found = _find(current, one.person, one.line, "rename", problems)
            if found is not None:
                del current[found.key]
                _put(current, _renamed(found, one.name, f"corrected: renamed from {found.name} (line {one.line})"))
    return sorted(current.values(), key=lambda person: (person.name, person.key)), problems


def _merge(current: dict[str, KnownPerson], one: Merge, problems: list[str]) -> None:
    found = [_find(current, name, one.line, "merge", problems) for name in one.people]
    known = [person for person in found if person is not None]
    # With one of them gone, the others can still be one person, but there is nothing to merge for a single one.
    if len({person.key for person in known}) < 2:
        return
    reason = f"corrected: merged {', '.join(one.people)} (line {one.line})"
    for person in known:
        current.pop(person.key, None)
    forms = {form for person in known for form in (person.name, *person.aliases)}
    members = tuple(sorted({member for person in known for member in person.members}))
    reasons = tuple(dict.fromkeys([*(reason for person in known for reason in person.reasons), reason]))
    aliases = tuple(sorted(forms - {one.name}))
    _put(current, KnownPerson(person_key(one.name), one.name, aliases, members, reasons))


def _split(current: dict[str, KnownPerson], one: Split, problems: list[str]) -> None:
    person = _find(current, one.person, one.line, "split", problems)
    if person is None:
        return
    articles = set(one.articles)
    reason = f"corrected: split from {person.name} (line {one.line})"
    away = tuple(Member(m.article, m.name, reason) for m in person.members if m.article in articles)
    left = tuple(member for member in person.members if member.article not in articles)
    for article in sorted(articles - {member.article for member in person.members}):
        problems.append(f"line {one.line}: split: {one.person} is not in article {article}")
    if not away:
        return
    del current[person.key]
    if left:
        current[person.key] = replace(person, members=left, reasons=(*person.reasons, reason))
    forms = {member.name for member in away} - {one.name}
    _put(current, KnownPerson(person_key(one.name), one.name, tuple(sorted(forms)), away, (reason,)))


def _renamed(person: KnownPerson, name: str, reason: str) -> KnownPerson:
    aliases = tuple(sorted({person.name, *person.aliases} - {name}))
    return KnownPerson(person_key(name), name, aliases, person.members, (*person.reasons, reason))


def _put(current: dict[str, KnownPerson], person: KnownPerson) -> None:
    """Adds the person; whoever has the same key by now is another person of that name and is told apart by number."""
    key, number = person.key, 2
    while key in current:
        key, number = person_key(person.name, f"corrected {number}"), number + 1
    current[key] = replace(person, key=key)


def _find(current: dict[str, KnownPerson], name: str, line: int, op: str, problems: list[str]) -> KnownPerson | None:
    if name in current:
        return current[name]
    found = [person for person in current.values() if person.name == name]
    found = found or [person for person in current.values() if fold(person.name) == fold(name)]
    if len(found) == 1:
        return found[0]
    why = "nobody is listed under that name" if not found else f"{len(found)} people are listed under that name"
    problems.append(f"line {line}: {op}: {name}: {why}")
    return None


def correct_article(
    article: str, text: str, extraction: Extraction, corrections: Sequence[Correction]
) -> tuple[Extraction, list[str]]:
    """The extraction with speakers corrected and rejected quotations left out; and what did not apply.

    A correction applies to the attribution whose content it covers best, by at least half of either; one that quotes
    its words applies only while they stand at its place. Claims of a rejected quotation go with it.
    """
    mine = [one for one in corrections if isinstance(one, SpeakerFix | Reject) and one.article == article]
    problems: list[str] = []
    speakers = list(extraction.speakers)
    rejected: set[int] = set()
    for one in mine:
        op = "speaker" if isinstance(one, SpeakerFix) else "reject"
        place = f"line {one.line}: {op}: {article} {one.span.start}-{one.span.end}"
        if one.span.end > len(text) or (one.text and " ".join(one.span.of(text).split()) != " ".join(one.text.split())):
            problems.append(f"{place}: the text there is no longer the one corrected")
            continue
        number = _at(extraction.attributions, one.span)
        if number is None:
            problems.append(f"{place}: no quotation stands there")
        elif isinstance(one, Reject):
            rejected.add(number)
        else:
            speakers[number] = _speaker(extraction, one)
    if not mine or (not rejected and speakers == list(extraction.speakers)):
        return extraction, problems
    kept = [number for number in range(len(extraction.attributions)) if number not in rejected]
    new_place = {old: new for new, old in enumerate(kept)}
    claims = tuple(
        claim if claim.attribution is None else replace(claim, attribution=new_place[claim.attribution])
        for claim in extraction.claims
        if claim.attribution is None or claim.attribution in new_place
    )
    corrected = replace(
        extraction,
        attributions=tuple(extraction.attributions[number] for number in kept),
        speakers=tuple(speakers[number] for number in kept),
        claims=claims,
    )
    return corrected, problems


def _at(attributions: Sequence[Attribution], span: Span) -> int | None:
    """The attribution whose content shares most with the span, at least half of either; equal ones: the first."""
    best, shared = None, 0
    for number, attribution in enumerate(attributions):
        hull = Span(attribution.content[0].start, attribution.content[-1].end)
        common = hull.overlap(span)
        if common > shared and 2 * common >= max(len(hull), len(span)):
            best, shared = number, common
    return best


def _speaker(extraction: Extraction, one: SpeakerFix) -> Speaker:
    wanted = fold(one.speaker)
    people = enumerate(extraction.people)
    person = next((at for at, p in people if wanted in (fold(p.name), *map(fold, p.aliases))), None)
    name = one.speaker if person is None else extraction.people[person].name
    return Speaker(name, person, 1.0, f"corrected: {one.speaker} (line {one.line})")
