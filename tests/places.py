"""Places where one figure of a run stands: sheets of plan.xlsx, data of report.html, tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from readings import Figures, Reading, added, rows_of, sums, without, zh

if TYPE_CHECKING:
    from collections.abc import Callable

    Places = dict[str, Figures]

TOTAL, PLANTS = "合计", "发电装机合计"
MOVES = {"capacity": "装机与能力", "new": "新建", "retired": "提前退役", "expired": "到期退出"}


def emissions(run: Reading) -> Places:
    """CO2 by sector."""
    table = run.table("emissions")
    return {
        "table": sums(table[table["counted"]], ["sector", "year"], "amount"),
        "sheet": without(run.grid("排放", "按部门"), [TOTAL]),
        "page": run.chart("emissions", "分部门排放"),
    }


def emissions_of_the_year(run: Reading) -> Places:
    """CO2 of the city: the path, the sums below sectors and kinds, the facts of the run."""
    table, years = run.table("emissions"), run.told("summary")["summary"]["emissions"]
    first = int(table["year"].min())
    cover, path = run.grid("总览", "关键指标"), run.grid("排放", "二氧化碳排放路径")
    plan = "二氧化碳排放（本方案）"
    return {
        "table": sums(table[table["counted"]], ["year"], "amount"),
        "metric": sums(run.table("metrics").query("metric == 'co2_emissions'"), ["year"], "value"),
        "summary": {(first + at,): value for at, value in enumerate(years)},
        "cover": of(cover, plan),
        "sheet": of(path, plan),
        "by sector": of(run.grid("排放", "按部门"), TOTAL),
        "by kind": of(run.grid("排放", "按种类"), TOTAL),
        "page": of(run.chart("emissions", "排放路径"), plan),
    }


def capacity(run: Reading) -> Places:
    """What stands, is built and leaves, by technology."""
    table = run.table("capacity")
    return {
        "table": {
            (word, *key): value
            for column, word in MOVES.items()
            for key, value in sums(table, ["name_zh", "year"], column).items()
        },
        "sheet": {
            (row["量"], row["技术"], year): row[str(year)]
            for row in run.listed("装机", "技术", "量", "类别")
            for year in map(int, table["year"].unique())
            if row["量"] in MOVES.values() and row[str(year)] != ""
        },
    }


def groups_of_plant(run: Reading) -> Places:
    """Installed capacity by group, of which the page draws plant and storage."""
    return _by_group(run, "capacity", "装机与能力 · 按类别", "装机与能力")


def builds_by_group(run: Reading) -> Places:
    return _by_group(run, "new", "新建 · 按类别", "新建装机")


def _by_group(run: Reading, value: str, title: str, chart: str) -> Places:
    table = run.table("capacity")
    known = table.assign(group=table["name_zh"].map(groups(run)))
    drawn = run.chart("energy", chart)
    shown = {key[0] for key in drawn}
    grid = without(run.grid("装机", title), [PLANTS])
    return {
        "table": kept(sums(known, ["group", "year"], value), shown),
        "sheet": kept(grid, shown),
        "page": drawn,
    }


def installed(run: Reading) -> Places:
    """All that generates, as the sheet adds it up."""
    grid = run.grid("装机", "装机与能力 · 按类别")
    names = list(dict.fromkeys(key[0] for key in grid))
    plants = set(names[: names.index(PLANTS)])
    return {
        "parts": added(kept(grid, plants), lambda key: (key[1],)),
        "page": added(kept(run.chart("energy", "装机与能力"), plants), lambda key: (key[1],)),
        "sum": of(grid, PLANTS),
    }


def supply(run: Reading) -> Places:
    """Where electricity comes from, by group."""
    table = run.table("flows").query("commodity == 'electricity' and direction == 'out'")
    known = table.assign(group=table["item_zh"].map(groups(run)))
    return {
        "table": sums(known, ["group", "year"], "amount"),
        "sheet": added(supplied(run), lambda key: (groups(run)[key[0]], key[1])),
        "page": run.chart("energy", "电力从哪里来"),
    }


def supplied(run: Reading) -> Figures:
    """Items of the balance of electricity that supply it."""
    rows = run.book["平衡"]
    at = next(n for n, row in enumerate(rows) if row[0] == "项目")
    years = rows[at]
    found: Figures = {}
    for row in rows[at + 2 :]:
        if row[0] == TOTAL:
            return found
        found |= {(row[0], int(y)): row[n] for n, y in enumerate(years) if n > 1 and y}
    raise AssertionError("no sum of what is supplied")


def balance_of_electricity(run: Reading) -> Places:
    """What is supplied and what is used, summed on the sheet, are equal in every year."""
    table = run.table("flows").query("commodity == 'electricity'")
    rows = run.book["平衡"]
    at = next(n for n, row in enumerate(rows) if row[0] == "项目")
    years = {n: int(y) for n, y in enumerate(rows[at]) if n > 1 and y}
    both = [row for row in rows[at:] if row[0] == TOTAL][:2]
    return {
        "in": sums(table[table["direction"] == "in"], ["year"], "amount"),
        "out": sums(table[table["direction"] == "out"], ["year"], "amount"),
        **{f"sum {n}": {(y,): row[c] for c, y in years.items()} for n, row in enumerate(both)},
    }


def investment(run: Reading) -> Places:
    """Investment by group."""
    table = run.table("investment")
    known = table.assign(group=table["name_zh"].map(groups(run)))
    return {
        "table": sums(known, ["group", "year"], "investment"),
        "sheet": without(run.grid("投资", "按类别"), [TOTAL]),
        "page": run.chart("money", "投资"),
        "list": added(
            {(n, groups(run)[row["项目"]], int(row["年份"])): row["投资"]
             for n, row in enumerate(run.listed("投资", "项目", "单位造价"))},
            lambda key: key[1:],
        ),
    }  # fmt: skip


def investment_of_the_year(run: Reading) -> Places:
    """What is invested: by group, by department, in the work that departments are given."""
    tasks = run.listed("年度任务分解", "任务", "投资（亿元）")
    return {
        "table": sums(run.table("investment"), ["year"], "investment"),
        "task book": sums(run.table("task_book"), ["year"], "investment"),
        "cover": of(run.grid("总览", "关键指标"), "投资"),
        "by group": of(run.grid("投资", "按类别"), TOTAL),
        "by lead": of(run.grid("投资", "按牵头部门（共同牵头的计在第一个）"), TOTAL),
        "by sector": added(
            {(n, y): v for n, (y, v) in enumerate(_invested_by_sector(run))}, lambda key: key[1:]
        ),
        "tasks": added(
            {(n, int(row["年份"])): row["投资（亿元）"] or 0.0 for n, row in enumerate(tasks)},
            lambda key: key[1:],
        ),
        "books": added(
            {(n, int(row[0])): row[3] for n, row in enumerate(_yearly_of_books(run))},
            lambda key: key[1:],
        ),
    }


def _invested_by_sector(run: Reading) -> list[tuple[int, float]]:
    """Lines 投资 of the road map."""
    rows = run.book["路线图"]
    years = {n: int(y) for n, y in enumerate(rows[4]) if n > 3 and y}
    lines = [row for row in rows if row[0] == "" and row[1] == "投资"]
    return [(y, row[n]) for row in lines for n, y in years.items() if row[n] != ""]


def _yearly_of_books(run: Reading) -> list[list[Any]]:
    """Sums by year of all task books."""
    books = sorted((run.folder / "任务书").glob("*.xlsx"))
    rows = [row for book in books for row in rows_of(book)["任务书"]]
    return [row for row in rows if isinstance(row[0], float)]


def costs(run: Reading) -> Places:
    """Cost of the year by term."""
    return {
        "table": sums(run.table("costs"), ["term_zh", "year"], "cost"),
        "sheet": without(run.grid("成本", "当年成本"), [TOTAL]),
        "page": run.chart("money", "当年成本（不折现）"),
    }


def costs_of_the_year(run: Reading) -> Places:
    """Cost of the year: by term, by sector, on the cover."""
    return {
        "table": sums(run.table("costs"), ["year"], "cost"),
        "cover": of(run.grid("总览", "关键指标"), "当年成本"),
        "by term": of(run.grid("成本", "当年成本"), TOTAL),
        "by sector": of(run.grid("成本", "当年成本 · 按部门"), TOTAL),
        "list": added(
            {(n, int(row["年份"])): row["当年成本（亿元）"]
             for n, row in enumerate(run.listed("成本", "项目", "折现系数"))},
            lambda key: key[1:],
        ),
    }  # fmt: skip


def objective(run: Reading) -> Places:
    """Discounted cost of both stages, which is what was minimised."""
    told, short = run.told("manifest")["objective"], run.told("summary")["summary"]
    cards = [cell for cell in run.book["总览"][4] if isinstance(cell, float)]
    proof = run.listed("成本", "阶段", "各项之和", "优化目标")[:2]
    years = sums(run.table("costs"), ["stage"], "discounted")
    return {
        "table": years,
        "cards": dict(zip(years, cards, strict=False)),
        "sums": dict(zip(years, (row["各项之和"] for row in proof), strict=True)),
        "objective": dict(zip(years, (row["优化目标"] for row in proof), strict=True)),
        "manifest": dict(zip(years, (told["cost_before_peak"], told["cost_after"]), strict=True)),
        "summary": dict(zip(years, (short["cost_before_peak"], short["cost_after"]), strict=True)),
    }


def clauses(run: Reading) -> Places:
    """Result and gap of every clause in every year."""
    table = run.table("clauses").dropna(subset=["year", "result"])
    listed = [row for row in run.listed("达标", "条款", "结果") if row["结果"] != ""]
    return {
        "table": _both(table, "clause", "year", "result", "slack"),
        "ledger": _both(
            run.table("ledger").dropna(subset=["year", "result"]), "clause", "year", "result",
            "slack",
        ),
        "sheet": {
            (row["条款"], int(row["年份"]), what): float(row[column])
            for row in listed
            for what, column in (("result", "结果"), ("slack", "余量+ / 差距−"))
        },
        "page": {
            (row["key"], year[0], what): float(year[at])
            for row in run.page["clauses"]["rows"]
            for year in row["years"]
            for what, at in (("result", 2), ("slack", 3))
        },
    }  # fmt: skip


def _both(table: Any, key: str, year: str, *columns: str) -> Figures:
    return {
        (row[key], int(row[year]), column): float(row[column])
        for row in table.to_dict("records")
        for column in columns
    }


def lights(run: Reading) -> Places:
    """Rows of clauses by light."""
    rows = [zh(year[4]) for row in run.page["clauses"]["rows"] for year in row["years"]]
    words = [row["灯号"] for row in run.listed("达标", "条款", "结果") if row["年份"] != ""]
    table = run.table("clauses").dropna(subset=["year"])["light"]
    table = table.map({"green": "✔ 达标", "yellow": "▲ 差10%以内", "red": "✘ 未达标"})
    return {name: {(word,): float(list(found).count(word)) for word in found}
            for name, found in (("table", table), ("sheet", words), ("page", rows))}  # fmt: skip


def units(run: Reading) -> Places:
    """What stands of every unit."""
    told = run.page["units"]
    return {
        "table": sums(run.table("units"), ["unit", "year"], "capacity"),
        "page": {
            (row["key"], year): value
            for row in told["rows"]
            for year, value in zip(told["years"], row["stands"], strict=True)
            if value is not None
        },
    }


def works(run: Reading) -> Places:
    """Amounts that departments are given to do."""
    table = run.table("task_book").query("kind in ['build', 'retire', 'retrofit']")
    listed = run.listed("年度任务分解", "任务", "投资（亿元）")
    return {
        "table": sums(table, ["task_zh", "year"], "amount"),
        "sheet": added(
            {(n, row["任务"], int(row["年份"])): row["当年数量"]
             for n, row in enumerate(listed) if row["任务类型"] in {"新建", "退役", "改造"}},
            lambda key: key[1:],
        ),
    }  # fmt: skip


def avoided(run: Reading) -> Places:
    """CO2 avoided by all departments."""
    title = "减排：部门 × 年份，含存量运行变化（合计与表 abatement 相等）"
    return {
        "table": sums(run.table("abatement"), ["year"], "avoided"),
        "task book": sums(run.table("task_book"), ["year"], "abatement"),
        "sheet": of(run.grid("年度任务分解", title), TOTAL),
        "books": added(
            {(n, int(row[0])): row[6] for n, row in enumerate(_yearly_of_books(run))},
            lambda key: key[1:],
        ),
    }


def groups(run: Reading) -> dict[str, str]:
    """Group of charts of each technology, as sheet 装机 lists it."""
    return {row["技术"]: row["类别"] for row in run.listed("装机", "技术", "量", "类别")}


def of(figures: Figures, name: str) -> Figures:
    """Figures of one name, by the rest."""
    return {key[1:]: value for key, value in figures.items() if key[0] == name}


def kept(figures: Figures, names: set[Any]) -> Figures:
    return {key: value for key, value in figures.items() if key[0] in names}


CHECKS: dict[str, tuple[Callable[[Reading], Places], int]] = {
    "emissions": (emissions, 20), "emissions of the year": (emissions_of_the_year, 12),
    "capacity": (capacity, 90), "groups of plant": (groups_of_plant, 50),
    "builds by group": (builds_by_group, 15), "installed": (installed, 13),
    "supply": (supply, 40), "balance of electricity": (balance_of_electricity, 12),
    "investment": (investment, 30), "investment of the year": (investment_of_the_year, 12),
    "costs": (costs, 30), "costs of the year": (costs_of_the_year, 12),
    "objective": (objective, 2), "clauses": (clauses, 18), "lights": (lights, 1),
    "units": (units, 12), "works": (works, 25), "avoided": (avoided, 11),
}  # fmt: skip
"""Checks, and how many figures above nothing they have in every place at least."""
