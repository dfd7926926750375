"""What a metric is made of in a plan: few named parts that add up to it in every year.

Parts are plant by plant where that makes few of them, else group by group (as in charts), or row
by row of the metric where all is of one group; the smallest of many are folded into one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from pathway.case.case import Label
from pathway.labels import group_of, group_word, label, pick, unit_word
from pathway.results.tables.capacity import Changes
from pathway.results.tables.peak_loads import highest_load
from pathway.schema.sheets.plan import QUANTITY
from pathway.schema.units import convert_factor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from pathway.case.case import Case, Figure, Part, Selection
    from pathway.results.view import View

    Array = NDArray[np.float64]

MOST = 6
"""Parts that a formula has room for."""
FEW = 3
"""Things that stand for a tag which has no name of its own."""
NOTHING = 1e-9
"""Parts below it, relative to the largest, are left out if they are so in all years."""
LANGUAGES = ("zh", "en")
QUANTITIES = {choice.key: Label(choice.zh, choice.en) for choice in QUANTITY}


@dataclass(frozen=True, eq=False)
class Piece:
    """A named part of a metric, by year, in the unit that reports show the metric in."""

    name: Label
    values: Array


class Composition:
    """Takes metrics of a solved plan apart."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._known: dict[str, tuple[Piece, ...]] = {}

    def of(self, key: str) -> tuple[Piece, ...]:
        """Parts of a metric, at most `MOST`; in each year their sum is the metric."""
        if key not in self._known:
            self._known[key] = self._pieces(self.view.case.figures[key])
        return self._known[key]

    def _pieces(self, figure: Figure) -> tuple[Piece, ...]:
        scale = convert_factor(figure.held, figure.shown)
        parts = [(part, self._amount(figure, part) * scale) for part in figure.parts]
        named, grouped, selected = (
            self._added((way(self.view.case, figure, p), x) for p, x in parts)
            for way in (_named, _grouped, _selected)
        )
        chosen = named if len(named) <= MOST else grouped
        if len(chosen) == 1 < len(selected):
            chosen = selected
        return _folded(chosen) if chosen else (Piece(figure.label, self.view.zeros),)

    def _amount(self, figure: Figure, part: Part) -> Array:
        """What a part comes to in each year [held unit of the figure]."""
        if part.of == "peak":
            periods = figure.peak.periods if figure.peak else ()
            loads = [highest_load(self.view, period) for period in periods]
            return np.asarray(part.amount * np.max(loads, axis=0))
        if part.of in {"demand", "series", "potential"}:
            return part.amount
        return part.amount * self._decided[part.of].get(part.key, self.view.zeros)

    @cached_property
    def _decided(self) -> Mapping[str, Mapping[str, Array]]:
        changes = Changes(self.view)
        return {
            "activity": self.view.activity, "capacity": self.view.capacity,
            "new": self.view.builds, "retired": changes.retired, "retrofitted": changes.into,
        }  # fmt: skip

    def _added(self, named: Iterable[tuple[Label, Array]]) -> list[Piece]:
        """Sums of what has the same name; without those that are nothing in all years."""
        sums: dict[Label, Array] = {}
        for name, values in named:
            sums[name] = sums.get(name, self.view.zeros) + values
        largest = max((float(np.abs(v).max()) for v in sums.values()), default=0.0)
        return [Piece(n, v) for n, v in sums.items() if np.abs(v).max() > NOTHING * largest]


def _folded(pieces: list[Piece]) -> tuple[Piece, ...]:
    """The largest, in order, and the rest as one."""
    if len(pieces) <= MOST:
        return tuple(pieces)
    by_size = sorted(pieces, key=lambda piece: -float(np.abs(piece.values).max()))
    kept = [piece for piece in pieces if piece in by_size[: MOST - 1]]
    rest = by_size[MOST - 1 :]
    zh, en = (label("ledger.rest", lang).format(count=len(rest)) for lang in LANGUAGES)
    return (*kept, Piece(Label(zh, en), np.sum([piece.values for piece in rest], axis=0)))


# --- names of parts -------------------------------------------------------------------------------


