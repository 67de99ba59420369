"""What the desk remembers of its dealings with the server, in the record's settings.

Every moment in here is one that the server told; none is the desk's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from neuvola_core.wire import SyncAnswer
from neuvola_desk.record_port import ExchangeRecord, SettingStore
from neuvola_desk.sync.credentials import TICKET

EPOCH: Final = "epoch"
REOFFER: Final = "reoffer"
"""Set from the moment a loss on the server is suspected until everything has been offered again."""
LAST_SYNC: Final = "last-sync"
CATALOGUE_AT: Final = "catalogue-at"
OFFSET: Final = "clock-offset"
NOTICES: Final = "notices"
GAPS: Final = "gaps"
SNAPSHOT_MADE: Final = "snapshot-made"

COPIED: Final = "copied"
TOKEN_DUE: Final = "token-due"  # noqa: S105 - a notice
UPDATE_NEEDED: Final = "update-needed"


@dataclass(frozen=True, slots=True)
class Remembered:
    """What there is to say without asking the server."""

    last_sync: datetime | None = None
    catalogue_at: datetime | None = None
    clock_offset: int = 0
    notices: tuple[str, ...] = ()
    gaps: int = 0


def remembered(settings: SettingStore) -> Remembered:
    """What is remembered."""
    return Remembered(
        last_sync=server_time(settings.get(LAST_SYNC)),
        catalogue_at=server_time(settings.get(CATALOGUE_AT)),
        clock_offset=clock_offset(settings),
        notices=tuple(settings.get(NOTICES).split()),
        gaps=int(settings.get(GAPS) or 0),
    )


def server_time(said: str) -> datetime | None:
    """A moment that the server told; None if it cannot be read."""
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def clock_offset(settings: SettingStore) -> int:
    """The desk's time less the server's, in seconds, when they last spoke."""
    return int(settings.get(OFFSET) or 0)


def note_answer(record: ExchangeRecord, answer: SyncAnswer, *, unexplained: int, now: datetime) -> None:
    """Keeps what an answer tells; where it tells of a loss on the server, everything is offered again.

    A server restored from a back-up has another epoch, or, if nobody said so to it, an older ticket: then
    it calls the desk a copy.
    """
    settings = record.settings
    told = server_time(answer.server_time)
    values = {
        TICKET: answer.ticket,
        NOTICES: " ".join(answer.notices),
        GAPS: str(unexplained),
        EPOCH: answer.head.epoch,
    }
    if told is not None:
        values[OFFSET] = str(round((now - told).total_seconds()))
    known = settings.get(EPOCH)
    newly_copied = COPIED in answer.notices and COPIED not in settings.get(NOTICES).split()
    newly_missing = unexplained > 0 and not int(settings.get(GAPS) or 0)
    if (known and known != answer.head.epoch) or newly_copied:
        record.start_over({**values, REOFFER: "1"})
    else:
        if newly_missing:
            values[REOFFER] = "1"
        _put_changed(settings, values)


def _put_changed(settings: SettingStore, values: Mapping[str, str]) -> None:
    """A minute without news writes no more than it must."""
    settings.put_all({name: value for name, value in values.items() if settings.get(name) != value})


def must_reoffer(settings: SettingStore) -> bool:
    """Whether the server may have lost what it had stored."""
    return bool(settings.get(REOFFER))


def note_reoffered(settings: SettingStore) -> None:
    """Everything has been offered again."""
    settings.put_all({REOFFER: ""})


def note_catalogue(settings: SettingStore, said: str) -> None:
    """The catalogue is what the server had at a moment that the server told."""
    _put_changed(settings, {CATALOGUE_AT: said})


def note_whole_cycle(settings: SettingStore, said: str) -> None:
    """Everything was sent and fetched, at a moment that the server told."""
    _put_changed(settings, {LAST_SYNC: said, CATALOGUE_AT: said})
