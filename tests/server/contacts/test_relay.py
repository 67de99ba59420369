"""The line to the relay: encrypted and proven, logged in, or not used at all."""

import ssl
from pathlib import Path

import pytest

from neuvola_server.contacts import relay
from neuvola_server.contacts.mails import Fate
from neuvola_server.contacts.relay import Letter, MailRelayError, Relay
from neuvola_server.settings import MailTls
from support.canned_http import certificate
from support.contact_house import mail_settings, password_file
from support.mail_relay import SILENCE, mail_relay

LETTER = Letter("a@x.example", "b@y.example", b"Subject: Koe\r\n\r\n.piste\r\nloppu\r\n")


@pytest.fixture
def proven(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """The certificate of a relay at 127.0.0.1 whose maker the system's store knows."""
    context, authority = certificate(tmp_path)
    file = tmp_path / "authority.pem"
    file.write_text(authority)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    return context


def refusal(**settings: object) -> tuple[str, int]:
    with (
        Relay(mail_settings(**settings), "neuvola.example") as line,  # type: ignore[arg-type]
        pytest.raises(MailRelayError) as refused,
    ):
        line.send(LETTER)
    return str(refused.value.facts["reason"]), int(str(refused.value.facts["status"]))


def send(**settings: object) -> Fate:
    with Relay(mail_settings(**settings), "neuvola.example") as line:  # type: ignore[arg-type]
        return line.send(LETTER).fate


def test_a_line_that_begins_with_a_dot_stays_in_the_mail():
    with mail_relay() as smtp:
        assert send(port=smtp.port) is Fate.TAKEN
        (taken,) = smtp.taken
    assert taken.raw == LETTER.data


def test_starttls_with_a_proven_certificate(proven: ssl.SSLContext):
    with mail_relay(context=proven) as smtp:
        assert send(port=smtp.port, tls=MailTls.STARTTLS) is Fate.TAKEN


def test_nothing_is_said_to_a_relay_that_offers_no_starttls():
    with mail_relay() as smtp:
        assert refusal(port=smtp.port, tls=MailTls.STARTTLS) == ("starttls", 0)
        assert smtp.tries == []


def test_nothing_is_said_to_a_relay_whose_certificate_nobody_knows(tmp_path: Path):
    context, _authority = certificate(tmp_path)
    with mail_relay(context=context) as smtp:
        assert refusal(port=smtp.port, tls=MailTls.STARTTLS) == ("tls", 0)
        assert smtp.tries == []


@pytest.mark.parametrize("tls", [MailTls.STARTTLS, MailTls.IMPLICIT])
def test_a_certificate_of_another_name_does_not_do(proven: ssl.SSLContext, tls: MailTls):
    with mail_relay(context=proven, implicit=tls is MailTls.IMPLICIT) as smtp:
        assert refusal(port=smtp.port, tls=tls, host="localhost") == ("tls", 0)


def test_tls_from_the_start(proven: ssl.SSLContext):
    with mail_relay(context=proven, implicit=True) as smtp:
        assert send(port=smtp.port, tls=MailTls.IMPLICIT) is Fate.TAKEN


def test_it_logs_in_with_the_password_as_the_file_has_it_now(proven: ssl.SSLContext, tmp_path: Path):
    file = password_file(tmp_path, "vanha")
    login = {"tls": MailTls.STARTTLS, "user": "neuvola", "password_file": file}
    with mail_relay(context=proven, users={"neuvola": "uusi"}) as smtp:
        assert refusal(port=smtp.port, **login) == ("log-in", 535)
        password_file(tmp_path, "uusi")
        assert send(port=smtp.port, **login) is Fate.TAKEN
        assert smtp.logged_in == ["neuvola"]
        file.unlink()
        assert refusal(port=smtp.port, **login) == ("password", 0)
        assert refusal(port=smtp.port, **login | {"password_file": None}) == ("password", 0)


def test_a_relay_that_knows_no_log_in(tmp_path: Path):
    with mail_relay() as smtp:
        login = {"user": "neuvola", "password_file": password_file(tmp_path, "sana")}
        assert refusal(port=smtp.port, **login) == ("log-in", 0)


def test_a_password_of_other_signs_is_a_refused_log_in(proven: ssl.SSLContext, tmp_path: Path):
    login = {"tls": MailTls.STARTTLS, "user": "jäärä", "password_file": password_file(tmp_path, "ä")}
    with mail_relay(context=proven, users={"jäärä": "ä"}) as smtp:
        assert refusal(port=smtp.port, **login) == ("log-in", 0)


def test_nobody_is_blamed_for_a_relay_that_wants_a_log_in_first(proven: ssl.SSLContext):
    with mail_relay(context=proven, users={"neuvola": "sana"}) as smtp:
        assert send(port=smtp.port, tls=MailTls.STARTTLS) is Fate.LATER


def test_a_host_that_is_not_there():
    with mail_relay() as smtp:
        port = smtp.port
    assert refusal(port=port) == ("offline", 0)


def test_a_name_that_nobody_knows():
    assert refusal(port=25, host="relay.invalid") == ("offline", 0)


def test_a_relay_that_answers_nothing_at_the_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(relay, "TAKEN_SECONDS", 0.3)
    with mail_relay() as smtp:
        smtp.at_text[LETTER.address] = [SILENCE]
        with Relay(mail_settings(smtp.port), "neuvola.example") as line:
            outcome = line.send(LETTER)
            assert not line.is_open
    assert (outcome.fate, outcome.fault) == (Fate.LATER, "unsure timeout")


def test_an_address_of_other_signs_needs_a_relay_that_knows_them():
    with mail_relay() as smtp, Relay(mail_settings(smtp.port), "neuvola.example") as line:
        outcome = line.send(Letter("a@x.example", "jäärä@y.example", LETTER.data))
        assert (outcome.fate, outcome.fault) == (Fate.REFUSED, "address utf8")
        assert line.send(LETTER).fate is Fate.TAKEN
