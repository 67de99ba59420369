"""The first database of the server: catalogue, desks, what they sent, the house.

Written out in full, so that it stays what it was when the tables in ``schema`` move on.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = (
    *("head", "service", "change", "amendment", "harvest", "freshness", "snapshot", "snapshot_chunk"),
    *("desk", "enrol_code", "enrol_try", "numbering", "record", "conflict"),
    *("private_record", "private_conflict", "total"),
    *("account", "audit", "lease", "setting"),
)


def _key(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.String, nullable=False)


def _keys(*names: str) -> tuple[sa.Column[Any], ...]:
    return tuple(map(_key, names))


def _texts(*names: str) -> tuple[sa.Column[Any], ...]:
    return tuple(sa.Column(name, sa.Text, nullable=False, server_default="") for name in names)


def _number(name: str, kind: Any = sa.Integer) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, server_default="0")


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean, nullable=False)


def _bytes(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.LargeBinary, nullable=False)


def _moment(name: str, *, nullable: bool) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _create(name: str, keys: tuple[str, ...], *columns: sa.Column[Any] | sa.UniqueConstraint) -> None:
    primary = sa.PrimaryKeyConstraint(*keys, name=f"pk_{name}")
    op.create_table(name, *columns, primary, sqlite_with_rowid=False)


def _index(table: str, column: str) -> None:
    op.create_index(f"ix_{table}_{column}", table, [column])


def upgrade() -> None:
    """Makes the tables."""
    _create_catalogue()
    _create_log()
    _create_desks()
    _create_records()
    _create_house()


def downgrade() -> None:
    """Leaves an empty database."""
    for name in reversed(_TABLES):
        op.drop_table(name)


def _create_catalogue() -> None:
    _create(
        "head",
        ("name",),
        _key("name"),
        *_texts("epoch"),
        _number("seq", sa.BigInteger),
        *_texts("chain"),
        _number("count"),
    )
    _create(
        "service",
        ("id",),
        _key("id"),
        *_texts("source", "kind", "source_id", "origin", "digest"),
        _bytes("canonical"),
        *_texts("imported_digest"),
        _bytes("imported"),
        sa.Column("seq", sa.BigInteger, nullable=False),
        _flag("gone"),
        *_texts("fetched_on", "withdrawn_on", "missing_since"),
    )
    _index("service", "origin")
    _index("service", "seq")
    _create("amendment", ("id",), _key("id"), *_texts("service", "field", "value", "reason", "day"))
    _index("amendment", "service")
    columns = _texts("address", "format", "last_try", "last_part", "last_whole", "last_fault", "digest")
    _create("harvest", ("origin",), _key("origin"), *columns)
    _create("freshness", ("source",), _key("source"), *_texts("day"))


def _create_log() -> None:
    seq = sa.Column("seq", sa.BigInteger, nullable=False, autoincrement=False)
    _create("change", ("seq",), seq, *_texts("id", "digest", "chain"), _flag("gone"), *_texts("day"))
    of_it = (*_texts("epoch"), _number("seq", sa.BigInteger), *_texts("manifest", "made"))
    _create("snapshot", ("name",), _key("name"), *of_it)
    place = sa.Column("n", sa.Integer, nullable=False, autoincrement=False)
    _create("snapshot_chunk", ("name", "n"), _key("name"), place, _bytes("bytes"))


def _create_desks() -> None:
    unique = ("name", "token_hash", "next_token_hash")
    _create(
        "desk",
        ("id",),
        *_keys("id", "name"),
        *_texts("point", "point_name", "installation"),
        _key("token_hash"),
        sa.Column("next_token_hash", sa.String, nullable=True),
        _flag("revoked"),
        *_texts("ticket", "former_ticket"),
        _flag("copied"),
        *_texts("token_day"),
        _moment("last_contact", nullable=True),
        *_texts("app"),
        _number("protocol"),
        *_texts("backlog"),
        *(sa.UniqueConstraint(name, name=f"uq_desk_{name}") for name in unique),
    )
    _create(
        "enrol_code",
        ("hash",),
        _key("hash"),
        *_texts("desk_name", "point", "point_name"),
        _moment("expires", nullable=False),
        _number("tries"),
        *_texts("desk", "installation"),
    )
    _create("enrol_try", ("address", "window"), *_keys("address", "window"), _number("n"))
    keys = ("desk", "kind", "series")
    _create("numbering", keys, *_keys(*keys), _number("high"), *_texts("gaps"))


def _create_records() -> None:
    for sort in ("", "private_"):
        _create(
            f"{sort}record",
            ("id",),
            _key("id"),
            *_texts("kind"),
            _number("schema"),
            *_texts("digest"),
            sa.Column("body", sa.Text, nullable=True),
            *_texts("replaces", "state", "week"),
        )
        _index(f"{sort}record", "kind")
        of_it = _texts("kind", "body", "week")
        _create(f"{sort}conflict", ("id", "digest"), *_keys("id", "digest"), *of_it)
    keys = ("series", "kind", "key")
    _create("total", keys, *_keys(*keys), _number("n"))


def _create_house() -> None:
    _create("account", ("name",), _key("name"), *_texts("role", "point", "password"))
    _create("audit", ("link",), _key("link"), _number("n", sa.BigInteger), *_texts("at", "who", "what", "of"))
    _create("lease", ("name",), _key("name"), *_texts("owner"), _moment("expires", nullable=False))
    _create("setting", ("name",), _key("name"), *_texts("value"))
