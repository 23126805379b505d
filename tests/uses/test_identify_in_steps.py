"""Who is who comes out the same however few people are held at a time, and whatever came before."""

from __future__ import annotations

import random
import sqlite3
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import steps
from onrecord.extraction.people.local_people import block_key
from onrecord.records import Article, PreparedArticle, PreparedUnit, Span, Unit
from onrecord.storage.manifest import Manifest
from onrecord.storage.store import Store
from onrecord.uses import identify as module
from onrecord.uses.identify import identify
from onrecord.uses.parts import ARTICLES, STATEMENTS, Parts
from onrecord.uses.unsettled import is_unsettled

NAMES = [
    "Ada Fenn", "Fenn", "Adelaide Fenn", "A. Fenn", "Boris Hale", "Hale", "Bob Hale", "Mira Okoro", "Okoro", "Vell",
    "Tobias Vell", "Toby Vell", "Jan de Vell", "Carrow", "Ines Carrow", "Inez Carrow", "Hail",
]  # fmt: skip
ROLES = ["mayor of Port Ansel", "Russian Deputy Foreign Minister", "D-Va.", "harbour master", "Senator"]


def article(id: str, chance: random.Random) -> PreparedArticle:
    text = "Nobody said a word."
    units = [PreparedUnit(Unit("article", Span(0, len(text))), ARTICLES, 1, {"word": 1}, b"")]
    for name in chance.sample(NAMES, chance.randrange(5)):
        roles = [{"text": role, "body": None} for role in chance.sample(ROLES, chance.choice([0, 0, 1, 2]))]
        details: Any = {"person": name, "block": block_key(name), "aliases": [], "roles": roles, "mentions": [[0, 1]]}
        units.append(PreparedUnit(Unit("person", Span(0, 6), details), STATEMENTS, 1, {"word": 1}, b"", 0))
    return PreparedArticle(Article(id, text), tuple(units), "rules")


def parts() -> Parts:
    def no_encoder(name: str) -> Any:
        raise AssertionError(name)

    return Parts(None, Store(None), Manifest(), no_encoder)


def settled(made: Parts) -> tuple[list[Any], list[Any]]:
    found = made.store.extracted
    return found.people(), [(one.article, one.name, one.person, one.reason) for one in found.locals()]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 12))
def test_steps_and_history_change_nothing(seed: int, most: int) -> None:
    """Added and deleted in rounds, a few people held at a time, or all at once from nothing: the same people."""
    chance = random.Random(seed)
    articles = {f"a{number}": article(f"a{number}", chance) for number in range(14)}
    rounds, once = parts(), parts()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, "_MOST_HELD", most)
        left = dict(articles)
        for batch in range(3):
            rounds.store.write([one for place, one in enumerate(articles.values()) if place % 3 == batch])
            identify(rounds)
            gone = chance.sample(sorted(left), 1) if chance.random() < 0.5 else []
            rounds.store.delete([id for id in gone if int(id[1:]) % 3 <= batch])
            left = {id: one for id, one in left.items() if id not in gone or int(id[1:]) % 3 > batch}
        identify(rounds)
    once.store.write(list(left.values()))
    identify(once)
    assert settled(rounds) == settled(once)
    assert not is_unsettled(rounds)
    before = settled(rounds)
    identify(rounds, anew=True)
    assert settled(rounds) == before


def test_interrupted_between_two_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left to settle is known after a stop, and settled by the next run."""
    chance = random.Random(5)
    articles = [article(f"a{number}", chance) for number in range(12)]
    stopped, once = parts(), parts()
    for made in (stopped, once):
        made.store.write(articles)
    identify(once)
    monkeypatch.setattr(module, "_MOST_HELD", 1)

    def stop(step: str) -> None:
        raise KeyboardInterrupt

    steps.watch(stop)
    try:
        with pytest.raises(KeyboardInterrupt):
            identify(stopped)
    finally:
        steps.watch(None)
    assert is_unsettled(stopped)
    identify(stopped)
    assert settled(stopped) == settled(once)


def test_what_stays_is_not_written() -> None:
    """Settling again what is settled changes no row: a name of a hundred thousand articles costs no rewriting."""
    made = parts()
    made.store.write([article(f"a{number}", random.Random(number)) for number in range(12)])
    identify(made)
    database: sqlite3.Connection = made.store._db
    people = dict(database.execute("SELECT person, name FROM people"))
    database.execute("INSERT INTO touched_blocks SELECT DISTINCT block FROM local_people")
    before = database.total_changes
    identify(made)
    blocks = len({row for (row,) in database.execute("SELECT block FROM local_people")})
    # The touched blocks go, and the number of the corrections is put in place of itself.
    assert database.total_changes - before == blocks + 2
    assert dict(database.execute("SELECT person, name FROM people")) == people
    assert len(people) > blocks
