"""What is asked of an archive: the typed query and the options, as one Query."""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.errors import BadInput
from onrecord.querying.parse import merge_filters, parse, without_surrogates
from onrecord.records import Filter, Kind, Query, parse_date

_KINDS = ("passage", "quote", "claim", "person")


def understand(typed: str, given: Filter = Filter()) -> Query:  # noqa: B008 - frozen
    """The query as parsed, and the options must hold too; `warnings` say what was taken as plain words."""
    parsed = parse(typed)
    wanted = merge_filters(parsed.filter, given)
    return Query(parsed.text, parsed.required, parsed.excluded, wanted, parsed.warnings)


def restrict(
    kind: Kind | None,
    speaker: str | None,
    source: str | None,
    since: str | None,
    until: str | None,
    metadata: Mapping[str, str],
) -> Filter:
    """The options as a Filter; BadInput names the option that has no such value.

    Dates are stored as `parse_date` gives them; lone surrogates become U+FFFD, which the store can be asked for.
    """
    if kind is not None and kind not in _KINDS:
        raise BadInput(f"kind is {kind!r}; expected one of {', '.join(_KINDS)}")
    for name, date in (("since", since), ("until", until)):
        if date and not parse_date(date):
            raise BadInput(f"{name} is {date!r}; expected a date such as 2022-01-14, 2022-01 or 2022")
    pairs = sorted((without_surrogates(str(key)), without_surrogates(str(value))) for key, value in metadata.items())
    return Filter(
        kinds=(kind,) if kind else (),
        speaker=without_surrogates(speaker or ""),
        source=without_surrogates(source or ""),
        since=parse_date(since or ""),
        until=parse_date(until or ""),
        metadata=tuple(pairs),
    )
