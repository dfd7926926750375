"""Peak load is the highest of many loads: clauses can keep it low, none can keep it high.

``A ≥ share × peak load`` and ``peak load ≤ B`` say the same as a row for every hour, so they stay
linear. ``peak load ≥ B`` says "some hour", which no linear programme can say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathway.case.case import Relation
from pathway.errors import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.case.case import Case, ClauseRow


def peak_load_is_kept_low(case: Case) -> Iterator[Finding]:
    """No enforced clause and no payment would be met by a peak load that is stated too high."""
    for clause in case.clauses.values():
        if any(not _keeps_low(case, row) for row in clause.rows):
            yield Finding(
                clause.origin.where,
                f"clause {clause.key!r} asks for a high peak load",
                "a clause that a higher peak load makes harder to keep, such as A ≥ 5 % of it",
                "Set firmness to 记录 (recorded), or turn the clause round.",
            )
    for transfer in case.transfers.values():
        share = case.figures[transfer.metric].peak
        if transfer.counted and share and np.any(transfer.price * share.coefficient < 0):
            yield Finding(
                transfer.origin.where,
                f"transfer {transfer.key!r} pays for a high peak load and enters the objective",
                "a price that a higher peak load makes higher",
                "Set counted to no.",
            )


def _keeps_low(case: Case, row: ClauseRow) -> bool:
    """Whether a higher peak load never helps a row."""
    parts = [(term, term.coefficient) for term in row.numerator]
    parts += [(term, -row.limit * term.coefficient) for term in row.denominator]
    weights = [
        weight * share.coefficient[case.years.index(term.year)]
        for term, weight in parts
        if (share := case.figures[term.metric].peak)
    ]
    helps = {
        Relation.AT_LEAST: any(weight > 0 for weight in weights),
        Relation.AT_MOST: any(weight < 0 for weight in weights),
        Relation.EQUAL: any(weights),
    }
    return not helps[row.relation]
