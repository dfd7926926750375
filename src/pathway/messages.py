"""What the command line says, in Chinese and English."""

from __future__ import annotations

ZH, EN = "zh", "en"

TEXTS: dict[str, tuple[str, str]] = {
    # stages of a run
    "stage.read": ("读取与校验", "reading and checking"),
    "stage.build": ("建立模型", "building the programme"),
    "stage.transfer": ("交给求解器", "handing over to the solver"),
    "stage.solve": ("求解", "solving"),
    "stage.extract": ("整理结果", "extracting results"),
    "stage.audit": ("独立审计", "auditing by the second implementation"),
    "stage.report": ("写出报告", "writing the report"),
    "stage.reference": ("求解：不计达峰的参照", "solving: reference without the peak"),
    "stage.basis": ("求解：初始基，代表日数 {detail}", "solving: a first basis, days {detail}"),
    "stage.both": ("求解：期限前与其后各年", "solving: the years before and after the deadline"),
    "stage.whole": ("求解：全部年份", "solving: all years"),
    "stage.plan": ("求解：期限前最低成本", "solving: least cost before the deadline"),
    "stage.tail": ("求解：其后各年最低成本", "solving: least cost after the deadline"),
    "stage.peak": ("求解：候选达峰年 {detail}", "solving: candidate peak year {detail}"),
    "stage.alone": (
        "求解：候选达峰年 {detail} 期限前最低成本",
        "solving: least cost before the deadline, peak year {detail}",
    ),
    "stage.ties": ("求解：同成本方案取定", "solving: one schedule among those of equal cost"),
    "stage.blend": (
        "求解：期限前权重 {detail}",
        "solving: weight {detail} on the years before the deadline",
    ),
    "stage.targets": (
        "求解：各条款目标收紧、放松一步",
        "solving: every binding target a step either way",
    ),
    "stage.proof": ("核对全部小时的每一行", "proving every row on all hours"),
    "stage.before": ("期限前最低成本", "least cost before the deadline"),
    "stage.bounds": (
        "{name}：第 {step} 步，下界 {lower}，方案 {upper}，差距 {gap}",
        "{name}: step {step}, bound {lower}, plan {upper}, gap {gap}",
    ),
    "stage.screen": ("筛查估计：{detail}", "screening estimates: {detail}"),
    "stage.variant": ("求解变动后的方案：{detail}", "solving with an estimate moved: {detail}"),
    "stage.way": (
        "没有条款（0）或条款走到一半（0.5）的方案：{detail}",
        "the plan without clauses (0), or with clauses halfway (0.5): {detail}",
    ),
    "stage.target": ("目标移动后的方案 {detail}", "the plan with a target moved: {detail}"),
    "stage.sharing_at": (
        "条款如何分摊成本：第 {step} 步，走完 {part:.0%}",
        "how clauses share the cost: step {step}, {part:.0%} of the way",
    ),
    "stage.sharing": ("条款如何分摊成本 {detail}", "how clauses share the cost {detail}"),
    "stage.implied": ("条款是否被蕴含：{detail}", "whether a clause is implied: {detail}"),
    "stage.why": ("拆解决策：{detail}", "taking a decision apart: {detail}"),
    "stage.clause": ("条款变动：{detail}", "a clause moved: {detail}"),
    "stage.clash": ("没有方案：查找冲突与最小改动", "no plan: looking for the clash and changes"),
    "stage.compromise": ("求解：折中方案 {detail}", "solving: compromise {detail}"),
    "stage.room": (
        "近优空间 {at}/{of}：裕度 {slack}，{name}",
        "room {at}/{of}: slack {slack}, {name}",
    ),
    "stage.closer": (
        "收拢上下界 {at}/{of}：裕度 {slack}，{name}",
        "drawing bounds together {at}/{of}: slack {slack}, {name}",
    ),
    "stage.trial": ("达峰年试算：{detail}", "trying the peak year: {detail}"),
    "explore.title": (
        "近优空间：已知可少到 – 已知可多到（括号内为证明的界）",
        "Near-optimal room: least to most that plans reach (bounds in brackets where apart)",
    ),
    "explore.list": (
        "未来两年：{name}（裕度 {slack} %，{count} 项）",
        "Next two years: {name} (slack {slack} %, {count} items)",
    ),
    "stage.actuals": ("核对：各项实绩相互是否一致", "checking: whether the actuals go together"),
    "stage.base": ("校核：基准年", "checking: the base year"),
    # several scenarios
    "scenarios.scenario": ("情景", "Scenario"),
    "scenarios.state": ("状态", "State"),
    "scenarios.stage": ("阶段", "Stage"),
    "scenarios.seconds": ("秒", "Seconds"),
    "scenarios.waiting": ("等待", "waiting"),
    "scenarios.running": ("进行中", "running"),
    "scenarios.done": ("✔ 完成", "done"),
    "scenarios.failed": ("✘ 没有结果", "failed"),
    "scenarios.left": (
        "参照方案的报告没有写入情景对比（对比见 compare.xlsx）：{why}",
        "The reference's reports lack the comparison (it is in compare.xlsx): {why}",
    ),
    "scenarios.no_result": (
        "{name}：没有结果（退出码 {code}）",
        "{name}: no result (exit code {code})",
    ),
    # runs side by side
    "compare.title": (
        "情景对比（括号内为与参照 {reference} 之差）",
        "Compared (differences to {reference})",
    ),
    "compare.terms": (
        "成本差异分项（亿元，折现，全部年份）",
        "Difference in cost by term (1e8, all years)",
    ),
    "compare.total": ("合计", "Total"),
    "compare.changes": ("主要建设差异", "Main differences in what is built and retired"),
    "compare.run": ("情景", "Run"),
    "compare.first_year": ("起于", "From"),
    "compare.what": (
        "多建、少建、提前、推后（变动大的在前）",
        "More, less, earlier, later (largest first)",
    ),
    "compare.clauses": (
        "条款变动的成本（亿元）：按参照价格 / 按自身价格",
        "Moved targets (1e8): reference's / own prices",
    ),
    "compare.years": ("{text}（{shift:+.1f} 年）", "{text} ({shift:+.1f} years)"),
    # results of a run
    "run.title": ("规划结果", "Plan"),
    "run.cost": ("达峰期限前折现成本", "Discounted cost up to the peak deadline"),
    "run.tail": ("其后各年折现成本", "Discounted cost of the years after"),
    "run.money": ("{value:,.2f} 亿元", "{value:,.2f} × 1e8"),
    "run.peak": ("达峰", "Peak"),
    "run.level": ("{year} 年，{level:,.1f} 万吨二氧化碳", "{year}, {level:,.1f} × 1e4 t CO2"),
    "run.no_peak": ("方案未要求达峰", "no peak is asked for"),
    "run.clauses": ("条款（计划指标）", "Clauses (targets of the plan)"),
    "run.own_targets": ("自设估计目标", "Own targets (estimates)"),
    "run.own_lights": (
        "达标 {met}/{all}（方案未给数值，另行统计）",
        "met {met} of {all} (the plan gives no number; counted apart)",
    ),
    "run.lights": (
        "达标 {met}，偏差 10 % 以内 {yellow}，未达标 {red}",
        "met {met}, missed by at most 10 % {yellow}, missed {red}",
    ),
    "run.unserved": ("缺供", "Unserved"),
    "run.base": ("基准年校核", "Base-year check"),
    "run.base_within": (
        "{year} 年，{all} 项中 {ok} 项在容许偏差内（表“基准校核”）",
        "{year}: {ok} of {all} figures within tolerance (sheet Base-year check)",
    ),
    "run.inputs": ("输入", "Inputs"),
    "run.inputs_warned": (
        "{count} 条提醒（pathway check，或表“问题”）",
        "{count} warning(s) (pathway check, or sheet Findings)",
    ),
    "run.warning": ("提醒", "Warning"),
    "run.files": ("文件", "Files"),
    "run.years": ("各年新建与提前退役", "Built and retired early, by year"),
    "run.year": ("年份", "Year"),
    "run.built": ("新建", "Built"),
    "run.retired": ("提前退役", "Retired early"),
    "run.more": ("等 {count} 项", "and {count} more"),
    # ranking of estimates
    "rank.title": ("最要紧的估计", "Estimates that matter most"),
    "rank.rank": ("名次", "Rank"),
    "rank.estimate": ("估计", "Estimate"),
    "rank.range": ("范围", "Range"),
    "rank.cost": ("期限前成本（亿元）", "Cost before peak (1e8)"),
    "rank.peak": ("峰值（万吨）", "Peak (1e4 t)"),
    "rank.tasks": ("任务（亿元）", "Tasks (1e8)"),
    "rank.how": ("怎样得到", "How"),
    # clauses tightened and loosened
    "tried.title": ("条款收紧与放松", "Clauses tightened and loosened"),
    "tried.clause": ("条款", "Clause"),
    "tried.metric": ("指标", "Metric"),
    "tried.target": ("目标", "Target"),
    "tried.tighter": ("收紧：成本（亿元）", "Tighter: cost (1e8)"),
    "tried.looser": ("放松：成本（亿元）", "Looser: cost (1e8)"),
    "tried.peak": ("峰值（万吨）", "Peak (1e4 t)"),
    "tried.verdict": ("判断", "Verdict"),
    # no plan
    "clash.compromise": ("折中方案 {number}", "Compromise {number}"),
    "clash.least": ("折中方案 {number}（改动最小）", "Compromise {number} (the smallest change)"),
    "clash.what": ("改动", "Change"),
    "clash.stated": ("内容", "What is stated"),
    "clash.size": ("幅度", "Size"),
    "clash.cell": ("单元格", "Cell"),
    "clash.cost": (
        "按此改动的最低成本：期限前 {before:,.2f} 亿元，其后 {after:,.2f} 亿元",
        "Least cost with it: {before:,.2f} x 1e8 to the deadline, {after:,.2f} x 1e8 after",
    ),
    "clash.average": (
        "在平均日与全部小时的割上求得：任何方案至少要改这么多，全部小时可能要改更多",
        "On average days with cuts of all hours: any plan needs this much, all hours may need more",
    ),
    "clash.unproved": ("未证明有方案", "not proved to leave a plan"),
    "clash.members": (
        "互相冲突：不能同时成立，去掉任何一项其余即可成立",
        "They clash: all cannot hold, without any one of them the others can",
    ),
    "clash.suspects": ("与冲突有关", "They have to do with the clash"),
    "clash.ground": ("依据", "Rests on"),
    "clash.physics": (
        "改任何条款、达峰或上限都不够：冲突在存量、需求和物理平衡之间",
        "No change of clauses, peak or limits is enough: stock, demand and balances clash",
    ),
    # findings
    "findings.title": ("{name}：检查结果", "{name}: findings"),
    "findings.none": ("{name}：没有问题。", "{name}: nothing to report."),
    "findings.count": (
        "错误 {errors}，提醒 {warnings}，说明 {notes}",
        "{errors} error(s), {warnings} warning(s), {notes} note(s)",
    ),
    "findings.severity": ("等级", "Kind"),
    "findings.file": ("文件", "File"),
    "findings.sheet": ("表", "Sheet"),
    "findings.cell": ("单元格", "Cell"),
    "findings.found": ("发现", "Found"),
    "findings.expected": ("应为", "Expected"),
    "findings.suggestion": ("建议", "Suggestion"),
    "severity.error": ("错误", "error"),
    "severity.warning": ("提醒", "warning"),
    "severity.note": ("说明", "note"),
    # audit
    "audit.title": ("审计：{name}", "Audit of {name}"),
    "audit.group": ("类别", "Group"),
    "audit.items": ("项", "Items"),
    "audit.item": ("内容", "Item"),
    "audit.residual": ("残差", "Residual"),
    "audit.limit": ("容许", "Limit"),
    "audit.verdict": ("结论", "Verdict"),
    "audit.where": ("最大处", "Where it is largest"),
    "audit.off": ("未通过的内容", "Items that are off"),
    "audit.good": ("通过", "passed"),
    "audit.bad": ("未通过", "off"),
    "audit.done": (
        "{items} 项全部通过，{seconds:.1f} 秒",
        "all {items} items passed, {seconds:.1f} s",
    ),
    "audit.failed": ("{items} 项中 {failed} 项未通过", "{failed} of {items} items are off"),
    # files
    "new.done": (
        "已写出 {workbook} 和 {model}。改完工作簿后运行 pathway check {name}。",
        "Wrote {workbook} and {model}. Edit the workbook, then run: pathway check {name}",
    ),
    "wrote": ("已写出 {path}", "Wrote {path}"),
    # what went wrong, by exit code
    "error.2": ("用法有误", "Wrong usage"),
    "error.3": ("输入有误", "The inputs are not valid"),
    "error.4": ("没有能满足全部条款的方案", "No plan meets every clause"),
    "error.5": ("没有可信的结果，未写出方案", "No result that can be trusted; no plan is written"),
    "error.6": ("求解超过时间上限", "The solver ran out of time"),
    "error.7": ("文件或磁盘有误", "A file or disk failed"),
    "error.70": (
        "程序自身出错，详情见 {log}",
        "A bug in pathway; its traceback is in {log}",
    ),
    "error.130": ("已中断", "Interrupted"),
}


def text(key: str, lang: str, **values: object) -> str:
    """A message in one language, with its gaps filled."""
    return TEXTS[key][0 if lang == ZH else 1].format(**values)
