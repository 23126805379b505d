"""Every format reads back as what was written, whatever the articles hold."""

import csv
import io
import itertools
import json
from array import array
from collections.abc import Callable, Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import BadInput
from onrecord.records import Hit, Part
from onrecord.rendering.hit_formats import CSV_COLUMNS, HIT_FORMATS, batch_line, format_batch, format_hits, trec_lines
from onrecord.rendering.hit_table import hit_table
from onrecord.rendering.safe_text import is_safe

MakeHit = Callable[..., Hit]
TEXT = st.text(st.characters(exclude_categories=("Cs",)))
HARMLESS_START = TEXT.filter(lambda text: not text.startswith(tuple("=+-@\t\r\n＝＋－＠")))


def test_json_and_jsonl_hold_the_dicts(two_hits: list[Hit]) -> None:
    """An array, or one line a hit, of `Hit.to_dict`."""
    dicts = [hit.to_dict() for hit in two_hits]
    assert json.loads(format_hits(two_hits, "json")) == dicts
    assert [json.loads(line) for line in format_hits(two_hits, "jsonl").splitlines()] == dicts
    assert format_hits(two_hits, "json").count("\n") == 1
    assert format_hits(two_hits, "json", terminal=True).startswith('[\n  {\n    "rank": 1,\n')


def test_no_hits(two_hits: list[Hit]) -> None:
    """An array stays an array and a header a header; the others are empty."""
    assert {fmt: format_hits([], fmt) for fmt in HIT_FORMATS} == {
        "table": "", "json": "[]\n", "jsonl": "", "trec": "",
        "csv": ",".join(f'"{name}"' for name in CSV_COLUMNS) + "\n",
    }  # fmt: skip


def test_the_table_goes_through_the_same_door(two_hits: list[Hit]) -> None:
    """`table` is the hit table with the same options."""
    assert format_hits(two_hits, "table", width=40, marks=True) == hit_table(two_hits, width=40, marks=True)


def test_unknown_format(two_hits: list[Hit]) -> None:
    """The message names the formats there are and nothing that could steer a terminal."""
    with pytest.raises(BadInput, match=r"'x␛': expected one of table, json, jsonl, csv, trec"):
        format_hits(two_hits, "x\x1b")


@given(text=TEXT, title=TEXT)
def test_json_round_trip(make_hit: MakeHit, text: str, title: str) -> None:
    """Any text reads back; a line of JSON Lines is one line to every reader and safe to print."""
    hit = make_hit(text=text, title=title)
    line = format_hits([hit], "jsonl")
    assert json.loads(line) == hit.to_dict()
    assert len(line.splitlines()) == 1
    assert is_safe(line.removesuffix("\n"))


def test_json_survives_surrogates_and_nan(make_hit: MakeHit) -> None:
    """A lone surrogate is escaped, a NaN becomes null, other letters stand as they are."""
    line = format_hits([make_hit(text="é\ud800", score=float("nan"))], "jsonl")
    line.encode("utf-8")
    assert '"text": "é\\ud800"' in line
    assert json.loads(line)["score"] is None


def test_csv_golden(two_hits: list[Hit]) -> None:
    """Header and the second hit, exactly."""
    lines = format_hits(two_hits[1:], "csv").splitlines()
    assert lines == [
        '"rank","score","kind","article","start","end","text","speaker","title","date","source","url","unit_id",'
        '"text_sha256","citation","bm25_rank","bm25_score","vector_rank","vector_score",'
        '"late_rank","late_score","rerank_rank","rerank_score"',
        '2,0.0316,"passage","harbour",0,31,"Mayor Ada Bell spoke on Monday.","","Harbour stays open","2024-03-04",'
        '"gazette","https://example.org/a","u2","ab12","harbour:33-85","","",2,0.55,"","","",""',
    ]


@given(text=HARMLESS_START, title=HARMLESS_START)
def test_csv_round_trip(make_hit: MakeHit, text: str, title: str) -> None:
    """Commas, quotes, lone carriage returns and newlines read back as they were."""
    out = format_hits([make_hit(text=text, title=title), make_hit()], "csv")
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    assert len(rows) == 2
    assert (rows[0]["text"], rows[0]["title"]) == (text, title)


