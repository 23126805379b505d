"""Quotations whose verdict is known, made from real ones by seeded alterations; no text is kept in this folder.

Every case says what was done, so the expected verdict follows from the definitions and not from what the program
finds. `build_cases` gives the same cases in every run.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gold import GoldArticle, GoldQuote

HERE = Path(__file__).parent
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NEGATIONS = re.compile(r"\b(?:not|never|no)\s+|n['’]t\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_BE = re.compile(r"\b(is|are|was|were|will|would|can|should|could|must|do|did|does|has|have)\b", re.IGNORECASE)
_BODIES = re.compile("Party|House|Department|Committee|Times|Post|Campaign|Council|News|Club|Union|Group|Institute")
_SWAPS = [
    *("banana", "glacier", "violin", "quarterly", "harbour", "reluctantly"),
    *("purple", "seventeen", "orchestra", "lemon", "telescope", "gently"),
]
_SYNONYMS = {
    "very": "extremely", "big": "large", "great": "good", "think": "believe", "people": "citizens", "want": "need",
    "country": "nation", "going": "trying", "said": "claimed", "good": "decent", "all": "some", "we": "they",
    "should": "might", "will": "may", "never": "rarely", "would": "could", "must": "can", "because": "although",
    "president": "leader", "money": "cash", "world": "planet", "every": "almost every", "i": "we", "get": "win",
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One quotation to check: `expected` is the verdict, `kind` what was done to it, `places` where it comes from."""

    expected: str
    kind: str
    quote: str
    speaker: str | None
    places: tuple[tuple[str, int, int], ...]


def build_cases(
    articles: Sequence[GoldArticle], others: Sequence[GoldArticle], part: str, seed: int, size: int
) -> list[Case]:
    """About `size` cases of each class over `articles`; `others` are articles the archive does not hold."""
    maker = _Maker(articles, seed)
    cases = [
        *maker.verbatim(size),
        *maker.trimmed(size),
        *maker.altered(size),
        *maker.spliced(size),
        *maker.misattributed(size),
        *_paraphrases(part),
        *maker.absent(others, size),
    ]
    return list({(case.quote, case.speaker): case for case in cases}.values())


