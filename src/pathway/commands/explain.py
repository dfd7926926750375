"""Command ``explain``: why a finished plan is as it is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pathway.commands.common import (
    INPUTS,
    JsonOption,
    Lang,
    LangOption,
    Progress,
    as_text,
    console,
    guarded,
)
from pathway.messages import text


@guarded
def explain(
    run: Annotated[Path, typer.Argument(help="运行文件夹。A run folder.")],
    clause: Annotated[
        str | None, typer.Option(help="条款编号。Key of a clause.", show_default=False)
    ] = None,
    process: Annotated[
        str | None, typer.Option(help="技术编号。Key of a process.", show_default=False)
    ] = None,
    year: Annotated[int | None, typer.Option(help="年份。A year.", show_default=False)] = None,
    minutes: Annotated[
        float,
        typer.Option(min=0.0, help="查找蕴含条款的时限，分钟。Time to look for implied clauses."),
    ] = 5.0,
    workbook: Annotated[
        Path | None,
        typer.Option(help="当时的工作簿。The workbook of that time.", show_default=False),
    ] = None,
    lang: LangOption = Lang.ZH,
    as_json: JsonOption = False,
) -> None:
    """方案为什么是这样：价格、分摊、理由与备选。Why a plan is as it is, and what nearly won."""
    from pathway.explain import explain_run
    from pathway.results.explain import Asked
    from pathway.show_explain import explain_facts, explain_table

    workbooks = [workbook] if workbook else sorted(INPUTS.glob("*.xlsx"))
    asked = Asked(clause, process, year, minutes)
    result = explain_run(run, workbooks, asked, lang=lang.value, progress=Progress(lang))
    if as_json:
        typer.echo(as_text(explain_facts(result)))
        return
    console().print(explain_table(result, lang.value))
    typer.echo(text("wrote", lang, path=result.folder))
