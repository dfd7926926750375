"""A region planned as one bus, or part by part, from the same rows of a workbook.

Rows speak of the whole region. Sheet ``shares`` says how much of each number lies in which part,
and rows of units and projects say where they stand. Planned whole, rows of parts are left out;
planned part by part, rows are divided before a case is made of them, so that every family, clause
and report meets ordinary regions.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pathway.case.part_members import Members, Shares, parts_of
from pathway.errors import InputError
from pathway.schema import BY_KEY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pathway.workbook.rows import Row, Workbook

PARTS = "parts"
DIVIDED = {"processes": ("existing", "capacity_max"), "flows": ("amount",)}
"""Numbers that a part has its share of; others are the same in all parts, or shared by a group."""
OF_PROCESS = {
    "processes": ("process",), "flows": ("process",), "storage": ("process",),
    "credits": ("process",), "units": ("process",), "projects": ("process",),
    "retrofits": ("from_process", "to_process"),
}  # fmt: skip
"""Sheets whose rows belong to the processes that these columns name."""


def in_detail(workbook: Workbook, detail: str) -> Workbook:
    """The workbook, to be planned ``whole`` or by ``parts``."""
    return replace(workbook, detail=detail)


def planned(workbook: Workbook) -> Workbook:
    """The workbook with its rows as they are planned; itself where no region has parts.

    Raises:
        InputError: sheet ``shares`` leaves open where something stands, or contradicts itself.
    """
    parts = parts_of(workbook)
    if not parts:
        return workbook
    if workbook.detail != PARTS:
        return _whole(workbook, parts)
    shares = Shares(workbook, parts)
    members = Members.of(workbook, parts, shares)
    if shares.findings:
        raise InputError((*workbook.notes, *shares.findings))
    return _Division(workbook, parts, shares, members).result()


# --- one bus --------------------------------------------------------------------------------------


def _whole(workbook: Workbook, parts: Mapping[str, str]) -> Workbook:
    """Rows without parts: links between parts are left out, what stands in a part in the whole."""

    def home(region: str | None) -> str | None:
        return parts.get(region or "", region)

    gone = {
        row.key
        for row in workbook.rows("processes")
        if row["to_region"] and home(row["to_region"]) == home(row["region"])
    }
    gone |= {row.key for row in workbook.rows("processes") if row["mode_of"] in gone}
    tables = {}
    for name, rows in workbook.tables.items():
        kept = (row for row in rows if not _left_out(row, gone, parts))
        tables[name] = tuple(_at_home(row, parts) for row in kept)
    return replace(workbook, tables=tables)


def _left_out(row: Row, gone: set[str], parts: Mapping[str, str]) -> bool:
    """Whether a row is about parts alone."""
    table = row.table.key
    if table == "paths":
        return row["table"] in OF_PROCESS and str(row["key"]).split(":")[0] in gone
    if table == "adequacy":
        return row["region"] in parts
    if table == "regions":
        return row.key in parts
    of = OF_PROCESS.get(table, ())
    return table == "shares" or any(row[column] in gone for column in of)


def _at_home(row: Row, parts: Mapping[str, str]) -> Row:
    columns = [c for c in ("region", "to_region") if row.values.get(c) in parts]
    if not columns:
        return row
    if row.table.key == "flows":
        return replace(row, values={**row.values, "region": None})
    return replace(row, values={**row.values, **{c: parts[row[c]] for c in columns}})


# --- part by part ---------------------------------------------------------------------------------


class _Division:
    """Divides the rows of a workbook among parts; `copies` keeps which row became which."""

    def __init__(
        self, workbook: Workbook, parts: Mapping[str, str], shares: Shares, members: Members
    ) -> None:
        self.workbook, self.parts, self.shares, self.members = workbook, parts, shares, members
        self.whole = next(iter(parts.values()))
        names = {row.key: row for row in workbook.rows("regions")}
        self.names = {key: (names[key]["name_zh"], names[key]["name_en"] or key) for key in parts}
        self.copies: dict[tuple[str, str], list[tuple[str, float]]] = {}

    def result(self) -> Workbook:
        """The workbook by parts."""
        tables = dict(self.workbook.tables)
        for name in (*OF_PROCESS, "demands"):
            tables[name] = tuple(self._divided(name))
        tables["paths"] = tuple(path for row in tables.get("paths", ()) for path in self._path(row))
        tables["metrics"] = tuple(self._metric(row) for row in tables.get("metrics", ()))
        tables["shares"] = ()
        return replace(self.workbook, tables=tables)

    def _divided(self, table: str) -> Iterator[Row]:
        divide = getattr(self, f"_{table}")
        for row in self.workbook.rows(table):
            made = list(divide(row))
            yield from (copy for copy, _ in made)
            if len(made) != 1 or made[0][0].key != row.key:
                self.copies[table, row.key] = [(copy.key, share) for copy, share in made]

    # --- sheets ---

    def _processes(self, row: Row) -> Iterator[tuple[Row, float]]:
        if row.key not in self.members.of_process:
            yield _with(row, region=row["region"] or self.whole), 1.0
            return
        hosts = self.members.keys
        for region, share in self.members.of_process[row.key].items():
            words = {"process": hosts[row.key][region], "region": region}
            if row["mode_of"]:
                words["mode_of"] = hosts[row["mode_of"]][region]
            yield self._part(row, region, share, words), share

    def _flows(self, row: Row) -> Iterator[tuple[Row, float]]:
        process, good = row["process"], row["commodity"]
        shared = self.shares.of("commodities", good)
        if process in self.members.keys:
            region = row["region"] if shared else self.whole
            for key in self.members.keys[process].values():
                yield _with(row, process=key, region=region), 1.0
        elif shared and process not in self.members.placed and row["region"] not in self.parts:
            for region, share in shared.items():
                yield _with(row, region=region, amount=row["amount"] * share), share
        else:
            placed = process in self.members.placed and not shared
            yield (_with(row, region=self.whole) if placed else row), 1.0

    def _storage(self, row: Row) -> Iterator[tuple[Row, float]]:
        for region, key in self.members.keys.get(row["process"], {"": row["process"]}).items():
            energy = row["energy_process"]
            if region and energy:
                energy = self.members.keys[energy][region]
            yield _with(row, process=key, energy_process=energy), 1.0

    def _credits(self, row: Row) -> Iterator[tuple[Row, float]]:
        keys = self.members.keys.get(row["process"], {"": row["process"]})
        yield from ((_with(row, process=key), 1.0) for key in keys.values())

    def _units(self, row: Row) -> Iterator[tuple[Row, float]]:
        return self._standing(row, "unit")

    def _projects(self, row: Row) -> Iterator[tuple[Row, float]]:
        return self._standing(row, "project")

    def _standing(self, row: Row, column: str) -> Iterator[tuple[Row, float]]:
        """A unit or project: in its part, or divided by the shares of its process."""
        keys = self.members.keys.get(row["process"])
        if keys is None:
            yield row, 1.0
            return
        place = self.members.place(row["county"])
        if place or len(keys) == 1:
            yield _with(row, process=keys[place or next(iter(keys))]), 1.0
            return
        for region, share in self.members.of_process[row["process"]].items():
            if share:
                words = {"process": keys[region], "county": self.names[region][0]}
                words[column] = f"{row.key}.{region}"
                yield self._named(row, region, {**words, "size": row["size"] * share}), share

    def _retrofits(self, row: Row) -> Iterator[tuple[Row, float]]:
        before, after = (self.members.keys.get(row[c]) for c in ("from_process", "to_process"))
        if before is None or after is None:
            yield row, 1.0
            return
        for region, key in before.items():
            words = {"from_process": key, "to_process": after[region]}
            if len(before) > 1:
                words |= {"retrofit": f"{row.key}.{region}", "group": row["group"] or row.key}
                yield self._named(row, region, words), 1.0
            else:
                yield _with(row, **words), 1.0

    def _demands(self, row: Row) -> Iterator[tuple[Row, float]]:
        lands = self.shares.of("commodities", row["commodity"])
        if row["region"] in self.parts or not lands:
            yield _with(row, region=row["region"] or self.whole), 1.0
            return
        for region, share in (self.shares.of("demands", row.key) or lands).items():
            years = {year: value * share for year, value in row.years.items()}
            words = {"demand": f"{row.key}.{region}", "region": region}
            yield replace(self._named(row, region, words), years=years), share

    # --- what names them ---

    def _path(self, row: Row) -> Iterator[Row]:
        made = self.copies.get((row["table"], row["key"]))
        if made is None:
            yield row
            return
        divided = row["parameter"] in DIVIDED.get(row["table"], ())
        for key, share in made:
            factor = share if divided else 1.0
            years = {y: v * factor if factor else 0.0 for y, v in row.years.items()}
            yield replace(_with(row, key=key), years=years)

    def _metric(self, row: Row) -> Row:
        if not row["processes"]:
            return row
        keys = (self.members.keys.get(p, {"": p}).values() for p in row["processes"])
        return _with(row, processes=tuple(key for found in keys for key in found))

    # --- copies ---

    def _part(self, row: Row, region: str, share: float, words: Mapping[str, Any]) -> Row:
        """The part of a process in a region."""
        if len(self.members.of_process[row.key]) == 1:
            return _with(row, **words)
        numbers = {
            column: row[column] * share
            for column in DIVIDED["processes"]
            if row[column] is not None
        }
        group = {"group": row["group"] or row.key}
        return self._named(row, region, {**words, **numbers, **group})

    def _named(self, row: Row, region: str, words: Mapping[str, Any]) -> Row:
        zh, en = self.names[region]
        names = {
            "name_zh": f"{row['name_zh'] or row.key}（{zh}）",
            "name_en": f"{row['name_en'] or row.key} ({en})",
        }
        return _with(row, **{**names, **words})


def _with(row: Row, **words: Any) -> Row:
    """A row with some cells replaced; where it came from stays."""
    assert all(column in BY_KEY[row.table.key].by_key for column in words)
    return replace(row, values={**row.values, **words})
