"""What an article says of a name in one place holds in the others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.extraction.people.name_consistency import agree
from onrecord.extraction.people.name_words import NameWords, find_name_words


def places(found: NameWords, *names: str) -> list[tuple[int, int]]:
    """The first place of each name, as candidate numbers."""
    words = [found.words[c] for c in found.candidates]
    out = []
    for name in names:
        parts = name.split()
        first = next(k for k in range(len(words)) if words[k : k + len(parts)] == parts)
        out.append((first, first + len(parts) - 1))
    return sorted(out)


def after(text: str, *names: str) -> list[str]:
    """What `agree` makes of the first places of `names` in `text`."""
    found = find_name_words(text)
    mended = agree(found, places(found, *names))
    return [text[found.starts[found.candidates[a]] : found.ends[found.candidates[b]]] for a, b in mended]


def test_a_whole_name_is_one_everywhere() -> None:
    """Found once, found again, but not inside the name of a body."""
    text = "Ann Gray came. We saw Ann Gray. The Ann Gray Foundation, the Ann Gray prize."
    assert after(text, "Ann Gray") == ["Ann Gray", "Ann Gray"]


def test_a_family_name_follows_the_majority() -> None:
    """Lone mentions are added where more of them were found than not."""
    assert after("Ann Gray came. He likes Gray, and Gray.", "Ann Gray") == ["Ann Gray"]
    text = "Ann Gray came. First Lee, then Gray said; he met Gray, saw Gray."
    found = find_name_words(text)
    lone = [k for k, c in enumerate(found.candidates) if found.words[c] == "Gray"][1:]
    assert len(agree(found, [*places(found, "Ann Gray"), (lone[0], lone[0])])) == 2
    assert len(agree(found, [*places(found, "Ann Gray"), *((k, k) for k in lone[:2])])) == 4


def test_no_name_ends_at_a_hyphen() -> None:
    """Agyeman-Boateng is one family name; a single name before a hyphen may be one of two."""
    assert after("Minister Kofi Agyeman-Boateng said", "Kofi Agyeman") == ["Kofi Agyeman-Boateng"]
    assert after("the Trump-Pence ticket", "Trump") == ["Trump"]


def test_a_place_alone_is_no_name() -> None:
    """Jordan is a country until a title or a longer name says otherwise."""
    assert after("He flew to Jordan.", "Jordan") == []
    assert after("He met Mr. Jordan.", "Jordan") == ["Jordan"]
    assert after("Jim Jordan came; then Jordan left.", "Jim Jordan") == ["Jim Jordan"]
    text = "Jim Jordan came; then Jordan left."
    found = find_name_words(text)
    assert len(agree(found, [(0, 1), (2, 2)])) == 2


def test_party_and_state_are_no_name() -> None:
    """R-Utah behind a senator is left out."""
    assert after("Sen. Ann Gray, R-Utah, said", "Ann Gray", "R Utah") == ["Ann Gray"]


@given(
    st.lists(st.sampled_from(["Ann", "Gray", "Lee", "-", "said", ".", "R-", "Foundation", "van"]), max_size=30),
    st.data(),
)
def test_mended_names_are_still_names(words: list[str], data: st.DataObject) -> None:
    """Whatever was found: the result ascends, does not overlap, and goes on only where names may."""
    found = find_name_words(" ".join(words))
    count = len(found.candidates)
    names = []
    at = 0
    while at < count:
        last = at
        while last + 1 < count and found.continues[last + 1] and data.draw(st.booleans()):
            last += 1
        if data.draw(st.booleans()):
            names.append((at, last))
        at = last + 1
    mended = agree(found, names)
    taken = [k for first, last in mended for k in range(first, last + 1)]
    assert taken == sorted(set(taken))
    assert all(found.continues[k] for first, last in mended for k in range(first + 1, last + 1))
