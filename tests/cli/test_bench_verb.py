"""`onrecord bench`: one table for the archive's ways of ranking and rivals, and files beside it."""

import csv
import io
import json
from pathlib import Path

import pytest
from cli_harness import Onrecord

from onrecord.evaluation.benchmark_file import read_benchmark
from onrecord.uses.sample import seed_folder, seed_queries

QUICK = ("--resamples", "100")
SYSTEMS = ["bm25", "vector", "rrf", "hybrid"]


@pytest.fixture
def few(here: Path) -> str:
    """Every ninth of the seed queries, one that nothing answers among them."""
    lines = seed_queries().read_text("utf-8").splitlines()[::9]
    (here / "few.jsonl").write_text("\n".join(lines), "utf-8")
    return "few.jsonl"


def test_bench_seeds_brings_its_article(cli: Onrecord, here: Path) -> None:
    """All ninety questions without an archive; nothing is left behind."""
    table = cli("bench", "seeds", *QUICK, "--systems", "bm25")
    assert (table.code, table.err) == (0, "")
    assert "90 questions (15 without an answer)" in table.out
    assert all(name in table.out for name in ("bm25", "nDCG@10", "silence", "AUROC", "family quote"))
    assert list(here.iterdir()) == []


def test_four_systems_by_default(cli: Onrecord, archive: Path, here: Path, few: str) -> None:
    """The halves, RRF and hybrid, with verdicts, the waterfall, latencies and the size of the index."""
    table = cli("bench", few, *QUICK, "--out", "r.json")
    assert (table.code, table.err) == (0, "")
    assert any(word in table.out for word in ("better than", "no difference seen"))
    assert "Answered" in table.out
    record = read_benchmark(here / "r.json")
    assert [system.name for system in record.systems] == SYSTEMS
    assert record.comparisons[0].system == "hybrid"
    assert record.settings["archive"]["articles"] == 1  # type: ignore[index,call-overload]
    assert set(record.data) == {"few.jsonl", "articles"}
    assert all(answer.seconds is not None for system in record.systems for answer in system.answers.values())
    assert record.systems[0].facts["index_bytes"] > 0  # type: ignore[operator]
    assert sum(record.waterfall.values()) == len(record.misses["hybrid"])


def test_json_is_the_whole_record(cli: Onrecord, archive: Path, here: Path, few: str) -> None:
    """What --format json prints and --out writes is one record; no folder of this machine is in it."""
    given = ("bench", few, *QUICK, "--systems", "hybrid", "--format", "json", "--out", "r.json", "--html", "r.html")
    printed = cli(*given)
    assert printed.out == (here / "r.json").read_text()
    assert (here / "r.html").read_text("utf-8").lower().startswith("<!doctype html>")
    assert str(here) not in printed.out


def test_the_same_run_gives_the_same_record(cli: Onrecord, archive: Path, few: str) -> None:
    """From a passing archive or one that stays, seconds and bytes aside."""

    def facts(*given: str) -> object:
        quick = (*QUICK, "--format", "json", "--systems", "bm25,hybrid")
        record = json.loads(cli("bench", few, *quick, *given).out)
        for system in record["systems"]:
            system["facts"].pop("index_bytes")
            for answer in system["answers"].values():
                answer["seconds"] = None
        return record

    first = facts()
    assert facts() == first
    assert facts("--articles", str(seed_folder())) == first


def test_markdown_and_csv(cli: Onrecord, archive: Path, few: str) -> None:
    """A file of queries asked of the archive where the verbs look by default."""
    chosen = ("bench", few, *QUICK, "--systems", "bm25")
    markdown = cli(*chosen, "--format", "markdown")
    assert markdown.code == 0
    assert "| bm25 |" in markdown.out
    rows = list(csv.DictReader(io.StringIO(cli(*chosen, "--format", "csv").out)))
    assert {row["system"] for row in rows if row["system"]} == {"bm25"}


