"""`show`, `info`, `export`: what is in the archive."""

import json
from pathlib import Path

from cli_harness import SEED, Onrecord

from onrecord.archive import Archive

SPAN = f"{SEED}:217-299"
SAID = '"The drums of war are getting louder and the rhetoric is getting a little shrill,"'


def test_show_prints_the_article_with_the_span_marked(cli: Onrecord, archive: Path) -> None:
    """Header and text, the span between marks where there are no colours."""
    done = cli("show", SPAN)
    assert done.code == 0
    assert done.out.startswith("US warns of war")
    assert "«" + SAID + "»" in " ".join(done.out.split())
    assert len(cli("show", SPAN, "--context", "20").out) < len(done.out)
    assert "\n 408  Moscow's intentions" in cli("show", SEED, "--offsets").out


def test_show_json_names_the_characters(cli: Onrecord, archive: Path) -> None:
    """`cited` is `[start:end]` of `text`; a reference without a span has none."""
    shown = json.loads(cli("show", SPAN, "--format", "json").out)
    assert shown["text"][shown["start"] : shown["end"]] == shown["cited"] == SAID
    assert json.loads(cli("show", SEED, "--format", "json").out)["cited"] is None


def test_an_earlier_revision_still_resolves(cli: Onrecord, archive: Path) -> None:
    """A citation outlives an update, until `compact` forgets the old text."""
    with Archive.open(archive) as opened:
        old = opened.get(SEED)
        opened.add([{"id": SEED, "text": "All of it is different now."}])
    citation = f"{SEED}@{old.sha256[:12]}:217-299"
    shown = json.loads(cli("show", citation, "--format", "json").out)
    assert (shown["cited"], shown["revision"], len(shown["revisions"])) == (SAID, 1, 2)
    assert "revision" in cli("show", citation).out
    assert "different now" in cli("show", SEED).out
    forgotten = cli("compact")
    assert (forgotten.code, forgotten.out) == (0, "")
    assert "1 revision forgotten" in forgotten.err
    assert cli("show", citation).code == 1


def test_several_references_are_shown_one_after_the_other(cli: Onrecord, archive: Path) -> None:
    """One that is not there costs exit code 1 and a line, the others are shown."""
    done = cli("show", SPAN, "nowhere", SPAN, "--format", "json")
    assert done.code == 1
    assert [json.loads(line)["cited"] for line in done.out.splitlines()] == [SAID, SAID]
    assert "onrecord: nowhere: no such article" in done.err


def test_a_similar_id_is_suggested(cli: Onrecord, archive: Path) -> None:
    """A mistyped id is answered with one that exists; an impossible span is exit code 2."""
    assert SEED in cli("show", SEED.replace("4d", "d4")).err
    assert cli("show", f"{SEED}:10-999999").code == 2
    assert cli("show", f"{SEED}:20-10").code == 2
    assert cli("show", "").code in (1, 2)


def test_info_counts(cli: Onrecord, archive: Path) -> None:
    """Table and JSON say how much there is."""
    facts = json.loads(cli("info", "--format", "json").out)
    assert facts["holds"]["articles"] == 1
    assert facts["bytes"]["total"] > 0
    table = cli("info").out
    assert "articles" in table
    assert " kB" in table


def test_export_is_taken_back(cli: Onrecord, archive: Path, here: Path) -> None:
    """What export writes, index reads, and finds everything unchanged."""
    with Archive.open(archive) as opened:
        odd = {"text": "t", "title": "n", "id": "other"}
        opened.add([{"id": "x", "text": "Line one.\r\n\u2028\x85 emoji 🙂", "metadata": odd, "n": [1]}])
        before = list(opened.articles())
    written = cli("export", "-o", "all.jsonl")
    assert (written.code, written.out) == (0, "")
    assert (here / "all.jsonl").read_text("utf-8") == cli("export").out
    again = cli("index", "all.jsonl")
    assert again.code == 0
    assert "0 added, 0 updated, 2 unchanged" in again.err
    assert cli("index", "all.jsonl", "--archive", "indexes/copy").code == 0
    with Archive.open(here / "indexes/copy", create=False) as opened:
        assert [article.fingerprint for article in opened.articles()] == [article.fingerprint for article in before]


def test_export_replaces_nothing_by_itself(cli: Onrecord, archive: Path, here: Path) -> None:
    """A file that is there is kept unless --force; what cannot be written is exit code 2; no half file stays."""
    (here / "mine.jsonl").write_text("precious")
    assert cli("export", "-o", "mine.jsonl").code == 2
    assert (here / "mine.jsonl").read_text() == "precious"
    assert cli("export", "-o", "mine.jsonl", "--force").code == 0
    assert cli("export", "-o", "no/such/folder.jsonl").code == 2
    assert cli("export", "-o", "indexes").code == 2
    assert sorted(path.name for path in here.iterdir()) == ["indexes", "mine.jsonl"]
