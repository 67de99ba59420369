"""The PINs of the desk: role, number among its like, a short name of staff, and the hash.

Written out in full, so that it stays what it was when the tables in ``schema`` move on.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "pin",
        sa.Column("role", sa.String, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("role", "number", name="pk_pin"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Takes it away."""
    op.drop_table("pin")
