"""Command ``audit``: a finished run reckoned again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pathway import show
from pathway.commands.common import (
    INPUTS,
    JsonOption,
    Lang,
    LangOption,
    console,
    guarded,
)
from pathway.errors import AuditError


@guarded
def audit(
    run: Annotated[Path, typer.Argument(help="运行文件夹。A run folder.")],
    workbook: Annotated[
        Path | None,
        typer.Option(help="当时的工作簿。The workbook of that time.", show_default=False),
    ] = None,
    lang: LangOption = Lang.ZH,
    as_json: JsonOption = False,
) -> None:
    """用另一套程序重算全部结果。Reckon a run again from its workbook, without the model."""
    from pathway.audit import audit_run, read_run_files, workbook_of

    book = workbook or workbook_of(read_run_files(run), sorted(INPUTS.glob("*.xlsx")))
    found = audit_run(run, book)
    if as_json:
        typer.echo(found.to_json())
    else:
        screen = console()
        for table in show.audit_tables(found, run.name, lang):
            screen.print(table)
        screen.print(show.audit_line(found, lang))
    if not found.ok:
        raise typer.Exit(AuditError.exit_code)
