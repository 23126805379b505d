"""Token states at the command line: left out, shown, lost and made again."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from cli_harness import Onrecord


def test_left_out_when_asked(cli: Onrecord, here: Path) -> None:
    """--no-token-states makes an archive without them; later runs need not say it again, and it cannot be undone."""
    (here / "a.txt").write_text("The ferry is late.\n\nNobody knows why.")
    assert cli("index", "a.txt", "--archive", "small", "--no-token-states").code == 0
    facts = json.loads(cli("info", "--archive", "small", "--format", "json").out)
    assert facts["settings"]["token_states"] is False
    assert facts["bytes"]["token states in it"] == 0
    (here / "b.txt").write_text("The bus is early.")
    assert cli("index", "b.txt", "--archive", "small").code == 0
    assert cli("index", "b.txt", "--archive", "small", "--no-token-states").code == 0
    hits = json.loads(cli("search", "ferry", "--archive", "small", "--format", "json").out)
    assert [set(hit["parts"]) for hit in hits] == [{"bm25", "vector"}] * len(hits)
    assert cli("index", "a.txt", "--archive", "large").code == 0
    refused = cli("index", "a.txt", "--archive", "large", "--no-token-states")
    assert refused.code == 2
    assert "was made with" in refused.err
    assert "2 KB a passage" in " ".join(cli("index", "--help").out.replace("│", " ").split())


def test_info_shows_their_size(cli: Onrecord, archive: Path) -> None:
    """In the table and, in bytes, in JSON."""
    sizes = json.loads(cli("info", "--format", "json").out)["bytes"]
    assert 0 < sizes["token states in it"] < sizes["store.sqlite"] < sizes["total"]
    assert "token states in it" in cli("info").out


def test_lost_states_are_repaired(cli: Onrecord, archive: Path) -> None:
    """check names the article and exits with 3, --repair looks at it again, and then all is well."""
    with sqlite3.connect(archive / "store.sqlite") as store:
        store.execute("DELETE FROM token_states")
    store.close()
    found = cli("check")
    assert found.code == 3
    assert "token states of" in found.err
    repaired = cli("check", "--repair")
    assert repaired.code == 0
    assert "repairing: token states of" in repaired.err
    assert cli("check").code == 0
    hits = json.loads(cli("search", "red line", "--format", "json").out)
    assert "late" in hits[0]["parts"]
