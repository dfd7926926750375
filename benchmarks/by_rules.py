"""The programme of `numbers_of` by pathway itself, and all of its families."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyomo.environ as pyo

from pathway.model import core
from pathway.model.algebra import compile_programme
from pathway.model.build import build
from pathway.model.families import balance, cost, dispatch, stock, storage, totals
from pathway.settings import SolverSettings
from pathway.solve.costs import Costs
from pathway.solve.gates import check_before
from pathway.solve.highs import LoadedProgramme

if TYPE_CHECKING:
    from pathway.case.case import Case

COMPARED = (stock, totals, balance, dispatch, storage, cost)
"""Families that the others write by hand, in the order of the model."""


def load_rules(case: Case, *, every_family: bool = False) -> LoadedProgramme:
    """From a case to HiGHS as a run does it: rules, rows, checks, hand-over, objective."""
    m = build(case) if every_family else _compared(case)
    programme = compile_programme(m)
    cost_of, _ = Costs.of(case, m, programme).whole
    check_before(programme, cost_of)
    loaded = LoadedProgramme(programme, SolverSettings(threads=1))
    loaded.minimise(cost_of)
    return loaded


def _compared(case: Case) -> pyo.ConcreteModel:
    m = pyo.ConcreteModel()
    core.add(m, case)
    for family in COMPARED:
        family.add(m, case)
    return m
