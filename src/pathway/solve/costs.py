"""Discounted cost of every column by year, and the costs of a solution added up again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix, diags

from pathway.errors import ProofError
from pathway.model.families.cost import discount_by_term

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyomo.environ as pyo
    from numpy.typing import NDArray

    from pathway.case.case import Case
    from pathway.model.algebra import Programme
    from pathway.settings import Settings

    Array = NDArray[np.float64]

FACTOR = 100.0
"""Weight of the cost before peaking against the cost after it, where both are minimised at once."""
AGREEMENT = 1e-7
"""Largest relative difference between the objective and the costs added again."""


def staged(case: Case, settings: Settings) -> bool:
    """Whether the years up to the deadline are minimised first, and those after it then."""
    return settings.objective.form != "whole-horizon" and case.peak is not None


@dataclass(frozen=True, eq=False)
class Costs:
    """Objective coefficients of a programme, by year, and the terms they come from."""

    years: Array
    stage_end: int
    """Last year of stage 1."""
    terms: Mapping[str, tuple[Any, Array]]
    """Cost term → coefficients [year × column] and constants, undiscounted."""
    discount: Mapping[str, Array]
    by_year: csr_matrix
    """Discounted cost of each column [year × column]."""
    fixed: Array
    """Discounted constant of each year."""

    @classmethod
    def of(cls, case: Case, model: pyo.ConcreteModel, programme: Programme) -> Costs:
        """Cost terms that the families of a model registered."""
        discount = discount_by_term(case, list(model.cost_terms))
        terms = {name: programme.expression(e) for name, e in model.cost_terms.items()}
        by_year = csr_matrix((len(case.years), programme.n_columns))
        fixed = np.zeros(len(case.years))
        for name, (matrix, constant) in terms.items():
            by_year = by_year + diags(discount[name]) @ matrix
            fixed += constant * discount[name]
        return cls(np.array(case.years, float), case.stage_end, terms, discount, by_year, fixed)

    @property
    def whole(self) -> tuple[Array, float]:
        """Cost of each column over all years, and the constant."""
        return self.weighed(np.ones(len(self.years)))

    @property
    def before(self) -> tuple[Array, float]:
        """Cost of each column over the years of stage 1, and the constant."""
        return self.weighed(self.early)

    @property
    def after(self) -> tuple[Array, float]:
        """Cost of each column over the years after stage 1, and the constant."""
        return self.weighed(1.0 - self.early)

    @property
    def early(self) -> Array:
        """One for the years of stage 1, zero for those after it."""
        return np.where(self.years <= self.stage_end, 1.0, 0.0)

    def blended(self, factor: float) -> Array:
        """Weight of each year where the cost before peaking counts `factor` times."""
        return np.where(self.early > 0, factor, 1.0)

    def blend(self, factor: float) -> tuple[Array, float]:
        """Cost before peaking, weighed by a factor, plus the cost after it."""
        return self.weighed(self.blended(factor))

    def weighed(self, weights: Array) -> tuple[Array, float]:
        """Cost of each column over all years, each with a weight, and the constant."""
        return np.asarray(self.by_year.T @ weights), float(self.fixed @ weights)

    def values(self, x: Array) -> dict[str, Array]:
        """Undiscounted cost of each term by year."""
        return {name: matrix @ x + fixed for name, (matrix, fixed) in self.terms.items()}

    def added_again(self, x: Array) -> tuple[float, float]:
        """Cost of stage 1 and after it, added term by term and year by year.

        Raises:
            ProofError: they do not agree with the objective.
        """
        values = self.values(x)
        by_year = np.sum([values[name] * self.discount[name] for name in values], axis=0)
        early = self.years <= self.stage_end
        found = float(by_year[early].sum()), float(by_year[~early].sum())
        for (cost, fixed), total in zip((self.before, self.after), found, strict=True):
            said = float(cost @ x) + fixed
            size = float(np.abs(cost) @ np.abs(x)) + abs(fixed) + 1e-12
            if abs(total - said) > AGREEMENT * size:
                raise ProofError(f"costs added again give {total!r}, the objective is {said!r}")
        return found
