"""What went wrong with one input, said in a bounded number of lines."""

from collections.abc import Callable

from onrecord.limits import Limits
from onrecord.records import Problem


class Report:
    """Collects the problems of one input and hands them on; after `problems_per_file` it only counts.

    Call `close` at the end of the input: it says how many problems were only counted.
    """

    def __init__(self, path: str, hand_on: Callable[[Problem], None], limits: Limits) -> None:
        self.path = path
        self.skips = 0
        self._hand_on = hand_on
        self._left = {True: limits.problems_per_file, False: limits.problems_per_file}
        self._counted = {True: 0, False: 0}

    def skip(self, reason: str, line: int | None = None) -> None:
        """Something was left out."""
        self.skips += 1
        self._add(reason, line, skipped=True)

    def note(self, reason: str, line: int | None = None) -> None:
        """Something was read with a reservation."""
        self._add(reason, line, skipped=False)

    def close(self) -> None:
        """Say how many problems were only counted."""
        if self._counted[True]:
            self._hand_on(Problem(self.path, f"and {self._counted[True]} more rows were left out", skipped=True))
        if self._counted[False]:
            self._hand_on(Problem(self.path, f"and {self._counted[False]} more reservations", skipped=False))
        self._counted = {True: 0, False: 0}

    def _add(self, reason: str, line: int | None, skipped: bool) -> None:
        problem = Problem(self.path, " ".join(reason.split()), line, skipped)
        if self._left[problem.skipped] > 0:
            self._left[problem.skipped] -= 1
            self._hand_on(problem)
        else:
            self._counted[problem.skipped] += 1