def _paraphrases(part: str) -> Iterator[Case]:
    for line in (HERE / "paraphrases.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["part"] == part:
            yield Case("paraphrase", "by hand", row["words"], None, ((row["article"], row["start"], row["end"]),))


class _Maker:
    def __init__(self, articles: Sequence[GoldArticle], seed: int) -> None:
        self.random = random.Random(seed)
        self.by_id = {article.stem: article for article in articles}
        quotes = [quote for article in articles for quote in article.quotes]
        self.single = [q for q in quotes if len(q.spans) == 1]
        self.interrupted = [q for q in quotes if len(q.spans) == 2 and self._gap_has_words(q)]
        self.surnames = {name.split()[-1] for quote in quotes if (name := self.name_of(quote))}
        self.archive = " ".join(" ".join(_keys(article.text)) for article in articles)

    def _gap_has_words(self, quote: GoldQuote) -> bool:
        (_, end), (start, _) = quote.spans
        between = self.by_id[quote.article].text[end:start]
        return bool(_WORD.search(between)) and "\n" not in between

    def text(self, quote: GoldQuote) -> str:
        """The words inside the marks, an interrupted quotation put together."""
        return " ".join(self.by_id[quote.article].text[a:b].strip() for a, b in quote.spans)

    def case(self, expected: str, kind: str, words: str, *quotes: GoldQuote, speaker: str | None = None) -> Case:
        places = tuple((quote.article, a, b) for quote in quotes for a, b in quote.spans)
        return Case(expected, kind, words, speaker, places)

    def sample(self, least: int, most: int = 60) -> Iterator[GoldQuote]:
        """Quotations of `least` to `most` words in random order."""
        fitting = [quote for quote in self.single if least <= len(_keys(self.text(quote))) <= most]
        yield from self.random.sample(fitting, len(fitting))

    def verbatim(self, size: int) -> Iterator[Case]:
        ways: list[tuple[str, Callable[[str], str]]] = [
            ("as it stands", lambda t: t),
            ("other marks", _other_marks),
            ("capitals", str.upper),
            ("lower case", str.lower),
            ("white space", lambda t: t.replace(" ", "\n  ", 2).replace(" and ", "\u00a0and\u2003")),
            ("no marks", lambda t: re.sub(r"[,;:!?—–]|\.(?!\w)", " ", t) if "..." not in t else t),
        ]
        quotes = list(self.sample(4))
        for place, quote in enumerate(quotes[:size]):
            kind, change = ways[place % len(ways)]
            yield self.case("verbatim", kind, change(self.text(quote)), quote)
        chosen = self.random.sample(self.interrupted, min(len(self.interrupted), size // 4))
        for quote in chosen:
            yield self.case("verbatim", "interrupted", self.text(quote), quote)
        named = [quote for quote in quotes[size:] if self.name_of(quote)]
        for quote in named[: size // 3]:
            yield self.case("verbatim", "right speaker", self.text(quote), quote, speaker=self.name_of(quote))

    def trimmed(self, size: int) -> Iterator[Case]:
        for place, quote in zip(range(size), self.sample(9), strict=False):
            text = self.text(quote)
            words = list(_WORD.finditer(text))
            spare = len(words) - 5
            cut = self.random.randint(1, min(spare, 8))
            kind = ("start", "end", "both", "ellipsis", "ellipsis in brackets")[place % 5]
            if kind == "start":
                shown = text[words[cut].start() :]
            elif kind == "end":
                shown = text[: words[-cut - 1].end()]
            elif kind == "both":
                first = self.random.randint(1, max(1, spare // 2))
                last = self.random.randint(1, max(1, spare // 2))
                shown = text[words[first].start() : words[-last - 1].end()]
            else:
                mark = {"ellipsis": self.random.choice(["…", "...", ". . ."])}.get(kind, "[...]")
                shown = self.without(text, words, cut, f" {mark} ")
            yield self.case("trimmed", kind, shown, quote)

    def without(self, text: str, words: Sequence[re.Match[str]], cut: int, mark: str) -> str:
        """The text with `cut` words in the middle replaced by `mark`; at least two stay on each side."""
        first = self.random.randint(2, len(words) - cut - 2)
        return text[: words[first - 1].end()] + mark + text[words[first + cut].start() :]

    def altered(self, size: int) -> Iterator[Case]:
        made = 0
        for place, quote in enumerate(self.sample(8)):
            if made == size:
                return
            kind = ("word", "synonym", "negation", "number", "insertion", "deletion", "two words", "tail")[place % 8]
            text = self.alter(kind, self.text(quote))
            if text is None or " ".join(_keys(text)) in self.archive:
                continue
            made += 1
            yield self.case("altered", kind, text, quote)

    def alter(self, kind: str, text: str) -> str | None:
        words = list(_WORD.finditer(text))
        pick = self.random.randint(1, len(words) - 2)
        if kind == "word":
            return _put(text, words[pick], self.random.choice(_SWAPS))
        if kind == "two words":
            first, second = sorted(self.random.sample(range(1, len(words) - 1), 2))
            return _put(_put(text, words[second], self.random.choice(_SWAPS)), words[first], "purple")
        if kind == "synonym":
            known = [word for word in words if word.group().lower() in _SYNONYMS]
            return _put(text, (w := self.random.choice(known)), _SYNONYMS[w.group().lower()]) if known else None
        if kind == "negation":
            if found := _NEGATIONS.search(text):
                return text[: found.start()] + text[found.end() :]
            found = _BE.search(text)
            return text[: found.end()] + " not" + text[found.end() :] if found else None
        if kind == "number":
            found = _NUMBER.search(text)
            return text[: found.start()] + str(int(found.group()) + 7) + text[found.end() :] if found else None
        if kind == "insertion":
            extra = " ".join(self.random.sample(_SWAPS, self.random.randint(1, 3)))
            return text[: words[pick].start()] + extra + " " + text[words[pick].start() :]
        if kind == "deletion":
            return self.without(text, words, self.random.randint(1, min(4, len(words) - 5)), " ")
        return text[: words[-2].end()] + " " + self.random.choice(_SWAPS)

    def spliced(self, size: int) -> Iterator[Case]:
        quotes = list(self.sample(8))
        made = 0
        for place, one in enumerate(quotes):
            if made == size:
                return
            if place % 2:
                mates = [q for q in quotes if q.article == one.article and self.apart(one, q)]
            else:
                mates = [q for q in quotes if q.article != one.article]
            if not mates:
                continue
            other = self.random.choice(mates)
            first, second = self.beginning(one), self.ending(other)
            if not first or not second:
                continue
            joint = self.random.choice([" ", ", ", " and ", " … "])
            text = first + joint + second
            if " ".join(_keys(text)) in self.archive:
                continue
            made += 1
            yield self.case("spliced", "one article" if place % 2 else "two articles", text, one, other)

    def apart(self, one: GoldQuote, other: GoldQuote) -> bool:
        """Whether the two are two speeches of the article: other sources, or far from each other."""
        a, b = one.spans[0], other.spans[0]
        between = self.by_id[one.article].text[min(a[1], b[1]) : max(a[0], b[0])]
        return len(_keys(between)) > 60

    def beginning(self, quote: GoldQuote) -> str | None:
        text = self.text(quote)
        words = list(_WORD.finditer(text))
        size = self.random.randint(6, min(14, len(words))) if len(words) >= 6 else 0
        return text[: words[size - 1].end()] if size and _telling(words[:size]) else None

    def ending(self, quote: GoldQuote) -> str | None:
        text = self.text(quote)
        words = list(_WORD.finditer(text))
        size = self.random.randint(6, min(14, len(words))) if len(words) >= 6 else 0
        return text[words[-size].start() :] if size and _telling(words[-size:]) else None

    def misattributed(self, size: int) -> Iterator[Case]:
        """Half by someone named in the same article, half by someone the article never names."""
        names = sorted({name for quote in self.single if (name := self.name_of(quote)) and " " in name})
        made = 0
        for place, quote in enumerate(self.sample(5)):
            if made == size:
                return
            article = self.by_id[quote.article].text
            own = self.name_of(quote)
            if place % 2:
                here = sorted({n for q in self.by_id[quote.article].quotes if (n := self.name_of(q)) and " " in n})
                fitting = [n for n in here if own and n.split()[-1] not in own and own.split()[-1] not in n]
            else:
                fitting = [name for name in names if name.split()[-1] not in article]
            if not fitting or (place % 2 == 0 and not self.is_person(quote)):
                continue
            made += 1
            kind = "named in the article" if place % 2 else "named elsewhere"
            yield self.case("misattributed", kind, self.text(quote), quote, speaker=self.random.choice(fitting))

    def is_person(self, quote: GoldQuote) -> bool:
        """Whether the source is a name or a pronoun for one person; a group names nobody who could be another."""
        if quote.source is None:
            return False
        source = self.by_id[quote.article].text[slice(*quote.source)].strip()
        return bool(self.name_of(quote)) or source.lower() in ("he", "she") or source in self.surnames

    def name_of(self, quote: GoldQuote) -> str | None:
        """The last capitalised words of the source, when they look like a person's name."""
        if quote.source is None:
            return None
        source = self.by_id[quote.article].text[slice(*quote.source)]
        found = re.findall(r"[A-Z][a-z]+(?:\s(?:[A-Z]\.|[A-Z][\w'’-]+))*\s[A-Z][a-z][\w'’-]+", source.split(",")[0])
        titles = r"(?:Former|French|President|Senator|Secretary|Governor|Representative|Attorney|General|Donald J\.)"
        if len(found) != 1 or _BODIES.search(source):
            return None
        name = re.sub(rf"^(?:{titles}\s)+", "", found[0])
        return name if 1 < len(name.split()) <= 3 else None

    def absent(self, others: Sequence[GoldArticle], size: int) -> Iterator[Case]:
        """Quotations the archive does not hold: of other articles, and invented ones."""
        for line in (HERE / "invented.txt").read_text("utf-8").splitlines():
            yield Case("not found", "invented", line, None, ())
        texts = [(quote, article.text[slice(*quote.spans[0])]) for article in others for quote in article.quotes]
        made = 0
        for _, text in self.random.sample(texts, len(texts)):
            keys = _keys(text)
            grams = [" ".join(keys[i : i + 4]) for i in range(len(keys) - 3)]
            if made == size or not 8 <= len(keys) <= 60:
                continue
            if sum(gram in self.archive for gram in grams) * 4 > len(grams):
                continue
            made += 1
            yield Case("not found", "another archive's", text, None, ())


def _keys(text: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


def _telling(words: Sequence[re.Match[str]]) -> bool:
    return sum(len(word.group()) >= 5 for word in words) >= 2


def _put(text: str, word: re.Match[str], new: str) -> str:
    return text[: word.start()] + new + text[word.end() :]


def _other_marks(text: str) -> str:
    """Curly marks for straight ones and the other way round, dashes of other lengths, no full stop at the end."""
    table = str.maketrans({"'": "’", "’": "'", "“": '"', "”": '"', "—": "–", "–": "—"})
    return text.translate(table).rstrip(".,!?") + ("!" if len(text) % 2 else "")
