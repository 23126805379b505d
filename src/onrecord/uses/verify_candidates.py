"""Where the words of a quotation may stand: passages by rank and by phrase, as windows of articles to align with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from onrecord.alignment.printed import Printed, Vocabulary, Window, read_printed
from onrecord.alignment.quoted import Quoted
from onrecord.alignment.speech import with_joined
from onrecord.indexing.bm25 import idf
from onrecord.ranking import best_rows
from onrecord.records import StoredUnit
from onrecord.uses.arms import LexicalArm
from onrecord.uses.parts import PASSAGES, Parts
from onrecord.uses.verify_speakers import Record

# Texts to align with. More found nothing new on quotations altered in known ways (training articles).
_MOST_TEXTS = 10
_RANKED = 10
# Words of the quotation times words of the texts; a block of a long quotation has told by then where it is from.
_MOST_CELLS, _FEWEST_TEXTS = 4_000_000, 2
# From this many words on both halves are searched apart as well: of a splice, one half can drown the other.
_HALVED = 10
# Phrases of this many terms, one beside the other, up to so many: what alterations and splices leave whole.
_PHRASE, _MOST_PHRASES = 3, 12
# A phrase in more passages than this tells nothing about where a quotation comes from.
_TOO_COMMON = 400
# Longer articles are not aligned with as a whole but with this many words around each candidate.
_WHOLE, _AROUND = 3_000, 500
# Words of prepared texts that are kept; about 200 bytes each.
_MOST_KEPT = 2_000_000


class Texts:
    """Texts made ready to be compared, the last revision read of each article; the oldest are forgotten first."""

    def __init__(self, parts: Parts, record: Record) -> None:
        self.vocabulary = Vocabulary()
        self._parts, self._record = parts, record
        # Article -> (revision, text): what was replaced is not kept.
        self._kept: dict[str, tuple[int, Printed]] = {}
        # With the stored quotes of one state of the store.
        self._joined: dict[int, Printed] = {}
        self._generation = -1
        self._words = 0

    def of(self, unit: StoredUnit) -> Printed:
        """The text of a unit's article, its speeches joined as the stored quotes say."""
        parts, revision = self._parts, unit.revision
        generation = parts.store.generation()
        if generation != self._generation:
            self._joined, self._generation = {}, generation
        if revision not in self._joined:
            plain = self._plain(parts, unit.article, revision)
            contents = (said.content for said in self._record.said_in(unit.article) if len(said.content) > 1)
            self._joined[revision] = replace(plain, speeches=with_joined(plain.speeches, plain.words, contents))
        return self._joined[revision]

    def _plain(self, parts: Parts, article: str, revision: int) -> Printed:
        known = self._kept.pop(article, None)
        if known is not None and known[0] == revision:
            self._kept[article] = known
            return known[1]
        if known is not None:
            self._drop(*known)
        found = read_printed(parts.store.text(revision), self.vocabulary)
        self._words += len(found.words)
        while self._words > _MOST_KEPT and self._kept:
            self._drop(*self._kept.pop(next(iter(self._kept))))
        self._kept[article] = (revision, found)
        return found

    def _drop(self, revision: int, text: Printed) -> None:
        self._words -= len(text.words)
        self._joined.pop(revision, None)


def weights_of(parts: Parts, quoted: Quoted) -> list[float]:
    """How telling each word of the quotation is in this archive, in [0, 1]: 1 for a word of one passage."""
    terms = [parts.analyser.term(quoted.text[a:b]) for a, b in zip(quoted.words.starts, quoted.words.ends, strict=True)]
    statistics = parts.store.statistics(PASSAGES, list(dict.fromkeys(terms)))
    most = idf(statistics.documents, 1)
    # A word the archive has never seen says little: it may be the one that was changed.
    known = {term: idf(statistics.documents, facts.documents) / most for term, facts in statistics.terms.items()}
    return [min(1.0, known.get(term, 0.5)) for term in terms]


