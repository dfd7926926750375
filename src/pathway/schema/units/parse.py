"""From the text of a unit to what it measures and how large it is.

Grammar, after full-width forms are narrowed and spaces dropped::

    quotient = product { "/" product }
    product  = factor { "·" factor }
    factor   = WORD | "(" quotient ")"
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pathway.errors import Finding, InputError
from pathway.schema.units.dimension import combine, describe
from pathway.schema.units.registry import Quantity, measure, quantity
from pathway.schema.units.words import WORDS

if TYPE_CHECKING:
    from fractions import Fraction

    from pathway.schema.units.dimension import Dimension


_USUAL_NUMERALS = {1, 10**4, 10**8}
"""Numerals (none, 万, 亿) that suggestions may put before a word when the planner wrote none."""


class UnitError(InputError):
    """A unit that is unknown, or of another dimension than needed.

    Attributes:
        text: the unit as written.
        suggestions: whole units that were perhaps meant, best first.
    """

    def __init__(self, text: str, found: str, expected: str, suggestions: tuple[str, ...]) -> None:
        self.text = text
        self.suggestions = suggestions
        hint = f"是否想写 (did you mean) {'、'.join(suggestions)}？" if suggestions else ""
        super().__init__((Finding("", found, expected, hint),))

    def __str__(self) -> str:
        (finding,) = self.findings
        return f"{finding.found}. {finding.suggestion}".rstrip()


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written, with what it measures; ``*`` and ``/`` make units of two others."""

    text: str
    dimension: Dimension
    """Canonical dimension such as ``energy`` or ``money/power/time``; equal texts, equal kinds."""
    size: Fraction
    """Exact size in base units."""

    @property
    def factor(self) -> float:
        """Size in base units."""
        return float(self.size)

    def __truediv__(self, other: Unit) -> Unit:
        """This unit per another: 亿元 / GW."""
        text = f"{self.text}/{_bracket(other.text)}"
        return Unit(text, combine(self.dimension, other.dimension, -1), self.size / other.size)

    def __mul__(self, other: Unit) -> Unit:
        """Product of two units: 万千瓦 * 年, which is energy."""
        text = f"{_bracket(self.text)}·{_bracket(other.text)}"
        return Unit(text, combine(self.dimension, other.dimension, 1), self.size * other.size)


@lru_cache(maxsize=4096)
def parse_unit(text: str) -> Unit:
    """Read a unit such as ``万千瓦``, ``元/千瓦时`` or ``CNY per (t/a)``.

    Raises:
        UnitError: a word is not in the table, or the words do not form a unit.
    """
    tokens = re.findall(r"[/·()]|[^/·()]+", _narrow(text))
    amount = _quotient(tokens, text)
    if tokens:
        raise _malformed(text)
    size, dimension = measure(amount)
    return Unit(text, dimension, size)


@lru_cache(maxsize=4096)
def convert_factor(from_unit: Unit | str, to_unit: Unit | str) -> float:
    """Number by which an amount in one unit is multiplied to be in another.

    Raises:
        UnitError: a unit is unknown, or the two measure different things.
    """
    source, target = _as_unit(from_unit), _as_unit(to_unit)
    if source.dimension != target.dimension:
        raise _mismatch(source, target)
    return float(source.size / target.size)


def _as_unit(unit: Unit | str) -> Unit:
    return parse_unit(unit) if isinstance(unit, str) else unit


def _bracket(text: str) -> str:
    return f"({text})" if re.search("[/·*每 ]", text) else text


def _narrow(text: str) -> str:
    """One spelling for signs that look or mean alike; spaces dropped."""
    narrow = unicodedata.normalize("NFKC", text)
    narrow = re.sub(r"\s+per\s+|每|÷|∕|⁄", "/", narrow)
    narrow = re.sub(r"[*×⋅∙•・]", "·", narrow)
    narrow = re.sub(r"\s+", "", narrow)
    # kW·h and 千瓦·时 are words of their own, not products: they may stand below a line.
    return re.sub(r"(W|瓦)[·.](h|时|小时)(?![A-Za-z])", r"\1\2", narrow)


def _quotient(tokens: list[str], text: str) -> Quantity:
    amount = _product(tokens, text)
    while tokens and tokens[0] == "/":
        tokens.pop(0)
        amount = amount / _product(tokens, text)
    return amount


def _product(tokens: list[str], text: str) -> Quantity:
    amount = _factor(tokens, text)
    while tokens and tokens[0] == "·":
        tokens.pop(0)
        amount = amount * _factor(tokens, text)
    return amount


def _factor(tokens: list[str], text: str) -> Quantity:
    token = tokens.pop(0) if tokens else ""
    if token == "(":
        amount = _quotient(tokens, text)
        if not tokens or tokens.pop(0) != ")":
            raise _malformed(text)
        return amount
    if token in {"", "/", "·", ")"}:
        raise _malformed(text)
    return _word(token, text)


def _word(token: str, text: str) -> Quantity:
    if token not in WORDS:
        raise _unknown(token, text)
    word = WORDS[token]
    return quantity(word.multiplier, word.unit)


def _unknown(token: str, text: str) -> UnitError:
    return UnitError(
        text,
        f"单位“{text}”中的“{token}”不在单位表内 (unknown unit word {token!r} in {text!r})",
        "单位表中的词 (a word of the table of units)",
        tuple(_narrow(text).replace(token, near, 1) for near in _near(token)),
    )


def _near(token: str) -> list[str]:
    """Words of the table closest to a token, letters of either case taken as alike."""
    folded = {
        key.casefold(): word.spelling
        for key, word in reversed(WORDS.items())
        if word.multiplier in _USUAL_NUMERALS or key[0] == token[0]
    }
    return [folded[key] for key in difflib.get_close_matches(token.casefold(), folded)]


def _malformed(text: str) -> UnitError:
    return UnitError(
        text,
        f"单位“{text}”写法不完整 (unit {text!r} is not a quotient of unit words)",
        "如 元/千瓦时 (such as 元/千瓦时)",
        (),
    )


def _mismatch(source: Unit, target: Unit) -> UnitError:
    zh = [describe(unit.dimension, "zh") for unit in (source, target)]
    en = [describe(unit.dimension, "en") for unit in (source, target)]
    return UnitError(
        source.text,
        f"单位“{source.text}”（{zh[0]}）不能换算为“{target.text}”（{zh[1]}） "
        f"(unit {source.text!r} measures {en[0]}; {target.text!r} measures {en[1]})",
        f"{zh[1]}的单位，如 {target.text} (a unit of {en[1]})",
        (),
    )
