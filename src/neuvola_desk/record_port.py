"""What the use cases ask of the record, and the values that go to and fro.

Storage implements these protocols and the use cases lean on them; neither floor imports the other. Nothing
here may name the day or hour of a visit, save the *joined visit*, erased when its part of day closes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Protocol

from neuvola_core.visit import IsoWeek, Language, PartOfDay, Visit
from neuvola_desk.contact_port import ContactStore

LOCAL_POINT: Final = "paikallinen"
"""The point's id until the desk is enrolled."""

RECORD_ID: Final = "record-id"
"""The setting that names the series of the totals: a new one begins when a copy is taken into use."""

SERVER_DAY: Final = "server-day"
"""The setting that holds the day as the server last told it (ISO); empty where none ever did."""


LAST_SYNC: Final = "last-sync"
"""The setting that holds when everything was last sent and fetched, as the server told (ISO)."""

CLOCK_OFFSET: Final = "clock-offset"
"""The setting that holds the desk's time less the server's, in seconds, when they last spoke."""

OFFERS: Final = "offers"
"""The setting that holds the server's offers (canonical JSON), once they are proven to be its own."""

OFFERS_DAY: Final = "offers-day"
"""The setting that holds the day (ISO) on which the server last said that these are its present offers."""


class OutboxKind(StrEnum):
    """What a waiting item is; an undo names a visit that may have reached the server already."""

    VISIT = "visit"
    UNDO = "visit_undo"


class NoteKind(StrEnum):
    """A note about a gap in services, or word for the next shift."""

    GAP = "gap"
    HANDOVER = "handover"


@dataclass(frozen=True, slots=True, order=True)
class Given:
    """A service that was picked for a visitor, and the need it was picked for."""

    need: str
    service: str


@dataclass(frozen=True, slots=True)
class Note:
    """Guarded text that never leaves the desk."""

    id: str
    kind: NoteKind
    text: str
    erase_on: date


@dataclass(frozen=True, slots=True)
class ServiceNote:
    """What the point itself knows of a service, and when somebody of the point last called there.

    ``called_before`` is the call before that one. A volunteer's ``suggested`` text and ``suggested_call``
    wait for somebody of the staff.
    """

    service: str
    text: str = ""
    called_on: date | None = None
    called_before: date | None = None
    suggested: str = ""
    suggested_call: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to keep."""
        return not (self.text or self.called_on or self.suggested or self.suggested_call)


@dataclass(frozen=True, slots=True)
class JoinedVisit:
    """A visit with what it moved: all that undoing it takes, kept until ``closes`` and no longer.

    ``day`` and ``part`` are None when no footfall was counted; ``month`` is that of the language counter.
    """

    visit: Visit
    closes: datetime
    month: str
    day: date | None = None
    part: PartOfDay | None = None
    given: tuple[Given, ...] = ()
    note_id: str = ""


@dataclass(frozen=True, slots=True)
class Undoable:
    """The visit that was logged last and may still be undone."""

    id: str
    closes: datetime


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Something that waits for the server; ``payload`` is canonical JSON. It knows no time and no order.

    ``number`` is 0 until it is first offered; ``replaces`` is the refused item that this one corrects.
    """

    id: str
    kind: str
    payload: bytes
    tries: int = 0
    last_refusal: str = ""
    schema: int = 1
    replaces: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class HeldBack:
    """What belongs to a part of day that is open and so stays, and when the last of it may leave."""

    visits: int = 0
    until: datetime | None = None
    others: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Footfall:
    """How many people came, by day and part of day; questions without a visit included."""

    point: str
    day: date
    part: PartOfDay
    n: int


@dataclass(frozen=True, slots=True, order=True)
class GivenCount:
    """How often a service was given for a need in a week."""

    point: str
    week: IsoWeek
    need: str
    service: str
    n: int


@dataclass(frozen=True, slots=True, order=True)
class LanguageCount:
    """How many visits were held in a language in a month ("2026-11")."""

    point: str
    month: str
    language: Language
    n: int


Count = Footfall | GivenCount | LanguageCount


class VisitStore(Protocol):
    """Visits and everything that one transaction writes with them."""

    def add(self, entries: Sequence[JoinedVisit], notes: Sequence[Note] = ()) -> None:
        """Visit, outbox row, counters, undo record and note: all of them or none."""

    def undo(self, visit_id: str, event_id: str, now: datetime) -> None:
        """Takes the visit back with everything it moved; raises ``UndoTooLateError``."""

    def latest(self, now: datetime) -> Undoable | None:
        """The visit logged last, unless it was undone or its part of day has closed."""

    def unsent(self, point: str) -> tuple[Visit, ...]:
        """Visits of the point that the server has not yet stored, by week."""

    def of_weeks(self, point: str, first: IsoWeek, last: IsoWeek) -> tuple[Visit, ...]:
        """The point's visits of these weeks that the desk still holds, both ends included."""


