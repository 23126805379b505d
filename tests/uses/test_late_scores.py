"""Late interaction in an archive, against three plain loops over the encoder's own states."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord import Archive
from onrecord.encoding.token_projection import load_projection
from onrecord.indexing.bm25 import idf
from onrecord.uses import late
from onrecord.uses.late import LateArm, QueryPieces, encode_query
from onrecord.uses.parts import ARTICLES, PASSAGES
from onrecord.uses.prepare import text_to_encode

QUERY = "Who closed the old harbour?"
ARTICLES_ADDED = [
    {
        "id": "harbour",
        "title": "Harbour closes",
        "text": "Mayor Ada Fenn shut the old port on Friday. Nobody was told.\n\n" + "The cranes will be sold. " * 30,
    },
    {"id": "untitled", "text": "A bakery opened in the old mill. It sells plum cake."},
    {"id": "silent", "title": "\u200b", "text": "\u200b\u200b"},
]


@pytest.fixture(scope="module")
def archive() -> Archive:
    """Three articles in memory: several passages, no title, no word pieces at all."""
    made = Archive.in_memory()
    made.add(ARTICLES_ADDED)
    return made


def asked(archive: Archive, query: str = QUERY) -> LateArm:
    _, pieces = encode_query(archive._parts, query)
    assert pieces is not None
    return LateArm(archive._parts, query, pieces)


def lanes(archive: Archive) -> tuple[list[int], list[int]]:
    """All passage rows and all article rows."""
    store = archive._parts.store
    return list(store.rows_above(PASSAGES, 0)), list(store.rows_above(ARTICLES, 0))


def by_loops(archive: Archive, texts: list[str], query: str = QUERY) -> float:
    """The weighed mean, over the query's pieces, of the best cosine in any of the texts; all from unrounded states."""
    parts, projection = archive._parts, load_projection()
    layer = parts.encoder.layers - 1  # type: ignore[attr-defined]
    encoded = parts.encoder.encode_with_states([query, *texts], [layer])[1]  # type: ignore[attr-defined]
    wanted, *others = [projection.project(one.states[layer]).tolist() for one in encoded]
    known = parts.store.statistics(PASSAGES, [token.term for token in parts.analyser.tokens(query)])
    weights = []
    for start, end in encoded[0].offsets.tolist():
        touching = [t for t in parts.analyser.tokens(query) if t.span.start < end and start < t.span.end]
        holding = known.terms[touching[0].term].documents if touching and touching[0].term in known.terms else 0
        weights.append(idf(known.documents, holding) ** 0.5 if touching else 0.0)
    score = 0.0
    for piece, weight in zip(wanted, weights, strict=True):
        found = [sum(a * b for a, b in zip(piece, row, strict=True)) for text in others for row in text]
        score += weight / sum(weights) * max(found, default=-1.0)
    return score


def test_passages_as_three_loops_say(archive: Archive) -> None:
    """Two bits a number cost little: every passage scores what its unrounded states would, to a fifteenth."""
    rows, _ = lanes(archive)
    found = asked(archive).passages(rows)
    assert found is not None
    units = archive._parts.store.units(rows)
    for row in rows:
        (article,) = [one for one in archive.articles() if one.id == units[row].article]
        assert found[row] == pytest.approx(by_loops(archive, [text_to_encode(article, units[row].span)]), abs=0.066)
    best = units[max(found, key=lambda row: found[row])]
    assert (best.article, best.span.start) == ("harbour", 0)


def test_articles_by_title_and_all_passages(archive: Archive) -> None:
    """An article is matched as a whole, its title with it; no title and no pieces do no harm."""
    store = archive._parts.store
    _, rows = lanes(archive)
    names = {row: unit.article for row, unit in store.units(rows).items()}
    members = {row: store.rows_of([names[row]], PASSAGES)[names[row]] for row in rows}
    found = asked(archive).articles(members)
    assert found is not None
    for row in rows:
        (article,) = [one for one in archive.articles() if one.id == names[row]]
        texts = [text_to_encode(article, unit.span) for unit in store.units(members[row]).values()]
        assert found[row] == pytest.approx(by_loops(archive, [article.title, *texts]), abs=0.066)
    by_id = {names[row]: score for row, score in found.items()}
    assert by_id["harbour"] > by_id["untitled"] > by_id["silent"] == -1.0


