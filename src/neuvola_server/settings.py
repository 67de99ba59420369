"""The settings of the server: the environment's ``NEUVOLA_SERVER_…``, and what holds without them."""

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from enum import StrEnum
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from platformdirs import user_data_dir
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from neuvola_core.contact import is_email
from neuvola_core.errors import NeuvolaError
from neuvola_core.versions import VERSION, is_version

PREFIX: Final = "NEUVOLA_SERVER_"
MOST_WORKERS: Final = 64
_CREDENTIAL: Final = "smtp-password"
"""What the password is called where systemd hands it over."""
_SMTP_PORTS: Final = {"smtp": 587, "smtps": 465}


class SettingsError(NeuvolaError):
    """A setting of the environment that cannot be used; facts: ``name``, ``reason`` (a key), its bounds."""

    code = "server-settings"


class MailTls(StrEnum):
    """How the line to the relay is encrypted; ``NONE`` is for a relay on this machine."""

    IMPLICIT = "implicit"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MailSettings:
    """The relay that mails are handed to, and whom they come from.

    ``password_file`` is read when the line is opened, so that a new password needs no restart. Without a
    ``bounce_domain`` what cannot be delivered comes back to ``sender``. ``help`` is where organisations ask.
    """

    host: str
    port: int
    tls: MailTls
    sender: str
    sender_name: str = ""
    user: str = ""
    password_file: Path | None = None
    bounce_domain: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Where the server keeps its things and how it behaves. ``sync_seconds`` is what desks are told to wait.

    ``durable_at_commit`` says that a commit survives the loss of a disk, which only a synchronous standby can
    promise; else what is stored is durable once ``backed-up`` was told. ``keep_snapshots`` is how many are
    served. ``desk_version`` is the newest desk that desks are told of: the server's own version unless told.
    """

    database_url: str
    data_dir: Path
    key_dir: Path
    host: str = "127.0.0.1"
    port: int = 8710
    workers: int = 1
    public_url: str = ""
    sync_seconds: int = 60
    desk_version: str = ""
    durable_at_commit: bool = False
    keep_snapshots: int = 3
    snapshot_minutes: int = 10
    requests_per_minute: int = 120
    metrics: bool = True
    log_json: bool = True
    mail: MailSettings | None = None

    @property
    def is_sqlite(self) -> bool:
        """Whether everything is in one file beside ``data_dir``."""
        return make_url(self.database_url).get_backend_name() == "sqlite"


def read_settings(environment: Mapping[str, str] | None = None) -> ServerSettings:
    """The settings; raises ``SettingsError``."""
    given = os.environ if environment is None else environment
    url = (
        given.get(f"{PREFIX}DATABASE_URL", "")
        or f"sqlite:///{Path(user_data_dir('neuvola-server', False)) / 'server.db'}"
    )
    data = _data_dir(url, given.get(f"{PREFIX}DATA_DIR", ""))
    keys = given.get(f"{PREFIX}KEY_DIR", "")
    return ServerSettings(
        database_url=url,
        data_dir=data,
        key_dir=Path(keys).expanduser() if keys else data / "keys",
        host=given.get(f"{PREFIX}HOST", "127.0.0.1"),
        port=_number(given, "PORT", 8710, most=65_535),
        workers=_number(given, "WORKERS", 1, least=1, most=MOST_WORKERS),
        public_url=given.get(f"{PREFIX}PUBLIC_URL", ""),
        sync_seconds=_number(given, "SYNC_SECONDS", 60, least=1),
        desk_version=_desk_version(given),
        durable_at_commit=_flag(given, "DURABLE_AT_COMMIT", False),
        keep_snapshots=_number(given, "KEEP_SNAPSHOTS", 3, least=1),
        snapshot_minutes=_number(given, "SNAPSHOT_MINUTES", 10),
        requests_per_minute=_number(given, "REQUESTS_PER_MINUTE", 120, least=1),
        metrics=_flag(given, "METRICS", True),
        log_json=_flag(given, "LOG_JSON", True),
        mail=_mail(given),
    )


def _mail(given: Mapping[str, str]) -> MailSettings | None:
    """How mails leave; None where no relay is named: they then wait in the queue."""
    address = given.get(f"{PREFIX}SMTP_URL", "")
    if not address:
        return None
    url = _smtp_url(address)
    host = url.hostname or ""
    name, sender = parseaddr(given.get(f"{PREFIX}MAIL_FROM", ""))
    if not is_email(sender) or not sender.isascii():
        raise SettingsError(name="MAIL_FROM", reason="not-an-address")
    bounces = given.get(f"{PREFIX}BOUNCE_DOMAIN", "")
    if bounces and not (bounces.isascii() and is_email(f"bounce@{bounces}")):
        raise SettingsError(name="BOUNCE_DOMAIN", reason="not-a-domain")
    public = urlsplit(given.get(f"{PREFIX}PUBLIC_URL", ""))
    if public.scheme != "https" and not (public.scheme == "http" and _is_loopback(public.hostname or "")):
        raise SettingsError(name="PUBLIC_URL", reason="needed-for-mail")
    user = unquote(url.username or "")
    return MailSettings(
        host=host,
        port=url.port or _SMTP_PORTS[url.scheme],
        tls=_mail_tls(url, host),
        sender=sender,
        sender_name=name,
        user=user,
        password_file=_password_file(given) if user else None,
        bounce_domain=bounces,
        help=" ".join(given.get(f"{PREFIX}MAIL_HELP", "").split()),
    )


def _smtp_url(address: str) -> SplitResult:
    try:
        url = urlsplit(address)
        whole = bool(url.hostname and url.hostname.isascii() and url.port != 0)
    except ValueError:
        whole = False
    if not whole or url.scheme not in _SMTP_PORTS or url.path not in ("", "/") or url.fragment:
        raise SettingsError(name="SMTP_URL", reason="not-smtp")
    if url.password is not None:
        raise SettingsError(name="SMTP_URL", reason="password-in-url")
    return url


def _mail_tls(url: SplitResult, host: str) -> MailTls:
    """Encrypted unless the relay is on this machine or the address says otherwise."""
    if url.scheme == "smtps" and not url.query:
        return MailTls.IMPLICIT
    usual = MailTls.NONE if _is_loopback(host) else MailTls.STARTTLS
    said = {"": usual, "starttls=required": MailTls.STARTTLS, "starttls=off": MailTls.NONE}
    if url.scheme == "smtps" or url.query not in said:
        raise SettingsError(name="SMTP_URL", reason="not-smtp")
    return said[url.query]


def _password_file(given: Mapping[str, str]) -> Path | None:
    """Where the password is, if this process is told: only the service itself is handed a credential."""
    named = given.get(f"{PREFIX}SMTP_PASSWORD_FILE", "")
    if named:
        return Path(named).expanduser()
    handed = given.get("CREDENTIALS_DIRECTORY", "")
    return Path(handed) / _CREDENTIAL if handed and (Path(handed) / _CREDENTIAL).exists() else None


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _data_dir(url: str, given: str) -> Path:
    if given:
        return Path(given).expanduser()
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise SettingsError(name="DATABASE_URL", reason="not-a-url") from None
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        return Path(parsed.database).expanduser().parent
    raise SettingsError(name="DATA_DIR", reason="required")


def _desk_version(given: Mapping[str, str]) -> str:
    """Desk and server come from one distribution: where this one came from there is a desk of its version."""
    told = given.get(f"{PREFIX}DESK_VERSION", "").strip() or VERSION
    if not is_version(told):
        raise SettingsError(name="DESK_VERSION", reason="not-a-version")
    return told


def _number(given: Mapping[str, str], name: str, usual: int, *, least: int = 0, most: int = 1_000_000) -> int:
    value = given.get(f"{PREFIX}{name}", "")
    if not value:
        return usual
    if not value.isascii() or not value.isdigit():
        raise SettingsError(name=name, reason="not-a-number")
    if len(value) > len(str(most)) or not least <= int(value) <= most:
        raise SettingsError(name=name, reason="out-of-range", least=least, most=most)
    return int(value)


def _flag(given: Mapping[str, str], name: str, usual: bool) -> bool:
    value = given.get(f"{PREFIX}{name}", "").casefold()
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    if value:
        raise SettingsError(name=name, reason="not-a-flag")
    return usual
