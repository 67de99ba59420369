"""The tables of desk.db as the newest migration leaves them.

WITHOUT ROWID throughout and no AUTOINCREMENT: a row must not tell when, or in which order, it was written.
The columns of ``visit`` are the closed list of the privacy notice; a test holds them to ``Visit``.
"""

from typing import Final

from sqlalchemy import Boolean, CheckConstraint, Column, Date, Integer, MetaData, String, Table, Text

REVISIONS: Final = ("0001", "0002", "0003", "0004", "0005")
"""Every migration in order; known here so that a start without migrations need not import alembic."""

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


def _table(name: str, *columns: Column[object] | CheckConstraint) -> Table:
    return Table(name, metadata, *columns, sqlite_with_rowid=False)


def _key(name: str) -> Column[object]:
    return Column(name, String, primary_key=True, nullable=False)


def _text(name: str) -> Column[object]:
    return Column(name, Text, nullable=False)


def _counted() -> tuple[Column[object] | CheckConstraint, ...]:
    """``n`` as it stands; ``base`` of it belongs to former series, whose totals the server keeps.

    Of the rest, ``acked`` is what the server has confirmed (-1: it may have lost it) and ``told`` the most
    that it may have.
    """
    return (
        Column("n", Integer, nullable=False),
        Column("base", Integer, nullable=False, server_default="0"),
        Column("told", Integer, nullable=False, server_default="0"),
        Column("acked", Integer, nullable=False, server_default="0"),
        CheckConstraint("n >= 0", name="n"),
    )


visit = _table(
    "visit",
    _key("id"),
    _text("point"),
    _text("campaign"),
    _text("week"),
    _text("channel"),
    _text("needs"),  # a JSON list, sorted
    _text("target"),
    _text("language"),
    _text("interpreter"),
    _text("outcome"),
    _text("unmet"),  # a JSON list of [need, reason], sorted
    _text("length"),
    _text("entry"),
)

joined_visit = _table(
    "joined_visit",
    _key("id"),
    _text("closes"),  # UTC, so that text order is time order
    Column("latest", Boolean, nullable=False),
    Column("day", Date),
    Column("part", Text),
    _text("month"),
    _text("given"),  # a JSON list of [need, service]
    _text("note_id"),
)


def _number(name: str, usual: str) -> Column[object]:
    return Column(name, Integer, nullable=False, server_default=usual)


def _replaces() -> Column[object]:
    return Column("replaces", Text, nullable=False, default="")


outbox = _table(
    "outbox",
    _key("id"),
    _text("kind"),
    _text("payload"),
    _number("tries", "0"),
    Column("last_refusal", Text, nullable=False, default=""),
    _number("schema", "1"),
    _replaces(),  # the id of the refused record that this one corrects
    _number("number", "0"),  # its place in a shuffled queue, given when it is first offered; 0 before
    Column("closes", Text, nullable=False, default=""),  # UTC; until then only a person sends it
)

sent = _table(
    "sent",
    _key("id"),
    _text("kind"),
    _text("payload"),
    _text("week"),  # the ISO week in which the server stored it
    _number("schema", "1"),
    _replaces(),
    Column("durable", Boolean, nullable=False, server_default="0"),  # survives the loss of the server's disk
)

void_number = _table("void_number", _key("kind"), Column("number", Integer, primary_key=True, nullable=False))
"""Numbers of the present series that were given and will never come."""

contact_request = _table(
    "contact_request",
    _key("id"),
    _text("organisations"),  # a JSON list of ids
    Column("day", Date, nullable=False),  # of creation: what is kept for so long is counted from it
    *(_text(name) for name in ("consent_version", "consent_language")),
    _text("code_hash"),
    _text("stage"),
    _text("states"),  # JSON, as the server last told
    # Somebody knows that it was lost; of one that arrived: a former server has it.
    Column("seen", Boolean, nullable=False, server_default="0"),
)
"""Contact requests without anything of the visitor: what was sealed is in outbox or sent, or nowhere."""

footfall = _table("footfall", _key("point"), Column("day", Date, primary_key=True), _key("part"), *_counted())

given = _table("given", _key("point"), _key("week"), _key("need"), _key("service"), *_counted())

language = _table("language", _key("point"), _key("month"), _key("language"), *_counted())

note = _table("note", _key("id"), _text("kind"), _text("text"), Column("erase_on", Date, nullable=False))

service_note = _table(
    "service_note",
    _key("service"),
    _text("text"),
    Column("called_on", Date),
    Column("called_before", Date),  # what called_on is again when the day's call is taken back
    Column("suggested", Text, nullable=False, default=""),  # a volunteer's: staff take it up or drop it
    Column("suggested_call", Date),
)

setting = _table("setting", _key("name"), _text("value"))

pin = _table(
    "pin",
    _key("role"),
    Column("number", Integer, primary_key=True, nullable=False),
    *map(_text, ("name", "hash")),
)
"""Who may come in: nothing else in the record points here, and nothing here at anything else."""
