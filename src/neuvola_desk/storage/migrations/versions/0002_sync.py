"""Numbers, schemas, series of counters and what is durable: what exchanging data with a server takes.

Written out in full, so that it stays what it was when the tables in ``schema`` move on. A table that changes
is made anew and filled: SQLite would write its columns in another order than a new file has them.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_BOX = ("id", "kind", "payload", "tries", "last_refusal")
_SENT = ("id", "kind", "payload", "week")
_COUNTERS = {
    "footfall": ("point", "day", "part"),
    "given": ("point", "week", "need", "service"),
    "language": ("point", "month", "language"),
}


def _key(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.String, nullable=False)


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, nullable=False)


def _number(name: str, usual: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, nullable=False, server_default=usual)


def _anew(name: str, kept: tuple[str, ...], *columns: sa.Column[Any]) -> None:
    op.rename_table(name, f"former_{name}")
    primary = sa.PrimaryKeyConstraint("id", name=f"pk_{name}")
    op.create_table(name, *columns, primary, sqlite_with_rowid=False)
    listed = ", ".join(kept)
    empty = [column.name for column in columns if column.name in ("replaces", "closes")]
    into, values = ", ".join([listed, *empty]), ", ".join([listed, *("''" for _ in empty)])
    op.execute(f"INSERT INTO {name} ({into}) SELECT {values} FROM former_{name}")  # noqa: S608 - names above
    op.drop_table(f"former_{name}")


def _counters_anew(*added: str, told: str = "") -> None:
    for name, keys in _COUNTERS.items():
        op.rename_table(name, f"former_{name}")
        columns = [sa.Column(key, sa.Date, nullable=False) if key == "day" else _key(key) for key in keys]
        op.create_table(
            name,
            *columns,
            sa.Column("n", sa.Integer, nullable=False),
            *(_number(column, "0") for column in (*added, "acked")),
            sa.CheckConstraint("n >= 0", name="n"),
            sa.PrimaryKeyConstraint(*keys, name=f"pk_{name}"),
            sqlite_with_rowid=False,
        )
        kept = ", ".join((*keys, "n", "acked"))
        into, values = (f"{kept}, told", f"{kept}, {told}") if told else (kept, kept)
        op.execute(f"INSERT INTO {name} ({into}) SELECT {values} FROM former_{name}")  # noqa: S608 - names above
        op.drop_table(f"former_{name}")


def upgrade() -> None:
    """Adds what is new to outbox, counters and what was sent, and the numbers that will never come."""
    _anew(
        "outbox",
        _BOX,
        *(_key("id"), _text("kind"), _text("payload"), _number("tries", "0"), _text("last_refusal")),
        *(_number("schema", "1"), _text("replaces"), _number("number", "0")),
        _text("closes"),
    )
    durable = sa.Column("durable", sa.Boolean, nullable=False, server_default="0")
    _anew(
        "sent",
        _SENT,
        *(_key("id"), _text("kind"), _text("payload"), _text("week")),
        *(_number("schema", "1"), _text("replaces"), durable),
    )
    primary = sa.PrimaryKeyConstraint("kind", "number", name="pk_void_number")
    number = sa.Column("number", sa.Integer, nullable=False)
    op.create_table("void_number", _key("kind"), number, primary, sqlite_with_rowid=False)
    _counters_anew("base", "told", told="CASE WHEN acked < 0 THEN n ELSE acked END")


def downgrade() -> None:
    """Takes it away again."""
    _counters_anew()
    op.drop_table("void_number")
    _anew("sent", _SENT, _key("id"), _text("kind"), _text("payload"), _text("week"))
    _anew(
        "outbox",
        _BOX,
        *(_key("id"), _text("kind"), _text("payload"), _number("tries", "0"), _text("last_refusal")),
    )
