"""`onrecord judge`: what is pressed is what is written, on a terminal and through a pipe, and nothing gets lost."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli_harness import Onrecord, environment

from onrecord.archive import Archive
from onrecord.evaluation.judgments import JudgedQuery, read_judgments

ARTICLES = {
    "ferry": "Ferry fares stay\n\nMayor Ada Fenn spoke on Monday. “We will freeze the ferry fares,” she said.",
    "mill": "Fire at the mill\n\nThe old mill burned down on Sunday. “It was empty,” said fire chief Ines Dahl.",
    "budget": "Budget quarrel\n\nTreasurer Olaf Reyes spoke of stones. “The breakwater costs 4.2 million,” he said.",
}
FARES = "“We will freeze the ferry fares,” she said."


@pytest.fixture(scope="session")
def three_articles(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Path:
    """One archive of three short invented articles: each is one place, every arm finds all three."""
    folder = tmp_path_factory.mktemp("judged") / "archive"
    with Archive.open(folder) as archive:
        archive.add([{"id": id, "text": text} for id, text in ARTICLES.items()])
    return folder


@pytest.fixture
def judging(here: Path, three_articles: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder with questions in it; the archive is the default one."""
    monkeypatch.setenv("ONRECORD_ARCHIVE", str(three_articles))
    (here / "q.txt").write_text("Who freezes the ferry fares?\nbreakwater cost\n", "utf-8")
    return here


def shown(out: str) -> list[str]:
    """The articles in the order in which their places were shown."""
    return re.findall(r"^  (\w+):\d+-\d+$", out, re.MULTILINE)


def judged(folder: Path) -> dict[str, JudgedQuery]:
    return {query.qid: query for query in read_judgments(folder / "mine.jsonl")}


def order(cli: Onrecord) -> list[str]:
    """The order of the first question's places, found out by skipping them in a suite that is thrown away."""
    Path("other.unfinished.jsonl").unlink(missing_ok=True)
    return shown(cli("judge", "other.jsonl", "--queries", "q.txt", stdin=b"s\ns\nx\n").out)[:3]


def typed(places: list[str], answer: str) -> bytes:
    return "".join(f"{2 if doc == answer else 0}\n" for doc in places).encode()


def test_grades_through_a_pipe_become_a_suite(cli: Onrecord, judging: Path) -> None:
    """Each line is one key; the suite is read by `bench` and finds the answer."""
    places = order(cli)
    done = cli("judge", "mine.jsonl", "--queries", "q.txt", stdin=typed(places, "ferry") + b"n\n")
    assert (done.code, sorted(places)) == (0, sorted(ARTICLES))
    assert "mine.jsonl: 2 questions, 2 finished now" in done.err
    found = judged(judging)
    assert [(q.family, q.style, len(q.gold)) for q in found.values()] == [
        ("quote", "question", 1),
        ("none", "keyword", 0),
    ]
    assert found["q001"].gold[0].doc == "ferry"
    gold = found["q001"].gold[0]
    assert ARTICLES["ferry"][gold.start : gold.end] == gold.text
    assert not (judging / "mine.unfinished.jsonl").exists()


def test_arms_ranks_and_scores_are_hidden(cli: Onrecord, judging: Path) -> None:
    """Nothing on the screen tells who found a place; the query's words are marked."""
    out = cli("judge", "mine.jsonl", "--queries", "q.txt", stdin=b"s\ns\ns\n").out
    assert not re.search(r"bm25|vector|hybrid|score|#\d", out)
    assert "«ferry» «fares»" in out
    assert all(len(line) <= 80 for line in out.splitlines())


def test_it_goes_on_where_it_stopped(cli: Onrecord, judging: Path) -> None:
    """The end of the input is as good as q; the places come in the same order, judged ones not again."""
    places = order(cli)
    first = cli("judge", "mine.jsonl", "--queries", "q.txt", stdin=b"0\n")
    assert (first.code, shown(first.out)) == (0, places[:2])
    assert not (judging / "mine.jsonl").exists()
    second = cli("judge", "mine.jsonl", "--queries", "q.txt", stdin=b"s\nq\n")
    assert shown(second.out) == places[1:]
    third = cli("judge", "mine.jsonl", "--queries", "q.txt", stdin=b"1\nq\n")
    assert shown(third.out)[0] == places[2]
    row = json.loads((judging / "mine.jsonl").read_text("utf-8"))
    assert [(line["doc"], line["grade"]) for line in row["judged"]] == list(zip(places, [0, None, 1], strict=True))
    assert (
        "2 of 2 questions are in mine.jsonl already"
        in cli("judge", "mine.jsonl", "--queries", "q.txt", stdin=b"d\n").err
    )


