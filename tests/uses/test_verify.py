"""Quotations against an archive whose quotes and speakers are written by hand; no encoder is there to be loaded."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.alignment.quoted import read_quoted
from onrecord.archive import Archive
from onrecord.errors import BadInput, ModelUnavailable
from onrecord.records import Article, PreparedArticle, PreparedUnit, Span, Unit
from onrecord.storage.manifest import Manifest
from onrecord.storage.store import Store
from onrecord.uses import verify_candidates
from onrecord.uses.catch_up import catch_up
from onrecord.uses.parts import ARTICLES, PASSAGES, STATEMENTS, Parts
from onrecord.uses.verify import Verifier

FERRY = """Harbour talks end

"The ferries will stay in port until every sailor has been paid," Maren Holt told reporters on Monday.

"We have waited for eleven weeks," said Tomas Brandt, "and we can wait for another eleven."

The union had expected a better offer from the council this week."""
COPY = """From the wires: "The ferries will stay in port until every sailor has been paid," a spokeswoman said."""
DAM = """Ana Araujo opened the dam. "Water is the only wealth that this valley has ever owned," she said."""


def no_encoder(name: str) -> object:
    raise ModelUnavailable("no model in this test")


def quote_unit(text: str, spoken: list[str], speaker: str | None, person: str | None) -> Unit:
    spans = [(at, at + len(words)) for words in spoken if (at := text.index(words)) >= 0]
    details = {
        "speaker": speaker, "person": person, "content": [list(span) for span in spans], "speaker_confidence": 0.9,
        "source": [], "cue": [], "style": "direct", "confidence": 0.9, "finder": "marks", "reason": "by hand",
    }  # fmt: skip
    return Unit("quote", Span(spans[0][0], spans[-1][1]), details)


def stored(parts: Parts, article: Article, quotes: list[Unit], people: list[str]) -> PreparedArticle:
    units = [
        (Unit("passage", Span(0, len(article.text))), PASSAGES),
        (Unit("article", Span(0, len(article.text))), ARTICLES),
        *((quote, STATEMENTS) for quote in quotes),
        *((Unit("person", Span(0, 5), {"person": name, "aliases": []}), STATEMENTS) for name in people),
    ]
    prepared = []
    for unit, lane in units:
        terms = Counter(parts.analyser.terms(unit.span.of(article.text)))
        prepared.append(PreparedUnit(unit, lane, terms.total(), terms, b""))
    return PreparedArticle(article, tuple(prepared), "by hand")


@pytest.fixture(scope="module")
def parts() -> Parts:
    parts = Parts(None, Store(None), Manifest(), no_encoder)  # type: ignore[arg-type]
    first, again = '"The ferries will stay in port until every sailor has been paid,"', "The ferries will stay in port"
    halves = ['"We have waited for eleven weeks,"', '"and we can wait for another eleven."']
    parts.store.write(
        [
            stored(
                parts,
                Article("ferry", FERRY, title="Harbour talks end", date="2021-05-03", source="Harbour Post"),
                [
                    quote_unit(FERRY, [first], "Maren Holt", "Maren Holt"),
                    quote_unit(FERRY, halves, "Tomas Brandt", "Tomas Brandt"),
                ],
                ["Maren Holt", "Tomas Brandt"],
            ),
            stored(
                parts,
                Article("copy", COPY, date="2021-05-02"),
                [quote_unit(COPY, [again], "a spokeswoman", None)],
                [],
            ),
            stored(
                parts,
                Article("dam", DAM),
                [quote_unit(DAM, ['"Water is the only wealth that this valley has ever owned,"'], None, None)],
                [],
            ),
        ]
    )
    catch_up(parts)
    return parts


@pytest.fixture(scope="module")
def verifier(parts: Parts) -> Verifier:
    return Verifier(parts)


WHOLE = "the ferries will stay in port until every sailor has been paid"
SPEECH = "We have waited for eleven weeks, and we can wait for another eleven"
JOINED = "We have waited for eleven weeks, and the ferries will stay in port until every sailor"
TWO = "Water is the only wealth that the ferries will stay in port until every sailor"


@pytest.mark.parametrize(
    ("quote", "speaker", "verdict", "check"),
    [
        (WHOLE, None, "verbatim", "not asked"),
        (WHOLE, "Holt", "verbatim", "confirmed"),
        (WHOLE, "Ana Araujo", "misattributed", "contradicted"),
        ("every sailor has been paid", "Maren Holt", "trimmed", "confirmed"),
        ("every sailor has been paid", "Ana Araujo", "trimmed", "unknown"),  # five words, and a spokeswoman said so too
        (SPEECH, "Brandt", "verbatim", "confirmed"),
        (SPEECH, "Maren Holt", "misattributed", "contradicted"),
        ("We have waited for eleven weeks", "Ana Araujo", "misattributed", "contradicted"),
        ("We have waited … another eleven", "Ana Araujo", "misattributed", "contradicted"),
        ("Water is the only wealth that this valley has ever owned", "Maren Holt", "verbatim", "unknown"),
        (WHOLE.replace("every", "no"), "Maren Holt", "altered", "confirmed"),
        (WHOLE.replace("every", "no"), "Ana Araujo", "altered", "contradicted"),
        (JOINED, None, "spliced", "not asked"),
        (TWO, None, "spliced", "not asked"),
        ("Nobody has seen the orchestra since the lemon harvest", "Holt", "not found", "unknown"),
    ],
)
def test_verdicts_and_speakers(verifier: Verifier, quote: str, speaker: str | None, verdict: str, check: str) -> None:
    """Words decide first, then who is recorded; nobody is contradicted by an unknown speaker."""
    found = verifier.verify(quote, speaker=speaker)
    assert (found.verdict, found.speaker_check) == (verdict, check)
    assert found.faithful == (verdict in ("verbatim", "trimmed"))
    assert 0.0 <= found.confidence <= 1.0


def test_places_can_be_cited(verifier: Verifier, parts: Parts) -> None:
    """Every part is what stands at its offsets in the revision named; one part for each half of a speech."""
    found = verifier.verify("We have waited for eleven weeks, and we can wait for another eleven")
    assert [part.text for part in found.parts] == [
        "We have waited for eleven weeks",
        "and we can wait for another eleven",
    ]
    for part in found.parts:
        assert FERRY[part.start : part.end] == part.text
        assert part.citation.endswith(f"[ferry@{part.text_sha256[:12]}:{part.start}-{part.end}]")
        assert (part.quoted, part.speaker) == (True, "Tomas Brandt")
    assert (found.article, found.start, found.end) == ("ferry", found.parts[1].start, found.parts[1].end)


def test_first_and_other_places(verifier: Verifier) -> None:
    """The earliest article is first; the place whose speaker was asked for is the one shown."""
    found = verifier.verify("the ferries will stay in port until every sailor has been paid", speaker="Maren Holt")
    assert found.article == "ferry"
    assert found.first is not None
    assert (found.first.article, found.first.date) == ("copy", "2021-05-02")
    assert [other.article for other in found.others] == ["copy"]


def test_running_text_is_not_quoted(verifier: Verifier) -> None:
    """Words of the reporter are found, and it is said that nobody is quoted with them."""
    found = verifier.verify("The union had expected a better offer from the council")
    assert (found.verdict, found.quoted, found.recorded_speaker) == ("verbatim", False, None)


def test_difference(verifier: Verifier) -> None:
    """The steps from the recorded to the quoted words, with both texts."""
    found = verifier.verify("the ferries will stay at home until every sailor has been paid")
    assert [(change.edit, change.recorded, change.quoted) for change in found.difference] == [
        ("equal", "The ferries will stay", "the ferries will stay"),
        ("replace", "in port", "at home"),
        ("equal", "until every sailor has been paid,", "until every sailor has been paid"),
    ]


def test_json_names_are_the_python_ones(verifier: Verifier) -> None:
    """Every field of the JSON is an attribute of the same name and value."""
    found = verifier.verify("every sailor has been paid", speaker="Holt")
    row = json.loads(json.dumps(found.to_dict()))
    for name, value in row.items():
        if name not in ("parts", "difference", "first", "others", "notes"):
            assert getattr(found, name) == value
    assert row["parts"] == [part.to_dict() for part in found.parts]
    assert row["difference"][0].keys() == {"edit", "recorded", "quoted"}


@pytest.mark.parametrize("quote", ["", "  ", "“…”", "!?", "\x00", "\ud800", "—" * 10_000])
def test_no_words(verifier: Verifier, quote: str) -> None:
    """A quotation without words is refused and says why."""
    with pytest.raises(BadInput, match="no words"):
        verifier.verify(quote)


@pytest.mark.parametrize(
    "quote",
    [
        "port",
        "\ud800port\x00",
        "паром останется в порту",
        "渡輪會留在港口",
        "the " * 25_000,
        "ferries will stay " * 5_500,
        "a\u0301" * 5_000,
    ],
)
def test_odd_quotations(verifier: Verifier, quote: str) -> None:
    """One word, other scripts, broken text and 100 kB get an answer."""
    found = verifier.verify(quote)
    assert json.dumps(found.to_dict())


def test_a_long_quotation_is_read_to_its_end() -> None:
    """Over several blocks of alignment, too, one changed word is seen, and none when there is none."""
    body = " ".join(f"word{n} and item{n}" for n in range(700))
    parts = Parts(None, Store(None), Manifest(), no_encoder)  # type: ignore[arg-type]
    parts.store.write([stored(parts, Article("long", f'He said: "{body}."'), [], [])])
    catch_up(parts)
    verifier = Verifier(parts)
    assert verifier.verify(body).verdict == "verbatim"
    assert verifier.verify(body.replace("item650", "thing650")).verdict == "altered"
    assert verifier.verify(" ".join(body.split()[5:-5])).verdict == "trimmed"


def test_an_empty_archive() -> None:
    """Where nothing is, nothing is found, and no encoder is asked for."""
    parts = Parts(None, Store(None), Manifest(), no_encoder)  # type: ignore[arg-type]
    found = Verifier(parts).verify("the ferries will stay in port")
    assert (found.verdict, found.parts, found.confidence) == ("not found", (), 1.0)


def test_repeated_everywhere() -> None:
    """What every article prints is listed up to a limit, the first one named, and the rest admitted."""
    parts = Parts(None, Store(None), Manifest(), no_encoder)  # type: ignore[arg-type]
    rows = [
        Article(
            f"n{n:03}", f'Report {n}. "We will never give up this harbour," they said.', date=f"2021-{1 + n % 12:02}"
        )
        for n in range(150)
    ]
    parts.store.write([stored(parts, row, [], []) for row in rows])
    catch_up(parts)
    found = Verifier(parts).verify("We will never give up this harbour")
    assert found.verdict == "verbatim"
    assert found.first is not None
    assert (found.first.article, found.first.date) == ("n000", "2021-01")
    assert len(found.others) == 100
    assert found.notes


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_gets_an_answer(text: str) -> None:
    """Verbatim and trimmed are only said of words that stand there in this order."""
    from onrecord.alignment.words import read_words

    parts = Parts(None, Store(None), Manifest(), no_encoder)  # type: ignore[arg-type]
    parts.store.write([stored(parts, Article("ferry", FERRY), [], [])])
    catch_up(parts)
    try:
        found = Verifier(parts).verify(text)
    except BadInput:
        return
    if found.faithful:
        recorded = [key for part in found.parts for key in read_words(part.text).keys]
        assert recorded == read_words(text).keys


def test_draft() -> None:
    """Each quotation of a draft with its line, its offsets, and the speaker the draft gives it."""
    with Archive.in_memory(Manifest(extraction=False)) as archive:
        archive.add([Article("ferry", FERRY, date="2021-05-03")])
        draft = (
            'Draft\n\n"The ferries will stay in port until every sailor has been paid," Maren Holt said.\n\n'
            'He called it "a joke". "We have waited for twelve weeks," said Tomas Brandt.\n'
        )
        found = archive.verify_draft(draft)
    assert [(one.line, draft[one.draft_start : one.draft_end], one.verification.verdict) for one in found] == [
        (3, "The ferries will stay in port until every sailor has been paid,", "verbatim"),
        (5, "We have waited for twelve weeks,", "altered"),
    ]
    assert [one.verification.speaker for one in found] == ["Maren Holt", "Tomas Brandt"]
    assert found[0].to_dict()["line"] == 3


def test_paraphrase() -> None:
    """Words that stand nowhere are looked for by their meaning, with the sentence that comes closest."""
    with Archive.in_memory(Manifest(extraction=False)) as archive:
        archive.add([Article("ferry", FERRY), Article("dam", DAM)])
        found = archive.verify("Ships remain docked until all seamen get their wages")
        nothing = archive.verify("The recipe calls for three lemons and some sugar")
    assert found.verdict == "paraphrase"
    assert found.text is not None
    assert found.text.startswith('"The ferries will stay in port')
    assert nothing.verdict == "not found"


@pytest.mark.parametrize("order", [range(30), range(29, -1, -1)])
def test_equal_candidates_are_looked_at_in_the_order_of_their_articles(order: range) -> None:
    """Of thirty passages that share as many phrases the first ten by article are read, in whatever order stored."""
    archive = Archive.in_memory()
    archive.add(
        [{"id": f"paper-{n:02d}", "text": f"“We will never sell the cranes,” said mayor {n}.\n"} for n in order]
    )
    parts = archive._parts
    shared, *_ = verify_candidates._ranked(parts, read_quoted("We will never sell the cranes"), ())
    assert [parts.store.ids_of([row])[row] for row in shared] == [f"paper-{n:02d}" for n in range(10)]
