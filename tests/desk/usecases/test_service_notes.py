"""What the point itself knows of services, and when it last called there."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from neuvola_core.catalogue import Service
from neuvola_core.errors import InvalidVisitError, NotAllowedError, RefusedContentError
from neuvola_core.roles import Role, Standing
from neuvola_desk.record_port import ServiceNote
from neuvola_desk.storage.record import Record
from neuvola_desk.usecases.clock import FixedClock
from neuvola_desk.usecases.notes import ServiceNotes
from neuvola_search.catalogue import open_catalogue
from support.records import FOOD, SUNDAY_MORNING, new_record
from support.small_desk import services

TODAY = SUNDAY_MORNING.date()
LAST_WEEK = TODAY - timedelta(days=7)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(SUNDAY_MORNING)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    record = new_record(tmp_path)
    yield record
    record.close()


@pytest.fixture
def notes(record: Record, clock: FixedClock) -> ServiceNotes:
    return ServiceNotes(record.service_notes, clock)


@pytest.fixture
def volunteers(record: Record, clock: FixedClock) -> ServiceNotes:
    return ServiceNotes(record.service_notes, clock, rights=Standing(Role.VOLUNTEER))


def test_the_point_knows_things_of_a_service(notes: ServiceNotes) -> None:
    assert notes.of(FOOD) == ServiceNote(FOOD)
    told = "Ovi sisäpihalta, soita 040 123 4567"
    assert notes.write(FOOD, told) == notes.of(FOOD) == ServiceNote(FOOD, told)
    notes.write(FOOD, "Ovi kadulta")
    assert notes.all() == (ServiceNote(FOOD, "Ovi kadulta"),)
    notes.write(FOOD, "  ")
    assert notes.all() == ()


def test_an_identity_code_is_refused_in_a_service_note_too(notes: ServiceNotes) -> None:
    with pytest.raises(RefusedContentError):
        notes.write(FOOD, "Kysy 131052-308T")
    assert notes.all() == ()


def test_a_note_has_an_end(notes: ServiceNotes) -> None:
    with pytest.raises(InvalidVisitError):
        notes.write(FOOD, "a" * 1001)


def test_a_call_has_its_day_and_can_be_taken_back(notes: ServiceNotes, record: Record) -> None:
    record.service_notes.put(ServiceNote(FOOD, "Ovi kadulta", LAST_WEEK))
    assert notes.call_made(FOOD).called_on == TODAY
    assert notes.call_made(FOOD).called_before == LAST_WEEK, "twice is once"
    assert notes.take_call_back(FOOD) == ServiceNote(FOOD, "Ovi kadulta", LAST_WEEK)
    assert notes.take_call_back(FOOD).called_on == LAST_WEEK, "only today's call is undone"


def test_a_call_of_yesterday_stays(notes: ServiceNotes, clock: FixedClock) -> None:
    notes.call_made(FOOD)
    clock.move(timedelta(days=1))
    assert notes.take_call_back(FOOD).called_on == TODAY


def test_a_first_call_that_is_taken_back_leaves_nothing(notes: ServiceNotes) -> None:
    notes.call_made(FOOD)
    notes.take_call_back(FOOD)
    assert notes.all() == ()


def test_a_volunteers_note_waits_for_the_staff(notes: ServiceNotes, volunteers: ServiceNotes) -> None:
    notes.write(FOOD, "Ovi kadulta")
    assert volunteers.write(FOOD, "Ovi sisäpihalta").text == "Ovi kadulta"
    assert volunteers.of(FOOD).suggested == "Ovi sisäpihalta"
    with pytest.raises(NotAllowedError):
        volunteers.take_up(FOOD)
    assert notes.take_up(FOOD) == ServiceNote(FOOD, "Ovi sisäpihalta")


def test_a_suggestion_can_be_dropped(notes: ServiceNotes, volunteers: ServiceNotes) -> None:
    volunteers.write(FOOD, "Ovi sisäpihalta")
    volunteers.call_made(FOOD)
    assert notes.drop(FOOD) == ServiceNote(FOOD)
    assert notes.all() == ()


def test_a_volunteers_call_is_no_date_until_the_staff_say_so(
    notes: ServiceNotes, volunteers: ServiceNotes, record: Record
) -> None:
    record.service_notes.put(ServiceNote(FOOD, called_on=LAST_WEEK))
    assert volunteers.call_made(FOOD) == ServiceNote(FOOD, called_on=LAST_WEEK, suggested_call=TODAY)
    assert volunteers.take_call_back(FOOD) == ServiceNote(FOOD, called_on=LAST_WEEK)
    volunteers.call_made(FOOD)
    assert notes.take_up(FOOD) == ServiceNote(FOOD, called_on=TODAY, called_before=LAST_WEEK)


def test_a_volunteer_does_not_take_back_the_call_of_the_staff(
    notes: ServiceNotes, volunteers: ServiceNotes
) -> None:
    notes.call_made(FOOD)
    with pytest.raises(NotAllowedError):
        volunteers.take_call_back(FOOD)
    assert notes.of(FOOD).called_on == TODAY


def test_an_older_suggested_call_does_not_move_the_date_back(notes: ServiceNotes, record: Record) -> None:
    record.service_notes.put(ServiceNote(FOOD, called_on=TODAY, suggested_call=LAST_WEEK))
    assert notes.take_up(FOOD) == ServiceNote(FOOD, called_on=TODAY)


def test_notes_and_calls_survive_every_import(notes: ServiceNotes, tmp_path: Path) -> None:
    def bring(some: tuple[Service, ...], day: date) -> None:
        catalogue.apply(some, origin="test", complete=True, fetched_on=day)

    catalogue = open_catalogue(tmp_path / "catalogue.db")
    debt = services()[0]
    bring((debt,), TODAY)
    notes.write(debt.id, "Ovi kadulta")
    notes.call_made(debt.id)
    kept = notes.of(debt.id)
    for some in ((debt,), (), services()):
        bring(some, TODAY)
        assert notes.of(debt.id) == kept
    assert catalogue.service(debt.id).id == debt.id
    catalogue.close()
