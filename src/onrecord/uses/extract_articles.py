"""Articles through extraction alone: split, encode, extract; nothing is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from onrecord.records import Article
from onrecord.spoken import EncodedPassage, Extraction
from onrecord.text.passages import build_passages
from onrecord.uses.extract import Extractor, StatesEncoder


def extract_articles(
    articles: Iterable[Article],
    *,
    encoder: str = "default",
    rules: bool = False,
    notify: Callable[[str], None] | None = None,
) -> Iterator[tuple[Article, Extraction]]:
    """Each article with what is found in it, in the order given; `rules` does without model and weights."""
    from onrecord.encoding.choosing import load_encoder

    loaded = None if rules else load_encoder(encoder, progress=notify)
    extractor = Extractor(loaded)
    for article in articles:
        passages: list[EncodedPassage] = []
        if isinstance(loaded, StatesEncoder) and extractor.layers:
            spans = build_passages(article.text)
            _, states = loaded.encode_with_states([span.of(article.text) for span in spans], extractor.layers)
            passages = [EncodedPassage(span, left) for span, left in zip(spans, states, strict=True)]
        yield article, extractor.extract(article.text, article.title, article.date, passages)
