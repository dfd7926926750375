"""Sheets that say what there is: regions, commodities, processes, their flows and stores."""

from __future__ import annotations

from pathway.schema.table import Choice, Column, Kind, Table

NAMES = (
    Column("name_zh", "中文名", "Chinese name", Kind.TEXT, "报告中使用的中文名", "name in Chinese reports", required=True),
    Column("name_en", "英文名", "English name", Kind.TEXT, "报告中使用的英文名", "name in English reports", blank="same as the key"),
)  # fmt: skip

ACTIVE = Column(
    "active", "启用", "Active", Kind.FLAG,
    "否：本行只是备选，不进入模型，引用它的流、年变参数、改造等也一并略去；要用时改为 是",
    "no: the row waits as an option and is left out, with the flows, paths and retrofits that name it; write yes to use it",
    default=True, blank="yes",
)  # fmt: skip

REGIONS = Table(
    "regions", "区域", "Regions",
    "一个或多个区域；每个区域是一个节点，各品种在其中平衡。",
    "One or more regions; each is a bus in which every commodity balances.",
    (
        Column("region", "区域", "Region", Kind.KEY, "区域编号", "key of the region", required=True),
        *NAMES,
        Column("part_of", "属于", "Part of", Kind.REF, "所属区域（如县属于市）；只在分区规划时成为节点", "region that it is a part of, such as the city of a county; a bus only where parts are planned", refers_to="regions", blank="a region by itself"),
    ),
    key_columns=("region",), required=True,
)  # fmt: skip

RESOLUTION = (Choice("hour", "逐时", "hour"), Choice("year", "逐年", "year"))

COMMODITIES = Table(
    "commodities", "品种", "Commodities",
    "凡是能生产或消费的：电、热、燃料、货运量、产品等。逐时品种每小时平衡，逐年品种全年平衡。",
    "Anything produced and consumed. Hourly commodities balance every hour, yearly ones over the year.",
    (
        Column("commodity", "品种", "Commodity", Kind.KEY, "品种编号", "key of the commodity", required=True),
        *NAMES,
        Column("unit", "单位", "Unit", Kind.UNIT, "该品种的计量单位，如 亿千瓦时、万吨标煤、亿吨公里", "unit of amounts of it", required=True),
        Column("resolution", "时间分辨率", "Resolution", Kind.CHOICE, "逐时或逐年平衡", "balances every hour or over the year", required=True, choices=RESOLUTION),
        Column("co2", "二氧化碳因子", "CO2 factor", Kind.NUMBER, "每燃烧一单位排放的二氧化碳", "CO2 per unit burnt", unit_column="co2_unit", dimension="mass/commodity", default=0.0, blank="0: carbon-free"),
        Column("co2_unit", "因子单位", "CO2 factor unit", Kind.UNIT, "如 吨/吨标煤", "such as 吨/吨标煤"),
        Column("tce", "折标系数", "Coal equivalent", Kind.NUMBER, "每单位折合的标准煤", "standard coal per unit", unit_column="tce_unit", dimension="energy/commodity", blank="calorific value for energy, 0 for anything else"),
        Column("tce_unit", "折标单位", "Coal equivalent unit", Kind.UNIT, "如 克标煤/千瓦时", "such as 克标煤/千瓦时"),
        Column("surplus", "允许弃用", "Surplus allowed", Kind.FLAG, "多余的量可否不用", "whether more may be produced than used", default=False, blank="no"),
        Column("unserved_cost", "缺供代价", "Cost of unserved demand", Kind.NUMBER, "缺供一单位的代价", "cost of a unit of demand not served", unit_column="unserved_cost_unit", dimension="money/commodity", at_least=0, blank="hourly energy: value of lost load from settings; anything else must be served"),
        Column("unserved_cost_unit", "代价单位", "Unserved cost unit", Kind.UNIT, "如 元/千瓦时", "such as 元/千瓦时"),
    ),
    key_columns=("commodity",), required=True,
)  # fmt: skip

EXPANSION = (
    Choice("none", "不可新建", "none"),
    Choice("build", "可新建", "build"),
    Choice("projects", "仅限项目库", "projects"),
    Choice("unlimited", "不限容量", "unlimited"),
)
OPERATION = (
    Choice("flexible", "可调", "flexible"),
    Choice("fixed", "按曲线", "fixed"),
    Choice("flat", "恒定", "flat"),
)


