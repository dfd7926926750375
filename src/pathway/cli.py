"""The command line ``pathway``: its commands in the order in which help lists them."""

from __future__ import annotations

import logging
import sys

import typer

from pathway.commands.explain import explain
from pathway.commands.explore import explore
from pathway.commands.peak import peak
from pathway.commands.report import report
from pathway.commands.runs import audit
from pathway.commands.solve import compare, solve
from pathway.commands.studies import clauses, rank
from pathway.commands.track import track
from pathway.commands.workbooks import check, dump, load, new

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="碳达峰方案的最低成本年度路径。Least-cost schedules that keep a carbon-peaking plan.",
)


COMMANDS = (
    new, dump, load, check, solve, compare, track, explain, explore, peak, rank, clauses, report,
    audit,
)  # fmt: skip

for command in COMMANDS:
    app.command()(command)


def main() -> None:
    """Entry point of the command ``pathway``."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    logging.captureWarnings(capture=True)
    logging.getLogger("py.warnings").addHandler(logging.NullHandler())
    app()


if __name__ == "__main__":
    main()
