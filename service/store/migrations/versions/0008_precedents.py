"""the precedent search goes by replies, each with the words that it answered"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.tables import Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "precedents",
        sa.Column("reply_key", sa.String(length=60), nullable=False),
        sa.Column("case_id", sa.String(length=40), nullable=False),
        sa.Column("reply", sa.Integer(), nullable=False),
        sa.Column("mention_id", sa.Integer(), nullable=False),
        sa.Column("lang", sa.String(length=12), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("embedding", sa.LargeBinary(), nullable=True),
        sa.Column("encoder", sa.String(length=64), nullable=True),
        sa.Column("changed_at", Moment(), server_default=sa.func.now(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.{key}"], name=op.f(f"fk_precedents_{column}"),
                ondelete="CASCADE",
            )
            for column, table, key in (
                ("case_id", "cases", "id"),
                ("mention_id", "mentions", "id"),
                ("reply_key", "publications", "key"),
            )
        ),
        sa.PrimaryKeyConstraint("reply_key", name=op.f("pk_precedents")),
    )  # fmt: skip
    for column in ("case_id", "mention_id", "changed_at"):
        op.create_index(f"ix_precedents_{column}", "precedents", [column], unique=False)
    op.drop_index("ix_cases_answered", table_name="cases")
    _fill()


def downgrade() -> None:
    op.create_index(
        "ix_cases_answered", "cases", ["updated_at"], unique=False,
        sqlite_where=sa.text("replies > 0"), postgresql_where=sa.text("replies > 0"),
    )  # fmt: skip
    op.drop_table("precedents")


def _fill() -> None:
    """The last reply of each case, not yet embedded: the case's embedding may be of later words."""
    op.execute(
        """
        INSERT INTO precedents (reply_key, case_id, reply, mention_id, lang, topic)
        SELECT p.key, c.id, o.reply, m.id, c.lang, coalesce(o.topic, c.topic)
        FROM cases c
        JOIN outcomes o ON o.case_id = c.id AND o.reply = c.replies
        JOIN publications p ON p.state = 'published'
             AND p.key = CASE WHEN o.reply = 1 THEN c.id ELSE c.id || '-' || o.reply END
        JOIN mentions m ON m.id = (
             SELECT max(n.id) FROM mentions n
             WHERE n.case_id = c.id AND n.round <= c.replied_round AND n.deleted_at IS NULL
        )
        WHERE c.lang IS NOT NULL AND coalesce(o.topic, c.topic) IS NOT NULL
        """
    )
