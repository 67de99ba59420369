"""The tables of the server as the newest migration leaves them, for SQLite and PostgreSQL alike.

All keys are made by those who write; no sequence, trigger or function of one engine is needed. Rows of
visits, experiences and counters name no desk, no person and no time below the week of receipt.
"""

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

REVISIONS: Final = ("0001", "0002", "0003", "0004", "0005", "0006")
HEAD: Final = REVISIONS[-1]

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _key(name: str) -> Column[str]:
    return Column(name, String, primary_key=True, nullable=False)


def _text(name: str, **options: Any) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="", **options)


def _number(name: str, kind: Any = Integer) -> Column[int]:
    return Column(name, kind, nullable=False, server_default="0")


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False, default=False)


def _table(name: str, *columns: Column[Any]) -> Table:
    return Table(name, metadata, *columns, sqlite_with_rowid=False)


# --- the catalogue -----------------------------------------------------------------------------------------

head = _table(
    "head", _key("name"), _text("epoch"), _number("seq", BigInteger), _text("chain"), _number("count")
)
"""One row, "catalogue": the counter that numbers changes. Whoever publishes updates it last, and so waits."""

service = _table(
    "service",
    _key("id"),
    *(_text(name) for name in ("source", "kind", "source_id")),
    _text("origin", index=True),
    _text("digest"),  # of what is published
    Column(
        "canonical", LargeBinary, nullable=False
    ),  # what is published: canonical JSON with its corrections
    _text("imported_digest"),
    Column("imported", LargeBinary, nullable=False),  # as the source said it
    Column("seq", BigInteger, nullable=False, index=True),  # of its newest change
    _flag("gone"),
    _text("fetched_on"),  # ISO dates; empty is none
    _text("withdrawn_on"),
    _text("missing_since"),
)
change = _table(
    "change",
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    _text("id"),
    _text("digest"),
    _text("chain"),
    _flag("gone"),
    _text("day"),
)
amendment = _table(
    "amendment",
    _key("id"),
    _text("service", index=True),
    _text("field"),
    _text("value"),
    _text("reason"),
    _text("day"),
)
"""A correction made here: it is laid over whatever the source says next. ``value`` is JSON."""
harvest = _table(
    "harvest",
    _key("origin"),
    *(_text(name) for name in ("address", "format", "last_try", "last_part", "last_whole", "last_fault")),
    _text("digest"),  # SHA-256 of the newest raw file kept
)
"""A source that is fetched by schedule; the three ``last_`` times are UTC."""
freshness = _table("freshness", _key("source"), _text("day"))
snapshot = _table(
    "snapshot", _key("name"), _text("epoch"), _number("seq", BigInteger), _text("manifest"), _text("made")
)
snapshot_chunk = _table(
    "snapshot_chunk",
    _key("name"),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("bytes", LargeBinary, nullable=False),
)

# --- desks -------------------------------------------------------------------------------------------------

desk = _table(
    "desk",
    _key("id"),
    Column("name", String, nullable=False, unique=True),
    *(_text(name) for name in ("point", "point_name", "installation")),
    Column("token_hash", String, nullable=False, unique=True),
    Column("next_token_hash", String, nullable=True, unique=True),
    _flag("revoked"),
    *(_text(name) for name in ("ticket", "former_ticket")),
    _flag("copied"),
    _text("token_day"),
    Column("last_contact", DateTime(timezone=True), nullable=True),
    _text("app"),
    _number("protocol"),
    _text("backlog"),  # JSON of wire.Backlog
)
enrol_code = _table(
    "enrol_code",
    _key("hash"),
    *(_text(name) for name in ("desk_name", "point", "point_name")),
    Column("expires", DateTime(timezone=True), nullable=False),
    _number("tries"),
    _text("desk"),  # the desk it became
    _text("installation"),  # and whose it is, so that a lost answer may be asked for again
)
enrol_try = _table("enrol_try", _key("address"), _key("window"), _number("n"))
numbering = _table("numbering", _key("desk"), _key("kind"), _key("series"), _number("high"), _text("gaps"))
"""The highest number seen of a kind and the ranges below it that never came (JSON); never whose they are."""

# --- what desks sent ---------------------------------------------------------------------------------------


