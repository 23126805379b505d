"""Invented articles: small, with quotes, people and claims in them, and one word each that no other has."""

from __future__ import annotations

from onrecord.records import Article

_PEOPLE = ("Ines Carrow", "Tobias Vell", "Marta Oduya", "Pavel Lindqvist", "Rosa Imber")
_SUBJECTS = ("harbour dues", "the northern ferry", "school meals", "the tram line", "river dykes", "winter fuel")
QUERIES = ("ferry talks", "harbour dues 12 million", "Minister Carrow said", '"river dykes"')
MODES = ("bm25", "vector", "hybrid")


def article(number: int, version: int = 1) -> Article:
    """The article with this number; another version has another text under the same id."""
    person, subject = _PEOPLE[number % len(_PEOPLE)], _SUBJECTS[(number + version) % len(_SUBJECTS)]
    amount = 3 + (number * 7 + version) % 40
    text = (
        f"Minister {person} said on Friday that {subject} would cost {amount} million crowns this year.\n\n"
        f"“We will not close {subject},” {person} told reporters after talks in Port Ansel. "
        f"The note {secret(number, version)} was read aloud, and the council will vote in {2 + number % 9} weeks."
    )
    date = f"2021-{1 + number % 12:02}-{1 + number % 28:02}"
    return Article(f"n{number:03}", text, f"Vote on {subject}", date, "The Ansel Post", metadata={"version": version})


def secret(number: int, version: int = 1) -> str:
    """A word that stands in this version of this article and nowhere else."""
    return f"zq{number}v{version}xk"


# What every archive holds at first: some updated, some deleted, so that there is something to forget.
STORED = [article(number) for number in range(14)]
UPDATED = [article(number, 2) for number in (2, 5)]
DELETED = ["n003", "n007"]
# Words that only stand in what was replaced or deleted.
FORGOTTEN = [secret(2), secret(5), secret(3), secret(7)]

ADDED = [article(number, 3) for number in (1, 4)] + [article(number) for number in range(20, 28)]
REMOVED = ["n001", "n006", "n011"]
