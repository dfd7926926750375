# ruff: noqa: E501 (a Chinese character counts as two)
"""Words of the overview."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "status": ("求解状态", "Status"), "peak_year": ("达峰年", "Peak year"),
    "peak": ("峰值", "Peak"), "cost_before_peak": ("期限前成本（折现）", "Cost before peaking"),
    "cost_after": ("期限后成本（折现）", "Cost after"),
    "cost_until": ("{first}—{last} 年", "{first} to {last}"),
    "peak_level_note": ("峰值 {level:,.0f} {unit}", "at {level:,.0f} {unit}"),
    "clauses_met": ("计划指标达标", "Plan targets met"),
    "plan_targets": ("计划指标", "Targets of the plan"),
    "own_targets": ("自设估计目标", "Own targets (estimates)"),
    "targets_met": ("{term} {met}/{all} 达标", "{term}: {met} of {all} met"),
    "own_targets_note": ("自设估计：方案未给数值（或上级下达值、标杆值未见公布），目标值由编制组估计，达标数不算作方案的指标。",
                         "Own estimate: the plan gives no number, or refers to one that is not published; the planner's number is no target of the plan."),
    "unserved": ("缺供", "Unserved"), "unserved_note": ("各年合计，应为零", "over all years; should be nil"),
    "unserved_alarm": ("缺供：{name} 各年合计 {amount:,.4g} {unit}",
                       "Unserved demand: {name}, {amount:,.4g} {unit} over all years"),
    "past_line": (
        "实绩至 {year} 年：{count} 项数值照实绩固定；截至该年的条款只考核、不约束，其后各年重新优化。",
        "Actuals through {year}: {count} figures are held as reported; clauses up to that year are assessed, not enforced; later years are planned again.",
    ),
    "key_figures": ("关键指标", "Key figures"),
    "emission_path": ("二氧化碳排放路径", "CO2 emissions"),
    "emissions": ("二氧化碳排放", "CO2 emissions"),
    "emissions_plan": ("二氧化碳排放（本方案）", "CO2 emissions, plan"),
    "emissions_reference": ("二氧化碳排放（无达峰约束）", "CO2 emissions without the peak rows"),
    "costs_of_year": ("当年成本", "Cost of the year"), "used": ("用", "Used"),
    "supplied": ("供", "Supplied"), "clause_lights": ("条款达标一览", "Clauses at a glance"),
    "candidates": ("各达峰年的代价", "What each peak year costs"),
    "proof_gap": (
        "{what}，证明：任何方案都不低于 {bound:,.2f} {unit}；本方案 {cost:,.2f} {unit}，"
        "差距至多 {gap:.3%}（上下界经 {steps} 步收拢）。",
        "{what}, proved: no plan has less than {bound:,.2f} {unit}; this one has {cost:,.2f} "
        "{unit}, at most {gap:.3%} more (bounds drawn together in {steps} steps).",
    ),
    "proof_exact": (
        "{what}，证明：任何方案都不低于 {bound:,.2f} {unit}，即本方案的数字。",
        "{what}, proved: no plan has less than {bound:,.2f} {unit}, which is what this one has.",
    ),
    "cost_whole": ("全部年份成本（折现）", "Cost of all years (discounted)"),
    "candidates_note": ("要求最迟在该年达峰、其后不再上升时，期限前的折现成本。",
                        "Discounted cost before the deadline if emissions never rise after that year."),
    "candidates_gap": (
        "各年方案都只证明到差距以内：相差不到 {room:,.2f} {unit} 的，分不出高低。",
        "Each plan is proved to a gap: differences below {room:,.2f} {unit} tell nothing.",
    ),
    "more_than_plan": ("比本方案多", "More than the plan"),
    "settings": ("口径与求解", "Settings and solve"), "boundary": ("排放边界", "Emission boundary"),
    "money": ("计价口径", "Money"), "resolution": ("时间分辨率", "Time resolution"),
    "max_residual": ("最大相对违反量", "Largest relative violation"), "warning": ("提醒", "Warning"),
}  # fmt: skip
"""Words by key: Chinese, English."""
