"""Cases, what was written in them, and what was drafted and decided."""

from __future__ import annotations

import sqlalchemy as sa

from service.store.tables.columns import Moment, metadata

cases = sa.Table(
    "cases",
    metadata,
    sa.Column("id", sa.String(40), primary_key=True),
    sa.Column("inbox", sa.String(100), nullable=False),
    sa.Column("conversation", sa.Text, nullable=False),
    sa.Column("channel", sa.String(20), nullable=False),
    sa.Column("author_id", sa.Text, nullable=False),
    sa.Column("author_name", sa.Text, nullable=False),
    sa.Column("status", sa.String(20), nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("answers_round", sa.Integer, nullable=False),
    sa.Column("draft_version", sa.Integer, nullable=False),
    sa.Column("replies", sa.Integer, nullable=False),
    sa.Column("insisted", sa.Boolean, nullable=False),
    # How often the author had written when our last reply went out.
    sa.Column("replied_round", sa.Integer, nullable=False, server_default="0"),
    # Who has taken the case, and the name at that time.
    sa.Column("assigned_to", sa.Text),
    sa.Column("assigned_name", sa.Text, nullable=False, server_default=""),
    sa.Column("snoozed_until", Moment),
    sa.Column("received_at", Moment, nullable=False),
    sa.Column("updated_at", Moment, nullable=False),
    sa.Column("due_at", Moment),
    sa.Column("remind_at", Moment),
    sa.Column("first_reply_at", Moment),
    # What lists filter and sort by, copied out of the documents below.
    sa.Column("lang", sa.String(12)),
    sa.Column("topic", sa.String(40)),
    sa.Column("severity", sa.Integer),
    sa.Column("weight", sa.Integer),
    sa.Column("complaint", sa.Boolean),
    sa.Column("ironic", sa.Boolean),
    sa.Column("queue", sa.String(100)),
    sa.Column("outcome", sa.String(20)),
    sa.Column("assessment", sa.JSON),
    sa.Column("grade", sa.JSON),
    sa.Column("route", sa.JSON),
    sa.Column("draft", sa.JSON),
    sa.Column("decision", sa.JSON),
    sa.Column("first_approval", sa.JSON),
    # What a person said of the assessment.
    sa.Column("correction", sa.JSON),
    # float32 vector of what is to be answered, for the precedent search.
    sa.Column("embedding", sa.LargeBinary),
    sa.UniqueConstraint("inbox", "conversation"),
    sa.Index("ix_cases_status_updated_at", "status", "updated_at"),
    sa.Index("ix_cases_status_remind_at", "status", "remind_at"),
    sa.Index("ix_cases_status_due_at", "status", "due_at"),
    sa.Index("ix_cases_author_id", "author_id"),
    # All that the order by priority needs, so that it reads no document of a case left out.
    sa.Index("ix_cases_by_priority", "status", "weight", "received_at", "id"),
    sa.Index(
        "ix_cases_lang",
        "lang",
        sqlite_where=sa.text("lang IS NOT NULL"),
        postgresql_where=sa.text("lang IS NOT NULL"),
    ),
    # Only what is put off is in it.
    sa.Index(
        "ix_cases_snoozed_until",
        "snoozed_until",
        sqlite_where=sa.text("snoozed_until IS NOT NULL"),
        postgresql_where=sa.text("snoozed_until IS NOT NULL"),
    ),
)

mentions = sa.Table(
    "mentions",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("inbox", sa.String(100), nullable=False),
    sa.Column("message_id", sa.Text, nullable=False),
    # As the inbox named it; None for a mention that stands alone.
    sa.Column("conversation", sa.Text),
    # The delivery that brought it: the same delivery again is a replay, another one an edit.
    sa.Column("delivery_id", sa.Text, nullable=False),
    sa.Column("case_id", sa.ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("channel", sa.String(20), nullable=False),
    sa.Column("lang", sa.String(12)),
    sa.Column("domain", sa.String(40)),
    sa.Column("author_id", sa.Text, nullable=False),
    sa.Column("author_name", sa.Text, nullable=False),
    sa.Column("url", sa.Text),
    sa.Column("posted_at", Moment),
    sa.Column("received_at", Moment, nullable=False),
    sa.Column("edited_at", Moment),
    sa.Column("deleted_at", Moment),
    # Earlier turns that the inbox sent along, and fields we do not know: kept as they came.
    sa.Column("context", sa.JSON, nullable=False),
    sa.Column("extra", sa.JSON, nullable=False),
    sa.UniqueConstraint("inbox", "message_id"),
    sa.Index("ix_mentions_case_id", "case_id"),
)

events = sa.Table(
    "events",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("case_id", sa.ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("details", sa.JSON, nullable=False),
    sa.Index("ix_events_case_id", "case_id"),
    sa.Index("ix_events_kind_at", "kind", "at"),
)

drafts = sa.Table(
    "drafts",
    metadata,
    sa.Column("case_id", sa.ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("draft", sa.JSON, nullable=False),
)

decisions = sa.Table(
    "decisions",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("case_id", sa.ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    sa.Column("draft_version", sa.Integer, nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("approver", sa.Text, nullable=False),
    sa.Column("decided_at", Moment, nullable=False),
    sa.Column("decision", sa.JSON, nullable=False),
    sa.Index("ix_decisions_case_id", "case_id"),
    sa.Index("ix_decisions_decided_at", "decided_at"),
)
