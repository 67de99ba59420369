"""What the list of refused records asks the desk; runs on a worker, where the exchange is loaded."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from neuvola_core.errors import NeuvolaError
from neuvola_core.wire import RecordKind
from neuvola_desk.refusal_words import Reason

if TYPE_CHECKING:
    from neuvola_desk.desk import Desk
    from neuvola_desk.sync.unsent import RefusedRecord

_MENDABLE: Final = frozenset({RecordKind.VISIT, RecordKind.EXPERIENCE, RecordKind.CORRECTION})


@dataclass(frozen=True, slots=True)
class Mended:
    """What became of a mended record: the fault, or none where it waits again."""

    fault: NeuvolaError | None = None


def can_be_mended(kind: str) -> bool:
    """Whether a form for a record of this kind makes sense."""
    return kind in _MENDABLE


def look_at(desk: "Desk", record_id: str) -> "RefusedRecord | None":
    """A refused record with its fields; None where it is refused no more."""
    from neuvola_desk.sync.unsent import look

    return next((one for one in look(desk.record.outbox, desk.rights) if one.id == record_id), None)


def mend(desk: "Desk", record_id: str, changes: Mapping[str, str], confirmed: bool) -> Mended:
    """Sends a record mended."""
    from neuvola_desk.sync.unsent import correct

    try:
        correct(desk.record.outbox, record_id, changes, desk.rights, confirmed=confirmed)
    except NeuvolaError as fault:
        return Mended(fault)
    return Mended()


def resend(desk: "Desk", record_id: str) -> None:
    """Lets a record try again."""
    from neuvola_desk.sync import unsent

    unsent.resend(desk.record.outbox, record_id, desk.rights)


def discard(desk: "Desk", record_id: str, reason: Reason) -> None:
    """Gives a record up."""
    from neuvola_desk.sync import unsent

    unsent.discard(desk.record.outbox, record_id, reason, desk.rights)


def export(desk: "Desk", path: Path) -> int:
    """Writes all of them into a file; how many they are."""
    from neuvola_desk.sync import unsent

    return unsent.export(desk.record.outbox, path, desk.rights)
