"""Goes through everything that a run says, and reckons it again from its workbook."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pathway.audit.city import City, read_city
from pathway.audit.clause_checks import check_clauses, check_summary, metric_values
from pathway.audit.cost import added, costs, discounted, stages
from pathway.audit.duals import read_duals
from pathway.audit.feasible import check_bounds, check_days, check_rows, check_storage_days
from pathway.audit.flow_checks import (
    check_demand,
    check_dispatch,
    check_emissions,
    check_flows,
    check_yearly_flows,
)
from pathway.audit.folder import RunFiles, check_files, read_run_files
from pathway.audit.items import Audit, Item, Ledger
from pathway.audit.money_checks import check_costs, check_investment
from pathway.audit.peak_checks import check_peak_loads
from pathway.audit.price_checks import Prices, check_prices
from pathway.audit.proof import Proof
from pathway.audit.rows import all_rows
from pathway.audit.schedule import fill_shortfall, read_schedule
from pathway.audit.stock_checks import check_activity, check_capacity
from pathway.audit.time_checks import check_time
from pathway.audit.transfers import check_transfers
from pathway.audit.vector import space
from pathway.errors import InputError
from pathway.schema.units import convert_factor
from pathway.workbook.read import read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from pathway.audit.book import Array
    from pathway.audit.duals import Duals
    from pathway.audit.rows.row import Rows
    from pathway.audit.vector import Vector
    from pathway.workbook.rows import Workbook

GUARD_ROOM = 1e-6
"""Relative room that the guard leaves above the reference emissions (decision record ``guard``)."""
UNREADABLE = (KeyError, ValueError, IndexError, TypeError, AttributeError, InputError)
"""What reading a table that is not as it should be may raise."""


def audit_run(folder: Path, workbook: Path) -> Audit:
    """Audit a finished run.

    Args:
        folder: the run folder.
        workbook: the workbook that it was made from.

    Raises:
        StorageError: the folder is none of a run, or the workbook cannot be read.
        InputError: the workbook is not valid.
    """
    return audit_files(read_run_files(folder), read_workbook(workbook))


def audit_files(run: RunFiles, workbook: Workbook) -> Audit:
    """Audit what a run left against a workbook."""
    began, ledger = time.perf_counter(), Ledger()
    with _reading(ledger, "files"):
        check_files(run, workbook.sha256, ledger)
    with _reading(ledger, "tables"):
        _Auditor(run, read_city(workbook, run.manifest, run.tables), ledger).check()
    return Audit(ledger.all(), time.perf_counter() - began)


@contextmanager
def _reading(ledger: Ledger, group: str) -> Iterator[None]:
    """What cannot be read is off; the other checks go on."""
    try:
        yield
    except UNREADABLE as error:
        said = f"{type(error).__name__}: {error}"
        ledger.put(Item(group, "readable", "", float("nan"), 0.0, said))


class _Auditor:
    """One run under audit."""

    def __init__(self, run: RunFiles, city: City, ledger: Ledger) -> None:
        self.run, self.city, self.ledger = run, city, ledger
        self.tables = run.tables

    def check(self) -> None:
        """Every check, group by group."""
        with _reading(self.ledger, "time"):
            check_time(self.city, self.tables, self.ledger)
        rows = all_rows(self.city)
        plan = read_schedule(self.city, self.tables)
        fill_shortfall(self.city, plan, rows)
        reference = self._reference()
        check_rows(self.city, rows, plan, self.ledger)
        check_bounds(self.city, plan, reference, self.ledger)
        self._tables(plan)
        with _reading(self.ledger, "optimality"):
            self._proofs(rows, plan, reference)

    def _reference(self) -> Array | None:
        """Most that may be emitted up to the peak year; None where there is no guard."""
        table = self.tables["reference"]
        if not len(table):
            if self.city.window is not None and self.city.has("peak"):
                self.ledger.equal(
                    ("emissions", "reference"), None, "a table", "reference emissions"
                )
            return None
        self.ledger.equal(
            ("emissions", "reference"),
            tuple(table["year"]),
            self.city.years,
            "years of the reference",
        )
        known = table["emissions"].to_numpy(float) * convert_factor(str(table["unit"][0]), "万吨")
        return known + GUARD_ROOM * abs(known)

    def _tables(self, plan: Vector) -> None:
        """Tables that tell the same in other words."""
        city, ledger, told = self.city, self.ledger, self.run.manifest
        checks: tuple[tuple[str, Callable[[], None]], ...] = (
            ("operation", lambda: check_days(city, self._committed(plan), ledger)),
            ("storage", lambda: check_storage_days(city, self.tables, plan, ledger)),
            ("stock", lambda: check_capacity(city, self.tables, plan, ledger)),
            ("balance", lambda: check_yearly_flows(self.tables, ledger)),
            ("emissions", lambda: check_emissions(city, self.tables, plan, ledger)),
            ("clauses", lambda: self._clauses(plan)),
            ("costs", lambda: check_costs(city, self.tables, plan, told, ledger)),
            ("costs", lambda: check_investment(city, self.tables, plan, ledger)),
            ("costs", lambda: self._transfers(plan)),
            ("tables", lambda: check_flows(city, self.tables, plan, ledger)),
            ("tables", lambda: check_dispatch(city, self.tables, plan, ledger)),
            ("tables", lambda: check_activity(city, self.tables, plan, ledger)),
            ("tables", lambda: check_demand(city, self.tables, ledger)),
            ("tables", lambda: check_peak_loads(city, self.tables, plan, ledger)),
        )
        for group, check in checks:
            with _reading(ledger, group):
                check()

    def _clauses(self, plan: Vector) -> None:
        lights = check_clauses(self.city, self.tables, plan, self.ledger)
        check_summary(self.city, plan, lights, self.run.manifest, self.ledger)

    def _transfers(self, plan: Vector) -> None:
        values = metric_values(self.city, plan)
        check_transfers(self.city, self.tables, values, self.ledger)

    def _committed(self, plan: Vector) -> dict[str, Array]:
        table = self.tables["operation"]
        return {p: table[f"{p}|committed"].to_numpy(float) for (p,) in plan["v_committed"]}

    def _proofs(self, rows: Mapping[str, Rows], plan: Vector, reference: Array | None) -> None:
        """Certificates, and the prices that follow from their duals."""
        parts = added(costs(self.city, plan))
        cost = stages(self.city, discounted(self.city, parts))
        whole = (
            self.city.window is None or self.city.options["objective"]["form"] != "before-peaking"
        )
        found = read_duals(self.city, self.tables, rows, cost, space(self.city))
        duals = {made.stage: self._proved(made, rows, plan, reference) for made in found}
        wanted = ["whole"] if whole else ["before", "tail"]
        self.ledger.equal(("optimality", "stages"), sorted(duals), sorted(wanted), "certificates")
        with _reading(self.ledger, "tables"):
            told, proved = self.run.manifest["bounds"]["gap"], self.tables["certificates"]["gap"]
            self.ledger.same(("tables", "manifest"), told, float(proved.abs().max()), where="gap")
        with _reading(self.ledger, "prices"):
            values = metric_values(self.city, plan)
            check_prices(
                self.city, self.tables, Prices(self.city, duals), plan, values, self.ledger
            )

    def _proved(
        self, made: Duals, rows: Mapping[str, Rows], plan: Vector, reference: Array | None
    ) -> Vector:
        """Duals of the rows of a certificate, once it is checked."""
        Proof(self.city, rows, made, reference).check(plan, self.ledger)
        return made.rows.dual
