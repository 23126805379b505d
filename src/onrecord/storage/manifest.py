"""`archive.json`: what an archive must remember to be read and extended as it was built."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import ArchiveDamaged, UnsupportedFormat
from onrecord.records import Json
from onrecord.storage.atomic import replace_file
from onrecord.storage.schema import FORMAT


@dataclass(frozen=True, slots=True)
class Manifest:
    """Settings fixed when the archive was made.

    `passage_words` and `passage_overlap` (sentences) shape passages; `k1`, `b` and the whole number
    `title_weight` shape BM25; `encoder` names the model and `encoder_fingerprint` the exact weights, empty
    until the first vectors are stored.
    """

    encoder: str = "default"
    encoder_fingerprint: str = ""
    width: int = 0
    stemmer: str = "english"
    analyser_version: int = 1
    passage_words: int = 80
    passage_overlap: int = 0
    title_weight: int = 1
    k1: float = 1.2
    b: float = 0.75

    def shape(self) -> dict[str, Json]:
        """The settings a user chooses; what the archive learned later (which weights) left out."""
        facts = self.to_dict()
        return {"encoder": self.encoder} | {name: facts[name] for name in ("analyser", "passages", "bm25")}

    def to_dict(self) -> dict[str, Json]:
        return {
            "format": FORMAT,
            "encoder": {"name": self.encoder, "fingerprint": self.encoder_fingerprint, "width": self.width},
            "analyser": {"stemmer": self.stemmer, "version": self.analyser_version},
            "passages": {"words": self.passage_words, "overlap": self.passage_overlap},
            "bm25": {"k1": self.k1, "b": self.b, "title_weight": self.title_weight},
        }


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Replaces `archive.json` as a whole."""
    replace_file(folder / "archive.json", (json.dumps(manifest.to_dict(), indent=2) + "\n").encode())


def read_manifest(folder: Path) -> Manifest:
    """The settings in `archive.json`; ArchiveDamaged or UnsupportedFormat when they cannot be used."""
    path = folder / "archive.json"
    try:
        facts = json.loads(path.read_text("utf-8"))
        if facts["format"] != FORMAT:
            raise UnsupportedFormat(
                f"{path}: format {facts['format']!r}, this version reads format {FORMAT}; "
                "upgrade onrecord, or index the articles again into a new archive"
            )
        return Manifest(
            encoder=str(facts["encoder"]["name"]),
            encoder_fingerprint=str(facts["encoder"]["fingerprint"]),
            width=int(facts["encoder"]["width"]),
            stemmer=str(facts["analyser"]["stemmer"]),
            analyser_version=int(facts["analyser"]["version"]),
            passage_words=int(facts["passages"]["words"]),
            passage_overlap=int(facts["passages"]["overlap"]),
            title_weight=int(facts["bm25"]["title_weight"]),
            k1=float(facts["bm25"]["k1"]),
            b=float(facts["bm25"]["b"]),
        )
    except (ValueError, KeyError, TypeError, OSError, RecursionError) as error:
        raise ArchiveDamaged(
            f"{path}: not a readable archive description ({error}); restore it from a copy, "
            "or index the articles again into a new archive"
        ) from error
