"""Audit: what the second implementation and the run's own checks found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pathway.labels import pick
from pathway.report.cells import text_of
from pathway.report.frames import frame, records
from pathway.report.sheets.audit import checks

if TYPE_CHECKING:
    from pathway.report.words import Words
    from pathway.results.results import Results


def audit(words: Words, results: Results) -> dict[str, Any]:
    """A summary, and every item with residual, limit and verdict; what failed comes first."""
    items = [_item(words, row) for row in records(frame(results, "audited"))]
    own = [_own(words, check) for check in checks(words, results)]
    rows = sorted([*items, *own], key=lambda row: row[5])
    heads = ("audit_group", "audit_item", "residual", "limit", "verdict")
    return {
        "notes": [words.say("page.audit_summary").format(
                      items=len(items), bad=_verdict(words, items), checks=len(own),
                      wrong=_verdict(words, own)),
                  words.say("audited_note")],
        "heads": [words.say(key) for key in heads],
        "rows": [row[:5] for row in rows],
    }  # fmt: skip


def _item(words: Words, row: Any) -> list[Any]:
    group = pick(row.group_zh, row.group_en, words.lang)
    name = pick(row.item_zh, row.item_en, words.lang)
    return _line(words, group, name, (row.residual, row.limit), bool(row.ok))


def _own(words: Words, check: Any) -> list[Any]:
    measured = (check.residual, check.limit)
    good = check.residual <= check.limit
    return _line(words, words.say("page.own_check"), check.name, measured, good)


def _line(
    words: Words, group: str, name: str, measured: tuple[float, float], good: bool
) -> list[Any]:
    residual, limit = (f"{value:.1e}" for value in measured)
    verdict = words.say("check.good" if good else "check.bad")
    return [text_of(group), text_of(name), residual, limit, verdict, int(good)]


def _verdict(words: Words, rows: list[list[Any]]) -> str:
    bad = sum(1 for row in rows if not row[5])
    return words.say("page.some_bad").format(count=bad) if bad else words.say("page.all_good")
