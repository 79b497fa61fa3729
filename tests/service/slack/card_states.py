"""A case in every state that a card can show, and what the card says then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from service.slack.elements import Element
from service.slack.personal import words_in
from service.slack.subject import Subject
from tests.fakes import ANNA, fake_desk
from triage.case import Case, Status
from triage.decision import Decision, DecisionKind
from triage.draft import Draft
from triage.handling import assigned, snoozed, taken_back
from triage.mention import Author, Channel, Conversation, Mention
from triage.outcome import Outcome
from triage.publishing import publish_failed, publish_in_doubt, published, publishing
from triage.redraft import redraft_wanted
from triage.wish import Wanted, Wish

ENGLISH, GERMAN = words_in("en", "UTC"), words_in("de", "UTC")
NOW = datetime(2026, 5, 4, 10, 42, tzinfo=UTC)
MENTION = Mention(
    "m1", "Seven hours late, thanks for nothing", Channel.X, url="https://social.example/p/1",
    author=Author("u1", "Dana Ruiz"),
)  # fmt: skip


def awaiting(mention: Mention = MENTION, **draft: Any) -> Case:
    received = Case(
        id="c0ffee", inbox="social", conversation="m1", channel=mention.channel,
        author=mention.author, received_at=NOW - timedelta(minutes=4), updated_at=NOW,
    )  # fmt: skip
    (case,) = fake_desk().open([(received, Conversation(mention))], NOW)
    assert case.draft is not None
    return replace(case, draft=replace(case.draft, **draft))


def decided(case: Case, kind: DecisionKind, reply: str | None = None, reason: str = "") -> Case:
    decision = Decision(
        kind, ANNA.id, ANNA.name, case.draft_version, NOW, reply=reply, reason=reason
    )
    return case.decided(decision)


def approved(case: Case) -> Case:
    return decided(case, DecisionKind.APPROVE, "We are sorry. ^AB")


def leaving(decision: Decision | None) -> Decision:
    assert decision is not None
    return replace(decision, leaves_at=NOW + timedelta(seconds=5))


def drafted(case: Case) -> Draft:
    assert case.draft is not None
    return case.draft


def sending(case: Case) -> Case:
    return publishing(approved(case), NOW, attempt=1)


def subject(case: Case, mention: Mention = MENTION) -> Subject:
    return Subject(case, mention, case.events, "https://kulanz.example/cases/c0ffee")


def buttons(blocks: list[Element]) -> list[str]:
    rows = (block["elements"] for block in blocks if block["type"] == "actions")
    menus = [block["accessory"]["action_id"] for block in blocks if "accessory" in block]
    return [*menus, *(element["action_id"] for row in rows for element in row)]


URL = "https://social.example/p/2"
STATES: dict[str, tuple[Callable[[Case], Case], str]] = {
    "awaiting": (lambda c: c, "exactly as it will be published"),
    "reminded": (lambda c: c.reminded(NOW), "exactly as it will be published"),
    "escalated": (lambda c: c.escalated(NOW, by="kulanz", reason="overdue"), "Escalated: overdue."),
    "passed on": (lambda c: decided(c, DecisionKind.ESCALATE), "Escalated by Anna Berg."),
    "approved": (approved, "Sending… Approved by Anna Berg."),
    "sending": (sending, "Sending… Approved by Anna Berg."),
    "delayed": (
        lambda c: sending(c).noted(NOW, "publish_delayed", reason="503 Try later."),
        "Not through yet: 503 Try later. It will be tried again.",
    ),
    "published": (lambda c: published(sending(c), NOW, url=URL), "The reply on social.example"),
    "without a link": (lambda c: published(sending(c), NOW, url=None), "Published. Approved by"),
    "with a bad link": (
        lambda c: published(sending(c), NOW, url="javascript:alert(1)"),
        "Published. Approved by Anna Berg.",
    ),
    "failed": (
        lambda c: publish_failed(sending(c), NOW, reason="refused"),
        "Not published: refused. Approved by Anna Berg.",
    ),
    "in doubt": (
        lambda c: publish_in_doubt(sending(c), NOW, reason="no answer"),
        "nobody knows whether the reply is out: no answer.",
    ),
    "rejected": (
        lambda c: decided(c, DecisionKind.REJECT, reason="Not ours"),
        "Rejected by Anna Berg: Not ours. Nothing is published.",
    ),
    "no complaint": (
        lambda c: decided(c, DecisionKind.NOT_A_COMPLAINT),
        "Not a complaint, says Anna Berg.",
    ),
    "withdrawn": (
        lambda c: c.dismissed(NOW, by="author", reason="the author deleted the post"),
        "Dismissed: the author deleted the post.",
    ),
    "renewed": (
        lambda c: c.renewed(NOW, by="author", reason="the author wrote again"),
        "A new draft is on its way: the author wrote again.",
    ),
    "leaving": (
        lambda c: replace(approved(c), decision=leaving(approved(c).decision)),
        "It leaves at",
    ),
    "taken back": (
        lambda c: taken_back(
            approved(c), NOW, by="ben", name="Ben Croft", surface="slack", draft=drafted(c),
            status=Status.AWAITING,
        ),
        "Approval taken back by Ben Croft. Nothing went out.",
    ),
    "put off": (
        lambda c: snoozed(c, NOW, until=NOW + timedelta(hours=3), by="ben", name="Ben Croft"),
        "Put off by Ben Croft until",
    ),
    "taken": (
        lambda c: assigned(c, NOW, to="ben", to_name="Ben Croft", by="ben", name="Ben Croft"),
        "Taken by Ben Croft",
    ),
    "redraft wanted": (
        lambda c: redraft_wanted(
            c, NOW, by="ben", wanted=Wanted(frozenset({Wish.SHORTER}), "no taxi"), surface="slack"
        ),
        "Another draft is being written (shorter): no taxi.",
    ),
    "no redraft": (
        lambda c: c.noted(NOW, "redraft_failed", reason="The guard stops the new draft."),
        "No other draft: The guard stops the new draft.",
    ),
    "half approved": (
        lambda c: c.approved_once(
            Decision(DecisionKind.APPROVE, "ben", "Ben Croft", 1, NOW, reply="Sorry. ^BC"),
            drafted(c),
        ),
        "First of two approvals by Ben Croft. A second person has to approve it.",
    ),
    "closed": (
        lambda c: published(sending(c), NOW, url=URL).closed(NOW, outcome=Outcome.RECOVERED),
        "Closed. Approved by Anna Berg. The author: recovered",
    ),
}  # fmt: skip
OPEN = {
    "awaiting", "reminded", "escalated", "passed on", "put off", "taken", "redraft wanted",
    "no redraft", "half approved", "taken back",
}  # fmt: skip
#: What can be clicked once it is decided.
AFTERWARDS = {"leaving": ["undo"], "failed": ["retry"], "in doubt": ["retry", "is_out"]}
