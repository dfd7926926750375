r"""Transfers: money between parties; no resources, so no cost, unless the workbook asks for it.

$$ C^{transfers}_y = \sum_{k \text{ counted}} \pi_{k,y}\, M_{f(k),y} $$

| symbol | in code | unit | meaning |
|---|---|---|---|
| $\pi_{k,y}$ | `transfer_price` | 1e8 per held unit | price of transfer k, as of carbon allowances |
| $M_{f(k),y}$ | `v_metric` | held unit of f | metric that it is paid on, as emissions less free allowances |

What one party pays another receives, so the least cost of the city does not know it: a transfer is
computed on the plan (table `transfers`). One that is counted stands in the objective as a term of
its own: the plan is then the cheapest for who pays, and its dispatch sees the price.

Worked example: 1 TWh from coal at 2 1e8/TWh and 80 万吨/TWh or gas at 2.5 1e8/TWh and 40 万吨/TWh,
free allowances of 60 万吨 a TWh, 200 元/吨 (0.02 1e8/万吨). Not counted: coal, cost 2, transfer
0.02 · 20 = 0.4. Counted: coal would cost 2.4, gas 2.5 − 0.4 = 2.1, so gas runs; its resources cost
2.5, and 0.4 is received.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pathway.model.algebra import ArrayParam, linear
from pathway.model.core import subset

if TYPE_CHECKING:
    import pyomo.environ as pyo

    from pathway.case.case import Case

TIER = "plan"


def add(m: pyo.ConcreteModel, case: Case) -> None:
    """Add the cost term of transfers that are counted, if there are any."""
    counted = [transfer for transfer in case.transfers.values() if transfer.counted]
    if not counted:
        return
    m.COUNTED_TRANSFERS = subset(((x.key, x.metric) for x in counted), dimen=2)
    prices = np.array([x.price for x in counted])
    m.transfer_price = ArrayParam(
        m.COUNTED_TRANSFERS, m.YEARS, values=prices, doc="price of a transfer [1e8 per held unit]"
    )

    @linear(m, m.YEARS, doc="transfers that are counted [1e8]")
    def e_cost_transfers(m: Any, y: int) -> Any:
        return sum(m.transfer_price[k, f, y] * m.v_metric[f, y] for k, f in m.COUNTED_TRANSFERS)

    m.cost_terms["transfers"] = m.e_cost_transfers