def test_narrowing_makes_the_sentence_gold(cli: Onrecord, judging: Path) -> None:
    """e and the number of a part; a wrong number changes nothing; an empty line takes the whole place again."""
    places = order(cli)
    keys = b"".join(b"e\n99\ne\n%d\n2\n" % part_of(cli) if doc == "ferry" else b"0\n" for doc in places)
    done = cli("judge", "mine.jsonl", "--queries", "q.txt", stdin=keys + b"q\n")
    assert "expected 1 to" in done.err
    assert judged(judging)["q001"].gold[0].text == FARES


def part_of(cli: Onrecord) -> int:
    """The number under which the sentence that answers is listed."""
    places = order(cli)
    keys = b"s\n" * places.index("ferry") + b"e\n\nq\n"
    Path("number.unfinished.jsonl").unlink(missing_ok=True)
    out = cli("judge", "number.jsonl", "--queries", "q.txt", stdin=keys).out
    plain = out.replace("«", "").replace("»", "")
    return int(re.findall(rf"^ +(\d+)  {FARES}$", plain, re.MULTILINE)[0])


def test_back_takes_back_also_over_questions(cli: Onrecord, judging: Path) -> None:
    """b at the first place of the second question opens the first one at its last place."""
    places = order(cli)
    keys = typed(places, "ferry") + b"b\nb\nb\nb\n" + typed(places, "mill") + b"q\n"
    done = cli("judge", "mine.jsonl", "--queries", "q.txt", stdin=keys)
    assert shown(done.out)[3:7] == [shown(done.out)[3], places[2], places[1], places[0]]
    assert [gold.doc for gold in judged(judging)["q001"].gold] == ["mill"]
    assert "q002" in (judging / "mine.unfinished.jsonl").read_text("utf-8")


def test_an_answer_and_nothing_answers_contradict(cli: Onrecord, judging: Path) -> None:
    """n is refused once a place was graded above 0."""
    done = cli("judge", "mine.jsonl", "--queries", "q.txt", stdin=b"1\nn\nb\nn\nq\n")
    assert "graded as an answer" in done.err
    assert judged(judging)["q001"].family == "none"


def test_when_no_place_answers_one_is_asked(cli: Onrecord, judging: Path) -> None:
    """All no: that nothing answers has to be said, other words can find more, or the question is dropped."""
    done = cli("judge", "mine.jsonl", "--queries", "q.txt", "--depth", "1", stdin=b"0\n0\n0\nf\nmill fire\nd\nq\n")
    assert "no place answers it" in done.out
    assert re.search(r"\d new place", done.err)
    assert not (judging / "mine.jsonl").exists()


def test_who_and_kind_can_be_set(cli: Onrecord, judging: Path) -> None:
    """w offers who speaks there; t takes family and style, but no name of a group."""
    places = order(cli)
    keys = b"s\n" * places.index("ferry") + b"w\n\nt\nclaim\nparaphrase\nt\nnone\n\n2\n0\n0\nq\n"
    done = cli("judge", "mine.jsonl", "--queries", "q.txt", stdin=keys)
    query = judged(judging)["q001"]
    assert (query.family, query.style, query.speaker) == ("claim", "paraphrase", "Ada Fenn")
    assert "means something else" in done.err


def test_questions_can_be_typed(cli: Onrecord, judging: Path) -> None:
    """Without a file of questions one is asked, until an empty line."""
    done = cli("judge", "mine.jsonl", "--family", "claim", stdin=b"tram strike\nn\ntram  strike\n\n")
    assert "asked before" in done.err
    assert [(q.qid, q.query, q.family) for q in judged(judging).values()] == [("q001", "tram strike", "none")]


