"""Sources of invented articles: names, pronouns, descriptions, groups, and attributions without a source."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extraction.people.resolve import resolve
from onrecord.records import Span
from onrecord.spoken import Attribution, Person, Speaker

_MARK = re.compile(r"\[(?:n|s|c)\||\]")


def read(marked: str) -> tuple[str, list[Span], list[Attribution]]:
    """[n|…] is a name, [s|…] a source, [c|…] a content; they pair up in order, and `[s|]` is no source."""
    text, names, sources, contents, open_marks = "", [], [], [], []
    last = 0
    for mark in _MARK.finditer(marked):
        text += marked[last : mark.start()]
        last = mark.end()
        if mark[0] != "]":
            open_marks.append((mark[0][1], len(text)))
        else:
            kind, start = open_marks.pop()
            {"n": names, "s": sources, "c": contents}[kind].append(Span(start, len(text)))
    text += marked[last:]
    attributions = []
    for content, source in zip(sorted(contents), sorted(sources), strict=True):
        style = "direct" if content.of(text)[:1] == '"' else "indirect"
        attributions.append(Attribution((source,) if len(source) else (), (), (content,), style, 1.0, "rules"))
    return text, names, attributions


def speakers(marked: str) -> list[str]:
    text, names, attributions = read(marked)
    return [speaker.name for speaker in resolve(text, "", names, attributions)[1]]


def test_the_name_in_a_source_is_its_head() -> None:
    """A name inside an of-phrase, a possessor or a body's namesake does not speak."""
    assert speakers("[s|A spokesman for [n|Odd Fisk]] said [c|no].") == ["A spokesman for Odd Fisk"]
    assert speakers("[s|[n|Fisk] campaign manager [n|Mara Quill]] said [c|no].") == ["Mara Quill"]
    assert speakers("[s|[n|Fisk]'s campaign] said [c|no].") == ["Fisk's campaign"]
    assert speakers("[s|[n|Fisk]'s running mate, [n|Mara Quill],] said [c|no].") == ["Mara Quill"]
    assert speakers("[s|Secretary of State [n|Mara Quill]] said [c|no].") == ["Mara Quill"]
    assert speakers("[s|Sens. [n|Mara Quill] and [n|Odd Fisk]] said [c|no].") == ["Mara Quill and Odd Fisk"]
    assert speakers("[s|[n|Fisk]'s tweet] said [c|no].") == ["Fisk"]


def test_pronouns_follow_gender_and_nearness() -> None:
    """Of two people just named, she is the woman and he the man; I is whoever is quoted."""
    story = "[s|[n|Wendy Quill]] met [n|John Fisk] and said [c|nothing]. [s|{}] added [c|that it rained]."
    assert speakers(story.format("She")) == ["Wendy Quill", "Wendy Quill"]
    assert speakers(story.format("He")) == ["Wendy Quill", "John Fisk"]
    text, names, _ = read('"First I said no to them," said [n|Wendy Quill].')
    outer = Attribution((names[0],), (), (Span(0, text.index(" said W")),), "direct", 1.0, "rules")
    at = text.index("I said")
    inner = Attribution((Span(at, at + 1),), (), (Span(at + 7, at + 9),), "indirect", 1.0, "rules")
    assert [s.name for s in resolve(text, "", names, [inner, outer])[1]] == ["Wendy Quill", "Wendy Quill"]


def test_a_pronoun_of_the_other_gender_still_means_the_only_one_there() -> None:
    """Gender is evidence, not proof: a translated article may call a woman he."""
    assert speakers("[s|[n|Wendy Quill]] said [c|no]. [s|He] added [c|that it rained].") == ["Wendy Quill"] * 2


def test_descriptions_follow_stated_roles() -> None:
    """The senator is whoever is called Sen., although somebody else was named since."""
    story = "[s|Sen. [n|Mara Quill]] said [c|yes]. [s|Gov. [n|Odd Fisk]] said [c|no]. [s|The senator] added [c|so]."
    assert speakers(story) == ["Mara Quill", "Odd Fisk", "Mara Quill"]
    assert speakers("[s|A senior official] said [c|no]. [s|The official] added [c|so].") == ["A senior official"] * 2


def test_an_attribution_without_a_source_goes_on() -> None:
    """A floating quotation is by the speaker before; with nobody before it is nobody's."""
    assert speakers('[s|[n|Mara Quill]] said [c|"no"]. [s|][c|"Never."]') == ["Mara Quill"] * 2
    assert speakers('[s|][c|"Never."]') == [""]


