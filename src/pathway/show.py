"""What the command line shows: findings and the summary of a run, as tables for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.table import Table

from pathway.errors import Severity
from pathway.labels import label, pick, word_of
from pathway.labels.findings import in_chinese
from pathway.messages import EN, ZH, text

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence
    from pathlib import Path

    import pandas as pd

    from pathway.audit import Audit
    from pathway.clauses_tried import TriedResult
    from pathway.errors import Finding
    from pathway.rank import RankResult
    from pathway.run import RunResult

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}
SMALLEST = 1e-3
"""Capacity changes below this, in the planner's unit, are not listed."""
TOLD = ("found", "expected", "suggestion")
"""What a finding says, beside its place."""
MOST_ITEMS = 8
"""Technologies listed for one year."""


def progress(message: str, lang: str) -> str:
    """What a stage of work says as it begins, in words; unknown ones as they are."""
    stage, _, detail = message.partition(" ")
    try:
        if stage == "trial":
            zh, en = detail.split("|")
            return text("stage.trial", lang, detail=pick(zh, en, lang))
        if stage in {"room", "closer"}:
            return _asked(stage, detail, lang)
        if stage == "sharing" and "|" in detail:
            step, part = detail.split("|")
            return text("stage.sharing_at", lang, step=step, part=float(part))
        if stage != "bounds":
            return text(f"stage.{stage}", lang, detail=detail)
        name, step, lower, upper, gap = detail.split("|")
        known = progress(name, lang)
    except (KeyError, ValueError):
        return message
    return text("stage.bounds", lang, name=known, step=step, lower=lower, upper=upper, gap=gap)


def _asked(stage: str, detail: str, lang: str) -> str:
    """Which end of which decision is asked for."""
    at, of, zh, en, kind, year, slack = detail.split("|")
    name = f"{word_of('decision', kind, lang)} {pick(zh, en, lang)} {year}".strip()
    return text(f"stage.{stage}", lang, at=at, of=of, slack=slack, name=name)


def findings_table(findings: Iterable[Finding], name: str, lang: str) -> Table:
    """Every finding with its place; errors first, then in the order they were found."""
    listed = list(findings)
    name = name or next((f.where.partition("!")[0] for f in listed if "!" in f.where), "")
    title = text("findings.title", lang, name=name).lstrip("：: ")
    table = Table(title=title, title_justify="left")
    for key in ("severity", "file", "sheet", "cell"):
        table.add_column(text(f"findings.{key}", lang), no_wrap=True, overflow="fold")
    for key in ("found", "expected", "suggestion"):
        table.add_column(text(f"findings.{key}", lang), overflow="fold", ratio=1)
    order = list(Severity)
    for finding in sorted(listed, key=lambda finding: order.index(finding.severity)):
        facts = finding_facts(finding)
        word = text(f"severity.{finding.severity}", lang)
        colour = COLOURS[finding.severity]
        told = (in_chinese(facts[key]) if lang == ZH else facts[key] for key in TOLD)
        cells = [*(facts[key] for key in ("file", "sheet", "cell")), *told]
        table.add_row(word, *cells, style=colour)
    return table


def finding_facts(finding: Finding) -> dict[str, str]:
    """A finding with its place taken apart."""
    file, sheet, cell = [*finding.where.split("!", 2), "", ""][:3]
    return {
        "severity": str(finding.severity), "file": file, "sheet": sheet, "cell": cell,
        "found": finding.found, "expected": finding.expected, "suggestion": finding.suggestion,
    }  # fmt: skip


def count(findings: Sequence[Finding]) -> dict[str, int]:
    """Number of errors, warnings and notes."""
    kinds = [finding.severity for finding in findings]
    return {f"{severity}s": kinds.count(severity) for severity in Severity}


def run_facts(result: RunResult) -> dict[str, Any]:
    """The summary of a run for a machine; money in 1e8 of the currency, CO2 in 1e4 t."""
    summary = result.results.solution_summary
    return {
        "status": summary.status,
        "folder": str(result.folder),
        "files": [str(path) for path in _files(result)],
        "cost_before_peak": summary.cost_before_peak,
        "cost_after": summary.cost_after,
        "peak_year": summary.peak_year,
        "peak_level": summary.peak_level,
        "clauses": summary.clause_counts,
        "unserved": dict(summary.unserved),
        "warnings": list(summary.warnings),
        "seconds": result.seconds,
    }


