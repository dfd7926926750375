"""Make every row and variable of a model an ordinary Pyomo object."""

from __future__ import annotations

from typing import Any

import pyomo.environ as pyo


def materialise(model: Any) -> None:
    """Touch every index of every lazy component, for Pyomo's own writers and solvers.

    Rows and objective stay the same; only time and memory are spent. Not needed to compile.
    """
    for ctype in (pyo.Var, pyo.Expression, pyo.Constraint):
        for component in model.component_objects(ctype, active=True, descend_into=True):
            if component.is_indexed():
                for index in component.index_set():
                    _ = component[index]
