"""What was found in one article as text of a format, or as files in a folder."""

from __future__ import annotations

import os
import re
from pathlib import Path

from onrecord.atomic import replace_file
from onrecord.errors import BadInput
from onrecord.records import Article
from onrecord.rendering.attribution_html import attributed_article_html
from onrecord.rendering.brat_standoff import brat_standoff
from onrecord.rendering.citron_json import citron_json
from onrecord.rendering.colours import Palette
from onrecord.rendering.extraction_formats import extraction_json, extraction_jsonl, extraction_table
from onrecord.rendering.json_text import json_text
from onrecord.rendering.terminal import DEFAULT_WIDTH
from onrecord.spoken import Extraction

EXTRACTION_FORMATS = ("table", "jsonl", "json", "html", "citron", "brat")
_SUFFIXES = {"table": ".txt", "jsonl": ".jsonl", "json": ".json", "html": ".html", "citron": ".json", "brat": ".ann"}
# Ids may hold slashes and anything else; a file's name may not.
_UNSAFE = re.compile(r"[^\w.-]+")
# Bytes: file systems take 255, suffix and temporary name included.
_LONGEST_NAME = 180
# Names that mean a device on Windows, whatever suffix they have.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


def extraction_text(
    article: Article,
    extraction: Extraction,
    fmt: str,
    *,
    palette: Palette | None = None,
    width: int = DEFAULT_WIDTH,
    explain: bool = False,
) -> str:
    """The extraction as text that ends in a newline; BadInput for an unknown format."""
    found, speakers = extraction.attributions, extraction.speakers
    match fmt:
        case "table":
            return extraction_table(
                article, extraction, palette=palette or Palette(False), width=width, explain=explain
            )
        case "jsonl":
            return extraction_jsonl(article.id, article.text, extraction)
        case "json":
            return json_text(extraction_json(article.id, article.text, extraction), indent=2) + "\n"
        case "citron":
            return json_text(citron_json(article.text, found, speakers, extraction.people), indent=2) + "\n"
        case "brat":
            return brat_standoff(article.text, found, speakers)
        case "html":
            facts = tuple(fact for fact in (article.source, article.date) if fact)
            return attributed_article_html(
                article.text, found, speakers, title=article.title, facts=facts, url=article.url, page=True
            )
    raise BadInput(f"format {fmt!r}: expected one of {', '.join(EXTRACTION_FORMATS)}")


def write_extraction(folder: Path, article: Article, extraction: Extraction, fmt: str) -> Path:
    """The file written, named after the article's id; brat's also gets the text beside it, as brat wants it.

    Raises BadInput when a file has that name already. Nothing is written outside the folder, whatever the id.
    """
    name = file_name(article.id)
    path, beside = folder / f"{name}{_SUFFIXES.get(fmt, '.txt')}", folder / f"{name}.txt"
    for taken in (path, beside) if fmt == "brat" else (path,):
        if os.path.lexists(taken):
            raise BadInput(f"{taken}: is there already; name an empty folder for --out")
    text = extraction_text(article, extraction, fmt)
    if fmt == "brat":
        replace_file(beside, article.text.encode("utf-8", "surrogatepass"))
    replace_file(path, text.encode("utf-8", "surrogatepass"))
    return path


def file_name(id: str) -> str:
    """The id as a file's name without suffix: letters, digits, `_`, `-` and inner dots; never empty, never a device's.

    >>> file_name("../../etc/passwd"), file_name("aux.2"), file_name("...")
    ('_.._etc_passwd', '_aux.2', 'article')
    """
    name = _UNSAFE.sub("_", id).strip(".")
    name = name.encode("utf-8", "replace")[:_LONGEST_NAME].decode("utf-8", "ignore").rstrip(".") or "article"
    return f"_{name}" if _DEVICE.match(name) else name
