"""What is asked of an archive: the typed query and the options, as one Query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onrecord.errors import BadInput
from onrecord.querying.parse import merge_filters, parse, without_surrogates
from onrecord.records import Filter, Hit, Kind, Query, parse_date

_KINDS = ("passage", "quote", "claim", "person")


def understand(typed: str, given: Filter = Filter()) -> Query:  # noqa: B008 - frozen
    """The query as parsed, and the options must hold too; `warnings` say what was taken as plain words."""
    parsed = parse(typed)
    wanted = merge_filters(parsed.filter, given)
    return Query(parsed.text, parsed.required, parsed.excluded, wanted, parsed.warnings)


def sure_enough(hits: Sequence[Hit], least: float) -> list[Hit]:
    """The hits whose confidence is `least` or more; BadInput when it is no share, or when the hits have none."""
    if not isinstance(least, int | float) or isinstance(least, bool) or not 0 <= least <= 1:
        raise BadInput(f"min_confidence is {least!r}; expected a number from 0 to 1")
    if least and any(hit.confidence is None for hit in hits):
        raise BadInput(
            "min_confidence: nothing is known of how sure these hits are; expected a hybrid search for passages with "
            "the archive's own weights, where articles keep token states (`onrecord index` them again to add those)"
        )
    return [hit for hit in hits if not least or (hit.confidence or 0.0) >= least]


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