class CounterStore(Protocol):
    """The counters that people move by hand."""

    def count_footfall(self, point: str, day: date, part: PartOfDay, n: int = 1) -> None:
        """Someone came, and no visit is logged for them."""

    def uncount_footfall(self, point: str, day: date, part: PartOfDay) -> None:
        """Takes one back; a part of day without anyone stays so."""

    def footfall(self, point: str, day: date) -> Mapping[PartOfDay, int]:
        """How many came on a day, by part of day; parts without anyone are left out."""


class NoteStore(Protocol):
    """Notes that erase themselves."""

    def add(self, note: Note) -> None:
        """Keeps a note until its day."""

    def of_kind(self, kind: NoteKind, today: date) -> tuple[Note, ...]:
        """Notes whose day has not come, the ones that go first first."""

    def erase(self, note_id: str) -> None:
        """Erases a note at once; nothing happens if there is none."""


class ServiceNoteStore(Protocol):
    """What the point itself knows of services; survives every import."""

    def get(self, service: str) -> ServiceNote:
        """The note of a service, empty if nobody has written one."""

    def put(self, note: ServiceNote) -> None:
        """Writes a note over the former one; an empty one is erased."""

    def all(self) -> tuple[ServiceNote, ...]:
        """Every service that has a note or was called, by id."""


class OutboxStore(Protocol):
    """What waits for the server, and what became of it."""

    def waiting(self, *, closed_only: bool = False, limit: int | None = None) -> tuple[Outgoing, ...]:
        """Items that have not been refused; ``closed_only`` leaves out what is of an open part of day."""

    def refused(self) -> tuple[Outgoing, ...]:
        """Items that the server will not take as they are."""

    def held_back(self) -> HeldBack:
        """What ``closed_only`` leaves out."""

    def count(self) -> int:
        """How many items the server has not stored, refused ones included."""

    def offer(self, payloads: Mapping[str, bytes]) -> tuple[Outgoing, ...]:
        """Marks items before they leave, numbers them in this order, and gives those that are still there."""

    def settle(
        self, accepted: Iterable[str], refused: Mapping[str, str], week: IsoWeek, durable: Iterable[str] = ()
    ) -> None:
        """Puts away what the server has stored in ``week``, and the reason of what it has refused."""

    def sent(self) -> tuple[Outgoing, ...]:
        """What the server has stored and the desk still holds."""

    def not_durable(self, limit: int, *, private: bool = False) -> tuple[str, ...]:
        """Ids of some that are stored and may yet be lost with the server's disk, of private kinds or not."""

    def take_back(self, missing: Iterable[str]) -> None:
        """Lets wait again what the server has lost."""

    def series(self) -> str:
        """What the present numbers belong to."""

    def void(self) -> Mapping[str, tuple[int, ...]]:
        """Numbers that were given and will never come, by kind."""

    def forget_void(self, told: Mapping[str, Iterable[int]]) -> None:
        """The server knows of these."""


class TotalStore(Protocol):
    """The counters on their way to the server."""

    def changed(self, open_part: tuple[date, PartOfDay] | None = None) -> tuple[Count, ...]:
        """Totals that the server does not have yet, in the present series.

        With ``open_part``, without what happens in it.
        """

    def offer(self, counts: Iterable[Count]) -> None:
        """Notes that these leave the desk now, whatever becomes of them."""

    def settle(self, counts: Iterable[Count]) -> None:
        """Notes that the server has these totals."""


class SettingStore(Protocol):
    """Names and values that go where the record goes."""

    def get(self, name: str, default: str = "") -> str:
        """The value, or ``default`` where none was set."""

    def put_all(self, values: Mapping[str, str]) -> None:
        """Sets several values, all or none."""


class ExchangeRecord(Protocol):
    """The part of the record that exchanging data with a server stands on."""

    @property
    def visits(self) -> VisitStore:
        """Visits."""

    @property
    def counters(self) -> TotalStore:
        """Counters."""

    @property
    def outbox(self) -> OutboxStore:
        """What waits."""

    @property
    def contacts(self) -> ContactStore:
        """Contact requests."""

    @property
    def settings(self) -> SettingStore:
        """Settings of the exchange."""

    def purge(self, now: datetime) -> int:
        """Erases what has had its time."""

    def adopt_point(self, point: str) -> None:
        """What was logged before the desk belonged to any point belongs to this one."""

    def start_over(self, values: Mapping[str, str], point: str = "", *, elsewhere: bool = False) -> None:
        """The same server restored, or (``elsewhere``) another one: everything is to be told to it again."""

    def count_anew(self) -> None:
        """Another copy tells totals in this series: a new one begins, of what is not confirmed yet."""


class ContactRecord(Protocol):
    """The part of the record that contact requests stand on."""

    @property
    def contacts(self) -> ContactStore:
        """Requests."""

    @property
    def settings(self) -> SettingStore:
        """What the server has told."""


class VisitRecord(Protocol):
    """The part of the record that the visit log stands on."""

    @property
    def visits(self) -> VisitStore:
        """Visits."""

    @property
    def counters(self) -> CounterStore:
        """Counters."""
