"""Contact requests: a visitor lets organisations call back, and nobody else ever reads where.

``ContactDetails`` exists in memory between typing and sealing, and again on the page of an organisation that
has opened it; it is written nowhere. What is kept beside the sealed text are the organisations, the day and
what became of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from neuvola_core import codec, codes, privacy, working_days
from neuvola_core.errors import InvalidRecordError, RefusedContentError
from neuvola_core.sealing import Sealed, UnsealingError, seal, unseal

LONGEST_NAME: Final = 40
LONGEST_SENTENCE: Final = 200
MOST_ORGANISATIONS: Final = 5
"""Of one request: more would be a broadcast, not a request."""
CODE_SIGNS: Final = 12
LIFE: Final = timedelta(days=14)
"""From the day of creation, at most; then everything personal is erased."""
DAYS_TO_ARRIVE: Final = 5
"""Working days after which a request that never reached the server is destroyed on the desk."""
ENOUGH_ANSWERS: Final = 5
"""From this many requests on an organisation's answer time is shown."""
TEXT_VERSION: Final = "1"
"""Of the consent text; a changed text is another version, and the former one stays readable."""
WITHDRAW_PAGE: Final = "/withdraw"
"""Where a visitor takes a request back by its code, at the server's address."""
_WITHDRAWAL: Final = "contact-withdrawal"


class Reach(StrEnum):
    """Whether it is safe to call: "Onko puhelimeen turvallista soittaa?" A plain no makes no request."""

    CALL = "soitto"
    MESSAGE = "viesti"
    EMAIL = "sahkoposti"


class PreferredTime(StrEnum):
    """When the visitor would rather be reached."""

    ANY = "ei_valia"
    MORNING = "aamupaiva"
    AFTERNOON = "iltapaiva"
    EVENING = "ilta"


class Handling(StrEnum):
    """How far an organisation is with a request; the last six end it."""

    NEW = "uusi"
    RECEIVED = "vastaanotettu"
    REACHED = "tavoitettu"
    DONE = "hoidettu"
    DECLINED = "ei_oteta"
    CANCELLED = "peruttu"
    WITHDRAWN = "kavija_perui"
    EXPIRED = "vanhentui"
    UNDELIVERED = "ei_perille"

    @property
    def is_over(self) -> bool:
        """Whether nothing personal is kept for this organisation any more."""
        return self not in (Handling.NEW, Handling.RECEIVED, Handling.REACHED)


class DeclineReason(StrEnum):
    """Why an organisation cannot help; empty where it did not decline."""

    NONE = ""
    FULL = "taynna"
    NOT_OURS = "ei_meille"
    AREA = "alue"
    NOT_REACHED = "ei_tavoitettu"
    OTHER = "muu"


@dataclass(frozen=True, slots=True)
class Consent:
    """What was agreed to: the version of the text, the language it was shown in, the day."""

    version: str
    language: str
    day: date


@dataclass(frozen=True, slots=True, repr=False)
class ContactDetails:
    """What is sealed: one's own phone or e-mail, and how one wants to be reached; no log can show it.

    ``phone`` is E.164, ``language`` a code of the leaflets' languages. The sentence is guarded and the name a
    first name. Raises ``InvalidRecordError`` (facts: ``field``) and ``RefusedContentError``.
    """

    reach: Reach
    consent: Consent
    phone: str = ""
    email: str = ""
    time: PreferredTime = PreferredTime.ANY
    language: str = "fi"
    first_name: str = ""
    sentence: str = ""

    def __post_init__(self) -> None:
        for name, longest in (("first_name", LONGEST_NAME), ("sentence", LONGEST_SENTENCE)):
            text = " ".join(getattr(self, name).split())
            object.__setattr__(self, name, text)
            if len(text) > longest:
                raise InvalidRecordError(field=name, value=len(text))
            privacy.check_free_text(text, name)
        needed = "email" if self.reach is Reach.EMAIL else "phone"
        if not getattr(self, needed):
            raise InvalidRecordError(field=needed, value="")
        if self.phone and not is_phone(self.phone):
            raise InvalidRecordError(field="phone", value="")
        if self.email and not is_email(self.email):
            raise InvalidRecordError(field="email", value="")


@dataclass(frozen=True, slots=True)
class ContactRequest:
    """A request as it leaves the desk: only ``sealed`` holds anything of the visitor.

    ``withdrawal`` is the hash of the code on the receipt, ``day`` that of creation.
    """

    id: str
    sealed: Sealed
    organisations: tuple[str, ...]
    withdrawal: str
    day: date


