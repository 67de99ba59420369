"""A bundle of paper sheets: the values that go to the record and come back from it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from neuvola_core.errors import UndoTooLateError
from neuvola_core.visit import IsoWeek, PartOfDay
from neuvola_desk.usecases.visit_draft import VisitDraft

if TYPE_CHECKING:  # for its name only: the record is imported on the worker
    from neuvola_desk.desk import Desk


@dataclass(frozen=True, slots=True)
class Bundle:
    """Sheets with the day and, where the cover tells it, the part of day they were written in."""

    sheets: tuple[VisitDraft, ...]
    day: date
    part: PartOfDay | None = None

    @property
    def week(self) -> IsoWeek:
        """The week that the visits carry; the day itself is not kept with them."""
        return IsoWeek.of(self.day)


@dataclass(frozen=True, slots=True)
class Saved:
    """A bundle that is safe on the disk, and until when it can be undone.

    ``sheets`` are there to be put back when it is; they are forgotten sooner than the bundle.
    """

    ids: tuple[str, ...]
    undo_until: datetime
    sheets: tuple[VisitDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class Undone:
    """How many visits were taken back, and the sheets they came from."""

    count: int
    sheets: tuple[VisitDraft, ...] = ()


def save(desk: "Desk", bundle: Bundle) -> Saved:
    """On a worker: writes the bundle, all of it or nothing."""
    logged = desk.visits.paper(bundle.sheets, bundle.week, bundle.day, bundle.part)
    return Saved(
        tuple(visit.id for visit in logged), min(visit.undo_until for visit in logged), bundle.sheets
    )


def undo(desk: "Desk", saved: Saved) -> Undone:
    """On a worker: takes the visits back; one that was undone by itself before is passed over."""
    log = desk.visits
    taken = []
    for number, visit_id in enumerate(saved.ids):
        try:
            log.undo(visit_id)
        except UndoTooLateError:
            continue
        taken.append(number)
    if not taken:
        raise UndoTooLateError
    return Undone(len(taken), tuple(saved.sheets[number] for number in taken) if saved.sheets else ())
