"""Mails leave by a real SMTP server: once each, in time, and however the relay behaves."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from neuvola_server.contacts import mails, post, relay
from neuvola_server.contacts.mails import Fate, MailKind
from neuvola_server.contacts.values import LinkRefusedError
from neuvola_server.house import House
from support.contact_house import (
    DEPUTY,
    PERSON,
    PUBLIC_URL,
    add_coordinator,
    add_party,
    add_request,
    change_handling,
    mail_house,
    mail_rows,
    mail_settings,
    states,
)
from support.houses import HandClock, house_at
from support.mail_relay import DROP, DROP_IN_TEXT, SILENCE, MailRelay, mail_relay


@pytest.fixture
def smtp() -> Iterator[MailRelay]:
    with mail_relay() as running:
        yield running


@pytest.fixture
def house(tmp_path: Path, clock: HandClock, smtp: MailRelay) -> Iterator[House]:
    with mail_house(tmp_path / "server", smtp.port, clock) as built:
        yield built


def test_both_people_get_the_same_link_and_nobody_gets_it_twice(house: House, smtp: MailRelay):
    request = add_request(house)
    assert house.post.send_due() == {Fate.TAKEN: 2}
    assert house.post.send_due() == {}
    token = house.links.token(request, "kulma", 1)
    assert sorted(one.address for one in smtp.taken) == sorted([PERSON, DEPUTY])
    assert all(one.text.count(f"{PUBLIC_URL}/requests/{token}") == 1 for one in smtp.taken)
    assert len({one.id for one in smtp.taken}) == 2
    assert {row.state for row in mail_rows(house)} == {mails.SENT}


def test_it_asks_for_notice_of_failure_only_and_for_no_copy_of_the_text(house: House, smtp: MailRelay):
    add_request(house)
    house.post.send_due()
    assert smtp.taken[0].options == ("RET=HDRS", "NOTIFY=FAILURE")
    senders = {one.sender for one in smtp.taken}
    assert len(senders) == 2
    assert all(sender.startswith("bounce+") and sender.endswith("@bounces.example") for sender in senders)


def test_a_grey_list_takes_it_at_the_second_try(house: House, smtp: MailRelay, clock: HandClock):
    add_request(house)
    smtp.at_address[PERSON] = ["450 4.2.0 Greylisted"]
    assert house.post.send_due() == {Fate.LATER: 1, Fate.TAKEN: 1}
    clock.move(minutes=4)
    assert house.post.send_due() == {}
    clock.move(minutes=1)
    assert house.post.send_due() == {Fate.TAKEN: 1}
    assert smtp.tries.count(PERSON) == 2


def test_an_address_that_is_refused_for_good_is_given_up_at_once(house: House, smtp: MailRelay):
    add_coordinator(house, "kaisa", "kaisa@neuvola.example")
    add_request(house)
    smtp.at_address[PERSON] = ["550 5.1.1 aino@kulma.example: no such user"]
    house.post.send_due()
    assert states(house) == {
        ("new", "person"): (mails.FAILED, "address 550"),
        ("new", "deputy"): (mails.SENT, ""),
    }
    assert house.database.read(mails.faults) == ()


def test_the_log_says_how_many_and_never_to_whom(house: House, smtp: MailRelay):
    request = add_request(house)
    smtp.at_address[PERSON] = ["550 5.1.1 aino@kulma.example: no such user"]
    with capture_logs() as told:
        house.post.send_due()
    assert [(row["event"], row.get("refused")) for row in told] == [("mails-not-taken", 1)]
    assert not [said for said in (PERSON, DEPUTY, "kulma", request) if said in str(told)]


def test_coordinators_are_told_when_nobody_there_can_be_reached(house: House, smtp: MailRelay):
    add_coordinator(house, "kaisa", "kaisa@neuvola.example", language="sv")
    add_coordinator(house, "pirjo", "pirjo@neuvola.example", point="kallio")
    request = add_request(house)
    smtp.at_address[PERSON] = smtp.at_address[DEPUTY] = ["550 5.1.1 no", "550 5.1.1 no"]
    house.post.send_due()
    (fault,) = house.database.read(mails.faults)
    assert (fault.organisation, fault.fault) == ("kulma", "address 550")
    assert house.post.send_due() == {Fate.TAKEN: 1}
    (told,) = smtp.taken
    assert told.address == "kaisa@neuvola.example"
    assert fault.reference in told.text
    assert "Förening kulma" in told.text
    assert house.handlings.states([request])[request][0].state == "uusi"
    house.post.send_due()
    assert len(smtp.taken) == 1


def test_where_every_coordinator_is_of_a_point_all_of_them_are_told(house: House, smtp: MailRelay):
    add_coordinator(house, "pirjo", "pirjo@neuvola.example", point="kallio")
    add_request(house)
    smtp.at_address[PERSON] = smtp.at_address[DEPUTY] = ["550 no", "550 no"]
    house.post.send_due()
    house.post.send_due()
    assert [one.address for one in smtp.taken] == ["pirjo@neuvola.example"]


def test_a_corrected_address_gets_what_the_wrong_one_did_not(house: House, smtp: MailRelay):
    add_coordinator(house, "kaisa", "kaisa@neuvola.example")
    request = add_request(house)
    smtp.at_address[PERSON] = smtp.at_address[DEPUTY] = ["550 no", "550 no"]
    house.post.send_due()
    add_party(house, email="uusi@kulma.example", deputy_email="toinen@kulma.example")
    assert house.post.send_due() == {Fate.TAKEN: 4}  # the former addresses are told, without the link
    assert house.database.read(mails.faults) == ()
    token = house.links.token(request, "kulma", 2)
    assert {one.address for one in smtp.taken if token in one.text} == {
        "uusi@kulma.example",
        "toinen@kulma.example",
    }


def test_a_former_address_keeps_no_link_that_opens(house: House, smtp: MailRelay):
    unread, opened = add_request(house), add_request(house)
    house.post.send_due()
    first = {request: house.links.token(request, "kulma", 1) for request in (unread, opened)}
    browser = house.handlings.confirm(first[opened])
    add_party(house, deputy_email="uusi@kulma.example")
    smtp.taken.clear()
    house.post.send_due()
    for request, token in first.items():
        with pytest.raises(LinkRefusedError):
            house.handlings.confirm(token, browser)
        second = house.links.token(request, "kulma", 2)
        told = {one.address for one in smtp.taken if second in one.text}
        assert told == {PERSON, "uusi@kulma.example"}
        assert house.handlings.confirm(second)
    to_former = [one.text for one in smtp.taken if one.address == DEPUTY]
    assert len(to_former) == 1
    assert "/requests/" not in to_former[0]


def test_an_organisation_that_is_taken_out_keeps_no_link_and_coordinators_hear_of_it(
    house: House, smtp: MailRelay
):
    add_coordinator(house, "kaisa", "kaisa@neuvola.example")
    request = add_request(house)
    house.post.send_due()
    token = house.links.token(request, "kulma", 1)
    browser = house.handlings.confirm(token)
    assert house.receivers.remove("kulma", who="test") == 1
    with pytest.raises(LinkRefusedError):
        house.handlings.read(token, browser)
    assert house.handlings.states([request])[request][0].state == "ei_perille"
    smtp.taken.clear()
    house.post.send_due()
    assert [one.address for one in smtp.taken] == ["kaisa@neuvola.example"]


def test_a_clock_that_leapt_sends_nothing_and_ends_nothing(house: House, smtp: MailRelay, clock: HandClock):
    assert house.clock_watch.is_believed()
    add_request(house)
    for days in (5, 35, -40):
        assert smtp.taken == []
        clock.move(days=days)
        if days > 0:
            assert house.post.send_due() == {}
    assert house.post.send_due() == {Fate.TAKEN: 2}


def test_it_is_tried_for_two_days_and_then_given_up(house: House, smtp: MailRelay, clock: HandClock):
    add_coordinator(house, "kaisa", "kaisa@neuvola.example")
    house.receivers.remove("kulma", who="test")
    add_party(house, deputy_email=PERSON)
    add_request(house)
    began, tried = clock.now, []
    smtp.at_address[PERSON] = ["451 4.3.0 later"] * 100
    while states(house)["new", "person"][0] == mails.WAITING:
        clock.now = mail_rows(house)[0].due.replace(tzinfo=UTC)
        house.post.send_due()
        tried.append((clock.now - began).total_seconds() / 60)
    assert len(smtp.tries) == len(tried)
    assert tried[:5] == [0, 5, 20, 80, 140]
    assert 48 * 60 <= tried[-1] <= 50 * 60
    assert states(house)["new", "person"] == (mails.FAILED, "address 451")
    assert house.post.send_due() == {Fate.TAKEN: 1}
    assert [one.address for one in smtp.taken] == ["kaisa@neuvola.example"]


def test_a_line_cut_in_the_middle_of_a_mail_leaves_nothing_there(
    house: House, smtp: MailRelay, clock: HandClock
):
    add_request(house)
    smtp.at_text[PERSON] = [DROP_IN_TEXT]
    assert house.post.send_due() == {Fate.LATER: 1, Fate.TAKEN: 1}
    assert smtp.by(PERSON) == []
    clock.move(minutes=5)
    house.post.send_due()
    assert len(smtp.by(PERSON)) == 1


def test_a_line_cut_after_the_end_sends_the_same_mail_again(house: House, smtp: MailRelay, clock: HandClock):
    """Nobody can know whether it was taken; here it was, and the second one is the same by its id."""
    add_request(house)
    smtp.at_text[PERSON] = [DROP]
    house.post.send_due()
    assert states(house)["new", "person"] == (mails.WAITING, "unsure cut-off")
    clock.move(minutes=5)
    house.post.send_due()
    first, second = smtp.by(PERSON)
    assert first.id == second.id
    assert first.text == second.text


@pytest.mark.parametrize("said", ["554 5.7.1 spam", "552 too much"])
def test_a_text_that_is_refused_for_good_is_given_up(house: House, smtp: MailRelay, said: str):
    add_request(house)
    smtp.at_text[PERSON] = [said]
    house.post.send_due()
    assert states(house)["new", "person"] == (mails.FAILED, f"text {said[:3]}")


def test_a_sender_that_is_refused_can_be_put_right_later(house: House, smtp: MailRelay, clock: HandClock):
    add_request(house)
    smtp.at_sender = ["550 5.7.1 not yours", "530 5.7.0 log in first"]
    assert house.post.send_due() == {Fate.LATER: 2}
    clock.move(minutes=5)
    assert house.post.send_due() == {Fate.TAKEN: 2}


def test_a_relay_that_says_nothing_is_left_after_a_while(
    house: House, smtp: MailRelay, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(relay, "REPLY_SECONDS", 2.0)
    add_request(house)
    smtp.at_address[PERSON] = [SILENCE]
    assert house.post.send_due() == {Fate.LATER: 1, Fate.TAKEN: 1}
    assert states(house)["new", "person"] == (mails.WAITING, "address timeout")


def test_a_relay_that_hangs_up_on_everything_is_not_asked_on_and_on(house: House, smtp: MailRelay):
    for n in range(5):
        add_party(house, f"org{n}", email=f"a{n}@x.example", deputy_email=f"a{n}@x.example")
        add_request(house, f"org{n}")
        smtp.at_address[f"a{n}@x.example"] = [DROP]
    assert house.post.send_due() == {Fate.LATER: 3}
    assert smtp.lines == 3
    assert house.post.send_due() == {Fate.LATER: 2}


def test_no_relay_there_counts_as_a_try_of_every_mail(house: House, tmp_path: Path, clock: HandClock):
    with mail_relay() as gone:
        port = gone.port
    nowhere = replace(house.settings, mail=mail_settings(port))
    add_request(house)
    lonely = House(nowhere, clock=clock)
    with capture_logs() as told:
        assert lonely.post.send_due() == {}
    lonely.close()
    assert [(row["event"], row["reason"], row["n"]) for row in told] == [("mail-relay-fault", "offline", 2)]
    assert {(row.state, row.fault, row.tries) for row in mail_rows(house)} == {
        (mails.WAITING, "relay offline", 1)
    }
    assert house.post.send_due() == {}
    clock.move(minutes=5)
    assert house.post.send_due() == {Fate.TAKEN: 2}


def test_a_new_line_is_opened_after_a_number_of_mails(
    house: House, smtp: MailRelay, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(relay, "MOST_ON_A_LINE", 2)
    for _ in range(3):
        add_request(house)
    assert house.post.send_due() == {Fate.TAKEN: 6}
    assert smtp.lines == 3


def test_a_mail_whose_request_is_over_is_not_sent(house: House, smtp: MailRelay):
    request = add_request(house)
    change_handling(house, request, state="kavija_perui")
    assert house.post.send_due() == {}
    assert smtp.taken == []
    assert {row.state for row in mail_rows(house)} == {mails.NEEDLESS}


def test_a_mail_whose_link_is_no_longer_the_newest_is_not_sent(house: House, smtp: MailRelay):
    request = add_request(house)
    house.handlings.new_link(house.links.token(request, "kulma", 1))
    assert house.post.send_due() == {Fate.TAKEN: 2}
    newest = house.links.token(request, "kulma", 2)
    assert all(newest in one.text for one in smtp.taken)


def test_nobody_is_reminded_of_what_was_opened_meanwhile(house: House, smtp: MailRelay, clock: HandClock):
    request = add_request(house)
    house.post.send_due()
    clock.move(days=2)
    house.handlings.tend(clock.now)
    house.handlings.confirm(house.links.token(request, "kulma", 1))
    assert house.post.send_due() == {}
    assert len(smtp.taken) == 2


def test_reminders_and_escalations_are_sent_when_they_are_due(
    house: House, smtp: MailRelay, clock: HandClock
):
    add_coordinator(house, "kaisa", "kaisa@neuvola.example")
    add_request(house)
    house.post.send_due()
    clock.move(days=2)
    house.handlings.tend(clock.now)
    assert house.post.send_due() == {Fate.TAKEN: 2}
    clock.move(days=2)
    house.handlings.tend(clock.now)
    assert house.post.send_due() == {Fate.TAKEN: 1}
    assert {row.kind for row in mail_rows(house)} == {MailKind.NEW, MailKind.REMINDER, MailKind.ESCALATED}
    assert smtp.taken[-1].address == "kaisa@neuvola.example"


def test_a_fault_in_one_round_leaves_the_next_to_do_it(
    house: House, smtp: MailRelay, monkeypatch: pytest.MonkeyPatch
):
    add_request(house)
    stop, whole = threading.Event(), mails.due

    def broken(*_arguments: object) -> tuple[str, ...]:
        monkeypatch.setattr(mails, "due", whole)
        raise RuntimeError(PERSON)

    monkeypatch.setattr(mails, "due", broken)
    monkeypatch.setattr(post, "_LOOK", timedelta(milliseconds=10))
    smtp.on_taken = stop.set
    with capture_logs() as told:
        house.post.keep(stop)
    assert [(row["event"], row["kind"]) for row in told] == [("post-fault", "RuntimeError")]
    assert PERSON not in str(told)
    assert len(smtp.taken) == 1, "it ends with the mail in hand"


def test_without_a_relay_mails_wait(tmp_path: Path, clock: HandClock):
    with house_at(tmp_path / "server", clock=clock) as house:
        add_party(house)
        add_request(house)
        assert house.post.send_due() == {}
        clock.move(hours=2)
        assert house.database.read(lambda c: mails.figures(c, clock.now)) == mails.MailFigures(2, 2, 0, 0)
