"""What is said where no plan exists: compromises, and statements that cannot all hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a plan states, and may have to give up."""

    OWN_TARGET = "own_target"
    """A clause whose number is the planner's own estimate."""
    CLAUSE = "clause"
    PEAK = "peak"
    """Emissions of a year are not above those of an earlier one."""
    GUARD = "guard"
    """Emissions before the peak are not above those of the case without it."""
    POTENTIAL = "potential"
    CAPACITY_FLOOR = "capacity_floor"
    BUILD_LIMIT = "build_limit"
    GROWTH = "growth"
    COMMITTED = "committed"
    LISTED = "listed"
    RETROFIT_SHARE = "retrofit_share"
    RETROFIT_LIMIT = "retrofit_limit"
    ACTIVITY_MAX = "activity_max"
    ACTIVITY_MIN = "activity_min"
    HOURS_MAX = "hours_max"
    HOURS_MIN = "hours_min"
    ADEQUACY = "adequacy"
    UNIT_ENDS = "unit_ends"
    """A unit leaves service at the end of its life."""
    UNIT_STAYS = "unit_stays"
    """A unit may not retire, or not yet."""
    PROJECT_LATER = "project_later"
    """A project comes online after the year."""
    BUILDS_LATER = "builds_later"
    """Nothing may be built before a later year."""


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """One thing that a plan states, for one year."""

    kind: Kind
    key: str
    """Clause, process, unit, project, retrofit or period; of the peak the earlier year."""
    year: int
    row: str = ""
    """Key of the row of a clause."""

    @property
    def whole(self) -> tuple[Kind, str]:
        """What is stated, whatever the year."""
        return self.kind, self.key


@dataclass(frozen=True, slots=True)
class Change:
    """One number of the plan, as it is asked for and as it can be kept."""

    named: Named
    asked: float
    reached: float
    """Rounded to the side on which a plan exists."""
    unit: str
    relative: float
    """Size of the change against the number as asked for."""
    limit: float | None = None
    """New limit of a clause row [held unit]; None for what is no clause."""


@dataclass(frozen=True, slots=True)
class Compromise:
    """Changes that together leave a plan, and the least cost of that plan."""

    changes: tuple[Change, ...]
    before: float | None
    """Discounted cost of the years to the deadline, of all years without one [1e8]; None if it was
    not solved for."""
    after: float | None
    proved: bool
    """Whether a plan was found with exactly these changes, the peak and its guard included."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A balance that a clash rests on: demand that has to be served."""

    commodity: str
    region: str
    year: int
    when: tuple[str, ...] = ()
    """Dates and hours; none for a yearly balance."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Why no plan exists, and what would make one."""

    compromises: tuple[Compromise, ...]
    """The smallest change first; each other one keeps what an earlier one changed most."""
    members: tuple[Named, ...]
    """Statements that cannot all hold; without any one of them the others can."""
    irreducible: bool
    """Whether that was proved for each of them, with all of the physics."""
    grounds: tuple[Ground, ...] = ()
    average: bool = field(default=False)
    """Whether it was found on average days with the cuts of all hours: changes are then the least
    that any plan needs, and all hours may need more."""
