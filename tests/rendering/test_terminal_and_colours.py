"""Colour and width are decided from the stream and the environment, in a fixed order."""

import io

import pytest

from onrecord.rendering.colours import Palette
from onrecord.rendering.terminal import is_terminal, terminal_width


class Screen(io.StringIO):
    """A stream that says it is a terminal but has no file descriptor."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "screen", "enabled"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, False, True),
        ({"FORCE_COLOR": "0"}, False, False),
        ({"FORCE_COLOR": ""}, False, False),
        ({"TERM": "dumb"}, True, False),
        ({"TERM": "xterm"}, True, True),
    ],
)
def test_palette_follows_the_environment(environment: dict[str, str], screen: bool, enabled: bool) -> None:
    """NO_COLOR beats FORCE_COLOR beats TERM=dumb beats the kind of stream."""
    assert Palette.for_stream(Screen() if screen else io.StringIO(), environment).enabled is enabled


def test_paint() -> None:
    """Paint opens and closes itself; nothing is painted without colours, style or text."""
    assert Palette(True).paint("x", "title") == "\x1b[1mx\x1b[0m"
    assert Palette(False).paint("x", "title") == "x"
    assert Palette(True).paint("x", None) == "x"
    assert Palette(True).paint("", "title") == ""


@pytest.mark.parametrize(("columns", "width"), [("100", 100), ("0", 80), ("-5", 80), ("wide", 80), ("", 80), ("²", 80)])
def test_width_of_a_terminal(columns: str, width: int) -> None:
    """COLUMNS counts when it is a positive number; a screen nobody can measure has 80."""
    assert terminal_width(Screen(), {"COLUMNS": columns}) == width


def test_width_of_a_pipe_is_fixed() -> None:
    """A pipe has 80 columns whatever the environment says."""
    assert terminal_width(io.StringIO(), {"COLUMNS": "200"}) == 80
    assert terminal_width(None, {}) == 80


def test_closed_and_missing_streams_are_no_terminals() -> None:
    """Asking a closed stream raises nothing."""
    closed = io.StringIO()
    closed.close()
    assert not is_terminal(closed)
    assert not is_terminal(None)
