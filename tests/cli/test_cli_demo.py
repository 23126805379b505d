"""`onrecord demo`: the story holds."""

import re
import shlex
from pathlib import Path

import pytest
from cli_harness import SEED, Onrecord

from onrecord.archive import Archive
from onrecord.cli.main import run
from onrecord.cli.story import ACTS, EXCLUDED, PHRASE, TOO_EARLY, Act, rank_of
from onrecord.rendering.display_width import text_width
from onrecord.uses.sample import seed_articles, seed_folder, seed_queries


def test_the_story_is_told_in_an_empty_folder(cli: Onrecord, here: Path) -> None:
    """Nine acts, no noise; a second time the same, at once, and nothing is indexed again."""
    first = cli("demo")
    assert (first.code, first.err) == (0, "")
    assert re.findall(r"^(\d)  ", first.out, re.MULTILINE) == list("123456789")
    assert (here / "indexes/demo/archive.json").exists()
    changed = (here / "indexes/demo/store.sqlite").stat().st_mtime_ns
    assert cli("demo").out == first.out
    assert (here / "indexes/demo/store.sqlite").stat().st_mtime_ns == changed


def test_every_line_fits_a_terminal(cli: Onrecord, here: Path) -> None:
    """80 cells, with and without colour."""
    assert all(text_width(line) <= 80 for line in cli("demo").out.splitlines())


def test_colours_take_the_place_of_marks(cli: Onrecord, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Highlights are between « and » without colours, in colour with them; the words are the same."""
    plain = cli("demo").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = cli("demo").out
    assert "«nuclear»" in plain
    assert "«" not in coloured
    assert "\x1b[1;31mnuclear" in coloured
    bare = re.sub(r"\x1b\[[\d;]*m", "", coloured)
    # Deleted and added words stand apart in colours, and in brackets of their own without.
    unmarked = re.sub(r"-\]\{\+", " ", plain)
    assert bare.split() == re.sub(r"«|»|\[-|-\]|\{\+|\+\}", "", unmarked).split()


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.mode)
def test_every_act_shows_what_it_says(seed_archive: Path, act: Act) -> None:
    """The arm an act is about puts the answer first and the others do not; both together always do."""
    with Archive.open(seed_archive, create=False) as archive:
        ranks = {mode: rank_of(archive, act, mode) for mode in ("bm25", "vector", "hybrid")}
    assert ranks[act.mode] == 1
    assert ranks["hybrid"] == 1
    assert all(rank != 1 for mode, rank in ranks.items() if mode not in (act.mode, "hybrid"))


def test_the_phrase_act_counts_rightly(seed_archive: Path) -> None:
    """Two passages hold the phrase, one without Biden, none from before 2022."""
    with Archive.open(seed_archive, create=False) as archive:
        assert [len(archive.search(query)) for query in (PHRASE, EXCLUDED, TOO_EARLY)] == [2, 1, 0]


def test_the_commands_of_the_story_work(cli: Onrecord, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever types what the story shows gets an answer."""
    told = cli("demo").out
    assert "$ export ONRECORD_ARCHIVE=indexes/demo" in told
    monkeypatch.setenv("ONRECORD_ARCHIVE", "indexes/demo")
    typed = [shlex.split(line)[1:] for line in re.findall(r"\$ (onrecord .*)", told)]
    assert len(typed) >= 9
    for arguments in typed:
        if "YOUR-ARTICLES/" not in arguments:
            # A quotation with changed words is found, and is wrong.
            wrong = TOO_EARLY in arguments or arguments[0] == "verify"
            assert run(arguments) == (1 if wrong else 0), arguments


def test_a_demo_archive_holds_nothing_else(cli: Onrecord, archive: Path) -> None:
    """Into an archive with other articles no story is told."""
    with Archive.open(archive) as opened:
        opened.add([{"id": "mine", "text": "My own notes."}])
    done = cli("demo", "--archive", "indexes/default")
    assert (done.code, done.out) == (2, "")
    assert "holds other articles (mine)" in done.err


def test_the_seed_article_is_found() -> None:
    """The article and its queries lie in the checkout or the wheel; the article carries no path of this machine."""
    assert [(article.id, article.path, article.date) for article in seed_articles()] == [(SEED, None, "2022-01-14")]
    assert seed_queries().is_file()
    assert seed_folder().is_dir()
