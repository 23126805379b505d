"""Makes of judged queries what can be handed on without the articles: offsets and hashes in place of text.

    python benchmarks/pack_judged_set.py JUDGED.jsonl ARTICLE_FOLDER OUT.jsonl --corpus NAME --source URL --folder F ...

Written: OUT.jsonl, and beside it OUT.articles.json with the checksums of every ID.txt of the folder. Notes are left
out, for they may quote. Refused are queries that copy more than --longest words in a row from an article.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from onrecord.atomic import replace_file
from onrecord.errors import BadInput, OnrecordError
from onrecord.evaluation.judged_set import list_beside, sha256_of
from onrecord.evaluation.judgments import JudgedQuery, read_judgments
from onrecord.records import Json

# A phrase of this many words can be found by anybody; more would be a piece of the article.
LONGEST_COPY = 15


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 written, 2 refused."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("judged", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--corpus", required=True, help="what the articles are called")
    parser.add_argument("--source", required=True, help="where anybody gets them")
    parser.add_argument("--folder", action="append", required=True, help="where a copy keeps ID.txt; repeatable")
    parser.add_argument("--longest", type=int, default=LONGEST_COPY)
    given = parser.parse_args(arguments)
    try:
        judged = read_judgments(given.judged)
        files = read_files(given.articles)
        texts = {id: content.decode("utf-8") for id, content in files.items()}
        refuse_copies(judged, texts, given.longest)
        rows = [packed(query, texts) for query in judged]
    except (OnrecordError, UnicodeDecodeError) as error:
        print(error, file=sys.stderr)
        return 2
    listed = {"corpus": given.corpus, "source": given.source, "folders": given.folder, "articles": checksums(files)}
    replace_file(given.out, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode())
    replace_file(list_beside(given.out), (json.dumps(listed, indent=1, ensure_ascii=False) + "\n").encode())
    print(f"{given.out}: {len(rows)} queries, {sum(len(query.gold) for query in judged)} spans, {len(files)} articles")
    return 0


def read_files(folder: Path) -> dict[str, bytes]:
    """{id: raw bytes} of every .txt file of a folder; BadInput when there is none."""
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        raise BadInput(f"{folder}: no .txt files; expected the articles that the queries were judged on")
    return {path.stem: path.read_bytes() for path in paths}


def checksums(files: Mapping[str, bytes]) -> dict[str, Json]:
    """What `SUITE.articles.json` says of each article."""
    return {
        id: {
            "file_sha256": hashlib.sha256(content).hexdigest(),
            "text_sha256": sha256_of(content.decode("utf-8")),
            "characters": len(content.decode("utf-8")),
        }
        for id, content in files.items()
    }


def packed(query: JudgedQuery, texts: Mapping[str, str]) -> dict[str, Json]:
    """The query's line without any text of an article; BadInput for a span that does not read as it was judged."""
    gold: list[Json] = []
    for span in query.gold:
        covered = texts[span.doc][span.start : span.end] if span.doc in texts else None
        if covered is None or covered != (span.text or covered):
            raise BadInput(f"{query.qid}: {span.doc}:{span.start}-{span.end} does not read as it was judged")
        hashed = sha256_of(covered)
        gold.append({"doc": span.doc, "start": span.start, "end": span.end, "grade": span.grade, "sha256": hashed})
    return {
        "qid": query.qid, "family": query.family, "style": query.style, "query": query.query,
        "speaker": query.speaker, "gold": gold,
    }  # fmt: skip


def refuse_copies(judged: Sequence[JudgedQuery], texts: Mapping[str, str], longest: int) -> None:
    """Raises BadInput when a query holds more than `longest` words in a row of one article."""
    for query, size in zip(judged, longest_copies(judged, texts), strict=True):
        if size > longest:
            raise BadInput(f"{query.qid}: {size} words in a row stand in an article; at most {longest} may be shipped")


def longest_copies(judged: Sequence[JudgedQuery], texts: Mapping[str, str]) -> list[int]:
    """How many words in a row each query shares with any article, case and punctuation aside."""
    articles = [f" {' '.join(_words(text))} " for text in texts.values()]
    return [_longest_copy(_words(query.query), articles) for query in judged]


def _longest_copy(words: Sequence[str], articles: Sequence[str]) -> int:
    for size in range(len(words), 0, -1):
        for start in range(len(words) - size + 1):
            phrase = f" {' '.join(words[start : start + size])} "
            if any(phrase in article for article in articles):
                return size
    return 0


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
