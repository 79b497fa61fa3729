"""Which processes run, who is signed in, and what people paused."""

from __future__ import annotations

import sqlalchemy as sa

from service.store.tables.columns import Moment, metadata

#: Heartbeats of running processes; a stale one's work is taken over.
workers = sa.Table(
    "workers",
    metadata,
    sa.Column("executor_id", sa.String(100), primary_key=True),
    sa.Column("started_at", Moment, nullable=False),
    sa.Column("beat_at", Moment, nullable=False),
)

#: The console's sign-ins: one-time links and the sessions made from them, as hashes.
sign_ins = sa.Table(
    "sign_ins",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    # link (used once) or session
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("approver", sa.Text, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
    sa.Column("used_at", Moment),
)

#: Topics on which nothing is drafted. One row a pause; it stays when it has ended.
pauses = sa.Table(
    "pauses",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("topic", sa.String(40), nullable=False),
    sa.Column("paused_by", sa.Text, nullable=False),
    sa.Column("paused_by_name", sa.Text, nullable=False),
    sa.Column("paused_at", Moment, nullable=False),
    # None: until somebody ends it.
    sa.Column("until", Moment),
    sa.Column("reason", sa.Text, nullable=False),
    # Set when what came in meanwhile has gone back to be drafted.
    sa.Column("ended_at", Moment),
    sa.Column("ended_by", sa.Text),
    sa.Index(
        "uq_pauses_topic",
        "topic",
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    ),
)
