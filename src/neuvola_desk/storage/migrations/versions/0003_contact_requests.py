"""Contact requests: the proof of consent and what became of them; what was sealed waits in the outbox.

Written out in full, so that it stays what it was when the tables in ``schema`` move on.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TABLE = "contact_request"


def upgrade() -> None:
    """Makes the table."""
    before = (sa.Column("id", sa.String, nullable=False), sa.Column("organisations", sa.Text, nullable=False))
    texts = ("consent_version", "consent_language", "code_hash", "stage", "states")
    op.create_table(
        _TABLE,
        *before,
        sa.Column("day", sa.Date, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in texts),
        sa.Column("seen", sa.Boolean, nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{_TABLE}"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Takes it away."""
    op.drop_table(_TABLE)