@dataclass(frozen=True, slots=True)
class ClosedPeriod:
    """Days on which an organisation takes no requests, both ends included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Receiver:
    """An organisation that takes requests, as desks know it.

    ``method`` tells in its own words, by language, how it makes contact; ``phone`` is where the visitor may
    call instead. ``answer_days`` is the median of working days until it first answered, None while there are
    fewer than five answers.
    """

    id: str
    name: Mapping[str, str]
    method: Mapping[str, str]
    phone: str = ""
    closed: tuple[ClosedPeriod, ...] = ()
    answer_days: int | None = None

    def is_closed(self, day: date) -> bool:
        """Whether it takes no requests on a day."""
        return any(period.first <= day <= period.last for period in self.closed)


@dataclass(frozen=True, slots=True)
class HandlingState:
    """How far one organisation is; ``day`` is of the last change (ISO), empty before any."""

    organisation: str
    state: Handling
    reason: DeclineReason = DeclineReason.NONE
    day: str = ""


@dataclass(frozen=True, slots=True)
class Offers:
    """To whom contact requests may go, and the public keys (base64, by id) that they are sealed to.

    ``next_key`` is what the server will sign with after its present key, as in a manifest: a desk that only
    follows the catalogue never sees one.
    """

    receivers: tuple[Receiver, ...] = ()
    sealing_keys: Mapping[str, str] = field(default_factory=dict)
    next_key: str = ""


def seal_details(details: ContactDetails, request_id: str, public_keys: Mapping[str, str]) -> Sealed:
    """Seals the details to every key, bound to the request's id."""
    return seal(codec.to_json(details), request_id, public_keys)


def open_details(sealed: Sealed, request_id: str, key_id: str, private_key: bytes) -> ContactDetails:
    """The details again; raises ``UnsealingError``."""
    plain = unseal(sealed, request_id, key_id, private_key)
    try:
        return codec.from_json(plain, ContactDetails)
    except (ValueError, InvalidRecordError, RefusedContentError):
        raise UnsealingError(reason="damaged") from None


def body_of(request: ContactRequest) -> Mapping[str, Any]:
    """The body of the request's record on the wire."""
    return {
        "sealed": {"text": request.sealed.text, "keys": dict(request.sealed.keys)},
        "organisations": list(request.organisations),
        "withdrawal": request.withdrawal,
        "day": request.day.isoformat(),
    }


def new_withdrawal_code() -> str:
    """A code for the receipt; only its hash leaves the desk."""
    return codes.new_code(CODE_SIGNS)


def withdrawal_hash(code: str) -> str:
    """What is kept of a withdrawal code, however it was typed."""
    return codes.code_hash(_WITHDRAWAL, codes.plain(code))


def withdraw_address(server: str) -> str:
    """What is typed into a browser to take a request back, at a server that people's phones find."""
    return server.removeprefix("https://").rstrip("/") + WITHDRAW_PAGE


def reference_of(request_id: str) -> str:
    """The short name of a request that is said aloud; it opens nothing."""
    return codes.grouped(request_id.replace("-", "")[:8].upper())


def erased_by(created: date) -> date:
    """The last day on which anything personal of a request may be kept."""
    return created + LIFE


def must_have_arrived(created: date) -> date:
    """The last day on which a request may still wait for a line."""
    return working_days.after(created, DAYS_TO_ARRIVE)


def read_phone(typed: str) -> str:
    """A phone number as typed in Finland, in E.164; raises ``InvalidRecordError`` for what is none."""
    import phonenumbers

    try:
        number = phonenumbers.parse(typed, "FI")
    except phonenumbers.NumberParseException:
        raise InvalidRecordError(field="phone", value="") from None
    if not phonenumbers.is_valid_number(number):
        raise InvalidRecordError(field="phone", value="")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def is_phone(number: str) -> bool:
    """Whether it is a number in E.164."""
    return number.startswith("+") and number[1:].isascii() and number[1:].isdigit() and 8 <= len(number) <= 16


def is_email(address: str) -> bool:
    """Whether it can be an e-mail address (RFC 5321's limits, one host with a dot)."""
    local, at, host = address.rpartition("@")
    signs = all(ord(sign) >= 33 and sign not in '<>()[]\\,;:" ' for sign in address)
    labels = host.split(".")
    return (
        bool(
            at and signs and 0 < len(local) <= 64 and len(address) <= 254 and len(labels) > 1 and all(labels)
        )
        and "@" not in local
    )