def test_add_shows_what_is_new_only(
    cli: Onrecord, judging: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an article came, its place is judged for each question; what was judged stays."""
    folder = tmp_path / "own"
    with Archive.open(folder) as archive:
        archive.add([{"id": id, "text": ARTICLES[id]} for id in ("ferry", "mill")])
    monkeypatch.setenv("ONRECORD_ARCHIVE", str(folder))
    cli("judge", "mine.jsonl", "--queries", "q.txt", stdin=b"1\n1\nn\n")
    before = judged(judging)["q001"].gold
    nothing = cli("judge", "mine.jsonl", "--add")
    assert (nothing.code, shown(nothing.out)) == (0, [])
    with Archive.open(folder) as archive:
        archive.add([{"id": "budget", "text": ARTICLES["budget"]}])
    added = cli("judge", "mine.jsonl", "--add", stdin=b"0\n2\n")
    assert shown(added.out) == ["budget", "budget"]
    found = judged(judging)
    assert found["q001"].gold == before
    assert [(q.family, [gold.doc for gold in q.gold]) for q in found.values()][1] == ("quote", ["budget"])
    with Archive.open(folder) as archive:
        archive.add([{"id": "budget", "text": "Nothing. " * 30}])
    assert "q002: budget:" in cli("judge", "mine.jsonl", "--add", stdin=b"q\n").err


def test_hostile_text_stays_on_the_screen_it_is_shown_on(
    cli: Onrecord, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Escape sequences in articles and questions are shown, never sent."""
    with Archive.open(here / "bad") as archive:
        archive.add(
            [{"id": "evil\x1b[2J", "text": "The ferry \x1b]0;owned\x07 fares \u202e froze. " * 3, "title": "\x1b[31m"}]
        )
    (here / "q.txt").write_text("ferry\x1b[5m fares\n", "utf-8")
    done = cli(
        "judge", "mine.jsonl", "--queries", "q.txt", "--archive", str(here / "bad"), stdin=b"e\n1\nw\nq\x1b[6n\n2\n"
    )
    assert "\x1b" not in done.out + done.err
    assert "\u202e" not in done.out
    assert judged(here)["q001"].gold[0].doc == "evil\x1b[2J"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("mine.jsonl", "--queries", "missing.txt"), "missing.txt"),
        (("broken.jsonl",), "broken.jsonl:1"),
        (("mine.jsonl", "--family", "all"), "--family"),
        (("nowhere/mine.jsonl", "--queries", "q.txt"), "cannot be written"),
        (("mine.jsonl", "--depth", "0"), "--depth"),
    ],
)  # fmt: skip
def test_wrong_use_is_named(cli: Onrecord, judging: Path, arguments: tuple[str, ...], said: str) -> None:
    """Exit code 2 and one line that names the file or the option."""
    (judging / "broken.jsonl").write_text("{}\n", "utf-8")
    done = cli("judge", *arguments)
    assert done.code == 2
    assert said in done.err


class Terminal:
    """`onrecord judge` with a terminal of its own, as somebody sits before it."""

    def __init__(self, *arguments: str) -> None:
        import pty

        self.handle, inner = pty.openpty()
        command = [sys.executable, "-m", "onrecord", "judge", *arguments]
        self.process = subprocess.Popen(
            command, stdin=inner, stdout=inner, stderr=inner, env=environment(TERM="xterm"), start_new_session=True,
            preexec_fn=self._own,
        )  # fmt: skip
        self._inner = inner
        self.seen = ""

    @staticmethod
    def _own() -> None:
        import fcntl
        import termios

        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    def until(self, words: str, since: int = 0, seconds: float = 60) -> int:
        """Reads until the words are there; where they end."""
        import select

        deadline = time.monotonic() + seconds
        while words not in self.seen[since:]:
            assert time.monotonic() < deadline, self.seen
            if select.select([self.handle], [], [], 0.2)[0]:
                self.seen += os.read(self.handle, 65536).decode("utf-8", "replace")
        return self.seen.index(words, since) + len(words)

    def interrupt(self, since: int) -> None:
        """Presses Ctrl-C until it is answered; on a busy machine one may come between two settings of the terminal."""
        for _ in range(6):
            self.press("\x03")
            with contextlib.suppress(AssertionError):
                self.until("interrupted", since, seconds=10)
                return
        raise AssertionError(self.seen)

    def press(self, keys: str) -> None:
        os.write(self.handle, keys.encode())

    def settings(self) -> list[object]:
        import termios

        return termios.tcgetattr(self._inner)

    def end(self) -> int:
        code = self.process.wait(60)
        os.close(self.handle)
        os.close(self._inner)
        return code


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_single_keys_on_a_terminal(judging: Path) -> None:
    """A key counts without Enter, an arrow is none, colours take the place of marks, and Ctrl-C loses nothing."""
    screen = Terminal("mine.jsonl", "--queries", "q.txt")
    before = screen.settings()
    at = screen.until("> ")
    screen.press("\x1b[D")
    at = screen.until("> ", at)
    assert "1 of 3" not in screen.seen[at:]
    screen.press("0")
    at = screen.until("2 of 3", at)
    at = screen.until("> ", at)
    screen.press("w")
    at = screen.until("nobody): ", at)
    screen.press("Ada Fenn\n")
    at = screen.until("answer names Ada Fenn", at)
    at = screen.until("> ", at)
    screen.interrupt(at)
    assert screen.settings() == before
    assert screen.end() == 130
    assert "\x1b[1;31m" in screen.seen
    assert "«" not in screen.seen
    open_now = json.loads((judging / "mine.unfinished.jsonl").read_text("utf-8"))
    assert [candidate.get("grade", "open") for candidate in open_now["candidates"]] == [0, "open", "open"]
    assert open_now["speaker"] == "Ada Fenn"

    again = Terminal("mine.jsonl", "--queries", "q.txt")
    at = again.until("2 of 3")
    at = again.until("> ", at)
    again.press("2")
    at = again.until("3 of 3", at)
    at = again.until("> ", at)
    again.press("0")
    at = again.until("written to", at)
    again.until("> ", at)
    again.press("q")
    assert again.end() == 0
    assert judged(judging)["q001"].speaker == "Ada Fenn"
