"""Options that `bench` and `evaluate` share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

MeasureOption = Annotated[
    list[str] | None,
    typer.Option(
        "--measure",
        "-m",
        metavar="NAME",
        help="As ir_measures names them: nDCG@10, AP@5, R@100, RR; the first leads. May be repeated.",
    ),
]
FocusOption = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="The system compared with all others.  [default: hybrid, else the first]",
        show_default=False,
    ),
]
AgainstOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="An earlier --out: compare each system with itself, question by question."),
]
EvenIfChangedOption = Annotated[
    bool, typer.Option("--even-if-changed", help="Compare although the earlier run was made on other data.")
]
ReportFormat = Annotated[
    Literal["table", "markdown", "json", "csv"],
    typer.Option("--format", help="table for people, json is the whole record."),
]
OutOption = Annotated[Path | None, typer.Option(metavar="FILE", help="Write the whole record there, as JSON.")]
HtmlOption = Annotated[Path | None, typer.Option(metavar="FILE", help="Write one page with tables and plots.")]
PngOption = Annotated[Path | None, typer.Option(metavar="FILE", help="Write the plots as a picture.")]
ResamplesOption = Annotated[int, typer.Option(min=100, max=1_000_000, metavar="N", help="How often chance is played.")]
SeedOption = Annotated[int, typer.Option(min=0, metavar="N", help="Where chance begins.")]
