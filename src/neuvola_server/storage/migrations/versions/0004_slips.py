"""The answers of slips: which record holds one, and how many there were once they have had their time."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ANSWER = ("slip", "service")
_COUNT = ("service", "quarter", "helped", "obstacle")


def upgrade() -> None:
    """Adds the tables."""
    op.create_table(
        "slip_answer",
        *(sa.Column(name, sa.String, nullable=False) for name in _ANSWER),
        *(sa.Column(name, sa.Text, nullable=False, server_default="") for name in ("record", "week")),
        sa.PrimaryKeyConstraint(*_ANSWER, name="pk_slip_answer"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "experience_count",
        *(sa.Column(name, sa.String, nullable=False) for name in _COUNT),
        sa.Column("n", sa.Integer, nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint(*_COUNT, name="pk_experience_count"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Takes them away again."""
    op.drop_table("experience_count")
    op.drop_table("slip_answer")
