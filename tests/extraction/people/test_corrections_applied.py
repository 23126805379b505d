"""Corrections change people and quotations, leave the originals alone, and say what did not apply."""

from onrecord.extraction.people.corrections import (
    Merge,
    Reject,
    Rename,
    SpeakerFix,
    Split,
    correct_article,
    correct_people,
)
from onrecord.extraction.people.identity import KnownPerson, LocalPerson, identify
from onrecord.records import Span
from onrecord.spoken import Attribution, Claim, Extraction, Mention, Person, Speaker

TEXT = 'Mara Quill said "we go". Odd Fisk said "we stay". A sign read "exit".'


def people() -> list[KnownPerson]:
    return identify([LocalPerson("a", "Mara Quill"), LocalPerson("b", "Mara Quill"), LocalPerson("c", "Odd Fisk")])


def extraction() -> Extraction:
    def quote(start: int, end: int) -> Attribution:
        return Attribution((), (), (Span(start, end),), "direct", 1.0, "marks")

    persons = (
        Person("Mara Quill", ("Quill",), (Mention(Span(0, 10), "name", "name"),)),
        Person("Odd Fisk", (), (Mention(Span(25, 33), "name", "name"),)),
    )
    return Extraction(
        (quote(16, 23), quote(39, 48), quote(62, 68)),
        (
            Speaker("Mara Quill", 0, 0.9, "name"),
            Speaker("Odd Fisk", 1, 0.9, "name"),
            Speaker("A sign", None, 0.8, "own words"),
        ),
        persons,
        (Claim((Span(16, 23),), "statement", 0, ()), Claim((Span(39, 48),), "statement", 1, ())),
    )


def test_merged_people_are_one_under_the_name_given() -> None:
    """All members come together, the old names become aliases, and the reason names the line."""
    corrected, problems = correct_people(people(), [Merge(3, ("Mara Quill", "Odd Fisk"), "M. Quill")])
    assert problems == []
    (one,) = corrected
    assert (one.name, one.aliases) == ("M. Quill", ("Mara Quill", "Odd Fisk"))
    assert [member.article for member in one.members] == ["a", "b", "c"]
    assert one.reasons[-1] == "corrected: merged Mara Quill, Odd Fisk (line 3)"


def test_split_people_are_two_with_different_keys() -> None:
    """Only the articles named go to the new person."""
    corrected, problems = correct_people(people(), [Split(1, "Mara Quill", ("b", "z"), "Mara Quill (2)")])
    assert problems == ["line 1: split: Mara Quill is not in article z"]
    assert {p.name: [m.article for m in p.members] for p in corrected} == {
        "Mara Quill": ["a"],
        "Mara Quill (2)": ["b"],
        "Odd Fisk": ["c"],
    }
    assert len({person.key for person in corrected}) == 3


def test_renamed_people_keep_their_old_name_as_an_alias() -> None:
    """A rename to the name of somebody else leaves two people apart."""
    corrected, _ = correct_people(people(), [Rename(1, "Odd Fisk", "Mara Quill")])
    assert [person.name for person in corrected] == ["Mara Quill", "Mara Quill"]
    assert len({person.key for person in corrected}) == 2
    assert sorted(person.aliases for person in corrected) == [(), ("Odd Fisk",)]


def test_unknown_people_are_reported_and_nothing_changes() -> None:
    """A correction that waits for somebody to come back is no error."""
    before = people()
    corrected, problems = correct_people(before, [Merge(1, ("Nobody", "Odd Fisk"), "Odd Fisk"), Rename(2, "X", "Y")])
    assert corrected == before
    assert problems == [
        "line 1: merge: Nobody: nobody is listed under that name",
        "line 2: rename: X: nobody is listed under that name",
    ]


def test_a_corrected_speaker_is_linked_to_the_person_of_that_name() -> None:
    """An alias is enough; the other attributions stay as they are."""
    corrected, problems = correct_article("a", TEXT, extraction(), [SpeakerFix(4, "a", Span(39, 48), "quill")])
    assert problems == []
    assert corrected.speakers[1] == Speaker("Mara Quill", 0, 1.0, "corrected: quill (line 4)")
    assert corrected.speakers[0] == extraction().speakers[0]


def test_a_rejected_quotation_goes_with_its_claims_and_the_rest_is_renumbered() -> None:
    """Claims keep pointing to their own attribution."""
    corrected, _ = correct_article("a", TEXT, extraction(), [Reject(1, "a", Span(16, 23))])
    assert [a.content[0] for a in corrected.attributions] == [Span(39, 48), Span(62, 68)]
    assert [s.name for s in corrected.speakers] == ["Odd Fisk", "A sign"]
    assert [(c.spans[0].start, c.attribution) for c in corrected.claims] == [(39, 0)]


def test_corrections_wait_when_the_text_has_changed() -> None:
    """With its words quoted, a correction never hits other words; beyond the text it never applies."""
    corrections = [
        SpeakerFix(1, "a", Span(39, 48), "Quill", '"we leave"'),
        Reject(2, "a", Span(900, 910)),
        Reject(3, "a", Span(24, 30)),
        Reject(4, "other", Span(16, 23)),
    ]
    corrected, problems = correct_article("a", TEXT, extraction(), corrections)
    assert corrected == extraction()
    assert problems == [
        "line 1: speaker: a 39-48: the text there is no longer the one corrected",
        "line 2: reject: a 900-910: the text there is no longer the one corrected",
        "line 3: reject: a 24-30: no quotation stands there",
    ]
