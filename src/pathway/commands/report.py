"""Command ``report``: the reports of a finished run written again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pathway.commands.common import INPUTS, Lang, LangOption, guarded
from pathway.messages import text


@guarded
def report(
    run: Annotated[Path, typer.Argument(help="运行文件夹。A run folder.")],
    workbook: Annotated[
        Path | None,
        typer.Option(help="当时的工作簿。The workbook of that time.", show_default=False),
    ] = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """由已有结果重写 plan.xlsx、任务书和 report.html。Write the reports of a run again."""
    from pathway.reports import report_run

    workbooks = [workbook] if workbook else sorted(INPUTS.glob("*.xlsx"))
    written = report_run(run, lang.value, workbooks)
    for path in dict.fromkeys(p if p.parent == run else p.parent for p in written):
        typer.echo(text("wrote", lang, path=path))
