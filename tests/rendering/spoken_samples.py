"""A made-up article with all kinds of attributions, people and claims; and attributions at random."""

from hypothesis import strategies as st

from onrecord.records import Article, Span
from onrecord.spoken import Attribution, Claim, Extraction, Mention, Person, Quantity, Role, Speaker, When

TEXT = (
    "Harbour plan splits the council\n\n"
    "“We will not close the harbour,” Mayor Ada Bell said on Monday. “Not now,” she added, “and not next year.”\n\n"
    "Critics called the plan “a gift to developers” that ignores the town.\r\n\r\n"
    "Councillor Tom Reed said auditors said nearly 1,200 jobs were at stake.\n"
)


def at(phrase: str, after: str = "") -> Span:
    """The phrase's first place behind the first place of `after`."""
    start = TEXT.index(phrase, TEXT.index(after) + len(after))
    return Span(start, start + len(phrase))


ATTRIBUTIONS = (
    Attribution(
        (at("Mayor Ada Bell"),), (at("said"),), (at("“We will not close the harbour,”"),), "direct", 0.98, "marks"
    ),
    Attribution(
        (at("she"),), (at("added"),), (at("“Not now,”"), at("“and not next year.”")), "mixed", 0.9, "tagger"
    ),
    Attribution(
        (at("Critics"),), (at("called"),), (at("the plan “a gift to developers” that ignores the town"),),
        "mixed", 0.755, "tagger",
    ),
    Attribution(
        (at("Councillor Tom Reed"),), (at("said", "Reed "),),
        (at("auditors said nearly 1,200 jobs were at stake"),), "indirect", 0.61, "rules",
    ),
    Attribution(
        (at("auditors"),), (at("said", "auditors "),), (at("nearly 1,200 jobs were at stake"),),
        "indirect", 0.5, "rules",
    ),
)  # fmt: skip
SPEAKERS = (
    Speaker("Ada Bell", 0, 0.99, "the source names her"),
    Speaker("Ada Bell", 0, 0.8, "“she” is the only woman before it"),
    Speaker("", None, 0.0, "a group without a name"),
    Speaker("Tom Reed", 1, 0.99, "the source names him"),
    Speaker("auditors", None, 0.7, "the source's own words"),
)
PEOPLE = (
    Person(
        "Ada Bell", ("Mayor Ada Bell",),
        (Mention(at("Ada Bell"), "name", "full name"), Mention(at("she"), "pronoun", "the only woman before it")),
        (Role(at("Mayor")),), ("“she” refers to the last woman named",),
    ),
    Person(
        "Tom Reed", (), (Mention(at("Tom Reed"), "name", "full name"),),
        (Role(at("Councillor"), at("council")),),
    ),
)  # fmt: skip
CLAIMS = (
    Claim(
        (at("nearly 1,200 jobs were at stake"),), "warning", 4, ("jobs",),
        (Quantity(at("nearly 1,200 jobs"), 1200.0, 1200.0, "jobs", True),),
        (When(at("Monday"), "2024-03-04", "2024-03-04"),), 0.91, ("a quantity",),
    ),
    Claim((at("splits the council"),), "statement", None, ("council",)),
)  # fmt: skip
EXTRACTION = Extraction(ATTRIBUTIONS, SPEAKERS, PEOPLE, CLAIMS, ("no weights for this encoder",))
ARTICLE = Article("harbour", TEXT, "Harbour plan splits", "2024-03-05", "gazette", url="https://example.org/a")

# Letters of several widths and scripts, marks, blanks, line ends and what could do harm.
HOSTILE_TEXT = st.text(
    st.sampled_from("abcd eé漢字ש\u202e\x1b\n\r\t\"“”'<>&*_[]()#|`!\\{}«»\ud800\u200b¹²=+-@$~:/.w"), max_size=120
)


@st.composite
def attributed_texts(draw: st.DrawFn, text: st.SearchStrategy[str] = HOSTILE_TEXT) -> tuple[str, list[Attribution]]:
    """A text and attributions on it, whose spans may cross those of others."""
    body = draw(text)
    place = st.integers(0, len(body))

    def spans(least: int) -> tuple[Span, ...]:
        ends = sorted(set(draw(st.lists(place, min_size=0, max_size=6))))
        pairs = [Span(a, b) for a, b in zip(ends[::2], ends[1::2], strict=False)]
        return tuple(pairs) if len(pairs) >= least else (Span(0, len(body)),)

    attributions = [
        Attribution(
            spans(0), spans(0), spans(1), draw(st.sampled_from(["direct", "mixed", "indirect"])),
            draw(st.floats(0, 1)), draw(st.sampled_from(["tagger", "marks", "rules"])),
        )
        for _ in range(draw(st.integers(0, 5)) if body else 0)
    ]  # fmt: skip
    return body, attributions
