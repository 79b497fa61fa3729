"""the ledger of remedies"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.tables import Amount, Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ledger",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(length=40), nullable=True),
        sa.Column("draft_version", sa.Integer(), nullable=False),
        sa.Column("reply_key", sa.String(length=60), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("rule", sa.String(length=200), nullable=False),
        sa.Column("amount", Amount(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("miles", sa.Integer(), nullable=True),
        sa.Column("queue", sa.String(length=100), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("policy", sa.String(length=100), nullable=False),
        sa.Column("proposed_at", Moment(), nullable=False),
        sa.Column("granted_at", Moment(), nullable=True),
        sa.Column("granted_by", sa.Text(), nullable=True),
        sa.Column("beyond_budget", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_ledger_case_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger")),
    )
    op.create_index("ix_ledger_case_id", "ledger", ["case_id"], unique=False)
    op.create_index(
        "ix_ledger_queue_month_state", "ledger", ["queue", "month", "state"], unique=False
    )
    op.create_index(
        "uq_ledger_granted",
        "ledger",
        ["case_id", "step"],
        unique=True,
        sqlite_where=sa.text("state = 'granted'"),
        postgresql_where=sa.text("state = 'granted'"),
    )


def downgrade() -> None:
    op.drop_index("uq_ledger_granted", table_name="ledger")
    op.drop_index("ix_ledger_queue_month_state", table_name="ledger")
    op.drop_index("ix_ledger_case_id", table_name="ledger")
    op.drop_table("ledger")
