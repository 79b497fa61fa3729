"""The queue: who waits, the most pressing first, by tabs and filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from service.bootstrap import Kulanz
from service.console.choices import WhyNot, why_not
from service.console.marking import N_
from service.console.pages import fragment, kulanz_of, page
from service.console.sign_in import SignedIn, Visitor
from service.slack.approvals import SlackApprovals
from service.store import cases, insights, queues
from service.store.queues import Filter, Order
from triage.case import OPEN_FOR_DECISION, Case, Status
from triage.complaint import Topic
from triage.mention import Channel, clean_text
from triage.severity import Severity
from triage.sla import is_overdue

router = APIRouter(include_in_schema=False)

PAGE_SIZE = 50


@dataclass(frozen=True)
class Tab:
    name: str
    label: str
    statuses: tuple[Status, ...]
    order: Order = "newest"
    #: Somebody should look here.
    calls: bool = False
    #: Whether what was put off stands here alone, or not; None: it makes no difference.
    snoozed: bool | None = None


TABS = (
    Tab("waiting", N_("Waiting"), (Status.AWAITING,), "priority", snoozed=False),
    Tab(
        "escalated", N_("Escalated"), (Status.ESCALATED,), "priority", calls=True, snoozed=False,
    ),
    Tab("snoozed", N_("Put off"), (Status.AWAITING, Status.ESCALATED), snoozed=True),
    Tab(
        "unclear", N_("Unresolved"),
        (Status.PUBLISH_IN_DOUBT, Status.PUBLISH_FAILED), calls=True,
    ),
    Tab("moving", N_("On its way"), (Status.RECEIVED, Status.APPROVED, Status.PUBLISHING)),
    Tab("published", N_("Published"), (Status.PUBLISHED,)),
    Tab("dismissed", N_("Dismissed"), (Status.DISMISSED,)),
    Tab("closed", N_("Rejected or closed"), (Status.REJECTED, Status.CLOSED)),
)  # fmt: skip

#: Where whatever is overdue or critical stands.
LATE = TABS[1]


@dataclass(frozen=True)
class View:
    """What the address asks to see; whatever makes no sense filters nothing."""

    tab: Tab
    wanted: Filter
    #: Only what is overdue.
    late: bool = False
    number: int = 1

    def address(self, **changes: Any) -> str:
        """The address of this view with some of it changed; only what differs stands in it."""
        fields = {
            "tab": self.tab.name if self.tab is not TABS[0] else None,
            "queue": self.wanted.queue,
            "topic": self.wanted.topic,
            "lang": self.wanted.lang,
            "channel": self.wanted.channel,
            "severity": self.wanted.severity,
            "assigned": self.wanted.assigned_to,
            "words": self.wanted.words,
            "late": 1 if self.late else None,
            **changes,
        }
        query = urlencode({name: value for name, value in fields.items() if value is not None})
        return f"?{query}" if query else "?"

    @property
    def is_filtered(self) -> bool:
        return self.late or replace(self.wanted, statuses=(), snoozed=None) != Filter()

    def asked(self, now: datetime) -> Filter:
        """What is looked for at that time."""
        return replace(self.wanted, due_by=now) if self.late else self.wanted


def view_of(query: Mapping[str, str]) -> View:
    # No database compares with what is no text.
    query = {name: clean_text(value) for name, value in query.items()}
    tab = next((t for t in TABS if t.name == query.get("tab")), TABS[0])
    severity, number = query.get("severity", ""), query.get("page", "")
    wanted = Filter(
        statuses=tab.statuses,
        queue=query.get("queue") or None,
        topic=query.get("topic") or None,
        lang=query.get("lang") or None,
        channel=query.get("channel") or None,
        assigned_to=query.get("assigned") or None,
        snoozed=tab.snoozed,
        severity=int(severity) if severity in {"0", "1", "2", "3", "4"} else None,
        words=query.get("words", "").strip()[:200] or None,
    )
    page_number = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1
    return View(tab, wanted, query.get("late") == "1", max(1, page_number))


#: What must not be overlooked, whatever tab is open.
CRITICAL = View(
    LATE, Filter(statuses=LATE.statuses, snoozed=False, severity=int(Severity.CRITICAL)), late=True
)


@router.get("/")
def show_queue(request: Request, visitor: SignedIn) -> Response:
    view = view_of(request.query_params)
    return page(
        request, "queue.html", visitor, **_context(request, visitor, view), **_choices(request),
        slack_fails=_slack_fails(kulanz_of(request)),
    )  # fmt: skip


@router.get("/queue")
def show_rows(request: Request, visitor: SignedIn) -> Response:
    """The list alone, for the live update."""
    view = view_of(request.query_params)
    return fragment(request, "_rows.html", visitor, **_context(request, visitor, view))


def _slack_fails(kulanz: Kulanz) -> bool:
    """Whether cards may be missing in Slack; the checks say why."""
    approvals = kulanz.approvals
    return isinstance(approvals, SlackApprovals) and approvals.trouble is not None


def _context(request: Request, visitor: Visitor, view: View) -> dict[str, Any]:
    kulanz = kulanz_of(request)
    now = kulanz.clock()
    with kulanz.database.read() as session:
        counts, put_off = cases.counts_by_status(session), queues.snoozed_by_status(session)
        found = queues.find(
            session, view.asked(now), now=now, order=view.tab.order,
            limit=PAGE_SIZE, offset=(view.number - 1) * PAGE_SIZE,
        )  # fmt: skip
        total = queues.count(session, view.asked(now))
        critical = queues.count(session, CRITICAL.asked(now)) if view.tab is not LATE else 0
        words = insights.first_words(session, [case.id for case in found])
    return {
        "view": view,
        "tabs": [(tab, _count(tab, counts, put_off)) for tab in TABS],
        "rows": [
            {**_row(case, words.get(case.id), now), "why_not": _why_not(kulanz, case, visitor)}
            for case in found
        ],
        "total": total,
        "critical_and_late": critical,
        "show_critical": CRITICAL.address(),
        "pauses": kulanz.pausing.current(),
        "pages": max(1, -(-total // PAGE_SIZE)),
    }


def _count(tab: Tab, counts: Mapping[Status, int], put_off: Mapping[Status, int]) -> int:
    every = sum(counts.get(status, 0) for status in tab.statuses)
    away = sum(put_off.get(status, 0) for status in tab.statuses)
    return every if tab.snoozed is None else away if tab.snoozed else every - away


def _row(case: Case, words: str | None, now: datetime) -> dict[str, Any]:
    """One line of the list. A negative `due_in` is a breach."""
    waits = case.status in OPEN_FOR_DECISION and case.snoozed_until is None
    due = case.due_at if waits else None
    return {
        "case": case,
        "words": words,
        "age": (now - case.received_at).total_seconds(),
        "due_in": (due - now).total_seconds() if due else None,
        "overdue": due is not None and is_overdue(due, now),
        "due_soon": due is not None and due - now < timedelta(minutes=15),
    }


def _why_not(kulanz: Kulanz, case: Case, visitor: Visitor) -> WhyNot | None:
    """What keeps this person from sending the reply as drafted, where one waits to be sent."""
    if case.status not in OPEN_FOR_DECISION or case.draft is None:
        return None
    return why_not(kulanz.desk, case, visitor.approver, case.draft.remedy)


def _choices(request: Request) -> dict[str, Any]:
    """What the filters offer."""
    kulanz = kulanz_of(request)
    with kulanz.database.read() as session:
        languages = insights.languages(session)
    return {
        "approvers": {a.id: a.name for a in kulanz.desk.desks.everybody},
        "queues": [queue.name for queue in kulanz.desk.desks.queues],
        "topics": [topic for topic in Topic if topic is not Topic.NONE],
        "languages": languages,
        "channels": [*Channel],
        "severities": [*Severity],
    }
