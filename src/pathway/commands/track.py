"""Command ``track``: a signed plan against what happened, and what is to be done now."""

from __future__ import annotations

import json
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
from pathway.errors import StorageError
from pathway.messages import text


@guarded
def track(
    run: Annotated[Path, typer.Argument(help="原计划的运行文件夹。Folder of the signed plan.")],
    workbook: Annotated[
        Path | None,
        typer.Option(help="填了实绩的工作簿。The workbook with actuals.", show_default=False),
    ] = None,
    again: Annotated[
        Path | None,
        typer.Option(
            "--with",
            help="照实绩重排的运行；不给则现在求解。The re-planned run; solved if left out.",
            show_default=False,
        ),
    ] = None,
    scenario: Annotated[
        str | None,
        typer.Option(help="重排用的情景。Scenario to re-plan in.", show_default=False),
    ] = None,
    split: Annotated[
        bool, typer.Option(help="代价是否分摊到条款。Split the cost by clause.")
    ] = True,
    out: Annotated[Path, typer.Option(help="输出文件夹。Folder of runs.")] = OUTPUTS,
    lang: LangOption = Lang.ZH,
    as_json: JsonOption = False,
) -> None:
    """对照计划与实绩：做到没有，重排后任务怎么变、多花多少。Actual against plan, and re-plan."""
    from pathway.show_track import facts, lines, tables
    from pathway.track import Asked, track_run

    asked = Asked(workbook or _workbook_of(run), again, scenario or "", split)
    found = track_run(run, asked, out_root=out, lang=lang.value, progress=Progress(lang))
    if as_json:
        typer.echo(as_text(facts(found)))
        return
    screen = console()
    for line in lines(found, lang.value):
        screen.print(line, markup=False, highlight=False)
    for table in tables(found, lang.value):
        screen.print(table)
    typer.echo(text("wrote", lang, path=found.folder))


def _workbook_of(run: Path) -> Path:
    """The workbook that a run was made from, as it is now.

    Raises:
        StorageError: the folder is none of a run, or no workbook of that name is there.
    """
    try:
        manifest = json.loads((run / "manifest.json").read_text("utf-8"))
        name = str(manifest["inputs"]["workbook"]["name"])
    except (OSError, ValueError, KeyError) as error:
        raise StorageError(f"{run}: not readable; is this the folder of a run?") from error
    for place in (INPUTS / name, Path(name)):
        if place.is_file():
            return place
    raise StorageError(f"{name} is not in {INPUTS}: name the workbook with --workbook")
