"""who has a case's editor open in Slack, and cards that are to be shown anew because of that"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.tables import Moment

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "editing",
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("approver", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_editing_case_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("case_id", "approver", name=op.f("pk_editing")),
    )
    op.add_column("cards", sa.Column("outdated_at", Moment(), nullable=True))


def downgrade() -> None:
    op.drop_column("cards", "outdated_at")
    op.drop_table("editing")
