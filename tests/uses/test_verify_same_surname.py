"""A family name that two people share confirms neither for the other."""

import pytest

from onrecord.uses.verify_speakers import is_one_of


@pytest.mark.parametrize(
    ("asked", "names", "expected"),
    [
        ("John Smith", ("Anna Smith", "Smith"), False),
        ("Smith", ("Anna Smith", "Smith"), True),
        ("Mrs. Smith", ("Anna Smith", "Smith"), True),
        ("Anna Smith", ("Smith",), True),
        ("Bob Hale", ("William Hale", "Bob Hale", "Hale"), True),
        ("Mary Hale", ("William Hale", "Bob Hale", "Hale"), False),
        ("Lula", ("Luiz Inácio da Silva", "Lula"), True),
    ],
)
def test_the_fullest_name_decides(asked: str, names: tuple[str, ...], expected: bool) -> None:
    """Asked for by a full name that differs, a person is not confirmed by a bare family name."""
    assert is_one_of(asked, names) is expected
