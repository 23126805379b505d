"""One quotation against the archive: find where its words may stand, align, judge, say who is recorded there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.alignment.align import Step, fill, path
from onrecord.alignment.printed import Joined, Printed, join, occurrences
from onrecord.alignment.quoted import Quoted, read_quoted
from onrecord.alignment.verdict import Judgement, Operation, Piece, is_quoted, judge, quoted_span
from onrecord.errors import ArchiveDamaged, BadInput
from onrecord.limits import in_force
from onrecord.records import Span, StoredUnit
from onrecord.uses.cite import citation
from onrecord.uses.lane_arms import Marks
from onrecord.uses.parts import PASSAGES, Parts
from onrecord.uses.verify_candidates import Texts, find_windows, in_order, units_with, weights_of
from onrecord.uses.verify_speakers import Record, Said, compare
from onrecord.verdicts import Change, Place, SpeakerCheck, Verdict, Verification

# The share of its words, by weight and by number, that make a quotation a place's, or by number alone. On training
# articles none of 162 quotations of other articles and paraphrases reached it, and 90% of quotations with 45% of their
# words replaced at random did.
_WEIGHT_SHARE, _NUMBER_SHARE, _NUMBER_ALONE = 0.4, 0.5, 0.6
# Equal words that an altered or spliced quotation must have at least.
_FEWEST = 3
# Of equally cheap paths so many are looked at, and other places that printed the words.
_MOST_PATHS, _MOST_OTHERS = 40, 100
# Two people may both say `we will win`; this many equal words are one utterance.
_ONE_UTTERANCE = 6
# Longer quotations are aligned in blocks of this many words.
_BLOCK = 400
# How often files may vanish under a reader before that is called damage.
_TRIES = 3
_BETTER = {"verbatim": 0, "trimmed": 1, "altered": 2, "spliced": 3}


@dataclass(frozen=True, eq=False, slots=True)
class Reading:
    """One way to read the quotation: a judgement, the articles it speaks of, and who is recorded there."""

    judgement: Judgement
    texts: tuple[Printed, ...]
    units: tuple[StoredUnit, ...]
    check: SpeakerCheck
    said: tuple[Said | None, ...]

    @property
    def quoted(self) -> bool:
        return all(is_quoted(piece, self.texts) for piece in self.judgement.pieces)


class Verifier:
    """Checks quotations against one archive; keeps the texts it has read."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._record = Record(parts)
        self._texts = Texts(parts, self._record)

    def verify(self, quote: str, *, speaker: str | None = None, k: int = 5) -> Verification:
        """What the archive says about `quote`; `k` is how many places are looked at for a paraphrase.

        Raises BadInput for a quotation without words and for a k below 1.
        """
        if not isinstance(quote, str):
            raise BadInput(f"the quotation is of type {type(quote).__name__}; expected text")
        if not isinstance(k, int) or isinstance(k, bool) or k < 1:
            raise BadInput(f"k is {k!r}; expected a whole number from 1")
        if len(quote) > (limits := in_force()).quote_characters:
            raise BadInput(f"a quotation of {limits.exceeded('quote_characters', len(quote), 'characters')}")
        quoted = read_quoted(quote)
        if not len(quoted.words):
            raise BadInput("the quotation holds no words; expected at least one word to look for")
        found = self._by_words(quoted, speaker)
        if found is not None:
            return found
        from onrecord.uses.verify_meaning import by_meaning

        return by_meaning(self._parts, self._record, quote, speaker, k)

    def _by_words(self, quoted: Quoted, speaker: str | None) -> Verification | None:
        """What its words say, inside one snapshot; None when they stand nowhere."""
        parts = self._parts
        with parts.guard:
            parts.refresh_manifest()
            for attempt in range(_TRIES):
                try:
                    marks = Marks.read(parts, False)
                    with parts.store.snapshot():
                        pending = parts.store.rows_above(PASSAGES, marks.lexical[PASSAGES])
                        reading = self._aligned(quoted, speaker, pending)
                        return self._verification(quoted, speaker, reading) if reading is not None else None
                except ArchiveDamaged:
                    # A writer may have replaced files between our reading their names and opening them.
                    if parts.folder is None or attempt + 1 == _TRIES:
                        raise
                    parts.forget_derived()
        return None

    def _aligned(self, quoted: Quoted, speaker: str | None, pending: Sequence[int]) -> Reading | None:
        """The best reading by words; None when too little of the quotation stands anywhere."""
        weights = weights_of(self._parts, quoted)
        blocks = [quoted] if len(quoted.words) <= _BLOCK else _blocks(quoted)
        paths: list[list[tuple[StoredUnit, Printed, Step]]] | None = None
        for first, block in zip(range(0, len(quoted.words), _BLOCK), blocks, strict=True):
            windows, units = find_windows(self._parts, self._texts, block, pending)
            if not windows:
                continue
            found = self._paths(block, join(windows), units, first)
            paths = found if len(blocks) == 1 else [_continued(paths[0] if paths else [], found)]
        readings = [self._reading(steps, weights, speaker) for steps in paths or ()]
        good = [reading for reading in readings if reading is not None and _stands(reading.judgement, len(weights))]
        return min(good, key=lambda reading: _preference(reading, len(weights)), default=None)

    def _paths(
        self, quoted: Quoted, joined: Joined, units: Sequence[StoredUnit], first: int
    ) -> list[list[tuple[StoredUnit, Printed, Step]]]:
        """The cheapest paths, at most one for each article, as steps in whole articles; `first` is added to words."""
        numbers = self._texts.vocabulary.numbers(quoted.words)
        table = fill(numbers, joined.numbers, quoted.omissions, joined.hops, joined.documents)
        found: dict[tuple[int, int], list[tuple[StoredUnit, Printed, Step]]] = {}
        for end in table.ends()[: 50 * _MOST_PATHS]:
            if len(found) >= _MOST_PATHS:
                break
            if not end:
                continue
            window, word = joined.place(end - 1)
            if table.recorded[end - 1] != table.quoted[-1] and any(key[0] == window for key in found):
                continue
            steps = []
            for step in path(table, end):
                at = joined.place(step.recorded) if step.recorded >= 0 else (window, -1)
                part = joined.windows[at[0]]
                quoted_word = step.quoted + first if step.quoted >= 0 else -1
                steps.append((units[part.document], part.printed, Step(step.kind, quoted_word, at[1])))
            found[(window, word)] = steps
        return list(found.values())

    def _reading(
        self, steps: Sequence[tuple[StoredUnit, Printed, Step]], weights: Sequence[float], speaker: str | None
    ) -> Reading | None:
        units = list({unit.revision: unit for unit, _, _ in steps}.values())
        number = {unit.revision: place for place, unit in enumerate(units)}
        texts = {unit.revision: printed for unit, printed, _ in steps}
        ordered = tuple(texts[unit.revision] for unit in units)
        judgement = judge([(number[unit.revision], step) for unit, _, step in steps], ordered, weights)
        if judgement is None:
            return None
        checks, said = [], []
        for piece in judgement.pieces:
            span = quoted_span(piece, ordered)
            check, one = compare(speaker, self._record.at(units[piece.document].article, [span]))
            checks.append(check)
            said.append(one)
        return Reading(judgement, ordered, tuple(units), _joint(checks), tuple(said))

    def _verification(self, quoted: Quoted, speaker: str | None, reading: Reading) -> Verification:
        judgement = reading.judgement
        parts = tuple(
            self._place(piece, reading, said) for piece, said in zip(judgement.pieces, reading.said, strict=True)
        )
        verdict: Verdict = judgement.verdict
        if verdict in ("verbatim", "trimmed"):
            _check_words(quoted, judgement, reading.texts)
            if reading.check == "contradicted":
                verdict = "misattributed"
        others, notes = self._others(reading, judgement)
        places = sorted([*parts[:1], *others], key=lambda place: (place.date or "~", place.article, place.start))
        found = Verification(
            quote=quoted.text,
            verdict=verdict,
            confidence=0.0,
            speaker=speaker,
            speaker_check=reading.check,
            parts=parts,
            difference=tuple(_change(operation, quoted, reading.texts) for operation in judgement.operations),
            first=places[0],
            others=tuple(others),
            notes=notes,
        )
        return replace(found, confidence=_confidence(found, judgement, len(quoted.words)))

    def _place(self, piece: Piece, reading: Reading, said: Said | None) -> Place:
        unit, printed = reading.units[piece.document], reading.texts[piece.document]
        quoted = is_quoted(piece, reading.texts) or said is not None
        return place_of(unit, printed.text, quoted_span(piece, reading.texts), quoted, said)

    def _others(self, reading: Reading, judgement: Judgement) -> tuple[list[Place], tuple[str, ...]]:
        """Other places with the words of the longest piece, in order; a note when there may be more."""
        piece = max(judgement.pieces, key=lambda piece: piece.last - piece.first)
        unit, printed = reading.units[piece.document], reading.texts[piece.document]
        span = quoted_span(piece, reading.texts)
        wanted = printed.numbers[piece.first : piece.last + 1]
        found: list[Place] = []
        units = units_with(self._parts, span.of(printed.text), _MOST_OTHERS + 1)
        for other in sorted({u.revision: u for u in (unit, *units)}.values(), key=in_order):
            text = self._texts.of(other)
            for first in occurrences(wanted, text, _MOST_OTHERS):
                if other.revision == unit.revision and first == piece.first:
                    continue
                at = Piece(0, first, first + len(wanted) - 1)
                where = quoted_span(at, (text,))
                _, said = compare(None, self._record.at(other.article, [where]))
                found.append(place_of(other, text.text, where, is_quoted(at, (text,)) or said is not None, said))
        note = f"printed in more places than the {_MOST_OTHERS} that are listed"
        return found[:_MOST_OTHERS], (note,) if len(found) > _MOST_OTHERS or len(units) > _MOST_OTHERS else ()


