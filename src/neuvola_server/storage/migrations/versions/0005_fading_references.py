"""The book forgets of which request a line tells: its chain goes over a salted mark of the reference."""

import hashlib
import secrets
from typing import Any

import msgspec
import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_NEW = ("salt", "mark")
_TIP = "audit-tip"
_audit = sa.table("audit", *(sa.column(name) for name in ("link", "n", "at", "who", "what", "of", *_NEW)))
_setting = sa.table("setting", sa.column("name"), sa.column("value"))


def upgrade() -> None:
    """Adds the columns, marks what names a request and chains the book anew, if it was whole."""
    for name in _NEW:
        op.add_column("audit", sa.Column(name, sa.Text, nullable=False, server_default=""))
    _chain_anew(marked=True)


def downgrade() -> None:
    """Takes them away; what had faded by then stays so."""
    _chain_anew(marked=False)
    for name in _NEW:
        op.drop_column("audit", name)


def _chain_anew(*, marked: bool) -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.select(_audit).order_by(_audit.c.n)).all()
    tip = connection.execute(sa.select(_setting.c.value).where(_setting.c.name == _TIP)).scalar()
    if not rows or tip != _end_of(rows):
        return  # a book that somebody has changed keeps showing it
    link = "0" * 64
    for row in rows:
        is_named = marked and row.what.startswith("contact-") and row.of != ""
        salt = secrets.token_hex(16) if is_named else ""
        mark = hashlib.sha256(f"{salt}|{row.of}".encode()).hexdigest() if is_named else ""
        link = _link(link, row, ("", mark) if mark else (row.of,))
        this = sa.update(_audit).where(_audit.c.n == row.n)
        connection.execute(this.values(link=link, salt=salt, mark=mark))
    newest = sa.update(_setting).where(_setting.c.name == _TIP)
    connection.execute(newest.values(value=f"{rows[-1].n} {link}"))


def _end_of(rows: Any) -> str:
    """What the tip says if every line follows from the one before; empty if one does not."""
    link = "0" * 64
    for n, row in enumerate(rows, start=1):
        link = _link(link, row, ("", row.mark) if row.mark else (row.of,))
        if (row.n, row.link) != (n, link):
            return ""
    return f"{rows[-1].n} {link}"


def _link(before: str, row: Any, said: tuple[str, ...]) -> str:
    line = [before, str(row.n), row.at, row.who, row.what, *said]
    return hashlib.sha256(msgspec.json.encode(line)).hexdigest()
