"""What a typed query means: words, "phrases", -exclusions and field:values; never an error.

Grammar, left to right, separated by white space:
    "exact phrase"   must occur          -word  -"phrase"   must not occur
    speaker:NAME  source:NAME  since:DATE  until:DATE       restrict what may be found (NAME may be "quoted")
Anything else, and anything malformed, is plain words; a warning says what was taken as such.
"""

from __future__ import annotations

import re
from dataclasses import replace

from onrecord.records import Filter, Query, parse_date

# A question is a sentence; what is longer was pasted by mistake and would only slow the search.
MOST_CHARACTERS = 10_000

_FIELDS = ("speaker", "source", "since", "until")
_PIECE = re.compile(
    rf'(?P<minus>-?)(?:(?P<field>{"|".join(_FIELDS)}):(?=\S))?(?:"(?P<phrase>[^"]*)"(?=\s|$)|(?P<word>\S+))',
    re.IGNORECASE,
)
_MARKS = str.maketrans("“”„«»＂", '""""""')


def parse(typed: str) -> Query:
    """The query; `text` keeps the words and phrases in their order, without operators.

    >>> parse('sanctions "red line" -iran since:2022').required
    ('red line',)
    """
    warnings: list[str] = []
    if len(typed) > MOST_CHARACTERS:
        warnings.append(f"the query has {len(typed):,} characters; only the first {MOST_CHARACTERS:,} are searched")
        typed = typed[:MOST_CHARACTERS]
    parts = _Parts(warnings)
    for piece in _PIECE.finditer(typed.translate(_MARKS)):
        parts.take(piece)
    text = " ".join(parts.words)
    if not text and (parts.excluded or parts.filter != Filter()):
        warnings.append("nothing to rank by: the query holds only restrictions; add a word to search for")
    return Query(text, tuple(parts.required), tuple(parts.excluded), parts.filter, tuple(dict.fromkeys(warnings)))


class _Parts:
    """What has been understood so far."""

    def __init__(self, warnings: list[str]) -> None:
        self.words: list[str] = []
        self.required: list[str] = []
        self.excluded: list[str] = []
        self.filter = Filter()
        self.warnings = warnings

    def take(self, piece: re.Match[str]) -> None:
        """Adds one piece of the query to the right place."""
        field, phrase = piece["field"], piece["phrase"]
        value = phrase if phrase is not None else piece["word"]
        if field:
            if not piece["minus"] and self._restrict(field.lower(), value):
                return
            self.warnings.append(f"{piece.group()} is searched as plain words")
            self._plain(piece.group())
        elif piece["minus"]:
            if any(c.isalnum() for c in value):
                self.excluded.append(value.replace('"', " ").strip())
        elif phrase is not None:
            if phrase.strip():
                self.required.append(phrase.strip())
                self.words.append(phrase.strip())
        else:
            if '"' in value:
                self.warnings.append('a quotation mark without its partner is left out: phrases look "like this"')
            self._plain(value)

    def _plain(self, value: str) -> None:
        if words := value.replace('"', " ").split():
            self.words += words

    def _restrict(self, field: str, value: str) -> bool:
        value = value.strip().strip('"')
        if field in ("since", "until"):
            value = parse_date(value)
        if not value:
            return False
        match field:
            case "speaker":
                self.filter = replace(self.filter, speaker=value)
            case "source":
                self.filter = replace(self.filter, source=value)
            case "since":
                self.filter = replace(self.filter, since=value)
            case _:
                self.filter = replace(self.filter, until=value)
        return True


def merge_filters(typed: Filter, given: Filter) -> Filter:
    """Both at once; where both restrict the same field, what was typed into the query wins."""
    return Filter(
        kinds=typed.kinds or given.kinds,
        speaker=typed.speaker or given.speaker,
        source=typed.source or given.source,
        since=typed.since or given.since,
        until=typed.until or given.until,
        metadata=given.metadata + typed.metadata,
    )