def _money(
    key: str, zh: str, en: str, *, per: str, help_zh: str, help_en: str
) -> tuple[Column, Column]:
    """A money column and the column that states its unit."""
    return (
        Column(key, zh, en, Kind.NUMBER, help_zh, help_en, unit_column=f"{key}_unit", dimension=per, default=0.0, blank="0", by_year=True),
        Column(f"{key}_unit", f"{zh}单位", f"{en} unit", Kind.UNIT, f"{zh}的单位", f"unit of {en.lower()}"),
    )  # fmt: skip


PROCESSES = Table(
    "processes", "技术", "Processes",
    "凡是转换、储存、输送品种或减排的：电厂、线路、铁路、锅炉、需求响应等。容量×可用率决定每小时（或每年）最多能做多少。",
    "Anything that turns commodities into others, stores or moves them, or abates emissions.",
    (
        Column("process", "技术", "Process", Kind.KEY, "技术编号", "key of the process", required=True),
        *NAMES,
        ACTIVE,
        Column("sector", "部门", "Sector", Kind.KEY, "统计归口，如 电力、交通", "sector in which it is reported", required=True),
        Column("tags", "标签", "Tags", Kind.TAGS, "供指标选取，如 风电;可再生", "words by which metrics select processes"),
        Column("region", "区域", "Region", Kind.REF, "所在区域；有几个区域时必填", "region it stands in; required where there are several", refers_to="regions", blank="the only region"),
        Column("to_region", "送达区域", "To region", Kind.REF, "线路的另一端；产出送到该区域", "far end of a link: what it puts out arrives there", refers_to="regions", blank="not a link"),
        Column("both_ways", "双向", "Both ways", Kind.FLAG, "线路可否反向输送（共用容量）", "whether a link also runs the other way, sharing its capacity", default=False, blank="no"),
        Column("mode_of", "运行方式属于", "Mode of", Kind.REF, "本行只是另一技术的一种运行方式，共用其容量", "this row is a mode of another process and shares its capacity", refers_to="processes", blank="has capacity of its own"),
        Column("expansion", "新建方式", "Expansion", Kind.CHOICE, "不可新建、可新建、仅限项目库、不限容量", "whether and how new capacity may be built", choices=EXPANSION, default="build", blank="build"),
        Column("capacity_unit", "容量单位", "Capacity unit", Kind.UNIT, "如 万千瓦、万吨/年、亿吨公里/年", "such as 万千瓦, 万吨/年", blank="taken from the activity unit per year (only for unlimited processes and modes)"),
        Column("activity_unit", "活动量单位", "Activity unit", Kind.UNIT, "如 亿千瓦时、亿吨公里", "such as 亿千瓦时, 亿吨公里", blank="capacity unit times one year; of energy capacity of a store, the unit of what it keeps"),
        Column("activity_per_capacity", "单位容量年活动量", "Activity per capacity", Kind.NUMBER, "一单位容量满负荷一年的活动量，如每辆车的年里程；在用即服务的存量（面积、林地）写 1", "activity of one unit of capacity at full load for a year, such as the km of a car; 1 for a stock that serves while it stands (floor, forest)", unit_column="activity_per_capacity_unit", dimension="activity/capacity", at_least=0, blank="follows from the two units"),
        Column("activity_per_capacity_unit", "单位容量年活动量单位", "Activity per capacity unit", Kind.UNIT, "如 万吨公里/辆", "such as 万吨公里/辆"),
        Column("lifetime", "寿命", "Lifetime", Kind.NUMBER, "新建容量可用年数，也是折算年金的年数", "years new capacity serves; also the annuity's years", unit="年", at_least=1, at_most=200, default=25, blank="25"),
        Column("availability", "可用率", "Availability", Kind.NUMBER, "扣除检修与故障后的可用比例，与曲线相乘", "share available after outages; multiplies the profile", unit="1", at_least=0, at_most=1, default=1.0, blank="1", by_year=True),
        Column("availability_profile", "出力曲线", "Availability profile", Kind.REF, "时序表中的列名，数值 0 到 1", "column of sheet profiles, from 0 to 1", refers_to="profiles", blank="available at all hours"),
        Column("operation", "运行方式", "Operation", Kind.CHOICE, "可调：不超过可用出力；按曲线：必须等于可用出力；恒定：全年同一出力", "flexible: at most what is available; fixed: exactly that; flat: the same in all hours of a year", choices=OPERATION, default="flexible", blank="flexible"),
        Column("min_load", "最小出力", "Minimum load", Kind.NUMBER, "开机容量的最小出力比例；每日决定开机容量", "least output of committed capacity, committed day by day", unit="1", at_least=0, at_most=1, default=0.0, blank="0"),
        Column("ramp", "爬坡", "Ramp limit", Kind.NUMBER, "每小时出力变化不超过容量的比例", "change of output in an hour, as a share of capacity", unit="1", at_least=0, blank="no limit"),
        Column("firm_credit", "可信容量系数", "Capacity credit", Kind.NUMBER, "高峰时可依靠的容量比例；可在容量可信度表按高峰分别给出", "share of capacity that can be relied on at the peak", unit="1", at_least=0, at_most=1, default=0.0, blank="0", by_year=True),
        *_money("capex", "单位投资", "Investment cost", per="money/capacity", help_zh="建设一单位容量的投资（价格基准年不变价）", help_en="investment for a unit of capacity, real money of the price year"),
        Column("interest_rate", "融资利率", "Interest rate", Kind.NUMBER, "折算投资年金的利率", "rate of the annuity that capital is paid in", unit="1", at_least=0, at_most=0.5, blank="interest rate of sheet settings"),
        *_money("fixed_om", "固定运维费", "Fixed O&M", per="money/capacity or share of investment", help_zh="每年每单位容量，或占投资的比例（%/年）", help_en="per unit of capacity and year, or as a share of investment"),
        *_money("variable_cost", "变动成本", "Variable cost", per="money/activity", help_zh="每单位活动量，不含已由品种平衡支付的燃料", help_en="per unit of activity, without fuel that a supply process already pays"),
        Column("cost_profile", "成本曲线", "Cost profile", Kind.REF, "变动成本逐时乘以此曲线的数值，用于分时电价、外送现货价；只用于逐时技术", "variable cost × the profile's value in each step, for time-of-use tariffs and spot prices; hourly processes only", refers_to="profiles", blank="the same at all hours"),
        *_money("decommission_cost", "退役费用", "Decommissioning cost", per="money/capacity", help_zh="提前退役时每单位容量的拆除净费用", help_en="net dismantling cost of a unit retired early"),
        Column("existing", "存量容量", "Existing capacity", Kind.NUMBER, "不可提前退役的存量，可按年给出；逐台机组写在机组存量表", "capacity that stands anyway and cannot retire early; plant unit by unit goes to sheet units", unit_column="capacity_unit", dimension="capacity", at_least=0, default=0.0, blank="0", by_year=True),
        Column("capacity_max", "资源潜力", "Potential", Kind.NUMBER, "总容量上限", "most capacity that may stand", unit_column="capacity_unit", dimension="capacity", at_least=0, blank="no limit", by_year=True, is_limit=True),
        Column("capacity_min", "容量下限", "Least capacity", Kind.NUMBER, "总容量下限", "least capacity that must stand", unit_column="capacity_unit", dimension="capacity", at_least=0, blank="none", by_year=True),
        Column("group", "上限分组", "Limit group", Kind.KEY, "同组各行合用年新建上限、增速、年活动量上下限和容量下限，数值取组内第一行；容量上限仍各行自有", "rows of a group share the build limit, growth, activity limits and least capacity, with the numbers of its first row; each keeps a potential of its own", blank="limits of its own"),
        Column("build_max", "年新建上限", "Build limit", Kind.NUMBER, "一年最多新建", "most that may be built in a year", unit_column="capacity_unit", dimension="capacity", at_least=0, blank="no limit", by_year=True, is_limit=True),
        Column("growth_max", "年新建增速上限", "Growth limit", Kind.NUMBER, "当年新建 ≤（1+增速）×上年新建+起步量", "builds of a year ≤ (1 + rate) × builds of the year before + seed", unit="1", at_least=0, blank="no limit"),
        Column("growth_seed", "起步量", "Growth seed", Kind.NUMBER, "增速约束中的起步量", "seed of the growth limit", unit_column="capacity_unit", dimension="capacity", at_least=0, default=0.0, blank="0"),
        Column("first_build_year", "最早投产年", "First build year", Kind.YEAR, "项目库之外新建容量最早投产年份（体现建设周期）", "first year in which new capacity outside the project list can start (lead time)", blank="first year of the plan"),
        Column("last_build_year", "最晚投产年", "Last build year", Kind.YEAR, "此后不得新建", "no builds after it", blank="last year of the plan"),
        Column("activity_max", "年活动量上限", "Yearly activity limit", Kind.NUMBER, "全年活动量上限，如资源量、外来电量", "most activity in a year", unit_column="activity_unit", dimension="activity", at_least=0, blank="no limit", by_year=True, is_limit=True),
        Column("activity_min", "年活动量下限", "Least yearly activity", Kind.NUMBER, "全年活动量下限", "least activity in a year", unit_column="activity_unit", dimension="activity", at_least=0, blank="none", by_year=True),
        Column("hours_max", "年利用小时上限", "Full-load hours limit", Kind.NUMBER, "全年活动量 ≤ 小时数×容量", "yearly activity ≤ hours × capacity", unit="小时", at_least=0, at_most=8784, blank="no limit"),
        Column("hours_min", "年利用小时下限", "Least full-load hours", Kind.NUMBER, "全年活动量 ≥ 小时数×容量", "yearly activity ≥ hours × capacity", unit="小时", at_least=0, at_most=8784, blank="none"),
        Column("co2_process", "过程排放", "Process CO2", Kind.NUMBER, "每单位活动量的非燃烧排放；负数为碳汇", "CO2 per unit of activity that is not combustion; negative is a sink", unit_column="co2_process_unit", dimension="mass/activity", default=0.0, blank="0", by_year=True),
        Column("co2_process_unit", "过程排放单位", "Process CO2 unit", Kind.UNIT, "如 吨/吨", "such as 吨/吨"),
        Column("co2_imported", "调入隐含排放", "Imported CO2", Kind.NUMBER, "每单位调入量在外地的排放；只在含净调入边界计入；调出取负", "CO2 emitted elsewhere per unit imported; counted only under the boundary with imports; exports negative", unit_column="co2_imported_unit", dimension="mass/activity", default=0.0, blank="0", by_year=True),
        Column("co2_imported_unit", "调入排放单位", "Imported CO2 unit", Kind.UNIT, "如 千克/千瓦时", "such as 千克/千瓦时"),
        Column("capture_rate", "捕集率", "Capture rate", Kind.NUMBER, "燃烧与过程排放中被捕集的比例", "share of its combustion and process CO2 that is captured", unit="1", at_least=0, at_most=1, default=0.0, blank="0"),
        Column("lead", "牵头部门", "Lead department", Kind.TEXT, "负责部门", "department in charge"),
    ),
    key_columns=("process",), required=True,
)  # fmt: skip

