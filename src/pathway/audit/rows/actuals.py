"""Years that are past: every figure that is known of them, within its tolerance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathway.audit.rows.row import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.audit.book import Array
    from pathway.audit.city import City
    from pathway.audit.past import Told
    from pathway.audit.vector import Key, Vector

VARIABLE = {
    "capacity": "v_capacity", "built": "v_build", "activity": "v_activity", "metric": "v_metric",
}  # fmt: skip


def rows(city: City) -> Iterator[Rows]:
    """Rows of what happened: equations where there is no tolerance, else two sides."""
    known = {told.key: told for told in city.told}

    def figure(v: Vector, key: Key) -> Iterator[Array]:
        told = known[key[0]]
        place = [city.years.index(told.year)]
        for part in _parts(v, told):
            yield part[place]

    exact = {k for k, told in known.items() if told.low == told.high}
    sides = {k: np.array([told.low]) for k, told in known.items()}
    most = {k: np.array([told.high]) for k, told in known.items()}
    for name, sense, side, there in (
        ("c_actual_eq", "==", sides, exact),
        ("c_actual_ge", ">=", sides, known.keys() - exact),
        ("c_actual_le", "<=", most, known.keys() - exact),
    ):
        mine = {(k,): side[k] for k in known if k in there}
        yield Rows("past", name, sense, "one", mine, figure)


def _parts(v: Vector, told: Told) -> Iterator[Array]:
    """What a figure adds up, each over all years."""
    if told.quantity == "retired":
        yield from (x for (unit, _), x in v["v_retire"].items() if unit == told.item)
    elif told.quantity == "retrofitted":
        for (retrofit, unit), x in v["v_retrofit"].items():
            if retrofit == told.item and told.unit in {"", unit}:
                yield x
    else:
        mine = v[VARIABLE[told.quantity]].get((told.item,))
        yield from () if mine is None else (mine,)
