"""what became of each reply, and what people say of an assessment"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.tables import Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "cases", sa.Column("replied_round", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column("cases", sa.Column("correction", sa.JSON(), nullable=True))
    op.create_table(
        "outcomes",
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("reply", sa.Integer(), nullable=False),
        sa.Column("published_at", Moment(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=True),
        sa.Column("playbook", sa.String(length=100), nullable=False),
        sa.Column("approver", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_outcomes_case_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("case_id", "reply", name=op.f("pk_outcomes")),
    )
    op.create_index("ix_outcomes_published_at", "outcomes", ["published_at"], unique=False)
    _fill()


def downgrade() -> None:
    op.drop_index("ix_outcomes_published_at", table_name="outcomes")
    op.drop_table("outcomes")
    op.drop_column("cases", "correction")
    op.drop_column("cases", "replied_round")


def _fill() -> None:
    """The last reply of each answered case: of those before it, nobody kept what became of them."""
    op.execute("UPDATE cases SET replied_round = answers_round WHERE replies > 0")
    op.execute(
        """
        INSERT INTO outcomes (case_id, reply, published_at, topic, playbook, approver, outcome, at)
        SELECT c.id, c.replies, p.updated_at, c.topic, '', d.approver, c.outcome,
               CASE WHEN c.outcome IS NULL THEN NULL ELSE c.updated_at END
        FROM cases c
        JOIN publications p ON p.case_id = c.id AND p.state = 'published'
        JOIN decisions d ON d.case_id = c.id AND d.draft_version = p.draft_version
             AND d.id = (
                 SELECT max(e.id) FROM decisions e
                 WHERE e.case_id = c.id AND e.kind IN ('approve', 'edit')
                   AND e.draft_version = p.draft_version
             )
        WHERE c.replies > 0
          AND p.draft_version = (
              SELECT max(q.draft_version) FROM publications q
              WHERE q.case_id = c.id AND q.state = 'published'
          )
        """
    )
    drafts = sa.table(
        "drafts", sa.column("case_id"), sa.column("version"), sa.column("draft", sa.JSON)
    )
    outcomes = sa.table("outcomes", sa.column("case_id"), sa.column("playbook"))
    newest = (
        sa.select(drafts.c.draft["playbook"].as_string())
        .where(drafts.c.case_id == outcomes.c.case_id)
        .order_by(drafts.c.version.desc())
        .limit(1)
        .scalar_subquery()
    )
    op.execute(sa.update(outcomes).values(playbook=sa.func.coalesce(newest, "")))
