"""What a unit's kind adds to it, in few bytes: round trips, hostile cells, and cells of before format 5 beside them."""

from __future__ import annotations

import json
import zlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import ArchiveDamaged
from onrecord.records import Article, Filter, PreparedArticle, PreparedUnit, Span, Unit
from onrecord.storage import seals, unit_details
from onrecord.storage.filters import comparable
from onrecord.storage.store import Store
from onrecord.storage.unit_details import details_of, in_sql, json_of, mark_of, pack

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
QUOTE = {
    "aside": "Ada Fenn", "confidence": 0.96, "content": [[12, 40]], "cue": [[42, 46]], "finder": "tagger",
    "person": "Ada Fenn", "reason": "name in the source (full name)", "source": [[47, 55]], "speaker": "Ada Fenn",
    "speaker_confidence": 0.97, "style": "direct",
}  # fmt: skip
# The quote as the first dictionary packs it, and that dictionary's CRC-32.
PACKED = (
    "014a438482634aa2825b6a5e1e666898a10487a1918e890152989800f966040206c96c4400119f9a4ccc754c4d517d8964228e6032c78c7200"
)
DICTIONARY_1 = 1258463465
# Of the quote's speaker.
MARK = 74


@given(st.dictionaries(st.text(), values, max_size=6))
def test_what_was_packed_is_read_back(details: dict[str, object]) -> None:
    """Any JSON, lone surrogates too; equal details are equal bytes."""
    cell = pack(details)  # type: ignore[arg-type]
    assert details_of(cell) == details
    assert json.loads(json_of(cell)) == details
    assert pack(dict(reversed(details.items()))) == cell  # type: ignore[arg-type]


def test_the_cell_byte_by_byte() -> None:
    """No details are the text `{}`; others a 1 and raw deflate that the named dictionary begins."""
    assert pack({}) == "{}"
    cell = pack({"b": [1, 2], "a": "é"})
    assert isinstance(cell, bytes)
    assert cell[:2] == b"\1\0"
    inflate = zlib.decompressobj(-13, unit_details._DICTIONARIES[1])
    assert inflate.decompress(cell[2:]) == rb'{"a":"\u00e9","b":[1,2]}'


def test_the_second_byte_tells_speakers_apart() -> None:
    """By hand: the CRC-32 of `ada fenn` is 0x05d64f23, modulo 254 and one more that is 74; case counts not."""
    assert mark_of("Ada Fenn") == mark_of("ádà FENN") == 0x05D64F23 % 254 + 1 == MARK
    assert pack(QUOTE)[1] == MARK  # type: ignore[arg-type]
    assert pack({"speaker": None, "person": None, "act": "demand"})[1] == 0
    assert pack({"speaker": None, "person": "Ada Fenn"})[1] == 255
    assert pack({"speaker": 7})[1] == 255
    # What later versions of Unicode may fold otherwise does not count at all.
    assert mark_of("王芳") == mark_of("") == 1


@given(st.text(), st.text())
def test_names_that_a_filter_takes_for_one_have_one_mark(one: str, other: str) -> None:
    """Otherwise a quote would be passed over without a word."""
    assert 1 <= mark_of(one) <= 254
    for name in (other, one.upper(), one.lower(), comparable(one) or ""):
        assert comparable(name) != comparable(one) or mark_of(name) == mark_of(one)


def test_a_dictionary_never_changes() -> None:
    """What was packed with it could not be read any more: add another, with the next number, instead."""
    assert zlib.crc32(unit_details._DICTIONARIES[1]) == DICTIONARY_1
    assert details_of(bytes.fromhex(PACKED)) == QUOTE
    assert len(PACKED) // 2 < len(json.dumps(QUOTE)) / 4


def test_cells_of_before_format_5_are_read() -> None:
    """JSON text, as it was written then, with spaces."""
    assert details_of('{"speaker": "Ada Fenn"}') == {"speaker": "Ada Fenn"}
    assert json_of('{"speaker": "Ada Fenn"}') == '{"speaker": "Ada Fenn"}'


def test_large_details_stay_text() -> None:
    """So a cell that unpacks to more than a mebibyte is damaged, however it was made."""
    inside, outside = {"aside": "a" * (2**20 - 12)}, {"aside": "a" * (2**20 - 11)}
    assert isinstance(pack(inside), bytes)
    assert details_of(pack(inside)) == inside
    assert pack(outside) == json.dumps(outside, separators=(",", ":"))
    assert details_of(pack(outside)) == outside