DIRECTION = (Choice("in", "投入", "in"), Choice("out", "产出", "out"))

FLOWS = Table(
    "flows", "流", "Flows",
    "每个技术投入与产出什么、每单位活动量多少。逐年技术使用逐时品种时须给出曲线。",
    "What each process takes in and puts out per unit of activity.",
    (
        Column("process", "技术", "Process", Kind.REF, "技术编号", "key of the process", required=True, refers_to="processes"),
        Column("commodity", "品种", "Commodity", Kind.REF, "品种编号", "key of the commodity", required=True, refers_to="commodities"),
        Column("direction", "方向", "Direction", Kind.CHOICE, "投入或产出", "in or out", required=True, choices=DIRECTION),
        Column("region", "区域", "Region", Kind.REF, "在哪个区域投入或产出", "region in which it is taken or put out", refers_to="regions", blank="region of the process; of what a link puts out, its far end"),
        Column("amount", "用量", "Amount", Kind.NUMBER, "每单位活动量的量", "amount per unit of activity", required=True, unit_column="unit", dimension="commodity/activity", at_least=0, by_year=True),
        Column("unit", "单位", "Unit", Kind.UNIT, "如 克标煤/千瓦时；同量纲时写 1", "such as 克标煤/千瓦时; 1 where both are of one kind", default="1", blank="1"),
        Column("shape", "曲线", "Hourly shape", Kind.REF, "逐年技术使用逐时品种时，全年用量按此曲线分到各小时；各小时相同的用一列 1", "profile that spreads the yearly amount over the hours, for a yearly process; a profile of ones for constant use", refers_to="profiles", blank="process runs by the hour"),
        Column("burnt", "燃烧比例", "Burnt share", Kind.NUMBER, "投入中被燃烧的比例（原料、转运写 0）", "share of the intake that is burnt (0 for feedstock and trade)", unit="1", at_least=0, at_most=1, blank="1 for intakes, 0 for outputs"),
    ),
    key_columns=("process", "commodity", "direction", "region"), required=True,
)  # fmt: skip

