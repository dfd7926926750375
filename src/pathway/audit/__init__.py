"""A second implementation that trusts nobody: a run reckoned again from workbook and tables.

It shares with the planner the reading of cells and the table of units, and nothing else: no model,
no solver, no planning case.
"""

from pathway.audit.audit import audit_files, audit_run
from pathway.audit.folder import read_run_files, workbook_of
from pathway.audit.items import Audit, Item

__all__ = ["Audit", "Item", "audit_files", "audit_run", "read_run_files", "workbook_of"]
