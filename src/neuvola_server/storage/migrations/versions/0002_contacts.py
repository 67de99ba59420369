"""Contact requests: who takes them, how far each organisation is, and the mails about them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _key(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.String, nullable=False)


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def _texts(*names: str) -> tuple[sa.Column[Any], ...]:
    return tuple(map(_text, names))


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, nullable=False, server_default="0")


def _create(name: str, keys: tuple[str, ...], *columns: sa.Column[Any]) -> None:
    primary = sa.PrimaryKeyConstraint(*keys, name=f"pk_{name}")
    op.create_table(name, *columns, primary, sqlite_with_rowid=False)


def _index(table: str, column: str) -> None:
    op.create_index(f"ix_{table}_{column}", table, [column])


def upgrade() -> None:
    """Adds the tables of contact requests, and where coordinators are written to."""
    _create(
        "receiver",
        ("id",),
        _key("id"),
        *_texts("name", "method", "phone", "language", "person", "email", "deputy", "deputy_email", "closed"),
        sa.Column("active", sa.Boolean, nullable=False),
    )
    _create(
        "handling",
        ("request", "organisation"),
        _key("request"),
        _key("organisation"),
        *_texts("state", "reason", "created", "changed", "opened", "reminded", "escalated"),
        _number("link"),
        *_texts("link_hash", "browser"),
    )
    _index("handling", "link_hash")
    _create(
        "answer_time",
        ("organisation", "days"),
        _key("organisation"),
        sa.Column("days", sa.Integer, nullable=False),
        _number("n"),
    )
    _create(
        "mail",
        ("id",),
        _key("id"),
        *_texts("kind", "request", "organisation", "address", "state", "fault"),
        _number("link"),
        _number("tries"),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
    )
    op.add_column("private_record", _text("withdrawal"))
    op.add_column("private_record", _text("arrived"))
    _index("private_record", "withdrawal")
    for name in ("email", "language"):
        op.add_column("account", _text(name))


def downgrade() -> None:
    """Takes them away again."""
    for name in ("email", "language"):
        op.drop_column("account", name)
    op.drop_index("ix_private_record_withdrawal", "private_record")
    op.drop_column("private_record", "arrived")
    op.drop_column("private_record", "withdrawal")
    for name in ("mail", "answer_time", "handling", "receiver"):
        op.drop_table(name)
