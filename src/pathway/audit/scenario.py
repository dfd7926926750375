"""Applies the overrides of a scenario to the rows of a book, from top to bottom."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pathway.audit.book import Line, along
from pathway.schema import BY_KEY
from pathway.schema.settings_rows import SETTINGS_BY_KEY
from pathway.schema.table import Kind
from pathway.schema.units import convert_factor

if TYPE_CHECKING:
    from collections.abc import Callable

    from pathway.audit.book import Book

BASE = "base"
_SEPARATORS = re.compile(r"[;；、,，\n]")
_LISTS = {Kind.REFS, Kind.TAGS}
_WHOLE = {Kind.YEAR, Kind.INTEGER}


def apply(book: Book, scenario: str) -> None:
    """Change the book as its scenario says."""
    stated = {line["key"]: line["value"] for line in book.rows("settings")}
    horizon = range(int(stated["base_year"]), int(stated["last_year"]) + 1)
    for change in book.rows("overrides"):
        if scenario != BASE and change["scenario"] == scenario:
            for line in list(book.rows(change["table"])):
                if _means(str(change["key"]), line.key):
                    _change(book, line, change, horizon)


def _means(stated: str, key: str) -> bool:
    """Whether a change is for a row; ``*`` in its key stands for any text."""
    return re.fullmatch(".*".join(map(re.escape, stated.split("*"))), key) is not None


def _change(book: Book, line: Line, change: Line, horizon: range) -> None:
    parameter = change["parameter"]
    if parameter == "years":
        line.years = _across(line.years, change, line["unit"] or "1", horizon)
        return
    if not _is_number(line, parameter):
        line.values[parameter] = _words(line, parameter, str(change["value"]))
        line.given.add(parameter)
        return
    path = _path(book, line, parameter)
    ranged = change["from_year"] is not None or change["to_year"] is not None
    if path is None and change["operation"] != "=" and _blank(line, parameter):
        return
    if path is None and ranged:
        path = _new_path(book, line, parameter, change, horizon)
    if path is not None:
        path.years = _across(path.years, change, path["unit"] or "1", horizon)
    else:
        _once(line, parameter, change)


def _blank(line: Line, parameter: str) -> bool:
    """Whether there is no number to change; a default of zero without a unit is none."""
    own = parameter in line.given or not _unit_column(line, parameter)
    return line[parameter] is None or (not line[parameter] and not own)


def _once(line: Line, parameter: str, change: Line) -> None:
    """Change the one number of a row."""
    column, unit = _unit_column(line, parameter), _unit(line, parameter, change)
    value = _operation(change, unit)(float(line[parameter] or 0.0))
    line.values[parameter] = round(value) if _kind(line, parameter) in _WHOLE else value
    line.given.add(parameter)
    if column and not line[column]:
        line.values[column] = unit


def _across(before: dict[int, float], change: Line, unit: str, horizon: range) -> dict[int, float]:
    """Numbers across years after a change; for some years only, the blank ones are filled first."""
    first, last = change["from_year"], change["to_year"]
    if first is not None or last is not None or not before:
        known = sorted(before) or [horizon[0]]
        span = range(min(horizon[0], *known), max(horizon[-1], *known) + 1)
        filled = along(span, before or dict.fromkeys(known, 0.0))
        before = dict(zip(span, filled.tolist(), strict=True))
    after = _operation(change, unit)
    return {
        year: after(value) if (first or 0) <= year <= (last or 9999) else value
        for year, value in before.items()
    }


def _new_path(book: Book, line: Line, parameter: str, change: Line, horizon: range) -> Line:
    """The one number of a row as numbers across years."""
    value = float(line[parameter] or 0.0)
    words = {"table": line.table, "key": line.key, "parameter": parameter,
             "unit": _unit(line, parameter, change)}  # fmt: skip
    path = Line("paths", ":".join(map(str, words.values())), dict(words),
                dict.fromkeys(horizon, value), set(words))  # fmt: skip
    book.lines.setdefault("paths", []).append(path)
    return path


def _path(book: Book, line: Line, parameter: str) -> Line | None:
    for path in book.rows("paths"):
        if (path["table"], path["key"], path["parameter"]) == (line.table, line.key, parameter):
            return path
    return None


def _operation(change: Line, unit: str) -> Callable[[float], float]:
    amount = float(str(change["value"]).replace(",", "").replace("，", ""))
    if change["operation"] == "×":
        factor = amount * convert_factor(change["unit"] or "1", "1")
        return lambda before: before * factor
    amount *= convert_factor(change["unit"] or unit, unit)
    return (lambda _: amount) if change["operation"] == "=" else (lambda before: before + amount)


# --- what a column holds --------------------------------------------------------------------------


def _kind(line: Line, parameter: str) -> Kind:
    if line.table == "settings" and parameter == "value":
        return SETTINGS_BY_KEY[line.key].kind
    return BY_KEY[line.table].by_key[parameter].kind


def _is_number(line: Line, parameter: str) -> bool:
    return _kind(line, parameter) in {Kind.NUMBER, *_WHOLE}


def _unit_column(line: Line, parameter: str) -> str:
    if line.table == "settings":
        return "unit" if SETTINGS_BY_KEY[line.key].unit else ""
    return BY_KEY[line.table].by_key[parameter].unit_column


def _unit(line: Line, parameter: str, change: Line) -> str:
    """Unit of a number: that of its row, else that of the change."""
    column = _unit_column(line, parameter)
    declared = BY_KEY[line.table].by_key[parameter].unit
    if line.table == "settings":
        declared = SETTINGS_BY_KEY[line.key].unit
    if not column:
        return declared or "1"
    own = None if change["operation"] == "×" else change["unit"]
    return str(line[column] or declared or own or "1")


def _words(line: Line, parameter: str, value: str) -> object:
    """A word, several words, a flag or a choice, as the reader of a workbook has them."""
    if line.table == "settings":
        setting = SETTINGS_BY_KEY[line.key]
        found = [c.key for c in setting.choices if value in {c.key, c.zh, c.en}]
        return found[0] if found else value
    column = BY_KEY[line.table].by_key[parameter]
    if column.kind in _LISTS:
        return tuple(word.strip() for word in _SEPARATORS.split(value) if word.strip())
    if column.kind is Kind.FLAG:
        return value.strip().casefold() in {"yes", "true", "1", "是"}
    choice = column.choice(value)
    return choice.key if choice else value.strip()