def test_csv_guards_formulas_but_not_numbers(make_hit: MakeHit) -> None:
    """A negative score stays a number; a text that begins like a formula does not run."""
    hit = make_hit(
        score=-1.5, text="=HYPERLINK(1)", title="- Liveblog", article="@x\ud800", parts={"bm25": Part(1, -2.0)}
    )
    row = next(csv.DictReader(io.StringIO(format_hits([hit], "csv"), newline="")))
    assert (row["score"], row["bm25_score"], row["vector_rank"]) == ("-1.5", "-2.0", "")
    assert (row["text"], row["title"], row["article"]) == ("'=HYPERLINK(1)", "'- Liveblog", "'@x\ufffd")


def test_csv_on_a_terminal_is_printable(make_hit: MakeHit) -> None:
    """Escape sequences reach a file, never a screen."""
    hit = make_hit(text="a\x1b[2Jb")
    assert "a\x1b[2Jb" in format_hits([hit], "csv")
    assert "a␛[2Jb" in format_hits([hit], "csv", terminal=True)


def test_trec_golden(make_hit: MakeHit) -> None:
    """Six columns, the score in full."""
    hits = [make_hit(score=0.1 + 0.2), make_hit(rank=2, score=0.25, article="dock-2")]
    assert trec_lines("q7", hits) == ("q7 Q0 harbour 1 0.30000000000000004 onrecord\nq7 Q0 dock-2 2 0.25 onrecord\n")
    assert format_hits(hits, "trec", qid="q7") == trec_lines("q7", hits)


def test_trec_tells_equal_scores_apart(make_hit: MakeHit) -> None:
    """trec_eval sorts by score in single precision alone; it must read the order that was shown."""
    hits = [make_hit(rank=n, score=score, article=f"a{n}") for n, score in enumerate([0.5, 0.5, 0.5 - 1e-9, 0.4], 1)]
    scores = [float(line.split()[4]) for line in trec_lines("q", hits).splitlines()]
    single = array("f", scores)
    assert all(above > below for above, below in itertools.pairwise(single))
    assert scores[0] == 0.5
    assert scores[3] == 0.4


@pytest.mark.parametrize("article", ["my talk", "", "a\u00a0b", "a\x1b", "a\n"])
def test_trec_refuses_ids_it_cannot_carry(make_hit: MakeHit, article: str) -> None:
    """An id that would break the columns is named and refused, in articles and in queries."""
    with pytest.raises(BadInput, match=r"article id .*--format jsonl"):
        trec_lines("q1", [make_hit(article=article)])
    with pytest.raises(BadInput, match=r"query id .*--format jsonl"):
        trec_lines(article, [make_hit()])


def test_trec_refuses_units_and_nan(make_hit: MakeHit) -> None:
    """Two hits of one article are no ranking of articles; a score must be a number."""
    with pytest.raises(BadInput, match=r"harbour comes twice.*--group article"):
        trec_lines("q1", [make_hit(), make_hit(rank=2)])
    with pytest.raises(BadInput, match="expected a finite number"):
        trec_lines("q1", [make_hit(score=float("inf"))])


def test_batch_lines(two_hits: list[Hit]) -> None:
    """One line a query, hits or not, in the order given."""
    lines = list(format_batch([("q2", two_hits), ("q1", [])], "jsonl"))
    assert [json.loads(line) for line in lines] == [
        {"qid": "q2", "hits": [hit.to_dict() for hit in two_hits]},
        {"qid": "q1", "hits": []},
    ]
    assert lines[0] == batch_line("q2", two_hits)
    assert all(line.endswith("\n") and len(line.splitlines()) == 1 for line in lines)


def test_a_batch_is_written_as_it_comes(make_hit: MakeHit) -> None:
    """The first line is there before the second query is answered."""
    asked: list[str] = []

    def answers() -> Iterator[tuple[str, Sequence[Hit]]]:
        for qid in ("a", "b"):
            asked.append(qid)
            yield qid, [make_hit()]

    lines = format_batch(answers(), "trec")
    assert asked == []
    assert next(lines) == "a Q0 harbour 1 0.842 onrecord\n"
    assert asked == ["a"]


def test_a_batch_refuses_other_formats_at_once() -> None:
    """Before any query is answered."""
    with pytest.raises(BadInput, match="jsonl or trec"):
        format_batch([], "csv")
