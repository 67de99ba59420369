"""Contact requests at the desk: who may be asked, consent, sealing, withdrawal, and what became of them.

What was typed is sealed before anything is written, and the desk cannot open it again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from neuvola_core import codec, codes, contact, privacy
from neuvola_core.catalogue import Service
from neuvola_core.contact import (
    CODE_SIGNS,
    MOST_ORGANISATIONS,
    TEXT_VERSION,
    Consent,
    ContactDetails,
    ContactRequest,
    DeclineReason,
    Handling,
    HandlingState,
    Offers,
    PreferredTime,
    Reach,
    Receiver,
)
from neuvola_core.errors import InvalidRecordError, NeuvolaError, RefusedContentError
from neuvola_core.ids import new_record_id
from neuvola_core.roles import Act, Rights
from neuvola_desk.contact_port import KeptRequest, Stage, Withdrawn
from neuvola_desk.record_port import CLOCK_OFFSET, LAST_SYNC, OFFERS, OFFERS_DAY, SERVER_DAY, ContactRecord
from neuvola_desk.true_day import true_day
from neuvola_desk.usecases.clock import Clock
from neuvola_desk.usecases.consent import Agreed, Controller, NotAgreedError, Proposal

OLD_LINE: Final = timedelta(hours=24)
"""Since the last whole sync; beyond it the visitor is told before being asked."""
OLD_OFFERS: Final = timedelta(days=14)
"""Since the server last said who takes requests; beyond it nothing is sealed: its keys may be others."""


class NoOfferError(NeuvolaError):
    """No request can be offered here; facts: ``reason``, one of these keys.

    "no-controller" (the settings name none), "no-offers" (the server has not told who takes requests),
    "old-offers" (it told so too long ago), "old-line" (nobody was told that there is no line), "closed" or
    "unknown" (an organisation that was chosen takes none now).
    """

    code = "no-offer"


@dataclass(frozen=True, slots=True, repr=False)
class Typed:
    """What was typed; it lives until it is sealed and is shown by no log or traceback.

    ``phone`` is as typed until ``ContactRequests.check`` has read it. ``language`` is the one to speak in.
    """

    reach: Reach
    phone: str = ""
    email: str = ""
    time: PreferredTime = PreferredTime.ANY
    language: str = "fi"
    first_name: str = ""
    sentence: str = ""

    @property
    def address(self) -> str:
        """The number or e-mail address that they are to be reached by."""
        return self.email if self.reach is Reach.EMAIL else self.phone


@dataclass(frozen=True, slots=True)
class Offered:
    """An organisation that may be asked; ``opens`` is the day it takes requests again, None: it does now."""

    receiver: Receiver
    opens: date | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is printed for the visitor; ``language`` is that of the consent."""

    reference: str
    code: str
    receivers: tuple[Receiver, ...]
    answer_by: date
    erased_by: date
    language: str
    reach: Reach


@dataclass(frozen=True, slots=True)
class AtOrganisation:
    """How far one organisation is with a request; ``name`` by language, empty for one that left."""

    organisation: str
    name: Mapping[str, str]
    state: Handling
    reason: DeclineReason = DeclineReason.NONE
    day: str = ""


@dataclass(frozen=True, slots=True)
class RequestState:
    """What is known of a request of this desk; nothing of the visitor.

    ``organisations`` is empty for one that was withdrawn: there is nothing more that any of them could do.
    """

    reference: str
    day: date
    stage: Stage
    organisations: tuple[AtOrganisation, ...]
    erased_by: date


