# ruff: noqa: E501 (a Chinese character counts as two)
"""What clashes where no plan meets every clause."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "clash.own_target": ("自设目标 {key}「{name}」（{years}）", "own target {key} “{name}” ({years})"),
    "clash.clause": ("条款 {key}「{name}」（{years}）", "clause {key} “{name}” ({years})"),
    "clash.peak": ("达峰：{years} 年排放不高于 {key} 年", "peak: emissions of {years} not above those of {key}"),
    "clash.guard": ("达峰前（{years}）排放不高于无达峰要求时", "before the peak ({years}) emissions not above those without it"),
    "clash.potential": ("{name}：可开发上限（{years}）", "{name}: potential ({years})"),
    "clash.capacity_floor": ("{name}：容量下限（{years}）", "{name}: floor of capacity ({years})"),
    "clash.build_limit": ("{name}：每年新建上限（{years}）", "{name}: most that is built in a year ({years})"),
    "clash.growth": ("{name}：新建增速上限（{years}）", "{name}: growth limit of builds ({years})"),
    "clash.committed": ("{name}：在建项目按期投产（{years}）", "{name}: committed projects online ({years})"),
    "clash.listed": ("{name}：项目库总量（{years}）", "{name}: all that the project list holds ({years})"),
    "clash.retrofit_share": ("{name}：改造比例上限", "{name}: most that may be retrofitted"),
    "clash.retrofit_limit": ("{name}：每年改造上限（{years}）", "{name}: most that is retrofitted in a year ({years})"),
    "clash.activity_max": ("{name}：活动量上限（{years}）", "{name}: most activity ({years})"),
    "clash.activity_min": ("{name}：活动量下限（{years}）", "{name}: least activity ({years})"),
    "clash.hours_max": ("{name}：利用小时上限（{years}）", "{name}: most full-load hours ({years})"),
    "clash.hours_min": ("{name}：利用小时下限（{years}）", "{name}: least full-load hours ({years})"),
    "clash.adequacy": ("{name}：可信容量与备用率（{years}）", "{name}: firm capacity and margin ({years})"),
    "clash.unit_ends": ("{name}：{years} 年前已到期退役", "{name}: at its end of life before {years}"),
    "clash.unit_stays": ("{name}：{years} 年前不得提前退役", "{name}: may not retire by {years}"),
    "clash.project_later": ("{name}：{years} 年尚未投产", "{name}: not online in {years}"),
    "clash.builds_later": ("{name}：{years} 年尚不可新建", "{name}: cannot be built by {years}"),
    "clash.change": ("{what}：{asked} → {reached} {unit}", "{what}: {asked} → {reached} {unit}"),
    "clash.rise": ("{what}：允许上升 {reached} {unit}", "{what}: may rise by {reached} {unit}"),
    "clash.more": ("{what}：放宽 {reached} {unit}", "{what}: eased by {reached} {unit}"),
    "clash.stands": ("{what}；须有 {reached} {unit}", "{what}; {reached} {unit} of it would have to stand"),
    "clash.ground": ("{name}需求（{years}）必须满足", "demand for {name} in {years} must be served"),
    "clash.ground_hours": ("{name}需求（{years}）必须满足，卡在 {count} 个时段：{when}", "demand for {name} in {years} must be served; {count} step(s) count: {when}"),
}  # fmt: skip
"""Words by key: Chinese, English."""
