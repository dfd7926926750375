"""What a plan comes to: the few figures and words that every report begins with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pathway.case.case import Label
from pathway.results.tables.clauses import emission_levels, peak_year
from pathway.results.units import emission_factor

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from pathway.case.case import Case
    from pathway.results.view import View
    from pathway.solve.solution import Bound, Candidate, StageLog

TIMING = {
    "start": Label("年初", "start"),
    "middle": Label("年中", "middle"),
    "end": Label("年末", "end"),
}
BOUNDARY = {
    "territorial": Label("属地排放", "territorial"),
    "with_imports": Label("属地排放加净调入电力", "territorial and net imported electricity"),
}
LIGHT_ORDER = ("green", "yellow", "red")


@dataclass(frozen=True)
class Summary:
    """Status, cost, peak and clauses of a plan, and how it was solved."""

    status: str
    cost_before_peak: float
    """Discounted cost of the years to the peak deadline [亿元]."""
    cost_after: float
    """Discounted cost of the years after it [亿元]."""
    peak_year: int | None
    """Year of the highest emissions in the plan."""
    peak_rows_year: int | None
    """Peak year whose rows were in force; None where no peak was asked for."""
    peak_level: float
    """Emissions of the peak year [万吨]."""
    candidates: tuple[Candidate, ...]
    emissions: tuple[float, ...]
    """Emissions by year of the plan [万吨]."""
    reference_emissions: tuple[float, ...]
    """Emissions of the same case without the peak rows [万吨]; empty if not solved."""
    stages: tuple[StageLog, ...]
    sizes: Mapping[str, int]
    ranges: Mapping[str, tuple[float, float]]
    max_residual: float
    unserved: Mapping[str, float]
    """Demand not served over all years, by hourly commodity, in its shown unit."""
    met: int
    missed_yellow: int
    missed_red: int
    """Enforced clauses with a target of the plan, by their worst light."""
    own_met: int
    own_missed_yellow: int
    own_missed_red: int
    """The same of clauses whose number the plan leaves open and the planner estimated."""
    boundary: str
    money: str
    resolution: str
    """How emissions, money and time are counted, in both languages."""
    warnings: tuple[str, ...]
    bounds: tuple[Bound, ...] = ()
    """How the bounds were drawn together, where the plan was solved to a gap."""

    @property
    def plan_targets(self) -> int:
        """Enforced clauses with a target of the plan."""
        return self.met + self.missed_yellow + self.missed_red

    @property
    def own_targets(self) -> int:
        """Enforced clauses with a target that the planner estimated."""
        return self.own_met + self.own_missed_yellow + self.own_missed_red

    @property
    def clause_counts(self) -> dict[str, Any]:
        """Enforced clauses by their worst light, for a machine: targets of the plan, then own."""
        own = {
            "met": self.own_met,
            "missed_yellow": self.own_missed_yellow,
            "missed_red": self.own_missed_red,
        }
        return {
            "met": self.met,
            "missed_yellow": self.missed_yellow,
            "missed_red": self.missed_red,
            "own_targets": own,
        }


def summarise(view: View, tables: Mapping[str, pd.DataFrame]) -> Summary:
    """Draw the summary of a solved plan from its values and tables."""
    solution, case = view.solution, view.case
    scale = emission_factor()
    levels = emission_levels(view) * scale
    clauses = tables["clauses"]
    lights = worst_lights(clauses[~clauses["own_target"].astype(bool)])
    own = worst_lights(clauses[clauses["own_target"].astype(bool)])
    return Summary(
        status=solution.stages[-1].status if solution.stages else "optimal",
        cost_before_peak=solution.objective,
        cost_after=solution.tail,
        peak_year=peak_year(view),
        peak_rows_year=solution.peak_year,
        peak_level=float(levels.max()),
        candidates=solution.candidates,
        emissions=tuple(levels.tolist()),
        reference_emissions=tuple(x * scale for x in solution.reference_emissions),
        stages=solution.stages,
        sizes=solution.sizes,
        ranges=solution.ranges,
        max_residual=solution.max_residual,
        unserved=_unserved(tables["flows"], case),
        met=lights.count("green"),
        missed_yellow=lights.count("yellow"),
        missed_red=lights.count("red"),
        own_met=own.count("green"),
        own_missed_yellow=own.count("yellow"),
        own_missed_red=own.count("red"),
        boundary=_both(BOUNDARY[case.boundary]),
        money=_both(money_words(case)),
        resolution=_both(resolution_words(case)),
        warnings=solution.warnings,
        bounds=solution.bounds,
    )


def _both(words: Label) -> str:
    return f"{words.zh} / {words.en}"


def worst_lights(clauses: pd.DataFrame) -> list[str]:
    """The worst light of each enforced clause."""
    lit = clauses[clauses["light"].isin(LIGHT_ORDER)]
    return [
        max(lights, key=LIGHT_ORDER.index)
        for _, lights in lit.groupby("clause", sort=False)["light"]
    ]


def _unserved(flows: pd.DataFrame, case: Case) -> dict[str, float]:
    missing = flows[flows["kind"] == "unserved"].groupby("commodity")["amount"].sum()
    return {
        key: float(missing.get(key, 0.0)) for key, good in case.commodities.items() if good.hourly
    }


def money_words(case: Case) -> Label:
    """How money of different years was compared."""
    money = case.money
    running, capital = TIMING[money.timing], TIMING[money.capital_timing]
    return Label(
        f"{money.price_year} 年不变价（{money.currency}），折现率 {money.discount_rate:.4g}，"
        f"融资利率 {money.interest_rate:.4g}，折现到 {money.discount_to} 年初；"
        f"运行费用{running.zh}支付，投资年金{capital.zh}支付",
        f"real {money.currency} of {money.price_year}, discount rate {money.discount_rate:.4g}, "
        f"interest rate {money.interest_rate:.4g}, discounted to the start of {money.discount_to}; "
        f"running costs paid at the {running.en}, annuities at the {capital.en} of the year",
    )


def resolution_words(case: Case) -> Label:
    """How finely the year was cut."""
    steps = case.steps
    days = len(steps.dates)
    return {
        "full": Label(f"全年 {steps.count} 小时", f"all {steps.count} hours of the year"),
        "days": Label(
            f"{days} 个代表日（含极端日 {len(steps.extremes)} 个），每日 24 小时",
            f"{days} representative days of 24 hours, {len(steps.extremes)} of them extreme",
        ),
        "slices": Label(f"{steps.count} 个时段", f"{steps.count} weighted time slices"),
    }[steps.resolution]