SHARED = (
    Choice("commodities", "品种", "commodity"),
    Choice("processes", "技术", "process"),
    Choice("demands", "需求", "demand"),
)

SHARES = Table(
    "shares", "分区份额", "Shares",
    "全市数值在各区（县）的份额，只在分区规划时使用。品种：该品种在各区平衡，全市用量按此份额落到各区；技术：存量与资源潜力按此份额分到各区（写明所在地的机组、项目除外）；需求：该需求按此份额分到各区。每一行键的份额合计为 1。",
    "How much of a city-wide number lies in which part, used where parts are planned. Commodity: it balances in every part, and city-wide use lands by these shares. Process: existing capacity and potential, but for units and projects that say where they stand. Demand: that demand. The shares of a key add up to 1.",
    (
        Column("table", "表", "Table", Kind.CHOICE, "品种、技术或需求", "commodity, process or demand", required=True, choices=SHARED),
        Column("key", "行", "Row", Kind.TEXT, "该行的编号；可用 * 代表任意文字，写得最全的为准", "key of the row; * stands for any text, and the key that spells most out holds", required=True),
        Column("region", "区域", "Region", Kind.REF, "份额所在的区（县）", "part that the share is for", required=True, refers_to="regions"),
        Column("share", "份额", "Share", Kind.NUMBER, "占全市的比例；0 = 可以新建，没有存量与潜力份额", "share of the whole; 0 where plant may be built without a share of potential", required=True, unit="1", at_least=0, at_most=1),
    ),
    key_columns=("table", "key", "region"),
)  # fmt: skip

