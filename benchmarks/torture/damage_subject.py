"""The process that meets damaged archives: it may crash, and whoever started it learns that from its end.

Reads one JSON request a line (`build`, `search`, `check`, `repair`, each with a folder), answers one JSON line.
"""

from __future__ import annotations

import functools
import hashlib
import json
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from onrecord import Archive
from onrecord.errors import ArchiveProblem, NotFound
from onrecord.querying.weights import UNIT_WEIGHTS
from onrecord.storage.learned import Learned
from onrecord.storage.manifest import Manifest
from onrecord.uses import opening


@functools.cache
def _encoder(name: str) -> Any:
    from onrecord.encoding.choosing import load_encoder

    return load_encoder(name)


# The model is not what is being damaged: loaded once.
opening._load_encoder = lambda name, notify=None: _encoder(name)

_SEARCHES: list[tuple[str, dict[str, Any]]] = [
    ("ferry tickets", {"mode": "bm25"}),
    ("ferry tickets", {"mode": "vector"}),
    ("ferry tickets", {}),
    ("who promised a longer pier", {}),
    ("price of bread", {"group": "article"}),
    ('"harbour master"', {}),
    ("we will not sell", {"kind": "quote"}),
    ("harbour", {"kind": "person"}),
]
_PEOPLE = ("Mara Quill", "Edvin Toss", "Lena Orvik", "Piet Harlan", "Ruth Ambler")
_THINGS = ("ferry tickets", "the old mill", "a longer pier", "bread", "the night train", "school coal")


def build(folder: Path, flavour: int, logged: bool = False) -> dict[str, Any]:
    """An archive with an updated and a deleted article, learned weights and a correction; like others, not the same.

    With `logged` its last commits stand in the write-ahead log alone.
    """
    with Archive.open(folder, settings=Manifest(passage_words=20)) as archive:
        archive.add([_article(number, flavour) for number in range(12)])
        archive.add([_article(3, flavour, version=2)])
        archive.delete([_article(5, flavour)["id"]])
        archive._parts.take_learned(Learned(units=UNIT_WEIGHTS))
        given = folder.with_name(f"{folder.name}.corrections")
        lines = [{"op": "rename", "person": _PEOPLE[flavour], "name": f"{_PEOPLE[flavour]} of the Quay"}]
        given.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
        assert archive.correct(given) == []
    if logged:
        # As a killed process leaves it: the last commits stand in the log alone.
        live = folder.with_name(f"{folder.name}.live")
        folder.rename(live)
        with Archive.open(live) as archive:
            archive.add([_article(12, flavour), _article(4, flavour, version=3)])
            shutil.copytree(live, folder, ignore=lambda _, names: [name for name in names if name.endswith("-shm")])
        shutil.rmtree(live)
    return {}


def _article(number: int, flavour: int, version: int = 1) -> dict[str, Any]:
    person, thing = _PEOPLE[(number + flavour) % 5], _THINGS[(number * (flavour + 1) + version) % 6]
    return {
        "id": f"n{number:02}",
        "title": f"Dispute over {thing}",
        "text": f"Harbour master {person} said on Monday that {thing} would cost {number + 3 * flavour + 2} crowns.\n\n"
        f"“We will not sell {thing},” {person} told the council, which met for {number + version} hours. "
        f"Islanders promised to bring {_THINGS[(number + flavour) % 6]} to the pier in boat {number * 7 + flavour}.",
        "date": f"2020-{1 + number % 12:02}-10",
        "source": "Quay Gazette",
        "author": "Wim Okker",
        "url": f"https://example.org/{flavour}/{number}",
        "desk": "islands" if number % 2 else "harbour",
        "priority": number,
    }


def _questions(archive: Archive) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Everything that can be asked of an archive, by name."""
    for query, how in _SEARCHES:
        yield (
            f"search {query} {how}",
            lambda query=query, how=how: [hit.to_dict() for hit in archive.search(query, 5, **how)],
        )
    yield "articles", lambda: [repr(article) for article in archive.articles()]
    for number in range(13):
        yield f"article {number}", lambda number=number: repr(archive.get(f"n{number:02}"))
        yield f"attributions {number}", lambda number=number: repr(archive.attributed(f"n{number:02}"))
    yield "quotes", lambda: [row.to_dict() for row in archive.quotes()]
    yield "claims", lambda: [row.to_dict() for row in archive.claims()]
    yield "people", lambda: [row.to_dict() for row in archive.people()]
    for name in _PEOPLE:
        yield f"person {name}", lambda name=name: [repr(row) for row in archive.person(name)]
        yield f"quotes of {name}", lambda name=name: [row.to_dict() for row in archive.quotes(name)]
    for thing in _THINGS:
        yield f"verify {thing}", lambda thing=thing: repr(archive.verify(f"We will not sell {thing}"))
    yield "notes", lambda: archive._parts.store.extracted.notes()
    yield "info", lambda: _information(archive)


def _information(archive: Archive) -> dict[str, Any]:
    """What does not depend on when indexes were made; that weights cannot be read is said there, and is an error."""
    facts = archive.info()
    if isinstance(facts.get("tuned"), str):
        raise ArchiveProblem(str(facts["tuned"]))
    return {name: facts.get(name) for name in ("holds", "settings", "sources", "extraction", "tuned", "dates")}


def search(folder: Path) -> dict[str, Any]:
    """What each question is answered, an error of the archive being one; and what opening said it mended."""
    answers: dict[str, Any] = {}
    with Archive.open(folder, create=False) as archive:
        for name, ask in _questions(archive):
            try:
                answers[name] = ask()
            except NotFound as error:
                answers[name] = str(error).replace(str(folder), "")
            except ArchiveProblem as error:
                answers[name] = {"error": type(error).__name__}
            except Exception as error:  # a defect: whatever is not the archive's own error
                answers[name] = {"fault": repr(error)}
        return {"answers": answers, "notices": list(archive.notices)}


def check(folder: Path) -> dict[str, Any]:
    """What opening said it mended and what `check` found."""
    with Archive.open(folder, create=False) as archive:
        return {"lines": [*archive.notices, *archive.check()]}


def repair(folder: Path) -> dict[str, Any]:
    """What is still found after a repair, and the truth afterwards."""
    with Archive.open(folder, create=False) as archive:
        if archive.check():
            archive.rebuild()
        return {"lines": archive.check()}


def truth(folder: Path) -> dict[str, Any]:
    """A digest of all articles and revisions in the store, and one of all its rows."""
    db = sqlite3.connect(f"{(folder / 'store.sqlite').absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        db.text_factory = bytes
        tables = [
            row[0].decode() for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        rows = {name: db.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in tables if name != "facts"}
        digests = {name: hashlib.sha256(repr(found).encode()).hexdigest() for name, found in rows.items()}
    finally:
        db.close()
    return {"texts": [digests["articles"], digests["revisions"]], "all": digests}


_JOBS = {"build": build, "search": search, "check": check, "repair": repair, "truth": truth}


def main() -> None:
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            folder = Path(asked["folder"])
            job = asked["job"]
            if job == "build":
                answer = build(folder, asked["flavour"], asked.get("logged", False))
            else:
                answer = _JOBS[job](folder)
        except ArchiveProblem as error:
            answer = {"error": type(error).__name__, "message": str(error)}
        except Exception as error:  # a defect: whatever is not the archive's own error
            answer = {"fault": type(error).__name__, "message": repr(error)}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
