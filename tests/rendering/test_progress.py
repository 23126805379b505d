"""The progress line appears only to people, rarely, and goes away."""

import io

import pytest

from onrecord.rendering.progress import Progress


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def progress(
    stream: io.StringIO, clock: Clock, total: int | None = 4000, unit: str = "passages", **env: str
) -> Progress:
    return Progress(total, "indexing", unit, stream, clock=clock, environment={"COLUMNS": "80", **env})


def test_golden() -> None:
    """Amount, share, rate and time left; the line is cleared before it is drawn and at the end."""
    screen, clock = Screen(), Clock()
    with progress(screen, clock) as shown:
        clock.now = 20.0
        shown.advance(1000)
        assert screen.getvalue() == "\r\x1b[Kindexing  1,000 of 4,000 passages  25%  50/s  1 min 00 s left"
    assert screen.getvalue().endswith("left\r\x1b[K")


def test_without_total_and_in_bytes() -> None:
    """No share and no time left without a total; sizes for bytes; a slow rate keeps a decimal."""
    screen, clock = Screen(), Clock()
    shown = progress(screen, clock, total=None)
    clock.now = 2.0
    shown.advance(3)
    assert screen.getvalue() == "\r\x1b[Kindexing  3 passages  1.5/s"
    screen = Screen()
    shown = progress(screen, clock, total=4_000_000, unit="bytes")
    clock.now = 4.0
    shown.advance(2_000_000)
    assert screen.getvalue() == "\r\x1b[Kindexing  2.0 MB of 4.0 MB  50%  1.0 MB/s  2 s left"


def test_early_and_full() -> None:
    """No rate in the first second, no time left and no more than 100% when all is done."""
    screen, clock = Screen(), Clock()
    shown = progress(screen, clock, total=10)
    clock.now = 0.5
    shown.advance(5)
    clock.now = 2.0
    shown.advance(7)
    assert screen.getvalue().split("\r\x1b[K")[1:] == [
        "indexing  5 of 10 passages  50%",
        "indexing  12 of 10 passages  100%  6.0/s",
    ]


def test_drawing_is_throttled() -> None:
    """A thousand steps in one second draw ten times at most."""
    screen, clock = Screen(), Clock()
    shown = progress(screen, clock)
    for _ in range(1000):
        clock.now += 0.001
        shown.advance()
    assert 8 <= screen.getvalue().count("\r\x1b[K") <= 10
    assert shown.done == 1000


@pytest.mark.parametrize(("stream", "env"), [(io.StringIO(), {}), (Screen(), {"TERM": "dumb"})])
def test_silent_where_nobody_looks(stream: io.StringIO, env: dict[str, str]) -> None:
    """No line in a pipe or on a dumb terminal, but counting goes on."""
    clock = Clock()
    with progress(stream, clock, **env) as shown:
        clock.now = 9.0
        shown.advance(7)
    assert stream.getvalue() == ""
    assert shown.done == 7


def test_notes() -> None:
    """A note stands on its own line, safe, on a screen as in a pipe."""
    screen, clock = Screen(), Clock()
    with progress(screen, clock) as shown:
        clock.now = 0.5
        shown.advance(1)
        shown.note("left out: \x1b[2J")
    assert screen.getvalue() == "\r\x1b[Kindexing  1 of 4,000 passages  0%\r\x1b[Kleft out: ␛[2J\n"
    pipe = io.StringIO()
    progress(pipe, clock).note("warning")
    assert pipe.getvalue() == "warning\n"


def test_an_error_passes_and_the_line_goes() -> None:
    """Ctrl-C leaves a clean line behind."""
    screen, clock = Screen(), Clock()

    def work() -> None:
        with progress(screen, clock) as shown:
            clock.now = 1.0
            shown.advance(1)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    assert screen.getvalue().endswith("1.0/s  1 h 06 min left\r\x1b[K")


def test_a_narrow_terminal() -> None:
    """The line leaves the last column free."""
    screen, clock = Screen(), Clock()
    shown = Progress(100, "indexing", "passages", screen, clock=clock, environment={"COLUMNS": "20"})
    clock.now = 1.0
    shown.advance(50)
    assert screen.getvalue() == "\r\x1b[Kindexing  50 of 10…"


def test_a_stream_that_is_gone_does_not_stop_the_work() -> None:
    """A terminal closed in the middle ends the display only."""
    screen, clock = Screen(), Clock()
    shown = progress(screen, clock)
    screen.close()
    clock.now = 1.0
    shown.advance(5)
    shown.note("x")
    shown.close()
    assert shown.done == 5


def test_nothing_is_drawn_after_the_end() -> None:
    """A late step counts and shows nothing."""
    screen, clock = Screen(), Clock()
    with progress(screen, clock) as shown:
        pass
    clock.now = 5.0
    shown.advance(1)
    assert screen.getvalue() == ""
