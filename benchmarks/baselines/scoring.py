"""Scores of the answers that a rival wrote, by the measures that onrecord is held to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from baselines.exchange import BadExchange, read_json_lines
from baselines.sets import BenchmarkSet, JudgedSpans
from onrecord.evaluation.beir import read_beir
from onrecord.evaluation.judgments import read_judgments
from onrecord.evaluation.ranked import score_rankings
from onrecord.evaluation.spans import score_run
from onrecord.evaluation.trec import read_trec_run

# nDCG@10 and R@100 for all, MAP@5 (called AP@5 by ir_measures) for the set that is reported by it.
ARTICLE_MEASURES = ("nDCG@10", "AP@5", "RR@10", "R@100")
# Ends the name of a measure that takes equal scores in the rival's own order, not in trec_eval's.
OWN_TIES = ", equal scores as written"
MAX_CHARS = (1200, 600)
_STYLES = ("~keyword", "~question", "~paraphrase", "~verbatim", "~misquote")


@dataclass(frozen=True, slots=True)
class FoundSpan:
    """A hit as it stands in a file of answers; rivals name no speakers."""

    article: str
    start: int
    end: int
    score: float
    speaker: str | None = None


def score_answers(one: BenchmarkSet, data: Path, answers: Path) -> dict[str, float]:
    """{measure: mean over the set's queries}, four decimals; a query that the file leaves out counts 0."""
    return score_spans(one, data, answers) if isinstance(one, JudgedSpans) else score_articles(one, data, answers)


def score_spans(one: JudgedSpans, data: Path, answers: Path) -> dict[str, float]:
    """nDCG@10 and hit@1 at two limits of hit length, AUROC, and nDCG@10 by style of query."""
    judged = read_judgments(data / one.judgments)
    run = {row["qid"]: [FoundSpan(**hit) for hit in row["hits"]] for row in read_json_lines(answers)}
    table: dict[str, float] = {}
    for most in MAX_CHARS:
        report = score_run(judged, run, 10, most)
        suffix = "" if most == MAX_CHARS[0] else f", at most {most} characters"
        wanted = [("all", "nDCG", f"nDCG@10{suffix}"), ("all", "hit@1", f"hit@1{suffix}")]
        if not suffix:
            wanted += [("all", "RR", "RR@10"), ("none", "AUROC", "AUROC")]
            wanted += [(style, "nDCG", f"nDCG@10, {style[1:]}") for style in _STYLES]
        for group, measure, name in wanted:
            value = report.value(group, measure)
            if value is not None:
                table[name] = round(value, 4)
    return table


def score_articles(one: BenchmarkSet, data: Path, answers: Path) -> dict[str, float]:
    """ARTICLE_MEASURES by ir_measures, on the run as trec_eval sorts it, and the set's main measure as it was written.

    trec_eval puts equal scores in descending order of id, whatever order they were written in. Where a collection
    holds the same text twice this decides much; so the order that a user of the rival would see is scored as well.
    """
    try:
        import ir_measures
    except ImportError as error:
        raise BadExchange("ir_measures is not installed; pip install 'ir_measures>=0.4' and run again") from error
    beir = read_beir(data / one.name, one.split)  # type: ignore[union-attr]
    run = {qid: dict(pairs) for qid, pairs in read_trec_run(answers).items()}
    qrels = {qid: dict(grades) for qid, grades in beir.qrels.items()}
    measures = [ir_measures.parse_measure(name) for name in ARTICLE_MEASURES]
    means = ir_measures.calc_aggregate(measures, qrels, run)
    table = {name: round(means[measure], 4) for name, measure in zip(ARTICLE_MEASURES, measures, strict=True)}
    as_written = score_rankings(beir.qrels, read_written_order(answers), [one.main_measure])[one.main_measure]
    return table | {f"{one.main_measure}{OWN_TIES}": round(sum(as_written.values()) / len(as_written), 4)}


def read_written_order(answers: Path) -> dict[str, list[str]]:
    """{qid: articles in the order of the file's lines}."""
    rankings: dict[str, list[str]] = {}
    for line in answers.read_text("utf-8").splitlines():
        qid, _, article, *_ = line.split()
        rankings.setdefault(qid, []).append(article)
    return rankings