def place_of(unit: StoredUnit, text: str, span: Span, quoted: bool, said: Said | None) -> Place:
    """The span of the unit's article, ready to be cited."""
    return Place(
        article=unit.article,
        start=span.start,
        end=span.end,
        text=span.of(text),
        quoted=quoted,
        speaker=said.speaker if said else None,
        title=unit.title,
        date=unit.date,
        source=unit.source,
        url=unit.url,
        text_sha256=unit.sha256,
        citation=citation(replace(unit, span=span)),
    )


def _blocks(quoted: Quoted) -> list[Quoted]:
    """The quotation cut into blocks of words, each a quotation with the omissions inside it."""
    out = []
    for first in range(0, len(quoted.words), _BLOCK):
        words = quoted.words
        last = min(first + _BLOCK, len(words)) - 1
        inside = type(words)(words.keys[first : last + 1], words.starts[first : last + 1], words.ends[first : last + 1])
        shifted = type(words)(
            inside.keys,
            type(inside.starts)("l", (start - words.starts[first] for start in inside.starts)),
            type(inside.ends)("l", (end - words.starts[first] for end in inside.ends)),
        )
        omissions = frozenset(gap - first for gap in quoted.omissions if first < gap <= last + 1)
        out.append(Quoted(words.span(first, last).of(quoted.text), shifted, omissions))
    return out


