"""`onrecord tune`: a table, a verdict, a file in the archive, and an exit code for each outcome."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from cli_harness import Onrecord

from onrecord.archive import Archive
from onrecord.querying.weights import Weights
from onrecord.storage.learned import LEARNED, Learned, read_learned, write_learned
from onrecord.storage.manifest import Manifest

PLACES = ("Askey", "Borrin", "Culver", "Dunmore", "Esk", "Farrow")
WORDS = [f"{thing} {place}" for thing in ("ferry", "lamp", "plum", "bridge") for place in PLACES]
# Under these a passage has the score of what stands beside it.
ASTRAY = Weights(late=1.0, neighbours=1.0, article=0.9)


@pytest.fixture
def towns(here: Path) -> Path:
    """An archive of twenty-four articles of three passages each, where the verbs look by default."""
    folder = here / "indexes" / "default"
    with Archive.open(folder, settings=Manifest(extraction=False, passage_words=9)) as archive:
        archive.add({"id": f"t{n}", "text": _text(words)} for n, words in enumerate(WORDS))
    return folder


def _text(words: str) -> str:
    return f"Nothing was heard from the council for weeks. The {words} was closed on Monday. Rain fell over the hills."


@pytest.fixture
def suite(here: Path) -> str:
    """A question for each article."""
    write_suite(here / "q.jsonl", range(len(WORDS)))
    return "q.jsonl"


def write_suite(path: Path, numbers: Sequence[int]) -> None:
    rows = []
    for n in numbers:
        start = _text(WORDS[n]).index("The ")
        gold = {"doc": f"t{n}", "start": start, "end": _text(WORDS[n]).index(" Rain"), "grade": 2}
        rows.append({"qid": f"q{n}", "family": "quote", "style": "keyword", "query": WORDS[n], "gold": [gold]})
    path.write_text("\n".join(map(json.dumps, rows)))


def test_a_gain_is_kept_and_can_be_reset(
    cli: Onrecord, towns: Path, suite: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 0 and a file; `--fusion default` searches without it; `--reset` takes it away."""
    monkeypatch.setattr("onrecord.uses.search.UNIT_WEIGHTS", ASTRAY)
    dry = cli("tune", suite, "--dry-run")
    assert (dry.code, (towns / LEARNED).exists()) == (0, False)
    assert "better: would be stored, but for --dry-run" in dry.out
    done = cli("tune", suite)
    assert done.code == 0, done.err
    assert "weight (units)  default  learned  learned in folds" in done.out
    assert "nDCG@10 on 24 questions of q: " in done.out
    assert "better: stored" in done.out
    assert done.out.replace("stored, `onrecord search` uses them from now on", "") == dry.out.replace(
        "would be stored, but for --dry-run", ""
    )
    facts = json.loads((towns / LEARNED).read_text())
    assert (facts["version"], facts["learned_from"]["units"]["questions"]) == (1, 24)
    assert set(facts["learned_from"]["units"]["sha256"]) == {"q.jsonl"}
    again = json.loads(cli("tune", suite, "--format", "json").out)
    assert (again["stored"], again["verdict"], again["group"]) == (True, "better", "unit")
    assert read_learned(towns).units == Weights(**again["weights"]["after"])
    reset = cli("tune", "--reset")
    assert (reset.code, reset.out, (towns / LEARNED).exists()) == (0, "", False)
    assert "default weights hold again" in reset.err


def test_no_gain_is_exit_code_1(cli: Onrecord, towns: Path, suite: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is stored, not even what was stored before is touched."""
    monkeypatch.setattr("onrecord.uses.search.UNIT_WEIGHTS", Weights(late=1.0))
    write_learned(towns, Learned(Weights(late=0.5)))
    done = cli("tune", suite)
    assert done.code == 1
    assert "no difference seen: nothing to gain over the defaults, nothing stored" in done.out
    assert read_learned(towns) == Learned(Weights(late=0.5))


def test_search_chooses_its_fusion(cli: Onrecord, towns: Path) -> None:
    """What was learned, our own weights, a fixed mix and ranks give scores of their own."""
    write_learned(towns, Learned(ASTRAY, Weights(vector=1.0, late=0.0)))

    def order(*given: str) -> list[tuple[str, int]]:
        hits = json.loads(cli("search", "ferry Askey", "-k", "5", "--format", "json", *given).out)
        return [(hit["article"], hit["start"]) for hit in hits]

    default = order("--fusion", "default")
    assert order() != default
    assert default[0][0] == order("--fusion", "convex")[0][0] == order("--fusion", "rrf")[0][0] == "t0"
    assert order("--group", "article", "--fusion", "default")[0][0] == "t0"
    (towns / LEARNED).write_text("broken")
    assert order("--fusion", "default") == default
    refused = cli("search", "ferry Askey")
    assert (refused.code, "fusion.json" in refused.err, "onrecord tune --reset" in refused.err) == (3, True, True)
    assert cli("check").code == 3
    assert cli("tune", "--reset").code == 0
    assert order() == default


def test_articles_have_weights_of_their_own(cli: Onrecord, towns: Path, here: Path) -> None:
    """A BEIR folder's train split is learned on; there is nothing to gain, and nothing is kept."""
    (here / "beir" / "qrels").mkdir(parents=True)
    rows = [{"_id": f"q{n}", "text": words} for n, words in enumerate(WORDS)]
    (here / "beir" / "queries.jsonl").write_text("\n".join(map(json.dumps, rows)))
    lines = [f"q{n}\tt{n}\t1" for n in range(len(WORDS))]
    (here / "beir" / "qrels" / "train.tsv").write_text("query-id\tcorpus-id\tscore\n" + "\n".join(lines) + "\n")
    done = cli("tune", "beir", "--measure", "AP@5", "--format", "json")
    found = json.loads(done.out)
    assert (found["group"], found["measure"], found["suite"], found["questions"]) == (
        "article",
        "AP@5",
        "beir train",
        24,
    )
    assert done.code == (0 if found["stored"] else 1)


def test_too_few_questions(cli: Onrecord, towns: Path, here: Path) -> None:
    """The number, and what to do."""
    write_suite(here / "few.jsonl", range(7))
    done = cli("tune", "few.jsonl")
    assert (done.code, done.out) == (2, "")
    assert "few: 7 questions with an answer; expected at least 20" in done.err
    assert "onrecord judge" in done.err


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([], "no SUITE given"),
        (["q.jsonl", "--reset"], "--reset forgets what was learned"),
        (["--reset", "--dry-run"], "--reset forgets what was learned"),
        (["none.jsonl"], "none.jsonl: cannot be read"),
        (["q.jsonl", "-m", "who@1"], "is about speakers"),
        (["q.jsonl", "-m", "nonsense"], "measure 'nonsense'"),
    ],
)
def test_tune_refuses_what_it_cannot_do(cli: Onrecord, towns: Path, suite: str, given: list[str], message: str) -> None:
    """Exit code 2 and one line."""
    done = cli("tune", *given)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
