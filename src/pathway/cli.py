"""The command line: reads what is asked for, calls the package, prints, and sets the exit code."""

from __future__ import annotations

import functools
import json
import logging
import sys
import time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from pathway import show
from pathway.errors import AuditError, Finding, InputError, Severity, StorageError, UsageError
from pathway.failures import Failure, describe
from pathway.messages import EN, ZH, text
from pathway.models import MODELS, choose_model, with_options

if TYPE_CHECKING:
    from collections.abc import Callable

    from pathway.compare import CompareResult
    from pathway.settings import Settings

INPUTS, OUTPUTS = Path("inputs"), Path("outputs")
WIDTH_OF_FILES = 160
"""Columns that output takes where it does not go to a terminal."""


class Lang(StrEnum):
    """Languages of messages and reports."""

    ZH = ZH
    EN = EN


class Resolution(StrEnum):
    """How finely a year is cut."""

    FULL = "full"
    DAYS = "days"
    SLICES = "slices"


app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="碳达峰方案的最低成本年度路径。Least-cost schedules that keep a carbon-peaking plan.",
)


Model = Annotated[
    str | None,
    typer.Argument(
        metavar="MODEL",
        help="models/ 中的名称，或 .toml、.xlsx 文件；只有一个模型时可省略。"
        "A name in models/, a .toml or an .xlsx; may be left out where there is only one.",
        show_default=False,
    ),
]
LangOption = Annotated[Lang, typer.Option("--lang", help="语言。Language.")]
JsonOption = Annotated[bool, typer.Option("--json", help="供程序读取的 JSON。JSON for machines.")]
ScenarioOption = Annotated[
    str | None, typer.Option("--scenario", help="情景编号。Key of a scenario.", show_default=False)
]


def _guarded(command: Callable[..., None]) -> Callable[..., None]:
    """Turn every error of a command into its message and exit code."""

    @functools.wraps(command)
    def run(**asked: Any) -> None:
        try:
            command(**asked)
        except typer.Exit:
            raise
        except (Exception, KeyboardInterrupt) as error:
            failure = describe(error, asked["lang"], OUTPUTS)
            _tell(failure, asked["lang"], as_json=asked.get("as_json", False))
            raise typer.Exit(failure.code) from error

    return run


@app.command()
@_guarded
def new(
    name: Annotated[str, typer.Argument(help="城市或规划的名称。Name of the city or plan.")],
    lang: LangOption = Lang.ZH,
) -> None:
    """新建工作簿和模型文件。Make a workbook and a model file to start from."""
    from pathway.workbook.template import new_workbook

    if not name or Path(name).name != name or Path(name).suffix in {".xlsx", ".toml"}:
        raise UsageError(f"{name!r}: give a plain name, such as mycity.")
    workbook, model = INPUTS / f"{name}.xlsx", MODELS / f"{name}.toml"
    if model.exists():
        raise StorageError(f"{model}: exists already; choose another name or move it away.")
    for folder in (INPUTS, MODELS):
        folder.mkdir(exist_ok=True)
    new_workbook(workbook, name)
    model.write_text(
        "# Every key that may stand here: docs/reference/model-file.md\n"
        f'workbook = "inputs/{name}.xlsx"\n',
        encoding="utf-8",
    )
    typer.echo(text("new.done", lang, workbook=workbook, model=model, name=name))


