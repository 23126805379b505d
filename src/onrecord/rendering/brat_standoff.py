"""Attributions in brat's standoff format, with the event layout of PolNeAR: to look at and correct in brat.

Source: brat.nlplab.org/standoff.html.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.records import Span
from onrecord.spoken import Attribution, Speaker

_LINE_BREAKS = re.compile(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# What brat wants beside the files to open them.
BRAT_CONFIGURATION = """[entities]
Source
Cue
Content
[relations]
[events]
Attribution Source*:Source, Cue*:Cue, Content+:Content
[attributes]
"""


def brat_standoff(text: str, attributions: Sequence[Attribution], speakers: Sequence[Speaker] = ()) -> str:
    """The `.ann` file for `text`: text-bound annotations and one event for each attribution; '' for none.

    Discontinuous roles are one annotation (`3 9;12 20`); in the column that repeats the words, line breaks and tabs
    are spaces. The event's trigger lies on the cue, else on the content. A known speaker is a note on the event.
    """
    lines: list[str] = []
    number = 0
    for event, found in enumerate(attributions, 1):
        arguments = []
        for role, spans in (("Content", found.content), ("Cue", found.cue), ("Source", found.source)):
            if spans:
                number += 1
                lines.append(_bound(number, role, text, spans))
                arguments.append(f"{role}:T{number}")
        number += 1
        lines.append(_bound(number, "Attribution", text, found.cue or found.content[:1]))
        lines.append(f"E{event}\tAttribution:T{number} {' '.join(arguments)}")
        name = " ".join(speakers[event - 1].name.split()) if event <= len(speakers) else ""
        if name:
            lines.append(f"#{event}\tAnnotatorNotes E{event}\tSpeaker: {name}")
    return "".join(f"{line}\n" for line in lines)


def _bound(number: int, role: str, text: str, spans: Sequence[Span]) -> str:
    places = ";".join(f"{span.start} {span.end}" for span in spans)
    words = " ".join(_LINE_BREAKS.sub(" ", span.of(text)) for span in spans)
    return f"T{number}\t{role} {places}\t{words}"
