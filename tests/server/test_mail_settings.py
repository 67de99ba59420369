"""The settings of mail: encrypted unless said otherwise, the password in a file, links that work."""

from pathlib import Path

import pytest

from neuvola_server.settings import MailSettings, MailTls, SettingsError, read_settings

USUAL = {
    "DATABASE_URL": "sqlite:////srv/neuvola/server.db",
    "SMTP_URL": "smtp://relay.example",
    "MAIL_FROM": "Neuvonta <neuvonta@kunta.example>",
    "PUBLIC_URL": "https://neuvola.example",
}


def read(more: dict[str, str] | None = None, **given: str) -> MailSettings:
    named = {f"NEUVOLA_SERVER_{name}": value for name, value in (USUAL | given).items()}
    settings = read_settings(named | (more or {})).mail
    assert settings is not None
    return settings


def test_without_an_address_there_is_no_mail():
    assert read_settings({"NEUVOLA_SERVER_DATABASE_URL": USUAL["DATABASE_URL"]}).mail is None


def test_what_holds_without_more():
    settings = read()
    assert (settings.host, settings.port, settings.tls) == ("relay.example", 587, MailTls.STARTTLS)
    assert (settings.sender, settings.sender_name) == ("neuvonta@kunta.example", "Neuvonta")
    assert (settings.user, settings.password_file, settings.bounce_domain) == ("", None, "")


@pytest.mark.parametrize(
    ("url", "tls", "port"),
    [
        ("smtp://relay.example?starttls=required", MailTls.STARTTLS, 587),
        ("smtp://relay.example:25?starttls=off", MailTls.NONE, 25),
        ("smtps://relay.example", MailTls.IMPLICIT, 465),
        ("smtps://relay.example:8465/", MailTls.IMPLICIT, 8465),
        ("smtp://localhost:25", MailTls.NONE, 25),
        ("smtp://127.0.0.1", MailTls.NONE, 587),
        ("smtp://[::1]:25", MailTls.NONE, 25),
        ("smtp://localhost?starttls=required", MailTls.STARTTLS, 587),
        ("smtp://127.example.com", MailTls.STARTTLS, 587),
    ],
)
def test_it_is_encrypted_unless_the_relay_is_here_or_the_address_says_otherwise(
    url: str, tls: MailTls, port: int
):
    settings = read(SMTP_URL=url)
    assert (settings.tls, settings.port) == (tls, port)


def test_the_password_is_in_a_file_and_a_user_may_have_signs_of_addresses():
    settings = read(SMTP_URL="smtps://lähettäjä%40kunta@relay.example", SMTP_PASSWORD_FILE="/run/secret")
    assert (settings.user, settings.password_file) == ("lähettäjä@kunta", Path("/run/secret"))


def test_systemd_may_hand_the_password_over(tmp_path: Path):
    url = "smtps://neuvola@relay.example"
    assert read({"CREDENTIALS_DIRECTORY": str(tmp_path)}, SMTP_URL=url).password_file is None
    (tmp_path / "smtp-password").write_text("sana")
    settings = read({"CREDENTIALS_DIRECTORY": str(tmp_path)}, SMTP_URL=url)
    assert settings.password_file == tmp_path / "smtp-password"


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("SMTP_URL", "relay.example:587", "not-smtp"),
        ("SMTP_URL", "https://relay.example", "not-smtp"),
        ("SMTP_URL", "smtp://", "not-smtp"),
        ("SMTP_URL", "smtp://relay.example:0", "not-smtp"),
        ("SMTP_URL", "smtp://relay.example:99999", "not-smtp"),
        ("SMTP_URL", "smtp://relay.example/path", "not-smtp"),
        ("SMTP_URL", "smtp://relay.example?starttls", "not-smtp"),
        ("SMTP_URL", "smtp://relay.example?starttls=maybe", "not-smtp"),
        ("SMTP_URL", "smtps://relay.example?starttls=off", "not-smtp"),
        ("SMTP_URL", "smtp://jäärä.example", "not-smtp"),
        ("SMTP_URL", "smtp://user:secret@relay.example", "password-in-url"),
        ("MAIL_FROM", "", "not-an-address"),
        ("MAIL_FROM", "Neuvonta", "not-an-address"),
        ("MAIL_FROM", "neuvonta@jäärä.example", "not-an-address"),
        ("BOUNCE_DOMAIN", "a b", "not-a-domain"),
        ("BOUNCE_DOMAIN", "bounce@x.example", "not-a-domain"),
        ("PUBLIC_URL", "", "needed-for-mail"),
        ("PUBLIC_URL", "http://neuvola.example", "needed-for-mail"),
        ("PUBLIC_URL", "neuvola.example", "needed-for-mail"),
    ],
)
def test_what_cannot_be_used_is_said(name: str, value: str, reason: str):
    with pytest.raises(SettingsError) as refused:
        read(**{name: value})
    assert refused.value.facts == {"name": name, "reason": reason}


def test_a_page_of_this_machine_needs_no_certificate():
    assert read(PUBLIC_URL="http://127.0.0.1:8710").sender