def test_a_passage_scores_the_same_in_any_company(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bit for bit: alone, among all, in another order, and however many pieces are looked at at a time."""
    rows, _ = lanes(archive)
    arm = asked(archive)
    together = arm.passages(rows)
    assert together is not None
    assert [arm.passages([row]) for row in rows] == [{row: together[row]} for row in rows]
    assert arm.passages(rows[::-1]) == together
    monkeypatch.setattr(late, "_AT_ONCE", 1)
    assert arm.passages(rows) == together
    assert asked(archive).passages(rows) == together
    assert arm.passages([]) == {}


def test_long_articles_are_read_up_to_a_limit(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an article with more words than that, the first passages are compared, at least one."""
    store = archive._parts.store
    (row,) = store.rows_of(["harbour"], ARTICLES)["harbour"]
    passages = store.rows_of(["harbour"], PASSAGES)["harbour"]
    whole = asked(archive, "Will the cranes be sold?").articles({row: passages})
    monkeypatch.setattr(late, "_MOST_WORDS", 5)
    cut = asked(archive, "Will the cranes be sold?").articles({row: passages})
    assert cut == asked(archive, "Will the cranes be sold?").articles({row: passages[:1]})
    assert whole is not None
    assert cut is not None
    assert cut[row] < whole[row]


def test_what_the_encoder_does_not_reach_is_not_matched() -> None:
    """Passages longer than the encoder reads keep the pieces that it read."""
    made = Archive.in_memory()
    made.add([{"id": "long", "text": "plum antidisestablishmentarianism " * 60}])
    rows, _ = lanes(made)
    size = load_projection().piece_bytes
    kept = made._parts.store.states.of(rows, late._mark(load_projection()), size)
    most = max(len(blob) for blob in kept.values()) // size
    assert most == 254  # 256 with the two marks of a sentence
    assert asked(made, "plum cake").passages(rows) is not None


def test_a_query_without_pieces_takes_no_part(archive: Archive) -> None:
    """Characters that the encoder does not see are no query for late interaction, and search answers nonetheless."""
    for query in ("\u200b", "\x01\x02"):
        assert encode_query(archive._parts, query)[1] is None
        assert all(set(hit.parts) == {"bm25", "vector"} for hit in archive.search(query))
        assert all(set(hit.parts) == {"bm25", "vector"} for hit in archive.search(query, group="article"))


@pytest.mark.parametrize("query", ["harbour " * 3_000, "?!", "הנמל הישן נסגר", "old \ud800 harbour", "🙂"])
def test_odd_queries(archive: Archive, query: str) -> None:
    """Of any length and script; each hit says what late interaction found."""
    for group in ("unit", "article"):
        hits = archive.search(query, group=group)  # type: ignore[arg-type]
        assert all(-1.26 <= (hit.parts["late"].score or 0) <= 1.26 for hit in hits)


def test_one_passage_without_pieces_stops_nothing(archive: Archive) -> None:
    """An article of invisible characters is among the candidates, and the others are still compared by pieces."""
    hits = archive.search(QUERY)
    assert {hit.article for hit in hits} == {"harbour", "untitled", "silent"}
    assert all("late" in hit.parts for hit in hits)


def test_the_query_is_encoded_once(archive: Archive) -> None:
    """Vector and pieces come from one pass, and the vector is the one it always was."""
    vector, pieces = encode_query(archive._parts, QUERY)
    assert isinstance(pieces, QueryPieces)
    assert (vector == archive._parts.encoder.encode([QUERY])[0]).all()
    assert [QUERY[start:end] for start, end in pieces.offsets.tolist()] == [
        "Who",
        "closed",
        "the",
        "old",
        "harbour",
        "?",
    ]


def test_the_first_ten_do_not_depend_on_how_many_are_asked_for(tmp_path: Path) -> None:
    """Late interaction reads as many candidates whatever k is, so a longer list begins like a shorter one."""
    words = ["harbour", "ferry", "mayor", "council", "budget", "storm", "bridge", "museum", "school", "market"]
    rows = [
        {"id": f"a{n}", "text": f"The {words[n % 10]} of the {words[n // 10 % 10]} costs {n} crowns, said Ada Fenn."}
        for n in range(130)
    ]
    with Archive.open(tmp_path / "archive") as archive:
        archive.add(rows)
        for group in ("unit", "article"):
            short = archive.search("what does the ferry of the harbour cost", 10, group=group)
            long = archive.search("what does the ferry of the harbour cost", 120, group=group)
            assert [hit.unit_id for hit in long[:10]] == [hit.unit_id for hit in short]
            assert len(long) == 120
