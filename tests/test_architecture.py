"""Layers import downwards only; siblings do not know each other; read from the syntax trees."""

import ast
from pathlib import Path

import pytest

import onrecord

PACKAGE = Path(onrecord.__file__).parent

# Larger numbers may import smaller ones; equal numbers only within the same folder or file.
LAYERS = {
    "records": 1, "spoken": 1, "verdicts": 1, "benchmark": 1, "ranking": 1, "errors": 1, "atomic": 1, "steps": 1,
    "sealed": 1, "limits": 1,
    "text": 2,
    "reading": 3, "encoding": 3, "extraction": 3, "indexing": 3, "querying": 3, "alignment": 3,
    "evaluation": 3, "rendering": 3,
    "storage": 4,
    "archive": 5, "uses": 5,
    "cli": 6,
    "__main__": 7,
}  # fmt: skip

# The value objects stand on the error tree, and the package's front page names the public surface.
ALLOWED = {
    ("records", "errors"), ("ranking", "errors"), ("spoken", "records"), ("verdicts", "records"),
    ("benchmark", "records"), ("atomic", "steps"), ("limits", "errors"),
}  # fmt: skip


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = (
                [f"{node.module}.{alias.name}" for alias in node.names]
                if node.module == "onrecord"
                else [node.module or ""]
            )
        else:
            continue
        rooms |= {name.split(".")[1] for name in names if name.startswith("onrecord.")}
    return rooms


SOURCES = [path for path in sorted(PACKAGE.rglob("*.py")) if path != PACKAGE / "__init__.py"]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_down(path: Path) -> None:
    """A file imports lower layers or its own room, nothing else."""
    room = room_of(path)
    wrong = {
        other
        for other in imported_rooms(path)
        if other != room and (room, other) not in ALLOWED and LAYERS[other] >= LAYERS[room]
        and not (LAYERS[room] == 5 and LAYERS[other] == 5)
    }  # fmt: skip
    assert wrong == set()


def test_every_room_has_a_layer() -> None:
    """A new folder must say where it stands."""
    assert {room_of(path) for path in SOURCES} <= set(LAYERS)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_stay_small(path: Path) -> None:
    """No file grows over 400 lines: then it holds two concepts."""
    assert len(path.read_text("utf-8").splitlines()) <= 400


def test_no_file_imports_itself_in_a_circle() -> None:
    """Inside a room, too, imports form no circle, counting those inside functions."""
    names = {".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts): path for path in SOURCES}
    graph = {name: imported_modules(path, set(names)) for name, path in names.items()}
    done: set[str] = set()

    def visit(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " -> ".join((*above, name))
        if name not in done:
            for other in sorted(graph[name]):
                visit(other, (*above, name))
            done.add(name)

    for name in sorted(graph):
        visit(name, ())


def imported_modules(path: Path, known: set[str]) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found & known
