"""Writes benchmarks/RELIABILITY.md from the result files: what was tried, how often, what was found, what was left.

    python benchmarks/reliability_page.py [--check]

With --check nothing is written and the exit code is 1 when the page differs: a test calls it, so that no number on the
page is without its file. What was found and mended stands here by hand, for a file only holds the last run.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import fill
from typing import Any

HERE = Path(__file__).parent
PAGE, RESULTS = HERE / "RELIABILITY.md", HERE / "results"

Told = Callable[[Any], list[str]]


@dataclass(frozen=True, slots=True)
class Trial:
    """One way to look for failures; `result` names its file, and `told` makes sentences of what that measured."""

    title: str
    result: str
    tried: str
    told: Told
    found: tuple[str, ...]
    left: tuple[str, ...]
    run: tuple[str, ...]


def crash(measured: Any) -> list[str]:
    kills = Counter(name.split(":")[0] for name, count in measured["kills_by_step"].items() for _ in range(count))
    errors = Counter(
        name.split(": ")[1].split(" on ")[0] for name, count in measured["errors_by_kind"].items() for _ in range(count)
    )
    return [
        f"{measured['kills']} kills: {_listed(kills)}.",
        f"{measured['errors_injected']} failing disks, {measured['errors_explained']} of them met and explained in one "
        f"line, the rest got around: {_listed(errors)}.",
        f"Failures: {len(measured['failures'])}. Indexes that had to be made anew on opening: "
        f"{len(measured['indexes_rebuilt_on_opening'])}.",
    ]


def damage(measured: Any) -> list[str]:
    searches = measured["questions after damage to files"]
    rows = measured["rows"]
    return [
        f"{measured['damages']} damages to files, {measured['found']} of them found by `check`; "
        f"{measured['harmless and not found']} changed nothing that anybody could notice.",
        f"All questions an archive can be asked, after each: {_listed(Counter(searches))}. Told: opening says that "
        "commits, corrections or weights are gone. Damages that let answers be wrong until `check`, which finds them: "
        f"{searches.get('wrong', 0)} (who is who).",
        f"Texts or facts that a repair touched: {measured['truth touched by a repair']}.",
        f"{rows['damages']} changes to rows of the store that SQLite takes for valid: {rows['found']} found by "
        f"`check`, {rows['harmless']} of no consequence"
        + (f", not found: {', '.join(rows['not found'])}." if rows["not found"] else "."),
    ]


def concurrency(measured: Any) -> list[str]:
    lines = []
    for run in measured["runs"]:
        lines.append(
            f"{run['seconds']} s with the {run['encoder']} encoder: {run['answers_checked']:,} answers of readers in "
            f"threads and processes, {run['answers_during_a_commit']:,} of them during a commit, compared with those "
            f"of {run['states']} committed states."
        )
    return [*lines, f"Failures: {measured['failures']}."]


def fuzz(measured: Any) -> list[str]:
    return [
        f"{measured['inputs']:,} inputs to {len(measured['targets'])} targets.",
        f"Failures found: {measured['failures_found']}, mended: {measured['failures_mended']}, left: "
        f"{measured['failures']}. Inputs that failed once are kept and tried by every test run: "
        f"{measured['kept_from_earlier_runs']}.",
    ]


def soak(measured: Any) -> list[str]:
    steps, searches, growth = (
        measured["steps on the long-lived archive"],
        measured["searches compared"],
        measured["growth"],
    )
    courses = measured["courses of hypothesis on new archives"]
    memory, handles, files = (growth[n] for n in ("resident memory, MB", "open file handles", "files in the folder"))
    return [
        f"{measured['minutes']:.0f} minutes, {sum(steps.values()):,} steps on one archive that was never made anew, "
        f"and {courses['courses']} courses of up to {courses['at most steps each']} steps that "
        "hypothesis drew on new archives.",
        f"{searches['memory']:,} searches of the long-lived archive equal those of an archive in memory made of the "
        f"same articles, hit by hit and field by field ({searches['hits']:,} hits); {searches['brute']:,} of them also "
        "equal a full scan.",
        f"Differences: {len(measured['differences'])}.",
        f"Memory after the warm-up {memory['after warm-up']:.0f} MB, at the end {memory['at the end']:.0f} MB, fitted "
        f"growth {memory['growth an hour']:+.0f} MB an hour (standard error {memory['standard error']:.0f}); open file "
        f"handles {handles['after warm-up']} and {handles['at the end']}, at most {handles['most']:.0f}; files in the "
        f"folder at most {files['most']:.0f}.",
    ]  # fmt: skip


def _listed(counted: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counted.items(), key=lambda one: (-one[1], one[0])))


def ingestion(measured: Any) -> list[str]:
    runs, stream = measured["going-on"], measured["stream"]
    ends = ", ".join(f"{run['articles kept']} (exit {run['status']})" for run in runs["runs"])
    return [
        f"Indexing {runs['articles']} articles, killed and interrupted and simply started again; articles kept after "
        f"each run: {ends}; complete in the end: {'yes' if runs['complete'] else 'no'}.",
        f"A stream of {stream['fed, MiB']:.0f} MiB in {stream['seconds'] / 60:.0f} minutes with a limit of "
        f"{stream['limit, MiB']:,} MiB of memory: at most {stream['peak resident, MiB']} MiB were resident.",
    ]


def by_file(measured: Any) -> list[str]:
    return ["Its figures stand in the file itself."]


_HEAD = """# Reliability

