"""What mails say, in each language: a link and what to do with it, and nothing else."""

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

import pytest

from neuvola_server.contacts.compose import Writer, _texts
from neuvola_server.contacts.mails import MailKind, Outgoing
from neuvola_server.contacts.relay import Letter
from neuvola_server.contacts.values import LANGUAGES
from support.contact_house import mail_settings

REQUEST = "0f3b9c1e-5d7a-4f00-9c3e-2b8f6a1d4e77"
TOKEN = "kQ-3" * 10 + "abc"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
WRITER = Writer(mail_settings(25), "https://neuvola.example/", lambda mail_id, host: f"back-{mail_id}@{host}")
SUBJECTS = {
    "fi": "Teille on uusi yhteydenottopyyntö",
    "sv": "Ni har fått en ny kontaktbegäran",
    "en": "You have a new contact request",
}


def outgoing(kind: MailKind = MailKind.NEW, language: str = "fi", **fields: object) -> Outgoing:
    usual = {
        "id": "7" * 32,
        "kind": kind,
        "request": REQUEST,
        "organisation": "kulma",
        "link": 1,
        "address": "aino@kulma.example",
        "language": language,
        "name": {"fi": "Kulman tupa", "sv": "Hörnets stuga"},
    }
    return Outgoing(**(usual | fields))  # type: ignore[arg-type]


def written(one: Outgoing) -> Letter:
    return WRITER.mail(one, TOKEN, NOON)


def read(letter: Letter) -> EmailMessage:
    return cast(EmailMessage, message_from_bytes(letter.data, policy=policy.default))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_subject_is_in_the_readers_language(language: str):
    mail = read(written(outgoing(language=language)))
    assert mail["Subject"] == SUBJECTS[language]
    assert mail["Content-Language"] == language
    assert mail["To"] == "aino@kulma.example"
    assert mail["From"] == "Neuvontapisteet <neuvonta@neuvola.example>"
    assert mail.get_content_type() == "text/plain"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [MailKind.NEW, MailKind.LINK, MailKind.REMINDER])
def test_an_organisation_gets_one_link_on_a_line_of_its_own_and_where_to_ask(kind: MailKind, language: str):
    text = read(written(outgoing(kind, language))).get_content()
    assert re.findall(r"https?://\S+", text) == [f"https://neuvola.example/requests/{TOKEN}"]
    assert f"\n\nhttps://neuvola.example/requests/{TOKEN}\n\n" in text.replace("\r\n", "\n")
    assert "koordinaattori@neuvola.example" in text
    assert "Kulman" not in text
    assert "0F3B" not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("kind", "link", "page"),
    [
        (MailKind.ESCALATED, 1, "contacts"),
        (MailKind.UNDELIVERED, 1, "receivers"),
        (MailKind.UNDELIVERED, 0, "receivers"),
    ],
)
def test_a_coordinator_gets_reference_and_organisation_and_no_link_that_opens(
    kind: MailKind, link: int, page: str, language: str
):
    text = read(written(outgoing(kind, language, link=link))).get_content()
    assert TOKEN not in text
    assert f"https://neuvola.example/{page}" in text
    assert "0F3B-9C1E" in text
    assert ("Hörnets stuga" if language == "sv" else "Kulman tupa") in text


def test_an_organisation_that_left_is_told_of_in_other_words():
    left, failed = (read(written(outgoing(MailKind.UNDELIVERED, link=n))) for n in (0, 1))
    assert left["Subject"] != failed["Subject"]


def test_every_language_says_the_same_facts_of_the_same_mails():
    told = [
        {
            kind: sorted(re.findall(r"{\w+}", " ".join(said["text"])))
            for kind, said in _texts(language).items()
        }
        for language in LANGUAGES
    ]
    assert told[0] == told[1] == told[2]


def test_a_name_cannot_add_lines_or_headers():
    mail = read(written(outgoing(MailKind.ESCALATED, name={"fi": "Tupa\r\nBcc: x@y.example\r\n\r\n{link}"})))
    assert mail["Bcc"] is None
    assert "Tupa Bcc: x@y.example {link}" in mail.get_content()


def test_it_says_that_nobody_wrote_it_and_follows_nobody():
    letter = written(outgoing())
    mail = read(letter)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert not {
        name for name in mail if name.lower().startswith(("disposition", "return-receipt", "x-track"))
    }
    assert b"<img" not in letter.data
    assert mail["Reply-To"] is None


def test_it_goes_through_every_relay_as_it_is():
    lines = written(outgoing()).data.split(b"\r\n")
    assert max(map(len, lines)) <= 78
    assert not [line for line in lines if b"\n" in line or not line.isascii()]


def test_the_same_mail_is_the_same_whenever_it_leaves():
    later = WRITER.mail(outgoing(), TOKEN, NOON.replace(hour=18))
    assert read(later)["Message-ID"] == read(written(outgoing()))["Message-ID"]
    assert read(later)["Message-ID"] == f"<{'7' * 32}@neuvola.example>"
    assert later.sender == f"back-{'7' * 32}@bounces.example"


def test_without_a_domain_for_bounces_they_go_to_the_sender():
    plain = Writer(mail_settings(25, bounce_domain=""), "https://neuvola.example", lambda *_: "nowhere")
    assert plain.mail(outgoing(), TOKEN, NOON).sender == "neuvonta@neuvola.example"


def test_a_host_of_other_signs_goes_in_the_signs_of_dns():
    assert written(outgoing(address="aino@tyttökerho.fi")).address == "aino@xn--tyttkerho-37a.fi"


def test_it_calls_itself_by_the_name_of_the_pages():
    assert WRITER.our_name == "neuvola.example"
    assert Writer(mail_settings(25), "http://127.0.0.1:8710", lambda *_: "").our_name == "[127.0.0.1]"
