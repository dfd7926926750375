"""Commands on workbooks: make one, turn it into text and back, check it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pathway import show
from pathway.commands.common import (
    INPUTS,
    JsonOption,
    Lang,
    LangOption,
    Model,
    ScenarioOption,
    as_text,
    console,
    guarded,
)
from pathway.errors import Finding, InputError, Severity, StorageError, UsageError
from pathway.messages import text
from pathway.models import MODELS, choose_model, with_options

if TYPE_CHECKING:
    from pathway.settings import Settings


@guarded
def new(
    name: Annotated[str, typer.Argument(help="城市或规划的名称。Name of the city or plan.")],
    climate: Annotated[
        str,
        typer.Option(
            help="气候区，决定逐时曲线：严寒、寒冷、夏热冬冷、夏热冬暖、温和。"
            "Climate zone of the hourly profiles: severe_cold, cold, hot_summer_cold_winter, "
            "hot_summer_warm_winter, mild."
        ),
    ] = "夏热冬冷",
    people: Annotated[
        float,
        typer.Option(
            min=1,
            help="常住人口（万人），技术库的数量按它折算。"
            "Residents [10,000], for which the library's amounts are scaled.",
        ),
    ] = 100,
    lang: LangOption = Lang.ZH,
) -> None:
    """新建工作簿和模型文件。Make a workbook and a model file to start from."""
    from pathway.workbook.climate import zone_named
    from pathway.workbook.template import new_workbook

    if not name or Path(name).name != name or Path(name).suffix in {".xlsx", ".toml"}:
        raise UsageError(f"{name!r}: give a plain name, such as mycity.")
    workbook, model = INPUTS / f"{name}.xlsx", MODELS / f"{name}.toml"
    zone_named(climate)
    if model.exists():
        raise StorageError(f"{model}: exists already; choose another name or move it away.")
    for folder in (INPUTS, MODELS):
        folder.mkdir(exist_ok=True)
    new_workbook(workbook, name, climate, people / 100)
    model.write_text(
        "# Every key that may stand here: docs/reference/model-file.md\n"
        f'workbook = "inputs/{name}.xlsx"\n',
        encoding="utf-8",
    )
    typer.echo(text("new.done", lang, workbook=workbook, model=model, name=name))


@guarded
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


@guarded
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


@guarded
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
        typer.echo(as_text({**show.count(findings), "findings": facts}))
    elif findings:
        screen = console()
        screen.print(show.findings_table(findings, name, lang))
        screen.print(text("findings.count", lang, **show.count(findings)))
    else:
        typer.echo(text("findings.none", lang, name=name))
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise typer.Exit(InputError.exit_code)


def _findings(settings: Settings) -> tuple[Finding, ...]:
    """Everything that reading and assembling find; imports no solver, chooses no days."""
    from pathway.case.assemble import checked_case
    from pathway.case.parts import in_detail
    from pathway.case.scenario import apply_scenario, faults
    from pathway.workbook.read import read_workbook

    try:
        stated = in_detail(read_workbook(settings.workbook_path), settings.regions.detail)
        workbook = apply_scenario(stated, settings.scenario)
        return (*checked_case(workbook, settings.time).findings, *faults(stated))
    except InputError as error:
        return error.findings