What was tried to make an archive lose, garble or make up something, how often, and what came of it. This page is
written by [reliability_page.py](reliability_page.py) from the files in [results](results); `make torture` runs the
long trials, `make test` short versions of them. What is promised stands in [SECURITY.md](../SECURITY.md)."""

_TAIL = """## Privacy and formats

Deleting forgets: text, vectors, postings, profiles and caches of a deleted article are looked for, byte by byte, in all
files after `compact` (`tests/uses/test_privacy_forgotten.py`). Tiny archives of every format there ever was lie in
`tests/formats`, as they were written; each must open, answer, go on and be whole (`tests/test_formats.py`)."""

TRIALS = (
    Trial(
        "Crash",
        "crash",
        "Every command (add, first add, delete, compact, rebuild, export, model export) is killed (SIGKILL) at each of "
        "its named steps, before system calls that change a file, in the middle of writes and at random moments; or "
        "its system calls fail with the errors of a full, broken or read-only disk. Afterwards the archive must open, "
        "hold exactly a committed state, agree with itself in every arm, answer as a new archive of the same articles, "
        "and the command must end well when it is simply run again.",
        crash,
        (
            "A delete that was killed made the lexical index look damaged, to itself and to readers beside it.",
            "A first add on a full disk could not be repeated in the same process: the encoder counted as settled "
            "before it was written down.",
            "No archive could be made in a folder where making one had been killed at its first file.",
            "`compact` beside a reader left what was forgotten in the log without saying so.",
        ),
        (
            "Power cuts of the whole machine: writes are synced in the right order, but no disk was unplugged.",
            "Network file systems.",
        ),
        ("python benchmarks/torture/crash.py --kills 500 --errors 60 --record", "tests/storage/test_crash_short.py"),
    ),
    Trial(
        "Damage",
        "damage",
        "Each file of an archive is removed, emptied, cut, swapped with another archive's, and has bits flipped, one "
        "damage at a time; so has the write-ahead log that a killed process leaves. Rows of every table of the store "
        "are changed column by column, and removed, which SQLite itself cannot notice. Then everything an archive can "
        "be asked is asked, `check` looks, and `--repair` repairs.",
        damage,
        (
            "A repair took a title that had changed on the disk for a new revision, and a search mended itself that "
            "way and then showed it: nothing whose facts changed is indexed again now.",
            "Authors, metadata, and titles and dates of articles that were read or exported were not verified; nor was "
            "whether the live revision is the article's own.",
            "Weights that were learned and lost (`fusion.json` gone) let the defaults answer, silently.",
            "A lost write-ahead log, an older copy of the store, and lost or edited corrections went unmentioned.",
            "Names of people across articles, people who are not listed, and lost checksums were not found by `check`.",
            "Bits in texts, vectors, postings, token states and index files were not noticed before format 4.",
            "Cells that hold no JSON any more, and a garbled file of the lexical index, ended in a traceback.",
        ),
        (
            "Filters, counts of words and who is who are verified by `check`, not by every search.",
            "Reasons and notes, the mark of what looked through an article, paths, and the generation numbers of "
            "revisions have no checksum; none of them is a text, a speaker or a place.",
            "Two damages at a time, and damage made by somebody who also mends the checksums.",
        ),
        ("cd benchmarks && python torture/damage.py --flips 4 --rows 3", "tests/storage/test_damage_files.py"),
    ),
    Trial(
        "Concurrency",
        "concurrency",
        "Writers and readers in threads and in forked and spawned processes, writers that are killed, second writers "
        "that wait or do not: every answer must be that of a state which was committed while it was asked.",
        concurrency,
        (
            "One thread that waited to write kept the others that share its archive from searching.",
            "An archive used in a forked child shared the parent's files; it is opened anew or says so now.",
            "A lock told of a process that had ended.",
        ),
        ("Windows, where processes cannot be forked.", "Two machines that share a folder."),
        ("python benchmarks/torture/concurrency.py --record", "tests/storage/test_concurrency_*.py"),
    ),
    Trial(
        "Hostile input",
        "fuzz",
        "Readers, splitter, query parser, archive files, weights and corrections are fed with inputs made by atheris, "
        "guided by what code they reach, and by hypothesis. Nothing may crash, hang, or end in anything but an answer "
        "or an error that names the place. Bombs, path tricks, terminal escapes, formulas in exported cells, long "
        "adversarial input for every regular expression and injected syntax have tests of their own.",
        fuzz,
        (
            "Pages with one tag of a million attributes and PDFs whose forms draw each other took hours.",
            "Two regular expressions were not linear.",
            "Links led out of a folder that was read; guarded CSV cells could not always be undone.",
            "Names of what extraction finds did not fit every file system.",
            "Thirteen kinds of tracebacks: files declared to be in encodings they are not in, CSV rows, broken lists "
            "of segments, garbled holders of locks and cells of the store, and damaged name weights.",
        ),
        ("The libraries below (SQLite, tantivy, FAISS, ONNX Runtime) are used as they are, not fuzzed.",),
        ("python benchmarks/torture/fuzz.py --inputs 1000000", "tests/hostile"),
    ),
    Trial(
        "Soak",
        "soak",
        "Random adds, updates, moves, deletes, compactions, rebuilds, corrections, learned weights and reopenings of "
        "an archive on disk, beside a reader that stays open, held against a slow twin after every step. The twin is "
        "plain dictionaries: articles, revisions, paths, lists, exports and counts are compared with it; BM25, vector "
        "and statement searches, whole articles by words or by sense, and given fusions with full scans of it. All "
        "searches, also those with late interaction and speakers, lists of people, profiles and checked quotations are "
        "compared with an archive in memory just made of the same articles in the order they were stored. BM25 "
        "and cosine of every hit and the sum of its explanation are computed again.",
        soak,
        (
            "A quotation checked again after a correction was still recorded under the old name.",
            "Texts that had been replaced were kept in memory by whoever checks quotations (up to 400 MB).",
        ),
        (
            "Archives of more than a few hundred passages, whose vector indexes are approximate (measured by scale).",
            "Of two candidates with the very same score, when late interaction reads only one, the one stored first is "
            "read: the twin is fed in the order of storing.",
            "Late interaction is compared between an archive on disk and one in memory, not with a twin of its own.",
            "Each text is encoded once: that the encoder gives the same vector twice is not tried here.",
        ),
        ("python benchmarks/torture/soak.py --record", "tests/storage/test_soak_short.py"),
    ),
    Trial(
        "Ingestion",
        "ingestion",
        "Streams under a limit of memory, and indexing that is killed, interrupted and gone on with.",
        ingestion,
        (
            "An article of a megabyte took 1.4 GB of memory for its token states.",
            "Memory of indexing grew with the archive.",
            "Settling who is who in 20,000 articles took 39 s, after every change.",
        ),
        ("A stream of gigabytes to its end: the machine was shared, and time ended it.",),
        ("python benchmarks/ingestion.py",),
    ),
    Trial(
        "Scale",
        "scale",
        "Archives of 10,000 to 1,000,000 passages: building, searching, recall of the vector index against a full "
        "scan, adding and deleting.",
        by_file,
        (),
        (),
        ("python benchmarks/scale/run_all.py",),
    ),
)


def page() -> str:
    """The whole page."""
    lines = [_HEAD, "", "| what | last recorded | commit | command |", "|---|---|---|---|"]
    for trial in TRIALS:
        if (facts := _facts(trial.result)) is not None:
            place = f"[{trial.result}.json](results/{trial.result}.json)"
            lines.append(f"| {trial.title} | {facts['date']}, {place} | {facts['commit']} | `{trial.run[0]}` |")
    for trial in TRIALS:
        facts = _facts(trial.result)
        told = trial.told(facts["measured"]) if facts is not None else ["Not recorded yet."]
        lines += ["", f"## {trial.title}", "", fill(trial.tried, 120), "", *_points(told)]
        lines += ["", "Found and mended:", "", *_points(trial.found)] if trial.found else []
        lines += ["", "Not covered:", "", *_points(trial.left)] if trial.left else []
        lines += ["", f"Run: {'; '.join(f'`{command}`' for command in trial.run)}."]
    return "\n".join([*lines, "", _TAIL, ""])


def _points(lines: Sequence[str]) -> list[str]:
    return [fill(line, 120, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False) for line in lines]


def _facts(name: str) -> Any:
    path = RESULTS / f"{name}.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="exit code 1 when the page is not up to date")
    if not parser.parse_args().check:
        PAGE.write_text(page(), "utf-8")
        return 0
    if PAGE.read_text("utf-8") == page():
        return 0
    print("benchmarks/RELIABILITY.md is not what the results say; run: python benchmarks/reliability_page.py")
    return 1


if __name__ == "__main__":
    sys.exit(main())
