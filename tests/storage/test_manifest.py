"""Settings that cannot be are refused before anything is written, and explained when they are read."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import Archive, BadInput
from onrecord.errors import ArchiveDamaged, ModelUnavailable, UnsupportedFormat
from onrecord.storage.manifest import Manifest, read_manifest, write_manifest
from onrecord.storage.store import Store

USED = Manifest(encoder_fingerprint="f" * 64, width=384)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("k1", 0), ("k1", -1.0), ("k1", math.inf), ("k1", math.nan), ("k1", 10**400), ("k1", "1.2"), ("k1", True),
        ("b", -0.1), ("b", 1.1), ("b", math.nan), ("b", None),
        ("title_weight", -1), ("title_weight", 1.5), ("title_weight", True),
        ("passage_words", 0), ("passage_words", 80.0),
        ("passage_overlap", -1), ("width", -1), ("width", "384"),
        ("stemmer", "german"), ("stemmer", ""),
        ("analyser_version", 0), ("analyser_version", 2), ("analyser_version", "1"),
        ("encoder", None), ("encoder_fingerprint", 5),
        ("extraction", 1), ("token_states", 0), ("token_states", "no"), ("token_states", None),
    ],
)  # fmt: skip
def test_settings_that_cannot_be(setting: str, value: object) -> None:
    """Each is refused with what was seen and what was expected."""
    with pytest.raises(BadInput) as caught:
        Manifest(**{setting: value})  # type: ignore[arg-type]
    message = str(caught.value)
    assert message.startswith(f"{setting} is {value!r}; expected ")


@given(
    k1=st.floats(min_value=0, exclude_min=True, allow_infinity=False),
    b=st.floats(0, 1),
    title_weight=st.integers(0, 10**6),
    passage_words=st.integers(1, 10**6),
    passage_overlap=st.integers(0, 10**6),
    encoder=st.text(),
    extraction=st.booleans(),
    token_states=st.booleans(),
)
def test_settings_are_read_as_written(tmp_path_factory: pytest.TempPathFactory, **given_settings: object) -> None:
    """Whatever is allowed comes back equal."""
    folder = tmp_path_factory.mktemp("archive")
    manifest = Manifest(**given_settings)  # type: ignore[arg-type]
    write_manifest(folder, manifest)
    assert read_manifest(folder) == manifest


@pytest.mark.parametrize(
    ("room", "name", "value"),
    [
        ("bm25", "k1", 0), ("bm25", "b", 2), ("bm25", "title_weight", 0.5), ("passages", "words", 0),
        ("passages", "overlap", "none"), ("encoder", "width", -1), ("encoder", "name", None),
        ("analyser", "stemmer", "klingon"), ("analyser", "version", "two"), ("analyser", "version", 0),
    ],
)  # fmt: skip
def test_settings_on_disk_that_cannot_be(tmp_path: Path, room: str, name: str, value: object) -> None:
    """A file that was changed by hand is damage, with the file and the value named."""
    facts = Manifest().to_dict()
    facts[room][name] = value  # type: ignore[index,call-overload]
    (tmp_path / "archive.json").write_text(json.dumps(facts))
    with pytest.raises(ArchiveDamaged, match=r"archive\.json: not a readable") as caught:
        read_manifest(tmp_path)
    assert repr(value) in str(caught.value)


def test_a_newer_analyser_is_another_format(tmp_path: Path) -> None:
    """Terms of an analyser this version does not have cannot be looked up: upgrade."""
    facts = Manifest().to_dict()
    facts["analyser"]["version"] = 2  # type: ignore[index,call-overload]
    (tmp_path / "archive.json").write_text(json.dumps(facts))
    with pytest.raises(UnsupportedFormat, match=r"analyser version 2.*upgrade"):
        read_manifest(tmp_path)


def test_an_unknown_encoder_leaves_nothing_behind(tmp_path: Path) -> None:
    """The folder is not even made, so that the corrected command works."""
    with pytest.raises(ModelUnavailable, match="nonsense"):
        Archive.open(tmp_path / "new", settings=Manifest(encoder="nonsense"))
    assert not (tmp_path / "new").exists()
    Archive.open(tmp_path / "new", settings=Manifest(k1=0.9)).close()
    assert read_manifest(tmp_path / "new").k1 == 0.9


def test_an_archive_without_articles_takes_new_settings(tmp_path: Path) -> None:
    """Until the first vectors are stored; an encoder that cannot be is refused and changes nothing."""
    Archive.open(tmp_path, settings=Manifest(k1=0.9)).close()
    Archive.open(tmp_path, settings=Manifest(passage_words=33)).close()
    assert read_manifest(tmp_path) == Manifest(passage_words=33)
    with pytest.raises(ModelUnavailable):
        Archive.open(tmp_path, settings=Manifest(encoder="nonsense"))
    assert read_manifest(tmp_path) == Manifest(passage_words=33)
    write_manifest(tmp_path, USED)
    with pytest.raises(BadInput, match="was made with"):
        Archive.open(tmp_path, settings=Manifest(k1=0.9))
    assert read_manifest(tmp_path) == USED


@pytest.mark.parametrize(
    ("content", "said"), [(None, "is missing"), (b"", "is empty"), (b"SQLite", "does not begin like")]
)
def test_a_store_that_is_gone_is_damage(tmp_path: Path, content: bytes | None, said: str) -> None:
    """SQLite would quietly make a new one where vectors were stored before."""
    write_manifest(tmp_path, USED)
    if content is not None:
        (tmp_path / "store.sqlite").write_bytes(content)
    with pytest.raises(ArchiveDamaged, match=f"store.sqlite {said}.*; restore it from a copy") as caught:
        Archive.open(tmp_path)
    assert caught.value.exit_code == 3
    assert (tmp_path / "store.sqlite").exists() == (content is not None)


def test_a_store_just_made_is_none_that_is_gone(tmp_path: Path) -> None:
    """As soon as a store is open its file begins as it should, whatever lies in the write-ahead log."""
    store = Store(tmp_path / "store.sqlite")
    write_manifest(tmp_path, USED)
    Archive.open(tmp_path).close()
    store.close()
