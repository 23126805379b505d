"""People across articles, and corrections by hand that survive indexing again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord import Archive, BadInput, NotFound

ARTICLES = [
    {
        "id": "quay",
        "date": "2021-03-01",
        "text": "Mayor Ada Fenn said the quay would be closed until May. “We will pay for it,” Fenn told reporters.",
    },
    {
        "id": "lamp",
        "date": "2021-04-01",
        "text": "Fenn said the lamp was safe. “Nobody will touch the lamp,” said Wendel Okafor, the harbour master.",
    },
    {
        "id": "vote",
        "date": "2021-05-01",
        "text": "Wendell Okafor said the vote was lost. Ada Fenn denied that the vote was lost.",
    },
]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive.open(tmp_path / "archive")
    made.add(ARTICLES)
    return made


def lines(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def facts(archive: Archive) -> list[tuple[str, tuple[str, ...], int, int]]:
    return [(person.name, person.aliases, person.quotes, person.articles) for person in archive.people()]


def test_a_surname_joins_the_full_name_of_another_article(archive: Archive) -> None:
    """`Fenn` of one article is the Ada Fenn of the others: one person, findable by any name."""
    people = {person.name: person for person in archive.people()}
    assert people["Ada Fenn"].articles == 3
    assert {quote.article for quote in archive.quotes("Fenn")} == {"quay", "lamp", "vote"}
    assert {quote.speaker for quote in archive.quotes("Mayor Ada Fenn")} == {"Ada Fenn"}
    assert archive.person("Ada Fenn")[0].person.first == "2021-03-01"


def test_settling_step_by_step_equals_settling_at_once(archive: Archive, tmp_path: Path) -> None:
    """One article at a time, with updates and a delete in between, ends in the same people."""
    stepwise = Archive.open(tmp_path / "stepwise")
    for article in (ARTICLES[2], ARTICLES[0] | {"text": "Ada Fenn and Wendel Fenn said no."}, ARTICLES[1]):
        stepwise.add([article])
    stepwise.add([{"id": "gone", "text": "Bea Fenn said the quay was hers."}])
    stepwise.add([ARTICLES[0]])
    stepwise.delete(["gone"])
    assert facts(stepwise) == facts(archive)


def test_nobody_is_left_when_their_articles_are_gone(archive: Archive) -> None:
    """People live as long as an article mentions them."""
    archive.delete(["quay", "lamp", "vote"])
    assert archive.people() == []
    with pytest.raises(NotFound):
        archive.person("Fenn")


def test_corrections_hold_when_articles_are_indexed_again(archive: Archive, tmp_path: Path) -> None:
    """A merge, a speaker and a rejected quotation stay put right; without the file all is as before."""
    before, quotes = facts(archive), archive.quotes()
    pay = next(quote for quote in quotes if "pay for it" in quote.text)
    safe = next(quote for quote in quotes if "lamp was safe" in quote.text)
    file = lines(
        tmp_path / "corrections.jsonl",
        {"op": "rename", "person": "Ada Fenn", "name": "Adelaide Fenn"},
        {"op": "speaker", "article": "quay", "start": pay.start, "end": pay.end, "speaker": "Wendel Okafor"},
        {"op": "reject", "article": "lamp", "start": safe.start, "end": safe.end, "text": safe.text},
    )
    assert archive.correct(file) == []

    def holds(opened: Archive) -> None:
        now = opened.quotes()
        assert len(now) == len(quotes) - 1
        assert next(quote.speaker for quote in now if "pay for it" in quote.text) == "Wendel Okafor"
        assert "Adelaide Fenn" in {person.name for person in opened.people()}
        assert {hit.speaker for hit in opened.search("pay", speaker="Adelaide Fenn")} == {"Adelaide Fenn"}

    holds(archive)
    archive.add([ARTICLES[2] | {"title": "The vote"}, *ARTICLES[:2]])
    holds(archive)
    archive.close()
    with Archive.open(tmp_path / "archive", create=False) as opened:
        holds(opened)
        opened.add([ARTICLES[2]])
        assert opened.correct(lines(tmp_path / "none.jsonl")) == []
        assert facts(opened) == before
        assert [(quote.text, quote.speaker) for quote in opened.quotes()] == [(q.text, q.speaker) for q in quotes]


def test_a_correction_that_fits_nothing_is_named(archive: Archive, tmp_path: Path) -> None:
    """What cannot be applied is said, and the rest holds; what cannot be understood changes nothing."""
    file = lines(
        tmp_path / "corrections.jsonl",
        {"op": "rename", "person": "Nobody Known", "name": "Somebody"},
        {"op": "rename", "person": "Ada Fenn", "name": "Adelaide Fenn"},
    )
    (problem,) = archive.correct(file)
    assert "line 1" in problem
    assert len(archive.corrections) == 2
    with pytest.raises(BadInput, match="corrections.jsonl:1"):
        archive.correct(lines(tmp_path / "corrections.jsonl", {"op": "rename", "person": "Ada Fenn"}))
    assert "Adelaide Fenn" in {person.name for person in archive.people()}


def test_a_family_name_means_all_who_bear_it_though_one_is_listed_by_it_alone() -> None:
    """Where an article says "Fenn" and no more, Ada Fenn and Boris Fenn are still found by that word."""
    archive = Archive.in_memory()
    archive.add(
        [
            {"id": "ada", "text": "“The quay will be closed until May,” said Mayor Ada Fenn."},
            {"id": "boris", "text": "“The quay will be open in June,” said the baker Boris Fenn."},
            {"id": "bare", "text": "“The quay will be sold,” said Fenn."},
        ]
    )
    assert {person.name for person in archive.people()} >= {"Ada Fenn", "Boris Fenn", "Fenn"}
    assert {hit.article for hit in archive.search("quay", speaker="Fenn")} == {"ada", "boris", "bare"}
    assert {hit.article for hit in archive.search("quay", speaker="Ada Fenn")} == {"ada"}
