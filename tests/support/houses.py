"""A server in a test: desks enrolled, visits to send, rows to look at."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import select

from neuvola_core.contact import ContactRequest, body_of, new_withdrawal_code, withdrawal_hash
from neuvola_core.ids import new_record_id
from neuvola_core.port import EnrolmentPort, ServerPort
from neuvola_core.sealing import Sealed
from neuvola_core.wire import EnrolAnswer, EnrolRequest, Record, RecordKind, SyncAnswer, SyncRequest
from neuvola_server.house import House
from neuvola_server.storage import schema
from support.publishing import StandingClock, make_house

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
TODAY = MONDAY.date()


class HandClock(StandingClock):
    """Stands at the beginning of a week until it is moved."""

    def __init__(self, now: datetime = MONDAY) -> None:
        super().__init__(now)

    def move(self, **time: float) -> None:
        self.go(**time)


@contextmanager
def house_at(
    folder: Path, url: str = "", clock: Callable[[], datetime] | None = None, **settings: Any
) -> Iterator[House]:
    """A house with its tables made that no desk asks too often; closed after use."""
    chosen = {"requests_per_minute": 100_000, **settings}
    house = make_house(folder, url, clock or HandClock(), **chosen)
    try:
        yield house
    finally:
        house.close()


@dataclass
class TestDesk:
    """A desk that remembers its ticket, as every desk does."""

    __test__ = False

    identity: EnrolAnswer
    port: ServerPort
    ticket: str = ""
    nonces: Iterator[int] = field(default_factory=count)

    @property
    def id(self) -> str:
        return self.identity.desk

    def request(self, *records: Record, **said: Any) -> SyncRequest:
        nonce = f"n{next(self.nonces)}"
        return SyncRequest(
            **{"nonce": nonce, "desk": self.id, "ticket": self.ticket, "records": records, **said}
        )

    def sync(self, *records: Record, **said: Any) -> SyncAnswer:
        answer = self.port.sync(self.request(*records, **said))
        self.ticket = answer.ticket
        return answer


@dataclass
class Server:
    """A server in one of the ways to reach it."""

    house: House
    clock: HandClock
    ask: Callable[[str], ServerPort]
    """The port of a token."""
    door: Callable[[], EnrolmentPort]

    def enrol(self, name: str = "Kallio", **place: str) -> TestDesk:
        code = self.house.enrolment.new_code(name, **place)
        identity = self.door().enrol(EnrolRequest("n", code, f"computer of {name}"))
        return TestDesk(identity, self.ask(identity.token))


def visit_record(number: int = 0, *, record_id: str = "", **fields: Any) -> Record:
    """A visit as a desk sends it."""
    record_id = record_id or new_record_id()
    body = {
        "id": record_id,
        "point": "kallio",
        "week": {"year": 2026, "week": 47},
        "needs": ["muu"],
        "outcome": "neuvottu",
    }
    return Record(record_id, RecordKind.VISIT, body | fields, number=number)


def undo_of(record: Record, number: int = 0) -> Record:
    """What takes a visit back."""
    return Record(new_record_id(), RecordKind.UNDO, {"undoes": record.id}, number=number)


def contact_record(day: date = TODAY, *organisations: str) -> Record:
    """A contact request as a desk sends it, sealed to nobody, to organisations that need not be there."""
    record_id = new_record_id()
    sealed = Sealed("c2VjcmV0", {"0" * 16: "a2V5"})
    code = withdrawal_hash(new_withdrawal_code())
    request = ContactRequest(record_id, sealed, organisations or ("o1",), code, day)
    return Record(record_id, RecordKind.CONTACT, body_of(request))


def stored_rows(house: House) -> dict[str, Any]:
    """Every row of what desks sent, by id."""
    tables = (schema.record, schema.private_record)
    return {
        row.id: row
        for table in tables
        for row in house.database.read(lambda connection, of=table: connection.execute(select(of)).all())
    }
