"""The command `onrecord`: finds the verb, runs it, and turns whatever happens into an exit code."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from onrecord.cli import streams
from onrecord.cli.failures import DEBUG, tell
from onrecord.errors import OnrecordError

# In the order of `onrecord --help`. Each is a file of this folder with a function of that name.
VERBS = (
    "index", "search", "quotes", "people", "claims", "verify", "show", "extract", "correct", "info", "delete",
    "compact", "export", "check", "bench", "evaluate", "judge", "tune", "demo",
)  # fmt: skip
_HELP = """\
Search news articles on the record: what was said, by whom, where exactly.

\b
Try it:
  onrecord demo
  onrecord index articles/ --archive indexes/talks
  onrecord search "what did Sherman say about sanctions" --archive indexes/talks
  onrecord quotes --speaker "Wendy Sherman" --about sanctions --archive indexes/talks
  onrecord people Sherman --archive indexes/talks
  onrecord show ARTICLE:START-END --archive indexes/talks

Data goes to stdout, progress and warnings to stderr.
What is too large is refused or cut, and the message says how to raise the limit; `onrecord --limits` lists them all.
Exit codes: 0 found or done, 1 nothing found, 2 wrong use or bad input (the rest is done), 3 the archive is locked
or damaged, 130 interrupted.
"""


class Verbs(TyperGroup):
    """The verbs; an error of one becomes its exit code before Typer, which has other codes, sees it."""

    def invoke(self, ctx: Any) -> Any:
        """Runs the verb; see `failures.tell` for what becomes of errors."""
        try:
            return super().invoke(ctx)
        except (OSError, KeyboardInterrupt) as error:
            raise typer.Exit(tell(error)) from error


def run(arguments: Sequence[str] | None = None) -> int:
    """The exit code of one command; `arguments` default to those of the process."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    streams.make_reliable()
    if not (os.environ.get(DEBUG) or sys.warnoptions):
        # Deprecations inside libraries are news for their users' authors, not for readers of articles.
        warnings.simplefilter("ignore")
    try:
        code = _exit_code(given)
        sys.stdout.flush()
    except BaseException as error:
        return tell(error)
    return code


def _exit_code(arguments: list[str]) -> int:
    try:
        build_app(_verbs_needed(arguments))(arguments, prog_name="onrecord")
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):
            # Typer's own output, a help page say, met a reader that went away.
            return tell(end.__context__)
        return end.code if isinstance(end.code, int) else 0 if end.code is None else 2
    return 0


def build_app(verbs: Iterable[str] = VERBS) -> typer.Typer:
    """The application with these verbs."""
    app = typer.Typer(
        cls=Verbs,
        help=_HELP,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)
    for verb in verbs:
        module = import_module(f"onrecord.cli.{verb}")
        app.command(verb, cls=getattr(module, "COMMAND", None), no_args_is_help=False)(getattr(module, verb))
    return app


def _verbs_needed(arguments: list[str]) -> Iterable[str]:
    """Only the verb that was asked for: reading the options of all takes longer than many a search."""
    asked = arguments[:1]
    return asked if asked and asked[0] in VERBS and "_ONRECORD_COMPLETE" not in os.environ else VERBS


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            streams.write(f"onrecord {version('onrecord')}\n")
        except PackageNotFoundError:
            streams.write("onrecord (not installed: run from its source)\n")
        raise typer.Exit


def _show_limits(wanted: bool) -> None:
    if wanted:
        from onrecord.cli.limits_shown import show_limits

        try:
            show_limits()
        except OnrecordError as error:
            raise typer.Exit(tell(error)) from error
        raise typer.Exit


def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and stop.")
    ] = False,
    limits: Annotated[
        bool,
        typer.Option("--limits", callback=_show_limits, is_eager=True, help="List the limits on inputs and stop."),
    ] = False,
) -> None:
    """Options of the command itself."""
