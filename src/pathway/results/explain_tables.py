"""Tables of ``pathway explain``: how clauses share the cost, and which of them are implied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.results.explain_words import NOTHING, Words
from pathway.results.frames import Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from pathway.case.case import Case
    from pathway.solve.questions.implied import Implied
    from pathway.solve.questions.sharing import Sharing

SHARES = (
    "clause", "name_zh", "name_en", "lead", "part_before", "part_after", "alone_before",
    "alone_after", "cost_unit",
)  # fmt: skip
VERDICTS = (
    "clause", "name_zh", "name_en", "lead", "verdict", "row", "limit", "worst", "unit", "by",
    "needed", "miss_before", "miss_after", "cost_unit",
)  # fmt: skip
COST_UNIT = "亿元, discounted"


def share_table(case: Case, sharing: Sharing) -> pd.DataFrame:
    """A row for every clause that answers for anything, the largest part first."""
    rows, words = Rows(SHARES), [Words(case, lang) for lang in ("zh", "en")]
    for share in sorted(sharing.shares, key=lambda share: (-share.part.before, -share.part.after)):
        if all(abs(x) <= NOTHING for x in (*share.part, *share.alone)):
            continue
        rows.add(
            clause=share.clause, name_zh=words[0].clause(share.clause),
            name_en=words[1].clause(share.clause), lead=words[0].lead(share.clause),
            part_before=share.part.before, part_after=share.part.after,
            alone_before=share.alone.before, alone_after=share.alone.after, cost_unit=COST_UNIT,
        )  # fmt: skip
    return rows.frame()


def implied_table(case: Case, implied: Sequence[Implied]) -> pd.DataFrame:
    """A row for every clause: whether it could be missed, and what implies it if not."""
    rows, words = Rows(VERDICTS), [Words(case, lang) for lang in ("zh", "en")]
    units = {row.key: row.shown_unit for c in case.clauses.values() for row in c.rows}
    for each in implied:
        before, after = each.cost or (None, None)
        rows.add(
            clause=each.clause, name_zh=words[0].clause(each.clause),
            name_en=words[1].clause(each.clause), lead=words[0].lead(each.clause),
            verdict=each.verdict.value, row=each.row, limit=each.limit, worst=each.worst,
            unit=units[each.row], by="; ".join(each.by), needed="; ".join(each.needed),
            miss_before=before, miss_after=after, cost_unit=COST_UNIT,
        )  # fmt: skip
    return rows.frame()
