"""Judged queries that are handed on without the articles: these come from the reader's own copy, checked by hash.

Beside `SUITE.jsonl` stands `SUITE.articles.json`: of each article the SHA-256 of its file and of its text, and where
the files lie in a copy of the corpus. An offset means something in exactly the text it was counted in, so a file that
differs in one byte is refused, never taken as good enough.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from onrecord.errors import BadInput
from onrecord.evaluation.judgments import GoldSpan, JudgedQuery, read_judgments
from onrecord.evaluation.lines import text_of
from onrecord.limits import bytes_of
from onrecord.records import Json, Span

_SHOWN = 3
_HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """What one article has to be: hex SHA-256 of the file's bytes and of its text as UTF-8, and its code points."""

    id: str
    file_sha256: str
    text_sha256: str
    characters: int


@dataclass(frozen=True, slots=True)
class ArticleList:
    """The articles a suite was judged on, by id; `folders` are where a copy of the corpus may keep `ID.txt`."""

    path: Path
    corpus: str
    source: str
    folders: tuple[str, ...]
    articles: Mapping[str, ListedArticle]


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """The queries, each gold span with its text, and the article files in the order of their ids."""

    queries: tuple[JudgedQuery, ...]
    files: tuple[Path, ...]
    texts: Mapping[str, str]


def list_beside(suite: Path | str) -> Path:
    """Where the article list of a suite stands, whether it is there or not: `a/b.jsonl` has `a/b.articles.json`."""
    return Path(suite).with_suffix(".articles.json")


def read_judged_set(suite: Path | str, copy: Path | str) -> JudgedSet:
    """The suite with the articles of `copy`: a clone of the corpus, or any of the list's folders in it.

    Raises BadInput for a suite without a list, for files that are missing or differ, and for a span whose characters
    are not those that were judged; it says what was seen, what was expected and what to do.
    """
    suite = Path(suite)
    queries = read_judgments(suite)
    wanted = read_article_list(list_beside(suite))
    files = find_files(wanted, Path(copy))
    texts = {id: _checked_text(wanted, wanted.articles[id], file) for id, file in files.items()}
    return JudgedSet(tuple(with_texts(queries, texts, suite)), tuple(files.values()), texts)


def read_article_list(path: Path | str) -> ArticleList:
    """The list in a `.articles.json` file; BadInput, naming the file, for anything but such a list."""
    path = Path(path)
    try:
        row = json.loads(bytes_of(path))
    except FileNotFoundError as error:
        raise BadInput(
            f"{path}: missing; a suite without its articles needs this list of their checksums beside it"
        ) from error
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror or error})") from error
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path}: not valid JSON ({error}); expected the list of a suite's articles") from error
    if not isinstance(row, dict) or not isinstance(row.get("articles"), dict) or not row["articles"]:
        raise BadInput(f"{path}: no articles; expected an object with corpus, source, folders and articles by id")
    folders = row.get("folders")
    if not isinstance(folders, list) or not folders or not all(isinstance(folder, str) for folder in folders):
        raise BadInput(f"{path}: 'folders' is {folders!r}; expected a list of folders of the corpus")
    articles = {id: _listed(id, facts, f"{path}: article {id!r}") for id, facts in sorted(row["articles"].items())}
    return ArticleList(
        path, text_of(row, "corpus", str(path)), text_of(row, "source", str(path)), tuple(folders), articles
    )


def find_files(wanted: ArticleList, copy: Path) -> dict[str, Path]:
    """{id: file} of every listed article, by id; each in the first of the list's folders that has it.

    Raises BadInput when any is missing.
    """
    if not copy.is_dir():
        raise BadInput(f"{copy}: no such folder; expected a copy of {wanted.corpus} ({wanted.source})")
    found, missing = {}, []
    for id in wanted.articles:
        places = [copy / folder / f"{id}.txt" for folder in wanted.folders]
        file = next((place for place in places if place.is_file()), None)
        if file is None:
            missing.append(f"{id}.txt")
        else:
            found[id] = file
    if missing:
        raise BadInput(
            f"{copy}: {len(missing)} of {len(wanted.articles)} articles are missing ({_few(missing)}); expected them "
            f"in {' or '.join(wanted.folders)}, as in a clone of {wanted.source}"
        )
    return found


