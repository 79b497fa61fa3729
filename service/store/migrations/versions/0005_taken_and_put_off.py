"""who has taken a case, until when it is put off, and what stands in Slack beside its card"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.tables import Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("assigned_to", sa.Text(), nullable=True))
    op.add_column("cases", sa.Column("assigned_name", sa.Text(), server_default="", nullable=False))
    op.add_column("cases", sa.Column("snoozed_until", Moment(), nullable=True))
    op.create_index(
        "ix_cases_snoozed_until",
        "cases",
        ["snoozed_until"],
        unique=False,
        sqlite_where=sa.text("snoozed_until IS NOT NULL"),
        postgresql_where=sa.text("snoozed_until IS NOT NULL"),
    )
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("upto", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("ts", sa.String(length=40), nullable=True),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.Column("claimed_at", Moment(), nullable=True),
        sa.Column("in_doubt", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_notes_case_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
        sa.UniqueConstraint("case_id", "kind", "since", name=op.f("uq_notes_case_id_kind_since")),
    )


def downgrade() -> None:
    op.drop_table("notes")
    op.drop_index("ix_cases_snoozed_until", table_name="cases")
    op.drop_column("cases", "snoozed_until")
    op.drop_column("cases", "assigned_name")
    op.drop_column("cases", "assigned_to")
