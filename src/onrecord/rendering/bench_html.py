"""A benchmark as one HTML page that needs nothing else: no script, no font, no server, nothing loaded from anywhere.

Its policy allows the page's own style sheet, by its hash, and nothing more, so that even text that slipped through
the escaping could not run or load anything. Plots are inline SVG; each has its numbers as a table beside it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

from onrecord.benchmark import Benchmark, Comparison
from onrecord.rendering.bench_facts import cells_of, lead_of, leading_comparisons, settings_words, systems_in_order
from onrecord.rendering.bench_html_misses import misses_html
from onrecord.rendering.bench_html_plots import section_html
from onrecord.rendering.bench_html_style import STYLE
from onrecord.rendering.bench_html_tables import escaped, grid_html
from onrecord.rendering.bench_sections import sections_of
from onrecord.rendering.bench_tables import (
    comparisons_grid,
    costs_grid,
    groups_grid,
    lacking_costs,
    measures_grid,
    overall_verdicts_grid,
    verdicts_grid,
)
from onrecord.rendering.bench_words import SIGNS, evidence_words, excerpt_words, extent_words, name_words, verdict_words

_LONGEST_NOTE = 2000
# Findings in words for the primary measure; more would fill the screen, and the tables have them.
_MOST_FOUND = 9


def html_page(benchmark: Benchmark) -> str:
    """The report: findings in words, tables with intervals, plots, missed questions, and what made the figures.

    Same record, same bytes. What the record lacks is left out, and a sentence says so.
    """
    suite = name_words(benchmark.suite)
    digest = base64.b64encode(hashlib.sha256(STYLE.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    parts = [("Measures", _tables(benchmark), "")]
    names = [name_words(system.name) for system in systems_in_order(benchmark)]
    for number, section in enumerate(sections_of(benchmark), 1):
        # Sections that fill half a line stand side by side where there is room.
        half = ' class="half"' if len(section.charts) < 2 else ""
        parts.append((section.heading, section_html(section, f"plot-{number}", names), half))
    parts.append(("Missed questions", misses_html(benchmark), ""))
    parts.append(("All comparisons", _comparisons(benchmark), ""))
    parts.append(("How these figures were made", _origin(benchmark), ""))
    links = "".join(f'<a href="#part-{n}">{escaped(heading)}</a>' for n, (heading, *_) in enumerate(parts, 1))
    body = "".join(
        f'<section id="part-{n}" aria-labelledby="head-{n}"{kind}><h2 id="head-{n}">{escaped(heading)}</h2>{inside}'
        "</section>\n"
        for n, (heading, inside, kind) in enumerate(parts, 1)
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">'
        f"<title>{escaped(suite)}: benchmark</title><style>{STYLE}</style></head>\n"
        f'<body><main><header><h1 dir="auto">{escaped(suite)}</h1>'
        f'<div class="facts">Retrieval benchmark · {escaped(extent_words(benchmark))}</div>{_found(benchmark)}'
        f'{_notes(benchmark.notes)}<nav aria-label="Parts of this page">{links}</nav></header>'
        f'\n<div class="parts">{body}</div></main></body></html>\n'
    )


def _found(benchmark: Benchmark) -> str:
    leading = leading_comparisons(benchmark)
    primary = [one for one in leading if one.measure == benchmark.primary]
    shown = (primary or leading)[:_MOST_FOUND]
    if not shown:
        return "<p>The systems were not compared, so nothing can be said about which is better.</p>"
    return f'<ul class="found">{"".join(map(_finding, shown))}</ul>'


def _finding(one: Comparison) -> str:
    kind = one.verdict if one.verdict in ("better", "worse") else "none"
    return (
        f'<li class="{kind}"><b dir="auto"><i aria-hidden="true">{SIGNS[one.verdict]}</i> {escaped(verdict_words(one))}'
        f'</b><span dir="auto">{escaped(evidence_words(one))}</span></li>'
    )


def _notes(notes: Iterable[str]) -> str:
    return "".join(f'<p dir="auto">{escaped(excerpt_words(note, _LONGEST_NOTE))}</p>' for note in notes)


def _tables(benchmark: Benchmark) -> str:
    cells = cells_of(benchmark)
    measured = grid_html(measures_grid(benchmark, cells), "measures by system", lead=True)
    grouped = grid_html(groups_grid(benchmark, cells), "by family and style")
    costs = grid_html(costs_grid(benchmark, cells), "whole runs", lead=True)
    primary = escaped(name_words(benchmark.primary))
    return (
        '<p class="about">Means over all questions with an answer, with 95% intervals in brackets where the record '
        "gives them. Larger is better.</p>"
        + (measured or "<p>No system has a measure.</p>")
        + (f"<h3>{primary} by family and style</h3>{grouped}" if grouped else "")
        + "<h3>Whole runs: silence, latency, size</h3>"
        + costs
        + (f"<p>{lacking}</p>" if (lacking := lacking_costs(benchmark)) else "")
    )


def _comparisons(benchmark: Benchmark) -> str:
    if not benchmark.comparisons and not benchmark.earlier:
        return "<p>The record holds no comparisons.</p>"
    signs = ", ".join(f"{sign} {verdict}" for verdict, sign in SIGNS.items())
    parts = [
        f'<p class="about">Difference, 95% interval, p after Holm\'s correction over all comparisons. {signs}.</p>',
        grid_html(overall_verdicts_grid(benchmark), "verdicts over all questions"),
        grid_html(verdicts_grid(benchmark), "verdicts by family and style"),
    ]
    if benchmark.comparisons:
        every = grid_html(comparisons_grid(benchmark.comparisons), "all comparisons")
        parts.append(f"<details><summary>All {len(benchmark.comparisons)} comparisons</summary>{every}</details>")
    if benchmark.earlier:
        parts.append("<h3>Against the earlier record</h3>")
        parts.append(grid_html(comparisons_grid(benchmark.earlier), "against the earlier record"))
    return "".join(parts)


def _origin(benchmark: Benchmark) -> str:
    rows = [
        ("leading system", name_words(lead_of(benchmark) or "")),
        ("settings", "; ".join(settings_words(benchmark.settings))),
    ]
    rows.append(("software", "; ".join(f"{name} {version}" for name, version in benchmark.software.items())))
    rows.append(("commit", benchmark.commit))
    rows += [(f"SHA-256 of {name_words(name)}", digest) for name, digest in benchmark.data.items()]
    for system in systems_in_order(benchmark):
        facts = {key: value for key, value in system.facts.items() if key != "index_bytes"}
        rows.append((name_words(system.name), "; ".join(settings_words(facts))))
    listed = "".join(
        f'<dt dir="auto">{escaped(key)}</dt><dd dir="auto">{escaped(excerpt_words(value, _LONGEST_NOTE))}</dd>'
        for key, value in rows
        if value
    )
    return f"<dl>{listed}</dl>"
