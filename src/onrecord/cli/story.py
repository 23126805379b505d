"""The story of the seed article in nine acts: what each command is for, asked for real."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.cli.options import ENVIRONMENT
from onrecord.cli.stage import INDENT, Stage
from onrecord.cli.story_spoken import is_it_right, who_said_it, who_that_is
from onrecord.records import Hit, Mode, Span
from onrecord.rendering.article_view import article_view
from onrecord.rendering.counts import format_count, plural
from onrecord.rendering.hit_parts import headline_of, place_of
from onrecord.rendering.safe_text import printable
from onrecord.rendering.styled_text import StyledText

if TYPE_CHECKING:
    from onrecord.archive import Archive
    from onrecord.uses.look_up import ArchivedArticle

_ARMS: tuple[tuple[Mode, str], ...] = (("bm25", "BM25"), ("vector", "vectors"), ("hybrid", "both together"))


@dataclass(frozen=True, slots=True)
class Act:
    """One search of the story; `answer` is the place in the seed article that answers it."""

    title: str
    says: str
    query: str
    answer: Span
    mode: Mode


ACTS = (
    Act(
        "Words: what stands there exactly",
        "BM25 goes by the very words. To vectors, one date is much like another.",
        "December 30",
        Span(4332, 4530),
        "bm25",
    ),
    Act(
        "Meaning: what was said in other words",
        "Nobody in the article says it in these words. Vectors see what was meant all the same.",
        "conflict draws nearer, tempers fray",
        Span(217, 299),
        "vector",
    ),
    Act(
        "Both: a question as people ask it",
        "Alone, words and meaning each put another passage first. Put together, the right one wins.",
        "What did Sherman say about nuclear weapons?",
        Span(3741, 3824),
        "hybrid",
    ),
)
PHRASE, EXCLUDED, TOO_EARLY = '"red line"', '"red line" -Biden', '"red line" until:2021'


def story(archive: Archive, article: ArchivedArticle, stage: Stage) -> Iterator[str]:
    """The lines, act by act; an act is yielded as a whole, so that it can be shown when it is ready."""
    yield _joined(_opening(article, stage))
    for number, act in enumerate(ACTS, 2):
        yield _joined(_search(archive, act, number, stage))
    number = len(ACTS) + 2
    yield _joined(_phrase(archive, number, stage))
    yield _joined(_citation(archive, article, number + 1, stage))
    yield _joined(who_said_it(archive, number + 2, stage))
    yield _joined(who_that_is(archive, number + 3, stage))
    yield _joined(is_it_right(archive, number + 4, stage))
    yield _joined(_try_next(stage), last=True)


def _joined(lines: list[str], last: bool = False) -> str:
    return "\n".join(lines) + ("\n" if last else "\n\n")


def _opening(article: ArchivedArticle, stage: Stage) -> list[str]:
    passages = sum(unit.kind == "passage" for unit in article.units)
    facts = f"{article.source}, {article.date}, {format_count(len(article.text))} characters"
    return [
        stage.title(1, "The article"),
        *stage.block(StyledText.of((printable(article.title), "kind"))),
        *stage.block(StyledText.of((printable(facts), "dim"))),
        *stage.text(
            f"Now in the archive {stage.archive}, in {plural(passages, 'passage')}; none parts a quotation from "
            "its speaker. To type along:"
        ),
        stage.typed(f"export {ENVIRONMENT}={shlex.quote(stage.archive)}"),
    ]


def _search(archive: Archive, act: Act, number: int, stage: Stage) -> list[str]:
    hits = archive.search(act.query, 1, mode=act.mode)
    options = () if act.mode == "hybrid" else ("--mode", act.mode)
    found = [(name, rank_of(archive, act, mode)) for mode, name in _ARMS]
    ranks = "   ".join(f"{name} {'–' if rank is None else f'#{rank}'}" for name, rank in found)
    return [
        stage.title(number, act.title),
        *stage.text(act.says),
        stage.command("search", act.query, *options),
        "",
        *(line for hit in hits for line in stage.hit(hit)),
        *stage.block(StyledText.of(("where each puts the answer:   ", "dim"), (ranks, "score"))),
    ]


def rank_of(archive: Archive, act: Act, mode: Mode) -> int | None:
    """The rank of the first passage that holds the act's answer, None when there is none among the first hundred."""
    for hit in archive.search(act.query, 100, mode=mode):
        if hit.start <= act.answer.start and act.answer.end <= hit.end:
            return hit.rank
    return None


def _phrase(archive: Archive, number: int, stage: Stage) -> list[str]:
    said, kept = archive.search(PHRASE), archive.search(EXCLUDED)
    early = archive.search(TOO_EARLY)
    return [
        stage.title(number, "Phrases and filters: what must be there, and what must not"),
        *stage.text(
            f"“red line” is found in {plural(len(said), 'passage')}, {len(kept)} of them without Biden, "
            f"{len(early)} of them from before 2022."
        ),
        stage.command("search", PHRASE),
        stage.command("search", EXCLUDED),
        stage.command("search", TOO_EARLY),
        "",
        *(line for hit in kept[:1] for line in stage.hit(hit)),
    ]


def _citation(archive: Archive, article: ArchivedArticle, number: int, stage: Stage) -> list[str]:
    hit = archive.search(ACTS[-1].query, 1)[0]
    cited, span = archive.resolve(_reference(hit))
    same = span is not None and span.of(cited.text) == hit.text and cited.sha256 == hit.text_sha256
    shown = article_view(
        article,
        [Span(hit.start, hit.end)],
        palette=stage.palette,
        width=stage.width - len(INDENT),
        marks=stage.marks,
        context=110,
    )
    # The facts above the text were told in the first act.
    text = shown.partition("\n\n")[2].splitlines()
    verdict = "the same" if same else "NOT the same"
    return [
        stage.title(number, "On the record: read it in its place, and cite it"),
        *stage.text("Every hit names its characters in one revision of the article; the citation outlives an update."),
        stage.command("show", place_of(hit), "--context", "110"),
        "",
        *(INDENT + line for line in text),
        "",
        *stage.block(StyledText.of(("citation  ", "dim"), (", ".join(headline_of(hit)), None))),
        INDENT + stage.palette.paint(_reference(hit), "place"),
        *stage.block(
            StyledText.of(
                ("checked   ", "dim"),
                (f"characters {hit.start}-{hit.end} of revision {hit.text_sha256[:12]} are {verdict}", "score"),
            )
        ),
    ]


def _reference(hit: Hit) -> str:
    return f"{printable(hit.article)}@{hit.text_sha256[:12]}:{hit.start}-{hit.end}"


def _try_next(stage: Stage) -> list[str]:
    return [
        stage.palette.paint("Try next", "title"),
        stage.command("search", "who threatens whom", "--explain"),
        stage.command("claims", "--quantity", "troops > 50000"),
        stage.command("show", "000_4d064d9ae9bb67c0", "--attributions"),
        stage.typed("onrecord index YOUR-ARTICLES/ --archive indexes/mine"),
    ]
