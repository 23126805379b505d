"""What every lexical engine takes and gives; the exact scores are made above it, the same for all."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from onrecord.records import Watermark


class LexicalDocument(NamedTuple):
    """A unit in analysed terms; `row` is its number in the store."""

    row: int
    title: Sequence[str]
    body: Sequence[str]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Rows in falling order of an upper bound of their scores; no row left out scores above `rest`.

    `rest` is 0 when every matching row is listed.
    """

    rows: Sequence[int]
    rest: float


class LexicalEngine(Protocol):
    """An inverted index that can name the likely best documents."""

    def watermark(self) -> Watermark:
        """How far it has come; read before the store's snapshot is taken."""

    def apply(self, added: Iterable[LexicalDocument], removed: Sequence[int], watermark: Watermark) -> None:
        """Removes, adds and commits; doing it twice does no harm."""

    def rebuild(self, documents: Iterable[LexicalDocument], watermark: Watermark) -> None:
        """Forgets everything and holds exactly these documents."""

    def candidates(
        self, weights: Mapping[str, float], average: float, allowed: array[int] | None, limit: int, *, thorough: bool
    ) -> Candidates:
        """About `limit` likely best rows by the sum of weight times saturated frequency.

        `weights` is idf times count in the query, for terms that occur; `average` the lane's exact average
        length; `allowed` the rows that may be named, ascending (None: all). Unless `thorough`, an engine may take
        its likely best rows first and leave out those not allowed afterwards.
        """

    def matching(self, phrase: Sequence[str]) -> array[int]:
        """The rows that hold the terms of the phrase side by side in title or body, ascending."""

    def rows(self) -> array[int]:
        """All rows it holds, ascending."""

    def changed_files(self) -> list[str]:
        """One line for every file of it that is not what was written; asked after `watermark`, beside no writer."""
