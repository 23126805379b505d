"""References as people paste them: bare, in brackets, with the whole citation before them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from onrecord.errors import BadInput, NotFound
from onrecord.records import Span
from onrecord.storage.manifest import Manifest
from onrecord.storage.store import Store
from onrecord.uses.index import add
from onrecord.uses.look_up import get, resolve
from onrecord.uses.parts import Parts

TEXT = "The bridge is shut until further notice."
SHA = hashlib.sha256(TEXT.encode()).hexdigest()[:12]
IDS = ["a", "2", "a[1]", "[draft]", "odd]", "caf\\xe9", "x [a:0-3]"]


class Flat:
    """An encoder to which all texts are alike."""

    fingerprint = "flat"
    width = 2

    def encode(self, texts: Sequence[str], *, progress: object = None) -> np.ndarray:
        return np.tile(np.array([1.0, 0.0], dtype=np.float32), (len(texts), 1))


@pytest.fixture(scope="module")
def parts() -> Iterator[Parts]:
    """An archive of one text under several ids."""
    made = Parts(None, Store(None), Manifest(), lambda name: Flat())
    report = add(made, [{"id": id, "text": TEXT} for id in IDS])
    assert report.added == IDS
    yield made
    made.store.close()


@pytest.mark.parametrize("id", IDS)
@pytest.mark.parametrize("before", ["", "Bridge shut, Harbour Post, 2021-05-10 ", "A [sic] title, [Post] "])
def test_citations_in_brackets(parts: Parts, id: str, before: str) -> None:
    """What is printed under a quotation can be pasted as it stands, whatever brackets the id and the title hold."""
    if id == "odd]" and "[sic]" in before:
        before = "A title, Post "  # brackets without partners on both sides of the id can be read two ways
    for place, span in ((f"{id}@{SHA}:4-10", Span(4, 10)), (f"{id}:4-10", Span(4, 10))):
        article, found = resolve(parts, f"{before}[{place}]")
        assert (article.id, found) == (id, span)
        assert span.of(article.text) == "bridge"
    article, found = resolve(parts, f" {before}[{id}@{SHA}:4-10]\n")
    assert (article.id, found) == (id, Span(4, 10))


@pytest.mark.parametrize("id", IDS)
def test_bare_references(parts: Parts, id: str) -> None:
    """An id is taken as it stands before anything in it is taken for brackets."""
    assert get(parts, id).id == id
    assert get(parts, f"[{id}]").id == id
    assert resolve(parts, f"{id}@{SHA}:0-3")[0].id == id


def test_what_is_no_citation(parts: Parts) -> None:
    """Brackets without a span after other words are part of an id; empty ones name nothing."""
    for reference in ("draft [2]", "[]", "[ ]", "]", "no [", "[" * 5_000 + "]" * 5_000):
        with pytest.raises(NotFound):
            resolve(parts, reference)
    with pytest.raises(NotFound, match="^nope: no such article"):
        resolve(parts, f"Title, Post [nope@{SHA}:0-3]")
    with pytest.raises(BadInput, match="empty reference"):
        resolve(parts, "")
    with pytest.raises(BadInput, match="the text has 40 characters"):
        resolve(parts, f"[a@{SHA}:0-41]")


@pytest.mark.parametrize("reference", ["\udce9", "zz\udce9@4f2a91c0b3de:0-3", "[zz\udce9:0-3]", "zz\ud800"])
def test_bytes_that_are_not_utf8(parts: Parts, reference: str) -> None:
    """Such a reference names nothing, and the message can be printed."""
    with pytest.raises(NotFound) as caught:
        resolve(parts, reference)
    assert str(caught.value).encode("utf-8")


def test_a_file_name_that_is_not_utf8(parts: Parts) -> None:
    """The id of a file whose name holds other bytes is found by that name, too."""
    assert get(parts, "caf\udce9").id == "caf\\xe9"
