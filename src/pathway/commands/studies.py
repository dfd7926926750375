"""Commands that solve a plan many times: estimates ranked, clauses tried."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pathway import show
from pathway.commands.common import (
    OUTPUTS,
    JsonOption,
    Lang,
    LangOption,
    Model,
    Progress,
    ScenarioOption,
    as_text,
    console,
    guarded,
)
from pathway.messages import text
from pathway.models import choose_model, with_options


@guarded
def rank(
    model: Model = None,
    scenario: ScenarioOption = None,
    days: Annotated[
        int | None, typer.Option(help="代表日数。Representative days.", show_default=False)
    ] = None,
    solves: Annotated[
        int, typer.Option(min=0, help="最多求解多少个变动后的方案。Most variants to solve.")
    ] = 120,
    workers: Annotated[int, typer.Option(min=1, help="并行进程数。Processes to work in.")] = 1,
    top: Annotated[int, typer.Option(min=0, help="屏幕上列出多少个。How many to print.")] = 25,
    out: Annotated[Path, typer.Option(help="输出文件夹。Folder of runs.")] = OUTPUTS,
    lang: LangOption = Lang.ZH,
    as_json: JsonOption = False,
) -> None:
    """按对方案的影响给估计值排序。Rank the estimates by how far they move the plan."""
    from pathway.rank import on_days, rank_model

    settings = on_days(with_options(choose_model(model), scenario=scenario, days=days), days)

    result = rank_model(
        settings, out_root=out, lang=lang.value, progress=Progress(lang), solves=solves,
        workers=workers,
    )  # fmt: skip
    if as_json:
        typer.echo(as_text(show.rank_facts(result, top)))
        return
    console().print(show.rank_table(result, top, lang))
    typer.echo(text("wrote", lang, path=result.folder))


@guarded
def clauses(
    model: Model = None,
    scenario: ScenarioOption = None,
    days: Annotated[
        int | None, typer.Option(help="代表日数。Representative days.", show_default=False)
    ] = None,
    step: Annotated[
        float,
        typer.Option(min=0.01, max=100, help="步长，占目标值的 %。Step, % of a target."),
    ] = 5.0,
    out: Annotated[Path, typer.Option(help="输出文件夹。Folder of runs.")] = OUTPUTS,
    lang: LangOption = Lang.ZH,
    as_json: JsonOption = False,
) -> None:
    """逐条收紧、放松条款，判断方案的反应。Tighten and loosen every clause; judge the plan."""
    from pathway.clauses_tried import try_clauses
    from pathway.rank import on_days

    settings = on_days(with_options(choose_model(model), scenario=scenario, days=days), days)
    result = try_clauses(
        settings, out_root=out, lang=lang.value, progress=Progress(lang), step=step
    )
    if as_json:
        typer.echo(as_text(show.tried_facts(result)))
        return
    console().print(show.tried_table(result, lang))
    typer.echo(text("wrote", lang, path=result.folder))
