"""All our tables, by subject. The durable engine keeps its own beside them."""

from __future__ import annotations

from service.store.tables.casework import cases, decisions, drafts, events, mentions
from service.store.tables.columns import Amount, Moment, metadata
from service.store.tables.money import ledger
from service.store.tables.operation import pauses, sign_ins, workers
from service.store.tables.replies import outcomes, precedents, publications
from service.store.tables.slack import (
    cards,
    editing,
    notes,
    notices,
    reminders_off,
    slack_channels,
    slack_groups,
    slack_members,
    slack_people,
)

__all__ = [
    "Amount",
    "Moment",
    "cards",
    "cases",
    "decisions",
    "drafts",
    "editing",
    "events",
    "ledger",
    "mentions",
    "metadata",
    "notes",
    "notices",
    "outcomes",
    "pauses",
    "precedents",
    "publications",
    "reminders_off",
    "sign_ins",
    "slack_channels",
    "slack_groups",
    "slack_members",
    "slack_people",
    "workers",
]
