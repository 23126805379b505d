"""`fusion.json` comes back as it was written; anything else is refused with what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import ArchiveDamaged, ArchiveProblem, ArchiveUnwritable, UnsupportedFormat
from onrecord.querying.weights import Weights
from onrecord.storage.learned import LEARNED, Learned, read_learned, write_learned

NUMBER = st.floats(0, 1)
WEIGHTS = st.builds(Weights, st.floats(0.1, 1), NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER)


@given(st.none() | WEIGHTS, st.none() | WEIGHTS, st.dictionaries(st.text(), st.integers(), max_size=2))
def test_it_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, units: Weights | None, articles: Weights | None, facts: dict[str, int]
) -> None:
    """Weights to the last bit, and where they come from."""
    folder = tmp_path_factory.mktemp("archive")
    learned = Learned(units, articles, {"a": 1.5}, {"units": dict(facts)})
    write_learned(folder, learned)
    assert read_learned(folder) == learned


def test_nothing_learned_is_no_file(tmp_path: Path) -> None:
    """The file goes with what was in it, and without it nothing was learned."""
    write_learned(tmp_path, Learned(Weights()))
    write_learned(tmp_path, Learned())
    assert list(tmp_path.iterdir()) == []
    assert read_learned(tmp_path) == Learned()


def test_new_weights_leave_the_others_and_drop_the_calibration() -> None:
    """Each group has its own; a calibration was of the scores of earlier weights."""
    first = Learned(calibration={"slope": 1.0}).with_weights("unit", Weights(late=0.5), {"suite": "a"})
    both = first.with_weights("article", Weights(vector=0.5), {"suite": "b"})
    assert (both.weights("unit"), both.weights("article")) == (Weights(late=0.5), Weights(vector=0.5))
    assert both.learned_from == {"units": {"suite": "a"}, "articles": {"suite": "b"}}
    assert both.calibration == {}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "broken JSON"),
        ("[]", "expected an object"),
        ("{}", "version is None; expected 1"),
        ('{"version": true}', "version is True"),
        ('{"version": 1, "unit": {}}', "'unit' is not known"),
        ('{"version": 1, "units": []}', "units is []; expected an object"),
        ('{"version": 1, "units": {"late": "1"}}', "units: weight late is '1'; expected a number from 0"),
        ('{"version": 1, "units": {"lat": 1}}', "units: 'lat' is no weight; expected late, vector"),
        ('{"version": 1, "units": {"late": NaN}}', "NaN is not a JSON value"),
        ('{"version": 1, "articles": {"late": 0}}', "articles: late, vector, lexical and statement are all 0"),
        ('{"version": 1, "learned_from": {"units": 3}}', "learned_from units is 3; expected an object"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, content: str, message: str) -> None:
    """The error names the file, what was seen and both ways out; a rebuild would not help, so it is no damage."""
    (tmp_path / LEARNED).write_text(content)
    with pytest.raises(ArchiveProblem) as caught:
        read_learned(tmp_path)
    assert not isinstance(caught.value, ArchiveDamaged)
    told = str(caught.value)
    assert str(tmp_path / LEARNED) in told
    assert message in told
    assert "`onrecord tune`" in told
    assert "`onrecord tune --reset`" in told


def test_a_later_version_is_told_apart(tmp_path: Path) -> None:
    """A file of a later onrecord is not broken."""
    (tmp_path / LEARNED).write_text(json.dumps({"version": 2, "anything": 1}))
    with pytest.raises(UnsupportedFormat, match="upgrade onrecord"):
        read_learned(tmp_path)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    """Explained like any other damage."""
    (tmp_path / LEARNED).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ArchiveProblem, match="--reset"):
        read_learned(tmp_path)


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """The old file stays as it is, and the error says so."""
    (tmp_path / LEARNED).mkdir()
    with pytest.raises(ArchiveUnwritable, match="cannot be changed|not changed"):
        write_learned(tmp_path, Learned(Weights()))
