"""Rate and time left are those of what is being done now, and articles are counted beside bytes."""

import io

from onrecord.rendering.progress import Progress


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def shown(screen: Screen) -> str:
    return screen.getvalue().rpartition("\r\x1b[K")[2]


def bar(total: int | None, unit: str, items: str, clock: list[float]) -> tuple[Progress, Screen]:
    screen = Screen()
    environment = {"COLUMNS": "100"}
    made = Progress(total, "indexing", unit, screen, items=items, clock=lambda: clock[0], environment=environment)
    return made, screen


def test_articles_beside_bytes() -> None:
    """The share is of the bytes, the rate of the articles, the time left of the bytes."""
    clock = [0.0]
    progress, screen = bar(40_000_000, "bytes", "articles", clock)
    clock[0] = 20.0
    progress.advance(1_000_000, items=190)
    assert shown(screen) == "indexing  1.0 MB of 40.0 MB  2%  190 articles  9.5/s  13 min 00 s left"


def test_the_last_minute_counts() -> None:
    """Articles passed over at the start, as when an interrupted run goes on, do not promise an early end."""
    clock = [0.0]
    progress, screen = bar(10_000, "articles", "", clock)
    for second in range(1, 6):
        clock[0] = float(second)
        progress.advance(1_000)
    assert shown(screen).endswith("50%  1,000/s  5 s left")
    for second in range(6, 201):
        clock[0] = float(second)
        progress.advance(2)
    assert shown(screen) == "indexing  5,390 of 10,000 articles  53%  2.0/s  38 min 25 s left"


def test_a_long_silence() -> None:
    """A step that took longer than the window is rated by the time it took."""
    clock = [0.0]
    progress, screen = bar(None, "articles", "", clock)
    clock[0] = 2.0
    progress.advance(20)
    clock[0] = 202.0
    progress.advance(2_000)
    assert shown(screen) == "indexing  2,020 articles  10/s"