@app.command()
@_guarded
def dump(
    workbook: Annotated[Path, typer.Argument(help="工作簿。A workbook.")],
    to: Annotated[
        Path | None,
        typer.Option(help="写成 CSV 文件夹。Write CSV files there.", show_default=False),
    ] = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """把工作簿打印成文字。Print a workbook as text in a stable order."""
    from pathway.workbook.text import dump as listing
    from pathway.workbook.text import dump_folder

    if to is None:
        typer.echo(listing(workbook).encode("utf-8"), nl=False)
    else:
        dump_folder(workbook, to)
        typer.echo(text("wrote", lang, path=to))


@app.command()
@_guarded
def load(
    folder: Annotated[Path, typer.Argument(help="CSV 文件夹。A folder of CSV files.")],
    to: Annotated[
        Path | None,
        typer.Option(
            help="工作簿；缺省为文件夹名.xlsx。Workbook; FOLDER.xlsx if left out.",
            show_default=False,
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有文件。Replace a file.")] = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """由 CSV 文件夹写出工作簿。Write a workbook from CSV files."""
    from pathway.workbook.text import load_folder

    target = to or folder.with_name(f"{folder.name}.xlsx")
    if target.exists() and not force:
        raise StorageError(f"{target}: exists already; --force replaces it.")
    load_folder(folder, target)
    typer.echo(text("wrote", lang, path=target))


@app.command()
@_guarded
def check(
    model: Model = None,
    scenario: ScenarioOption = None,
    lang: LangOption = Lang.ZH,
    as_json: JsonOption = False,
) -> None:
    """检查输入，列出全部问题。Check the inputs and list everything there is to know."""
    settings = with_options(choose_model(model), scenario=scenario)
    findings = _findings(settings)
    name = settings.workbook_path.name
    if as_json:
        facts = [show.finding_facts(finding) for finding in findings]
        typer.echo(_json({**show.count(findings), "findings": facts}))
    elif findings:
        console = _console()
        console.print(show.findings_table(findings, name, lang))
        console.print(text("findings.count", lang, **show.count(findings)))
    else:
        typer.echo(text("findings.none", lang, name=name))
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise typer.Exit(InputError.exit_code)


@app.command()
@_guarded
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

    result = solve_model(settings, out_root=out, lang=lang.value, progress=_Progress(lang))
    if as_json:
        typer.echo(_json(show.run_facts(result)))
        return
    console = _console()
    console.print(show.years_table(result.results.tables["capacity"], lang))
    console.print(show.run_table(result, lang))


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
    # On all hours the years are what runs side by side, and one scenario teaches the next.
    at_once = 1 if settings.time.resolution == "full" else cores()
    with show_compare.Watching(_console(stderr=True), lang) as watching:
        result = solve_scenarios(
            settings, wanted, out_root=out, lang=lang.value,
            place=Place(workers or at_once, cluster), watch=watching.look,
        )  # fmt: skip
    if as_json:
        typer.echo(_json(show_compare.scenarios_facts(result)))
    else:
        _print_compared(result.compared, lang)
        for outcome in result.outcomes:
            if outcome.code:
                facts = {"name": outcome.scenario, "code": outcome.code}
                typer.echo(text("scenarios.no_result", lang, **facts), err=True)
    if result.code:
        raise typer.Exit(result.code)


@app.command()
@_guarded
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
        typer.echo(_json(show_compare.compare_facts(result)))
    else:
        _print_compared(result, lang)


def _print_compared(result: CompareResult | None, lang: Lang) -> None:
    if result is None:
        return
    from pathway import show_compare

    console = _console()
    for table in show_compare.tables(result.comparison, lang):
        console.print(table)
    typer.echo(text("wrote", lang, path=result.folder))


@app.command()
@_guarded
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
        settings, out_root=out, lang=lang.value, progress=_Progress(lang), solves=solves,
        workers=workers,
    )  # fmt: skip
    if as_json:
        typer.echo(_json(show.rank_facts(result, top)))
        return
    _console().print(show.rank_table(result, top, lang))
    typer.echo(text("wrote", lang, path=result.folder))


@app.command()
@_guarded
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
        settings, out_root=out, lang=lang.value, progress=_Progress(lang), step=step
    )
    if as_json:
        typer.echo(_json(show.tried_facts(result)))
        return
    _console().print(show.tried_table(result, lang))
    typer.echo(text("wrote", lang, path=result.folder))


@app.command()
@_guarded
def report(
    run: Annotated[Path, typer.Argument(help="运行文件夹。A run folder.")],
    workbook: Annotated[
        Path | None,
        typer.Option(help="当时的工作簿。The workbook of that time.", show_default=False),
    ] = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """由已有结果重写 plan.xlsx。Write plan.xlsx of a run again, in either language."""
    from pathway.run import report_run

    workbooks = [workbook] if workbook else sorted(INPUTS.glob("*.xlsx"))
    typer.echo(text("wrote", lang, path=report_run(run, lang.value, workbooks)))


@app.command()
@_guarded
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
        console = _console()
        for table in show.audit_tables(found, run.name, lang):
            console.print(table)
        console.print(show.audit_line(found, lang))
    if not found.ok:
        raise typer.Exit(AuditError.exit_code)


def _findings(settings: Settings) -> tuple[Finding, ...]:
    """Everything that reading and assembling find; imports no solver, chooses no days."""
    from pathway.case.assemble import checked_case
    from pathway.case.scenario import apply_scenario, faults
    from pathway.workbook.read import read_workbook

    try:
        stated = read_workbook(settings.workbook_path)
        workbook = apply_scenario(stated, settings.scenario)
        return (*checked_case(workbook, settings.time).findings, *faults(stated))
    except InputError as error:
        return error.findings


# --- what is told ---------------------------------------------------------------------------------


class _Progress:
    """Tells each stage as it begins, on the error stream."""

    def __init__(self, lang: Lang) -> None:
        self.lang, self.start = lang, time.perf_counter()
        self.console = _console(stderr=True)

    def __call__(self, message: str) -> None:
        line = f"{time.perf_counter() - self.start:7.1f} s  {show.progress(message, self.lang)}"
        self.console.print(line, markup=False, highlight=False)


def _console(*, stderr: bool = False) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, width=None if stream.isatty() else WIDTH_OF_FILES)


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2, default=str)


def _tell(failure: Failure, lang: str, *, as_json: bool) -> None:
    """Say what went wrong: findings as a table, and one line."""
    if as_json:
        facts = [show.finding_facts(finding) for finding in failure.findings]
        told = {"code": failure.code, "error": failure.message, "findings": facts}
        if failure.clash is not None:
            from pathway.show_clash import clash_facts

            told |= {"clash": clash_facts(failure.clash), "file": failure.path}
        typer.echo(_json(told))
    elif failure.clash is not None:
        _print_clash(failure, lang)
    elif failure.findings:
        _console().print(show.findings_table(failure.findings, "", lang))
    typer.echo(failure.message, err=True)


def _print_clash(failure: Failure, lang: str) -> None:
    from pathway.show_clash import clash_tables

    assert failure.clash is not None
    console = _console()
    for table in clash_tables(failure.clash, lang):
        console.print(table)
    typer.echo(text("wrote", lang, path=failure.path))


def main() -> None:
    """Entry point of the command ``pathway``."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    logging.captureWarnings(capture=True)
    logging.getLogger("py.warnings").addHandler(logging.NullHandler())
    app()


if __name__ == "__main__":
    main()
