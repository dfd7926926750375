"""Who writes the programme of `numbers_of`: pathway, arrays by hand, linopy where it is there."""

from __future__ import annotations

import warnings
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from by_hand import assemble_by_hand
from by_rules import load_rules

from pathway.settings import SolverSettings
from pathway.solve.highs import LoadedRows

if TYPE_CHECKING:
    from collections.abc import Callable

    from pathway.case.case import Case

OURS, ALL = "pathway", "pathway, every family"
HAND, MATRIX = "scipy by hand", "scipy by hand, matrix alone"
LINOPY = {"linopy": False, "linopy, sparse": True}
"""Name in the table → whether linopy keeps its rows sparse."""


def writers() -> dict[str, Callable[[Case], Any]]:
    """What makes a loaded programme of a case, by its name in the table; all but `ALL` the same."""
    found: dict[str, Callable[[Case], Any]] = {OURS: load_rules, HAND: load_by_hand}
    if find_spec("linopy"):
        load_linopy = import_module("by_linopy").load_linopy
        warnings.filterwarnings("ignore", module="linopy|by_linopy")  # of what is kept dense
        found |= {name: partial(load_linopy, sparse=sparse) for name, sparse in LINOPY.items()}
    return found | {MATRIX: assemble_by_hand, ALL: partial(load_rules, every_family=True)}


def load_by_hand(case: Case) -> LoadedRows:
    """The programme by hand, handed over as pathway does."""
    programme = assemble_by_hand(case)
    loaded = LoadedRows(programme, SolverSettings(threads=1))
    loaded.minimise(programme.cost)
    return loaded
