"""What comes back from the solver, proved: values, duals, and how they were found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from pathway.case.case import Case
    from pathway.model.algebra import Programme
    from pathway.settings import Settings
    from pathway.solve.certificate import Certificate
    from pathway.solve.steps import Step

    Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class StageLog:
    """One solve: what for, how, how long, and what it gave."""

    name: str
    method: str
    seconds: float
    objective: float
    iterations: int
    status: str = "optimal"


@dataclass(frozen=True, slots=True)
class Bound:
    """The bounds of a stage after a step of drawing them together."""

    stage: str
    step: int
    seconds: float
    """Since the beginning."""
    lower: float
    upper: float
    """Infinite as long as no plan is known."""
    spent: tuple[float, ...] = (0.0, 0.0, 0.0)
    """Seconds since the step before in the master, the known schedules, the years of operation."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A candidate peak year: what it costs before peaking, and the emissions it leads to."""

    year: int
    cost: float | None
    """Discounted cost of stage 1 [1e8]; None where no schedule keeps it."""
    emissions: tuple[float, ...]
    """[10 kt], by year."""
    feasible: bool
    tail: float | None = None
    """Discounted cost of the years after stage 1 [1e8]; None where no schedule keeps it."""


@dataclass(frozen=True, eq=False)
class Solution:
    """The optimum of a case; values and duals by the names of variables and row families.

    Duals of years up to the deadline are those of stage 1, where these years are optimised; later
    years take those of the tail stage. Both are d objective / d right-hand side, in discounted 1e8.
    """

    case: Case
    settings: Settings
    objective: float
    """Discounted cost of stage 1 [1e8]."""
    tail: float
    """Discounted cost of the years after stage 1 [1e8]."""
    peak_year: int | None
    """Peak year whose rows were active."""
    reference_emissions: tuple[float, ...]
    candidates: tuple[Candidate, ...]
    stages: tuple[StageLog, ...]
    sizes: dict[str, int]
    ranges: dict[str, tuple[float, float]]
    warnings: tuple[str, ...]
    max_residual: float
    cost_terms: tuple[str, ...]
    discount: Mapping[str, Array]
    """Cost term → discount factor by year."""
    programme: Programme = field(repr=False)
    x: Array = field(repr=False)
    row_dual: Array = field(repr=False)
    certificates: tuple[Certificate, ...] = field(repr=False, default=())
    """Proof that the plan is optimal, for each stage of its objective."""
    gap: float = 0.0
    """Largest gap between the plan's cost and its bound, relative."""
    bounds: tuple[Bound, ...] = ()
    """How the bounds were drawn together, where the plan was solved to a gap."""
    steps: tuple[Step, ...] = ()
    """What a step of each binding target costs either way, where the plan was solved to a gap."""
    memory: Mapping[str, NDArray[Any]] = field(repr=False, default_factory=dict)
    """What was learnt on the way, as arrays, where plan and operation were solved apart."""
    term_values: Mapping[str, Array] = field(repr=False, default_factory=dict)
    """Cost term → undiscounted cost by year [1e8]."""
    timings: Mapping[str, float] = field(default_factory=dict)
    """Seconds for ``build``, ``transfer`` and ``solve``."""

    def index(self, name: str) -> list[Any]:
        """Index tuples of a variable or a row family, in order."""
        return list(self.programme.block(name).index_set)

    def value(self, name: str) -> Array:
        """Values of a variable, in the order of its index."""
        return self.programme.values(name, self.x)

    def dense(self, name: str) -> Array:
        """Values of a variable with one axis per index set; a joint set is one axis."""
        return self.value(name).reshape(self.programme.block(name).shape)

    def dual(self, name: str) -> Array:
        """Duals of a row family, in the order of its index; empty where it has no rows."""
        return self.row_dual[self.programme.rows[name].slice]

    def term(self, name: str) -> Array:
        """Undiscounted cost of a term by year [1e8]."""
        return self.term_values[name]
