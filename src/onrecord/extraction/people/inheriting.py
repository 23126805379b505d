"""Who speaks where no source is named: whoever spoke just before, if the words go on."""

from __future__ import annotations

import re
from collections.abc import MutableMapping

from onrecord.extraction.people.surroundings import Surroundings
from onrecord.spoken import Speaker

UNKNOWN = Speaker("", None, 0.0, "no source")

# A cue that goes on from the one before: `…, adding that`.
_ECHO = re.compile(
    r"(?:adding|saying|noting|arguing|warning|claiming|insisting|explaining|citing|calling|stressing|suggesting|"
    r"telling|writing|pointing|urging|and|but|then)\b",
    re.IGNORECASE,
)
# Two quotations with no more than this between them are one speech.
_NEXT_TO = 4
_LOOK_BACK = 4


def inherit(page: Surroundings, done: MutableMapping[int, Speaker]) -> None:
    """Gives attributions that have no source the speaker of the words before, or nobody; `done` is by attribution.

    Quoted words go on from the same paragraph, or from a quotation that ends the paragraph before; reported words
    only behind a cue that goes on (`adding that`) in the same sentence.
    """
    order = sorted(range(len(page.attributions)), key=lambda number: page.attributions[number].hull)
    for place, number in enumerate(order):
        if number in done or page.attributions[number].source:
            continue
        before = next((n for n in reversed(order[max(0, place - _LOOK_BACK) : place]) if n in done), None)
        after = order[place + 1] if place + 1 < len(order) else None
        done[number] = _inherited(page, done, number, before, after)


def _inherited(
    page: Surroundings, done: MutableMapping[int, Speaker], number: int, before: int | None, after: int | None
) -> Speaker:
    attribution = page.attributions[number]
    hull = attribution.hull
    spoken = attribution.style != "indirect"
    if before is not None:
        earlier = page.attributions[before]
        last = max(earlier.hull.start, earlier.hull.end - 1)
        away = page.paragraph(hull.start) - page.paragraph(last)
        cue = " ".join(span.of(page.text)[:40] for span in attribution.cue)
        echo = _ECHO.match(cue) is not None and page.sentence(hull.start) == page.sentence(last)
        if echo or (spoken and (away <= 0 or (away == 1 and earlier.style != "indirect"))):
            return _go_on(done.get(before, UNKNOWN), 0.75 if away <= 0 else 0.6, "goes on from the words before")
    if after is not None and spoken and 0 <= page.attributions[after].hull.start - hull.end <= _NEXT_TO:
        return _go_on(done.get(after, UNKNOWN), 0.6, "goes on into the words behind")
    return UNKNOWN


def _go_on(speaker: Speaker, confidence: float, how: str) -> Speaker:
    if not speaker.name:
        return UNKNOWN
    return Speaker(speaker.name, speaker.person, min(confidence, speaker.confidence), f"no source: {how}")