def test_a_rival_stands_in_the_same_table(cli: Onrecord, archive: Path, here: Path, few: str) -> None:
    """Saved runs are read back as rivals with the same values; missing questions are said on stderr too."""
    chosen = ("bench", few, *QUICK)
    assert cli(*chosen, "--systems", "bm25", "--save-runs", "runs", "--out", "own.json").code == 0
    lines = (here / "runs" / "bm25.jsonl").read_text().splitlines()
    (here / "part.jsonl").write_text("\n".join(lines[:-1]))
    rivals = ("--run", "theirs=runs/bm25.jsonl", "--run", "part=part.jsonl")
    done = cli(*chosen, "--systems", "bm25", *rivals, "--focus", "theirs", "--format", "json")
    systems = {system["name"]: system for system in json.loads(done.out)["systems"]}
    assert list(systems) == ["bm25", "theirs", "part"]
    assert {qid: a["values"] for qid, a in systems["theirs"]["answers"].items()} == {
        qid: a["values"] for qid, a in systems["bm25"]["answers"].items()
    }
    assert systems["theirs"]["overall"] == systems["bm25"]["overall"]
    assert {(c["system"], c["against"]) for c in json.loads(done.out)["comparisons"]} == {
        ("theirs", "bm25"), ("theirs", "part")
    }  # fmt: skip
    assert "warning: part: 1 of " in done.err
    alone = cli("bench", few, "--systems", "none", *rivals, *QUICK)
    assert (alone.code, "theirs" in alone.out) == (0, True)


def test_against_an_earlier_record(cli: Onrecord, archive: Path, here: Path, few: str) -> None:
    """Question by question; other data is refused before anything is asked, unless it is wanted."""
    chosen = ("bench", few, *QUICK, "--systems", "bm25")
    assert cli(*chosen, "--out", "old.json").code == 0
    same = cli(*chosen, "--against", "old.json")
    assert same.code == 0
    assert "bm25 (old)" in same.out
    (here / few).write_text("\n".join((here / few).read_text("utf-8").splitlines()[:-1]), "utf-8")
    refused = cli(*chosen, "--against", "old.json")
    assert (refused.code, refused.out) == (2, "")
    assert "old was made on other data: few.jsonl differ" in refused.err
    forced = cli(*chosen, "--against", "old.json", "--even-if-changed")
    assert forced.code == 0
    assert "1 in old and no longer asked" in " ".join(forced.out.split())


def test_misses_are_shown(cli: Onrecord, archive: Path, here: Path) -> None:
    """A question whose answer is nowhere: what came first, and that it was lost at splitting."""
    gold = {"doc": "gone", "start": 0, "end": 9, "grade": 2}
    row = {"qid": "q1", "family": "quote", "style": "keyword", "query": "sanctions", "gold": [gold]}
    (here / "q.jsonl").write_text(json.dumps(row))
    done = cli("bench", "q.jsonl", *QUICK, "--show-misses")
    assert done.code == 0
    assert "lost at splitting" in done.out
    assert "1 of 1 judged articles not in the archive" in " ".join(done.out.split())
    quiet = cli("bench", "q.jsonl", *QUICK, "--show-misses", "--format", "json")
    assert json.loads(quiet.out)["misses"]["hybrid"][0]["stage"] == "splitting"
    assert "lost at splitting" in quiet.err


@pytest.fixture
def port(here: Path) -> Path:
    """A BEIR folder of three articles, two queries and one judged article that is not there."""
    folder = here / "port"
    (folder / "qrels").mkdir(parents=True)
    texts = {"a": "The ferry fares were doubled.", "b": "A new pier was built.", "c": "Plum cake needs plums."}
    rows = [{"_id": id, "title": "", "text": text} for id, text in texts.items()]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)))
    queries = [{"_id": "1", "text": "ferry fares"}, {"_id": "2", "text": "pier"}]
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)))
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n1\ta\t1\n2\tb\t1\n2\tgone\t1\n")
    return folder


