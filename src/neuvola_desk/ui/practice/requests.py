"""Contact requests in practice: the same pages and the same consent, and nothing sealed, kept or sent.

Every organisation of the catalogue takes them, so that they can be practised before any does.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from neuvola_core import codes
from neuvola_core.catalogue import Service
from neuvola_core.contact import Offers, Receiver
from neuvola_core.errors import InvalidRecordError
from neuvola_core.roles import Act, Rights
from neuvola_desk.contact_port import Withdrawn
from neuvola_desk.i18n import _, current_language
from neuvola_desk.record_port import ContactRecord
from neuvola_desk.ui.practice.mark import WORD
from neuvola_desk.usecases.clock import Clock
from neuvola_desk.usecases.consent import Controller, Proposal
from neuvola_desk.usecases.contact_requests import ContactRequests, NoOfferError, Offered, Typed

_CONTROLLER: Final = Controller(WORD, WORD)


class PracticeRequests(ContactRequests):
    """Lives as long as the practice; what was practised is known by its code alone."""

    def __init__(self, record: ContactRecord, clock: Clock, rights: Rights, controller: Controller) -> None:
        super().__init__(record, clock, rights, controller if controller.is_named else _CONTROLLER)
        self._may = rights
        self._met: dict[str, Receiver] = {}
        self._open_codes: set[str] = set()
        self._ended_codes: set[str] = set()

    def obstacle(self) -> NoOfferError | None:
        """Nothing stands in the way of practising."""
        return None

    def is_line_old(self, _now: datetime) -> bool:
        """No line is needed."""
        return False

    def offered(self, services: Iterable[Service], _today: date) -> tuple[Offered, ...]:
        """Everybody behind the services."""
        behind = (one.organisation for one in services)
        method = {current_language(): _("Harjoitus: tässä järjestö kertoo, miten se ottaa yhteyttä.")}
        found = {one.id: Receiver(one.id, dict(one.name), method) for one in behind if one is not None}
        self._met.update(found)
        return tuple(Offered(receiver) for receiver in found.values())

    def withdraw(self, code: str) -> Withdrawn:
        """Takes back what was practised; a real request cannot be taken back from here."""
        self._may.require(Act.CANCEL_REQUEST)
        plain = codes.plain(code)
        if plain in self._ended_codes:
            return Withdrawn.ALREADY
        if plain not in self._open_codes:
            raise InvalidRecordError(field="code", value="")
        self._open_codes.discard(plain)
        self._ended_codes.add(plain)
        return Withdrawn.DESTROYED

    def _seal(self, proposal: Proposal, _typed: Typed) -> None:
        """What was typed is let go of here."""
        self._open_codes.add(codes.plain(proposal.code))

    def _offers(self) -> Offers:
        return Offers(receivers=tuple(self._met.values()))
