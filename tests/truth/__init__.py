"""Truth cases: planning problems whose optima other models published, solved by this one.

`solve_truth` takes a case file of any layout that a module of this package knows, makes a workbook
of it through the public writer, and gives back the objective, quantities and prices by name.
"""

from __future__ import annotations

from .run import Found, solve_truth

__all__ = ["Found", "solve_truth"]
