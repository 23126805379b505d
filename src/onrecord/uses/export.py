"""Articles out of an archive, as JSON lines that `index` takes back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from onrecord.atomic import replacing
from onrecord.errors import BadInput
from onrecord.records import Article, Json
from onrecord.rendering.json_text import json_text
from onrecord.steps import reached


def article_lines(articles: Iterable[Article]) -> Iterator[str]:
    """One JSON object a line, each ended by a newline; reading them again gives equal articles, but for their paths.

    The five named fields are always written, so that nothing in the metadata can be taken for one of them.
    """
    for article in articles:
        row: dict[str, Json] = {
            "id": article.id,
            "title": article.title,
            "date": article.date,
            "source": article.source,
            "author": article.author,
            "url": article.url,
        }
        if article.metadata:
            row["metadata"] = dict(article.metadata)
        yield json_text(row | {"text": article.text}) + "\n"


def write_articles(
    articles: Iterable[Article],
    path: Path,
    *,
    replace: bool = False,
    progress: Callable[[], None] | None = None,
) -> int:
    """How many articles were written to `path`, which appears whole or not at all.

    Raises BadInput when the file is there (unless `replace`) or cannot be written.
    """
    if path.is_dir():
        raise BadInput(f"{path}: is a folder; expected the name of a file")
    if path.exists() and not replace:
        raise BadInput(f"{path}: is there already; name another file, or replace it with --force")
    count = 0
    try:
        with replacing(path) as file:
            for line in article_lines(articles):
                file.write(line.encode())
                reached("export: line written")
                count += 1
                if progress is not None:
                    progress()
    except OSError as error:
        raise BadInput(f"{path}: cannot be written ({error.strerror or error}); name another place") from error
    return count
