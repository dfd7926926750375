"""Which parts of a region a process stands in, and with which share of its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pathway.case.override import fits
from pathway.errors import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pathway.workbook.rows import Row, Workbook

    Divided = dict[str, dict[str, float]]

NEAR_ONE = 1e-6
"""How far the shares of a key may be from 1 in all."""


def parts_of(workbook: Workbook) -> dict[str, str]:
    """Part → the region that it is a part of."""
    rows = workbook.rows("regions")
    return {row.key: row["part_of"] for row in rows if row["part_of"]}


class Shares:
    """Sheet ``shares``; `findings` gathers what is wrong with it."""

    def __init__(self, workbook: Workbook, parts: Mapping[str, str]) -> None:
        self.findings: list[Finding] = []
        self.rows: dict[tuple[str, str], dict[str, float]] = {}
        self.order = list(parts)
        for row in workbook.rows("shares"):
            if row["region"] not in parts:
                self.wrong(row, "region", f"{row['region']!r} is no part", "a region with part_of")
            self.rows.setdefault((row["table"], row["key"]), {})[row["region"]] = row["share"]
        for row in workbook.rows("shares"):
            total = sum(self.rows[row["table"], row["key"]].values())
            if abs(total - 1.0) > NEAR_ONE and self._first(workbook, row):
                self.wrong(row, "share", f"the shares of {row['key']} add up to {total:.6g}", "1")
        if len(set(parts.values())) > 1:
            [row] = workbook.rows("regions")[-1:]
            self.wrong(row, "part_of", "parts of several regions", "parts of one region")

    def of(self, table: str, key: str) -> dict[str, float]:
        """Part → share of a row, in the order of the parts; empty where none is stated."""
        keys = [(len(k.replace("*", "")), k) for t, k in self.rows if t == table and fits(k, key)]
        exact = self.rows.get((table, key))
        found = exact or (self.rows[table, max(keys)[1]] if keys else {})
        return {part: found[part] for part in self.order if part in found}

    def wrong(self, row: Row, column: str, found: str, expected: str, suggestion: str = "") -> None:
        """Put down a problem."""
        self.findings.append(Finding(row.where(column), found, expected, suggestion))

    @staticmethod
    def _first(workbook: Workbook, row: Row) -> bool:
        same = (r for r in workbook.rows("shares") if r["table"] == row["table"])
        return next(r for r in same if r["key"] == row["key"]) is row


@dataclass(frozen=True)
class Members:
    """Parts that processes are planned in."""

    of_process: Divided
    """Process → part → share of its numbers."""
    keys: dict[str, dict[str, str]]
    """Process → part → key of the process there."""
    placed: set[str]
    """Processes whose own row names a part."""
    places: dict[str, str]
    """Words for a part → part."""

    @classmethod
    def of(cls, workbook: Workbook, parts: Mapping[str, str], shares: Shares) -> Members:
        """Members by sheet ``shares``, units, projects, and what they lead to."""
        finder = _Finder(workbook, parts, shares)
        found = finder.find()
        keys = {p: {c: f"{p}.{c}" if len(of) > 1 else p for c in of} for p, of in found.items()}
        return cls(found, keys, finder.placed, finder.places)

    def place(self, county: str | None) -> str | None:
        """Part that words mean: the one of that name, or the only one whose name they hold."""
        return _place(self.places, county)


def _place(places: Mapping[str, str], county: str | None) -> str | None:
    word = (county or "").strip()
    if word in places:
        return places[word]
    found = {part for name, part in places.items() if name in word}
    return found.pop() if len(found) == 1 else None


class _Finder:
    """Finds the parts of every process: stated ones first, then those that follow from them."""

    def __init__(self, workbook: Workbook, parts: Mapping[str, str], shares: Shares) -> None:
        self.workbook, self.shares, self.parts = workbook, shares, parts
        self.rows = {row.key: row for row in workbook.rows("processes")}
        self.placed = {
            p for p, row in self.rows.items() if row["region"] in parts or row["to_region"]
        }
        regions = [row for row in workbook.rows("regions") if row.key in parts]
        words = ((row.key, row["name_zh"], row["name_en"]) for row in regions)
        self.places = {w: row.key for row, ws in zip(regions, words, strict=True) for w in ws if w}
        self.found: Divided = {}

    def find(self) -> Divided:
        """Process → part → share, in the order of the parts."""
        self._stated()
        self._followed()
        for row in self._on_buses():
            self.shares.wrong(
                row, "region", f"nothing says in which part {row.key!r} stands",
                "shares of it in sheet shares, or units and projects with their county",
                "Write a row of sheet shares for it.",
            )  # fmt: skip
        order = self.shares.order
        found = {p: {c: of[c] for c in order if c in of} for p, of in self.found.items()}
        self._actuals(found)
        return found

    def _stated(self) -> None:
        located: dict[str, dict[str, Row]] = {}
        for row in (*self.workbook.rows("units"), *self.workbook.rows("projects")):
            if place := _place(self.places, row["county"]):
                located.setdefault(row["process"], {}).setdefault(place, row)
        needed = self._bus_processes()
        own = (p for p, row in self.rows.items() if p not in self.placed and not row["mode_of"])
        for p in own:
            there = located.get(p, {})
            places = self.shares.of("processes", p)
            if places:
                self._shares_cover(p, places, there)
            elif p in needed:
                places = self._alone(self.rows[p], there)
            if places:
                self.found[p] = dict(places)

    def _shares_cover(
        self, process: str, shares: Mapping[str, float], at: Mapping[str, Row]
    ) -> None:
        for place in at.keys() - shares.keys():
            found = f"{at[place].key} stands in {place!r}, of which {process} has no share"
            expected = f"a row of sheet shares for {place!r}, with 0 where it has no more"
            self.shares.wrong(at[place], "county", found, expected)

    def _alone(self, row: Row, located: Mapping[str, Row]) -> dict[str, float]:
        """Parts of a process that stands only where its units and projects do."""
        if len(located) < 2:
            return dict.fromkeys(located, 1.0)
        columns = ("existing", "capacity_max")
        paths = {(path["key"], path["parameter"]) for path in self.workbook.rows("paths")}
        for column in columns:
            if row[column] or (row.key, column) in paths:
                found = f"{column} of {row.key!r} stands in {len(located)} parts"
                self.shares.wrong(row, column, found, "rows of sheet shares that divide it")
        for at in (*self.workbook.rows("units"), *self.workbook.rows("projects")):
            if at["process"] == row.key and not _place(self.places, at["county"]):
                found = f"{at.key} stands in no part, and {row.key} has no shares"
                self.shares.wrong(at, "county", found, "a part, or rows of sheet shares")
        return dict.fromkeys(located, 0.0)

    def _bus_processes(self) -> set[str]:
        """Processes that need a bus: by the hour in a commodity that balances in parts."""
        found = {
            row["process"]
            for row in self.workbook.rows("flows")
            if not row["shape"] and self.shares.of("commodities", row["commodity"])
        }
        found |= {
            row["process"]
            for row in self.workbook.rows("storage")
            if self.shares.of("commodities", row["commodity"])
        }
        hosts = {row["mode_of"] for p, row in self.rows.items() if p in found and row["mode_of"]}
        return (found | hosts) & self.rows.keys()

    def _on_buses(self) -> Iterator[Row]:
        for p in sorted(self._bus_processes() - self.placed - self.found.keys()):
            yield self.rows[p]

    def _followed(self) -> None:
        """What units can become, the energy of stores, and modes stand where the plant does."""
        for row in self.workbook.rows("storage"):
            if row["energy_process"] and row["process"] in self.found:
                self.found.setdefault(row["energy_process"], dict(self.found[row["process"]]))
        retrofits = self.workbook.rows("retrofits")
        for _ in retrofits:  # a chain has at most as many links
            for row in retrofits:
                for place in self.found.get(row["from_process"], {}):
                    self.found.setdefault(row["to_process"], {}).setdefault(place, 0.0)
        for p, row in self.rows.items():
            if row["mode_of"] in self.found:
                self.found[p] = dict(self.found[row["mode_of"]])

    def _actuals(self, found: Divided) -> None:
        """What really happened is stated of the whole, and not known by part."""
        stated = {row["key"]: row["value"] for row in self.workbook.rows("settings")}
        if (stated.get("actuals_to") or 0) <= stated["base_year"]:
            return
        for row in self.workbook.rows("actual_items"):
            if len(found.get(str(row["key"]).split(":")[0], ())) > 1:
                self.shares.wrong(
                    row, "key", f"{row['key']} is planned part by part",
                    "no actuals of it, or the region planned whole",
                    'Write detail = "whole" in section [regions] of the model file.',
                )  # fmt: skip
