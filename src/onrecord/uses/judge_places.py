"""Places of an archive as a judge looks at them: the article, what stands around, the query's words in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from onrecord.evaluation.answer_parts import surroundings
from onrecord.evaluation.judging import Candidate
from onrecord.querying.highlight import highlights
from onrecord.records import Article, Span
from onrecord.rendering.judging_view import JudgedPlace
from onrecord.text.terms import Analyser

# Grammar, which stands on nearly every line and would hide the words that count.
_GRAMMAR = (
    " a about after an and are as at be been before but by can could did do does for from had has have he her his"
    " how i if in into is it its may me my no not of on or our she should so than that the their them there they"
    " this to was we were what when where which who whom whose why will with would you your "
)

# A text without full stops is one sentence of any length; more than this beside a place helps nobody.
_NEAR = 1000


class Said(Protocol):
    """What is asked of a quote."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def speaker(self) -> str | None: ...


class Places:
    """Looks articles up, each once; `get` and `quotes` (those of one article) are the archive's."""

    def __init__(self, get: Callable[[str], Article], quotes: Callable[[str], Iterable[Said]]) -> None:
        self._get = get
        self._quotes = quotes
        self._articles: dict[str, Article] = {}
        self._analyser = Analyser()

    def article(self, id: str) -> Article:
        """The live article; raises NotFound."""
        if id not in self._articles:
            self._articles[id] = self._get(id)
        return self._articles[id]

    def text(self, id: str) -> str:
        """The article's text; raises NotFound."""
        return self.article(id).text

    def revision(self, id: str) -> str:
        """The SHA-256 of the article's text; raises NotFound."""
        return self.article(id).sha256

    def shown(self, candidate: Candidate, query: str) -> JudgedPlace:
        """The candidate with the query's words, found the same way whichever arm had it."""
        article = self.article(candidate.doc)
        near = Span(max(0, candidate.span.start - _NEAR), min(len(article.text), candidate.span.end + _NEAR))
        around = surroundings(article.text, candidate.span)
        around = Span(max(around.start, near.start), min(around.end, near.end))
        if candidate.answer is not None:
            around = Span(min(around.start, candidate.answer.start), max(around.end, candidate.answer.end))
        words = self._analyser.tokens(query)
        terms = {token.term for token in words if f" {token.span.of(query).casefold()} " not in _GRAMMAR}
        found = highlights(list(self._analyser.tokens(around.of(article.text))), terms, ())
        moved = [Span(span.start + around.start, span.end + around.start) for span in found]
        return JudgedPlace(article, candidate.span, around, candidate.answer, moved)

    def speaker(self, candidate: Candidate) -> str:
        """Who is on record as saying something in the place; empty when nobody is."""
        for quote in self._quotes(candidate.doc):
            if quote.speaker and candidate.gold.overlap(Span(quote.start, quote.end)):
                return quote.speaker
        return ""
