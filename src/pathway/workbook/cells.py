"""From what a cell holds to the value its column declares, or the reason why not.

Only what loses nothing is put right: spaces around, full-width forms, thousands separators, 年
after a year, and a percent sign in columns whose unit is 1. Each such case leaves a note.
"""

from __future__ import annotations

import datetime
import difflib
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from pathway.schema.table import Kind
from pathway.schema.units import UnitError, parse_unit
from pathway.workbook.findings import did_you_mean
from pathway.workbook.numerals import as_calendar_year, as_number, as_whole
from pathway.workbook.preflight import Fault
from pathway.workbook.wording import (
    CellError,
    Parsed,
    expectation,
    narrow,
    number_text,
    retype,
    shown,
    wrong,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pathway.schema.table import Choice, Column

_SEPARATORS = re.compile(r"[;；、,，\n]")
_NOT_IN_KEYS = re.compile(r"[^\w.\-]+")
_YES = {"yes", "true", "1", "是"}
_NO = {"no", "false", "0", "否"}


def parse_cell(value: Any, column: Column) -> Parsed:
    """Value of a filled cell as its column declares it.

    Raises:
        CellError: the cell holds something else.
    """
    if isinstance(value, Fault):
        raise CellError(value.found, expectation(column), value.suggestion)
    return _PARSERS[column.kind](value, column)


def _text(value: Any, column: Column) -> Parsed:
    if isinstance(value, str):
        trimmed = value.strip()
        return Parsed(trimmed, "" if trimmed == value else "the text without spaces around it")
    if isinstance(value, bool):
        return Parsed("yes" if value else "no")
    if isinstance(value, float | int):
        return Parsed(number_text(value))
    return _date(value, column)


def _date(value: Any, column: Column) -> Parsed:
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    if type(value) is datetime.date:
        return Parsed(value.isoformat(), f'the text "{value.isoformat()}"')
    if isinstance(value, str):
        try:
            return Parsed(datetime.date.fromisoformat(narrow(value)).isoformat())
        except ValueError:
            pass
    raise wrong(value, column, retype(value))


def _word(value: Any, column: Column) -> Parsed:
    """A key or other single word: narrowed, no spaces around."""
    if isinstance(value, bool) or not isinstance(value, str | float | int):
        raise wrong(value, column, retype(value))
    if isinstance(value, str):
        word = narrow(value)
        return Parsed(word, "" if word == value else f'the word "{word}"')
    return Parsed(number_text(value))


def _key(value: Any, column: Column) -> Parsed:
    parsed = _word(value, column)
    if _NOT_IN_KEYS.search(parsed.value):
        better = _NOT_IN_KEYS.sub("_", parsed.value).strip("_")
        raise wrong(value, column, f'Write "{better}".' if better else "")
    return parsed


def _words(value: Any, column: Column) -> Parsed:
    """Several words, separated by ; ； 、 comma or a new line; each counts once."""
    text = _word(value, column).value if not isinstance(value, str) else value
    words = (narrow(word) for word in _SEPARATORS.split(text))
    return Parsed(tuple(dict.fromkeys(word for word in words if word)))


def _choice(value: Any, column: Column) -> Parsed:
    word = _word(value, column).value
    choice = next((c for c in column.choices if _means(word, c)), None)
    if choice is None:
        raise wrong(value, column, did_you_mean(_close(word, column.choices)))
    return Parsed(choice.key)


def _means(word: str, choice: Choice) -> bool:
    return word.casefold() in _words_for(choice)


@cache
def _words_for(choice: Choice) -> frozenset[str]:
    """Words that mean a choice, as they are compared."""
    return frozenset(narrow(text).casefold() for text in (choice.key, choice.zh, choice.en))


def _flag(value: Any, column: Column) -> Parsed:
    if isinstance(value, bool):
        return Parsed(value)
    word = _word(value, column).value.casefold()
    if word not in _YES | _NO:
        raise wrong(value, column)
    return Parsed(word in _YES)


def _unit(value: Any, column: Column) -> Parsed:
    text, note = _word(value, column)
    try:
        parse_unit(text)
    except UnitError as error:
        hint = did_you_mean(error.suggestions)
        raise CellError(shown(value), "a unit, such as 万千瓦 or 元/千瓦时", hint) from error
    return Parsed(text, note)


def _close(word: str, choices: Sequence[Choice]) -> list[str]:
    words = [text for choice in choices for text in (choice.zh, choice.key, choice.en)]
    return difflib.get_close_matches(word, dict.fromkeys(words), n=3, cutoff=0.5)


_PARSERS: dict[Kind, Callable[[Any, Column], Parsed]] = {
    Kind.TEXT: _text,
    Kind.KEY: _key,
    Kind.REF: _word,
    Kind.REFS: _words,
    Kind.TAGS: _words,
    Kind.CHOICE: _choice,
    Kind.FLAG: _flag,
    Kind.NUMBER: as_number,
    Kind.YEAR: as_calendar_year,
    Kind.INTEGER: as_whole,
    Kind.UNIT: _unit,
    Kind.DATE: _date,
}
