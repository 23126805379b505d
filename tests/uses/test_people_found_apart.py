"""Two people are never taken for one another: not in one sentence, not by a shared name, not by a filter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord import Archive
from onrecord.errors import ModelUnavailable
from onrecord.storage.manifest import Manifest
from onrecord.uses import index

MEETING = {
    "id": "meeting",
    "date": "2021-02-01",
    "text": "President Ada Fenn met Prime Minister Boris Hale in Port Ellery on Monday.\n\n"
    "Fenn said the quay would stay open. “It is our quay,” Fenn told reporters.",
}


def test_two_people_in_one_sentence_are_both_found() -> None:
    """Profiles that rest on the same sentence are answers of their own, under ids of their own."""
    archive = Archive.in_memory()
    archive.add([MEETING])
    for name in ("Ada Fenn", "Boris Hale"):
        hits = archive.search(name, kind="person")
        assert hits[0].speaker == name
        assert {hit.speaker for hit in hits} == {"Ada Fenn", "Boris Hale"}
        assert len({hit.unit_id for hit in hits}) == 2


def test_articles_of_a_speaker_are_those_that_quote_him_or_her() -> None:
    """Who is only mentioned in an article said nothing there."""
    archive = Archive.in_memory()
    archive.add([MEETING, {"id": "other", "text": "Mayor Ada Fenn was ill. “The quay is shut,” said Boris Hale."}])
    assert {hit.article for hit in archive.search("quay", group="article", speaker="Ada Fenn")} == {"meeting"}
    assert {hit.article for hit in archive.search("quay", speaker="Ada Fenn")} == {"meeting"}


def test_passages_of_a_speaker_are_those_in_which_he_or_she_speaks() -> None:
    """Asked for passages alone, the speaker's passages are found, not those of others."""
    archive = Archive.in_memory(Manifest(passage_words=20))
    archive.add([MEETING, {"id": "other", "text": "“The quay is shut,” said Boris Hale."}])
    hits = archive.search("quay", kind="passage", speaker="Ada Fenn")
    assert [(hit.article, hit.kind) for hit in hits] == [("meeting", "passage")]
    assert "our quay" in hits[0].text


def test_a_split_parts_the_quotes(tmp_path: Path) -> None:
    """After a split each name lists its own quotes, although both articles use the same one."""
    archive = Archive.in_memory()
    said = "“The {} is mine,” John Harlan said."
    archive.add([{"id": "x", "text": said.format("lamp")}, {"id": "y", "text": said.format("quay")}])
    file = tmp_path / "corrections.jsonl"
    split = {"op": "split", "person": "John Harlan", "articles": ["y"], "name": "John Harlan of Ohio"}
    file.write_text(json.dumps(split) + "\n")
    assert archive.correct(file) == []
    assert {quote.article for quote in archive.quotes("John Harlan")} == {"x"}
    assert {quote.article for quote in archive.quotes("John Harlan of Ohio")} == {"y"}
    assert [len(profile.quotes) for profile in archive.person("John Harlan")] == [1]


def test_a_profile_shows_quotes_of_the_asked_time_only() -> None:
    """The filter of dates holds for the quotes too."""
    archive = Archive.in_memory()
    archive.add([MEETING, {"id": "later", "date": "2021-05-01", "text": "“It is shut now,” Ada Fenn said."}])
    (profile,) = archive.person("Ada Fenn", until="2021-03")
    assert {quote.article for quote in profile.quotes} == {"meeting"}


def test_an_interrupted_correction_is_made_up_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rename whose command was stopped half-way holds when the archive is opened again; so does taking it back."""
    file = tmp_path / "corrections.jsonl"
    file.write_text('{"op": "rename", "person": "Ada Fenn", "name": "Adelaide Fenn"}\n')
    with Archive.open(tmp_path / "a") as archive:
        archive.add([MEETING])
        with monkeypatch.context() as patched:
            patched.setattr(index, "add", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                archive.correct(file)
    with Archive.open(tmp_path / "a") as archive:
        assert "Adelaide Fenn" in {person.name for person in archive.people()}
    (tmp_path / "a" / "corrections.jsonl").unlink()
    with Archive.open(tmp_path / "a") as archive:
        assert "Ada Fenn" in {person.name for person in archive.people()}


def test_a_broken_corrections_file_locks_nobody_out(tmp_path: Path) -> None:
    """The archive opens with a notice, can be searched, and takes a good file."""
    with Archive.open(tmp_path / "a") as archive:
        archive.add([MEETING])
    (tmp_path / "a" / "corrections.jsonl").write_text("{bad")
    good = tmp_path / "good.jsonl"
    good.write_text("")
    with Archive.open(tmp_path / "a") as archive:
        assert "corrections.jsonl:1" in archive.notices[0]
        assert archive.search("quay")
        assert archive.correct(good) == []
        assert archive.delete(["meeting"]) == 1


def test_unchanged_articles_need_no_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Indexing again what is there loads no encoder."""
    with Archive.open(tmp_path / "a", settings=Manifest()) as archive:
        archive.add([MEETING])
    with Archive.open(tmp_path / "a") as archive:

        def refuse(name: str) -> None:
            raise ModelUnavailable(name)

        monkeypatch.setattr(archive._parts, "_load_encoder", refuse)
        assert archive.add([MEETING]).unchanged == 1
