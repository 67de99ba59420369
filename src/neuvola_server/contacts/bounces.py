"""Mails that come back: each has a return address of its own, proven, so that nobody can make one up.

Of what comes back only its status is kept, as three figures; its text is neither stored nor logged.
"""

import hashlib
import hmac
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import getaddresses, parseaddr
from enum import StrEnum
from typing import Final

from neuvola_server.contacts import mails
from neuvola_server.storage.database import Database

LARGEST_BOUNCE: Final = 1 << 20
_MARK: Final = "bounce+"
_ID_SIGNS: Final = 32
_PROOF_SIGNS: Final = 20
_TOKEN: Final = re.compile(rf"bounce\+([0-9a-f]{{{_ID_SIGNS}}})([0-9a-f]{{{_PROOF_SIGNS}}})@", re.IGNORECASE)
_STATUS: Final = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_SENT_TO: Final = ("X-Original-To", "Delivered-To", "Envelope-To", "X-Envelope-To", "To")
_POSTMASTERS: Final = ("mailer-daemon", "postmaster")
_ONLY_LATE: Final = re.compile(r"delay|warning", re.IGNORECASE)


class Returned(StrEnum):
    """What became of a message that came back."""

    NOTED = "noted"
    NOT_A_BOUNCE = "not-a-bounce"
    """A delay, an answering machine, a delivery: nothing was lost."""
    UNPROVEN = "unproven"
    """Its address is none that this server made."""
    UNKNOWN = "unknown"
    """The mail is no longer known, or was given up before."""


class Bounces:
    """Makes return addresses and takes in what comes back to them."""

    def __init__(
        self, database: Database, secret: Callable[[], bytes], clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._secret = secret
        self._clock = clock

    def address(self, mail_id: str, domain: str) -> str:
        """Where a mail comes back to; short enough for every relay and of signs that all let pass."""
        return f"{_MARK}{mail_id}{self._proof(mail_id)}@{domain}"

    def take(self, raw: bytes, recipient: str = "") -> Returned:
        """Takes in one message; ``recipient`` is the address it came to, where the mail server says it."""
        raw = raw[:LARGEST_BOUNCE]
        head = BytesHeaderParser(policy=compat32).parsebytes(raw)
        mail_id = self._mail_of((recipient, *_addresses(head)))
        if not mail_id:
            return Returned.UNPROVEN
        try:
            status = _lost(message_from_bytes(raw, policy=compat32))
        except RecursionError:  # parts within parts beyond all measure
            status = None
        if status is None:
            return Returned.NOT_A_BOUNCE
        now = self._clock()
        noted = self._database.write(lambda connection: mails.bounced(connection, mail_id, status, now))
        return Returned.NOTED if noted else Returned.UNKNOWN

    def _mail_of(self, addresses: Iterable[str]) -> str:
        for address in addresses:
            found = _TOKEN.match(address)
            if found and hmac.compare_digest(found[2].lower(), self._proof(found[1].lower())):
                return found[1].lower()
        return ""

    def _proof(self, mail_id: str) -> str:
        return hmac.digest(self._secret(), f"bounce|{mail_id}".encode(), hashlib.sha256).hex()[:_PROOF_SIGNS]


def _addresses(message: Message) -> Iterator[str]:
    for name in _SENT_TO:
        for _shown, address in getaddresses([str(value) for value in message.get_all(name, [])]):
            yield address


def _lost(message: Message) -> str | None:
    """The status with which a mail was given up, "" where none is told; None where it was not."""
    reports = [part for part in message.walk() if part.get_content_type() == "message/delivery-status"]
    if reports:
        return _reported(reports)
    return _told(message)


def _reported(reports: Iterable[Message]) -> str | None:
    """By RFC 3464: a group of fields for each address; "failed" is the one action that loses a mail."""
    groups = [group for report in reports for group in report.walk() if group is not report]
    for group in groups:
        if str(group.get("Action", "")).strip().casefold() == "failed":
            found = _STATUS.search(str(group.get("Status", "")))
            return found[0] if found else ""
    return None


def _told(message: Message) -> str | None:
    """A notice in prose, as some servers still send: only from a mail server, and not of a mere delay."""
    sender = parseaddr(str(message.get("From", "")))[1].partition("@")[0].casefold()
    if sender not in _POSTMASTERS or _ONLY_LATE.search(str(message.get("Subject", ""))):
        return None
    text = _text(message)
    found = _STATUS.search(text)
    if found and found[0].startswith("2"):
        return None
    return found[0] if found else ""


def _text(message: Message) -> str:
    part = next((part for part in message.walk() if part.get_content_maintype() == "text"), None)
    payload = part.get_payload(decode=True) if part is not None else b""
    return payload.decode("latin-1") if isinstance(payload, bytes) else ""
