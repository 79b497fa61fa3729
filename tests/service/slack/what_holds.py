"""What must be so in the busiest case: nothing happens twice, and everybody sees the same."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise, zip_longest
from typing import Any

from service.slack.approvals import SlackApprovals
from service.slack.blocks import card as card_of
from service.store import editing, mentions, publications
from service.store.publications import PublicationState
from tests.service.slack.busy_day import Day
from triage.case import OPEN_FOR_DECISION, Case, Event, Status
from triage.decision import DecisionKind

#: Nothing goes on by itself from here.
AT_REST = {*Status} - {Status.RECEIVED, Status.APPROVED, Status.PUBLISHING}

#: event → the states in which it may happen.
_MAY = {
    "decided": {"open"},
    "taken_back": {"approved"},
    "publishing": {"approved", "publishing"},
    "published": {"publishing"},
    "reopened": {"received", "open", "rejected", "dismissed", "published", "closed"},
    "dismissed": {"received", "open", "approved"},
    "closed": {"received", "published", "rejected"},
}
_LEADS_TO = {
    "taken_back": "open",
    "publishing": "publishing",
    "published": "published",
    "reopened": "received",
    "dismissed": "dismissed",
    "closed": "closed",
}
_DECIDES = {
    DecisionKind.APPROVE: "approved",
    DecisionKind.EDIT: "approved",
    DecisionKind.REJECT: "rejected",
    DecisionKind.ESCALATE: "open",
    DecisionKind.NOT_A_COMPLAINT: "dismissed",
}


def nothing_twice(day: Day) -> None:
    """At any moment: one decision at a time, one card, one call for each reply."""
    state_after(day.history())
    keys = Counter(key for key, _ in day.program.receiver.deliveries if day.case_id in key)
    assert [*filter(lambda key: keys[key] > 1, keys)] == []
    assert len(day.cards()) <= 1


def state_after(history: list[Event]) -> str:
    """The state that a history leads to; fails where something happened that could not."""
    state, version = "received", 0
    for event in history:
        assert event.kind != "swept", "a job was lost"
        assert state in _MAY.get(event.kind, {state}), (state, event, history)
        if event.kind == "decided":
            assert event.details["version"] == version, "an older draft was decided on"
            state = _DECIDES[DecisionKind(event.details["decision"])]
        elif event.kind in {"drafted", "not_drafted"}:
            assert state in {"received", "open"}, (state, event)
            state, version = "open", event.details["version"]
        else:
            state = _LEADS_TO.get(event.kind, state)
    return state


def all_agree(day: Day) -> None:
    """Once everything is at rest: history, database, receiver and Slack say the same."""
    case = settled(day)
    state = state_after(day.history())
    assert (state == "open") == (case.status in OPEN_FOR_DECISION)
    assert state in {"open", case.status}
    _published_once(day, case)
    # What follows an answer to Slack may still be under way.
    with suppress(AssertionError):
        day.world.until(lambda: not _untrue_on_card(day), seconds=10)
    assert _untrue_on_card(day) == []
    notes = [m.metadata["event_payload"]["revision"] for m in day.notes()]
    assert len({*notes}) == len(notes), "a note stands in the thread twice"


def settled(day: Day) -> Case:
    engine = day.world.kulanz.engine
    names = ("open", "publish", "redraft", "card", "editing-now")

    def at_rest() -> Case | None:
        if any(engine.has_live(f"{day.case_id}-{name}-") for name in names):
            return None
        case = day.case()
        return case if case.status in AT_REST else None

    case: Case = day.world.until(at_rest)
    return case


def _published_once(day: Day, case: Case) -> None:
    """As many replies as are approved, each with one call, with the approved words."""
    calls = {key: body for key, body in day.program.receiver.deliveries if day.case_id in key}
    with day.world.kulanz.database.read() as session:
        stored = publications.of_case(session, day.case_id)
    assert {p.state for p in stored} <= {PublicationState.PUBLISHED}
    assert {p.key: p.reply for p in stored} == {k: b["data"]["reply"] for k, b in calls.items()}
    kinds = Counter(event.kind for event in day.history())
    assert len(calls) == case.replies == kinds["published"] == kinds["publishing"]
    approved = [e for e in day.history() if e.kind == "decided" and _sends(e)]
    assert len(approved) - kinds["taken_back"] in {case.replies, case.replies + _stopped(day)}


def _sends(event: Event) -> bool:
    return _DECIDES[DecisionKind(event.details["decision"])] == "approved"


def _stopped(day: Day) -> int:
    """How many approved replies the author stopped by deleting the post."""
    kinds = [e.kind for e in day.history() if e.kind in {*_LEADS_TO, "decided"}]
    return sum(pair == ("decided", "dismissed") for pair in pairwise(kinds))


def _untrue_on_card(day: Day) -> list[Any]:
    """Where the card says other than the database; empty where it agrees."""
    approvals, case, shown = day.world.kulanz.approvals, day.case(), day.card()
    assert isinstance(approvals, SlackApprovals)
    assert shown is not None, "people were asked in Slack"
    with day.world.kulanz.database.read() as session:
        mention = mentions.conversation_of(session, case.id).mention
        at_it = editing.names(session, case.id, datetime.min.replace(tzinfo=UTC))
    subject = approvals.subject(case, mention)
    wanted = card_of(subject)
    # The engine's clock can't be put forward: it has not noticed yet that an editor is forgotten.
    before = card_of(replace(subject, editing=at_it)).blocks
    revision = shown.metadata["event_payload"]["revision"]
    if shown.blocks == before and (shown.text, revision) == (wanted.text, case.revision):
        return []
    pairs = zip_longest([shown.text, *shown.blocks], [wanted.text, *wanted.blocks])
    differing = [pair for pair in pairs if pair[0] != pair[1]]
    return [*differing, *([(revision, case.revision)] if revision != case.revision else [])]
