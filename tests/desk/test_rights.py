"""The table of the privacy notice, row by row and role by role, against the desk itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from neuvola_core.correction import Part
from neuvola_core.errors import NeuvolaError, NotAllowedError
from neuvola_core.experience import Helped
from neuvola_core.roles import Act, Role
from neuvola_core.visit import IsoWeek, PartOfDay
from neuvola_desk.desk import Desk
from neuvola_desk.paths import DeskPaths
from neuvola_desk.record_port import NoteKind
from neuvola_desk.refusal_words import Reason
from neuvola_desk.sync import unsent
from neuvola_desk.usecases.clock import FixedClock, closing_time
from neuvola_desk.usecases.visit_draft import VisitDraft
from neuvola_desk.usecases.visits import CountedQuestion
from neuvola_search.query import Query
from support.pin_desk import PINS, desk_with_pins, dict_keyring
from support.records import SUNDAY_MORNING
from support.small_desk import NOW, services

VOLUNTEER, COUNSELLOR, COORDINATOR = Role.VOLUNTEER, Role.COUNSELLOR, Role.COORDINATOR
LOCKED = None
ANYBODY = (LOCKED, VOLUNTEER, COUNSELLOR, COORDINATOR)
POINT = ANYBODY[1:]
STAFF = ANYBODY[2:]
DRAFT = VisitDraft(needs=("muu",))
SERVICE = services()[0].id
TODAY = SUNDAY_MORNING.date()
QUESTION = CountedQuestion(TODAY, PartOfDay.MORNING, closing_time(SUNDAY_MORNING))


@dataclass(frozen=True)
class Row:
    """What somebody does, and which roles may."""

    name: str
    does: Callable[[Desk], object]
    allowed: tuple[Role | None, ...]


ROWS = (
    Row("search", lambda d: d.catalogue.search(Query("velka")), ANYBODY),
    Row("card", lambda d: d.catalogue.service(SERVICE), ANYBODY),
    Row("leaflet", lambda d: d.leaflet([SERVICE], "fi", large=False), POINT),
    Row("log a visit", lambda d: d.visits.log(DRAFT), POINT),
    Row("quick visit", lambda d: d.visits.quick(["velat"]), POINT),
    Row("a question", lambda d: d.visits.count_question(), POINT),
    Row("undo a question", lambda d: d.visits.undo_question(QUESTION), POINT),
    Row("undo", lambda d: d.visits.undo("11111111-1111-4111-8111-111111111111"), POINT),
    Row("what may be undone", lambda d: d.visits.last_undoable(), POINT),
    Row("paper", lambda d: d.visits.paper([DRAFT], IsoWeek.of(TODAY), TODAY), POINT),
    Row("today's total", lambda d: d.visits.tally(), POINT),
    Row("the week by need", lambda d: d.visits.tally(full=True), STAFF),
    Row("visits not sent", lambda d: d.visits.unsent(), STAFF),
    Row("visits not sent of another point", lambda d: d.visits_of("toinen").unsent(), STAFF),
    Row("offer a contact", lambda d: d.contact_requests.propose(["o1"], "fi"), POINT),
    Row("cancel by code", lambda d: d.contact_requests.withdraw("3XK7M9P2QW8R"), POINT),
    Row("states of requests", lambda d: d.contact_requests.states(), STAFF),
    Row("one by its reference", lambda d: d.contact_requests.by_reference("3XK7"), STAFF),
    Row("read notes", lambda d: (d.notes.gaps(), d.notes.handovers()), POINT),
    Row("write a note", lambda d: d.notes.write(NoteKind.HANDOVER, "Paperi on loppu"), POINT),
    Row("erase a note", lambda d: d.notes.erase("x"), POINT),
    Row("suggest a note on a service", lambda d: d.service_notes.write(SERVICE, "Ovi pihalta"), POINT),
    Row("called a service", lambda d: d.service_notes.call_made(SERVICE), POINT),
    Row("take up a suggestion", lambda d: d.service_notes.take_up(SERVICE), STAFF),
    Row("drop a suggestion", lambda d: d.service_notes.drop(SERVICE), STAFF),
    Row("correction", lambda d: d.feedback.correct(SERVICE, Part.OTHER, "Numero on vaihtunut"), POINT),
    Row("experience", lambda d: d.feedback.tell(SERVICE, Helped.YES), POINT),
    Row("profiles", lambda d: d.profiles.all(), ANYBODY),
    Row("edit a profile", lambda d: d.profiles.keep(d.profiles.get("nuori")), (COORDINATOR,)),
    Row("a profile's original", lambda d: d.profiles.restore("nuori"), (COORDINATOR,)),
    Row("report", lambda d: d.reports.of(TODAY, TODAY), (COORDINATOR,)),
    Row("resend", lambda d: unsent.resend(d.record.outbox, "x", d.rights), STAFF),
    Row(
        "discard",
        lambda d: unsent.discard(d.record.outbox, "x", Reason.TWICE, d.rights),
        (COORDINATOR,),
    ),
    Row("see refused records", lambda d: unsent.look(d.record.outbox, d.rights), POINT),
    Row("mend a refused record", lambda d: unsent.correct(d.record.outbox, "x", {}, d.rights), STAFF),
    Row(
        "copy refused records",
        lambda d: unsent.export(d.record.outbox, d.paths.data / "x.json", d.rights),
        (COORDINATOR,),
    ),
    Row("enrol", lambda d: d.exchange.enrol("http://192.0.2.1", "X"), (COORDINATOR,)),
    Row(
        "settings of all",
        lambda d: d.keep_settings(replace(d.settings, idle_minutes=0)),
        (COORDINATOR,),
    ),
    Row("own settings", lambda d: d.keep_settings(replace(d.settings, language="sv")), ANYBODY),
    Row("list of PINs", lambda d: d.pins.all(), (COORDINATOR,)),
    Row("new PIN", lambda d: d.pins.add(VOLUNTEER, "4444"), (COORDINATOR,)),
    Row("change a PIN", lambda d: d.pins.change(VOLUNTEER, 1, "4444"), (COORDINATOR,)),
    Row("remove a PIN", lambda d: d.pins.remove(VOLUNTEER, 1), (COORDINATOR,)),
    Row("own PIN", lambda d: d.pins.change_own("0000", "4444"), STAFF),
    Row("key on paper", lambda d: d.recovery.sheet("Piste"), (COORDINATOR,)),
    Row("restore a copy", lambda d: d.recovery.restore(date(2020, 1, 1)), (COORDINATOR,)),
)


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DeskPaths:
    monkeypatch.setattr("neuvola_desk.keys.os_keyring", dict_keyring())
    return DeskPaths(tmp_path / "desk").create()


@pytest.fixture
def open_desk(paths: DeskPaths) -> Iterator[Callable[[Role | None], Desk]]:
    opened: list[Desk] = []

    def open_one(role: Role | None) -> Desk:
        opened.append(desk_with_pins(paths, FixedClock(SUNDAY_MORNING), role))
        return opened[-1]

    yield open_one
    for desk in opened:
        desk.close()


def is_refused(row: Row, desk: Desk) -> bool:
    """Anything but a missing right is another matter: there may be nothing to undo, or no server."""
    try:
        row.does(desk)
    except NotAllowedError:
        return True
    except NeuvolaError:
        return False
    return False


@pytest.mark.parametrize("role", ANYBODY, ids=lambda role: role.value if role else "lukittu")
def test_every_row_of_the_table_holds_for_the_desk_itself(
    role: Role | None, open_desk: Callable[[Role | None], Desk]
) -> None:
    desk = open_desk(role)
    desk.catalogue.apply(services(), origin="test", complete=True, fetched_on=NOW.date())
    before = desk.record.outbox.count()
    told = {row.name: is_refused(row, desk) for row in ROWS if role not in row.allowed}
    assert told == dict.fromkeys(told, True)
    assert desk.record.outbox.count() == before, "what is refused leaves nothing behind"
    told = {row.name: is_refused(row, desk) for row in ROWS if role in row.allowed}
    assert told == dict.fromkeys(told, False)


def test_a_desk_without_pins_is_its_coordinators(paths: DeskPaths) -> None:
    desk = Desk(paths, clock=FixedClock(SUNDAY_MORNING))
    assert desk.rights.role is COORDINATOR
    assert not paths.record.exists(), "nobody needs a record to know that"
    assert desk.record.pins.all() == ()
    assert desk.rights.role is COORDINATOR
    assert not any(is_refused(row, desk) for row in ROWS if row.name in ("report", "visits not sent"))
    desk.close()


def test_a_request_cannot_be_created_while_locked(open_desk: Callable[[Role | None], Desk]) -> None:
    with pytest.raises(NotAllowedError) as refused:
        open_desk(LOCKED).contact_requests.propose(["o1"], "fi")
    assert refused.value.facts == {"act": Act.CREATE_REQUEST.value, "role": ""}


def test_who_is_in_stays_in_no_record_of_visits(open_desk: Callable[[Role | None], Desk]) -> None:
    desk = open_desk(COORDINATOR)
    desk.visits.log(DRAFT)
    with desk.record._database.read() as connection:
        for table in ("visit", "joined_visit", "outbox", "footfall", "given", "language"):
            rows = str(connection.exec_driver_sql(f"SELECT * FROM {table}").all())
            assert not any(word in rows for word in ("oordinaattori", *PINS.values()))
