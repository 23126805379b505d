"""Who speaks in the seed article, from attributions marked by hand."""

import json
from pathlib import Path

from onrecord.extraction.people.resolve import resolve
from onrecord.records import Span
from onrecord.spoken import Attribution, Person, Speaker

GOLDEN = Path(__file__).parents[1] / "golden" / "seed_attributions.json"
SEEDS = Path(__file__).parents[3] / "seeds"
NAMES = (
    "Michael Carpenter", "Carpenter", "Jake Sullivan", "Sullivan", "Wendy Sherman", "Sherman", "Sergei Ryabkov",
    "Ryabkov", "Jens Stoltenberg", "Putin", "Joe Biden", "Biden", "Vladimir Putin",
)  # fmt: skip
# (source, the words that follow or precede it closely enough to find it, content's first words, full name of speaker)
MARKED = (
    ("Carpenter", "Carpenter said of the dialogue", '"The drums of war', "Michael Carpenter"),
    ("he", "he said, after talks in Europe", "Moscow's intentions remained", "Michael Carpenter"),
    ("he", "he said as quoted by CNBC", '"There are nearly 100,000 troops', "Michael Carpenter"),
    ("He", "He added that the US had seen", "the US had seen advanced weaponry", "Michael Carpenter"),
    ("Carpenter", "Carpenter, who acts as permanent", '"That raises a lot of questions', "Michael Carpenter"),
    ("Sullivan", "Sullivan told reporters at", '"We saw these guidelines', "Jake Sullivan"),
    ("he", "he added.\nUS Deputy", '"The United States is ready', "Jake Sullivan"),
    ("Sherman", "Sherman said that in his discussions", "in his discussions with", "Wendy Sherman"),
    ("he", "he conveyed the severe", "the severe economic consequences", "Wendy Sherman"),
    ("Sherman", "Sherman told reporters on", '"We are very much ready', "Wendy Sherman"),
    ("Sherman", "Sherman said, adding", '"The sanctions will include', "Wendy Sherman"),
    ("NATO Secretary General Jens Stoltenberg", "NATO Secretary", "significant differences", "Jens Stoltenberg"),
    ("the alliance head", "the alliance head said", '"NATO is ready to engage', "Jens Stoltenberg"),
    ("Putin", "Putin described NATO", '"red line" that poses', "Vladimir Putin"),
    ("Russian officials", "Russian officials reiterated", "it is imperative to ensure", "Russian officials"),
    ("Russian Deputy Foreign Minister Sergei Ryabkov", "Russian Deputy Foreign Minister Sergei Ryabkov.\nWhen",
     "“We need guarantees", "Sergei Ryabkov"),
    ("Sherman", "Sherman said the alliance was", "the alliance was unwilling", "Wendy Sherman"),
    ("Sherman", "Sherman explained to reporters", '"Russia is a large country', "Wendy Sherman"),
    ("he", "he added.\nLast month", '"The fact that they feel', "Wendy Sherman"),
    ("Biden", "Biden refused to accept", "to accept Putin's", "Joe Biden"),
    ("the Kremlin", "the Kremlin denies", "it is preparing for", "the Kremlin"),
)  # fmt: skip


def seed_text() -> str:
    (path,) = sorted(SEEDS.glob("*.txt"))
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def only(text: str, words: str) -> int:
    assert text.count(words) == 1, words
    return text.index(words)


def marked(text: str) -> list[Attribution]:
    found = []
    for source, place, content, _ in MARKED:
        start = only(text, place)
        begin = only(text, content)
        style = "direct" if content[0] in '"“' else "indirect"
        # Indirect speech runs to the end of its paragraph here, quoted speech to its closing mark.
        ends = [text.find(mark, begin + 1) for mark in ("\n", *('"”' if style == "direct" else ""))]
        words = Span(begin, min((end for end in ends if end >= 0), default=len(text)))
        found.append(Attribution((Span(start, start + len(source)),), (), (words,), style, 1.0, "rules"))
    return found


def name_spans(text: str) -> list[Span]:
    spans, taken = [], [False] * len(text)
    for name in sorted(NAMES, key=len, reverse=True):
        start = text.find(name)
        while start >= 0:
            if not any(taken[start : start + len(name)]):
                spans.append(Span(start, start + len(name)))
                taken[start : start + len(name)] = [True] * len(name)
            start = text.find(name, start + 1)
    return spans


def resolved() -> tuple[str, list[Person], list[Speaker]]:
    text = seed_text()
    return text, *resolve(text, "", name_spans(text), marked(text))


def test_every_source_of_the_seed_article_is_the_right_speaker() -> None:
    """Pronouns, the alliance head, and Sherman, whom the article calls he, are resolved."""
    _, _, speakers = resolved()
    assert [speaker.name for speaker in speakers] == [name for *_, name in MARKED]
    assert all(speaker.reason and 0 < speaker.confidence <= 1 for speaker in speakers)


def test_people_of_the_seed_article_are_told_apart() -> None:
    """Seven people, each under the fullest name, with all shorter forms as aliases."""
    _, people, speakers = resolved()
    assert {person.name: person.aliases for person in people} == {
        "Michael Carpenter": ("Carpenter",),
        "Jake Sullivan": ("Sullivan",),
        "Wendy Sherman": ("Sherman",),
        "Sergei Ryabkov": ("Ryabkov",),
        "Jens Stoltenberg": (),
        "Vladimir Putin": ("Putin",),
        "Joe Biden": ("Biden",),
    }
    for speaker in speakers:
        assert speaker.person is None or people[speaker.person].name == speaker.name


def test_roles_of_the_seed_article_are_found_with_their_bodies() -> None:
    """Titles, the relative clause about Carpenter and the adviser before Sullivan, word for word."""
    text, people, _ = resolved()
    stated = {
        person.name: [
            (role.span.of(text), role.affiliation.of(text) if role.affiliation else None) for role in person.roles
        ]
        for person in people
    }
    assert stated["Michael Carpenter"] == [
        ("US diplomatic official", "US"),
        (
            "permanent US representative to the Organization for Security and Cooperation in Europe (OSCE)",
            "Organization for Security and Cooperation in Europe",
        ),
    ]
    assert stated["Jake Sullivan"] == [("national security adviser", None)]
    assert stated["Wendy Sherman"] == [("US Deputy Secretary of State", "US")]
    assert stated["Sergei Ryabkov"] == [("Russian Deputy Foreign Minister", "Russian")]
    assert stated["Jens Stoltenberg"] == [("NATO Secretary General", "NATO")]
    assert stated["Joe Biden"] == [("President", None)]
    assert stated["Vladimir Putin"] == [("Russian President", "Russian")]


def test_every_source_of_the_golden_file_is_the_speaker_it_names() -> None:
    """All attributions that a careful reader lists, nested ones too, with spans and speakers read by hand."""
    text = seed_text()
    rows = json.loads(GOLDEN.read_text("utf-8"))["attributions"]

    def spans(row: dict[str, list[dict[str, int]]], role: str) -> tuple[Span, ...]:
        return tuple(sorted(Span(part["start"], part["end"]) for part in row[role]))

    attributions = [
        Attribution(spans(row, "source"), spans(row, "cue"), spans(row, "content"), row["style"], 1.0, "rules")
        for row in rows
    ]
    _, speakers = resolve(text, "", name_spans(text), attributions)
    assert [speaker.name for speaker in speakers] == [row["speaker"] for row in rows]
    assert [speaker.person is None for speaker in speakers] == [row["person"] is None for row in rows]
