"""when each channel in Slack takes the next message, and an index for the cards that wait there"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.tables import Moment

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "slack_channels",
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("free_at", Moment(), nullable=False),
        sa.Column("even_at", Moment(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_slack_channels")),
    )
    op.create_index(
        "ix_cards_waiting", "cards", ["channel"],
        postgresql_where=sa.text("ts IS NULL"), sqlite_where=sa.text("ts IS NULL"),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("ix_cards_waiting", table_name="cards")
    op.drop_table("slack_channels")
