"""Names of case files as keys of workbooks."""

from __future__ import annotations


def key_of(name: object) -> str:
    """A name as a key of a workbook: letters, digits, `_`, `.` and `-`."""
    return "".join(c if c.isalnum() or c in "_.-" else "_" for c in str(name))
