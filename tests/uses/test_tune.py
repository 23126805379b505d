"""`archive.tune`: from judgments to weights that the archive keeps and searches with."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from letters import ASTRAY, SETTINGS, fill, judged

from onrecord.archive import Archive
from onrecord.errors import ArchiveProblem, BadInput, UnsupportedFormat
from onrecord.evaluation.judgments import JudgedQuery
from onrecord.querying.fuse import Fusion
from onrecord.querying.weights import UNIT_WEIGHTS, Weights
from onrecord.storage.learned import LEARNED, Learned, write_learned
from onrecord.uses.tune import learn_weights, read_suite
from onrecord.uses.tune_cases import Case, gather, make_scorer


@pytest.fixture(scope="module")
def filled() -> Archive:
    """All letters in memory; what a test lets it learn is forgotten."""
    return fill(Archive.in_memory(SETTINGS))


@pytest.fixture
def letters(filled: Archive) -> Iterator[Archive]:
    yield filled
    filled.forget_tuning()


@pytest.fixture
def astray(monkeypatch: pytest.MonkeyPatch) -> None:
    """Default weights that are wrong for these articles."""
    monkeypatch.setattr("onrecord.uses.search.UNIT_WEIGHTS", ASTRAY)


def first(archive: Archive, fusion: Fusion | Weights | None = None) -> list[tuple[str, int]]:
    """Where the first hits of all questions stand."""
    hits = [archive.search(query.query, 1, fusion=fusion)[0] for query in judged()]
    return [(hit.article, hit.start) for hit in hits]


def test_a_gain_is_learned_stored_and_used(letters: Archive, astray: None) -> None:
    """From weights that show what stands beside the answer to some that show the answer."""
    right = [(gold.doc, gold.start) for query in judged() for gold in query.gold]
    assert not set(first(letters)) & set(right)
    found = letters.tune(judged())
    assert (found.stored, found.verdict, found.changed) == (True, "better", True)
    assert found.mean_after - found.mean_before == pytest.approx(found.gain)
    assert 0 < found.low <= found.gain <= found.high
    assert found.after.neighbours < ASTRAY.neighbours
    assert first(letters) == right == first(letters, found.after)
    assert first(letters, ASTRAY) != right
    letters.forget_tuning()
    assert first(letters) == first(letters, ASTRAY)


@pytest.mark.parametrize(
    "left", ["{", '{"version": 1, "articles": {}, "learned_from": {"articles": {"encoder": "another"}}}']
)
def test_what_cannot_be_used_is_learned_again(tmp_path: Path, astray: None, left: str) -> None:
    """A damaged file, or one of another encoder, is replaced; one of a later version is refused before any question."""
    with fill(Archive.open(tmp_path / "archive", settings=SETTINGS)) as archive:
        (tmp_path / "archive" / LEARNED).write_text(left)
        with pytest.raises(ArchiveProblem, match="learn"):
            first(archive)
        assert archive.tune(judged()).stored
        assert first(archive)
        (tmp_path / "archive" / LEARNED).write_text('{"version": 99}')
        with pytest.raises(UnsupportedFormat):
            archive.tune(judged(), progress=lambda: pytest.fail("a question was asked"))


def test_nothing_to_gain_stores_nothing(letters: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Defaults that answer all; even with `anyway` there is nothing to store."""
    monkeypatch.setattr("onrecord.uses.search.UNIT_WEIGHTS", Weights(late=1.0))
    found = letters.tune(judged(), anyway=True)
    assert found.mean_before == 1.0
    assert (found.stored, found.changed, found.gain, found.verdict) == (False, False, 0.0, "no difference seen")
    assert letters._parts.learned == Learned()


def test_a_dry_run_stores_nothing(letters: Archive, astray: None) -> None:
    """It says the same and keeps nothing."""
    found = letters.tune(judged(), dry_run=True)
    assert (found.stored, found.verdict) == (False, "better")
    assert letters._parts.learned == Learned()
    assert replace(found, stored=True) == letters.tune(judged())