class ContactRequests:
    """The contact requests of one desk; every call asks ``rights`` for what it is."""

    def __init__(self, record: ContactRecord, clock: Clock, rights: Rights, controller: Controller) -> None:
        self._record = record
        self._clock = clock
        self._rights = rights
        self._controller = controller

    # --- before consent --------------------------------------------------------------------------------

    def obstacle(self) -> NoOfferError | None:
        """Why no request can be offered on this desk at all; None if it can."""
        if not self._controller.is_named:
            return NoOfferError(reason="no-controller")
        offers = self._offers()
        if not offers.receivers or not offers.sealing_keys:
            return NoOfferError(reason="no-offers")
        if self._are_offers_old():
            return NoOfferError(reason="old-offers")
        return None

    def today(self) -> date:
        """The day as the server would tell it, whatever the desk's clock shows."""
        return true_day(self._clock.now(), self._record.settings.get)

    def receivers(self) -> tuple[Receiver, ...]:
        """Every organisation that takes requests, as the server last told, by name."""
        return tuple(sorted(self._offers().receivers, key=lambda one: (one.name.get("fi", ""), one.id)))

    def offered(self, services: Iterable[Service], today: date) -> tuple[Offered, ...]:
        """Who of those behind the services may be asked, in the services' order; nobody at an obstacle."""
        if self.obstacle() is not None:
            return ()
        known = {receiver.id: receiver for receiver in self._offers().receivers}
        wanted = dict.fromkeys(one.organisation.id for one in services if one.organisation is not None)
        return tuple(Offered(known[one], opens_again(known[one], today)) for one in wanted if one in known)

    def line_age(self, now: datetime) -> timedelta | None:
        """How long ago everything was last sent and fetched, by the server's time; None if it never was."""
        settings = self._record.settings
        told = settings.get(LAST_SYNC)
        if not told:
            return None
        offset = timedelta(seconds=int(settings.get(CLOCK_OFFSET) or 0))
        return max(timedelta(), now - offset - datetime.fromisoformat(told))

    def is_line_old(self, now: datetime) -> bool:
        """Whether the visitor is to be told that there is no line: calling together is better."""
        age = self.line_age(now)
        return age is None or age > OLD_LINE

    @staticmethod
    def check(typed: Typed, *, confirmed: bool = False) -> Typed:
        """What was typed as it would be sealed, the phone in E.164; the other way to be reached is left out.

        Raises ``InvalidRecordError`` (facts: ``field``) and ``RefusedContentError``: with the fact
        ``question`` where ``confirmed`` (a person looked at the sentence) would let it through.
        """
        by_email = typed.reach is Reach.EMAIL
        phone = "" if by_email else contact.read_phone(typed.phone)
        email = typed.email.strip() if by_email else ""
        details = _details(replace(typed, phone=phone, email=email), Consent("", "", date.min))
        if not confirmed:
            for finding in privacy.ask(details.sentence):
                raise RefusedContentError(field="sentence", finding=finding.kind.value, question=True)
        return replace(
            typed, phone=phone, email=email, first_name=details.first_name, sentence=details.sentence
        )

    def propose(self, organisations: Sequence[str], language: str) -> Proposal:
        """A request to 1–5 organisations for the consent text to name; nothing is written.

        Raises ``NotAllowedError``, ``NoOfferError``, ``InvalidRecordError``.
        """
        self._rights.require(Act.CREATE_REQUEST)
        self._require_offers()
        today = self.today()
        chosen = tuple(dict.fromkeys(organisations))
        if not 1 <= len(chosen) <= MOST_ORGANISATIONS:
            raise InvalidRecordError(field="organisations", value=len(chosen))
        receivers = self._open(chosen, today)
        code = contact.new_withdrawal_code()
        return Proposal(new_record_id(), code, receivers, today, language, self._controller)

    # --- with consent ----------------------------------------------------------------------------------

    def create(self, agreed: Agreed, typed: Typed) -> Receipt:
        """Seals what ``check`` gave and keeps the request to be sent at once.

        Raises as ``propose`` and ``check`` do, and ``NotAgreedError`` for other details than those read back.
        """
        self._rights.require(Act.CREATE_REQUEST)
        proposal = agreed.proposal
        if agreed.reach is not typed.reach or agreed.read_back != typed.address:
            raise NotAgreedError(reason="not-read-back")
        self._require_offers()
        self._open([receiver.id for receiver in proposal.receivers], proposal.day)
        self._seal(proposal, typed)
        return Receipt(
            reference=contact.reference_of(proposal.id),
            code=codes.grouped(proposal.code),
            receivers=proposal.receivers,
            answer_by=proposal.answer_by,
            erased_by=proposal.erased_by,
            language=proposal.language,
            reach=typed.reach,
        )

    def _seal(self, proposal: Proposal, typed: Typed) -> None:
        consent = Consent(TEXT_VERSION, proposal.language, proposal.day)
        sealed = contact.seal_details(_details(typed, consent), proposal.id, self._offers().sealing_keys)
        organisations = tuple(receiver.id for receiver in proposal.receivers)
        hashed = contact.withdrawal_hash(proposal.code)
        request = ContactRequest(proposal.id, sealed, organisations, hashed, proposal.day)
        self._record.contacts.add(request, consent)

    def withdraw(self, code: str) -> Withdrawn:
        """Takes a request back by the code on its receipt, made here or at another desk.

        Raises ``NotAllowedError``, ``InvalidRecordError`` ("code") for what cannot be a code.
        """
        self._rights.require(Act.CANCEL_REQUEST)
        plain = codes.plain(code)
        if len(plain) != CODE_SIGNS or not codes.is_whole(plain):
            raise InvalidRecordError(field="code", value="")
        return self._record.contacts.withdraw(contact.withdrawal_hash(plain), new_record_id())

    # --- after -----------------------------------------------------------------------------------------

    def states(self) -> tuple[RequestState, ...]:
        """Every request of this desk, the newest first; raises ``NotAllowedError``."""
        self._rights.require(Act.REQUEST_STATES)
        names = {receiver.id: receiver.name for receiver in self._offers().receivers}
        kept = sorted(self._record.contacts.all(), key=lambda one: (-one.day.toordinal(), one.id))
        return tuple(_state_of(one, names) for one in kept)

    def by_reference(self, text: str) -> tuple[RequestState, ...]:
        """The requests whose reference was typed or said; raises ``NotAllowedError``."""
        wanted = codes.plain(text)
        return tuple(one for one in self.states() if codes.plain(one.reference) == wanted)

    def lost(self) -> int:
        """How many requests were destroyed because they never reached the server, and nobody has seen it."""
        return self._record.contacts.lost()

    def note_lost_seen(self) -> None:
        """Somebody who may see states has seen which they were; raises ``NotAllowedError``."""
        self._rights.require(Act.REQUEST_STATES)
        self._record.contacts.note_lost_seen()

    # ---------------------------------------------------------------------------------------------------

    def _offers(self) -> Offers:
        told = self._record.settings.get(OFFERS)
        return codec.from_json(told, Offers) if told else Offers()

    def _are_offers_old(self) -> bool:
        """A record that never noted it goes by the last answer, for each one names the present offers."""
        told = self._record.settings.get(OFFERS_DAY) or self._record.settings.get(SERVER_DAY)
        return bool(told) and self.today() - date.fromisoformat(told) > OLD_OFFERS

    def _require_offers(self) -> None:
        obstacle = self.obstacle()
        if obstacle is not None:
            raise obstacle

    def _open(self, organisations: Sequence[str], day: date) -> tuple[Receiver, ...]:
        """Those that take requests on a day; raises ``NoOfferError`` if one of them does not."""
        known = {receiver.id: receiver for receiver in self._offers().receivers}
        for organisation in organisations:
            if organisation not in known:
                raise NoOfferError(reason="unknown", id=organisation)
            if known[organisation].is_closed(day):
                raise NoOfferError(reason="closed", id=organisation)
        return tuple(known[organisation] for organisation in organisations)


