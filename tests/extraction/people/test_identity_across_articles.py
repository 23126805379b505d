"""Who is one person in several articles: by name, by office, and never by the order in which they came."""

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extraction.people.identity import (
    KnownPerson,
    LocalPerson,
    affected_keys,
    block_key,
    identify,
    match_query,
)


def named(people: list[KnownPerson]) -> dict[str, list[str]]:
    return {person.name: [member.article for member in person.members] for person in people}


def test_forms_of_one_full_name_are_one_person() -> None:
    """Transliterations, nicknames and middle names join; the form that most articles use names the person."""
    found = identify(
        [
            LocalPerson("a", "Volodymyr Zelensky"),
            LocalPerson("b", "Volodymyr Zelensky"),
            LocalPerson("c", "Vladimir Zelenskyy"),
            LocalPerson("d", "Zelenskiy"),
        ]
    )
    assert named(found) == {"Volodymyr Zelensky": ["a", "b", "c", "d"]}
    assert found[0].aliases == ("Vladimir Zelenskyy", "Zelenskiy")
    assert all(member.reason for member in found[0].members)


def test_two_people_of_one_family_name_stay_two() -> None:
    """A family name alone joins neither when both are well supported, unless an office agrees with one."""
    found = identify(
        [
            LocalPerson("a", "Rosa Quill", roles=("Democratic nominee",)),
            LocalPerson("b", "Bert Quill", roles=("former President",)),
            LocalPerson("c", "Quill"),
            LocalPerson("d", "Quill", roles=("former President",)),
        ]
    )
    assert named(found) == {"Rosa Quill": ["a"], "Bert Quill": ["b", "d"], "Quill": ["c"]}
    assert [p.reasons for p in found if p.name == "Quill"] == [("one of 2 called so: Bert Quill, Rosa Quill",)]


def test_a_family_name_joins_the_only_well_supported_bearer() -> None:
    """One article about a cousin does not make a name of twenty articles unclear."""
    many = [LocalPerson(f"m{n:02}", "Rosa Quill") for n in range(20)]
    found = named(identify([*many, LocalPerson("x", "Bert Quill"), LocalPerson("y", "Quill")]))
    assert "y" in found["Rosa Quill"]
    assert found["Bert Quill"] == ["x"]


def test_one_name_with_offices_in_two_countries_is_two_people() -> None:
    """A senator from Virginia is not one from Ohio, a US senator no British minister."""
    found = identify(
        [
            LocalPerson("a", "Tom Reed", roles=("D-Va.",)),
            LocalPerson("b", "Tom Reed", roles=("R-Ohio",)),
            LocalPerson("c", "Ann Poe", roles=("US senator",)),
            LocalPerson("d", "Ann Poe", roles=("British Foreign Minister",)),
        ]
    )
    assert [person.name for person in found] == ["Ann Poe", "Ann Poe", "Tom Reed", "Tom Reed"]
    assert len({person.key for person in found}) == 4


def test_junior_and_senior_are_two_people() -> None:
    """A generational suffix sets people apart."""
    found = identify([LocalPerson("a", "Dan Hale Jr."), LocalPerson("b", "Dan Hale Sr."), LocalPerson("c", "Dan Hale")])
    assert len(found) == 3


NAMES = st.sampled_from(
    ["Rosa Quill", "Bert Quill", "Quill", "R. Quill", "Tom Reed", "Thomas Reed", "Reed", "Tom Reed Jr.", "Reid",
     "Volodymyr Zelensky", "Vladimir Zelenskiy", "Zelenskyy", "Mona", "", "...", "Xi Jinping"]
)  # fmt: skip
ROLES = st.sampled_from([(), ("US senator",), ("British minister",), ("D-Va.",), ("R-Ohio",), ("President",)])
LOCALS = st.lists(
    st.builds(lambda n, a, r: LocalPerson(f"a{a}", n, roles=r), NAMES, st.integers(0, 6), ROLES),
    max_size=14,
    unique_by=lambda local: (local.article, local.name),
)


@given(LOCALS, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_order_makes_no_difference_and_everybody_is_in_one_cluster(locals_: list[LocalPerson], random) -> None:  # type: ignore[no-untyped-def]
    """Shuffled input gives equal output; each local person is a member exactly once; keys are unique."""
    found = identify(locals_)
    shuffled = list(locals_)
    random.shuffle(shuffled)
    assert identify(shuffled) == found
    members = sorted((m.article, m.name) for person in found for m in person.members)
    assert members == sorted((local.article, local.name) for local in locals_)
    assert len({person.key for person in found}) == len(found)


@given(LOCALS, LOCALS)
@settings(max_examples=60, deadline=None)
def test_settling_touched_blocks_again_equals_settling_everything(
    before: list[LocalPerson], after: list[LocalPerson]
) -> None:
    """Only blocks of names that came, went or changed are settled; the rest is kept from before."""
    changed = affected_keys(local.name for local in set(before) ^ set(after))
    kept = [person for person in identify(before) if block_key(person.members[0].name) not in changed]
    again = identify(local for local in after if block_key(local.name) in changed)
    assert sorted(kept + again, key=lambda person: (person.name, person.key)) == identify(after)


PEOPLE = [
    ("1", "Wendy Sherman", ("Sherman",)),
    ("2", "Jake Sullivan", ("Sullivan",)),
    ("3", "Brad Sherman", ("Brad", "Rep. Sherman")),
    ("4", "Volodymyr Zelensky", ("Zelensky",)),
    ("5", "Sherman Alexie", ()),
    ("6", "Robert C. Scott", ("Bobby Scott",)),
]


def test_typed_names_find_their_people_best_first() -> None:
    """Full names, family names, titles, aliases, nicknames and other spellings."""
    assert match_query("Wendy Sherman", PEOPLE) == ["1"]
    assert match_query("sherman", PEOPLE) == ["3", "1", "5"]
    assert match_query("Mrs. Sherman", PEOPLE) == ["3", "1", "5"]
    assert match_query("President Zelenskiy", PEOPLE) == ["4"]
    assert match_query("Vladimir Zelenskyy", PEOPLE) == ["4"]
    assert match_query("Bobby Scott", PEOPLE) == ["6"]
    assert match_query("Robert Scott", PEOPLE) == ["6"]
    assert match_query("Jake", PEOPLE) == ["2"]


def test_names_of_nobody_find_nobody() -> None:
    """Neither empty words nor a part of a word is a name."""
    assert [match_query(name, PEOPLE) for name in ("", "...", "Sher", "Wendy Sullivan", "Nobody")] == [[]] * 5


@given(st.text(), st.permutations(PEOPLE))
@settings(deadline=None)
def test_any_typed_text_is_answered_the_same_in_any_order(
    name: str, people: list[tuple[str, str, tuple[str, ...]]]
) -> None:
    """No text crashes the search, and the order of the people does not matter."""
    assert match_query(name, people) == match_query(name, PEOPLE)
