"""The first record: visits, outbox, counters, notes.

Written out in full, so that it stays what it was when the tables in ``schema`` move on.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _key(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.String, nullable=False)


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, nullable=False)


def _create(name: str, keys: tuple[str, ...], *columns: sa.Column[Any] | sa.CheckConstraint) -> None:
    primary = sa.PrimaryKeyConstraint(*keys, name=f"pk_{name}")
    op.create_table(name, *columns, primary, sqlite_with_rowid=False)


def _create_counter(name: str, *keys: sa.Column[Any]) -> None:
    _create(
        name,
        tuple(key.name for key in keys),
        *keys,
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("acked", sa.Integer, nullable=False, server_default="0"),
        sa.CheckConstraint("n >= 0", name="n"),
    )


def upgrade() -> None:
    """Makes the tables."""
    columns = "point campaign week channel needs target language interpreter outcome unmet length entry"
    _create("visit", ("id",), _key("id"), *map(_text, columns.split()))
    _create(
        "joined_visit",
        ("id",),
        _key("id"),
        _text("closes"),
        sa.Column("latest", sa.Boolean, nullable=False),
        sa.Column("day", sa.Date),
        sa.Column("part", sa.Text),
        *map(_text, ("month", "given", "note_id")),
    )
    tries = sa.Column("tries", sa.Integer, nullable=False, server_default="0")
    _create("outbox", ("id",), _key("id"), _text("kind"), _text("payload"), tries, _text("last_refusal"))
    _create("sent", ("id",), _key("id"), _text("kind"), _text("payload"), _text("week"))
    _create_counter("footfall", _key("point"), sa.Column("day", sa.Date, nullable=False), _key("part"))
    _create_counter("given", *map(_key, ("point", "week", "need", "service")))
    _create_counter("language", *map(_key, ("point", "month", "language")))
    erase_on = sa.Column("erase_on", sa.Date, nullable=False)
    _create("note", ("id",), _key("id"), _text("kind"), _text("text"), erase_on)
    _create("service_note", ("service",), _key("service"), _text("text"), sa.Column("called_on", sa.Date))
    _create("setting", ("name",), _key("name"), _text("value"))


def downgrade() -> None:
    """Takes them away."""
    tables = "visit joined_visit outbox sent footfall given language note service_note setting"
    for table in reversed(tables.split()):
        op.drop_table(table)
