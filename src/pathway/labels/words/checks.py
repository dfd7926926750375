# ruff: noqa: E501 (a Chinese character counts as two)
"""Words of base-year check, inputs, findings and checks."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "base_check_count": ("{all} 项中 {good} 项在允许偏差之内。", "{good} of {all} figures are within bounds."),
    "inputs_count": ("共 {all} 个取值，其中 {guessed} 个是估计（可信度 D），应由主管部门替换。",
                     "{all} values, {guessed} of them estimates (D) that departments should replace."),
    "findings_count": ("输入检查共 {all} 条。", "{all} findings on the inputs."),
    "run_warnings": ("求解提醒", "Warnings of the run"),
    "checks": ("结果自检", "Checks of the results"),
    "audit_note": ("由本程序在结果表上重算得出。残差为相对值。",
                   "Computed again by this program on the tables of results; residuals are relative."),
    "check": ("校验", "Check"), "residual": ("残差", "Residual"), "limit": ("容许", "Limit"),
    "check.rows": ("逐行重算约束与边界的最大违反量", "Rows and bounds evaluated again: largest violation"),
    "check.after_peak": ("达峰年之后排放不超过峰值", "Emissions stay at or below the peak after it"),
    "stages": ("求解阶段", "Stages of the solve"), "method": ("方法", "Method"),
    "seconds": ("秒", "Seconds"), "iterations": ("迭代", "Iterations"), "solved": ("结果", "Status"),
    "programme": ("规划问题的规模与数值范围", "Size and ranges of the programme"),
    "size.rows": ("约束行数", "Rows"), "size.columns": ("变量数", "Columns"),
    "size.nonzeros": ("非零元数", "Nonzeros"),
    "range.matrix": ("系数范围", "Coefficients"), "range.cost": ("目标系数范围", "Costs"),
    "range.bounds": ("边界范围", "Bounds"), "range.rhs": ("右端项范围", "Right-hand sides"),
}  # fmt: skip
"""Words by key: Chinese, English."""
