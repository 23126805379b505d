"""What is asked: real questions, posts, claims and names, and sentences and phrases that stand in the archive."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from onrecord.querying.parse import parse
from onrecord.records import Filter
from scale.pool import Pool

_SENTENCE_WORDS = (8, 25)


@dataclass(frozen=True, slots=True)
class Queries:
    """`texts` of all kinds, mixed; `phrases` in quotation marks, each of which stands somewhere in the pool."""

    texts: tuple[str, ...]
    phrases: tuple[str, ...]


def read_queries(data: Path, pool: Pool, count: int, seed: int) -> Queries:
    """So many texts, a fifth of each kind, and half as many phrases; the same for the same seed."""
    chance = random.Random(f"queries {seed}")
    kinds = [
        [row["query"] for row in _rows(data / "judged/polnear-dev.jsonl")],
        [row["text"] for row in _rows(data / "checkthat2020/queries.jsonl")],
        [row["text"] for row in _rows(data / "scifact/queries.jsonl")],
        sorted({one.person.name for a in pool.articles for b in a.blocks for one in b.block.named}),
        _sentences(pool),
    ]
    kinds = [[text for text in kind if _is_plain(text)] for kind in kinds]
    drawn = [chance.sample(kind, min(len(kind), -(-count // len(kinds)))) for kind in kinds]
    mixed = [text for turn in zip(*drawn, strict=False) for text in turn][:count]
    return Queries(tuple(mixed), tuple(_phrases(chance, kinds[-1], count // 2)))


def write_queries(path: Path, queries: Queries) -> None:
    """Writes them where other processes read them; never into the repository: most are other people's texts."""
    path.write_text(json.dumps(asdict(queries), ensure_ascii=False), "utf-8")


def load_queries(path: Path) -> Queries:
    """What `write_queries` wrote."""
    facts = json.loads(path.read_text("utf-8"))
    return Queries(tuple(facts["texts"]), tuple(facts["phrases"]))


def _is_plain(text: str) -> bool:
    """Whether it is words alone: what reads like an operator would restrict one system and not another."""
    query = parse(text)
    return not (query.required or query.excluded or query.warnings or query.filter != Filter()) and query.text == text


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _sentences(pool: Pool) -> list[str]:
    """Sentences as they stand in the pool's articles, of the length that people paste."""
    texts = (one.block.span.of(article.text) for article in pool.articles for one in article.blocks)
    fewest, most = _SENTENCE_WORDS
    found = {" ".join(text.replace('"', " ").split()) for text in texts}
    return sorted(text for text in found if fewest <= len(text.split()) <= most)


def _phrases(chance: random.Random, sentences: Sequence[str], count: int) -> list[str]:
    """Two to four words that stand together in a sentence, in quotation marks, with one more word of it."""
    phrases = []
    while len(phrases) < count:
        words = [word.strip(".,;:!?()[]“”'’") for word in chance.choice(sentences).split()]
        length = chance.randint(2, 4)
        at = chance.randrange(len(words) - length)
        phrase = words[at : at + length]
        if all(word.isalpha() for word in phrase):
            phrases.append(f'"{" ".join(phrase)}" {chance.choice(words)}')
    return phrases