def find_windows(
    parts: Parts, texts: Texts, quoted: Quoted, pending: Sequence[int]
) -> tuple[tuple[Window, ...], list[StoredUnit]]:
    """The windows to align with, in the order of date and article id, and one passage for each window's article."""
    lists = list(_ranked(parts, quoted, pending))
    rows = list(dict.fromkeys(row for group in zip_longest(*lists) for row in group if row is not None))
    units = parts.store.units(rows)
    chosen: dict[int, list[StoredUnit]] = {}
    for row in rows:
        unit = units.get(row)
        if unit is not None and (unit.revision in chosen or len(chosen) < _MOST_TEXTS):
            chosen.setdefault(unit.revision, []).append(unit)
    found: list[tuple[StoredUnit, list[Window]]] = []
    cells = 0
    for group in chosen.values():
        windows = _windows(texts.of(group[0]), group, len(quoted.words))
        cells += len(quoted.words) * sum(window.last - window.first for window in windows)
        if len(found) < _FEWEST_TEXTS or cells <= _MOST_CELLS:
            found.append((group[0], windows))
    found.sort(key=lambda pair: in_order(pair[0]))
    ordered = [replace(window, document=number) for number, (_, group) in enumerate(found) for window in group]
    return tuple(ordered), [unit for unit, _ in found]


def in_order(unit: StoredUnit) -> tuple[str, str]:
    """First printed first: by date, then article id; undated articles last."""
    return (unit.date or "~", unit.article)


def units_with(parts: Parts, text: str, most: int) -> list[StoredUnit]:
    """Passages that may hold the words of `text` side by side: one for each article, the first printed first.

    At most `most` articles, by the text's most telling phrase; a text across passages is found by what one holds.
    """
    rows: set[int] = set()
    for _, phrase in sorted(_phrases(parts, text))[:2]:
        rows.update(parts.engine(PASSAGES).matching(phrase))
    by_article: dict[str, StoredUnit] = {}
    for unit in sorted(parts.store.units(sorted(rows)).values(), key=lambda unit: unit.key):
        by_article.setdefault(unit.article, unit)
    return sorted(by_article.values(), key=in_order)[:most]


def _ranked(parts: Parts, quoted: Quoted, pending: Sequence[int]) -> Iterable[list[int]]:
    """Lists of passages, best first: by the phrases they share, by the whole quotation, by each half of it."""
    votes: Counter[int] = Counter()
    engine = parts.engine(PASSAGES)
    phrases = _phrases(parts, quoted.text)
    for place, (_, phrase) in enumerate(phrases):
        found = engine.matching(phrase)
        if len(found) <= _TOO_COMMON or len(phrases) == 1:
            for row in found[: 4 * _TOO_COMMON]:
                votes[row] += 1 + (place == 0)
    yield [row for _, row in best_rows(votes, parts.store.keys, _RANKED)]
    pieces = [quoted.text]
    count = len(quoted.words)
    if count >= _HALVED:
        middle = quoted.words.starts[count // 2]
        pieces += [quoted.text[:middle], quoted.text[middle:]]
    for piece in pieces:
        yield [row for _, row in LexicalArm(parts, piece, PASSAGES, None, pending).top(_RANKED)]


def _phrases(parts: Parts, text: str) -> list[tuple[float, list[str]]]:
    """(commonness, terms) of phrases side by side over the whole text, in its order."""
    terms = parts.analyser.terms(text)
    size = min(_PHRASE, len(terms))
    if not size:
        return []
    stride = max(size, len(terms) // _MOST_PHRASES)
    holding: Mapping[str, float] = {
        term: float(facts.documents)
        for term, facts in parts.store.statistics(PASSAGES, list(dict.fromkeys(terms))).terms.items()
    }
    starts = list(range(0, len(terms) - size + 1, stride))
    if starts[-1] != len(terms) - size:
        starts.append(len(terms) - size)
    found = [terms[start : start + size] for start in starts]
    known = [phrase for phrase in found if all(term in holding for term in phrase)]
    return [(min(holding[term] for term in phrase), phrase) for phrase in known]


def _windows(printed: Printed, units: Sequence[StoredUnit], length: int) -> list[Window]:
    """The whole text, or of a long one what lies around the candidates, joined where it touches."""
    from bisect import bisect_left

    size = len(printed.words)
    if size <= _WHOLE:
        return [Window(0, printed, 0, size)]
    around = _AROUND + length
    out: list[Window] = []
    for unit in sorted(units, key=lambda unit: unit.span.start):
        first = max(0, bisect_left(printed.words.starts, unit.span.start) - around)
        last = min(size, bisect_left(printed.words.starts, unit.span.end) + around)
        if out and first <= out[-1].last:
            out[-1] = Window(0, printed, out[-1].first, max(last, out[-1].last))
        else:
            out.append(Window(0, printed, first, last))
    return out