_Steps = list[tuple[StoredUnit, Printed, Step]]


def _continued(before: _Steps, paths: list[_Steps]) -> _Steps:
    """The steps so far and the next block's: of its equal paths the one that goes on where they ended."""
    last = next(((unit.revision, step.recorded) for unit, _, step in reversed(before) if step.recorded >= 0), None)
    if last is None or not paths:
        return before + (paths[0] if paths else [])

    def distance(steps: _Steps) -> tuple[bool, int]:
        first = next(((unit.revision, step.recorded) for unit, _, step in steps if step.recorded >= 0), (-1, 0))
        return first[0] != last[0], abs(first[1] - last[1] - 1)

    chosen = min(paths, key=distance)
    if distance(chosen) == (False, 0):
        return before + chosen
    unit, printed, _ = chosen[0]
    return [*before, (unit, printed, Step("jump")), *chosen]


def _stands(judgement: Judgement, words: int) -> bool:
    """Whether enough of the quotation stands where the judgement says."""
    if judgement.verdict in ("verbatim", "trimmed"):
        return True
    equal = sum(o.quoted[1] - o.quoted[0] + 1 for o in judgement.operations if o.edit == "equal" and o.quoted)
    if equal < min(_FEWEST, words):
        return False
    share = equal / words
    return share >= _NUMBER_ALONE or (share >= _NUMBER_SHARE and judgement.share >= _WEIGHT_SHARE)


