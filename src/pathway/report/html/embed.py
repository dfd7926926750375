"""Data and scripts put into a page so that no text of a workbook can leave its place."""

from __future__ import annotations

import base64
import hashlib
import json
import math
from typing import TYPE_CHECKING, Any

from pathway.report.cells import number_of

if TYPE_CHECKING:
    from collections.abc import Iterable

ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""Characters that mean something to a reader of HTML or to an old reader of scripts."""
DIGITS = 7
"""Significant digits of the numbers in a page; tables hold more."""


def as_json(content: Any) -> str:
    """Content as JSON that may stand inside a script element: it holds no ``<``."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character, escape in ESCAPES.items():
        text = text.replace(character, escape)
    return text


def rounded(value: Any, digits: int = DIGITS) -> float | int | None:
    """A number with so many significant digits; None for a blank or what is not finite."""
    number = number_of(value)
    if number is None or not math.isfinite(number):
        return None
    short = float(f"{number:.{digits}g}")
    return int(short) if short.is_integer() and abs(short) < 1e15 else short


def rounded_all(values: Iterable[Any], digits: int = DIGITS) -> list[float | int | None]:
    """Numbers with so many significant digits."""
    return [rounded(value, digits) for value in values]


def policy(scripts: Iterable[str]) -> str:
    """Content security policy: only these scripts run, and nothing is fetched from anywhere."""
    allowed = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
