"""Finished runs side by side, from their tables and manifests alone.

The first run is the reference; every difference is a run less the reference. Costs are discounted
[1e8 of the currency], CO2 in 1e4 t, everything else in the unit its table states.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from pathway.case.scenario import BASE
from pathway.errors import StorageError
from pathway.results.compare_changes import changes, divergence
from pathway.results.compare_costs import clause_costs, cost_items, cost_terms
from pathway.results.compare_figures import figures, investments, lights, metrics, stock
from pathway.results.store import MANIFEST, read_tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

TABLES = (
    "capacity", "clauses", "costs", "demand", "emissions", "flows", "inputs", "investment",
    "metrics", "prices", "retrofits",
)  # fmt: skip
"""Tables that a comparison reads."""
BASE_NAMES = ("基准", "Base")


@dataclass(frozen=True, eq=False)
class Run:
    """A finished run, as its folder tells it."""

    key: str
    """Its scenario; with model or time where several runs share it."""
    zh: str
    en: str
    folder: Path
    manifest: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame]

    @property
    def deadline(self) -> int:
        """Last year of the first stage."""
        costs = self.tables["costs"]
        return int(costs.loc[costs["stage"] == 1, "year"].max())


@dataclass(frozen=True, eq=False)
class Comparison:
    """What differs between runs; the first is the reference."""

    runs: tuple[Run, ...]
    tables: Mapping[str, pd.DataFrame]
    """Tidy tables by name, a row for each run and thing compared, with its difference."""

    @property
    def reference(self) -> Run:
        """The run that the others are held against."""
        return self.runs[0]

    @property
    def unlike(self) -> list[str]:
        """What besides the scenario is not the same in all runs."""
        found = {
            "workbook": {run.manifest["inputs"]["workbook"]["sha256"] for run in self.runs},
            "model": {run.manifest["inputs"]["model"]["sha256"] for run in self.runs},
            "options": {_options(run) for run in self.runs},
            "versions": {json.dumps(run.manifest["versions"]) for run in self.runs},
        }
        return [what for what, values in found.items() if len(values) > 1]


def read_runs(folders: Sequence[Path]) -> tuple[Run, ...]:
    """Read finished runs.

    Raises:
        StorageError: a folder is none of a finished and audited run, or a table of it has changed.
    """
    found = [(folder, *_read(folder)) for folder in folders]
    keys = _keys([(folder, manifest["inputs"]) for folder, manifest, _ in found])
    return tuple(
        Run(key, *names_of(key, manifest["inputs"]), folder, manifest, tables)
        for key, (folder, manifest, tables) in zip(keys, found, strict=True)
    )


def compare_runs(runs: Sequence[Run]) -> Comparison:
    """Hold runs against the first of them."""
    items = cost_items(runs)
    changed = changes(runs)
    tables = {
        "compare_figures": figures(runs),
        "compare_lights": lights(runs),
        "compare_stock": stock(runs),
        "compare_investment": investments(runs),
        "compare_changes": changed,
        "compare_divergence": divergence(runs, changed),
        "compare_cost_terms": cost_terms(items),
        "compare_cost_items": items,
        "compare_clause_costs": clause_costs(runs),
        "compare_metrics": metrics(runs),
        "compare_inputs": _inputs(runs),
    }
    return Comparison(tuple(runs), tables)


def _options(run: Run) -> str:
    """Options that bear on the plan, as text."""
    options = dict(run.manifest["options"])
    solver = {key: x for key, x in options.get("solver", {}).items() if key != "threads"}
    return json.dumps({**options, "solver": solver, "scenario": ""}, sort_keys=True)


def _inputs(runs: Sequence[Run]) -> pd.DataFrame:
    """Values of the inputs that are not those of the reference."""
    keys = ["table", "key", "parameter"]
    parts = []
    first = _stated(runs[0], keys)
    for run in runs[1:]:
        own = _stated(run, keys)
        both = first.join(own, how="outer", lsuffix="_reference", rsuffix="").fillna("")
        differs = (both["value"] != both["value_reference"]) | (
            both["unit"] != both["unit_reference"]
        )
        parts.append(both[differs].reset_index().assign(run=run.key))
    columns = ["run", *keys, "value_reference", "unit_reference", "value", "unit", "where"]
    return pd.concat(parts)[columns] if parts else pd.DataFrame(columns=columns)


def _stated(run: Run, keys: list[str]) -> pd.DataFrame:
    table = run.tables["inputs"].astype({"value": str})
    return table.drop_duplicates(keys).set_index(keys)[["value", "unit", "where"]]


# --- reading --------------------------------------------------------------------------------------


def _read(folder: Path) -> tuple[dict[str, Any], dict[str, pd.DataFrame]]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        outputs, audited = manifest["outputs"], manifest["audit"]
    except (OSError, ValueError, KeyError) as error:
        raise StorageError(f"{folder}: not readable; is this the folder of a run?") from error
    if not audited or audited["failed"]:
        raise StorageError(f"{folder}: this run did not finish, or its audit failed; solve again")
    tables = read_tables(folder, TABLES)
    for name in TABLES:
        path = folder / "tables" / f"{name}.csv"
        if name not in tables or _sha256(path) != outputs.get(f"tables/{name}.csv"):
            raise StorageError(f"{path}: is not the table that this run wrote; solve again")
    return manifest, tables


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _keys(runs: Sequence[tuple[Path, Mapping[str, Any]]]) -> list[str]:
    """Short names that tell the runs apart: scenario, then model, then the name of the folder."""
    keys = [str(inputs["scenario"]) for _, inputs in runs]
    further = (
        lambda folder, inputs: str(inputs["model"]["name"]),
        lambda folder, inputs: folder.resolve().name,
    )
    for name in further:
        counts = Counter(keys)
        keys = [
            key if counts[key] == 1 else f"{key} {name(*run)}"
            for key, run in zip(keys, runs, strict=True)
        ]
    counts = Counter(keys)
    return [key if counts[key] == 1 else f"{key} #{n}" for n, key in enumerate(keys, start=1)]


def names_of(key: str, inputs: Mapping[str, Any]) -> tuple[str, str]:
    """Names of a run: of its scenario, with what its key says beside it."""
    scenario = str(inputs["scenario"])
    rest = key.removeprefix(scenario)
    zh, en = inputs.get("scenario_names", ["", ""])
    if scenario == BASE and not zh:
        zh, en = BASE_NAMES
    return f"{zh or scenario}{rest}", f"{en or scenario}{rest}"
