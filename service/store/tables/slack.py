"""What is shown in Slack, and what Slack says of people."""

from __future__ import annotations

import sqlalchemy as sa

from service.store.tables.columns import Moment, metadata

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
