"""Which name mentions of one article are one person: full names first, then the surnames and given names alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log2

from onrecord.extraction.people import gender
from onrecord.extraction.people.name_grammar import Name, parse_name
from onrecord.extraction.people.names import blocking_keys, same_person
from onrecord.extraction.people.offices import families, gender_of_noun, is_title
from onrecord.extraction.people.surroundings import Surroundings
from onrecord.records import Span
from onrecord.text.folding import fold

# How many words before a name can be its titles: `former President`, `Secretary of State`.
_TITLE_WORDS, _LOOK_BACK = 3, 60
# More different names under one surname are no family any more; the latest are compared.
_MOST_RIVALS = 30
# Comparing spellings is the dear part: an article of people compares a few hundred, a file that is no article stops.
_MOST_COMPARED = 20_000
# A surname that stood this often before any full name of its kind belongs to somebody never named in full.
_ESTABLISHED = 3
# Short single names that are spelled alike are often two words.
_LONG = 5
# An initial for the given name is enough inside one article, a missing Jr. is not.
_SAME_IN_ONE_ARTICLE = 0.65


@dataclass(slots=True)
class NameUse:
    """One mention by name: its span without titles and possessive ending, and the words just before it."""

    span: Span
    name: Name
    before: tuple[str, ...]
    embedded: bool
    possessive: bool
    # What titles before it say: `Mrs.` is 1, `Mr.` -1.
    gender: int


@dataclass(slots=True)
class Cluster:
    """All uses of one person's name; `name` is the fullest form."""

    name: Name
    uses: list[tuple[NameUse, str]] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    full_uses: int = 0
    pronouns: int = 0

    def add(self, use: NameUse, reason: str) -> None:
        self.uses.append((use, reason))
        self.full_uses += use.name.is_full

    @property
    def first(self) -> int:
        return self.uses[0][0].span.start

    @property
    def gender(self) -> float:
        """Above 0 for a woman: titles, the given name, and the pronouns the article uses."""
        titles = sum(use.gender for use, _ in self.uses)
        return gender.weigh(gender.of_given_name(self.name.given), (titles > 0) - (titles < 0), self.pronouns)


def read_uses(text: str, names: Sequence[Span], page: Surroundings) -> list[NameUse]:
    """The mentions in document order; spans that overlap an earlier one or hold no letter are left out."""
    uses: list[NameUse] = []
    end = 0
    for span in sorted(set(names)):
        if span.start < end or span.end > len(text) or not len(span):
            continue
        name = parse_name(span.of(text))
        if not name.surname:
            continue
        end = span.end
        before = tuple(text[max(0, span.start - _LOOK_BACK) : span.start].split()[-_TITLE_WORDS:])
        if not text[span.start - 1 : span.start].isspace():
            before = ()
        possessive = text[span.end : span.end + 1] in "'’" and text[span.end : span.end + 2] != ""
        title = gender.of_words([*before[-1:], *name.titles])
        uses.append(NameUse(span, name, before, page.content_around(span) is not None, possessive, title))
    return uses


def cluster(uses: Sequence[NameUse], page: Surroundings, title: str) -> list[Cluster]:
    """People in the order of their first mention; every use belongs to exactly one."""
    blocks = _Blocks()
    clusters, home_of = _join_full_names([use for use in uses if use.name.is_full], blocks)
    by_word: dict[str, list[Cluster]] = {}
    for one in clusters:
        for word in _words_of(one):
            by_word.setdefault(word, []).append(one)
    chooser = _Chooser(page, title)
    for use in uses:
        if use.name.is_full:
            chooser.seen(use, home_of[fold(use.name.full)])
    alone = _Alone(by_word, blocks, chooser)
    for use in uses:
        if not use.name.is_full:
            alone.place(use)
    found = clusters + alone.clusters
    for one in found:
        one.uses.sort(key=lambda pair: pair[0].span)
    found.sort(key=lambda one: one.first)
    return found


