"""Token states live and die with their units, and what was lost or broken is found."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from onrecord.errors import ArchiveDamaged
from onrecord.records import Article, PreparedArticle, PreparedUnit, Span, Unit
from onrecord.storage.kept_states import DamagedStates
from onrecord.storage.store import Store

FORMATS = Path(__file__).parents[1] / "formats"
KEEPER, PIECE = "+12345678", 4
TEXT = "Ada Fenn said no. The quay is shut."


def prepared(id: str, *states: bytes | None, extractor: str = f"rules{KEEPER}") -> PreparedArticle:
    """Two passages and the whole article, which stands for its title, with these states."""
    places = [("passage", 0, 17, 0), ("passage", 18, len(TEXT), 0), ("article", 0, len(TEXT), 1)]
    units = [
        PreparedUnit(Unit(kind, Span(first, last)), lane, 1, {"quay": 1}, b"\0\0", states=kept)  # type: ignore[arg-type]
        for (kind, first, last, lane), kept in zip(places, states, strict=True)
    ]
    return PreparedArticle(Article(id, TEXT), tuple(units), extractor)


@pytest.fixture(params=["memory", "disk", "format 1", "format 2"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "memory":
        return Store(None)
    if request.param.startswith("format"):
        shutil.copy(FORMATS / f"v{request.param[-1]}" / "store.sqlite", tmp_path / "store.sqlite")
    return Store(tmp_path / "store.sqlite")


def rows_of(store: Store, id: str) -> list[int]:
    """The rows of its two passages and of the whole article."""
    return [*store.rows_of([id], 0)[id], *store.rows_of([id], 1)[id]]


def test_what_is_kept_is_read(store: Store) -> None:
    """Also an empty one, which says that there are no pieces; None says that nothing is known."""
    assert store.states.of([1, 2, 3], KEEPER, PIECE) == {}
    assert store.states.size() == 0
    store.write([prepared("a", b"12345678", b"", None)])
    first, second, _ = rows = rows_of(store, "a")
    assert store.states.of(rows, KEEPER, PIECE) == {first: b"12345678", second: b""}
    assert store.states.of(rows + [10_000_000] * 2_000, KEEPER, PIECE).keys() == {first, second}
    assert store.states.size() == 8


def test_states_go_with_their_units(store: Store) -> None:
    """A new revision, looking again, deleting and compacting leave no states behind."""
    store.write([prepared("a", b"1234", b"1234", b"1234"), prepared("b", b"5678", b"", b"")])
    store.write([prepared("a", b"abcdefgh", b"", b"")])
    assert store.states.size() == 12
    assert store.states.of(rows_of(store, "a"), KEEPER, PIECE)[rows_of(store, "a")[0]] == b"abcdefgh"
    store.delete(["a"])
    assert store.states.size() == 4
    store.compact()
    assert store.states.of(rows_of(store, "b"), KEEPER, PIECE)[rows_of(store, "b")[0]] == b"5678"
    store.delete(["b"])
    assert store.states.size() == 0
    assert store.check() == []


def test_states_of_another_projection_are_none(store: Store) -> None:
    """They look alike and mean something else, until the article is looked through again."""
    store.write([prepared("a", b"1234", b"1234", b"", extractor="rules+87654321"), prepared("b", b"1234", b"", b"")])
    assert store.states.of(rows_of(store, "a"), KEEPER, PIECE) == {}
    assert len(store.states.of(rows_of(store, "b"), KEEPER, PIECE)) == 3
    assert len(store.states.of(rows_of(store, "a"), "+87654321", PIECE)) == 3
    assert store.states.damaged(KEEPER, PIECE) == []


def test_lost_and_broken_states_are_found(store: Store) -> None:
    """Missing ones and those that are no whole number of pieces are counted by article; the rest is well."""
    lost, broken, both, well = b"1234", b"12345", None, b""
    store.write(
        [
            prepared("a", lost, both, b""),
            prepared("b", broken, b"1234", both),
            prepared("c", well, b"12345678", b"1234"),
            prepared("d", both, both, both, extractor="rules"),
        ]
    )
    assert store.states.damaged(KEEPER, PIECE) == [DamagedStates("a", 1, 0), DamagedStates("b", 1, 1)]
    with pytest.raises(ArchiveDamaged, match="check --repair"):
        store.states.of(rows_of(store, "b"), KEEPER, PIECE)
    store.states.forget(["b", "nobody"])
    assert store.extracted.extractor("b") == ""
    assert store.states.damaged(KEEPER, PIECE) == [DamagedStates("a", 1, 0)]


def test_states_that_are_no_bytes(store: Store) -> None:
    """Text where bytes belong, whatever its length, is damage, not an error of ours."""
    store.write([prepared("a", b"1234", b"1234", b"")])
    first = rows_of(store, "a")[0]
    store._db.execute("UPDATE token_states SET states = 'text' WHERE unit = ?", (first,))
    assert store.states.damaged(KEEPER, PIECE) == [DamagedStates("a", 0, 1)]
    with pytest.raises(ArchiveDamaged):
        store.states.of([first], KEEPER, PIECE)
