"""What the desk remembers of its dealings with the server, in the record's settings.

Every moment in here is one that the server told; none is the desk's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from neuvola_core.versions import is_version
from neuvola_core.wire import SyncAnswer
from neuvola_desk.record_port import CLOCK_OFFSET, LAST_SYNC, SERVER_DAY, ExchangeRecord, SettingStore
from neuvola_desk.sync.credentials import TICKET

EPOCH: Final = "epoch"
REOFFER: Final = "reoffer"
"""Set from the moment a loss on the server is suspected until everything has been offered again."""
CATALOGUE_AT: Final = "catalogue-at"
NO_CATALOGUE: Final = "no-catalogue"
NOTICES: Final = "notices"
GAPS: Final = "gaps"
SERIAL: Final = "serial"
SNAPSHOT_MADE: Final = "snapshot-made"
NEWEST_DESK: Final = "newest-desk"
REFUSED: Final = "access-refused"
"""Why the server does not let the desk in, from its refusal until its next answer."""

COPIED: Final = "copied"
RESTORED: Final = "restored"
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
    refused: str = ""
    no_catalogue: bool = False
    """The server has nothing published; what the desk has is left alone."""
    newest_desk: str = ""
    """The newest version of this program that the server told of."""


def remembered(settings: SettingStore) -> Remembered:
    """What is remembered."""
    return Remembered(
        last_sync=server_time(settings.get(LAST_SYNC)),
        catalogue_at=server_time(settings.get(CATALOGUE_AT)),
        clock_offset=clock_offset(settings),
        notices=tuple(settings.get(NOTICES).split()),
        gaps=int(settings.get(GAPS) or 0),
        refused=settings.get(REFUSED),
        no_catalogue=bool(settings.get(NO_CATALOGUE)),
        newest_desk=settings.get(NEWEST_DESK),
    )


def server_time(said: str) -> datetime | None:
    """A moment that the server told; None if it cannot be read."""
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def day_of(said: str) -> str:
    """The day (ISO, UTC) of a moment that the server told; empty if it cannot be read."""
    moment = server_time(said)
    return moment.astimezone(UTC).date().isoformat() if moment else ""


def clock_offset(settings: SettingStore) -> int:
    """The desk's time less the server's, in seconds, when they last spoke."""
    return int(settings.get(CLOCK_OFFSET) or 0)


def note_answer(
    record: ExchangeRecord, answer: SyncAnswer, *, unexplained: int, clock_offset: int | None = None
) -> None:
    """Keeps what an answer tells; where it tells of a loss on the server, everything is offered again.

    A server restored from a back-up has another epoch, or, if nobody said so to it, sees by the ticket that
    it has forgotten answers. An answer that was long on its way (a stick) brings no older ticket back.
    """
    settings = record.settings
    values = {NOTICES: " ".join(answer.notices), GAPS: str(unexplained), EPOCH: answer.head.epoch}
    values[REFUSED] = ""
    values[NEWEST_DESK] = answer.desk_version if is_version(answer.desk_version) else ""
    day = day_of(answer.server_time)
    if day and (clock_offset is not None or day > settings.get(SERVER_DAY)):
        values[SERVER_DAY] = day
    if clock_offset is not None:
        values[CLOCK_OFFSET] = str(clock_offset)
    if _count(answer.ticket) >= _count(settings.get(TICKET)):
        values[TICKET] = answer.ticket
    known = settings.get(EPOCH)
    newly_missing = unexplained > 0 and not int(settings.get(GAPS) or 0)
    if (known and known != answer.head.epoch) or RESTORED in answer.notices:
        record.start_over({**values, REOFFER: "1"})
    else:
        if newly_missing:
            values[REOFFER] = "1"
        _put_changed(settings, values)


def _count(ticket: str) -> int:
    number = ticket.partition(".")[0]
    return int(number) if number.isascii() and number.isdigit() else 0


def _put_changed(settings: SettingStore, values: Mapping[str, str]) -> None:
    """A minute without news writes no more than it must."""
    settings.put_all({name: value for name, value in values.items() if settings.get(name) != value})


def note_refused(settings: SettingStore, reason: str) -> None:
    """The server does not let the desk in."""
    _put_changed(settings, {REFUSED: reason})


def next_serial(settings: SettingStore) -> int:
    """A number higher than any before, so that an overtaken request does not set counters back."""
    serial = int(settings.get(SERIAL) or 0) + 1
    settings.put_all({SERIAL: str(serial)})
    return serial


def must_reoffer(settings: SettingStore) -> bool:
    """Whether the server may have lost what it had stored."""
    return bool(settings.get(REOFFER))


def note_reoffered(settings: SettingStore) -> None:
    """Everything has been offered again."""
    settings.put_all({REOFFER: ""})


def note_catalogue(settings: SettingStore, said: str) -> None:
    """The catalogue is what the server had at a moment that the server told."""
    _put_changed(settings, {CATALOGUE_AT: said})


def note_snapshot(settings: SettingStore, made: str) -> None:
    """A ready-made catalogue that the server made then is in use: an older one is not taken."""
    _put_changed(settings, {SNAPSHOT_MADE: made})


def note_whole_cycle(settings: SettingStore, said: str, *, no_catalogue: bool) -> None:
    """Everything was sent, and fetched where the server has a catalogue, at a moment that the server told."""
    fetched = {} if no_catalogue else {CATALOGUE_AT: said}
    _put_changed(settings, {LAST_SYNC: said, NO_CATALOGUE: "1" if no_catalogue else "", **fetched})
