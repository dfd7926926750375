"""Words of the report by subject, and all of them together."""

from __future__ import annotations

from pathway.labels.words import (
    audit,
    checks,
    clash,
    compare,
    explore,
    headings,
    ledger,
    lights,
    money,
    operation,
    overview,
    page,
    peak,
    plan,
    ranking,
    sheets,
    track,
    tried,
)

SUBJECTS = (
    sheets, compare, lights, headings, ranking, peak, explore, track, tried, overview, page, plan,
    money, operation, checks, audit, clash, ledger,
)  # fmt: skip

WORDS: dict[str, tuple[str, str]] = {
    key: names for subject in SUBJECTS for key, names in subject.WORDS.items()
}
"""Every word by key: Chinese, English."""