def run_table(result: RunResult, lang: str) -> Table:
    """Cost, peak, clauses and files of a run."""
    table = Table(title=text("run.title", lang), title_justify="left", show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for key, value in _facts(result, lang):
        table.add_row(text(key, lang), value)
    return table


def _facts(result: RunResult, lang: str) -> Iterator[tuple[str, str]]:
    summary = result.results.solution_summary
    yield "run.cost", text("run.money", lang, value=summary.cost_before_peak)
    yield "run.tail", text("run.money", lang, value=summary.cost_after)
    peak = {"year": summary.peak_year, "level": summary.peak_level}
    yield "run.peak", text("run.level" if summary.peak_year else "run.no_peak", lang, **peak)
    lights = {"met": summary.met, "yellow": summary.missed_yellow, "red": summary.missed_red}
    yield "run.clauses", text("run.lights", lang, **lights)
    if summary.own_targets:
        own = {"met": summary.own_met, "all": summary.own_targets}
        yield "run.own_targets", text("run.own_lights", lang, **own)
    for key, amount in summary.unserved.items():
        if amount > SMALLEST:
            good = result.results.case.commodities[key]
            name = good.label.zh if lang == ZH else good.label.en
            yield "run.unserved", f"{name} {amount:,.4g} {good.shown.text}"
    yield from _checks(result, lang)
    for warning in summary.warnings:
        yield "run.warning", in_chinese(warning) if lang == ZH else warning
    for path in _files(result):
        yield "run.files", str(path)


def _checks(result: RunResult, lang: str) -> Iterator[tuple[str, str]]:
    """How the base year compares with what happened, and what the inputs were warned of."""
    base, case = result.results.base_check, result.results.case
    if base is not None and len(base):
        facts = {"year": case.base_year, "all": len(base), "ok": int(base["ok"].sum())}
        yield "run.base", text("run.base_within", lang, **facts)
    warned = count(case.findings)["warnings"]
    if warned:
        yield "run.inputs", text("run.inputs_warned", lang, count=warned)


def rank_facts(result: RankResult, top: int) -> dict[str, Any]:
    """A ranking for a machine; money in 1e8 of the currency, CO2 in 1e4 t."""
    rows = result.table.head(top).astype(object)
    return {
        "folder": str(result.folder),
        "base": dict(result.base),
        "counts": dict(result.counts),
        "top": rows.where(rows.notna(), None).to_dict("records"),
        "seconds": result.seconds,
    }


def rank_table(result: RankResult, top: int, lang: str) -> Table:
    """The estimates that matter most."""
    table = Table(title=text("rank.title", lang), title_justify="left")
    table.add_column(text("rank.rank", lang), justify="right", no_wrap=True)
    for key in ("estimate", "range", "cost", "peak", "tasks", "how"):
        table.add_column(text(f"rank.{key}", lang), overflow="fold")
    for row in result.table[result.table["rank"].notna()].head(top).to_dict("records"):
        name, parameter = (row[f"{key}_{lang}"] for key in ("name", "parameter"))
        table.add_row(
            f"{row['rank']:g}", f"{name} {parameter}", f"{row['low']} … {row['high']}",
            *(_both_ends(row, measure, lang) for measure in ("cost", "peak")),
            f"{row['tasks'] or 0.0:,.1f}", word_of("how", row["how"], lang),
        )  # fmt: skip
    return table


def _both_ends(row: dict[Hashable, Any], measure: str, lang: str) -> str:
    ends = (
        word_of("plan", row[f"plan_{side}"], lang)
        if row[f"plan_{side}"] != "plan"
        else f"{row[f'{measure}_{side}']:+,.1f}"
        for side in ("low", "high")
    )
    return " / ".join(ends)


def tried_facts(result: TriedResult) -> dict[str, Any]:
    """Clauses tightened and loosened, for a machine; money in 1e8, CO2 in 1e4 t."""
    rows = result.table.astype(object)
    return {
        "folder": str(result.folder),
        "base": dict(result.base),
        "counts": dict(result.counts),
        "moves": rows.where(rows.notna(), None).to_dict("records"),
        "seconds": result.seconds,
    }


def tried_table(result: TriedResult, lang: str) -> Table:
    """Every clause in force with what both ways cost."""
    table = Table(title=text("tried.title", lang), title_justify="left")
    for key in ("clause", "metric", "target", "tighter", "looser", "peak", "verdict"):
        table.add_column(text(f"tried.{key}", lang), overflow="fold")
    for _, part in result.table.groupby("clause", sort=False):
        pair = part.to_dict("records")
        row = pair[0]
        known = row["target"] is not None and row["target"] == row["target"]
        target = f"{row['relation']} {row['target']:.4g} {row['unit']}" if known else ""
        table.add_row(
            row["clause"], row[f"metric_{lang}"], target,
            *(_tried(way, "cost_before", lang) for way in pair),
            " / ".join(_tried(way, "peak", lang) for way in pair),
            " / ".join(word_of("verdict", way["verdict"], lang) for way in pair),
        )  # fmt: skip
    return table


def _tried(row: dict[Hashable, Any], figure: str, lang: str) -> str:
    return f"{row[figure]:+,.3g}" if row["plan"] == "plan" else word_of("plan", row["plan"], lang)


def audit_tables(audit: Audit, name: str, lang: str) -> Iterator[Table]:
    """One line a group; then the items that are off, if any."""
    table = Table(title=text("audit.title", lang, name=name), title_justify="left")
    for key in ("group", "items", "residual", "limit", "verdict", "where"):
        table.add_column(text(f"audit.{key}", lang), overflow="fold")
    for group, items in audit.by_group().items():
        worst = max(items, key=lambda item: item.excess)
        good = all(item.ok for item in items)
        verdict = text("audit.good" if good else "audit.bad", lang)
        cells = (f"{worst.residual:.1e}", f"{worst.limit:.0e}", verdict, worst.where)
        word = label(f"audit.group.{group}", lang)
        table.add_row(word, str(len(items)), *cells, style="" if good else "red")
    yield table
    if audit.failed:
        off = Table(title=text("audit.off", lang), title_justify="left")
        for key in ("item", "residual", "limit", "where"):
            off.add_column(text(f"audit.{key}", lang), overflow="fold")
        for item in audit.failed:
            off.add_row(item.name(lang), f"{item.residual:.1e}", f"{item.limit:.0e}", item.where)
        yield off


def audit_line(audit: Audit, lang: str) -> str:
    """What the audit comes to, in one line."""
    facts = {"items": len(audit.items), "failed": len(audit.failed), "seconds": audit.seconds}
    return text("audit.done" if audit.ok else "audit.failed", lang, **facts)


def _files(result: RunResult) -> Iterator[Path]:
    for name in ("plan.xlsx", "report.html", "tables", "summary.json", "manifest.json", "run.log"):
        yield result.folder / name
    kinds = ("task_book_folder", "county_book_folder")
    books = (result.folder / label(kind, lang) for kind in kinds for lang in (ZH, EN))
    yield from (folder for folder in books if folder.exists())


def years_table(capacity: pd.DataFrame, lang: str) -> Table:
    """What is built and retired in each year, in the planner's units."""
    table = Table(title=text("run.years", lang), title_justify="left")
    table.add_column(text("run.year", lang), no_wrap=True)
    for key in ("built", "retired"):
        table.add_column(text(f"run.{key}", lang), overflow="fold", ratio=1)
    for year, rows in capacity.groupby("year", sort=True):
        cells = [_items(rows, column, lang) for column in ("new", "retired")]
        if any(cells):
            table.add_row(str(year), *cells)
    return table


def _items(rows: pd.DataFrame, column: str, lang: str) -> str:
    name = "name_zh" if lang == ZH else "name_en"
    listed = rows[rows[column].fillna(0.0) > SMALLEST]
    items = [f"{row[name]} {row[column]:,.4g} {row['unit']}" for _, row in listed.iterrows()]
    rest = len(items) - MOST_ITEMS
    shown = items[:MOST_ITEMS] + ([text("run.more", lang, count=rest)] if rest > 0 else [])
    return ("；" if lang == ZH else "; ").join(shown)
