"""All our tables. The durable engine keeps its own beside them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa


class Moment(sa.TypeDecorator[datetime]):
    """A point in time, always aware, always UTC; SQLite stores it without the zone."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Amount(sa.TypeDecorator[Decimal]):
    """An amount of money, exact: stored in hundredths, since SQLite knows no decimals."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: sa.Dialect) -> int | None:
        return None if value is None else int(value * 100)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / 100


metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

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

#: What Slack shows of a case: one card, and what it last said.
cards = sa.Table(
    "cards",
    metadata,
    sa.Column("case_id", sa.ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("channel", sa.String(40), nullable=False),
    # None until Slack confirmed the post.
    sa.Column("ts", sa.String(40)),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("updated_at", Moment, nullable=False),
    # Set while a process talks to Slack about this card, so that no two do at once.
    sa.Column("claimed_at", Moment),
    # A post was begun whose end nobody knows: look before posting again.
    sa.Column("in_doubt", sa.Boolean, nullable=False, server_default=sa.false()),
    # Why Slack refuses it, for the operator; None while it does not.
    sa.Column("trouble", sa.Text),
    # When something changed that it shows and that is no change of the case.
    sa.Column("outdated_at", Moment),
    # The line in front of a channel.
    sa.Index(
        "ix_cards_waiting", "channel",
        postgresql_where=sa.text("ts IS NULL"), sqlite_where=sa.text("ts IS NULL"),
    ),
)  # fmt: skip

#: Channels in Slack, and people there, that messages were sent to.
slack_channels = sa.Table(
    "slack_channels",
    metadata,
    sa.Column("channel", sa.String(40), primary_key=True),
    # When it takes the next message, whichever process sends it.
    sa.Column("free_at", Moment, nullable=False),
    # When it would, had all been sent as soon as they could.
    sa.Column("even_at", Moment, nullable=False),
    # Why Slack takes no cards there, for the operator; None while it does.
    sa.Column("trouble", sa.Text),
)

#: Who has a case's editor open in Slack; a hint for colleagues, no lock.
editing = sa.Table(
    "editing",
    metadata,
    sa.Column("case_id", sa.ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("approver", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("until", Moment, nullable=False),
)

#: What Slack shows beside the card: answers in its thread, and a pointer in the channel for
#: escalations. Planned before it is posted, like the card.
notes = sa.Table(
    "notes",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("case_id", sa.ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    # thread or escalation
    sa.Column("kind", sa.String(20), nullable=False),
    # It tells of the events after the one, up to and with the other.
    sa.Column("since", sa.Integer, nullable=False),
    sa.Column("upto", sa.Integer, nullable=False),
    sa.Column("channel", sa.String(40), nullable=False),
    # None until Slack confirmed the post.
    sa.Column("ts", sa.String(40)),
    sa.Column("updated_at", Moment, nullable=False),
    # Set while a process talks to Slack about it.
    sa.Column("claimed_at", Moment),
    # A post was begun whose end nobody knows: look before posting again.
    sa.Column("in_doubt", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.UniqueConstraint("case_id", "kind", "since"),
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

#: What Slack last said of the people we asked it about.
slack_people = sa.Table(
    "slack_people",
    metadata,
    sa.Column("slack_user", sa.String(40), primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("lang", sa.String(12), nullable=False),
    # member | guest | bot | gone | stranger
    sa.Column("standing", sa.String(20), nullable=False),
    sa.Column("checked_at", Moment, nullable=False),
)

#: The user groups that the policy names: when they were last read, and why they could not be.
slack_groups = sa.Table(
    "slack_groups",
    metadata,
    sa.Column("slack_group", sa.String(40), primary_key=True),
    sa.Column("refreshed_at", Moment),
    sa.Column("trouble", sa.Text),
)

slack_members = sa.Table(
    "slack_members",
    metadata,
    sa.Column("slack_group", sa.String(40), primary_key=True),
    sa.Column("slack_user", sa.String(40), primary_key=True),
)

#: Approvers who want no reminders and no digest.
reminders_off = sa.Table(
    "reminders_off",
    metadata,
    sa.Column("approver", sa.Text, primary_key=True),
    sa.Column("since", Moment, nullable=False),
)

#: Messages that were begun: whatever happens then, they are not sent a second time.
notices = sa.Table(
    "notices",
    metadata,
    sa.Column("key", sa.String(200), primary_key=True),
    sa.Column("begun_at", Moment, nullable=False),
)

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