def with_texts(
    queries: Iterable[JudgedQuery], texts: Mapping[str, str], suite: Path | str = "suite"
) -> list[JudgedQuery]:
    """The queries with the text of every gold span, which has to have the span's hash, where it has one.

    Raises BadInput for a span outside its article or with other characters. A span of an article that `texts` lacks
    stays as it is.
    """
    return [
        replace(query, gold=tuple(_with_text(gold, texts, f"{suite}: {query.qid}") for gold in query.gold))
        for query in queries
    ]


def differing(wanted: ArticleList, text_hashes: Mapping[str, str]) -> list[str]:
    """One line a listed article that an archive lacks or holds with another text; `text_hashes` are the archive's."""
    lines = []
    for id, article in wanted.articles.items():
        seen = text_hashes.get(id)
        if seen is None:
            lines.append(f"{id}: not in the archive; expected the text with SHA-256 {article.text_sha256[:12]}")
        elif seen != article.text_sha256:
            lines.append(f"{id}: text has SHA-256 {seen[:12]}, expected {article.text_sha256[:12]}; offsets would lie")
    return lines


def sha256_of(text: str) -> str:
    """Hex SHA-256 of the text as UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _with_text(gold: GoldSpan, texts: Mapping[str, str], place: str) -> GoldSpan:
    text = texts.get(gold.doc)
    if text is None:
        return gold
    where = f"{place}: {gold.doc}:{gold.start}-{gold.end}"
    if gold.end > len(text):
        raise BadInput(f"{where}: the article has {len(text)} characters; use the articles the suite was judged on")
    covered = Span(gold.start, gold.end).of(text)
    if gold.sha256 and sha256_of(covered) != gold.sha256:
        raise BadInput(
            f"{where}: SHA-256 of these characters is {sha256_of(covered)[:12]}, expected {gold.sha256[:12]}; "
            "the suite or the article was changed, take both anew"
        )
    return replace(gold, text=covered)


def _checked_text(wanted: ArticleList, article: ListedArticle, file: Path) -> str:
    try:
        content = bytes_of(file)
    except OSError as error:
        raise BadInput(f"{file}: cannot be read ({error.strerror or error})") from error
    seen = hashlib.sha256(content).hexdigest()
    if seen != article.file_sha256:
        raise BadInput(
            f"{file}: SHA-256 {seen[:12]}, {len(content)} bytes; expected {article.file_sha256[:12]} as in "
            f"{wanted.corpus}; {_remedy(content, article, wanted.source)}"
        )
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(f"{file}: not UTF-8 ({error.reason}), though {wanted.path} lists it") from error
    if sha256_of(text) != article.text_sha256 or len(text) != article.characters:
        raise BadInput(f"{wanted.path}: the two checksums of {article.id!r} contradict each other; take the list anew")
    return text


def _remedy(content: bytes, article: ListedArticle, source: str) -> str:
    """What to do about a file that differs; line ends changed by a version control program are the usual case."""
    if hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest() == article.file_sha256:
        return f"only its line ends were changed: `git -c core.autocrlf=false clone {source}`"
    if hashlib.sha256(content.removeprefix(b"\xef\xbb\xbf")).hexdigest() == article.file_sha256:
        return "only a byte-order mark was put before it: take the file anew"
    return f"take the file anew from {source}"


def _listed(id: str, facts: Json, place: str) -> ListedArticle:
    if not id or any(mark in id for mark in "/\\\0") or id in (".", ".."):
        raise BadInput(f"{place}: expected an id that is a file's name without its .txt")
    if not isinstance(facts, dict):
        raise BadInput(f"{place}: {facts!r}; expected file_sha256, text_sha256 and characters")
    hashes = [text_of(facts, key, place) for key in ("file_sha256", "text_sha256")]
    if any(len(given) != 64 or not _HEX.issuperset(given) for given in hashes):
        raise BadInput(f"{place}: {hashes!r}; expected SHA-256 as 64 hex digits in lower case")
    characters = facts.get("characters")
    if not isinstance(characters, int) or isinstance(characters, bool) or characters < 1:
        raise BadInput(f"{place}: 'characters' is {characters!r}; expected a whole number above 0")
    return ListedArticle(id, hashes[0], hashes[1], characters)


def _few(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
