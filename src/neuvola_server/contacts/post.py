"""Sends the mails whose turn has come, one at a time, each noted before the next.

A lease keeps two processes from doing the same at once; what makes it right is that each mail is taken in
hand by a transaction of its own. A process that dies leaves at most the mail in its hand unsettled: that one
is sent again, under the same Message-ID.
"""

import secrets
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from email.errors import MessageError
from typing import Final

import structlog
from sqlalchemy import Connection

from neuvola_core.errors import NeuvolaError
from neuvola_server.contacts import mails
from neuvola_server.contacts.compose import Writer
from neuvola_server.contacts.mails import NO_ADDRESS, Fate, MailKind, Outcome, Outgoing
from neuvola_server.contacts.relay import MailRelayError, Relay
from neuvola_server.leases import Leases
from neuvola_server.logs import where_it_arose
from neuvola_server.storage.database import Database

LEASE: Final = "mail"
MOST_A_ROUND: Final = 500
_LOOK: Final = timedelta(seconds=10)
"""How often the queue is looked into: a mail that was queued by whichever process leaves within this time."""
_BROKEN_LINES: Final = 3
"""In a row: then it is the relay that is to blame, and others wait for the next round."""
_CARRY_A_LINK: Final = (MailKind.NEW, MailKind.LINK, MailKind.REMINDER)
_log = structlog.get_logger("neuvola_server.post")


class NoMailError(NeuvolaError):
    """No relay is named in the settings."""

    code = "no-mail"


class MailRefusedError(NeuvolaError):
    """The relay did not take a mail; facts: ``fault`` (of ``Outcome``)."""

    code = "mail-refused"


LinkOf = Callable[[Connection, str, str], str]
"""Gives the token that holds now of a request and an organisation; empty where that part is over."""


class Post:
    """Composes and sends; without a relay in the settings there is no ``writer``, and mails wait."""

    def __init__(
        self,
        database: Database,
        *,
        writer: Writer | None,
        link_of: LinkOf,
        is_clock_doubted: Callable[[], bool],
        leases: Leases,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._writer = writer
        self._link_of = link_of
        self._is_clock_doubted = is_clock_doubted
        self._leases = leases
        self._clock = clock

    def keep(self, stop: threading.Event) -> None:
        """Sends until it is stopped; the body of a serving process's own thread."""
        while not stop.is_set():
            try:
                self.send_due(lambda: not stop.is_set())
            except Exception as fault:  # noqa: BLE001 - the runner's edge: the next round may do better
                _log.error("post-fault", kind=type(fault).__name__, where=where_it_arose(fault))
            stop.wait(_LOOK.total_seconds())

    def send_due(self, go_on: Callable[[], bool] = lambda: True) -> Mapping[Fate, int]:
        """Sends what is due, unless another process is at it; returns what became of how many.

        By a clock that is not believed nothing is sent: whether a mail is needed, and when it has its next
        turn, is decided by it.
        """
        writer = self._writer
        if writer is None:
            return {}
        turn = self._database.read(lambda connection: mails.due(connection, self._clock(), MOST_A_ROUND))
        if not turn or self._is_clock_doubted():
            return {}
        with self._leases.held(LEASE) as prolong, Relay(writer.settings, writer.our_name) as relay:
            if prolong is None:
                return {}
            fates: Counter[Fate] = Counter()
            broken = 0
            for mail_id in turn:
                prolong()
                if broken == _BROKEN_LINES or not go_on() or not self._is_open(relay):
                    break
                fates.update(self._send(relay, writer, mail_id))
                broken = 0 if relay.is_open else broken + 1
        lost = {fate.value: n for fate, n in fates.items() if fate is not Fate.TAKEN}
        if lost:
            _log.warning("mails-not-taken", **lost)
        return fates

    def test(self, address: str, language: str) -> None:
        """Sends a mail at once that shows that mail works.

        Raises ``NoMailError``, ``MailRelayError`` and ``MailRefusedError``.
        """
        writer = self._writer
        if writer is None:
            raise NoMailError
        try:
            letter = writer.test(secrets.token_hex(16), address, language, self._clock())
        except (ValueError, MessageError):
            raise MailRefusedError(fault=NO_ADDRESS) from None
        with Relay(writer.settings, writer.our_name) as relay:
            outcome = relay.send(letter)
        if outcome.fate is not Fate.TAKEN:
            raise MailRefusedError(fault=outcome.fault)

    def _is_open(self, relay: Relay) -> bool:
        """Whether there is a line; where there is none, every mail whose turn it is has had it."""
        try:
            relay.open()
        except MailRelayError as fault:
            told = f"relay {fault.facts['reason']}"
            n = self._database.write(lambda connection: mails.put_off(connection, told, self._clock()))
            _log.warning("mail-relay-fault", reason=fault.facts["reason"], status=fault.facts["status"], n=n)
            return False
        return True

    def _send(self, relay: Relay, writer: Writer, mail_id: str) -> tuple[Fate, ...]:
        """What became of one mail; nothing where another has it or nobody needs it any more."""
        taken = self._database.write(lambda connection: self._take_up(connection, mail_id))
        if taken is None:
            return ()
        try:
            letter = writer.mail(*taken, self._clock())
        except (ValueError, MessageError):  # one that passed for an address and is none
            outcome = Outcome(Fate.REFUSED, NO_ADDRESS)
        else:
            outcome = relay.send(letter)
        self._database.write(lambda connection: mails.settle(connection, mail_id, outcome, self._clock()))
        return (outcome.fate,)

    def _take_up(self, connection: Connection, mail_id: str) -> tuple[Outgoing, str] | None:
        outgoing = mails.take_up(connection, mail_id, self._clock())
        if outgoing is None or outgoing.kind not in _CARRY_A_LINK:
            return (outgoing, "") if outgoing else None
        token = self._link_of(connection, outgoing.request, outgoing.organisation)
        if not token:
            mails.discard(connection, mail_id)
            return None
        return outgoing, token
