"""Which quotations are speech rather than a title, a nickname or a scare quote, and how sure each rule is."""

from __future__ import annotations

from onrecord.extraction.attributions.prose import Prose

# A quotation of fewer words that nobody says is a title, a nickname or a scare quote.
_FEWEST_WORDS = 4
_PAUSES = frozenset(",.?!…—-")
# Share of right ones by rule, measured on the 840 PolNeAR train articles (content shares half of its characters with
# the annotators', source touches theirs): benchmarks/measure_rules.py prints this table.
# "floating" has no source, so its share is that of content alone; inside turns the annotators marked what was said of
# others instead.
CONFIDENCE = {
    "postposed": 0.96,  # "…," Lee said
    "inverted": 0.94,  # "…," said Lee
    "signed": 0.93,  # "…" — Ann Lee
    "said-quote": 0.9,  # Lee said: "…"
    "split": 0.89,  # Recently, Lee said, …
    "announced": 0.78,  # Lee issued this statement: "…"
    "said": 0.75,  # Lee said that …
    "according": 0.75,  # …, according to Lee
    "clause": 0.7,  # …, Lee said
    "stance-quote": 0.68,  # Lee called for "…"
    "said-ing": 0.6,  # …, adding that …
    "stance": 0.57,  # Lee criticised …
    "beside": 0.53,  # "…," Lee offered
    "passive": 0.51,  # … was praised by Lee
    "said-and": 0.51,  # … and said that …
    "seems": 0.45,  # Lee seems to …
    "stance-and": 0.46,  # … and criticised …
    "stance-ing": 0.4,  # …, criticising …
    "asked": 0.36,  # Lee was asked whether …
    "floating": 0.78,  # "…"
    "turn": 0.39,  # LEE: …
}
_UNKNOWN = 0.3


def holds_speech(prose: Prose, place: int) -> bool:
    """Whether the quotation at `place` reads as speech: four words or more that end in a stop, a comma or a dash."""
    inner = prose.quotations[place].inner
    return prose.pause(place) in _PAUSES and prose.text.count(" ", inner.start, inner.end) + 1 >= _FEWEST_WORDS


def confidence_of(pattern: str) -> float:
    """The share of attributions found by this rule that are right, in [0, 1]."""
    return CONFIDENCE.get(pattern, _UNKNOWN)