def test_two_people_of_one_family_name_are_told_apart_by_title() -> None:
    """Mr. and Mrs. choose, and a surname alone goes to the one named most."""
    text, names, attributions = read(
        "[n|Hillary Quill] and [n|Bill Quill] came. [s|Mrs. [n|Quill]] said [c|yes]. [s|Mr. [n|Quill]] said [c|no]."
    )
    people, found = resolve(text, "", names, attributions)
    assert [speaker.name for speaker in found] == ["Hillary Quill", "Bill Quill"]
    assert [person.name for person in people] == ["Hillary Quill", "Bill Quill"]
    assert any("title agrees" in reason for person in people for reason in person.reasons)


def test_names_in_one_article_are_unique() -> None:
    """Two people who have only a family name in common are listed under different names."""
    text, names, _ = read("Mrs. [n|Quill] came. Mr. [n|Quill] went. [n|Quill] stayed.")
    people, _ = resolve(text, "", names, [])
    assert len({person.name for person in people}) == len(people)


def test_roles_are_stated_exactly() -> None:
    """Titles, appositions, parties and `is the …`, with the body where one is named."""
    text, names, _ = read(
        "[n|Mara Quill], president of Acme Foods, met Sen. [n|Odd Fisk] (D-Va.) today. "
        "[n|Ann Poe] is the chief economist at Dull Bank. Beta Media spokesman [n|Tom Reed] left."
    )
    people, _ = resolve(text, "", names, [])
    stated = {
        p.name: [(r.span.of(text), r.affiliation.of(text) if r.affiliation else "") for r in p.roles] for p in people
    }
    assert stated == {
        "Mara Quill": [("president of Acme Foods", "Acme Foods")],
        "Odd Fisk": [("Sen.", ""), ("D-Va.", "")],
        "Ann Poe": [("chief economist at Dull Bank", "Dull Bank")],
        "Tom Reed": [("Beta Media spokesman", "Beta Media")],
    }


PIECES = st.sampled_from(
    ["Mara Quill", "Quill", "Mr. ", "Sen. ", ", the president of ", "Acme", " said ", "he", "she", "I", "who", "\n",
     '"', "“", "”", ". ", ", ", " (", "D-Va.)", " and ", "the senator", "\ud800", "\u202e", "ß", "'s", "of", " is the "]
)  # fmt: skip


@st.composite
def articles(draw: st.DrawFn) -> tuple[str, list[Span], list[Attribution]]:
    text = "".join(draw(st.lists(PIECES | st.text(max_size=5), max_size=40)))
    point = st.integers(0, len(text))
    spans = st.tuples(point, point).map(lambda ends: Span(min(ends), max(ends)))
    several = st.lists(spans, max_size=2).map(lambda found: tuple(sorted(found)))
    attribution = st.builds(
        Attribution, several, several, spans.map(lambda span: (span,)), st.sampled_from(["direct", "indirect"]),
        st.just(1.0), st.just("rules"),
    )  # fmt: skip
    return text, draw(st.lists(spans, max_size=6)), draw(st.lists(attribution, max_size=6))


@given(articles())
@settings(max_examples=150, deadline=None)
def test_any_spans_on_any_text_are_answered(article: tuple[str, list[Span], list[Attribution]]) -> None:
    """No crash; one speaker each; spans inside the text; indexes that fit; the same answer twice."""
    text, names, attributions = article
    people: list[Person]
    found: list[Speaker]
    people, found = resolve(text, "", names, attributions)
    assert len(found) == len(attributions)
    for speaker in found:
        assert 0 <= speaker.confidence <= 1
        assert speaker.person is None or people[speaker.person].name == speaker.name
    for person in people:
        spans = [m.span for m in person.mentions] + [r.span for r in person.roles]
        assert all(span.end <= len(text) for span in spans)
        assert all(mention.reason for mention in person.mentions)
        assert list(person.mentions) == sorted(person.mentions, key=lambda m: (m.span, m.kind))
        for role in person.roles:
            assert role.affiliation is None or role.span.overlap(role.affiliation) == len(role.affiliation) > 0
    assert len({person.name for person in people}) == len(people)
    assert resolve(text, "", names[::-1], attributions) == (people, found)
