"""What is said of clauses that should hold and do not, or that may not mean what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.case.case import Firmness
from pathway.case.lexicon import TRENDS
from pathway.errors import Finding, Severity

if TYPE_CHECKING:
    from pathway.case.clause_numbers import Numbers

FAR = 20.0
"""Factor from the figure of the base year at which a target is likely a slip of the unit."""
EXPECTED = {"mod:stretch", "mod:principle"}
"""Words by which a clause is expected, not binding."""
SET_ELSEWHERE = {"set_above", "benchmark", "rank", "standard"}
"""Sources of a value that are not the plan's own text."""


class Teller:
    """Collects findings on one clause, each at its cell."""

    def __init__(self, numbers: Numbers) -> None:
        self.n, self.row, self.values = numbers, numbers.row, numbers.values

    # --- clauses that do not hold ---------------------------------------------------------------

    def sense(self) -> None:
        """The sense word is not understood."""
        word, sense = self.row["sense"], self.n.sense
        found = f"sense word {word!r} is not in sheet lexicon" if word else "no sense word"
        if sense.unread:
            found = f"sense word {word!r}: {sense.unread!r} cannot be read as it stands"
        elif sense.words:
            found = f"sense word {word!r} states no relation"
        self.values.warn(
            self.row.where("sense"), found, "a word of the lexicon",
            "Recorded, not understood: use a word of sheet lexicon, or add this one with its "
            "family.",
        )  # fmt: skip

    def nothing_to_keep(self) -> None:
        """A clause without number or metric is not kept; who left it blank by mistake learns so."""
        if self.n.known_figure is None:
            column, found, expected = "metric", "a value but no metric", "the key of a metric"
        elif not self.n.sense.understood:
            self.sense()
            return
        else:
            column, expected = "value", "the number of the target, with its unit"
            found = f"no value, which {self.row['sense']!r} needs"
        self._warn(
            column, found, expected,
            "The clause is not kept as it stands. Fill the cell; or set firmness to 记录 "
            "(recorded), or value_source to 缺 (missing).",
        )  # fmt: skip

    def records_only(self) -> None:
        """A word that only records stands in a clause that is to be kept."""
        self._warn(
            "sense", f"{self.row['sense']!r} states no target of a year", "a word that does",
            "Recorded only. Use 达到, 不低于, 不超过 …; or set firmness to 记录 (recorded).",
        )  # fmt: skip

    def outside(self) -> None:
        """None of its years is one of the plan."""
        first, last = self.n.book.years[0], self.n.book.years[-1]
        if first < last and not self.n.years():
            self._warn(
                "from_year", "none of its years is one of the plan",
                f"years from {first} to {last}",
                "The clause is not kept as it stands: look at from_year, to_year and time.",
            )  # fmt: skip

    def peak(self) -> None:
        """A clause on the peak of the city, which the settings decide."""
        window, firm = self.n.book.peak, self.n.firmness is not Firmness.RECORDED
        named = self.row["from_year"] or self.row["to_year"]
        if window is None and firm and len(self.n.book.years) > 1:
            self._warn("sense", "sheet settings has no peak_deadline, so nothing keeps it",
                       "peak_deadline on sheet settings")  # fmt: skip
        elif window and named and self.n.deadline() != window.deadline:
            self._warn(
                "to_year", f"a peak by {self.n.deadline()}; sheet settings says {window.deadline}",
                f"{window.deadline}", "The year of the settings is kept.",
            )  # fmt: skip

    # --- clauses that may mean something else -----------------------------------------------------

    def notes(self) -> None:
        """What is said of a clause that has rows."""
        self._trend_with_a_value()
        self._far_from_the_base_year()
        self._begins_before_the_plan()
        self._sums_a_stock()
        self._rest_of_the_phrase()
        self._shade_against_firmness()

    def estimate(self) -> None:
        """A number that others set, they say, should not be an estimate of the planner."""
        elsewhere = self.row["value_source"] in SET_ELSEWHERE
        if elsewhere and self.row["value"] is not None and self.row["confidence"] == "D":
            finding = Finding(
                self.row.where("value_source"),
                f"a target of {self.row.key} that is not the planner's, with confidence D",
                "the number as it was set, with its source",
                "If the number is not published and this one is an estimate, write 缺 (missing): "
                "it is then counted apart from the targets of the plan.",
                Severity.NOTE,
            )
            self.values.findings.append(finding)

    def _trend_with_a_value(self) -> None:
        if self.n.sense.family in TRENDS and self.row["value"] is not None:
            self._warn(
                "value", f"a value beside {self.row['sense']!r}, which only compares years",
                "no value",
                "Not read. For a fall or rise by so much write 下降 or 增长, with the base year.",
            )  # fmt: skip

    def _far_from_the_base_year(self) -> None:
        """A level more than twenty times the figure of the base year, or less than a twentieth."""
        known, target = self._known(), self.n.target()
        if self.n.relative() or not known or not target or self.row["unit"] is None:
            return
        factor = abs(target / known)
        if not 1 / FAR <= factor <= FAR:
            self._warn(
                "value", f"a target {factor:.3g} times the figure of the base year",
                f"a factor of {FAR:.0f} at most", "Look at the unit, and at the metric.",
            )  # fmt: skip

    def _known(self) -> float | None:
        """The figure of the base year [held]: of the row, else of sheet ``actuals``."""
        if self.n.cumulative or self.n.sense.family in TRENDS or self.row["value"] is None:
            return None
        if self.row["base_value"] is not None:
            return self.values.number(self.row, "base_value", self.n.ratio_unit())
        actual = self.n.book.actuals.get(self.row["metric"])
        return (
            None if actual is None or self.row["per"] else actual.given.get(self.n.book.base_year)
        )

    def _begins_before_the_plan(self) -> None:
        """A sum over years of which some are past has to know what was done in them."""
        first, start = self.n.span()[0], self.n.book.years[0]
        if self.n.cumulative and first and first < start and self.row["base_value"] is None:
            self._warn(
                "base_value", f"a sum from {first} on, and nothing done before {start}",
                "what was done before the plan, with base_unit", "Write 0 if it was nothing.",
            )  # fmt: skip

    def _sums_a_stock(self) -> None:
        """A stock added up over years is hardly ever meant."""
        if self.n.cumulative and self.n.figure.capacity and self.n.sense.family != "cum_cut":
            self._warn(
                "metric", f"{self.row['metric']}, a stock, is added up over years",
                "a metric of new capacity; or time 到年 (at) for a stock reached",
            )  # fmt: skip

    def _rest_of_the_phrase(self) -> None:
        """Words that were not read may change what the others say."""
        rest = self.n.sense.rest
        if rest and self.n.firmness is not Firmness.RECORDED:
            self._warn(
                "sense", f"{rest!r} in {self.row['sense']!r} was not read",
                "words of the lexicon", "Read as if it were not there: add it to sheet lexicon, "
                "or leave it out.",
            )  # fmt: skip

    def _shade_against_firmness(self) -> None:
        """力争 in a clause that must be kept, 确保 in one that may be missed: kept so, and said."""
        said, hard = self.n.sense.modifiers, self.n.firmness is Firmness.HARD
        weak, strong = said & EXPECTED and hard, "mod:firm" in said and not hard
        if weak or strong:
            expected = "预期 (soft), with a price" if weak else "约束 (hard)"
            found = f"{self.row.key}: {self.row['sense']!r} with firmness {self.row['firmness']}"
            suggestion = "Kept as the column says."
            self.values.findings.append(
                Finding(self.row.where("firmness"), found, expected, suggestion, Severity.NOTE)
            )

    def _warn(self, column: str, found: str, expected: str, suggestion: str = "") -> None:
        self.values.warn(self.row.where(column), f"{self.row.key}: {found}", expected, suggestion)
