"""Contact requests at a desk in a test: organisations, keys, what a visitor tells, where it must not be."""

import base64
from datetime import date
from pathlib import Path

from nacl.public import PrivateKey

from neuvola_core.contact import (
    Consent,
    ContactDetails,
    ContactRequest,
    Offers,
    Reach,
    Receiver,
    seal_details,
    withdrawal_hash,
)
from neuvola_core.roles import Standing
from neuvola_desk.storage.record import Record
from neuvola_desk.usecases.clock import Clock, FixedClock
from neuvola_desk.usecases.consent import Agreed, Controller
from neuvola_desk.usecases.contact_requests import ContactRequests, Receipt, Typed
from support.raw_pages import database_bytes, log_bytes
from support.records import KEY, SUNDAY_MORNING

PRIVATE = PrivateKey.generate()
SEALING_KEYS = {"server-1": base64.b64encode(bytes(PRIVATE.public_key)).decode()}
CODE = "3XK7M9P2QW8R"
CODE_HASH = withdrawal_hash(CODE)

PHONE = "+358407654321"
EMAIL = "aune.testi@posti.example"
NAME = "Auneliisa"
SENTENCE = "Kaipaan juttuseuraa iltapäivisin."
SECRETS = ("407654321", "040 765 4321", EMAIL, NAME, SENTENCE)
"""What must be nowhere, however it was written."""

CONTROLLER = Controller("Kulman neuvonta ry", "tietosuoja@kulma.example")
FRIEND = Receiver(
    "o1", {"fi": "Ystävä ry", "sv": "Vän rf"}, {"fi": "Soitamme kahdessa päivässä."}, "09 111 222"
)
DEBT = Receiver("o2", {"fi": "Talousapu"}, {"fi": "Lähetämme viestin."})
OFFERS = Offers((FRIEND, DEBT), SEALING_KEYS)


def sealed_request(request_id: str, *, day: date, code: str = CODE) -> ContactRequest:
    """A request with everything that must stay secret in it."""
    details = ContactDetails(
        Reach.CALL, Consent("1", "fi", day), PHONE, EMAIL, first_name=NAME, sentence=SENTENCE
    )
    sealed = seal_details(details, request_id, SEALING_KEYS)
    return ContactRequest(request_id, sealed, ("o1",), withdrawal_hash(code), day)


def typed(**changes: object) -> Typed:
    """What a visitor says."""
    usual: dict[str, object] = {
        "reach": Reach.CALL,
        "phone": "040 765 4321",
        "first_name": NAME,
        "sentence": SENTENCE,
    }
    return Typed(**(usual | changes))  # type: ignore[arg-type]


def request_call(
    requests: ContactRequests, *organisations: str, language: str = "fi", said: Typed | None = None
) -> Receipt:
    """All that happens between the visitor's wish and the receipt."""
    told = requests.check(said or typed())
    proposal = requests.propose(organisations or ("o1",), language)
    agreed = Agreed(
        proposal=proposal,
        reach=told.reach,
        is_adult=True,
        is_own=True,
        read_back=told.address,
        agrees=True,
    )
    return requests.create(agreed, told)


def requests_of(record: Record, clock: Clock) -> ContactRequests:
    """The contact requests of a desk that nobody has locked."""
    return ContactRequests(record, clock, Standing(), CONTROLLER)


def contact_clock() -> FixedClock:
    """A Sunday morning."""
    return FixedClock(SUNDAY_MORNING)


def decrypted(record: Record) -> bytes:
    """The record and its log as whoever has the key could read them, free pages included."""
    return database_bytes(record.path, KEY) + log_bytes(record.path.with_name(f"{record.path.name}-wal"), KEY)


def on_disk(folder: Path) -> bytes:
    """Every byte of every file of a data folder, as it lies there."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def traces(content: bytes, secrets: tuple[str, ...] = SECRETS) -> list[str]:
    """Which secrets are in it, in any of the ways that text is written."""
    ways = ("utf-8", "utf-16-le", "utf-16-be")
    return [
        secret
        for secret in secrets
        if any(secret.encode(way) in content for way in ways)
        or base64.b64encode(secret.encode())[:-4] in content
        or secret.encode("unicode_escape") in content
    ]
