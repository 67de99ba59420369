"""The line to the mail relay: one mail at a time, each with an outcome of its own.

Nothing the relay says is kept but its three figures: its sentences may quote an address.
"""

import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Final

from neuvola_core.errors import NeuvolaError
from neuvola_server.contacts.mails import Fate, Outcome
from neuvola_server.settings import MailSettings, MailTls

REPLY_SECONDS: Final = 30.0
"""How long an answer is waited for; after the whole mail, longer: the relay may be looking into it."""
TAKEN_SECONDS: Final = 120.0
MOST_ON_A_LINE: Final = 50
"""Mails after which a new line is opened, as relays expect."""
_LOG_IN_FIRST: Final = (530, 535)
"""What a relay answers that does not know us: the address is not to blame."""
_GONE: Final = (421, -1)
"""The relay hangs up, or does not speak SMTP any more."""


class MailRelayError(NeuvolaError):
    """The relay cannot be used; facts: ``reason`` (a key), ``status`` (its answer, or 0).

    Reasons: "offline", "timeout", "tls" (its certificate), "starttls" (it offers none), "log-in", "password"
    (the file), "refused".
    """

    code = "mail-relay"


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it is handed over; ``sender`` is where it comes back to."""

    sender: str
    address: str
    data: bytes


class Relay:
    """A line that is opened when it is first wanted and again after it broke; closed after use."""

    def __init__(self, settings: MailSettings, our_name: str) -> None:
        self._settings = settings
        self._our_name = our_name
        self._client: smtplib.SMTP | None = None
        self._handed = 0

    def __enter__(self) -> "Relay":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    @property
    def is_open(self) -> bool:
        """Whether the line still stands."""
        return self._client is not None

    def open(self) -> smtplib.SMTP:
        """The line, opened where there is none; raises ``MailRelayError``."""
        if self._client is not None and self._handed >= MOST_ON_A_LINE:
            self._hang_up()
        if self._client is None:
            self._client, self._handed = _connect(self._settings, self._our_name), 0
        return self._client

    def send(self, letter: Letter) -> Outcome:
        """Hands a letter over; raises ``MailRelayError`` where there is no line."""
        client = self.open()
        self._handed += 1
        stage = _Stage(client)
        try:
            outcome = stage.hand_over(letter)
            if outcome.fate is not Fate.TAKEN and stage.last not in _GONE:
                client.rset()
        except (OSError, smtplib.SMTPException) as fault:
            self._drop()
            return stage.outcome or Outcome(Fate.LATER, f"{stage.name} {_why(fault)}")
        if stage.last in _GONE:
            self._drop()
        return outcome

    def _hang_up(self) -> None:
        if self._client is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._client.quit()
            self._drop()

    def _drop(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None


class _Stage:
    """How far one letter has come, so that a line that breaks is told for what it was."""

    def __init__(self, client: smtplib.SMTP) -> None:
        self._client = client
        self.name = "sender"
        self.last = 0
        self.outcome: Outcome | None = None

    def hand_over(self, letter: Letter) -> Outcome:
        self.outcome = self._steps(letter)
        return self.outcome

    def _steps(self, letter: Letter) -> Outcome:
        client, knows_dsn = self._client, self._client.has_extn("dsn")
        utf8 = not letter.address.isascii()
        if utf8 and not client.has_extn("smtputf8"):
            return Outcome(Fate.REFUSED, "address utf8")
        options = [*(["RET=HDRS"] if knows_dsn else []), *(["SMTPUTF8"] if utf8 else [])]
        self.last = client.mail(letter.sender, options)[0]
        if self.last != 250:
            # The sender is ours: whatever is wrong with it can be put right, and the mail be sent then.
            return Outcome(Fate.LATER, f"sender {self.last}")
        self.name = "address"
        self.last = client.rcpt(letter.address, ["NOTIFY=FAILURE"] if knows_dsn else [])[0]
        if self.last not in (250, 251):
            return self._refused()
        self.name = "text"
        self.last = client.docmd("DATA")[0]
        if self.last != 354:
            return self._refused()
        client.send(_dotted(letter.data))
        # From here on a line that breaks leaves it open whether the mail was taken: it is sent again, and
        # is the same mail by its Message-ID.
        self.name = "unsure"
        if client.sock is not None:
            client.sock.settimeout(TAKEN_SECONDS)
        self.last = client.getreply()[0]
        if client.sock is not None:
            client.sock.settimeout(REPLY_SECONDS)
        self.name = "text"
        return Outcome(Fate.TAKEN) if self.last == 250 else self._refused()

    def _refused(self) -> Outcome:
        for_good = 500 <= self.last < 600 and self.last not in _LOG_IN_FIRST
        return Outcome(Fate.REFUSED if for_good else Fate.LATER, f"{self.name} {self.last}")


def _connect(settings: MailSettings, our_name: str) -> smtplib.SMTP:
    client: smtplib.SMTP | None = None
    try:
        client = _dial(settings, our_name)
        client.ehlo_or_helo_if_needed()
        if settings.tls is MailTls.STARTTLS:
            _encrypt(client)
        if settings.user:
            _log_in(client, settings)
    except (OSError, smtplib.SMTPException) as fault:
        if client is not None:
            client.close()
        raise _relay_fault(fault) from None
    except MailRelayError:
        if client is not None:
            client.close()
        raise
    return client


def _dial(settings: MailSettings, our_name: str) -> smtplib.SMTP:
    host, port = settings.host, settings.port
    if settings.tls is MailTls.IMPLICIT:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port, our_name, timeout=REPLY_SECONDS, context=context)
    return smtplib.SMTP(host, port, our_name, timeout=REPLY_SECONDS)


def _encrypt(client: smtplib.SMTP) -> None:
    if not client.has_extn("starttls"):
        raise MailRelayError(reason="starttls", status=0)
    code = client.starttls(context=ssl.create_default_context())[0]
    if code != 220:
        raise MailRelayError(reason="starttls", status=code)
    client.ehlo_or_helo_if_needed()


def _log_in(client: smtplib.SMTP, settings: MailSettings) -> None:
    try:
        if settings.password_file is None:
            raise MailRelayError(reason="password", status=0)
        password = settings.password_file.read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeError):
        raise MailRelayError(reason="password", status=0) from None
    try:
        client.login(settings.user, password)
    except smtplib.SMTPAuthenticationError as fault:
        raise MailRelayError(reason="log-in", status=fault.smtp_code) from None
    except (smtplib.SMTPNotSupportedError, ValueError):  # no way to log in that carries these signs
        raise MailRelayError(reason="log-in", status=0) from None


def _relay_fault(fault: OSError) -> MailRelayError:
    if isinstance(fault, smtplib.SMTPResponseException):
        return MailRelayError(reason="refused", status=fault.smtp_code)
    if isinstance(fault, ssl.SSLError):
        return MailRelayError(reason="tls", status=0)
    return MailRelayError(reason="timeout" if _why(fault) == "timeout" else "offline", status=0)


def _why(fault: BaseException) -> str:
    """Of a broken line: whether the relay was silent for too long or hung up."""
    return "timeout" if isinstance(fault.__context__ or fault, TimeoutError) else "cut-off"


def _dotted(data: bytes) -> bytes:
    """A mail as it travels: no line of it can be taken for the end, and the end is there."""
    return re.sub(rb"(?m)^\.", b"..", data) + b".\r\n"
