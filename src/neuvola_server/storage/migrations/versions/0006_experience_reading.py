"""Experiences that a coordinator has read and no provider has got yet."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_SAID = ("service", "helped", "obstacle", "text", "quarter")


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "experience_waiting",
        sa.Column("id", sa.String, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False, server_default="") for name in _SAID),
        sa.PrimaryKeyConstraint("id", name="pk_experience_waiting"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Takes it away; what was read and had not been handed on may be read again, without its text."""
    op.execute("UPDATE record SET state = 'stored' WHERE state = 'read'")
    op.drop_table("experience_waiting")
