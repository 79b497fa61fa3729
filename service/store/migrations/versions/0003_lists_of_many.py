"""lists of many cases"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_cases_by_priority", "cases", ["status", "weight", "received_at", "id"], unique=False
    )
    op.create_index(
        "ix_cases_lang",
        "cases",
        ["lang"],
        unique=False,
        sqlite_where=sa.text("lang IS NOT NULL"),
        postgresql_where=sa.text("lang IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_cases_lang", table_name="cases")
    op.drop_index("ix_cases_by_priority", table_name="cases")
