"""What the soak is fed with: invented articles by number and version, and what is asked about them."""

from __future__ import annotations

from onrecord.records import Article

_PEOPLE = (
    ("Ines Carrow", "transport minister"), ("Tobias Vell", "mayor"), ("Marta Oduya", "union leader"),
    ("Pavel Lindqvist", "harbour master"), ("Rosa Imber", "head teacher"), ("Jon Carrow", "ferry captain"),
    ("Ada Lindqvist", "councillor"),
)  # fmt: skip
_SUBJECTS = (
    "harbour dues", "the northern ferry", "school meals", "the tram line", "river dykes", "winter fuel",
    "the old bridge", "night buses",
)  # fmt: skip
_PLACES = ("Port Ansel", "Dunmere", "the Upper Quay", "Saltby", "Market Row")
_SOURCES = ("The Ansel Post", "Dunmere Herald", "")
_DATES = ("2021-03-{day:02}", "2021-{month:02}", "2021", "2022-{month:02}-{day:02}", "")
_TAGS = ("roads", "schools", "water", "Straße")

IDS = 40
VERSIONS = 4
# Every ninth article has the very text of the one before it: two papers print one agency's report.
_TWIN = 9
FOLDERS = (None, "/pool/north", "/pool/south", "/pool/north/late")


def article(number: int, version: int, folder: str | None = None) -> Article:
    """The article of this number in this version, read from a file in `folder` or, with None, from a row."""
    number %= IDS
    id = f"n{number:02}"
    path = None if folder is None else f"{folder}/{id}.txt"
    text = _text(number - 1 if number % _TWIN == 0 and number else number, version)
    date = _DATES[(number + version) % len(_DATES)].format(day=1 + number % 28, month=1 + number % 12)
    subject = _SUBJECTS[(number + version) % len(_SUBJECTS)]
    metadata = {
        "desk": "city" if number % 3 else "coast",
        "tags": [_TAGS[number % 4], _TAGS[version % 4]],
        "v": version,
    }
    return Article(
        id,
        text,
        "" if number % 5 == 4 else f"Vote on {subject}",
        date,
        _SOURCES[number % len(_SOURCES)],
        "Lena Orvik" if number % 2 else "",
        f"https://example.org/{id}",
        {**metadata, "checked": number % 2 == 0},
        path,
    )


def _text(number: int, version: int) -> str:
    """From one to five paragraphs, each with something said in it."""
    seed = number * 7 + version * 3
    paragraphs = []
    for part in range(1 + seed % 5):
        at = seed + part * 5
        person, role = _PEOPLE[at % len(_PEOPLE)]
        subject, place = _SUBJECTS[(at + part) % len(_SUBJECTS)], _PLACES[at % len(_PLACES)]
        family = person.split()[-1]
        paragraphs.append(
            f"The {role}, {person}, said on Friday that {subject} would cost {3 + at % 40} million crowns in {place}. "
            f"“We will not close {subject} before {2022 + at % 4},” {family} told reporters. "
            f"The council of {place} promised to vote in {2 + at % 9} weeks."
        )
    return "\n\n".join([*paragraphs, f"The note {secret(number, version)} was read aloud."])


def secret(number: int, version: int) -> str:
    """A word that stands in this version of this text and, twins aside, nowhere else."""
    return f"zq{number}v{version}xk"


_WORDS = (
    "ferry", "harbour dues crowns", "who promised to vote", "Carrow bridge 2023", "school meals million", "reporters",
    "the council of Saltby", "Friday", "tram tram line", "zq5v1xk", "Lindqvist told reporters", "weeks", "nothingness",
    "https://example.org/a ferry", "will they close the bridge", "Vote on night buses",
)  # fmt: skip
_PHRASES = (
    '"harbour dues"',
    '"told reporters"',
    "-ferry",
    '-"school meals"',
    '"we will not close"',
    '"cost 9 million"',
)
_FIELDS = (
    "source:Ansel",
    'source:"The Ansel Post"',
    "since:2021-06",
    "until:2021-12-31",
    "speaker:Carrow",
    "since:2022",
)


def query(number: int) -> str:
    """A typed query: words, now and then a phrase, an exclusion and a field."""
    words = _WORDS[number % len(_WORDS)]
    rest = number // len(_WORDS)
    parts = [words]
    if rest % 3 == 1:
        parts.append(_PHRASES[rest // 3 % len(_PHRASES)])
    if rest % 5 == 2:
        parts.append(_FIELDS[rest // 5 % len(_FIELDS)])
    return " ".join(parts)


QUERIES = len(_WORDS) * 3 * 5 * 6

SOURCES = (None, None, None, "dunmere herald", "The Ansel Post", "Nobody")
SINCE = (None, None, None, "2021", "2021-06", "2022-02-10")
UNTIL = (None, None, None, "2021", "2021-04", "2022-06-30")
METADATA: tuple[dict[str, str], ...] = (
    {}, {}, {}, {"desk": "coast"}, {"tags": "strasse"}, {"v": "2"}, {"checked": "true"}, {"author": "lena orvik"},
    {"missing": "x"},
)  # fmt: skip
SPEAKERS = (None, None, "Carrow", "Ines Carrow", "Lindqvist", "Rosa Imber", "nobody at all")


# Of these articles the corrections concern quotations.
CORRECTED = ("n05", "n06")
CORRECTIONS = 64


def corrections(number: int) -> list[dict[str, object]]:
    """Lines that put people and quotations right; number 0 takes all of it back."""
    lines: list[dict[str, object]] = [
        {"op": "rename", "person": "Rosa Imber", "name": "Rosa Maria Imber"},
        {"op": "merge", "people": ["Ines Carrow", "Jon Carrow"], "name": "The Carrows"},
        {"op": "split", "person": "Tobias Vell", "articles": ["n04", "n11"], "name": "Tobias Vell the younger"},
        {"op": "rename", "person": "Marta Oduya", "name": "Martha Oduya"},
        {"op": "reject", "article": "n05", **_quoted(5)},
        {"op": "speaker", "article": "n06", **_quoted(6), "speaker": "Ada Lindqvist"},
    ]
    return [line for at, line in enumerate(lines) if number >> at & 1]


def _quoted(number: int) -> dict[str, object]:
    """Where the first quotation stands in the first version of this article, and its words."""
    text = _text(number, 0)
    start, end = text.index("“"), text.index("”") + 1
    return {"start": start, "end": end, "text": text[start:end]}


def quotation(number: int) -> str:
    """Something to look up word by word: printed so, altered, or never printed."""
    subject = _SUBJECTS[number % len(_SUBJECTS)]
    year = 2022 + number // len(_SUBJECTS) % 4
    return (
        f"We will not close {subject} before {year}",
        f"We will never ever close {subject} before {year}",
        f"The council promised to vote on {subject} again",
    )[number % 3]


QUOTATIONS = len(_SUBJECTS) * 4 * 3
