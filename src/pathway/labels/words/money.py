# ruff: noqa: E501 (a Chinese character counts as two)
"""Words of balances, emissions, costs and investment."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "balance_gap": ("供用差额", "Supplied less used"),
    "not_counted": ("不计入边界的排放", "Emissions outside the boundary"),
    "boundary.territorial": ("属地排放", "territorial"),
    "boundary.with_imports": ("属地排放加净调入电力", "territorial and net imported electricity"),
    "emission.combustion": ("燃料燃烧", "Combustion"), "emission.process": ("工艺过程", "Process"),
    "emission.sink": ("碳汇", "Sinks"), "emission.captured": ("捕集", "Captured"),
    "emission.imported": ("调入电力", "Imported electricity"),
    "costs_discounted": ("折现成本", "Discounted cost"),
    "transfers": ("转移支付（不计入资源成本）", "Transfers (no cost of resources)"),
    "transfers_note": ("各方之间的付款：一方付出即另一方收入，不消耗资源，故不计入成本合计与优化目标；按方案结果乘以当年价格算出，负数表示反向收款。",
                       "What one party pays another receives: no resource is used up, so it is in neither the costs nor the objective; computed on the plan at the price of the year; negative amounts flow back."),
    "transfer_counted": ("已计入优化目标", "counted in the objective"),
    "transfers_counted_note": ("标明“已计入优化目标”的，在上面各成本表中另列一项；资源成本为其余各项之和。",
                               "Those counted in the objective are a term of their own in the cost tables above; the other terms are the cost of resources."),
    "transfer_metric": ("计价量：{metric}", "Paid on: {metric}"),
    "costs_add_up": ("各项之和与优化目标", "Terms against the objective"),
    "stage.1": ("第一阶段：到达峰期限", "Stage 1: to the peak deadline"),
    "stage.2": ("第二阶段：期限之后", "Stage 2: after the deadline"),
    "terms_sum": ("各项之和", "Sum of terms"), "objective": ("优化目标", "Objective"),
    "gap": ("差", "Gap"),
    "investment_note": ("当年投产项目的静态投资，不变价；年金为计入成本的每年还本付息。",
                        "Overnight investment of what comes on line; the annuity is what costs include."),
}  # fmt: skip
"""Words by key: Chinese, English."""
