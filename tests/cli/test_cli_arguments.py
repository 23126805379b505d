"""What the option parser cannot read by itself."""

import pytest

from onrecord.cli.arguments import split_query, with_seconds

NAMES = {"-k", "--mode", "--explain", "-h", "--help"}
WITH_VALUE = {"-k", "--mode"}


@pytest.mark.parametrize(
    ("given", "options", "words"),
    [
        (["red", "line"], [], ["red", "line"]),
        (["-trump clinton"], [], ["-trump clinton"]),
        (["-trump", "clinton", "-k", "5"], ["-k", "5"], ["-trump", "clinton"]),
        (["-kremlin", "war"], [], ["-kremlin", "war"]),
        (["-k5", "war"], ["-k5"], ["war"]),
        (["-k", "-5", "war"], ["-k", "-5"], ["war"]),
        (["--mode", "bm25", "war"], ["--mode", "bm25"], ["war"]),
        (["--mode=bm25", "war"], ["--mode=bm25"], ["war"]),
        (["--explain", "war"], ["--explain"], ["war"]),
        (["--mdoe", "bm25"], ["--mdoe"], ["bm25"]),
        (["-K", "war"], ["-K"], ["war"]),
        (["--", "-k", "--mode"], [], ["-k", "--mode"]),
        (["--so it begins"], [], ["--so it begins"]),
        (["-", "-\"red line\"", "-5"], [], ["-", "-\"red line\"", "-5"]),
        (["war", "--mode"], ["--mode"], ["war"]),
    ],
)  # fmt: skip
def test_query_words_are_told_from_options(given: list[str], options: list[str], words: list[str]) -> None:
    """A word with a dash is a word, an option and its value are not, a mistyped option is not searched."""
    assert split_query(given, NAMES, WITH_VALUE) == (options, words)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["a", "--wait"], ["a", "--wait", "-1"]),
        (["--wait", "a"], ["--wait", "-1", "a"]),
        (["--wait", "30", "a"], ["--wait", "30", "a"]),
        (["--wait", "0.5"], ["--wait", "0.5"]),
        (["--wait", ".5", "a"], ["--wait", ".5", "a"]),
        (["--wait", "1e3"], ["--wait", "1e3"]),
        (["--wait", "3d-prints"], ["--wait", "-1", "3d-prints"]),
        (["--wait=3", "a"], ["--wait=3", "a"]),
        (["--", "--wait", "a"], ["--", "--wait", "a"]),
    ],
)
def test_wait_may_stand_alone(given: list[str], expected: list[str]) -> None:
    """A bare --wait waits for ever; a number behind it is its value."""
    assert with_seconds(given) == expected
