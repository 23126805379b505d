"""What makes speech direct, mixed or indirect, and how sure each way of finding it is."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.records import Span
from onrecord.spoken import Style

_MARKS = '"“”„‟«»'
_AT_EDGES = " ,.\n\r\t\u00a0"
# Share of right ones by rule, measured on the 840 PolNeAR train articles (content shares half of its characters with
# the annotators', source touches theirs): benchmarks/measure_rules.py prints this table.
# "floating" has no source, so its share is that of content alone.
CONFIDENCE = {
    "postposed": 0.96,  # "…," Lee said
    "inverted": 0.94,  # "…," said Lee
    "said-quote": 0.9,  # Lee said: "…"
    "split": 0.89,  # Recently, Lee said, …
    "announced": 0.78,  # Lee issued this statement: "…"
    "said": 0.75,  # Lee said that …
    "according": 0.71,  # …, according to Lee
    "clause": 0.69,  # …, Lee said
    "stance-quote": 0.66,  # Lee called for "…"
    "said-ing": 0.6,  # …, adding that …
    "stance": 0.55,  # Lee criticised …
    "beside": 0.5,  # "…," Lee offered
    "passive": 0.5,  # … was praised by Lee
    "said-and": 0.49,  # … and said that …
    "seems": 0.46,  # Lee seems to …
    "stance-and": 0.46,  # … and criticised …
    "stance-ing": 0.4,  # …, criticising …
    "asked": 0.36,  # Lee was asked whether …
    "floating": 0.78,  # "…"
    "turn": 0.31,  # LEE: …
}
_UNKNOWN = 0.3


def style_of(text: str, content: Sequence[Span]) -> Style:
    """The style of content spans: direct when they hold two double marks or guillemets, one at either end.

    Single marks do not count: in most texts they cannot be told from apostrophes.
    """
    marks = sum(sum(text.count(mark, span.start, span.end) for mark in _MARKS) for span in content)
    if not marks:
        return "indirect"
    if marks != 2:
        return "mixed"
    said = "".join(span.of(text) for span in content).strip(_AT_EDGES)
    return "direct" if said and said[0] in _MARKS and said[-1] in _MARKS else "mixed"


def confidence_of(pattern: str) -> float:
    """The share of attributions found by this rule that are right, in [0, 1]."""
    return CONFIDENCE.get(pattern, _UNKNOWN)
