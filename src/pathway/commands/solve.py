"""Commands that solve plans and compare what came of them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pathway import show
from pathway.commands.common import (
    OUTPUTS,
    JsonOption,
    Lang,
    LangOption,
    Model,
    Progress,
    as_text,
    console,
    guarded,
)
from pathway.messages import text
from pathway.models import choose_model, with_options

if TYPE_CHECKING:
    from pathway.compare import CompareResult
    from pathway.settings import Settings


class Resolution(StrEnum):
    """How finely a year is cut."""

    FULL = "full"
    DAYS = "days"
    SLICES = "slices"


@guarded
def solve(
    model: Model = None,
    scenario: Annotated[
        list[str] | None,
        typer.Option(
            "--scenario",
            help="情景编号，可重复；all 为基准和全部情景。Key of a scenario, may be repeated; all.",
            show_default=False,
        ),
    ] = None,
    peak_year: Annotated[
        str | None,
        typer.Option(metavar="YEAR|auto|deadline", help="达峰年份。Peak year.", show_default=False),
    ] = None,
    resolution: Annotated[
        Resolution | None, typer.Option(help="时间分辨率。Time steps.", show_default=False)
    ] = None,
    days: Annotated[
        int | None, typer.Option(help="代表日数。Representative days.", show_default=False)
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="同时求解几个情景。Scenarios at a time.",
            show_default=False,
        ),
    ] = None,
    cluster: Annotated[
        str,
        typer.Option(
            metavar="tcp://…",
            help="在 dask 集群上求解各情景。Solve scenarios on a dask cluster.",
            show_default=False,
        ),
    ] = "",
    out: Annotated[Path, typer.Option(help="输出文件夹。Folder of runs.")] = OUTPUTS,
    lang: LangOption = Lang.ZH,
    as_json: JsonOption = False,
) -> None:
    """求解规划并写出报告；可一次求解多个情景。Solve a plan, or many scenarios; write reports."""
    asked = scenario or []
    several = len(asked) > 1 or "all" in asked
    settings = with_options(
        choose_model(model),
        scenario=asked[0] if asked and not several else None,
        peak_year=peak_year, resolution=resolution, days=days,
    )  # fmt: skip
    if several or cluster:
        wanted = asked or [settings.scenario]
        _solve_scenarios(settings, wanted, (workers, cluster), out, lang, as_json=as_json)
        return
    from pathway.run import solve_model

    result = solve_model(settings, out_root=out, lang=lang.value, progress=Progress(lang))
    if as_json:
        typer.echo(as_text(show.run_facts(result)))
        return
    screen = console()
    screen.print(show.years_table(result.results.tables["capacity"], lang))
    screen.print(show.run_table(result, lang))


def _solve_scenarios(
    settings: Settings,
    wanted: list[str],
    place: tuple[int | None, str],
    out: Path,
    lang: Lang,
    *,
    as_json: bool,
) -> None:
    """Solve several scenarios, print how they compare, and end with the first bad exit code."""
    from pathway import show_compare
    from pathway.executors import Place, cores
    from pathway.scenarios import solve_scenarios

    workers, cluster = place
    with show_compare.Watching(console(stderr=True), lang) as watching:
        result = solve_scenarios(
            settings, wanted, out_root=out, lang=lang.value,
            place=Place(workers or cores(), cluster), watch=watching.look,
        )  # fmt: skip
    if as_json:
        typer.echo(as_text(show_compare.scenarios_facts(result)))
    else:
        _print_compared(result.compared, lang)
        for outcome in result.outcomes:
            if outcome.code:
                facts = {"name": outcome.scenario, "code": outcome.code}
                typer.echo(text("scenarios.no_result", lang, **facts), err=True)
        if result.left:
            typer.echo(text("scenarios.left", lang, why=result.left), err=True)
    if result.code:
        raise typer.Exit(result.code)


@guarded
def compare(
    runs: Annotated[
        list[Path],
        typer.Argument(
            metavar="RUN RUN…",
            help="运行文件夹，第一个为参照。Run folders; the first is the reference.",
        ),
    ],
    out: Annotated[Path, typer.Option(help="输出文件夹。Folder of runs.")] = OUTPUTS,
    lang: LangOption = Lang.ZH,
    as_json: JsonOption = False,
) -> None:
    """比较几次运行差在哪里。Compare runs: what is built, costs and is met otherwise."""
    from pathway import show_compare
    from pathway.compare import compare_folders

    result = compare_folders(runs, out_root=out, lang=lang.value)
    if as_json:
        typer.echo(as_text(show_compare.compare_facts(result)))
    else:
        _print_compared(result, lang)


def _print_compared(result: CompareResult | None, lang: Lang) -> None:
    if result is None:
        return
    from pathway import show_compare

    screen = console()
    for table in show_compare.tables(result.comparison, lang):
        screen.print(table)
    typer.echo(text("wrote", lang, path=result.folder))
