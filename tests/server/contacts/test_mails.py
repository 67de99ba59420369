"""The queue: what is queued once, what is in hand, what is told of; on both engines."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import Connection

from neuvola_server.contacts import mails
from neuvola_server.contacts.mails import Fate, MailFigures, MailKind, Outcome
from neuvola_server.house import House
from support.contact_house import (
    DEPUTY,
    PERSON,
    add_coordinator,
    add_party,
    add_request,
    mail_house,
    mail_rows,
    states,
)
from support.houses import HandClock
from support.mail_relay import MailRelay, mail_relay


@pytest.fixture
def smtp() -> Iterator[MailRelay]:
    with mail_relay() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue("postgres_url")) if request.param == "postgresql" else ""


@pytest.fixture
def house(tmp_path: Path, clock: HandClock, smtp: MailRelay, url: str) -> Iterator[House]:
    with mail_house(tmp_path / "server", smtp.port, clock, url) as built:
        yield built


def test_a_request_that_was_not_kept_has_no_mails(house: House, clock: HandClock):
    def broken(connection: Connection) -> None:
        house.arrivals.take_in(connection, "r1", ["kulma"], clock.now.date().isoformat())
        assert len(mails.due(connection, clock.now, 9)) == 2
        raise RuntimeError

    with pytest.raises(RuntimeError):
        house.database.write(broken)
    assert mail_rows(house) == []


def test_what_was_queued_is_not_queued_again(house: House, clock: HandClock):
    request = add_request(house)

    def again(connection: Connection) -> int:
        about = {"request": request, "organisation": "kulma"}
        return mails.enqueue(connection, MailKind.NEW, **about, link=1, now=clock.now)

    assert house.database.write(again) == 2
    assert len(mail_rows(house)) == 2


def test_two_people_with_one_address_get_one_mail(house: House):
    add_party(house, "yksi", deputy_email=PERSON)
    add_request(house, "yksi")
    assert [row.address for row in mail_rows(house)] == [mails.PERSON]


def test_no_row_holds_an_address_a_link_or_a_word_of_the_mail(house: House):
    request = add_request(house)
    held = " ".join(str(value) for row in mail_rows(house) for value in row)
    for secret in (PERSON, DEPUTY, house.links.token(request, "kulma", 1), "http", "yhteyden"):
        assert secret not in held


def test_a_mail_in_hand_is_nobody_elses_until_its_holder_must_have_died(house: House, clock: HandClock):
    add_request(house)
    first, _second = house.database.read(lambda c: mails.due(c, clock.now, 10))
    taken = house.database.write(lambda c: mails.take_up(c, first, clock.now))
    assert taken is not None
    assert house.database.write(lambda c: mails.take_up(c, first, clock.now)) is None
    clock.now += mails.IN_HAND
    again = house.database.write(lambda c: mails.take_up(c, first, clock.now))
    assert again == taken


def test_a_mail_that_was_sent_just_before_its_request_was_erased_leaves_no_row(
    house: House, clock: HandClock
):
    request = add_request(house)
    first, _second = house.database.read(lambda c: mails.due(c, clock.now, 10))
    house.database.write(lambda c: mails.take_up(c, first, clock.now))
    house.database.write(lambda c: mails.forget(c, request, "kulma"))
    house.database.write(lambda c: mails.settle(c, first, Outcome(Fate.TAKEN), clock.now))
    assert mail_rows(house) == []


def test_an_organisation_without_addresses_is_told_of_to_coordinators(house: House, clock: HandClock):
    add_coordinator(house, "kaisa", "kaisa@neuvola.example")
    add_request(house)
    add_party(house, email="", deputy_email="", active=False)
    house.post.send_due()
    assert states(house)["new", "person"] == (mails.NEEDLESS, "")
    assert states(house)["link", "person"] == (mails.FAILED, mails.NO_ADDRESS)
    assert states(house)["undelivered", "kaisa"][0] == mails.WAITING


def test_no_row_tells_to_the_minute_when_a_request_came(house: House, clock: HandClock, smtp: MailRelay):
    clock.move(hours=2, minutes=17, seconds=43, microseconds=5)
    add_request(house)
    assert {
        (row.due.hour, row.due.minute, row.due.second, row.due.microsecond) for row in mail_rows(house)
    } == {(11, 0, 0, 0)}
    smtp.at_address[PERSON] = ["450 later"]
    house.post.send_due()
    put_off = next(row.due for row in mail_rows(house) if row.state == mails.WAITING)
    assert (put_off.hour, put_off.minute, put_off.second, put_off.microsecond) == (11, 25, 0, 0)


def test_a_mail_of_a_request_that_is_too_old_waits_for_who_erases_it(house: House, clock: HandClock):
    request = add_request(house)
    first, second = house.database.read(lambda c: mails.due(c, clock.now, 10))
    clock.move(days=40)
    assert house.database.write(lambda c: mails.take_up(c, first, clock.now)) is None
    clock.move(days=-40)
    assert house.database.read(lambda c: mails.due(c, clock.now, 10)) == (first, second)
    clock.move(days=14)
    house.handlings.expire(clock.now)
    assert mail_rows(house) == []
    assert house.handlings.states([request])[request][0].state == "vanhentui"


def test_former_addresses_are_told_and_then_forgotten(house: House, smtp: MailRelay):
    add_party(house, email="uusi@kulma.example", deputy_email=PERSON)
    assert [(row.kind, row.address) for row in mail_rows(house)] == [("moved", DEPUTY)]
    assert house.post.send_due() == {Fate.TAKEN: 1}
    [told] = smtp.taken
    assert told.address == DEPUTY
    assert "eivätkä pyynnöt enää tule tänne" in " ".join(told.text.split())
    assert "/requests/" not in told.text
    assert mail_rows(house) == []
    add_party(house, email="uusi@kulma.example", deputy_email=PERSON)
    assert mail_rows(house) == []


def test_who_puts_an_own_address_is_not_the_only_one_who_knows(
    house: House, clock: HandClock, smtp: MailRelay
):
    add_request(house)
    house.post.send_due()
    smtp.at_address[PERSON] = ["550 no"]
    add_party(house, email="oma@muu.example", deputy_email="toinen@muu.example")
    house.post.send_due()
    assert [one.address for one in smtp.taken].count(DEPUTY) == 2
    kinds = [row.kind for row in mail_rows(house)]
    assert kinds == ["new", "new", "link", "link"]  # a former one that is gone hinders nobody


def test_figures_tell_what_is_late(house: House, smtp: MailRelay, clock: HandClock):
    add_request(house)
    smtp.at_address[PERSON] = ["550 no"]
    smtp.at_address[DEPUTY] = ["450 later"] * 4
    house.post.send_due()
    assert figures(house) == MailFigures(waiting=1, late=0, sent=0, failed=1)
    for minutes in (5, 15, 60):
        clock.move(minutes=minutes)
        house.post.send_due()
    assert figures(house) == MailFigures(waiting=1, late=1, sent=0, failed=1)
    clock.move(hours=1)
    house.post.send_due()
    assert figures(house) == MailFigures(waiting=0, late=0, sent=1, failed=1)


def figures(house: House) -> MailFigures:
    return house.database.read(lambda connection: mails.figures(connection, house.clock()))


def test_several_servers_at_once_send_each_mail_once(
    house: House, tmp_path: Path, clock: HandClock, smtp: MailRelay, url: str
):
    for _ in range(12):
        add_request(house)
    with ExitStack() as stack:
        others = [
            stack.enter_context(mail_house(tmp_path / "server", smtp.port, clock, url)) for _ in range(3)
        ]
        threads = [threading.Thread(target=one.post.send_due) for one in (house, *others)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    assert len(smtp.taken) == 24
    assert set(Counter(one.id for one in smtp.taken).values()) == {1}


def test_each_mail_is_sent_once_even_where_the_lease_guards_nothing(
    house: House, tmp_path: Path, clock: HandClock, smtp: MailRelay, url: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("neuvola_server.leases.Leases.take", lambda *_arguments: True)
    for _ in range(6):
        add_request(house)
    with mail_house(tmp_path / "server", smtp.port, clock, url) as other:
        threads = [threading.Thread(target=one.post.send_due) for one in (house, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    assert len(smtp.taken) == 12
    assert len({one.id for one in smtp.taken}) == 12
