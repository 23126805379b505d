"""`archive.json`: what an archive must remember to be read and extended as it was built."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from onrecord.atomic import replace_file
from onrecord.errors import ArchiveDamaged, BadInput, UnsupportedFormat
from onrecord.records import Json
from onrecord.sealed import opened_seal, sealed
from onrecord.storage.schema import FORMAT, OLDEST
from onrecord.text.terms import AnalyserSettings

_ANALYSER = AnalyserSettings()

# Least value of each whole number.
_LEAST = {"width": 0, "passage_words": 1, "passage_overlap": 0, "title_weight": 0, "origin": 0}


@dataclass(frozen=True, slots=True)
class Manifest:
    """Settings fixed when the archive was made.

    `passage_words` and `passage_overlap` (sentences) shape passages; `k1`, `b` and the whole number
    `title_weight` shape BM25; `encoder` names the model and `encoder_fingerprint` the exact weights, empty
    until the first vectors are stored; `extraction` says whether quotes, people and claims are looked for,
    `token_states` whether passages keep theirs for late interaction (2 KB a passage). `origin` is the number of the
    store it belongs to (see `storage.origin`), 0 until that is settled; `learned` says that there is a `fusion.json`.
    BadInput says which setting cannot be used.
    """

    encoder: str = "default"
    encoder_fingerprint: str = ""
    width: int = 0
    stemmer: str = _ANALYSER.stemmer
    analyser_version: int = _ANALYSER.version
    passage_words: int = 80
    passage_overlap: int = 0
    title_weight: int = 1
    k1: float = 1.2
    b: float = 0.75
    extraction: bool = True
    token_states: bool = True
    origin: int = 0
    learned: bool = False

    def __post_init__(self) -> None:
        for name in ("encoder", "encoder_fingerprint"):
            if not isinstance(getattr(self, name), str):
                raise BadInput(f"{name} is {getattr(self, name)!r}; expected text")
        if self.stemmer != _ANALYSER.stemmer:
            raise BadInput(f"stemmer is {self.stemmer!r}; expected {_ANALYSER.stemmer!r}, the only one supported now")
        if not (_is_whole(self.analyser_version) and 1 <= self.analyser_version <= _ANALYSER.version):
            raise BadInput(f"analyser_version is {self.analyser_version!r}; expected 1 to {_ANALYSER.version}")
        for name, least in _LEAST.items():
            value = getattr(self, name)
            if not (_is_whole(value) and value >= least):
                raise BadInput(f"{name} is {value!r}; expected a whole number from {least}")
        if not (_is_number(self.k1) and 0 < self.k1 <= sys.float_info.max):
            raise BadInput(f"k1 is {self.k1!r}; expected a finite number above 0")
        if not (_is_number(self.b) and 0 <= self.b <= 1):
            raise BadInput(f"b is {self.b!r}; expected a number from 0 to 1")
        for name in ("extraction", "token_states", "learned"):
            if not isinstance(getattr(self, name), bool):
                raise BadInput(f"{name} is {getattr(self, name)!r}; expected true or false")

    def shape(self) -> dict[str, Json]:
        """The settings a user chooses; what the archive learned later (which weights) left out."""
        facts = self.to_dict()
        chosen = ("analyser", "passages", "bm25", "extraction", "token_states")
        return {"encoder": self.encoder} | {name: facts[name] for name in chosen}

    def to_dict(self) -> dict[str, Json]:
        facts: dict[str, Json] = {
            "format": FORMAT,
            "encoder": {"name": self.encoder, "fingerprint": self.encoder_fingerprint, "width": self.width},
            "analyser": {"stemmer": self.stemmer, "version": self.analyser_version},
            "passages": {"words": self.passage_words, "overlap": self.passage_overlap},
            "bm25": {"k1": self.k1, "b": self.b, "title_weight": self.title_weight},
            "extraction": self.extraction,
            "token_states": self.token_states,
        }
        if self.origin:
            facts["origin"] = self.origin
        if self.learned:
            facts["learned"] = True
        return facts


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: object) -> bool:
    return _is_whole(value) or isinstance(value, float)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Replaces `archive.json` as a whole."""
    replace_file(folder / "archive.json", (json.dumps(sealed(manifest.to_dict()), indent=2) + "\n").encode())


def read_manifest(folder: Path) -> Manifest:
    """The settings in `archive.json`; ArchiveDamaged or UnsupportedFormat when they cannot be used."""
    path = folder / "archive.json"
    try:
        facts = json.loads(path.read_text("utf-8"))
        if facts["format"] not in range(OLDEST, FORMAT + 1):
            raise UnsupportedFormat(
                f"{path}: format {facts['format']!r}, this version reads formats {OLDEST} to {FORMAT}; "
                "upgrade onrecord, or index the articles again into a new archive"
            )
        facts = opened_seal(facts)
        version = facts["analyser"]["version"]
        if _is_whole(version) and version > _ANALYSER.version:
            raise UnsupportedFormat(
                f"{path}: analyser version {version}, this version reads up to {_ANALYSER.version}; "
                "upgrade onrecord, or index the articles again into a new archive"
            )
        return Manifest(
            encoder=facts["encoder"]["name"],
            encoder_fingerprint=facts["encoder"]["fingerprint"],
            width=facts["encoder"]["width"],
            stemmer=facts["analyser"]["stemmer"],
            analyser_version=version,
            passage_words=facts["passages"]["words"],
            passage_overlap=facts["passages"]["overlap"],
            title_weight=facts["bm25"]["title_weight"],
            k1=facts["bm25"]["k1"],
            b=facts["bm25"]["b"],
            extraction=facts.get("extraction", True),  # format 1 knew no such setting
            token_states=facts.get("token_states", True),  # nor did format 2 know this one
            origin=facts.get("origin", 0),  # nor format 3 this one
            learned=facts.get("learned", False),
        )
    except (BadInput, ValueError, KeyError, TypeError, OSError, RecursionError) as error:
        raise ArchiveDamaged(
            f"{path}: not a readable archive description ({error}); restore it from a copy, "
            "or index the articles again into a new archive"
        ) from error
