"""Sheet 审计: what the run checked about itself, and how it was solved."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pathway.labels import pick
from pathway.messages import TEXTS, text
from pathway.report.cells import Column, Row
from pathway.report.frames import frame, records

if TYPE_CHECKING:
    from pathway.report.page import Book, Page
    from pathway.report.words import Words
    from pathway.results.results import Results

WIDE = 6
RESIDUAL, RISE = 1e-6, 1e-6
"""Violation of a row, and rise after the peak, that still pass; both relative."""


class Check(NamedTuple):
    """One check: how far something is off, and how far it may be."""

    name: str
    residual: float
    limit: float


def fill(book: Book, results: Results, lang: str) -> None:
    """The second implementation, the run's own checks, then stages, sizes and ranges."""
    page = book.page("audit", lang)
    page.freeze(1)
    _audited(page, results)
    page.section(page.say("checks"), page.say("audit_note"), columns=WIDE)
    heads = [
        Column(page.say("check"), 56), Column(page.say("residual"), 22, "centre"),
        Column(page.say("limit"), 22, "centre"), Column(page.say("verdict"), 22, "light"),
    ]  # fmt: skip
    rows = []
    for check in checks(page, results):
        verdict = page.say("check.good" if check.residual <= check.limit else "check.bad")
        rows.append(Row((check.name, f"{check.residual:.1e}", f"{check.limit:.0e}", verdict)))
    page.table(heads, rows)
    _stages(page, results)
    _programme(page, results)


def _audited(page: Page, results: Results) -> None:
    """What the second implementation found: group, item, residual, limit, verdict, place."""
    items = records(frame(results, "audited"))
    if not items:
        return
    page.section(page.say("audited"), page.say("audited_note"), columns=WIDE)
    heads = [
        Column(page.say("audit_item"), 56), Column(page.say("residual"), 22, "centre"),
        Column(page.say("limit"), 22, "centre"), Column(page.say("verdict"), 22, "light"),
        Column(page.say("audit_group"), 22), Column(page.say("audit_where"), 40),
    ]  # fmt: skip
    rows = []
    for item in items:
        verdict = page.say("check.good" if item.ok else "check.bad")
        name = pick(item.item_zh, item.item_en, page.lang)
        group = pick(item.group_zh, item.group_en, page.lang)
        place = item.where if isinstance(item.where, str) else ""
        told = (name, f"{item.residual:.1e}", f"{item.limit:.0e}", verdict, group, place)
        rows.append(Row(told))
    page.table(heads, rows)


def checks(page: Words, results: Results) -> list[Check]:
    """Rows evaluated again, the proofs on the tables, and emissions after the peak."""
    summary = results.solution_summary
    proofs = [
        Check(pick(row.check_zh, row.check_en, page.lang), row.residual, row.tolerance)
        for row in records(frame(results, "audit"))
    ]
    rows = Check(page.say("check.rows"), summary.max_residual, RESIDUAL)
    return [rows, *proofs, Check(page.say("check.after_peak"), _rise(results), RISE)]


def _rise(results: Results) -> float:
    """Largest rise above the peak level after the peak year, relative to it."""
    summary, years = results.solution_summary, results.case.years
    if summary.peak_year is None or not summary.peak_level:
        return 0.0
    later = [e for y, e in zip(years, summary.emissions, strict=True) if y > summary.peak_year]
    return max(0.0, max(later, default=0.0) / summary.peak_level - 1)


def _stages(page: Page, results: Results) -> None:
    page.section(page.say("stages"), columns=WIDE)
    words = ("stage", "method", "seconds", "objective", "iterations", "solved")
    heads = [Column(page.say(word), 22, "centre") for word in words]
    rows = [
        Row(
            (
                stage_word(s.name, page.lang),
                s.method,
                f"{s.seconds:.1f}",
                f"{s.objective:,.4f}",
                s.iterations,
                s.status,
            )
        )
        for s in results.solution_summary.stages
    ]
    page.table(heads, rows)


def stage_word(name: str, lang: str) -> str:
    """What a stage does, in words; its name where there are none."""
    word, _, detail = name.partition(" ")
    key = f"stage.{word}"
    return text(key, lang, detail=detail) if key in TEXTS else name


def _programme(page: Page, results: Results) -> None:
    summary = results.solution_summary
    page.section(page.say("programme"), columns=WIDE)
    heads = [Column(page.say("item")), Column(page.say("value"), 26, "centre")]
    rows = [Row((page.word("size", key), f"{n:,}")) for key, n in summary.sizes.items()]
    rows += [
        Row((page.word("range", key), f"{low:.2e} … {high:.2e}"))
        for key, (low, high) in summary.ranges.items()
    ]
    page.table(heads, rows)