def deflated(content: bytes) -> bytes:
    """A cell that is packed as it should be, whatever it holds."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -13, 4, zlib.Z_DEFAULT_STRATEGY, unit_details._DICTIONARIES[1])
    return b"\1\0" + deflate.compress(content) + deflate.flush()


HOSTILE = {
    "nothing": b"",
    "no stream": b"\1",
    "no stream either": b"\1\0",
    "another dictionary": b"\2" + deflated(b"{}")[1:],
    "cut": deflated(json.dumps(QUOTE).encode())[:-3],
    "goes on": deflated(b"{}") + b"x",
    "a bomb": deflated(b" " * 300_000_000),
    "one byte too many": deflated(b" " * (2**20 + 1)),
    "no ASCII": deflated(b'{"a": "\xff"}'),
    "no deflate": b"\1\0\xff\xff\xff",
    "a number": 7,
    "no value": None,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_cells_are_damage(name: str) -> None:
    """Said with what to do, never unpacked beyond the bound; SQL meets a text that is no JSON."""
    with pytest.raises(ArchiveDamaged, match="onrecord check"):
        json_of(HOSTILE[name])
    with pytest.raises(ArchiveDamaged, match="onrecord check"):
        details_of(HOSTILE[name])
    assert in_sql(HOSTILE[name]) == "damaged"


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"7", b"[" * 100_000])
def test_packed_text_that_is_no_object_is_damage(content: bytes) -> None:
    """As it is in a cell of text."""
    with pytest.raises(ArchiveDamaged, match="onrecord check"):
        details_of(deflated(content))


def stored(*ids: str) -> Store:
    """An archive of one passage and one quote in each article."""
    store = Store(None)
    text = "“The lamp is out,” said Ada Fenn."
    counts = Counter(text.split())
    for id in ids:
        units = [Unit("passage", Span(0, len(text))), Unit("quote", Span(0, 18), QUOTE)]  # type: ignore[arg-type]
        made = [PreparedUnit(unit, 2 * lane, counts.total(), counts, b"\0\0") for lane, unit in enumerate(units)]
        store.write([PreparedArticle(Article(id, text), tuple(made))])
    return store


def test_cells_of_before_format_5_stand_beside_new_ones() -> None:
    """In a unit, in a filter, in what the index is made of, in counts and for `check`, both say the same."""
    store = stored("earlier", "later")
    before, after = (next(u.row for u in store.units_of(id) if u.kind == "quote") for id in ("earlier", "later"))
    earlier = json.dumps(QUOTE, sort_keys=True)
    facts = store._db.execute(
        """SELECT u.kind, u.first, u.last, ?, a.id, r.title, r.date, r.source, r.url, r.sha256, r.fingerprint, u.lane
           FROM units u JOIN revisions r ON r.row = u.revision JOIN articles a ON a.row = u.article WHERE u.row = ?""",
        (earlier, before),
    ).fetchone()
    store._db.execute("UPDATE units SET details = ? WHERE row = ?", (earlier, before))
    store._db.execute("UPDATE seals SET place = ? WHERE unit = ?", (seals.of_place(facts), before))
    assert store._db.execute("SELECT count(DISTINCT typeof(details)) FROM units WHERE lane = 2").fetchone() == (2,)
    units = store.units([before, after])
    assert units[before].details == units[after].details == QUOTE
    assert list(store.rows.allowed(Filter(speaker="ada fenn"), 2) or ()) == [before, after]
    assert list(store.rows.allowed(Filter(speaker="Ada"), 2) or ()) == []
    assert [text for _, _, text in store.unit_texts([before, after])] == ["“The lamp is out,”\nAda Fenn"] * 2
    assert store.extracted.spoken([before, after]) == [before, after]
    assert store.extracted.quote_counts() == {("earlier", "Ada Fenn"): 1, ("later", "Ada Fenn"): 1}
    assert [finding for finding in store.examiner.examine() if "looked through" not in finding.what] == []


@pytest.mark.parametrize("name", [name for name, cell in HOSTILE.items() if isinstance(cell, bytes)])
def test_a_damaged_cell_is_found_and_believed_nowhere(name: str) -> None:
    """`check` names the article; what reads the cell says that the archive is damaged."""
    cell = HOSTILE[name]
    assert isinstance(cell, bytes)
    store = stored("a", "b")
    row = next(unit.row for unit in store.units_of("b") if unit.kind == "quote")
    store._db.execute("UPDATE units SET details = ? WHERE row = ?", (cell[:1] + bytes([MARK]) + cell[2:], row))
    assert [f.article for f in store.examiner.examine() if "of quote" in f.what] == ["b"]
    for read in (
        lambda: store.units([row]),
        lambda: store.rows.allowed(Filter(speaker="Ada Fenn"), 2),
        lambda: store.unit_texts([row]),
        lambda: store.extracted.quote_counts(),
    ):
        with pytest.raises(ArchiveDamaged, match="onrecord check"):
            read()
