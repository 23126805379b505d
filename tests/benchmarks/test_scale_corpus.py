"""Recombined articles hold the pool's own words, and what was found in them stands where it should."""

from __future__ import annotations

import importlib
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from onrecord import Archive
from onrecord.records import Span
from onrecord.storage.manifest import Manifest
from onrecord.text.sentences import split_sentences
from onrecord.uses.extract import Extractor

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
blocks, corpus, kept, pool, recombining, spoken_json = (
    importlib.import_module(f"scale.{name}")
    for name in ("blocks", "corpus", "kept", "pool", "recombining", "spoken_json")
)

TEXTS = (
    "“We will build forty bridges by 2031,” said Mayor Ada Brook. The river rose again last week. "
    "“No house is safe. Nobody sleeps,” said Tom Reed, who lives there. Ms. Brook left early.",
    "Senator Ina Vale said taxes would fall by 3 percent. Farmers wait for rain. “It is a start,” said Vale. "
    "The session ends in June. Nobody else spoke.",
    "Ada Brook said on Monday that the port would close. Ships turned away at dawn.\n\nPrices rose by 12 percent.",
)


def made_pool() -> object:
    """Three invented articles; every word is a piece whose state is its first letter's."""
    starts: list[int] = []
    states: list[np.ndarray] = []
    articles = []
    for text in TEXTS:
        found = Extractor(None).extract(text, "", "", [])
        own = [at for at in range(len(text)) if text[at].isalnum() and (at == 0 or not text[at - 1].isalnum())]
        first = len(starts)
        starts += own
        states += [np.eye(384)[ord(text[at].lower()) % 384] for at in own]
        sentences = []
        for block in blocks.blocks_of(found, split_sentences(text)):
            begin, end = np.searchsorted(own, (block.span.start, block.span.end))
            sentences.append(pool.Sentences(block, first + int(begin), first + int(end)))
        articles.append(pool.PoolArticle(f"Title {first}", text, tuple(sentences), first, first + 1))
    near = np.array([[0, 1, 2], [1, 2, 0], [2, 0, 1]], np.int32)
    return pool.Pool(articles, np.array(starts, np.int32), np.array(states, np.float16), near, {})


@pytest.fixture(scope="module")
def real() -> object:
    return made_pool()


@pytest.mark.parametrize("text", TEXTS)
def test_blocks_hold_every_sentence_once_and_in_order(text: str) -> None:
    """Taking an article apart loses no sentence and repeats none."""
    sentences = split_sentences(text)
    found = blocks.blocks_of(Extractor(None).extract(text, "", "", []), sentences)
    assert sum(block.sentences for block in found) == len(sentences)
    assert [sentences[0].start, sentences[-1].end] == [found[0].span.start, found[-1].span.end]
    assert all(one.span.end <= other.span.start for one, other in pairwise(found))


def test_sentences_of_one_quotation_stay_together() -> None:
    """A quotation of two sentences is one block of two."""
    found = blocks.blocks_of(Extractor(None).extract(TEXTS[0], "", "", []), split_sentences(TEXTS[0]))
    counts = {block.sentences for block in found if "No house is safe" in block.span.of(TEXTS[0])}
    assert {2} == counts


def test_found_things_survive_json() -> None:
    """What is written down of an article's extraction is read back as it was."""
    for text in TEXTS:
        found = Extractor(None).extract(text, "", "", [])
        assert found == spoken_json.from_dict(spoken_json.to_dict(found))


def test_everything_carried_over_means_the_same_words(real: object) -> None:
    """Quotes, cues, claims, mentions and roles cover the words in the new article that they covered in the old."""
    known = {
        span.of(text)
        for text in TEXTS
        for found in [Extractor(None).extract(text, "", "", [])]
        for span in _spans(found)
    }
    made = corpus.Corpus(real, 5)
    seen = 0
    for number in range(40):
        article = made.article(number)
        for span in _spans(article.found):
            assert span.of(article.article.text).replace("\n", " ") in {words.replace("\n", " ") for words in known}
            seen += 1
    assert seen > 100