def test_a_beir_folder_brings_its_corpus(cli: Onrecord, port: Path, here: Path) -> None:
    """Articles are ranked at k=100; runs are saved for trec_eval; what is not in the corpus is said."""
    done = cli("bench", "port", *QUICK, "--format", "json", "--save-runs", "runs")
    assert done.code == 0, done.err
    record = json.loads(done.out)
    assert (record["suite"], record["kind"], record["settings"]["k"]) == ("port test", "articles", 100)
    hybrid = record["systems"][3]["answers"]
    assert (hybrid["1"]["values"]["nDCG@10"], hybrid["2"]["values"]["R@100"]) == (1.0, 0.5)
    assert "1 of 3 judged articles not in the archive, counted as not found: gone" in done.err
    assert (here / "runs" / "bm25.trec").read_text().startswith("1 Q0 a 1 ")
    scored = cli("evaluate", "runs/hybrid.trec", "runs/qrels.txt", *QUICK, "--format", "json")
    ours = [answer["values"] for answer in hybrid.values()]
    assert [answer["values"] for answer in json.loads(scored.out)["systems"][0]["answers"].values()] == ours
    again = cli(
        "bench", "port", "--systems", "none", "--run", "x=runs/bm25.trec", *QUICK, "-m", "MRR", "--format", "json"
    )
    assert json.loads(again.out)["measures"] == ["RR"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["no-such.jsonl"], "no-such.jsonl: cannot be read"),
        (["seeds", "--archive", "indexes/default"], "brings its own article"),
        (["seeds", "--articles", "x"], "brings its own article"),
        (["seeds", "-k", "0"], "-k"),
        (["seeds", "--systems", "bm26"], "system 'bm26'; expected one of bm25, vector, rrf, hybrid"),
        (["seeds", "--systems", "none"], "no systems to compare"),
        (["seeds", "--run", "x=x"], "x: cannot be read"),
        (["seeds", "--run", "bm25=x"], "'bm25' takes part twice"),
        (["seeds", "--run", "x"], "expected NAME=VALUE"),
        (["seeds", "-m", "AP"], "measure 'AP'"),
        (["seeds", "--focus", "x", "--systems", "bm25"], "focus 'x'"),
        (["seeds", "--out", "no/such/folder.json"], "expected a file in a folder that exists"),
        (["seeds", "--against", "none.json"], "none.json: cannot be read"),
        (["."], "no BEIR folder"),
        (["seeds", "--resamples", "1"], "--resamples"),
    ],
)
def test_bench_refuses_what_it_cannot_do(cli: Onrecord, here: Path, given: list[str], message: str) -> None:
    """Exit code 2 and one line that says what was wrong, before the long work."""
    done = cli("bench", *given)
    assert (done.code, done.out) == (2, "")
    assert message in done.err


def test_trec_judgments_with_words_and_articles(cli: Onrecord, port: Path, here: Path) -> None:
    """Judgments, queries and articles from three files; without the words nothing is asked, not even an index made."""
    (here / "qrels.txt").write_text("1 0 a 1\n2 0 b 1\n")
    given = ("bench", "qrels.txt", "--articles", "port/corpus.jsonl", *QUICK, "--systems", "bm25", "--format", "json")
    done = cli(*given, "--queries", "port/queries.jsonl")
    assert [a["values"]["RR@10"] for a in json.loads(done.out)["systems"][0]["answers"].values()] == [1.0, 1.0]
    refused = cli(*given)
    assert (refused.code, "2 of 2 questions without words, '1' first" in refused.err) == (2, True)


def test_two_sources_contradict_each_other(cli: Onrecord, archive: Path) -> None:
    """One archive is asked."""
    both = cli("bench", str(seed_queries()), "--archive", "indexes/default", "--articles", str(seed_folder()))
    assert both.code == 2
    assert "both --archive and --articles" in both.err
