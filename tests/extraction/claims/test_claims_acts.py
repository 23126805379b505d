"""Speech acts: invented sentences of each act, what settles close calls, and that every vote can be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extraction.claims.acts import PRECEDENCE, find_act

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("cue", "content", "act"),
    [
        ("said", "the harbour handled 40 ships", "statement"),
        ("found", "that one in ten wells is dry", "statement"),
        ("vowed", "to double the number of trains", "pledge"),
        ("said", "\"We will never sell the water company,\"", "pledge"),
        ("said", "she would repeal the toll if elected", "pledge"),
        ("announced", "plans to open six clinics", "pledge"),
        ("called for", "an inquiry into the dam", "demand"),
        ("called", "for an inquiry into the dam", "demand"),
        ("said", "the minister must step down", "demand"),
        ("wrote", "\"Stop the evictions,\"", "demand"),
        ("threatened", "to cut the cable", "threat"),
        ("said", "it would block the port unless the tariff was dropped", "threat"),
        ("warned", "it would retaliate if its ships were boarded", "threat"),
        ("said", "\"You will pay for this,\"", "threat"),
        ("warned", "that the bridge could collapse", "warning"),
        ("said", "2,000 patients are at risk of losing their doctor", "warning"),
        ("denied", "that it had sold the data", "denial"),
        ("said", "\"That is not true,\"", "denial"),
        ("said", "he had not seen the memo", "denial"),
        ("rejected", "the allegations", "denial"),
        ("ruled out", "a second vote", "denial"),
        ("accused", "the council of hiding the report", "accusation"),
        ("said", "\"They lied about the figures,\"", "accusation"),
        ("expects", "prices to fall", "prediction"),
        ("said", "the harvest will be small", "prediction"),
        ("opposes", "the tunnel", "position"),
        ("said", "\"We do not believe that fares should rise,\"", "position"),
        ("described", "the treaty as a mistake", "position"),
    ],
)  # fmt: skip
def test_acts(cue: str, content: str, act: str) -> None:
    """Each act is told from its cue or from the content's own modality."""
    assert find_act(content, cue=cue).act == act


@pytest.mark.parametrize(
    ("content", "act"),
    [
        ("The rebels vowed to hold the town.", "pledge"),
        ("The union called for a strike.", "demand"),
        ("The envoy spoke in a phone call on Sunday.", "statement"),
        ("The ferry must stop at five ports.", "statement"),
    ],
)  # fmt: skip
def test_reporters_voice(content: str, act: str) -> None:
    """Without a cue the sentence's own verb tells; what must happen is told, not demanded."""
    assert find_act(content).act == act


@pytest.mark.parametrize(
    ("cue", "content"),
    [("shot back", "the budget is balanced"), ("said in a press release", "it owns 20 ships"), ("asked",
     "whether it should pay")],
)  # fmt: skip
def test_words_that_only_look_like_cues(cue: str, content: str) -> None:
    """`back`, `press` and a question are no position and no demand."""
    assert find_act(content, cue=cue).act == "statement"


def test_reasons_name_the_votes() -> None:
    """The reasons are the votes for the act that won."""
    assert find_act("to cut the cable", cue="threatened").reasons == ('cue "threatened"',)
    judged = find_act("it would block the port unless the tariff was dropped", cue="warned")
    assert judged.reasons == ("a condition and what follows", "the one who warns would do it")
    assert judged.lead > 0


def test_precedence_has_every_act_once() -> None:
    """Ties are settled among all nine acts."""
    assert len(set(PRECEDENCE)) == len(PRECEDENCE) == 9


@pytest.mark.parametrize(("name", "least"), [("dev", 0.95), ("held-out", 0.9)])
def test_labelled_sentences(name: str, least: float) -> None:
    """The accuracy on the hand-labelled sentences does not fall."""
    rows = [json.loads(line) for line in (ROOT / f"benchmarks/claims/{name}.jsonl").read_text("utf-8").splitlines()]
    right = sum(_said(row) == row["act"] for row in rows)
    assert len(rows) == 81
    assert right / len(rows) >= least


def _said(row: dict[str, Any]) -> str:
    text = row["text"]
    cue, source, content = (" ".join(text[s:e] for s, e in row[role]) for role in ("cue", "source", "content"))
    return find_act(content if row["cue"] else text, cue=cue, source=source).act


@given(st.text(max_size=80), st.text(max_size=20), st.text(max_size=20))
@settings(max_examples=200, deadline=None)
def test_any_text_has_an_act(content: str, cue: str, source: str) -> None:
    """Nothing crashes, and the act is one of the nine with at least one reason."""
    judged = find_act(content, cue=cue, source=source)
    assert judged.act in PRECEDENCE
    assert judged.reasons


@pytest.mark.parametrize("piece", ["if will ", "no was ", "would ", "we ", "the risk ", "is "])
def test_repeats_do_not_run_away(piece: str) -> None:
    """A claim of a hundred thousand characters is judged by its beginning."""
    find_act(piece * (100_000 // len(piece)), cue=piece * 1_000)