def test_sentences_stand_where_they_are_said_to(real: object) -> None:
    """Each block's text is found at its place, and its word pieces begin words there."""
    for number in range(10):
        made = corpus.Corpus(real, 5).article(number)
        for at, one in made.sentences:
            (text,) = {a.text for a in real.articles if one in a.blocks}
            words = one.block.span.of(text).replace("\n", " ")
            assert words == made.article.text[at : at + len(words)]


def test_an_article_depends_on_seed_and_number_alone(real: object) -> None:
    """The same number gives the same article in any order; another seed gives another."""
    one, other = corpus.Corpus(real, 5), corpus.Corpus(real, 5)
    later = [one.article(number) for number in (7, 3, 9)]
    assert later == [other.article(7), other.article(3), other.article(9)]
    assert [a.article.text for a in later] != [corpus.Corpus(real, 6).article(n).article.text for n in (7, 3, 9)]


def test_shares_of_sources_and_editions_are_those_stated(real: object) -> None:
    """A half, a tenth and a hundredth of the articles pass the filters made for that."""
    made = [corpus.Corpus(real, 5).article(number).article for number in range(2000)]
    for name, share in corpus.SOURCES.items():
        assert share == pytest.approx(sum(one.source == name for one in made) / 2000, abs=0.03)
    for name, share in corpus.EDITIONS.items():
        assert share == pytest.approx(sum(one.metadata["edition"] == name for one in made) / 2000, abs=0.03)


def test_prepared_articles_are_stored_and_found(real: object, tmp_path: Path) -> None:
    """The real store takes them, their quotes are found by their words, and vectors are of unit length."""
    with Archive.in_memory(Manifest(token_states=False)) as archive:
        parts = archive._parts
        parts.settle_encoder()
        maker = recombining.Recombining(corpus.Corpus(real, 5), parts, 5)
        made = [maker.article(number) for number in range(6)]
        assert made == [maker.article(number) for number in range(6)]
        kept.keep(tmp_path / "batch", made)
        ready = kept.kept(tmp_path / "batch", made[0][0].extractor, lambda rows: None)
        items = [item for item, _ in made]
        assert [item.article for item in items] == [item.article.article for item in ready]
        parts.store.write([item.article for item in ready])
        lengths = [
            np.linalg.norm(np.frombuffer(unit.vector, "<f2").astype(np.float32))
            for item in items
            for unit in item.units
        ]
        assert lengths == pytest.approx([1.0] * len(lengths), abs=2e-3)
        quotes = [unit for item in items for unit in item.units if unit.unit.kind == "quote"]
        assert quotes
        assert {"quote"} == {hit.kind for hit in archive.search("forty bridges", 3, mode="bm25", kind="quote")}


def test_rows_of_states_follow_the_words(real: object) -> None:
    """Each passage's token states are those of its words, in the order of the text."""
    archive = Archive.in_memory(Manifest(token_states=False))
    maker = recombining.Recombining(corpus.Corpus(real, 5), archive._parts, 5)
    for number in range(6):
        item, rows = maker.article(number)
        for unit, own in zip(item.units, rows, strict=True):
            if unit.unit.kind == "passage":
                letters = [int(real.states[row].argmax()) for first, last in own for row in range(first, last)]
                text = unit.unit.span.of(item.article.text)
                begins = [at for at in range(len(text)) if text[at].isalnum() and not text[at - 1 : at].isalnum()]
                assert letters == [ord(text[at].lower()) for at in begins]


def _spans(found: object) -> list[Span]:
    spans = [s for one in found.attributions for s in (*one.source, *one.cue, *one.content)]
    spans += [s for one in found.claims for s in one.spans]
    spans += [m.span for one in found.people for m in one.mentions]
    return spans + [r.span for one in found.people for r in one.roles]
