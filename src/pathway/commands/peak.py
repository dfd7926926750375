"""Command ``peak``: what of the peak of a finished run needs further solves."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pathway.commands.common import (
    INPUTS,
    OUTPUTS,
    JsonOption,
    Lang,
    LangOption,
    Progress,
    as_text,
    console,
    guarded,
)
from pathway.commands.explore import slacks_of
from pathway.messages import text


@guarded
def peak(
    run: Annotated[Path, typer.Argument(help="运行文件夹。A run folder.")],
    slack: Annotated[str, typer.Option(help="成本裕度。Slack of cost.")] = "1%",
    minutes: Annotated[
        float, typer.Option(min=0.1, help="时间上限，分钟。Time limit in minutes.")
    ] = 60.0,
    workbook: Annotated[
        Path | None,
        typer.Option(help="当时的工作簿。The workbook of that time.", show_default=False),
    ] = None,
    out: Annotated[Path, typer.Option(help="输出文件夹。Folder of runs.")] = OUTPUTS,
    lang: LangOption = Lang.ZH,
    as_json: JsonOption = False,
) -> None:
    """峰值能高能低多少，达峰年换个情形是否还成立。How firm the peak is: its level and its year."""
    from pathway.peak_page import peak_run
    from pathway.show_explore import peak_facts, peak_lines

    workbooks = [workbook] if workbook else sorted(INPUTS.glob("*.xlsx"))
    result = peak_run(
        run, workbooks, out_root=out, lang=lang.value, progress=Progress(lang),
        asked=(slacks_of(slack)[0], minutes),
    )  # fmt: skip
    if as_json:
        typer.echo(as_text(peak_facts(result)))
        return
    screen = console()
    for line in peak_lines(result, lang.value):
        screen.print(line, markup=False, highlight=False)
    typer.echo(text("wrote", lang, path=result.folder))
