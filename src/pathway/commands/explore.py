"""Command ``explore``: how far the decisions of a finished run can move at little more cost."""

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
from pathway.errors import UsageError
from pathway.messages import text

PERCENT = 0.01


@guarded
def explore(
    run: Annotated[Path, typer.Argument(help="运行文件夹。A run folder.")],
    slack: Annotated[
        str, typer.Option(help="成本裕度，逗号分隔。Slacks of cost, with commas between.")
    ] = "1%,3%,5%",
    first: Annotated[
        int | None,
        typer.Option(
            "--from", help="“未来两年”的头一年。First of the next two years.", show_default=False
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(help="只问这类决策，可重复。Only decisions of this kind.", show_default=False),
    ] = None,
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
    """只多花一点钱，各项决策能移动多远。How far decisions can move at little more cost."""
    from pathway.explore import Asked, explore_run
    from pathway.show_explore import explore_facts, tables

    workbooks = [workbook] if workbook else sorted(INPUTS.glob("*.xlsx"))
    asked = Asked(slacks_of(slack), first, tuple(only or ()), minutes)
    result = explore_run(
        run, workbooks, out_root=out, lang=lang.value, progress=Progress(lang), asked=asked
    )
    if as_json:
        typer.echo(as_text(explore_facts(result)))
        return
    screen = console()
    for table in tables(result, lang.value):
        screen.print(table)
    typer.echo(text("wrote", lang, path=result.folder))


def slacks_of(asked: str) -> tuple[float, ...]:
    """Slacks as shares, from a text such as ``1%,3%,5%`` or ``0.01,0.03``.

    Raises:
        UsageError: it is no list of numbers.
    """
    try:
        return tuple(_share(part.strip()) for part in asked.replace("，", ",").split(","))
    except ValueError as error:
        raise UsageError(f"--slack {asked!r} is no list such as 1%,3%,5%") from error


def _share(part: str) -> float:
    if part.endswith(("%", "％")):
        return float(part[:-1]) * PERCENT
    return float(part)
