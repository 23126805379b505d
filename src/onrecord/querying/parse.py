"""What a typed query means: words, "phrases", -exclusions and field:values; never an error.

Grammar, left to right, separated by white space:
    "exact phrase"   must occur          -word  -"phrase"   must not occur
    speaker:NAME  source:NAME  since:DATE  until:DATE       restrict what may be found (NAME may be "quoted")
Punctuation may stand around quoted phrases: ("red line"), "cold war". Of a field typed twice the last one holds.
Anything else, and anything malformed, is plain words; a warning says what was taken as such.
In pasted prose (over 20 words, 5 of them outside quotation marks, or with a link in it) marks quote, they do not
restrict: no article holds a stranger's remark word for word. Links beside words are not ranked by.
"""

from __future__ import annotations

import re
from dataclasses import replace

from onrecord.limits import Limits, in_force
from onrecord.records import Filter, Query, parse_date
from onrecord.text.folding import fold

# From here on a query with words around its quotation marks is prose.
_PROSE, _AROUND = 20, 5
_LINK = re.compile(r"(?:https?://|www\.|\b(?:t\.co|pic\.twitter\.com|pic\.x\.com)/)\S*", re.IGNORECASE)

_FIELDS = ("speaker", "source", "since", "until")
# Before a phrase any punctuation but the minus, which is an operator; after it any, or what joins it to the next one.
# Possessive (`*+`): no character is tried twice.
_PHRASE = r'[^\w\s"-]*+"(?P<phrase>[^"]*+)"(?:[^\w\s"]*+(?=\s|$)|[,;/]++(?="))'
_PIECE = re.compile(
    rf"(?P<minus>-?)(?:(?P<field>{'|'.join(_FIELDS)}):(?=\S))?(?:{_PHRASE}|(?P<word>\S+))",
    re.IGNORECASE,
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_MARKS = str.maketrans("“”„«»＂", '""""""')

# Before every date there is (ISO years count from 0001), so that a filter with this `until` lets nothing pass.
NEVER = "0000"


def parse(typed: str) -> Query:
    """The query; `text` keeps the words and phrases in their order, without operators.

    >>> parse('sanctions "red line" -iran since:2022').required
    ('red line',)
    """
    warnings: list[str] = []
    limits = in_force()
    if len(typed) > (most := limits.query_characters):
        told = limits.exceeded("query_characters", len(typed), "characters")
        warnings.append(f"a query of {told}: only the first {most:,} are searched")
        typed = typed[:most]
    parts = _Parts(warnings)
    for piece in _PIECE.finditer(without_surrogates(typed).translate(_MARKS)):
        parts.take(piece)
    parts.keep(limits)
    text = " ".join(parts.words)
    # Links are no words; what is cheap to know comes first.
    if len(text) > limits.query_words and (count := len(set(without_links(text).split()))) > limits.query_words:
        told = limits.exceeded("query_words", count, "different words")
        warnings.append(f"a query of {told}: BM25 looks for the first ones")
    inside = sum(len(phrase.split()) for phrase in parts.required)
    count = len(text.split())
    if parts.required and (_LINK.search(text) or (count > _PROSE and count - inside >= _AROUND)):
        parts.required.clear()
        warnings.append("this reads like pasted prose: what it quotes may stand in a hit, but need not")
    if not text and (parts.excluded or parts.filter != Filter()):
        warnings.append("nothing to rank by: the query holds only restrictions; add a word to search for")
    return Query(text, tuple(parts.required), tuple(parts.excluded), parts.filter, tuple(dict.fromkeys(warnings)))


def without_links(text: str) -> str:
    """The text with a space for each character of a link, so that offsets stay; as it is when nothing else is in it.

    The letters of a link are rarer than any word and mean nothing.

    >>> without_links("see https://example.org now")
    'see                     now'
    """
    spoken = _LINK.sub(lambda found: " " * len(found.group()), text)
    return spoken if any(c.isalnum() for c in spoken) else text


def without_surrogates(text: str) -> str:
    """The text with U+FFFD for each lone surrogate (a byte that was no UTF-8), which SQLite would refuse."""
    return _SURROGATE.sub("\ufffd", text)


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
        if phrase is None and not field and '"' in value:
            self.warnings.append('a quotation mark without its partner is left out: phrases look "like this"')
        if field:
            if piece["minus"] or not self._restrict(field.lower(), value):
                self._as_words(piece.group())
        elif piece["minus"]:
            self._exclude(value)
        elif phrase is None:
            self._plain(value)
        elif any(c.isalnum() for c in phrase):
            self.required.append(phrase.strip())
            self.words.append(phrase.strip())
        elif phrase.strip():
            self._as_words(piece.group())

    def keep(self, limits: Limits) -> None:
        """Lets go of the phrases and exclusions beyond the limit, each of which is looked up by itself."""
        count, most = len(self.required) + len(self.excluded), limits.query_phrases
        if count > most:
            told = limits.exceeded("query_phrases", count, "phrases and exclusions")
            self.warnings.append(f"a query of {told}: the others are not asked for")
            self.excluded = self.excluded[:most]
            self.required = self.required[: most - len(self.excluded)]

    def _as_words(self, typed: str) -> None:
        self.warnings.append(f"{typed} is searched as plain words")
        self._plain(typed)

    def _plain(self, value: str) -> None:
        self.words += value.replace('"', " ").split()

    def _exclude(self, value: str) -> None:
        if any(c.isalnum() for c in value):
            self.excluded.append(value.replace('"', " ").strip())

    def _restrict(self, field: str, value: str) -> bool:
        """Whether the field could be understood; a mark still in the value is one without its partner."""
        value = parse_date(value) if field in ("since", "until") else value.strip()
        if not value or '"' in value:
            return False
        earlier = getattr(self.filter, field)
        if earlier and fold(earlier) != fold(value):
            self.warnings.append(f"{field}:{earlier} is ignored: {field}:{value} was typed after it")
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
    """Both at once: what passes must pass the typed filter and the given one.

    The later `since` and the earlier `until` hold. Two sources, two speakers or kinds without a common one
    contradict each other; then `until` is NEVER, and nothing can match.
    """
    kinds = tuple(kind for kind in given.kinds if kind in typed.kinds or not typed.kinds) or typed.kinds
    impossible = (
        bool(typed.kinds and given.kinds and not set(typed.kinds) & set(given.kinds))
        or _contradict(typed.speaker, given.speaker)
        or _contradict(typed.source, given.source)
    )
    # `until` 2022 lasts until its end, past every 2022-03; "~" sorts behind the digits and hyphens of dates.
    ends = [until for until in (typed.until, given.until) if until]
    return Filter(
        kinds=kinds,
        speaker=given.speaker or typed.speaker,
        source=given.source or typed.source,
        since=max(typed.since, given.since),
        until=NEVER if impossible else min(ends, key=lambda until: f"{until}~", default=""),
        metadata=given.metadata + typed.metadata,
    )


def _contradict(one: str, other: str) -> bool:
    return bool(one and other) and fold(one) != fold(other)
