"""`quotes`, `people`, `claims`, `extract`, and searches and views that name who said it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from cli_harness import SEED, Onrecord

from onrecord.uses.sample import seed_articles, seed_folder

SPEAKERS = {"Michael Carpenter", "Jake Sullivan", "Wendy Sherman", "Jens Stoltenberg", "Sergei Ryabkov"}


@pytest.fixture(scope="module")
def text() -> str:
    (article,) = seed_articles()
    return article.text


def test_quotes_name_speakers_and_places(cli: Onrecord, archive: Path, text: str) -> None:
    """The direct quotations of the seed article have full names, and every offset reads what the row says."""
    rows = [json.loads(line) for line in cli("quotes", "--style", "direct", "--format", "jsonl").out.splitlines()]
    assert {row["speaker"] for row in rows} >= SPEAKERS
    for row in rows:
        assert " … ".join(text[start:end] for start, end in row["content"]) == row["text"]
        assert (row["start"], row["end"]) == (row["content"][0][0], row["content"][-1][1])
    assert [row["start"] for row in rows] == sorted(row["start"] for row in rows)


@pytest.mark.parametrize("name", ["Sherman", "wendy sherman", "Deputy Secretary of State Wendy Sherman"])
def test_a_speaker_is_found_by_any_name(cli: Onrecord, archive: Path, name: str) -> None:
    """Surname, full name and title mean the same person; the subject decides what comes first."""
    found = cli("quotes", "--speaker", name, "--about", "sanctions", "--format", "json", "-k", "1")
    (row,) = json.loads(found.out)
    assert row["speaker"] == "Wendy Sherman"
    assert "sanctions" in row["text"]


def test_a_body_speaks_too(cli: Onrecord, archive: Path) -> None:
    """What the Kremlin denies is found under its name."""
    found = cli("quotes", "--speaker", "the Kremlin")
    assert found.code == 0
    assert "preparing for an invasion" in " ".join(found.out.split())


def test_nothing_found_is_exit_code_1(cli: Onrecord, archive: Path) -> None:
    """Nobody of that name, no such claim: one line on stderr says what to do next."""
    for command in (
        ("quotes", "--speaker", "Nikola Tesla"),
        ("claims", "--quantity", "troops > 900 million"),
        ("people", "Tesla"),
    ):
        done = cli(*command)
        assert (done.code, done.out) == (1, "")
        assert done.err.count("\n") == 1
        assert "onrecord" in done.err


def test_bad_values_are_exit_code_2(cli: Onrecord, archive: Path) -> None:
    """A condition, a date or an act that is none says what is expected."""
    for command, expected in (
        (("claims", "--quantity", "many troops"), "expected"),
        (("quotes", "--since", "yesterday"), "2022-01-14"),
        (("claims", "--act", "shouting"), "threat"),
    ):
        done = cli(*command)
        assert done.code == 2
        assert expected in done.err


def test_people_and_a_profile(cli: Onrecord, archive: Path, text: str) -> None:
    """Everyone with counts; a profile gives each role with the place that states it, and why mentions were merged."""
    people = {row["name"]: row for row in json.loads(cli("people", "--format", "json").out)}
    assert set(people) >= SPEAKERS | {"Joe Biden", "Vladimir Putin"}
    assert "Carpenter" in people["Michael Carpenter"]["aliases"]
    (profile,) = json.loads(cli("people", "Carpenter", "--format", "json").out)
    assert len(profile["evidence"]) >= 2
    for role in profile["evidence"]:
        assert text[role["start"] : role["end"]] == role["text"]
    explained = cli("people", "Carpenter", "--explain").out
    assert "he" in explained
    assert len(explained) > len(cli("people", "Carpenter").out)


def test_claims_by_quantity(cli: Onrecord, archive: Path) -> None:
    """`nearly 100,000 troops` is more than 50,000 and less than 200,000."""
    rows = json.loads(cli("claims", "--quantity", "troops > 50000", "--format", "json").out)
    assert any(row["claimant"] == "Michael Carpenter" for row in rows)
    assert all(any(q["high"] > 50000 for q in row["quantities"]) for row in rows)
    assert cli("claims", "--quantity", "troops > 200000").code == 1


def test_search_by_kind_names_the_speaker(cli: Onrecord, archive: Path) -> None:
    """A quote is found by what it says; a person by what he or she is; a passage names who speaks in it."""
    (hit,) = json.loads(
        cli("search", "who warned of a pretext for invasion", "--kind", "quote", "-k", "1", "--format", "json").out
    )
    assert (hit["kind"], hit["speaker"]) == ("quote", "Jake Sullivan")
    (hit,) = json.loads(
        cli("search", "who represents the US at the OSCE", "--kind", "person", "-k", "1", "--format", "json").out
    )
    assert (hit["kind"], hit["speaker"]) == ("person", "Michael Carpenter")
    (hit,) = json.loads(cli("search", "the drums of war are getting louder", "-k", "1", "--format", "json").out)
    assert (hit["kind"], hit["speaker"]) == ("passage", "Michael Carpenter")
    found = json.loads(cli("search", "speaker:stoltenberg dialogue", "--format", "json").out)
    assert {hit["speaker"] for hit in found} == {"Jens Stoltenberg"}


def test_csv_can_be_read_back(cli: Onrecord, archive: Path) -> None:
    """Every row of the CSV has a speaker's column and offsets."""
    rows = list(csv.DictReader(io.StringIO(cli("quotes", "--format", "csv").out)))
    assert len(rows) == len(cli("quotes", "--format", "jsonl").out.splitlines())
    assert all(int(row["start"]) < int(row["end"]) for row in rows)


