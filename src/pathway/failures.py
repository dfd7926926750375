"""What went wrong, for the command line: exit code, one line, findings, and the log of a bug."""

from __future__ import annotations

import tempfile
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pathway.errors import InputError, PathwayError, PlanClashError, StorageError
from pathway.labels.findings import in_chinese
from pathway.messages import ZH, text

if TYPE_CHECKING:
    import pandas as pd

    from pathway.errors import Finding

INTERRUPTED = 130
BUG = PathwayError.exit_code
LOG_NAME = "run.log"


@dataclass(frozen=True, slots=True)
class Failure:
    """An error as the command line tells it."""

    code: int
    message: str
    findings: tuple[Finding, ...] = ()
    clash: pd.DataFrame | None = None
    """Table ``clash`` of a run without a plan."""
    path: Path | None = None
    """Where that table stands."""


def describe(error: BaseException, lang: str, folder: Path) -> Failure:
    """An error in one line; the traceback of a bug goes to a log.

    Args:
        error: what was raised.
        lang: language of the heading.
        folder: where the log of a bug goes, unless its run has one already.
    """
    code = exit_code(error)
    heading = text(f"error.{code}", lang, log=_logged(error, folder) if code == BUG else "")
    detail = _in_language(_one_line(error), lang)
    findings = error.findings if isinstance(error, InputError) else ()
    clash = (error.table, error.path) if isinstance(error, PlanClashError) else (None, None)
    colon = "：" if lang == ZH else ": "
    return Failure(code, f"{heading}{colon}{detail}" if detail else heading, findings, *clash)


def _in_language(detail: str, lang: str) -> str:
    """What an error says, in Chinese where there is Chinese for it."""
    return in_chinese(detail) if lang == ZH else detail


def exit_code(error: BaseException) -> int:
    """Exit code of an error: its own, or that of its kind."""
    if isinstance(error, PathwayError):
        return error.exit_code
    if isinstance(error, OSError):
        return StorageError.exit_code
    return INTERRUPTED if isinstance(error, KeyboardInterrupt) else BUG


def _one_line(error: BaseException) -> str:
    """The first line of a bug or of input findings (a table shows those); else all of it."""
    said = str(error.__cause__) if _run_log(error) and error.__cause__ else str(error)
    if exit_code(error) in {InputError.exit_code, BUG}:
        said = (said.splitlines() or [""])[0].rstrip(":")
        kind = type(error.__cause__ or error).__name__
        return f"{kind}: {said}" if exit_code(error) == BUG else said
    return said


def _run_log(error: BaseException) -> Path | None:
    log = getattr(error, "log", None)
    return log if isinstance(log, Path) else None


def _logged(error: BaseException, folder: Path) -> Path:
    """Where the traceback of a bug stands: in the log of its run, else in one made here."""
    if log := _run_log(error):
        return log
    content = "".join(traceback.format_exception(error))
    for place in (folder, Path(tempfile.gettempdir())):
        try:
            place.mkdir(parents=True, exist_ok=True)
            (place / LOG_NAME).write_text(content, encoding="utf-8")
        except OSError:
            continue
        return place / LOG_NAME
    return Path(LOG_NAME)
