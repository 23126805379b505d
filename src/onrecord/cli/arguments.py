"""What the option parser cannot read by itself: queries that begin with `-`, and `--wait` without a number."""

from __future__ import annotations

import re
from typing import Any

from typer.core import TyperCommand

_SHORT_WITH_NUMBER = re.compile(r"-[a-z]\d+")
_SECONDS = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?")
FOR_EVER = "-1"


class QueryCommand(TyperCommand):
    """A verb whose arguments are words of a query: `-word` is one of them, `--word` an option, `-- …` all words."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Sorts options to the front and words behind `--`, then parses as usual."""
        with_value = {name for option in self.params if not _is_flag(option) for name in option.opts}
        names = {name for option in self.get_params(ctx) for name in option.opts}
        options, words = split_query(args, names, with_value)
        return super().parse_args(ctx, [*options, "--", *words])


class WaitCommand(TyperCommand):
    """A verb whose option `--wait` may stand without a number."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Gives a bare `--wait` its meaning, then parses as usual."""
        return super().parse_args(ctx, with_seconds(args))


def split_query(args: list[str], names: set[str], with_value: set[str]) -> tuple[list[str], list[str]]:
    """(options with their values, words of the query).

    A lone letter behind `-` is taken for an option, so that a mistyped one is refused and not searched.

    >>> split_query(["-trump", "clinton", "-k", "5"], {"-k"}, {"-k"})
    (['-k', '5'], ['-trump', 'clinton'])
    """
    options: list[str] = []
    words: list[str] = []
    rest = iter(args)
    for arg in rest:
        if arg == "--":
            words += rest
        elif not _is_option(arg, names):
            words.append(arg)
        else:
            options.append(arg)
            if arg in with_value and (value := next(rest, None)) is not None:
                options.append(value)
    return options, words


def with_seconds(args: list[str]) -> list[str]:
    """The arguments with `--wait` always followed by a number of seconds; -1 waits for ever.

    >>> with_seconds(["seeds", "--wait", "--archive", "a"])
    ['seeds', '--wait', '-1', '--archive', 'a']
    """
    out: list[str] = []
    for place, arg in enumerate(args):
        if arg == "--":
            return out + args[place:]
        out.append(arg)
        if arg == "--wait" and not _SECONDS.fullmatch("".join(args[place + 1 : place + 2])):
            out.append(FOR_EVER)
    return out


def _is_option(arg: str, names: set[str]) -> bool:
    if arg.startswith("--"):
        # The name of an option has no blank: "--so it begins" was typed as a query.
        return " " not in arg.partition("=")[0]
    return arg in names or (
        arg.startswith("-")
        and ((len(arg) == 2 and arg[1].isalpha()) or (arg[:2] in names and bool(_SHORT_WITH_NUMBER.fullmatch(arg))))
    )


def _is_flag(option: Any) -> bool:
    return bool(getattr(option, "is_flag", False) or getattr(option, "count", False))