CYCLE = (Choice("day", "日循环", "day"), Choice("year", "年循环", "year"))

STORAGE = Table(
    "storage", "储能", "Storage",
    "储能的效率、时长与循环；储能不写流。容量单位为功率时，能量 = 时长×功率；另有能量技术时分别投资。",
    "Efficiencies, hours, losses and cycle of each store, which needs no flows. Energy = hours × power, or the capacity of the energy process.",
    (
        Column("process", "技术", "Process", Kind.REF, "储能技术编号", "key of the storage process", required=True, refers_to="processes"),
        Column("commodity", "品种", "Commodity", Kind.REF, "所储品种（须逐时）", "hourly commodity that is stored", required=True, refers_to="commodities"),
        Column("efficiency_in", "充入效率", "Charging efficiency", Kind.NUMBER, "充入时的效率", "share of the charge that is stored", unit="1", at_least=0.01, at_most=1, default=1.0, blank="1"),
        Column("efficiency_out", "放出效率", "Discharging efficiency", Kind.NUMBER, "放出时的效率", "share of what leaves the store that is delivered", unit="1", at_least=0.01, at_most=1, default=1.0, blank="1"),
        Column("hours", "时长", "Hours", Kind.NUMBER, "满功率可放多少小时", "hours of discharge at full power", unit="小时", at_least=0, blank="no limit between power and energy"),
        Column("loss", "静置损耗", "Standing loss", Kind.NUMBER, "每小时自损比例", "share of the level lost in an hour", unit="1", at_least=0, at_most=1, default=0.0, blank="0"),
        Column("cycle", "循环", "Cycle", Kind.CHOICE, "每日回到起点，或全年回到起点", "returns to its start every day, or over the year", choices=CYCLE, default="day", blank="day"),
        Column("energy_process", "能量容量技术", "Energy process", Kind.REF, "能量容量另行投资时的技术编号（容量单位为能量）", "process whose capacity is the energy, where power and energy are built apart", refers_to="processes", blank="energy = hours × power"),
    ),
    key_columns=("process",),
)  # fmt: skip
