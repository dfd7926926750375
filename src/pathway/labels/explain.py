# ruff: noqa: E501 (a Chinese character counts as two)
"""Sentences of ``pathway explain``: key, Chinese, English; gaps are filled with numbers and names."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    # headings
    "title": ("为什么是这样：{what}", "Why it is so: {what}"),
    "of.run": ("这份方案", "this plan"),
    "of.clause": ("条款 {key}", "clause {key}"),
    "of.process": ("{name}", "{name}"),
    "of.year": ("{year} 年", "{year}"),
    "part.all": ("最能说明问题的发现", "What tells most"),
    "part.clause": ("条款", "The clause"),
    "part.task": ("决策与理由", "Decisions and their reasons"),
    "part.year": ("这一年卡住方案的条款", "Clauses that bind in the year"),
    "note": (
        "数字为成本下界之差（规划层，含全部已学到的运行约束），折现，“期限前”为 {first}–{deadline} 年；方案与下界的差距不超过 {gap:.3%}。",
        "Figures are differences of the bound of the cost (plan tier with all that was learnt of operation), discounted; “before” are {first} to {deadline}. Plan and bound are at most {gap:.3%} apart.",
    ),
    # money and amounts
    "yi": ("{x} 亿元", "{x} × 10⁸ CNY"),
    "wan": ("{x} 万元", "{x} × 10⁴ CNY"),
    "both": ("{before}（期限前）、{after}（其后）", "{before} before the deadline, {after} after"),
    "only.before": ("{before}（期限前）", "{before} before the deadline"),
    "only.after": ("{after}（期限后）", "{after} after the deadline"),
    "nothing": ("不多花钱", "nothing"),
    "and": ("、", ", "),
    "stop": ("；", "; "),
    # the whole plan
    "whole": (
        "全部条款合起来使成本增加{cost}：没有任何条款的方案为{free}，现方案为{plan}。",
        "All clauses together cost {cost} more: a plan without any costs {free}, this one {plan}.",
    ),
    "share": (
        "条款 {key}「{name}」分摊{part}，占 {percent:.0%}；单独取消它可省{alone}（{lead}）。",
        "Clause {key} “{name}” answers for {part}, {percent:.0%} of the whole; without it alone {alone} would be saved ({lead}).",
    ),
    "overlap": (
        "条款 {key}「{name}」与别的条款重叠：分摊{part}，但单独取消只省{alone}，因为别的条款仍要求同样的事。",
        "Clause {key} “{name}” overlaps with others: it answers for {part}, but without it alone only {alone} would be saved, as others still ask for the same.",
    ),
    "more_alone": (
        "条款 {key}「{name}」单独取消可省{alone}，多于按比例分摊的{part}：它使别的条款更贵。",
        "Without clause {key} “{name}” alone {alone} would be saved, more than the {part} that it answers for: it makes others dearer.",
    ),
    "steep": (
        "条款 {key}「{name}」越收紧越贵：目标收紧 {step} 多花 {more}，放松同样多只省 {less}。",
        "Clause {key} “{name}” is dearer the tighter: {step} tighter costs {more}, as much looser saves only {less}.",
    ),
    "edge": (
        "条款 {key}「{name}」已在尽头：目标再收紧 {step} 就没有方案。",
        "Clause {key} “{name}” is at its end: {step} tighter leaves no plan.",
    ),
    "peak.free": (
        "达峰要求本身不另花钱：{key} 的分摊为零，其他条款已使排放在期限前达峰。",
        "The peak itself costs nothing: {key} answers for none, as the other clauses make emissions peak in time.",
    ),
    "idle": (
        "{count} 条条款不卡住方案，最便宜的方案自己就做到了：{list}。",
        "{count} clause(s) do not bind, the cheapest plan keeps them by itself: {list}.",
    ),
    "redundant": (
        "{count} 条条款不会被违反，无论怎么安排：{list}。",
        "{count} clause(s) cannot be missed, whatever is done: {list}.",
    ),
    "redundant.by": ("{key}「{name}」（由 {by} 蕴含）", "{key} “{name}” (implied by {by})"),
    "redundant.data": ("{key}「{name}」（由存量、项目和需求等数据本身保证）", "{key} “{name}” (by the data themselves)"),
    # one clause
    "clause.asks": (
        "{key}「{quote}」（{lead}）：{name} {relation} {target} {unit}（{years}）。",
        "{key} “{quote}” ({lead}): {name} {relation} {target} {unit} ({years}).",
    ),
    "clause.result": (
        "结果：{results}。",
        "Result: {results}.",
    ),
    "clause.formula": ("算式：{formula}。{year} 年：{numbers}。", "Reckoned as {formula}. {year}: {numbers}."),
    "clause.year": ("{year} 年 {result}（目标 {target}，余量 {slack}）", "{year} {result} (target {target}, room {slack})"),
    "clause.no_rows": (
        "{key}「{quote}」没有进入规划方程（{state}），因此没有价格。",
        "{key} “{quote}” is no row of the programme ({state}), so it has no price.",
    ),
    "clause.peak": (
        "{key}「{quote}」由达峰约束保证：达峰年之后排放不再上升，之前不高于没有达峰要求时。",
        "{key} “{quote}” is kept by the rows of the peak: no rise of emissions after it, and none above those without it before.",
    ),
    "clause.binds": (
        "它卡住方案：{years} 结果正好等于目标，价格 {price}。",
        "It binds: in {years} the result stands at the target; price {price}.",
    ),
    "clause.slack": (
        "它不卡住方案：成本最低的方案自己就做到了。",
        "It does not bind: the cheapest plan keeps it by itself.",
    ),
    "clause.way": (
        "目标{way} {step}：{cost}。",
        "Target {step} {way}: {cost}.",
    ),
    "way.tighter": ("收紧", "tighter"), "way.looser": ("放松", "looser"),
    "way.higher": ("提高", "higher"), "way.lower": ("降低", "lower"),
    "costs.more": ("多花{cost}", "costs {cost} more"), "costs.less": ("节省{cost}", "saves {cost}"),
    "costs.none": ("没有方案", "no plan is left"), "costs.zero": ("成本不变", "costs the same"),
    "clause.range": (
        "{way}的价格成立到目标 {end}（变化不超过 {share:.0%}）{then}。",
        "The price of {way} holds to a target of {end} (within {share:.0%}){then}.",
    ),
    "range.then": ("，到 {end} 已是另一个价格", "; at {end} it is another"),
    "range.no_plan": ("，到 {end} 已没有方案", "; at {end} no plan is left"),
    "range.on": ("，再远没有试", "; further was not tried"),
    "clause.alone": (
        "没有这一条，方案{cost}。",
        "Without this clause the plan {cost}.",
    ),
    "clause.payers": ("由谁承担：{list}。", "Who pays: {list}."),
    "payer": ("{name} {cost}", "{name} {cost}"),
    "payer.operation": ("逐时运行", "hourly operation"), "payer.penalty": ("未达目标的代价", "price of what is missed"),
    "clause.implied": (
        "无论怎么安排都不会违反它：没有它，{name}（{row}）最{edge}也只到 {worst} {unit}，目标 {limit}。",
        "It cannot be missed, whatever is done: without it {name} ({row}) goes no {edge} than {worst} {unit}, and {limit} is asked for.",
    ),
    "edge.least": ("低", "lower"), "edge.most": ("高", "higher"),
    "clause.implied_by": ("证明靠 {by}；去掉 {needed} 中任何一条，它就可能被违反。", "The proof rests on {by}; without any one of {needed} it could be missed."),
    "clause.implied_any": ("证明靠 {by}，但没有一条是必不可少的。", "The proof rests on {by}, though none of them is indispensable."),
    "clause.implied_data": ("这由存量、项目、需求和物理平衡等数据本身保证，与其他条款无关。", "That follows from plant, projects, demand and balances alone, not from other clauses."),
    "clause.could": (
        "它可以被违反：没有它，违反它的最便宜方案{cost}（{row}）。",
        "It could be missed: without it, the cheapest plan that misses it {cost} ({row}).",
    ),
    "clause.guarded": ("只有达峰前多排放（超过守护线）才可能违反它。", "It could be missed only with more emissions before the peak than the guard allows."),
    "clause.open": ("是否可能违反它，没有判定（求解未完成）。", "Whether it could be missed is not settled (the solver gave up)."),
    # decisions
    "decision": ("{what}。{account}", "{what}. {account}"),
    "v_build": ("{year} 年新建{name} {amount}", "{year}: build {amount} of {name}"),
    "v_retire": ("{year} 年提前退役{unit}（{name}）{amount}", "{year}: retire {amount} of {unit} ({name}) early"),
    "v_retrofit": ("{year} 年{unit} 改造 {amount}（{name}）", "{year}: retrofit {amount} of {unit} ({name})"),
    "v_activity": ("{year} 年{name} {amount}", "{year}: {name} {amount}"),
    "v_unserved_year": ("{year} 年{name}缺供 {amount}", "{year}: {amount} of {name} not served"),
    "task": ("{what}。", "{what}."),
    "task.undone": ("{what}：不做。做 {unit} 净亏 {loss}。", "{what}: not done. {unit} of it would lose {loss}."),
    "task.tie": ("{what}：没有做，但做 {unit} 也不亏（同样便宜）。", "{what}: not done, though {unit} of it would lose nothing (as cheap)."),
    "task.barred": ("{what}：输入数据在这一年不允许。", "{what}: the inputs do not allow it in this year."),
    "task.none": ("方案里没有关于{name}的建设、退役或改造。", "The plan builds, retires and retrofits nothing of {name}."),
    "reasons": ("每 1 {unit}的账：{costs}；由{gains}抵偿{rest}。", "The sum for one {unit}: {costs}; paid for by {gains}{rest}."),
    "reasons.rest": ("、其他 {rest}", ", other {rest}"),
    "reasons.early": ("每单位的账由对偶价格拆出，各项相加为零（做到一半的决策）；期限前的决策中，其后各年的钱按 {weight:g} 计，因为先求期限前成本最低。",
                      "The sums per unit are taken from duals and add up to nought for what is neither nothing nor all there is room for; in decisions before the deadline money of later years counts {weight:g}, as the cost before the deadline is minimised first."),
    "reason": ("{name} {cost}", "{name} {cost}"),
    "reason.cost.v_build": ("新建年金", "annuities"), "reason.cost.v_capacity": ("固定运维", "fixed O&M"),
    "reason.cost.v_activity": ("变动成本", "variable cost"), "reason.cost.v_retire": ("拆除", "dismantling"),
    "reason.cost.v_retrofit": ("改造年金", "annuities of retrofits"), "reason.cost.v_unit": ("留用", "keeping it"),
    "reason.operation": ("逐时运行（替代的电力、热力等）", "hourly operation (power and heat that it replaces)"),
    "reason.clause": ("条款 {key}「{name}」", "clause {key} “{name}”"),
    "reason.c_peak": ("达峰（排放不再上升）", "the peak (no rise of emissions)"),
    "reason.c_adequacy": ("高峰可信容量（{name}）", "firm capacity ({name})"),
    "reason.c_balance_year": ("{name}的全年供需", "supply of {name}"),
    "reason.c_potential": ("可开发上限", "its potential"), "reason.bound": ("其他上下限", "other bounds"),
    "reason.c_build_limit": ("每年新建上限", "limit on builds of a year"), "reason.c_growth": ("新建增速上限", "growth limit"),
    "reason.c_committed": ("在建项目必须投产", "committed projects"), "reason.c_listed": ("项目库总量", "the project list"),
    "reason.c_capacity_floor": ("容量下限", "floor of capacity"),
    "reason.c_activity_capacity": ("{name}的产能", "room for activity of {name}"),
    "other.less": ("少做 {amount}", "{amount} less"), "other.more": ("多做 {amount}", "{amount} more"),
    "other.later": ("{amount} 推迟一年", "{amount} a year later"), "other.earlier": ("{amount} 提前一年", "{amount} a year earlier"),
    "alternative": ("{other}：{cost}{moved}。", "{other}: {cost}{moved}."),
    "alternative.moved": ("；相应变化：{list}", "; what moves: {list}"),
    "alternative.free": ("不多花钱：有同样便宜的方案（在已证明的差距之内）", "nothing: there is a plan as cheap, within the proved gap"),
    "nearly": (
        "最接近被替代的决策：{what}；{other}只{cost}{moved}。",
        "The decision that was closest: {what}; {other} {cost}{moved}.",
    ),
    "firm": (
        "最难动摇的决策：{what}；{other}要{cost}{moved}。",
        "The firmest decision: {what}; {other} {cost}{moved}.",
    ),
    "item": ("{key}「{name}」", "{key} “{name}”"),
    # the year
    "year.clause": ("条款 {key}「{name}」卡住：{result} {unit}，价格 {price}（{lead}）。", "Clause {key} “{name}” binds: {result} {unit}, price {price} ({lead})."),
    "year.no_clause": ("没有条款卡住这一年。", "No clause binds in this year."),
    "year.peak": ("排放 {level:,.1f} 万吨；达峰年为 {peak} 年。", "Emissions {level:,.1f} × 10⁴ t; the peak is in {peak}."),
    # tables
    "share.note": (
        "分摊办法：所有条款的目标一起从“没有条款的方案所做的”沿直线移到“条款所要求的”，各条款的价格沿途积分（Aumann–Shapley）；各条款之和等于总额。共解 {points} 个点，未解的点最多使条款之间相差 {error}。单独取消一列为只去掉这一条可省的钱，各条之和不等于总额。",
        "How it is split: all targets move together along a straight line from what a plan without clauses does to what is asked, and the price of each clause is integrated on the way (Aumann–Shapley); the parts add up to the whole. {points} points were solved; those left out shift at most {error} between clauses. “Alone” is what leaving out one clause saves; those do not add up.",
    ),
    "share.bound": (
        "按成本下界求得；在没有条款的方案和沿途中点，各年都实际运行过，方案比下界至多高 {apart}。没有条款的方案不止一个同样便宜的，分摊随所取的一个而略有不同。",
        "By the bound of the cost; at the plan without clauses and halfway all years were operated, and a plan was found at most {apart} above the bound. Where several plans without clauses are as cheap, parts depend a little on the one that is taken.",
    ),
    "implied.note": (
        "逐条去掉、再要求它被违反万分之一：若规划层（含全部割）已无方案，则全部小时上也无方案，即被蕴含。守护线不计。",
        "Each clause is let go, and has to be missed by a ten-thousandth: where the plan tier with all cuts has no plan then, there is none on all hours, and the clause is implied. The guard of the peak is left out.",
    ),
    "col.clause": ("条款", "Clause"), "col.metric": ("指标", "Metric"), "col.lead": ("牵头部门", "Lead"),
    "col.part_before": ("分摊：期限前", "Part: before"), "col.part_after": ("分摊：其后", "Part: after"),
    "col.alone_before": ("单独取消可省：期限前", "Saved without it: before"), "col.alone_after": ("单独取消可省：其后", "Saved without it: after"),
    "col.verdict": ("判断", "Verdict"), "col.row": ("年份行", "Row"), "col.limit": ("目标", "Target"),
    "col.worst": ("没有它最多到", "Goes no further than"), "col.unit": ("单位", "Unit"),
    "col.by": ("由哪些条款蕴含", "Implied by"), "col.needed": ("缺一不可的", "Indispensable"),
    "col.miss_before": ("违反它：期限前", "Missing it: before"), "col.miss_after": ("违反它：其后", "Missing it: after"),
    "col.finding": ("发现", "Finding"), "col.nr": ("序号", "No."),
    "sum.free": ("没有任何条款的方案", "Plan without any clause"), "sum.plan": ("现方案（下界）", "This plan (bound)"),
    "sum.whole": ("差额合计", "Difference"), "sum.rest": ("期限前与其后之间的挪动（按权重合计为零）", "Moved between before and after (nought as they are weighed)"),
    "verdict.priced": ("有价格：违反它更便宜", "priced: missing it is cheaper"),
    "verdict.implied": ("✔ 被蕴含：不会被违反", "✔ implied: cannot be missed"),
    "verdict.could": ("可以违反，但不划算", "could be missed, at a cost"),
    "verdict.open": ("未判定", "not settled"),
}  # fmt: skip


def said(key: str, lang: str, /, **gaps: object) -> str:
    """A sentence in a language, its gaps filled.

    Raises:
        KeyError: there is no such sentence.
    """
    return SENTENCES[key][0 if lang == "zh" else 1].format(**gaps)


def known(key: str) -> bool:
    """Whether there is such a sentence."""
    return key in SENTENCES
