"""Plans a region whole or part by part, as the run did: the division of rows, worked out again."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from pathway.audit.book import Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pathway.audit.book import Book

Weights = dict[str, float]
NAMED_BY = {
    "processes": ("process",), "flows": ("process",), "storage": ("process",),
    "credits": ("process",), "units": ("process",), "projects": ("process",),
    "retrofits": ("from_process", "to_process"),
}  # fmt: skip


def apply(book: Book, options: Mapping[str, Any]) -> None:
    """Change the lines of a book to those that were planned."""
    part_of = {x.key: str(x["part_of"]) for x in book.rows("regions") if x["part_of"]}
    if not part_of:
        return
    if (options.get("regions") or {}).get("detail", "whole") == "parts":
        _Parts(book, part_of).divide()
    else:
        _merge(book, part_of)


def _merge(book: Book, part_of: Mapping[str, str]) -> None:
    """One bus: lines about parts alone go, those that stand in a part move to the whole."""
    inner = set()
    for line in book.rows("processes"):
        near, far = line["region"], line["to_region"]
        if far and part_of.get(far, far) == part_of.get(near, near):
            inner.add(line.key)
    inner |= {x.key for x in book.rows("processes") if x["mode_of"] in inner}
    for table, columns in NAMED_BY.items():
        lines = (x for x in book.rows(table) if not any(x[c] in inner for c in columns))
        book.lines[table] = list(lines)
    book.lines["paths"] = [
        x for x in book.rows("paths")
        if x["table"] not in NAMED_BY or str(x["key"]).partition(":")[0] not in inner
    ]  # fmt: skip
    book.lines["regions"] = [x for x in book.rows("regions") if x.key not in part_of]
    book.lines["adequacy"] = [x for x in book.rows("adequacy") if x["region"] not in part_of]
    book.lines["shares"] = []
    for table in ("processes", "flows", "demands"):
        for line in book.rows(table):
            for column in ("region", "to_region"):
                if line[column] in part_of:
                    moved = None if table == "flows" else part_of[line[column]]
                    line.values[column] = moved


@dataclass
class _Parts:
    """Lines of the whole, divided among its parts."""

    book: Book
    part_of: Mapping[str, str]
    where: dict[str, Weights] = field(default_factory=dict)
    """Process → part → share."""
    became: dict[tuple[str, str], list[tuple[str, float]]] = field(default_factory=dict)

    def divide(self) -> None:
        """Replace the lines of every sheet that a part has its own of."""
        self.whole = next(iter(self.part_of.values()))
        self.stated = defaultdict[tuple[str, str], Weights](dict)
        for line in self.book.rows("shares"):
            self.stated[line["table"], line["key"]][line["region"]] = line["share"]
        self.fixed = {
            x.key for x in self.book.rows("processes")
            if x["to_region"] or x["region"] in self.part_of
        }  # fmt: skip
        self._find()
        for table in (*NAMED_BY, "demands"):
            fresh: list[Line] = []
            for line in self.book.rows(table):
                copies = list(getattr(self, table)(line))
                fresh += [copy for copy, _ in copies]
                self.became[table, line.key] = [(copy.key, share) for copy, share in copies]
            self.book.lines[table] = fresh
        self.book.lines["paths"] = [y for x in self.book.rows("paths") for y in self._path(x)]
        for line in self.book.rows("metrics"):
            if named := line["processes"]:
                line.values["processes"] = tuple(k for p in named for k in self._keys(p))

    # --- where things stand ---

    def _share(self, table: str, key: str) -> Weights:
        if (table, key) in self.stated:
            found = self.stated[table, key]
        else:
            names = [k for t, k in self.stated if t == table and fnmatchcase(key, k)]
            names.sort(key=lambda k: (len(k) - k.count("*"), k))
            found = self.stated[table, names[-1]] if names else {}
        return {part: found[part] for part in self.part_of if part in found}

    def _part(self, county: Any) -> str | None:
        word = str(county or "").strip()
        titles = {
            part: [x[c] for x in self.book.rows("regions") if x.key == part
                   for c in ("region", "name_zh", "name_en") if x[c]]
            for part in self.part_of
        }  # fmt: skip
        same = [part for part, names in titles.items() if word in names]
        close = [part for part, names in titles.items() if any(name in word for name in names)]
        found = same or close
        return found[0] if len(found) == 1 else None

    def _find(self) -> None:
        self._stated_places()
        for line in self.book.rows("storage"):
            if line["energy_process"] and line["process"] in self.where:
                self.where.setdefault(line["energy_process"], dict(self.where[line["process"]]))
        while any(self._rebuilt(line) for line in self.book.rows("retrofits")):
            pass  # until no retrofit leads to a further part
        for line in self.book.rows("processes"):
            if line["mode_of"] in self.where:
                self.where[line.key] = self.where[line["mode_of"]]

    def _stated_places(self) -> None:
        """Places by shares, else by where units and projects stand."""
        known = {line.key: line for line in self.book.rows("processes")}
        stands = defaultdict[str, set[str]](set)
        for line in (*self.book.rows("units"), *self.book.rows("projects")):
            if part := self._part(line["county"]):
                stands[line["process"]].add(part)
        hourly = {x["process"] for x in self.book.rows("flows") if not x["shape"] and self._bus(x)}
        hourly |= {x["process"] for x in self.book.rows("storage") if self._bus(x)}
        hourly |= {known[p]["mode_of"] for p in hourly if known[p]["mode_of"]}
        for key in known.keys() - self.fixed:
            share = self._share("processes", key)
            if not share and key in hourly:
                share = dict.fromkeys(stands[key], 1.0 if len(stands[key]) == 1 else 0.0)
            if share and not known[key]["mode_of"]:
                self.where[key] = share

    def _rebuilt(self, line: Line) -> bool:
        """Whether a retrofit leads to a part that its target was not known to stand in."""
        before = self.where.get(line["from_process"], {})
        after = self.where.setdefault(line["to_process"], {}) if before else {}
        new = [part for part in before if part not in after]
        after.update(dict.fromkeys(new, 0.0))
        return bool(new)

    def _bus(self, line: Line) -> bool:
        return bool(self._share("commodities", line["commodity"]))

    def _of(self, process: str) -> list[tuple[str, str, float]]:
        """Part, key there and share, in the order of the parts."""
        found = self.where.get(process)
        if found is None:
            return []
        several = len(found) > 1
        return [
            (part, f"{process}.{part}" if several else process, found[part])
            for part in self.part_of if part in found
        ]  # fmt: skip

    def _keys(self, process: str) -> list[str]:
        return [key for _, key, _ in self._of(process)] or [process]

    def _there(self, process: str, part: str) -> str:
        return next((key for at, key, _ in self._of(process) if at == part), process)

    # --- sheets ---

    def processes(self, line: Line) -> Iterator[tuple[Line, float]]:
        """A process in every part that it stands in."""
        places = self._of(line.key)
        if not places:
            yield _copy(line, region=line["region"] or self.whole), 1.0
        for part, key, share in places:
            words: dict[str, Any] = {"process": key, "region": part}
            if line["mode_of"]:
                words["mode_of"] = self._there(line["mode_of"], part)
            if len(places) > 1:
                words["group"] = line["group"] or line.key
                for column in ("existing", "capacity_max"):
                    if line[column] is not None:
                        words[column] = line[column] * share
            yield _copy(line, key, **words), share

    def flows(self, line: Line) -> Iterator[tuple[Line, float]]:
        """A flow in every part that its process stands in, or city-wide use by its shares."""
        process, bus = line["process"], self._share("commodities", line["commodity"])
        if process in self.where:
            region = line["region"] if bus else self.whole
            for key in self._keys(process):
                yield _flow(line, key, region), 1.0
        elif bus and line["region"] in self.part_of:
            yield line, 1.0
        elif process in self.fixed:
            yield _flow(line, process, line["region"] if bus else self.whole), 1.0
        elif bus:
            for part, share in bus.items():
                copy = _flow(line, process, part)
                copy.values["amount"] = line["amount"] * share
                yield copy, share
        else:
            yield line, 1.0

    def storage(self, line: Line) -> Iterator[tuple[Line, float]]:
        """A store in every part that its process stands in."""
        for part, key, _ in self._of(line["process"]) or [("", line["process"], 1.0)]:
            energy = line["energy_process"]
            words = {"energy_process": self._there(energy, part)} if energy else {}
            yield _copy(line, key, process=key, **words), 1.0

    def credits(self, line: Line) -> Iterator[tuple[Line, float]]:
        """A credit, the same in every part."""
        for key in self._keys(line["process"]):
            yield _copy(line, f"{key}:{line['period']}", process=key), 1.0

    def units(self, line: Line) -> Iterator[tuple[Line, float]]:
        """A unit where it stands, or divided."""
        return self._standing(line)

    def projects(self, line: Line) -> Iterator[tuple[Line, float]]:
        """A project where it stands, or divided."""
        return self._standing(line)

    def _standing(self, line: Line) -> Iterator[tuple[Line, float]]:
        places = self._of(line["process"])
        part = self._part(line["county"])
        if not places or len(places) == 1 or part:
            key = self._there(line["process"], part or (places[0][0] if places else ""))
            yield _copy(line, process=key), 1.0
            return
        for at, key, share in places:
            if share:
                words = {"process": key, "size": line["size"] * share}
                yield _copy(line, f"{line.key}.{at}", **words), share

    def retrofits(self, line: Line) -> Iterator[tuple[Line, float]]:
        """A retrofit in every part that the plant before it stands in."""
        places = self._of(line["from_process"])
        if not places or not self._of(line["to_process"]):
            yield line, 1.0
            return
        for part, key, _ in places:
            words = {"from_process": key, "to_process": self._there(line["to_process"], part)}
            if len(places) == 1:
                yield _copy(line, **words), 1.0
            else:
                words["group"] = line["group"] or line.key
                yield _copy(line, f"{line.key}.{part}", **words), 1.0

    def demands(self, line: Line) -> Iterator[tuple[Line, float]]:
        """A demand in its part, in the whole, or divided."""
        bus = self._share("commodities", line["commodity"])
        if line["region"] in self.part_of or not bus:
            yield _copy(line, region=line["region"] or self.whole), 1.0
            return
        for part, share in (self._share("demands", line.key) or bus).items():
            copy = _copy(line, f"{line.key}.{part}", region=part)
            copy.years = {year: value * share for year, value in line.years.items()}
            yield copy, share

    def _path(self, line: Line) -> Iterator[Line]:
        copies = self.became.get((line["table"], line["key"]))
        if copies is None:
            yield line
            return
        extent = (line["table"], line["parameter"]) in {
            ("processes", "existing"), ("processes", "capacity_max"), ("flows", "amount"),
        }  # fmt: skip
        for key, share in copies:
            copy = _copy(line, f"{line['table']}:{key}:{line['parameter']}", key_=key)
            if extent:
                copy.years = {y: x * share if share else 0.0 for y, x in line.years.items()}
            yield copy


def _copy(line: Line, key: str = "", key_: str = "", **words: Any) -> Line:
    """A line with other words; `key_` is for a column that is itself called key."""
    values = {**line.values, **words, **({"key": key_} if key_ else {})}
    return Line(line.table, key or line.key, values, dict(line.years), set(line.given))


def _flow(line: Line, process: str, region: str | None) -> Line:
    words: Iterable[str | None] = (process, line["commodity"], line["direction"], region)
    return _copy(line, ":".join(w for w in words if w), process=process, region=region)
