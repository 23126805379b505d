"""`fusion.json`: what an archive learned from judgments about putting answers in order; without it defaults hold."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from onrecord.atomic import replace_file
from onrecord.errors import ArchiveProblem, ArchiveUnwritable, BadInput, UnsupportedFormat
from onrecord.querying.weights import Weights
from onrecord.reading.strict_json import parse_json
from onrecord.records import Json
from onrecord.sealed import opened_seal, sealed

LEARNED = "fusion.json"
VERSION = 1
# What can be ranked, by the name it has in the file.
GROUPS = {"unit": "units", "article": "articles"}
_MEMBERS = ("version", "units", "articles", "calibration", "learned_from")
_WEIGHTS = tuple(one.name for one in fields(Weights))


@dataclass(frozen=True, slots=True)
class Learned:
    """Weights for units and for articles, None where the defaults hold, and what each was learned from.

    `learned_from` has facts by "units" and "articles": suite, sha256, questions, measure, figures, encoder.
    `calibration` belongs to the scores that these weights give.
    """

    units: Weights | None = None
    articles: Weights | None = None
    calibration: Mapping[str, Json] = field(default_factory=dict)
    learned_from: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)

    def weights(self, group: str) -> Weights | None:
        """Those for "unit" or "article"."""
        return self.articles if group == "article" else self.units

    def with_weights(self, group: str, weights: Weights, facts: Mapping[str, Json]) -> Learned:
        """The same with other weights for the group; without the calibration, which was of other scores."""
        name = GROUPS[group]
        sources = {**self.learned_from, name: dict(facts)}
        if group == "article":
            return replace(self, articles=weights, calibration={}, learned_from=sources)
        return replace(self, units=weights, calibration={}, learned_from=sources)

    def to_dict(self) -> dict[str, Json]:
        """What the file holds."""
        out: dict[str, Json] = {"version": VERSION}
        out |= {name: found.to_dict() for name in GROUPS.values() if (found := getattr(self, name)) is not None}
        if self.calibration:
            out["calibration"] = dict(self.calibration)
        if self.learned_from:
            out["learned_from"] = {name: dict(facts) for name, facts in self.learned_from.items()}
        return out


def write_learned(folder: Path, learned: Learned) -> None:
    """Replaces the file as a whole, or removes it when nothing was learned; needs the archive's lock."""
    path = folder / LEARNED
    try:
        if learned == Learned():
            path.unlink(missing_ok=True)
        else:
            replace_file(path, (json.dumps(sealed(learned.to_dict()), indent=2, ensure_ascii=False) + "\n").encode())
    except OSError as error:
        raise ArchiveUnwritable(f"{path}: {error}; the archive can be searched but not changed here") from error


def read_learned(folder: Path) -> Learned:
    """What the file holds; nothing when there is none. ArchiveProblem says what it cannot be and what to do."""
    path = folder / LEARNED
    try:
        content = path.read_text("utf-8")
    except FileNotFoundError:
        return Learned()
    except (OSError, UnicodeDecodeError) as error:
        raise _problem(path, str(error)) from error
    try:
        return _learned(parse_json(content), path)
    except BadInput as error:
        raise _problem(path, str(error)) from error


def _learned(facts: object, path: Path) -> Learned:
    found = _object(facts, "the file")
    version = found.get("version")
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        raise UnsupportedFormat(
            f"{path}: version {version}, this version of onrecord reads {VERSION}; upgrade onrecord, "
            "or go back to the default weights with `onrecord tune --reset`"
        )
    if version != VERSION or isinstance(version, bool):
        raise BadInput(f"version is {version!r}; expected {VERSION}")
    try:
        found = opened_seal(found)
    except ValueError as error:
        raise BadInput(f"{error}; whoever changed it by hand takes out its sha256") from error
    if strange := [name for name in found if name not in _MEMBERS]:
        raise BadInput(f"{strange[0]!r} is not known; expected {', '.join(_MEMBERS)}")
    sources = _object(found.get("learned_from", {}), "learned_from")
    return Learned(
        units=_weights(found, "units"),
        articles=_weights(found, "articles"),
        calibration=_object(found.get("calibration", {}), "calibration"),
        learned_from={name: _object(told, f"learned_from {name}") for name, told in sources.items()},
    )


def _weights(found: Mapping[str, Json], name: str) -> Weights | None:
    if name not in found:
        return None
    given = _object(found[name], name)
    if strange := [key for key in given if key not in _WEIGHTS]:
        raise BadInput(f"{name}: {strange[0]!r} is no weight; expected {', '.join(_WEIGHTS)}")
    try:
        return Weights(**given)  # type: ignore[arg-type]
    except BadInput as error:
        raise BadInput(f"{name}: {error}") from error


def _object(value: object, name: str) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise BadInput(f"{name} is {value!r:.60}; expected an object")
    return value


def missing(folder: Path) -> ArchiveProblem:
    """What to raise when weights were learned and their file is gone: defaults would answer otherwise."""
    return _problem(folder / LEARNED, "is missing, although weights were learned")


def _problem(path: Path, seen: str) -> ArchiveProblem:
    # Not ArchiveDamaged: rebuilding from the store would not bring it back.
    return ArchiveProblem(
        f"{path}: {seen}; learn the weights again with `onrecord tune`, or go back to the defaults with "
        "`onrecord tune --reset`"
    )