def test_what_is_worth_keeping(letters: Archive, astray: None) -> None:
    """An interval that holds 0 is no proof, one below it still less; `anyway` takes all but the defaults."""
    found = letters.tune(judged(), dry_run=True)
    unsure, worse = replace(found, low=0.0), replace(found, low=-0.2, high=-0.1)
    assert [one.verdict for one in (found, unsure, worse)] == ["better", "no difference seen", "worse"]
    assert [one.worth_keeping() for one in (found, unsure, worse)] == [True, False, False]
    assert [one.worth_keeping(True) for one in (found, unsure, worse)] == [True, True, True]
    assert not replace(found, after=found.before).worth_keeping(True)


def test_learning_twice_gives_the_same(letters: Archive, astray: None) -> None:
    """The second time does not start from what the first learned."""
    assert letters.tune(judged()) == letters.tune(judged())


def test_too_few_questions_are_refused(letters: Archive) -> None:
    """Nineteen with an answer, and one without: the number is told, and what to do."""
    silent = JudgedQuery("n", "none", "keyword", "plum cake", None, ())
    with pytest.raises(BadInput, match=r"19 questions with an answer; expected at least 20.*onrecord judge"):
        letters.tune([*judged(19), silent])


def test_questions_on_few_articles_are_refused(letters: Archive) -> None:
    """Twenty-four questions that four articles answer cannot be held back from each other."""
    golds = [query.gold for query in judged(4)]
    few = [replace(query, gold=golds[n % 4]) for n, query in enumerate(judged())]
    with pytest.raises(BadInput, match="only 4 groups of them are independent; expected at least 5"):
        letters.tune(few)


def test_archives_without_token_states_say_why() -> None:
    """There are no weights to learn where a fixed mix orders the answers."""
    plain = fill(Archive.in_memory(replace(SETTINGS, token_states=False)))
    with pytest.raises(ArchiveProblem, match="was made without token states; a fixed mix orders"):
        plain.tune(judged())
    with pytest.raises(ArchiveProblem, match="holds no articles"):
        Archive.in_memory(SETTINGS).tune(judged())


