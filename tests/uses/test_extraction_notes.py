"""What extraction is unsure of is said where people look: in `info`, and with each extraction."""

from onrecord import Archive
from onrecord.storage.manifest import Manifest
from onrecord.uses.extract import NOT_ENGLISH

GERMAN = "Die Hafenmeisterin sagte am Montag, dass die Brücke bis Mai geschlossen bleibt und niemand weiß warum. " * 5


def test_info_counts_what_was_unsure() -> None:
    """Two articles that are not English are counted under the note; an English one is not."""
    archive = Archive.in_memory()
    archive.add([{"id": name, "text": GERMAN} for name in ("a", "b")])
    archive.add([{"id": "c", "text": "Ada Fenn said that the bridge would be closed until May, and nobody knows why."}])
    assert archive.info()["extraction"] == {NOT_ENGLISH: 2}
    assert archive.quotes(article="a") == []


def test_without_extraction_nothing_is_looked_for() -> None:
    """An archive made without extraction has no quotes, and searches as before."""
    archive = Archive.in_memory(Manifest(extraction=False))
    archive.add([{"id": "c", "text": "Ada Fenn said that the bridge would be closed until May."}])
    assert archive.quotes() == []
    assert archive.people() == []
    assert "extraction" not in archive.info()
    assert archive.search("bridge")[0].speaker is None
