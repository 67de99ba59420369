"""What was published of each period, which outlives the visits that it was counted from."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_KEYS = ("point", "campaign", "period")


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "suppressed_report",
        *(sa.Column(name, sa.String, nullable=False) for name in _KEYS),
        sa.Column("body", sa.Text, nullable=False, server_default=""),
        sa.PrimaryKeyConstraint(*_KEYS, name="pk_suppressed_report"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Takes it away again."""
    op.drop_table("suppressed_report")
