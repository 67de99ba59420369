"""What is said of the line: from what waits and where the catalogue stands, never from the last attempt."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from neuvola_core.errors import ServerUnreachableError
from neuvola_core.wire import Verdict
from neuvola_desk.record_port import HeldBack
from neuvola_desk.sync.state import Remembered
from neuvola_desk.sync.status import (
    Refused,
    SyncFacts,
    Weight,
    facts,
    moment_words,
    refusal_words,
    words,
)
from neuvola_desk.usecases.clock import HELSINKI
from neuvola_desk.usecases.visits import VisitLog
from support.model_server import ModelServer
from support.services import make_service
from support.sync_desk import SyncDesk

NOON = datetime(2026, 11, 22, 12, 5, tzinfo=HELSINKI)
SYNCED = Remembered(last_sync=NOON - timedelta(minutes=3), catalogue_at=NOON - timedelta(minutes=3))


def said(known: SyncFacts, now: datetime = NOON) -> list[str]:
    return [line.text for line in words(known, now)]


def enrolled(**more: object) -> SyncFacts:
    return SyncFacts(server="https://x", **{"remembered": SYNCED, **more})  # type: ignore[arg-type]


def test_a_desk_of_its_own_says_so() -> None:
    assert said(SyncFacts()) == ["Palvelinta ei ole: työasema toimii itsenäisesti."]


def test_what_waits_and_until_when_is_said() -> None:
    held = HeldBack(3, NOON.replace(hour=16, minute=0))
    assert said(enrolled(visits=1, others=2, held=held)) == [
        "1 käynti odottaa lähetystä.",
        "2 muuta tietoa odottaa lähetystä.",
        "3 käyntiä odottaa, lähetetään klo 16 jälkeen.",
        "Palveluluettelo päivitetty klo 12.02.",
    ]


def test_an_undo_and_an_experience_wait_for_the_part_of_day_in_words_of_their_own() -> None:
    held = HeldBack(0, NOON.replace(hour=16, minute=0), 1)
    assert said(enrolled(held=held))[0] == "1 muu tieto odottaa, lähetetään klo 16 jälkeen."
    over = HeldBack(0, NOON.replace(hour=12, minute=0), 1)
    assert said(enrolled(others=1, held=over))[0] == "2 muuta tietoa odottaa lähetystä."


def test_a_total_that_the_server_does_not_have_is_not_all_sent() -> None:
    assert said(enrolled(totals=1))[0] == "Kävijämäärien muutoksia odottaa lähetystä."
    assert said(enrolled(totals=1, visits=1))[0] == "1 käynti odottaa lähetystä."
    assert not any("Kävijämäärien" in text for text in said(enrolled(totals=1, visits=1)))


def test_totals_that_wait_are_facts(desk: SyncDesk, server: ModelServer) -> None:
    desk.exchange.sync()
    VisitLog(desk.record, desk.clock, "kallio").count_question()
    assert facts(desk.record).totals == 1
    assert "Kaikki on lähetetty." not in said(facts(desk.record))
    desk.exchange.sync()
    assert facts(desk.record).totals == 0
    assert "Kaikki on lähetetty." in said(facts(desk.record))


def test_a_desk_that_is_not_let_in_says_so_until_it_is(desk: SyncDesk, server: ModelServer) -> None:
    desk.exchange.sync()
    server.revoked.add("desk")
    assert desk.exchange.sync().state == "access-refused"
    again = desk.again()
    first = words(facts(again.record), NOON)[0]
    assert (first.weight, "peruttu" in first.text) == (Weight.WARNING, True)
    server.revoked.clear()
    again.exchange.sync()
    assert not any("peruttu" in text for text in said(facts(again.record)))
    again.close()


def test_a_part_of_day_that_has_closed_holds_nothing_back_any_more() -> None:
    held = HeldBack(2, NOON.replace(hour=12, minute=0))
    assert said(enrolled(visits=1, held=held))[0] == "3 käyntiä odottaa lähetystä."


def test_everything_sent_is_said() -> None:
    assert said(enrolled()) == ["Kaikki on lähetetty.", "Palveluluettelo päivitetty klo 12.02."]
    never = said(enrolled(remembered=Remembered()))
    assert never == ["Palvelimen palveluluetteloa ei ole vielä haettu."]


def test_warnings_come_first() -> None:
    troubled = Remembered(
        last_sync=NOON - timedelta(days=9),
        catalogue_at=NOON - timedelta(days=1),
        clock_offset=-600,
        notices=("copied", "update-needed"),
        gaps=2,
    )
    lines = words(enrolled(remembered=troubled, refused=(Refused("a", "visit", "conflict"),)), NOON)
    warnings = [line.text for line in lines if line.weight is Weight.WARNING]
    assert [line.text for line in lines][: len(warnings)] == warnings
    assert len(warnings) == 6
    assert any("10 minuuttia jäljessä" in text for text in warnings)
    assert any("9 päivää" in text for text in warnings)
    assert any("varmuuskopiosta" in text for text in warnings)
    assert lines[-1].text == "Palveluluettelo päivitetty eilen klo 12.05."


def test_a_clock_that_is_fast_is_told_and_a_small_error_is_not() -> None:
    assert any("edellä" in t for t in said(enrolled(remembered=Remembered(clock_offset=301))))
    assert not any("kello" in t for t in said(enrolled(remembered=Remembered(clock_offset=300))))


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (datetime(2026, 11, 22, 6, 0, tzinfo=UTC), "klo 8"),
        (datetime(2026, 11, 21, 14, 5, tzinfo=UTC), "eilen klo 16.05"),
        (datetime(2026, 11, 22, 22, 0, tzinfo=UTC), "huomenna klo 0"),
        (datetime(2026, 11, 2, 14, 5, tzinfo=UTC), "2.11.2026 klo 16.05"),
    ],
)
def test_a_moment_is_said_as_people_say_it(moment: datetime, told: str) -> None:
    assert moment_words(moment, NOON) == told


def test_days_are_those_of_the_calendar() -> None:
    assert enrolled().days_since(NOON) == 0
    assert SyncFacts(server="x").days_since(NOON) is None
    ahead = SyncFacts(server="x", remembered=Remembered(last_sync=NOON + timedelta(days=2)))
    assert ahead.days_since(NOON) == 0


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("invalid/needs", "tarpeet"),
        ("invalid/odd", "odd"),
        ("conflict", "tunnuksella"),
        ("odd", "odd"),
        ("refused-content/text", "henki"),
    ],
)
def test_why_a_record_was_refused_is_said(reason: str, told: str) -> None:
    assert told in refusal_words(reason)


def test_facts_come_from_what_is_there_and_not_from_how_the_last_attempt_went(
    desk: SyncDesk, server: ModelServer
) -> None:
    server.log.put(make_service("a"))
    desk.exchange.sync()
    desk.log(2)
    desk.record.outbox.put("e1", "experience", b'{"x":1}')

    def down(_when: str, _call: str) -> None:
        raise ServerUnreachableError(url="x", reason="offline")

    before = facts(desk.record)
    server.faults = down
    desk.exchange.sync(automatic=True)
    assert facts(desk.record) == before
    assert (before.visits, before.others, before.held.visits) == (0, 1, 2)
    assert before.waiting == 3
    assert before.held.until == desk.clock.now().replace(hour=12, minute=0)
    assert before.is_enrolled
    assert (before.desk, before.point) == ("desk desk", "Kallion neuvonta")
    assert before.remembered.last_sync == server.now()


def test_refused_records_are_facts(desk: SyncDesk, server: ModelServer) -> None:
    server.reject = lambda _record: Verdict("conflict")
    [bad] = desk.log()
    desk.exchange.sync()
    [refused] = facts(desk.record).refused
    assert (refused.id, refused.kind, refused.reason) == (bad, "visit", "conflict")


def test_a_check_that_is_due_is_said(new_desk: Callable[..., SyncDesk], server: ModelServer) -> None:
    desk = new_desk()
    assert not facts(desk.record).checking
    desk.log()
    desk.exchange.sync()
    desk.exchange.enrol("http://localhost", server.new_code("another"))
    assert facts(desk.record).checking
    assert any("tarkistetaan" in text for text in said(facts(desk.record)))
    desk.exchange.sync()
    assert not facts(desk.record).checking