def test_passages_whose_states_were_never_kept(letters: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """In an archive of an earlier format nothing can be weighed until its articles are indexed again."""
    monkeypatch.setattr("onrecord.uses.late.LateArm.passages", lambda self, rows: None)
    with pytest.raises(ArchiveProblem, match="no question met passages with token states; index the articles again"):
        letters.tune(judged())


def test_judged_articles_that_are_not_there(letters: Archive, astray: None) -> None:
    """Some are named in a note, all are a mistake."""
    away = [replace(query, gold=tuple(replace(gold, doc="gone") for gold in query.gold)) for query in judged()[:1]]
    found = letters.tune([*away, *judged()[1:]], dry_run=True)
    assert found.notes == ("1 of 24 judged articles are not in the archive",)
    elsewhere = [
        replace(query, gold=tuple(replace(gold, doc=f"x{gold.doc}") for gold in query.gold)) for query in judged()
    ]
    with pytest.raises(BadInput, match="holds none of the 24 articles that judgments judges, 'xa00' first"):
        letters.tune(elsewhere)


def test_speakers_are_no_measure_of_order(letters: Archive) -> None:
    """Weights do not choose whom a hit names."""
    with pytest.raises(BadInput, match="is about speakers"):
        letters.tune(read_suite(judged(), measure="who@1"))


@pytest.mark.parametrize(
    "weights", [UNIT_WEIGHTS, ASTRAY, Weights(late=0.3, vector=0.5, lexical=0.1, gain=0.01, start=3.0, article=0.4)]
)
def test_a_case_orders_as_the_search_does(letters: Archive, weights: Weights) -> None:
    """Whatever the weights: trying them on the evidence is searching with them."""
    suite = read_suite(judged(6)).suite
    for question in suite.questions:
        found = gather(letters._parts, question.query, "unit", 10)
        one = Case(question.qid, "", found, 10, make_scorer(suite, question.qid, "nDCG@10"))
        hits = letters.search(question.query, 10, fusion=weights)
        assert [found.units[row].key[:2] for row in one.order(weights)] == [(hit.article, hit.start) for hit in hits]
        articles = gather(letters._parts, question.query, "article", 10)
        shown = Case(question.qid, "", articles, 10, len).order(weights)
        ranked = letters.search(question.query, 10, group="article", fusion=weights)
        assert [articles.units[row].article for row in shown] == [hit.article for hit in ranked]


def test_gathering_without_words_finds_nothing(letters: Archive) -> None:
    """A query of filters alone has no evidence."""
    assert gather(letters._parts, "source:nowhere", "unit", 10).evidence is None


def test_the_start_may_be_chosen(letters: Archive) -> None:
    """For figures on weights that were chosen on nothing."""
    found = learn_weights(letters._parts, read_suite(judged()), ASTRAY)
    assert (found.before, found.verdict, found.stored) == (ASTRAY, "better", False)


class TestOnDisk:
    """What the folder holds."""

    @pytest.fixture
    def archive(self, tmp_path: Path) -> Iterator[Archive]:
        with Archive.open(tmp_path / "a", settings=SETTINGS) as archive:
            yield fill(archive)

    def test_the_file_is_read_anew_when_it_changes(self, archive: Archive, tmp_path: Path, astray: None) -> None:
        """An open archive, a second reader, compaction and deletion all see and keep what was learned."""
        folder = tmp_path / "a"
        found = archive.tune(judged())
        assert (found.stored, (folder / LEARNED).is_file()) == (True, True)
        content = (folder / LEARNED).read_bytes()
        right = first(archive)
        with Archive.open(folder, create=False) as other:
            assert first(other) == right
            write_learned(folder, Learned(ASTRAY))
            assert first(other) == first(archive) != right
        (folder / LEARNED).write_bytes(content)
        archive.delete(["b00"])
        archive.compact()
        assert archive._parts.learned.units == found.after
        assert archive.check() == []
        tuned = archive.info()["tuned"]
        assert isinstance(tuned, dict)
        assert isinstance(tuned["units"], dict)
        assert tuned["units"]["questions"] == 24
        archive.forget_tuning()
        assert not (folder / LEARNED).exists()

    def test_a_damaged_file(self, archive: Archive, tmp_path: Path) -> None:
        """A search that would use it stops and says so; one that does not use it, works; `check` tells."""
        (tmp_path / "a" / LEARNED).write_text('{"version": 1, "units": {"late": -1}}')
        with pytest.raises(ArchiveProblem, match=r"fusion.json: units: weight late is -1.*--reset"):
            archive.search("letter")
        assert archive.search("letter", mode="bm25")
        assert archive.search("letter", fusion=Fusion())
        (told,) = archive.check()
        assert "fusion.json" in told
        assert "fusion.json" in str(archive.info()["tuned"])
        archive.forget_tuning()
        assert archive.search("letter")

    def test_weights_of_another_encoder(self, archive: Archive, tmp_path: Path) -> None:
        """A file copied from elsewhere is not taken."""
        write_learned(tmp_path / "a", Learned(ASTRAY, learned_from={"units": {"encoder": "other"}}))
        with pytest.raises(ArchiveProblem, match="learned with encoder other"):
            archive.search("letter")

    def test_nothing_half_written_stays(self, archive: Archive, tmp_path: Path, astray: None) -> None:
        """After learning there is the file and nothing beside it."""
        before = set(os.listdir(tmp_path / "a"))
        archive.tune(judged())
        assert set(os.listdir(tmp_path / "a")) - before == {LEARNED}
