"""Candidates, runs, and the best labelling of them."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from onrecord.extraction.people.name_network import read_names
from onrecord.extraction.people.name_words import find_name_words, is_spaced


def runs(text: str) -> list[str]:
    """The longest stretches of candidates that may be one name."""
    found = find_name_words(text)
    out: list[list[int]] = []
    for number, goes_on in zip(found.candidates, found.continues, strict=True):
        if goes_on:
            out[-1].append(number)
        else:
            out.append([number])
    return [text[found.starts[run[0]] : found.ends[run[-1]]] for run in out]


def test_runs_are_what_can_be_one_name() -> None:
    """Particles, initials, hyphens, apostrophes and nicknames stay inside; commas and sentence ends part."""
    assert runs("Ursula von der Leyen met Moon Jae-in") == ["Ursula von der Leyen", "Moon Jae-in"]
    assert runs("to John F. Kennedy, Dinesh D’Souza’s Yaw O'Neil's") == [
        "John F. Kennedy",
        "Dinesh D’Souza",
        "Yaw O'Neil",
    ]
    assert runs("Joaquín “El Chapo” Guzmán, Carl (Charlie) Smith") == [
        "Joaquín “El Chapo” Guzmán",
        "Carl (Charlie) Smith",
    ]
    assert runs("saw Anna Smith. Then") == ["Anna Smith", "Then"]
    assert runs("saw Anna Smith (Ohio), who") == ["Anna Smith", "Ohio"]


def test_spaced_tokens_are_recognised() -> None:
    """Where every mark stands between spaces a spaced hyphen joins, elsewhere it parts."""
    assert is_spaced("Moon Jae - in , who came , said")
    assert not is_spaced("Moon Jae-in, who came, said")
    assert "Moon Jae - in" in runs("Moon Jae - in , who came , said .")
    assert runs("Biden - Putin, at last") == ["Biden", "Putin"]


@given(st.text(max_size=200))
def test_words_slice_back_to_the_text(text: str) -> None:
    """Every word is what stands at its place; candidates ascend; only a neighbour is continued."""
    found = find_name_words(text)
    assert found.words == [text[s:e] for s, e in zip(found.starts, found.ends, strict=True)]
    assert found.candidates == sorted(set(found.candidates))
    assert len(found.candidates) == len(found.continues)
    for k, goes_on in enumerate(found.continues):
        assert not goes_on or (found.candidates[k] == found.candidates[k - 1] + 1 and k > 0)


def naive(scores: list[list[float]], continues: list[bool]) -> float:
    """The best sum over all labellings, tried one by one."""
    best = float("-inf")
    for labels in product(range(3), repeat=len(scores)):
        if all(label != 2 or (k and labels[k - 1] and continues[k]) for k, label in enumerate(labels)):
            best = max(best, sum(row[label] for row, label in zip(scores, labels, strict=True)))
    return best


@given(st.data())
def test_names_are_the_best_labelling(data: st.DataObject) -> None:
    """The names read have the score of the best of all allowed labellings."""
    count = data.draw(st.integers(0, 6))
    number = st.integers(-8, 0).map(float)
    scores = data.draw(st.lists(st.lists(number, min_size=3, max_size=3), min_size=count, max_size=count))
    continues = data.draw(st.lists(st.booleans(), min_size=count, max_size=count))
    names = read_names(scores, continues)
    labels = [0] * count
    for first, last in names:
        labels[first] = 1
        labels[first + 1 : last + 1] = [2] * (last - first)
        assert all(continues[first + 1 : last + 1])
    assert sum(row[label] for row, label in zip(scores, labels, strict=True)) == (
        naive(scores, continues) if count else 0
    )
    assert names == sorted(names)
