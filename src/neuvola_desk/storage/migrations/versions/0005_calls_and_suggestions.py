"""Calls to services that can be taken back, and what a volunteer suggests of a service.

Written out in full, so that it stays what it was when the tables in ``schema`` move on. A table that changes
is made anew and filled: SQLite would write its columns in another order than a new file has them.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TABLE = "service_note"


def _anew(*added: sa.Column[Any]) -> None:
    op.rename_table(_TABLE, f"former_{_TABLE}")
    op.create_table(
        _TABLE,
        sa.Column("service", sa.String, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("called_on", sa.Date),
        *added,
        sa.PrimaryKeyConstraint("service", name=f"pk_{_TABLE}"),
        sqlite_with_rowid=False,
    )
    kept = "service, text, called_on"
    into, values = (f"{kept}, suggested", f"{kept}, ''") if added else (kept, kept)
    # A suggestion that nobody has taken up is nothing to an older program.
    op.execute(
        f"INSERT INTO {_TABLE} ({into}) SELECT {values} FROM former_{_TABLE}"  # noqa: S608 - names above
        " WHERE text <> '' OR called_on IS NOT NULL"
    )
    op.drop_table(f"former_{_TABLE}")


def upgrade() -> None:
    """Adds the columns."""
    _anew(
        sa.Column("called_before", sa.Date),
        sa.Column("suggested", sa.Text, nullable=False),
        sa.Column("suggested_call", sa.Date),
    )


def downgrade() -> None:
    """Takes them away."""
    _anew()
