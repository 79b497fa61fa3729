"""What was offered and granted."""

from __future__ import annotations

import sqlalchemy as sa

from service.store.tables.columns import Amount, Moment, metadata

#: One row a remedy: what was offered, granted, or taken back. Budgets are counted from it, so a row
#: stays, without its case, when the author has everything erased.
ledger = sa.Table(
    "ledger",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("case_id", sa.ForeignKey("cases.id", ondelete="SET NULL")),
    sa.Column("draft_version", sa.Integer, nullable=False),
    # The reply that it goes out with: until that is out, a grant can be taken back.
    sa.Column("reply_key", sa.String(60)),
    # proposed → granted → withdrawn, or proposed → withdrawn
    sa.Column("state", sa.String(20), nullable=False),
    # 1 for a case's remedy, 2 and more for what was added to it later.
    sa.Column("step", sa.Integer, nullable=False),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("rule", sa.String(200), nullable=False),
    # None where the kind costs nothing.
    sa.Column("amount", Amount),
    sa.Column("currency", sa.String(3)),
    sa.Column("miles", sa.Integer),
    sa.Column("queue", sa.String(100), nullable=False),
    # `2026-11`, by the company's clock: when it was proposed, then when it was granted.
    sa.Column("month", sa.String(7), nullable=False),
    # The policy's version.
    sa.Column("policy", sa.String(100), nullable=False),
    sa.Column("proposed_at", Moment, nullable=False),
    sa.Column("granted_at", Moment),
    sa.Column("granted_by", sa.Text),
    sa.Column("beyond_budget", sa.Boolean, nullable=False),
    sa.Column("withdrawn_at", Moment),
    sa.Index("ix_ledger_case_id", "case_id"),
    sa.Index("ix_ledger_queue_month_state", "queue", "month", "state"),
    # Whatever else goes wrong: nothing is granted twice for one case.
    sa.Index(
        "uq_ledger_granted",
        "case_id",
        "step",
        unique=True,
        sqlite_where=sa.text("state = 'granted'"),
        postgresql_where=sa.text("state = 'granted'"),
    ),
)