def test_extract_needs_no_archive(cli: Onrecord, here: Path, text: str) -> None:
    """One line an article, spans that read right, and no folder made."""
    done = cli("extract", str(seed_folder()), "--format", "jsonl")
    assert (done.code, done.err) == (0, "")
    (row,) = map(json.loads, done.out.splitlines())
    assert row["article"] == SEED
    assert len(row["attributions"]) > 20
    for found in row["attributions"]:
        assert all(0 <= start < end <= len(text) for role in ("source", "cue", "content") for start, end in found[role])
    assert not list(here.iterdir())


def test_extract_by_rules_says_so(cli: Onrecord, here: Path) -> None:
    """Without weights the direct quotations are found all the same, and a note says how."""
    (row,) = map(json.loads, cli("extract", str(seed_folder()), "--rules", "--format", "jsonl").out.splitlines())
    assert "by rules alone" in row["notes"][0]
    direct = [found for found in row["attributions"] if found["style"] == "direct"]
    assert len(direct) >= 10
    assert {found["speaker"] for found in direct} >= SPEAKERS


def test_extract_into_a_folder(cli: Onrecord, here: Path) -> None:
    """A file for each article; brat's text is the article; nothing is overwritten."""
    assert cli("extract", str(seed_folder()), "--format", "brat", "--out", "brat").code == 0
    assert sorted(path.suffix for path in (here / "brat").iterdir()) == [".ann", ".txt"]
    again = cli("extract", str(seed_folder()), "--format", "brat", "--out", "brat")
    assert again.code == 2
    assert "is there already" in again.err


def test_extract_reads_standard_input(cli: Onrecord, here: Path) -> None:
    """Plain text through a pipe; empty input is refused."""
    done = cli("extract", "-", "--format", "json", stdin=b'Ada Fenn said: "The lamp stays where it is."')
    (found,) = json.loads(done.out)["attributions"]
    assert found["speaker"] == "Ada Fenn"


def test_the_article_in_colours(cli: Onrecord, archive: Path) -> None:
    """Marks without colours, one HTML page with everything escaped, quotes as JSON."""
    shown = cli("show", SEED, "--attributions")
    assert shown.code == 0
    assert "Michael Carpenter" in shown.out
    page = cli("show", SEED, "--attributions", "--format", "html").out
    assert page.startswith("<!DOCTYPE html>")
    assert "<script" not in page
    assert json.loads(cli("show", SEED, "--attributions", "--format", "json").out)
