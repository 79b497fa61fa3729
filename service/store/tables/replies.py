"""The replies: their way out, what became of them, and what later ones are likened to."""

from __future__ import annotations

import sqlalchemy as sa

from service.store.tables.columns import Moment, metadata

#: One row a reply, written before the first call: its state says what a restart must do.
publications = sa.Table(
    "publications",
    metadata,
    sa.Column("key", sa.String(60), primary_key=True),
    sa.Column("case_id", sa.ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    sa.Column("draft_version", sa.Integer, nullable=False),
    sa.Column("reply", sa.Text, nullable=False),
    # intent → sending → published | not_delivered | in_doubt | refused
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("next_at", Moment),
    sa.Column("error", sa.Text),
    sa.Column("external_id", sa.Text),
    sa.Column("url", sa.Text),
    sa.Column("updated_at", Moment, nullable=False),
    sa.Index("ix_publications_case_id", "case_id"),
    sa.Index("ix_publications_external_id", "external_id"),
)

#: What became of each published reply: the author's next words, judged. The last word counts.
outcomes = sa.Table(
    "outcomes",
    metadata,
    # The case and which of its replies.
    sa.Column("case_id", sa.ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("reply", sa.Integer, primary_key=True),
    sa.Column("published_at", Moment, nullable=False),
    # What it is counted by, as it was when the reply went out.
    sa.Column("topic", sa.String(40)),
    sa.Column("playbook", sa.String(100), nullable=False),
    sa.Column("approver", sa.Text, nullable=False),
    # None until the author has written again, or has not for long.
    sa.Column("outcome", sa.String(20)),
    sa.Column("at", Moment),
    sa.Index("ix_outcomes_published_at", "published_at"),
)

#: What the precedent search goes by: for each published reply, the embedding of what it answered.
#: It goes with the mention's words, whoever takes them back.
precedents = sa.Table(
    "precedents",
    metadata,
    sa.Column("reply_key", sa.ForeignKey("publications.key", ondelete="CASCADE"), primary_key=True),
    sa.Column("case_id", sa.ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    sa.Column("reply", sa.Integer, nullable=False),
    # The mention that it answered.
    sa.Column("mention_id", sa.ForeignKey("mentions.id", ondelete="CASCADE"), nullable=False),
    sa.Column("lang", sa.String(12), nullable=False),
    sa.Column("topic", sa.String(40), nullable=False),
    # float32, and what made it; None until it has been read.
    sa.Column("embedding", sa.LargeBinary),
    sa.Column("encoder", sa.String(64)),
    # By the database's clock, so that processes agree what is new.
    sa.Column("changed_at", Moment, nullable=False, server_default=sa.func.now()),
    sa.Index("ix_precedents_case_id", "case_id"),
    sa.Index("ix_precedents_mention_id", "mention_id"),
    sa.Index("ix_precedents_changed_at", "changed_at"),
)