def _preference(reading: Reading, words: int) -> tuple[int, int, bool]:
    """Best first; of equal ones the order of the articles decides, which is that of date and id.

    A place of the speaker asked for comes first. Without one, so many words in a row are one utterance wherever they
    are printed, and the place that knows its speaker speaks for all; fewer may well have been said by two people.
    """
    telling = words >= _ONE_UTTERANCE
    ranks = {"confirmed": 0, "contradicted": 1 if telling else 2, "unknown": 2 if telling else 1, "not asked": 0}
    return (_BETTER[reading.judgement.verdict], ranks[reading.check], not reading.quoted)


def _joint(checks: Sequence[SpeakerCheck]) -> SpeakerCheck:
    """One contradiction is enough; confirmed when nothing speaks against it and something for it."""
    order: tuple[SpeakerCheck, ...] = ("contradicted", "confirmed", "unknown")
    return next((check for check in order if check in checks), "not asked")


def _check_words(quoted: Quoted, judgement: Judgement, texts: Sequence[Printed]) -> None:
    """Reads the cited places once more: their words, put together, must be those of the quotation."""
    recorded: list[str] = []
    for piece in judgement.pieces:
        recorded += texts[piece.document].words.keys[piece.first : piece.last + 1]
    if recorded != quoted.words.keys:
        raise AssertionError("an alignment said verbatim of other words: a defect of onrecord")


def _change(operation: Operation, quoted: Quoted, texts: Sequence[Printed]) -> Change:
    printed = texts[operation.document]
    recorded = _text_of(printed.text, printed.words.starts, printed.words.ends, operation.recorded)
    return Change(
        operation.edit, recorded, _text_of(quoted.text, quoted.words.starts, quoted.words.ends, operation.quoted)
    )


def _text_of(text: str, starts: Sequence[int], ends: Sequence[int], words: tuple[int, int] | None) -> str:
    """The words as they are written, with the marks behind the last one, up to the next blank."""
    if words is None:
        return ""
    end = ends[words[1]]
    limit = starts[words[1] + 1] if words[1] + 1 < len(starts) else len(text)
    while end < limit and not text[end].isspace() and text[end] in ",.;:!?…—–":
        end += 1
    return text[starts[words[0]] : end]


def _confidence(found: Verification, judgement: Judgement, words: int) -> float:
    """A first guess, by how much there is to go by."""
    telling = 1.0 - 0.5 ** min(words, 10)
    if found.verdict in ("verbatim", "trimmed"):
        return round(telling, 3)
    if found.verdict == "misattributed":
        return round(0.9 * telling, 3)
    return round(min(0.99, 0.4 + 0.6 * judgement.share) * telling, 3)
