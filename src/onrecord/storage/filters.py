"""What a Filter means in SQL; every value is bound, none is pasted."""

from __future__ import annotations

from onrecord.records import Filter

FROM = "SELECT u.row FROM units u JOIN revisions r ON r.row = u.revision"

# A list in the metadata matches when one of its members does.
_METADATA = """EXISTS (
    SELECT 1 FROM json_each(r.metadata) m WHERE m.key = ? AND (
        folded(m.atom) = ? OR m.type = 'array' AND EXISTS (SELECT 1 FROM json_each(m.value) e WHERE folded(e.atom) = ?)
        OR m.type = ?))"""


def conditions(wanted: Filter, lane: int) -> tuple[list[str], list[str]]:
    """SQL conditions and their values; none for a filter that asks nothing.

    `source` and metadata values compare whole and without case; an undated article passes no date filter; a
    date passes `since` and `until` when it lies within them at the precision asked (`until` 2022-01 holds
    2022-01-31).
    """
    where: list[str] = []
    values: list[str] = []
    of_unit = []
    if wanted.kinds:
        of_unit.append(f"u.kind IN ({','.join('?' * len(wanted.kinds))})")
        values += wanted.kinds
    if wanted.speaker:
        of_unit.append("folded(json_extract(u.details, '$.speaker')) = ?")
        values.append(wanted.speaker.casefold())
    if of_unit and lane == 0:
        where += of_unit
    elif of_unit:
        # A whole article passes when one of its units does.
        inner = f"SELECT u.revision FROM units u WHERE u.lane = 0 AND {' AND '.join(of_unit)}"
        where.append(f"u.revision IN ({inner})")
    if wanted.source:
        where.append("folded(r.source) = ?")
        values.append(wanted.source.casefold())
    if wanted.since:
        where.append("r.date >= ?")
        values.append(wanted.since)
    if wanted.until:
        where.append(f"r.date <> '' AND substr(r.date, 1, {len(wanted.until):d}) <= ?")
        values.append(wanted.until)
    for key, value in wanted.metadata:
        if key == "author":
            where.append("folded(r.author) = ?")
            values.append(value.casefold())
            continue
        where.append(_METADATA)
        folded = value.casefold()
        values += [key, folded, folded, folded]  # the last: `true`, `false` and `null` are types to SQLite
    return where, values
