"""What desk and server say to each other: protocol 1, as frozen values; JSON on the wire.

A field that a reader does not know is passed over, so either side may be the newer one. Times are ISO 8601 in
UTC and decide nothing. ``nonce`` comes back unchanged: an answer without it is not the server's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from neuvola_core import codec
from neuvola_core.contact import HandlingState, Offers

PROTOCOL: Final = 1
OLDEST_PROTOCOL: Final = 1
"""The oldest protocol whose desks get everything; what an older one has to send is taken all the same."""
MOST_RECORDS: Final = 100
LARGEST_REQUEST: Final = 1024 * 1024
"""Bytes of a request's body, at most."""
LARGEST_PAGE: Final = 1000
MOST_OFFERED: Final = 1000
NONCE_HEADER: Final = "Neuvola-Nonce"
SCHEMA: Final = 1
"""The schema of the records that this program makes; the server reads every earlier one for ever."""


class RecordKind(StrEnum):
    """What a record is; its ``body`` is a core value of that kind."""

    VISIT = "visit"
    UNDO = "visit_undo"
    EXPERIENCE = "experience"
    CORRECTION = "correction"
    CONTACT = "contact_request"
    WITHDRAWAL = "contact_withdrawal"


PRIVATE_KINDS: Final = frozenset({RecordKind.CONTACT, RecordKind.WITHDRAWAL})
"""Kinds that travel in a request of their own, so that nothing joins them to a visit."""


@dataclass(frozen=True, slots=True)
class Record:
    """Something a person made at a desk. ``id`` is random and made when it was saved.

    ``number`` counts the records of a kind that a desk has offered in one series, from 1; 0 is none. It is no
    part of the record and the server keeps only which numbers are missing.
    """

    id: str
    kind: str
    body: Mapping[str, Any]
    schema: int = SCHEMA
    replaces: str = ""
    number: int = 0


def record_digest(record: Record) -> str:
    """SHA-256 in hex of the record's canonical JSON, its number left out.

    Raises ``ValueError`` for a body that canonical JSON cannot say.
    """
    said = {"id": record.id, "kind": record.kind, "schema": record.schema, "replaces": record.replaces}
    return codec.digest(codec.to_json({**said, "body": record.body}))


class CounterKind(StrEnum):
    """The counters, by key: (point, day, part), (point, week, need, service), (point, month, language)."""

    FOOTFALL = "footfall"
    GIVEN = "given"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Total:
    """A counter as it stands: it overwrites what the server has of the same desk's record."""

    kind: str
    key: tuple[str, ...]
    n: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """How the desk is doing, in figures. ``clock_offset`` is its time less the server's, in seconds."""

    waiting: int = 0
    quarantined: int = 0
    oldest_week: str = ""
    clock_offset: int = 0
    catalogue_seq: int = 0


@dataclass(frozen=True, slots=True)
class SyncRequest:
    """Records and totals to store, and where the desk's catalogue stands; all of it may be empty.

    ``series`` names the count that the records' numbers belong to, ``void`` numbers that will never come (by
    kind), ``counter_series`` the record that the totals are of, ``ticket`` what the last answer gave,
    ``await_durable`` ids that are stored but were not durable yet. ``serial`` rises with every request of a
    counter series (0 is none): totals of a request that a later one has overtaken on the way are passed over.
    """

    nonce: str
    desk: str
    app: str = ""
    protocol: int = PROTOCOL
    cursor: str = ""
    records: tuple[Record, ...] = ()
    series: str = ""
    void: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    totals: tuple[Total, ...] = ()
    counter_series: str = ""
    serial: int = 0
    backlog: Backlog = field(default_factory=Backlog)
    ticket: str = ""
    await_durable: tuple[str, ...] = ()


class Status(StrEnum):
    """What became of a record; told only after it is committed."""

    CREATED = "created"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    REJECTED = "rejected"
    RETRY = "retry"
    HELD = "held"