def opens_again(receiver: Receiver, today: date) -> date | None:
    """The first day from today on which a closed organisation takes requests; None where it does today."""
    day = today
    while receiver.is_closed(day):
        day = max(period.last for period in receiver.closed if period.first <= day <= period.last)
        day += timedelta(days=1)
    return None if day == today else day


def _details(typed: Typed, consent: Consent) -> ContactDetails:
    return ContactDetails(
        reach=typed.reach,
        consent=consent,
        phone=typed.phone,
        email=typed.email,
        time=typed.time,
        language=typed.language,
        first_name=typed.first_name,
        sentence=typed.sentence,
    )


def _state_of(kept: KeptRequest, names: Mapping[str, Mapping[str, str]]) -> RequestState:
    told = {state.organisation: state for state in kept.states}
    asked = () if kept.stage is Stage.WITHDRAWN else kept.organisations
    states = (told.get(one, HandlingState(one, Handling.NEW)) for one in asked)
    return RequestState(
        reference=contact.reference_of(kept.id),
        day=kept.day,
        stage=kept.stage,
        organisations=tuple(
            AtOrganisation(one.organisation, names.get(one.organisation, {}), one.state, one.reason, one.day)
            for one in states
        ),
        erased_by=contact.erased_by(kept.day),
    )
