"""Where no plan exists on all hours: the clash in the plan tier, compromises tried on all hours.

The plan tier on average days with every cut that says which links no operation keeps is true of all
hours. What clashes there clashes on all hours, and no smaller change leaves a plan. Whether a
change is enough is found by solving the changed case on all hours with all that is known; if it is
not, the cuts of that attempt go into the next.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway.errors import InfeasibleError, ProofError, SolveError
from pathway.solve.clash.changes import with_changes
from pathway.solve.clash.find import Question, explained, find_clash

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.case.case import Case
    from pathway.settings import Settings
    from pathway.solve.clash.answer import Clash, Compromise
    from pathway.solve.clash.loose import Cut
    from pathway.solve.decomposed.session import Session
    from pathway.solve.solution import Solution

ATTEMPTS = 4
"""Most times that the clash is looked for again with the cuts of a compromise that failed."""


def solve_explained(session: Session) -> Solution:
    """Solve the case of a session; if it has no plan, find out what clashes.

    The session has another case afterwards if there is none.

    Raises:
        PlanClashError: no schedule keeps every hard clause and the physics; it says what clashes.
        InfeasibleError: the same, and the solver fails at saying more.
        SolveError: the bounds do not meet.
        ProofError: the plan does not survive its checks.
    """
    try:
        return session.solve()
    except InfeasibleError as error:
        raise explained(error, lambda: _found(session), session.progress) from error


def _found(session: Session) -> Clash:
    """The clash, its compromises tried on all hours."""
    case, settings, relaxation = session.case, session.settings, session.bounds.relaxation
    reference = session.reference
    for _ in range(ATTEMPTS):
        cuts = tuple(_cuts(session))
        question = Question(
            relaxation.case, settings, relaxation.programme, relaxation.costs, reference, cuts,
            average=True,
        )  # fmt: skip
        clash = find_clash(question, session.progress)
        tried: list[Compromise] = []
        for compromise in clash.compromises:
            tried.append(_tried(session, case, settings, compromise))
            if not tried[0].proved:
                break
        learnt = len(list(_cuts(session))) > len(cuts)
        if not tried or tried[0].proved or not learnt:
            break
    return replace(clash, compromises=(*tried, *clash.compromises[len(tried) :]))


def _cuts(session: Session) -> Iterator[Cut]:
    """What is known of links that no operation keeps."""
    bounds = session.bounds
    for cut in bounds.master.cuts:
        used = cut.slope != 0
        if cut.forbids:
            yield bounds.links[cut.year][used], -cut.slope[used], cut.constant


def _tried(session: Session, case: Case, settings: Settings, found: Compromise) -> Compromise:
    """The compromise with its cost, if there is a plan on all hours with it."""
    if any(change.limit is None for change in found.changes):
        return found  # a limit of the workbook, or the peak: no clause to change
    peak = settings.peak
    if peak.year == "auto":
        peak = peak.model_copy(update={"year": "deadline"})
    session.change(with_changes(case, found.changes), settings.model_copy(update={"peak": peak}))
    try:
        plan = session.plan()
    except (SolveError, ProofError):
        return found
    early = plan.bounds.relaxation.costs.early
    by_year = plan.bounds.inner.cost_by_year(plan.best.upper)
    before, after = float(by_year @ early), float(by_year @ (1.0 - early))
    return replace(found, before=before, after=after, proved=True)
