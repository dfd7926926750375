"""What a session learnt, as plain arrays: a later session of the same case begins where it ended.

Kept are cuts, what schedules give and cost, and the bases that searches ended with: some megabytes.
Hourly values and duals are left out; who needs those asks the years again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix

from pathway.solve.decomposed.ends import End
from pathway.solve.decomposed.operation import Shape
from pathway.solve.decomposed.year import Answer, Cut, Question

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from numpy.typing import NDArray

    from pathway.solve.decomposed.learnt import Learnt
    from pathway.solve.decomposed.master import Relaxation

    Array = NDArray[np.float64]
    Arrays = Mapping[str, NDArray[Any]]
    Known = list[tuple[Question, Answer]]

FORM = 1
"""Raised when arrays, or the rows that bases belong to, become others."""
FLAGS = ("works", "forbids", "stale")
"""What is true or false of an answer."""
NOWHERE = -1
"""Length of a basis that there is none of."""


@dataclass(frozen=True, eq=False)
class Stand:
    """What the last stage of a plan was held to."""

    reference: tuple[float, ...] = ()
    """Emissions by year without the peak; none where there is no peak."""
    before: float = np.inf
    """Most that years up to the deadline might cost [1e8]."""
    missed: Array = field(default_factory=lambda: np.zeros(0))
    """What soft clauses of these years might be missed by."""


@dataclass(frozen=True, eq=False)
class Memory:
    """What is remembered of a case.

    Args:
        fingerprint: of the plan tier that it belongs to (`fingerprint`).
        shapes: what the plan tier has to know of each year.
        known: questions and answers, without hourly values and duals.
        ends: where each stage ended.
        widen: how wide the band of prices was.
        stand: where the plan stands.
    """

    fingerprint: str
    shapes: dict[int, Shape]
    known: Known
    ends: dict[str, End]
    widen: float
    stand: Stand

    @classmethod
    def of(cls, learnt: Learnt, stand: Stand) -> Memory:
        """What there is to remember."""
        mark = fingerprint(learnt.relaxation)
        known, ends = list(learnt.known), dict(learnt.ends)
        return cls(mark, dict(learnt.shapes), known, ends, learnt.widen, stand)

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """The same as arrays of numbers, by name."""
        arrays = {"form": np.array(FORM), "fingerprint": np.array(self.fingerprint)}
        arrays["widen"] = np.array(self.widen)
        arrays["stand/reference"] = np.array(self.stand.reference)
        arrays["stand/before"] = np.array(self.stand.before)
        arrays["stand/missed"] = self.stand.missed
        arrays["years"] = np.array(sorted(self.shapes), np.int64)
        for year, shape in self.shapes.items():
            arrays |= {f"shape/{year}/{name}": part for name, part in _shape_parts(shape)}
        arrays |= {f"known/{name}": part for name, part in _known_parts(self.known)}
        number = {id(question): i for i, (question, _) in enumerate(self.known)}
        for stage, end in self.ends.items():
            parts = _end_parts(end, number)
            arrays |= {f"end/{stage}/{name}": part for name, part in parts}
        return arrays

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> Memory:
        """Remember again; raises `KeyError` or `ValueError` if the arrays are no memory."""
        if int(arrays["form"]) != FORM:
            raise ValueError(f"form {int(arrays['form'])}; this is {FORM}")
        shapes = {int(year): _shape(int(year), arrays) for year in arrays["years"]}
        known = list(_known(arrays, shapes))
        stages = {name.split("/")[1] for name in arrays if name.startswith("end/")}
        ends = {stage: _end(stage, arrays, known) for stage in sorted(stages)}
        reference, before = tuple(arrays["stand/reference"].tolist()), float(arrays["stand/before"])
        stand = Stand(reference, before, arrays["stand/missed"])
        mark, widen = str(arrays["fingerprint"]), float(arrays["widen"])
        return cls(mark, shapes, known, ends, widen, stand)


def fingerprint(relaxation: Relaxation) -> str:
    """Hash of the rows, bounds and costs of a plan tier."""
    programme = relaxation.programme
    matrix = programme.matrix
    parts = (
        matrix.indptr, matrix.indices, matrix.data, programme.row_lower, programme.row_upper,
        programme.col_lower, programme.col_upper, relaxation.costs.by_year.toarray(),
    )  # fmt: skip
    found = hashlib.sha256()
    for part in parts:
        found.update(np.ascontiguousarray(part).tobytes())
    return found.hexdigest()


# --- shapes ---------------------------------------------------------------------------------------


def _shape_parts(shape: Shape) -> Iterator[tuple[str, NDArray[Any]]]:
    yield "names", np.array(list(shape.links))
    for name, places in shape.links.items():
        yield f"links/{name}", places
    yield "activity", shape.activity
    yield "only_room", shape.only_room
    yield "groups", np.array(shape.groups)
    yield "dearest", shape.dearest


def _shape(year: int, arrays: Arrays) -> Shape:
    def part(name: str) -> NDArray[Any]:
        return arrays[f"shape/{year}/{name}"]

    links = {str(name): part(f"links/{name}") for name in part("names")}
    groups = int(part("groups"))
    return Shape(year, links, part("activity"), part("only_room"), groups, part("dearest"))


# --- questions and answers ------------------------------------------------------------------------


def _known_parts(known: Known) -> Iterator[tuple[str, NDArray[Any]]]:
    answers = [answer for _, answer in known]
    yield "year", np.array([answer.year for answer in answers], np.int64)
    for flag in FLAGS:
        yield flag, np.array([getattr(answer, flag) for answer in answers], np.bool_)
    yield "constant", np.array([answer.constant for answer in answers])
    yield "asked", _flat(question.links for question, _ in known)
    yield "price", _flat(question.price for question, _ in known)
    yield "sure", _flat(question.sure for question, _ in known)
    yield "links", _flat(answer.links for answer in answers)
    yield "slope", _flat(answer.slope for answer in answers)
    yield "activity", _flat(answer.activity.ravel() for answer in answers)
    yield "cost", _flat(answer.cost for answer in answers)
    yield "others", np.array([len(answer.others) for answer in answers], np.int64)
    others = [other for answer in answers for other in answer.others]
    yield "other_constant", np.array([other.constant for other in others])
    yield "other_slope", _flat(other.slope for other in others)


def _known(arrays: Arrays, shapes: Mapping[int, Shape]) -> Iterator[tuple[Question, Answer]]:
    def part(name: str) -> NDArray[Any]:
        return arrays[f"known/{name}"]

    years, none = part("year").tolist(), csr_matrix((1, 0))
    links = [len(shapes[year].only_room) for year in years]
    sums = [len(shapes[year].activity) for year in years]
    groups = [shapes[year].groups for year in years]
    amounts = [each * group for each, group in zip(sums, groups, strict=True)]
    owners = np.repeat(np.arange(len(years)), part("others")).tolist()
    slopes = _parts(part("other_slope"), [links[owner] for owner in owners])
    others: list[list[Cut]] = [[] for _ in years]
    for owner, constant, slope in zip(owners, part("other_constant"), slopes, strict=True):
        others[owner].append(Cut(years[owner], float(constant), slope, none))
    flat = zip(
        years, zip(*(part(flag).tolist() for flag in FLAGS), strict=True),
        part("constant").tolist(), groups, others,
        _parts(part("asked"), links), _parts(part("price"), sums), _parts(part("sure"), sums),
        _parts(part("links"), links), _parts(part("slope"), links),
        _parts(part("activity"), amounts), _parts(part("cost"), groups), strict=True,
    )  # fmt: skip
    for year, flags, constant, group, other, asked, price, sure, kept, slope, act, cost in flat:
        answer = Answer(
            year, kept, act.reshape(group, -1), cost, none, constant, slope, none, 0.0, 0,
            others=tuple(other), **dict(zip(FLAGS, flags, strict=True)),
        )  # fmt: skip
        yield Question(year, asked, price, sure), answer


def _flat(parts: Iterable[NDArray[Any]]) -> NDArray[Any]:
    return np.concatenate([np.zeros(0), *parts])


def _parts(flat: NDArray[Any], lengths: Sequence[int]) -> list[NDArray[Any]]:
    if sum(lengths) != len(flat):
        raise ValueError("the parts are not as long as the whole")
    return np.split(flat, np.cumsum(lengths)[:-1]) if lengths else []


# --- ends of stages -------------------------------------------------------------------------------


def _end_parts(end: End, number: Mapping[int, int]) -> Iterator[tuple[str, NDArray[Any]]]:
    yield "master_columns", end.master[0]
    yield "master_rows", end.master[1]
    yield "cuts", np.array(end.cuts)
    yield "members", np.array(end.members if end.inner is not None else NOWHERE)
    yield "inner_columns", np.zeros(0, np.int8) if end.inner is None else end.inner[0]
    yield "inner_rows", np.zeros(0, np.int8) if end.inner is None else end.inner[1]
    used = [number[id(question)] for question in end.used if id(question) in number]
    yield "used", np.array(used, np.int64)


def _end(stage: str, arrays: Arrays, known: Known) -> End:
    def part(name: str) -> NDArray[Any]:
        return arrays[f"end/{stage}/{name}"]

    members = int(part("members"))
    inner = None if members == NOWHERE else (part("inner_columns"), part("inner_rows"))
    used = tuple(known[i][0] for i in part("used"))
    master = part("master_columns"), part("master_rows")
    return End(master, int(part("cuts")), inner, max(members, 0), used)