def _received(name: str, *more: Column[Any]) -> Table:
    return _table(
        name,
        _key("id"),
        _text("kind", index=True),
        _number("schema"),
        _text("digest"),
        Column("body", Text, nullable=True),  # canonical JSON; none once it is undone or erased
        _text("replaces"),
        _text("state"),  # stored · read · undone · held · erased
        _text("week"),  # the ISO week of receipt; of private kinds the day from which days are counted
        *more,
    )


def _beside(name: str) -> Table:
    return _table(name, _key("id"), _key("digest"), _text("kind"), _text("body"), _text("week"))


record = _received("record")
conflict = _beside("conflict")
"""The same id with other content: neither is lost, the first one holds."""
private_record = _received(
    "private_record",
    _text("withdrawal", index=True),
    _text("arrived"),  # ISO day of receipt: what a backup can hold
)
"""Contact requests and their withdrawals: in no page of the disk beside a visit that came with them."""
private_conflict = _beside("private_conflict")
slip_answer = _table("slip_answer", _key("slip"), _key("service"), _text("record"), _text("week"))
"""Which experience holds the answer of a slip about a service; ``slip`` is keyed, the week is of receipt."""
experience_count = _table(
    "experience_count",
    _key("service"),
    _key("quarter"),
    *(_key(name) for name in ("helped", "obstacle")),
    _number("n"),
)
"""Answers of slips that have had their time; ``quarter`` as 2026-Q4."""
experience_waiting = _table(
    "experience_waiting",
    _key("id"),
    *(_text(name) for name in ("service", "helped", "obstacle", "text", "quarter")),
)
"""Read experiences that no provider has got yet, by the record's id; ``quarter`` is that of the reading."""
total = _table("total", _key("series"), _key("kind"), _key("key"), _number("n"))
"""The counters, each of one desk's record; ``key`` is a JSON list."""

suppressed_report = _table(
    "suppressed_report", _key("point"), _key("campaign"), _key("period"), _text("body")
)
"""What was published of a period, for good: JSON of ``neuvola_core.reports.report.Kept``."""

# --- contact requests --------------------------------------------------------------------------------------

receiver = _table(
    "receiver",
    _key("id"),  # of the organisation in the catalogue
    *(_text(name) for name in ("name", "method")),  # JSON by language
    *(_text(name) for name in ("phone", "language", "person", "email", "deputy", "deputy_email")),
    _text("closed"),  # JSON list of [first, last], ISO days
    _flag("active"),
)
"""An organisation that takes contact requests, and who answers there."""
handling = _table(
    "handling",
    _key("request"),
    _key("organisation"),
    *(_text(name) for name in ("state", "reason")),  # of contact.Handling and contact.DeclineReason
    *(_text(name) for name in ("created", "changed", "opened", "reminded", "escalated")),  # ISO days
    _number("link"),  # how many links there have been: the newest one holds
    _text("link_hash", index=True),
    _text("browser"),  # the hash of what binds the link to one browser
)
"""How far each organisation is with a request; nothing in it is of the visitor."""
answer_time = _table(
    "answer_time",
    _key("organisation"),
    Column("days", Integer, primary_key=True, autoincrement=False),
    _number("n"),
)
"""How many requests were first answered after so many working days; joined by nothing."""
mail = _table(
    "mail",
    _key("id"),
    *(_text(name) for name in ("kind", "request", "organisation", "address", "state", "fault")),
    _number("link"),
    _number("tries"),
    Column("due", DateTime(timezone=True), nullable=False),
)
"""Mails to send: what they say is made when they leave, so that no link stands here."""

# --- the house ---------------------------------------------------------------------------------------------

account = _table(
    "account", _key("name"), *(_text(name) for name in ("role", "point", "password", "email", "language"))
)
audit = _table(
    "audit",
    _key("link"),
    _number("n", BigInteger),
    *(_text(name) for name in ("at", "who", "what", "of")),
    *(_text(name) for name in ("salt", "mark")),  # of lines about a request: what stays when ``of`` has gone
)
"""Acts of people and keys, chained by hashes: ``link`` is SHA-256 over the one before and the row."""
lease = _table(
    "lease", _key("name"), _text("owner"), Column("expires", DateTime(timezone=True), nullable=False)
)
setting = _table("setting", _key("name"), _text("value"))