class _Blocks:
    """Clusters by the keys of their family names: only those that share one are worth comparing."""

    def __init__(self) -> None:
        self._by_key: dict[str, list[Cluster]] = {}
        self._left = _MOST_COMPARED

    def put(self, name: Name, one: Cluster) -> None:
        for key in blocking_keys(name.surname):
            kept = self._by_key.setdefault(key, [])
            if not kept or kept[-1] is not one:
                kept.append(one)

    def rivals(self, name: Name) -> list[Cluster]:
        """At most a few dozen, each once; none any more once very many have been compared."""
        if self._left <= 0:
            return []
        found: dict[int, Cluster] = {}
        for key in blocking_keys(name.surname):
            for one in self._by_key.get(key, ())[-_MOST_RIVALS:]:
                found.setdefault(id(one), one)
        rivals = list(found.values())[:_MOST_RIVALS]
        self._left -= len(rivals)
        return rivals


def _words_of(one: Cluster) -> list[str]:
    """The words by which the person can be called alone: family names, then given names and nicknames."""
    name = one.name
    words = [name.surname, name.family, *name.surname.split("-"), name.given, name.nickname]
    return list(dict.fromkeys(fold(word) for word in words if len(word) > 1))


def _join_full_names(uses: Sequence[NameUse], blocks: _Blocks) -> tuple[list[Cluster], dict[str, Cluster]]:
    by_form: dict[str, list[NameUse]] = {}
    for use in uses:
        by_form.setdefault(fold(use.name.full), []).append(use)
    # The fullest form names the person; of equal ones the more frequent, then the earlier.
    order = sorted(by_form, key=lambda form: (-len(form.split()), -len(by_form[form]), by_form[form][0].span))
    home_of: dict[str, Cluster] = {}
    clusters: list[Cluster] = []
    for form in order:
        name = by_form[form][0].name
        home, reason = _best(name, blocks.rivals(name))
        if home is None:
            home, reason = Cluster(name), "full name"
            clusters.append(home)
        else:
            home.reasons.append(f"“{name.full}” joined to “{home.name.full}”: {reason}")
        home_of[form] = home
        blocks.put(name, home)
        for use in by_form[form]:
            home.add(use, reason)
    return clusters, home_of


def _best(name: Name, rivals: Sequence[Cluster]) -> tuple[Cluster | None, str]:
    """The cluster whose name is most surely the same, None when no name is; equal ones by their order."""
    best: Cluster | None = None
    reason, top = "", 0.0
    for rival in rivals:
        match = same_person(rival.name.full, name.full)
        if match.score > top and match.score >= _SAME_IN_ONE_ARTICLE:
            best, reason, top = rival, match.reason, match.score
    return best, reason


class _Chooser:
    """Says which of several people a surname alone means."""

    def __init__(self, page: Surroundings, title: str) -> None:
        self._page = page
        self._title = frozenset(fold(word).strip(".,:;'’\"") for word in title.split())
        self._last: dict[int, int] = {}
        self._full: dict[int, list[NameUse]] = {}

    def seen(self, use: NameUse, one: Cluster) -> None:
        """Takes note of a full name, before the surnames are placed."""
        self._full.setdefault(id(one), []).append(use)

    def placed(self, use: NameUse, one: Cluster) -> None:
        self._last[id(one)] = use.span.start

    def choose(self, use: NameUse, rivals: Sequence[Cluster]) -> tuple[Cluster, str]:
        """The likeliest of `rivals`; equal ones by the nearer mention, then by the earlier first mention."""
        scored = [(self._score(use, rival), rival) for rival in rivals]
        (score, why), best = max(scored, key=lambda pair: (pair[0][0], -pair[1].first))
        del score
        return best, why

    def _score(self, use: NameUse, rival: Cluster) -> tuple[float, str]:
        position = use.span.start
        full = self._full.get(id(rival), [])
        before = [one.span.start for one in full if one.span.start < position]
        last = max([*before[-1:], self._last.get(id(rival), -1)], default=-1)
        points = {"most often named here": log2(1 + len(full))}
        if last >= 0:
            away = self._page.paragraph(position) - self._page.paragraph(last)
            points["nearest mention before"] = 2.0 / (1 + away)
        else:
            points["named only later"] = -2.0
        agreement = use.gender * rival.gender
        if use.gender and agreement:
            points["title agrees" if agreement > 0 else "title disagrees"] = 4.0 if agreement > 0 else -6.0
        points["same title"] = 2.5 * any(_titles(use) & _titles(one) for one in full)
        points["named in the headline"] = 0.5 * (fold(rival.name.given) in self._title)
        why = max(points, key=lambda reason: points[reason])
        return sum(points.values()), why


