"""How a sheet and its columns are declared.

A declaration is the only place that knows a column. The reader, the checks, the template writer,
the text form and the handbook all follow from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

UNLIMITED = ("不限", "unlimited")
"""Words, Chinese and English, for no limit from a year on; such a year holds infinity."""


class Kind(StrEnum):
    """What a cell of a column may hold."""

    TEXT = "text"
    """Free text, kept as written."""
    KEY = "key"
    """Short unique name: letters, digits, ``_ - .`` and Chinese characters, no spaces."""
    REF = "ref"
    """Key of a row in another sheet (`Column.refers_to`)."""
    REFS = "refs"
    """Several such keys, separated by ``;`` or a new line."""
    TAGS = "tags"
    """Several free words, separated by ``;``."""
    CHOICE = "choice"
    """One of `Column.choices`."""
    FLAG = "flag"
    """是 or 否 (yes or no)."""
    NUMBER = "number"
    """Finite decimal number, in the unit of `Column.unit` or of the row's unit column."""
    YEAR = "year"
    """Calendar year, 1950 to 2100."""
    INTEGER = "integer"
    """Whole number."""
    UNIT = "unit"
    """A word from the table of units."""
    DATE = "date"
    """Calendar date, written as text ``2024-07-26``."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One allowed word of a drop-down: key for the machine, words for the reader."""

    key: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet: what it is called, what it may hold, and what it means."""

    key: str
    zh: str
    en: str
    kind: Kind
    help_zh: str
    help_en: str
    required: bool = False
    default: str | float | int | bool | None = None
    """Value a blank cell stands for; `blank` says it in words where no single value can."""
    blank: str = ""
    unit: str = ""
    """Unit of every number in the column, where it is the same for all rows."""
    unit_column: str = ""
    """Column of the same row that states the unit of this number."""
    dimension: str = ""
    """What the number measures, in terms of the row: ``capacity``, ``money/capacity`` …"""
    at_least: float | None = None
    at_most: float | None = None
    refers_to: str = ""
    choices: tuple[Choice, ...] = ()
    by_year: bool = False
    """Whether a row of sheet ``paths`` may give this number year by year."""
    is_limit: bool = False
    """Whether it is a limit, of which a year in sheet ``paths`` may say that there is none."""
    unlimited: bool = False
    """Whether a cell may say `UNLIMITED` instead of a number."""

    @property
    def is_number(self) -> bool:
        """Whether cells hold numbers that have a unit."""
        return self.kind in {Kind.NUMBER, Kind.INTEGER, Kind.YEAR}

    def choice(self, word: str) -> Choice | None:
        """The choice that a planner means by a word: its key, Chinese or English form."""
        folded = word.strip().casefold()
        for choice in self.choices:
            if folded in {choice.key.casefold(), choice.zh.casefold(), choice.en.casefold()}:
                return choice
        return None


@dataclass(frozen=True)
class Table:
    """One sheet of the workbook."""

    key: str
    zh: str
    en: str
    help_zh: str
    help_en: str
    columns: tuple[Column, ...]
    key_columns: tuple[str, ...] = ()
    """Columns that together name a row; empty where rows need no name."""
    years_across: bool = False
    """Whether further columns have a calendar year as their heading, holding a path over years."""
    unlimited_years: bool = False
    """Whether a cell under a year may say `UNLIMITED` instead of a number."""
    free_columns: bool = False
    """Whether further columns with free headings hold numbers (hourly profiles)."""
    provenance: bool = True
    """Whether rows carry source, confidence and note."""
    required: bool = False

    @cached_property
    def by_key(self) -> dict[str, Column]:
        """Columns by key, provenance included, in the order of the sheet."""
        return {column.key: column for column in self.all_columns}

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """Columns of the sheet in order; year or profile columns come after them."""
        return (*self.columns, *PROVENANCE) if self.provenance else self.columns

    def column_named(self, word: str) -> Column | None:
        """The column that a heading names, by key, Chinese or English name."""
        folded = word.strip().casefold()
        for column in self.all_columns:
            if folded in {column.key.casefold(), column.zh.casefold(), column.en.casefold()}:
                return column
        return None


CONFIDENCE = (
    Choice("A", "A 官方统计", "A official statistic"),
    Choice("B", "B 实测或企业", "B measured or enterprise"),
    Choice("C", "C 文献", "C literature"),
    Choice("D", "D 估计", "D estimate"),
)

PROVENANCE = (
    Column(
        "source", "来源", "Source", Kind.REFS, "数据来源表中的编号", "keys of sheet sources",
        refers_to="sources",
    ),
    Column(
        "confidence", "可信度", "Confidence", Kind.CHOICE,
        "A 官方统计、B 实测或企业、C 文献、D 估计", "A official statistic … D estimate",
        choices=CONFIDENCE, default="D", blank="D",
    ),
    Column("note", "备注", "Note", Kind.TEXT, "自由文字", "free text"),
)  # fmt: skip


def yes_no() -> tuple[Choice, ...]:
    """The two words of a flag."""
    return (Choice("yes", "是", "yes"), Choice("no", "否", "no"))
