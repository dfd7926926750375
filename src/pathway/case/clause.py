"""Clauses of a case: what the plan asks for, as rows of numbers or as records."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathway.case.case import Origin


class Relation(StrEnum):
    """Which side of its limit a clause row keeps a figure on."""

    AT_LEAST = ">="
    AT_MOST = "<="
    EQUAL = "=="


@dataclass(frozen=True, slots=True)
class Term:
    """One metric in one year, with its coefficient."""

    metric: str
    year: int
    coefficient: float


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One year (or span) of a clause, as numbers: numerator − limit × denominator ≥, ≤ or = 0.

    `limit` is in held units. What the planner sees is ``limit × shown_scale + shown_offset`` in
    `shown_unit`, and the same of the figure numerator / denominator.
    """

    clause: str
    tag: str
    """Distinguishes rows of one clause and year; empty for the only one."""
    year: int
    numerator: tuple[Term, ...]
    numerator_constant: float
    denominator: tuple[Term, ...]
    denominator_constant: float
    relation: Relation
    limit: float
    shown_scale: float
    shown_offset: float
    shown_unit: str
    penalty: float | None
    """Price of a unit of numerator missed [1e8 / held unit]; None for a hard clause.

    Of a year that is past see `pathway.case.past_clauses`."""

    @property
    def key(self) -> str:
        """Name of its row: clause, tag and year."""
        return "_".join(part for part in (self.clause, self.tag, str(self.year)) if part)


class Firmness(StrEnum):
    """How a clause binds."""

    HARD = "hard"
    SOFT = "soft"
    RECORDED = "recorded"


@dataclass(frozen=True, slots=True)
class Form:
    """How a clause states its number: against what, when, and with which tolerance."""

    relative_to: str = "level"
    time: str = "from"
    value: float | None = None
    """As stated, in `unit`."""
    unit: str = ""
    tolerance: float | None = None
    """What 左右 gives way by, or 超过 asks for beyond, in the unit of the value."""
    base_year: int | None = None
    base: float | None = None
    """Figure of the base year [held]; None where the plan itself says it."""
    growth: float | None = None
    """Yearly rate of an average growth, with its sign."""
    level_unit: str = ""
    """Unit of the figure itself, where the clause states a change of it."""
    inside: bool = False
    """Whether it is compared with what the plan does in the base year."""
    steady: bool = False
    """Whether it keeps the figure of the base year."""


class Why(StrEnum):
    """Why a clause has no row that is enforced."""

    MEASURE = "measure"
    """A measure in words."""
    BY_CHOICE = "by_choice"
    """Recorded by the planner's choice."""
    WORD = "word"
    """Its word only records, such as 推动 or 在建."""
    NO_METRIC = "no_metric"
    NO_VALUE = "no_value"
    NOT_UNDERSTOOD = "not_understood"
    NOT_YET = "not_yet"
    OFF = "off"
    NO_YEAR = "no_year"
    """None of its years is one of the plan."""
    FAMILY = "family"
    """Another part of the programme keeps it."""


@dataclass(frozen=True)
class Clause:
    """One clause of the plan and what has become of it."""

    key: str
    section: str
    quote: str
    kind: str
    sense: str
    understood: str
    """Operator the sense word was read as; empty where it was not understood."""
    metric: str | None
    per: str | None
    firmness: Firmness
    state: str
    """live, family (kept by a family of its own), recorded, missing, not_yet, off or unknown."""
    rows: tuple[ClauseRow, ...]
    watched: tuple[ClauseRow, ...]
    """Rows evaluated but not enforced (recorded clauses with a number)."""
    value_text: str
    lead: str
    partners: str
    how_modelled: str
    value_source: str
    origin: Origin
    form: Form = Form()
    """How its number was stated."""
    years: tuple[int, ...] = ()
    """Years of the plan that it speaks of."""
    why: str = ""
    """Why it has no row that is enforced: a word of `Why`; empty where it has one."""

    @property
    def own_target(self) -> bool:
        """Whether its number is an estimate of the planner: the plan leaves the target open."""
        return self.value_source == "missing" and bool(self.value_text)