def _titles(use: NameUse) -> set[str]:
    """The families of the offices that stand right before a name."""
    words = [*use.before[-1:], *use.name.titles]
    return {family for word in words if not gender_of_noun(word) for family in families(word)}


class _Alone:
    """Places the names of one word (or a family name with its particles)."""

    def __init__(self, by_word: dict[str, list[Cluster]], blocks: _Blocks, chooser: _Chooser) -> None:
        self._by_word = by_word
        self._blocks = blocks
        self._own_blocks = _Blocks()
        self._respelled: dict[str, list[Cluster]] = {}
        self._chooser = chooser
        self._waiting: dict[str, int] = {}
        self._own: dict[str, list[Cluster]] = {}
        self.clusters: list[Cluster] = []

    def place(self, use: NameUse) -> None:
        name = use.name
        word = fold(name.family)
        rivals = self._by_word.get(word) or self._by_word.get(fold(name.surname)) or self._spelled_otherwise(name)
        if not rivals:
            self._place_own(use, word)
            return
        started = [rival for rival in rivals if rival.first < use.span.start]
        fitting = [rival for rival in rivals if not _clash(use, rival)]
        by_surname = [rival for rival in fitting if word != fold(rival.name.given)]
        if not fitting or (not started and self._waiting.get(word, 0) >= _ESTABLISHED):
            self._place_own(use, word)
            return
        if word in self._own and not started:
            self._place_own(use, word)
            return
        self._waiting[word] = self._waiting.get(word, 0) + (not started)
        pool = by_surname or fitting
        if len(pool) == 1:
            home = pool[0]
            kind = "surname" if by_surname else "given name"
            where = "named before" if started else "named in full later"
            reason = f"{kind} of {home.name.full}, {where}"
            if len(fitting) < len(rivals):
                reason += "; the title agrees with nobody else"
                home.reasons.append(f"“{name.family}” at {use.span.start} taken for {home.name.full}: title agrees")
        else:
            home, why = self._chooser.choose(use, pool)
            reason = f"one of {len(pool)} called {use.name.family}: {why}"
            home.reasons.append(f"“{use.name.family}” at {use.span.start} taken for {home.name.full}: {why}")
        home.add(use, reason)
        self._chooser.placed(use, home)

    def _spelled_otherwise(self, name: Name) -> list[Cluster]:
        """People whose family name is the same in another spelling: `Zelenskyy` for Zelensky."""
        word = fold(name.full)
        if word not in self._respelled:
            self._respelled[word] = [
                rival
                for rival in (self._blocks.rivals(name) if len(word) >= _LONG else [])
                if same_person(rival.name.family, name.full).verdict == "same"
            ]
        return self._respelled[word]

    def _place_own(self, use: NameUse, word: str) -> None:
        for one in self._own.get(word, ()):
            if not _clash(use, one):
                one.add(use, "same name")
                return
        spelled = self._own_blocks.rivals(use.name) if len(word) >= _LONG and word not in self._own else []
        home, reason = _best(use.name, [one for one in spelled if not _clash(use, one)])
        if home is not None:
            home.reasons.append(f"“{use.name.full}” joined to “{home.name.full}”: {reason}")
        else:
            home, reason = Cluster(use.name), "name"
            self.clusters.append(home)
        home.add(use, reason)
        self._own.setdefault(word, []).append(home)
        self._own_blocks.put(use.name, home)


def _clash(use: NameUse, rival: Cluster) -> bool:
    """Whether a title (`Mr.`) rules the person out; a given name alone never does more than lower the odds."""
    if not use.gender or not any(is_title(word) for word in (*use.before[-1:], *use.name.titles)):
        return False
    return use.gender * rival.gender < 0
