"""Should the encoder read an article's title before each passage? Judged news queries, vectors alone and fused.

    python benchmarks/title_context.py DATA_FOLDER

DATA_FOLDER holds polnear/dev/text and judged/polnear-dev.jsonl. Two archives of the same articles differ only in the
stored vectors; passages, BM25 (which always counts the title) and fusion are the same.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from unittest.mock import patch

from onrecord import Archive, read
from onrecord.evaluation.judgments import read_judgments
from onrecord.evaluation.suite import run_suite
from onrecord.evaluation.tables import compare, text_lines
from onrecord.uses import prepare
from record import write_result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    data = parser.parse_args().data
    articles = list(read(data / "polnear" / "dev" / "text"))
    judged = read_judgments(data / "judged" / "polnear-dev.jsonl")
    with tempfile.TemporaryDirectory() as folder:
        searches = {}
        for name, before in (("alone", prepare.text_to_encode), ("after the title", with_title)):
            with patch.object(prepare, "text_to_encode", before):
                archive = Archive.open(Path(folder) / name)
                archive.add(articles)
            for mode in ("vector", "hybrid"):
                searches[f"{mode}, {name}"] = lambda query, k, a=archive, m=mode: a.search(query, k, mode=m)
        reports = run_suite(judged, searches)
    print("\n".join(text_lines(compare(reports, ("nDCG", "hit@1")))))
    print(write_result("title-context", {name: report.to_dict() for name, report in reports.items()}))


def with_title(article, span) -> str:
    return f"{article.title}. {span.of(article.text)}" if article.title else span.of(article.text)


if __name__ == "__main__":
    main()