STORED: Final = frozenset({Status.CREATED, Status.DUPLICATE, Status.HELD})
"""The server has it: the desk may put it away."""
REFUSED: Final = frozenset({Status.CONFLICT, Status.REJECTED})
"""A person has to look at it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one record; ``code`` and ``field`` say why it was refused (keys, not prose)."""

    status: str
    code: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """Where the server's catalogue stands.

    ``count`` is of services that are offered; ``chain`` is of all changes up to ``seq``, see ``next_link``.
    ``fresh`` is the day on which each source was last confirmed whole, by source name (ISO date).
    """

    epoch: str
    seq: int
    chain: str
    count: int
    fresh: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SyncAnswer:
    """The verdicts by id, and what the desk is to know.

    ``stored_totals`` is true when every total of the request is committed. ``durable`` are ids that survive
    the loss of the server's disk. ``gaps`` are numbers the server has not seen, as closed ranges by kind.
    ``next_sync_after`` is in seconds. ``notices`` are keys: "copied" (a second copy of this desk has been
    here), "restored" (the server has forgotten answers it gave: offer again what was sent), "token-due",
    "update-needed". ``ticket`` is "<count>.<random>": by the count it is told who has fallen behind.
    ``offers`` names the present ``SignedOffers`` (see ``offers_name``): another name, and the desk asks.
    ``desk_version`` is the newest version of the desk that one may ask for; empty where nobody says.
    """

    nonce: str
    head: Head
    server_time: str
    ticket: str
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    stored_totals: bool = False
    durable: tuple[str, ...] = ()
    gaps: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    next_sync_after: int = 60
    protocol: int = PROTOCOL
    min_protocol: int = OLDEST_PROTOCOL
    notices: tuple[str, ...] = ()
    offers: str = ""
    desk_version: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One numbered change of the catalogue.

    ``service`` is the service's canonical JSON as an object, ``gone`` says that it is withdrawn; neither: a
    later change in the log tells the service's present state. ``digest`` is that of the state at this number
    (64 zeros for a withdrawal).
    """

    seq: int
    id: str
    digest: str
    service: Mapping[str, Any] | None = None
    gone: bool = False
    fetched_on: str = ""


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Changes in order without a hole, and the cursor after the last of them."""

    nonce: str
    changes: tuple[Change, ...]
    cursor: str
    more: bool
    head: Head


NOWHERE: Final = ""
"""The cursor of a desk that has nothing of this server yet."""
GONE_DIGEST: Final = "0" * 64
FIRST_LINK: Final = "0" * 64


def next_link(link: str, seq: int, service_id: str, digest: str) -> str:
    """The chain after a change: SHA-256 in hex over the chain before, the number, the id and the digest."""
    return codec.digest(f"{link}|{seq}|{service_id}|{digest}".encode())


def cursor_of(epoch: str, seq: int, chain: str) -> str:
    """The opaque cursor: epoch, number and the first 16 signs of the chain there."""
    return f"{epoch}.{seq}.{chain[:16]}"


def read_cursor(cursor: str) -> tuple[str, int, str]:
    """Epoch, number and chain of a cursor; raises ``ValueError`` for what is none."""
    epoch, seq, chain = cursor.split(".")
    if not epoch or len(chain) != 16 or not seq.isascii() or not seq.isdigit():
        raise ValueError(cursor)
    return epoch, int(seq), chain


@dataclass(frozen=True, slots=True)
class Manifest:
    """A ready-made catalogue: what the file is called, what must be in it, and how long it may be used.

    ``sha256`` and ``size`` (bytes) are of the compressed file, ``raw_…`` of its content; ``schema`` and
    ``index`` are versions of catalogue.db. ``expires`` shows staleness and refuses nothing.
    """

    epoch: str
    seq: int
    chain: str
    count: int
    name: str
    sha256: str
    size: int
    raw_sha256: str
    raw_size: int
    schema: int
    index: str
    created: str
    expires: str
    next_key: str = ""


@dataclass(frozen=True, slots=True)
class SignedManifest:
    """``signature`` is Ed25519 over the manifest's canonical JSON, base64; ``key`` the public key, base64."""

    manifest: Manifest
    signature: str
    key: str


@dataclass(frozen=True, slots=True)
class EnrolRequest:
    """A one-time code from the coordinator; ``installation`` is the desk's random id of itself."""

    nonce: str
    code: str
    installation: str
    app: str = ""
    protocol: int = PROTOCOL


@dataclass(frozen=True, slots=True)
class EnrolAnswer:
    """The desk's new identity. Keys are public and base64.

    ``verify_key`` proves snapshots; contact requests are sealed to each of ``sealing_keys`` (by id): the
    server's, and recovery keys.
    """

    nonce: str
    desk: str
    name: str
    point: str
    point_name: str
    token: str
    verify_key: str
    sealing_keys: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TokenAnswer:
    """A new token; the old one holds until the new one is first used."""

    nonce: str
    token: str


@dataclass(frozen=True, slots=True)
class ReofferRequest:
    """Digests by id of what the desk believes stored: asked after the server's epoch or chain changed."""

    nonce: str
    desk: str
    offered: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReofferAnswer:
    """The ids that the server does not have."""

    nonce: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignedOffers:
    """Who takes contact requests and what they are sealed to, signed like a manifest.

    ``signature`` is Ed25519 over the canonical JSON of ``offers``, base64; ``key`` the public key, base64.
    """

    offers: Offers
    signature: str
    key: str


def offers_name(offers: Offers) -> str:
    """The beginning of the digest of offers: enough to see that they are others than before."""
    return codec.digest(codec.to_json(offers))[:8]


@dataclass(frozen=True, slots=True)
class StatesRequest:
    """Asks what became of contact requests that this desk made, by id."""

    nonce: str
    desk: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatesAnswer:
    """The state at each organisation by request id; a request that the server does not know is left out."""

    nonce: str
    states: Mapping[str, tuple[HandlingState, ...]] = field(default_factory=dict)
