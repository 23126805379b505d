"""What a Filter means in SQL; every value is bound, none is pasted."""

from __future__ import annotations

from onrecord.records import Filter
from onrecord.storage.unit_details import JSON_TEXT, may_be_by
from onrecord.text.folding import fold

FROM = "SELECT u.row FROM units u JOIN revisions r ON r.row = u.revision"

# A list in the metadata matches when one of its members does.
_METADATA = """EXISTS (
    SELECT 1 FROM json_each(r.metadata) m WHERE m.key = ? AND (
        folded(m.atom) = ? OR m.type = 'array' AND EXISTS (SELECT 1 FROM json_each(m.value) e WHERE folded(e.atom) = ?)
        OR m.type IN ('true', 'false', 'null') AND m.type = ?))"""


# Who the person named in a unit is across articles.
_LOCAL_PERSON = f"""(SELECT l.person FROM local_people l
    WHERE l.article = u.article AND l.name = json_extract({JSON_TEXT}, '$.person'))"""


def comparable(value: object) -> str | None:
    """What values are compared by, in SQL (`folded`) as in Python: as words are, without case and accents.

    None, SQL's NULL, stays None and equals nothing; numbers compare as Python writes them.
    """
    if value is None:
        return None
    text = str(value)
    # What is nothing but accents stays itself, else it would equal the empty value.
    return fold(text) or text


def conditions(wanted: Filter, lane: int) -> tuple[list[str], list[str | None]]:
    """SQL conditions and their values; none for a filter that asks nothing.

    A unit is a speaker's when it names one of the people that the filter was found to mean, or the very name; where
    nobody has looked (`people` is None) only the name counts. Speaker, source and metadata values compare whole,
    without case and accents (see `comparable`). A date passes `since` and `until` when it lies within them at the
    coarser of both precisions: 2022-01-31 passes `until` 2022-01, and 2022 passes `since` 2022-06-01. An undated
    article passes no date filter.
    """
    where: list[str] = []
    values: list[str | None] = []
    of_unit = []
    if wanted.kinds:
        of_unit.append(f"u.kind IN ({','.join('?' * len(wanted.kinds))})")
        values += wanted.kinds
    if wanted.speaker:
        if not wanted.kinds:
            of_unit.append("u.kind IN ('quote', 'claim')")  # profiles are about people, not by them
        named = f"{may_be_by(wanted.speaker)} AND folded(json_extract({JSON_TEXT}, '$.speaker')) = ?"
        values.append(comparable(wanted.speaker))
        if wanted.people:
            # An article's own name for somebody counts only where it was not settled who that is.
            places = ",".join("?" * len(wanted.people))
            # Which articles they are in is told by an index: the names in all others need not be looked at.
            among = f"u.article IN (SELECT article FROM local_people WHERE person IN ({places}))"
            named = f"({named} AND {_LOCAL_PERSON} IS NULL OR {among} AND {_LOCAL_PERSON} IN ({places}))"
            values += [*wanted.people, *wanted.people]
        of_unit.append(named)
    if of_unit and lane != 1:
        where += of_unit
    elif of_unit:
        # A whole article passes when one of its units does.
        inner = f"SELECT u.revision FROM units u WHERE u.lane <> 1 AND {' AND '.join(of_unit)}"
        where.append(f"u.revision IN ({inner})")
    if wanted.source:
        where.append("folded(r.source) = ?")
        values.append(comparable(wanted.source))
    for bound, compared in ((wanted.since, ">="), (wanted.until, "<=")):
        if bound:
            where.append(f"r.date <> '' AND substr(r.date, 1, {len(bound):d}) {compared} substr(?, 1, length(r.date))")
            values.append(bound)
    for key, value in wanted.metadata:
        if key == "author":
            where.append("folded(r.author) = ?")
            values.append(comparable(value))
            continue
        where.append(_METADATA)
        folded = comparable(value)
        values += [key, folded, folded, folded]  # the last: `true`, `false` and `null` are types to SQLite
    return where, values
