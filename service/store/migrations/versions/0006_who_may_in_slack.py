"""two approvals, pauses, and whom Slack knows"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.tables import Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("first_approval", sa.JSON(), nullable=True))
    op.create_table(
        "pauses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("paused_by", sa.Text(), nullable=False),
        sa.Column("paused_by_name", sa.Text(), nullable=False),
        sa.Column("paused_at", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pauses")),
    )
    op.create_index(
        "uq_pauses_topic",
        "pauses",
        ["topic"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "slack_people",
        sa.Column("slack_user", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("lang", sa.String(length=12), nullable=False),
        sa.Column("standing", sa.String(length=20), nullable=False),
        sa.Column("checked_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("slack_user", name=op.f("pk_slack_people")),
    )
    op.create_table(
        "slack_groups",
        sa.Column("slack_group", sa.String(length=40), nullable=False),
        sa.Column("refreshed_at", Moment(), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("slack_group", name=op.f("pk_slack_groups")),
    )
    op.create_table(
        "slack_members",
        sa.Column("slack_group", sa.String(length=40), nullable=False),
        sa.Column("slack_user", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("slack_group", "slack_user", name=op.f("pk_slack_members")),
    )
    op.create_table(
        "reminders_off",
        sa.Column("approver", sa.Text(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("approver", name=op.f("pk_reminders_off")),
    )
    op.create_table(
        "notices",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("begun_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_notices")),
    )


def downgrade() -> None:
    for table in ("notices", "reminders_off", "slack_members", "slack_groups", "slack_people"):
        op.drop_table(table)
    op.drop_index("uq_pauses_topic", table_name="pauses")
    op.drop_table("pauses")
    op.drop_column("cases", "first_approval")