def _named(case: Case, figure: Figure, part: Part) -> Label:
    """The process, demand or series."""
    if part.of == "peak":
        return QUANTITIES["peak_load"]
    if part.of == "demand":
        return case.demands[part.key].label
    return (case.series if part.of == "series" else case.processes)[part.key].label


def _grouped(case: Case, figure: Figure, part: Part) -> Label:
    """The group of technologies, or the sector."""
    if part.of in {"peak", "series"}:
        return _named(case, figure, part)
    thing = case.demands[part.key] if part.of == "demand" else case.processes[part.key]
    group = group_of(thing.tags, thing.sector)
    return Label(group_word(group, "zh"), group_word(group, "en"))


def _selected(case: Case, figure: Figure, part: Part) -> Label:
    """The row of the metric that counts it."""
    return said(case, figure.selections[part.selection])


# --- what a row of a metric selects ---------------------------------------------------------------


def said(case: Case, chosen: Selection) -> Label:
    """What a row of a metric selects, in words: 产出量（风电、光伏；电力）× 300 克标煤/千瓦时."""
    return Label(*(_said(case, chosen, lang) for lang in LANGUAGES))


def _said(case: Case, chosen: Selection, lang: str) -> str:
    limits = [_listed(names, lang) for names in _limits(case, chosen, lang) if names]
    quantity = _pick(QUANTITIES[chosen.quantity], lang)
    words = label("ledger.of", lang).format(quantity=quantity, limits=_join(limits, lang, ";"))
    return (words if limits else quantity) + _weight(chosen, lang)


def _limits(case: Case, chosen: Selection, lang: str) -> list[list[str]]:
    """What narrows a selection, kind by kind."""
    tags, sectors = (
        [_word(case, word, lang) for word in words] for words in (chosen.tags, chosen.sectors)
    )
    return [
        [_pick(case.processes[key].label, lang) for key in chosen.processes], tags, sectors,
        [_pick(case.commodities[key].label, lang) for key in chosen.commodities],
        [_pick(case.regions[key], lang) for key in chosen.regions],
        [_pick(case.series[key].label, lang) for key in chosen.series if key in case.series],
    ]  # fmt: skip


def _word(case: Case, word: str, lang: str) -> str:
    """A tag or sector by its name in charts, else by what has it; “without” for a ``!``."""
    bare = word.removeprefix("!").strip()
    group = group_of({bare}, bare)
    named = group_word(group, lang)
    if named == bare:
        named = _tagged(case, bare, lang)
    return label("ledger.without", lang).format(name=named) if word.startswith("!") else named


def _tagged(case: Case, tag: str, lang: str) -> str:
    """A tag that the catalogue has no word for: the names of what has it, or of some of it."""
    names = [_pick(x.label, lang) for x in case.processes.values() if tag in x.tags]
    names += [_pick(x.label, lang) for x in case.demands.values() if tag in x.tags]
    if not names:
        return tag
    shown = _join(names[:FEW], lang, ",")
    if len(names) <= FEW:
        return shown
    return label("ledger.tagged", lang).format(names=shown, count=len(names))


def _weight(chosen: Selection, lang: str) -> str:
    weighed = "" if chosen.weight_by == "none" else label(f"ledger.by.{chosen.weight_by}", lang)
    weight = f"{chosen.weight:g}".replace("-", "−")
    if chosen.weight_unit != "1":
        return f" × {weight} {unit_word(chosen.weight_unit, lang)}" + weighed
    if chosen.weight == 1.0:
        return weighed
    if chosen.weight == -1.0:
        return weighed + label("ledger.less", lang)
    return weighed + label("ledger.weight", lang).format(weight=weight)


def _listed(names: list[str], lang: str) -> str:
    shown = names[:MOST]
    words = _join(shown, lang, ",")
    more = label("ledger.more", lang).format(count=len(names))
    return words + (more if len(names) > len(shown) else "")


def _join(words: Iterable[str], lang: str, sign: str) -> str:
    """Words one after the other, with the signs of the language."""
    return {",": "、", ";": "；"}[sign].join(words) if lang == "zh" else f"{sign} ".join(words)


def _pick(name: Label, lang: str) -> str:
    return pick(name.zh, name.en, lang)
