"""What comes back: a report or a notice to a proven address marks its mail, and nothing else does."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from neuvola_server.contacts import mails
from neuvola_server.contacts.bounces import Returned
from neuvola_server.house import House
from support.contact_house import DEPUTY, PERSON, add_coordinator, add_request, mail_house, states
from support.houses import HandClock
from support.mail_relay import MailRelay, mail_relay

REPORT = """\
Return-Path: <>
Delivered-To: {to}
From: MAILER-DAEMON@mx.example (Mail Delivery System)
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

<aino@kulma.example>: host mx.kulma.example said: 550 5.1.1 User unknown

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; aino@kulma.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--B
Content-Type: text/rfc822-headers

Subject: Teille on uusi

--B--
"""
NOTICE = """\
Return-Path: <>
From: {sender}
To: {to}
Subject: {subject}

Hi. This is the qmail-send program at mx.example.
I'm afraid I wasn't able to deliver your message. {said}
"""


@pytest.fixture
def smtp() -> Iterator[MailRelay]:
    with mail_relay() as running:
        yield running


@pytest.fixture
def house(tmp_path: Path, clock: HandClock, smtp: MailRelay) -> Iterator[House]:
    with mail_house(tmp_path / "server", smtp.port, clock) as built:
        add_coordinator(built, "kaisa", "kaisa@neuvola.example")
        add_request(built)
        built.post.send_due()
        yield built


def report(to: str, action: str = "failed", status: str = "5.1.1") -> bytes:
    return REPORT.format(to=to, action=action, status=status).encode()


def notice(to: str, *, sender: str = "MAILER-DAEMON@mx.example", subject: str = "failure notice") -> bytes:
    said = "550 #5.1.1 no such user" if "failure" in subject else ""
    return NOTICE.format(to=to, sender=sender, subject=subject, said=said).encode()


def back(smtp: MailRelay, address: str = PERSON) -> str:
    return smtp.by(address)[0].sender


def test_a_report_marks_its_mail(house: House, smtp: MailRelay):
    assert house.bounces.take(report(back(smtp))) is Returned.NOTED
    assert states(house) == {
        ("new", "person"): (mails.FAILED, "bounced 5.1.1"),
        ("new", "deputy"): (mails.SENT, ""),
    }
    assert house.database.read(mails.faults) == ()


def test_when_both_came_back_coordinators_are_told(house: House, smtp: MailRelay):
    for address in (PERSON, DEPUTY):
        assert house.bounces.take(report(back(smtp, address))) is Returned.NOTED
    (fault,) = house.database.read(mails.faults)
    assert fault.fault == "bounced 5.1.1"
    house.post.send_due()
    assert smtp.taken[-1].address == "kaisa@neuvola.example"


def test_what_comes_twice_is_noted_once(house: House, smtp: MailRelay):
    assert house.bounces.take(report(back(smtp))) is Returned.NOTED
    assert house.bounces.take(report(back(smtp))) is Returned.UNKNOWN


def test_the_address_may_be_told_by_the_mail_server_and_in_any_case(house: House, smtp: MailRelay):
    other = report("postmaster@bounces.example")
    assert house.bounces.take(other) is Returned.UNPROVEN
    assert house.bounces.take(other, back(smtp).upper()) is Returned.NOTED


def test_an_address_with_a_wrong_proof_marks_nothing(house: House, smtp: MailRelay):
    local, _at, host = back(smtp).partition("@")
    wrong = local[:-1] + ("0" if local[-1] != "0" else "1")
    for address in (f"{wrong}@{host}", f"{local[:-20]}@{host}", f"{local[:39]}{'0' * 20}@{host}", "@", ""):
        assert house.bounces.take(report(address)) is Returned.UNPROVEN
    assert states(house)["new", "person"] == (mails.SENT, "")


def test_the_proof_of_one_mail_does_not_do_for_another(house: House, smtp: MailRelay):
    mine, theirs = back(smtp).partition("@")[0], back(smtp, DEPUTY).partition("@")[0]
    crossed = f"{mine[:39]}{theirs[39:]}@bounces.example"
    assert house.bounces.take(report(crossed)) is Returned.UNPROVEN


def test_another_servers_address_is_not_ours(house: House, smtp: MailRelay, tmp_path: Path, clock: HandClock):
    with mail_house(tmp_path / "other", smtp.port, clock) as other:
        assert other.bounces.take(report(back(smtp))) is Returned.UNPROVEN


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded", ""])
def test_a_report_of_anything_but_failure_loses_nothing(house: House, smtp: MailRelay, action: str):
    assert house.bounces.take(report(back(smtp), action, "4.4.1")) is Returned.NOT_A_BOUNCE
    assert states(house)["new", "person"] == (mails.SENT, "")


def test_a_notice_in_prose_from_a_mail_server_marks_its_mail(house: House, smtp: MailRelay):
    assert house.bounces.take(notice(back(smtp))) is Returned.NOTED
    assert states(house)["new", "person"] == (mails.FAILED, "bounced 5.1.1")


@pytest.mark.parametrize(
    ("sender", "subject"),
    [
        ("aino@kulma.example", "Out of office: failure"),
        ("MAILER-DAEMON@mx.example", "Warning: message delayed 24 hours"),
        ("postmaster@mx.example", "Delivery delayed"),
    ],
)
def test_an_answering_machine_and_a_delay_lose_nothing(
    house: House, smtp: MailRelay, sender: str, subject: str
):
    said = notice(back(smtp), sender=sender, subject=subject)
    assert house.bounces.take(said) is Returned.NOT_A_BOUNCE


def test_a_mail_that_is_forgotten_has_nothing_to_mark(house: House, smtp: MailRelay):
    returned = back(smtp)
    house.database.write(lambda c: c.exec_driver_sql("DELETE FROM mail").rowcount)
    assert house.bounces.take(report(returned)) is Returned.UNKNOWN


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00" * 100,
        b"To: \xe4\xf6@x\n\n",
        b"Content-Type: multipart/report; boundary=\n\n--\n",
        b"Content-Type: message/delivery-status\n\nnothing of the kind",
        b"Delivered-To: " + b"<" * 5000,
    ],
)
def test_whatever_comes_is_survived(house: House, smtp: MailRelay, raw: bytes):
    assert house.bounces.take(raw) is Returned.UNPROVEN
    assert house.bounces.take(raw, back(smtp)) is Returned.NOT_A_BOUNCE


def test_parts_within_parts_beyond_measure_are_survived(house: House, smtp: MailRelay):
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(1500))
    assert house.bounces.take(nested, back(smtp)) is Returned.NOT_A_BOUNCE


def test_nothing_of_what_came_is_kept(house: House, smtp: MailRelay, tmp_path: Path):
    secret = report(back(smtp)).replace(b"User unknown", b"0401234567 Salainen")
    assert house.bounces.take(secret) is Returned.NOTED
    for file in (tmp_path / "server").rglob("*"):
        if file.is_file():
            assert b"Salainen" not in file.read_bytes()
