"""Insights: how much comes in, about what, what people decide, and how fast they answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median, quantiles

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from service.console import plots
from service.console.labels import say
from service.console.pages import kulanz_of, page, words_of
from service.console.plots import Plot
from service.console.sign_in import SignedIn
from service.console.words import Words
from service.store import insights, outcomes
from service.store.insights import Day, Share

router = APIRouter(include_in_schema=False)

PERIODS = (7, 30, 90)


@dataclass(frozen=True)
class Figure:
    """One number with its name."""

    name: str
    value: str
    #: What it is made from.
    note: str = ""


@router.get("/insights")
def show_insights(request: Request, visitor: SignedIn) -> Response:
    kulanz, words = kulanz_of(request), words_of(request)
    days = _days(request.query_params.get("days", ""))
    since = _midnight(kulanz.clock()) - timedelta(days=days - 1)
    with kulanz.database.read() as session:
        figures = _figures(session, since, words)
        shown = _plots(session, since, days, kulanz.clock(), words)
        by_playbook = outcomes.tallies(session, "playbook", since)
        # To each their own: nobody is ranked.
        mine = outcomes.of_approver(session, visitor.approver.id, since)
    return page(
        request, "insights.html", visitor, days=days, periods=PERIODS, figures=figures,
        budgets=[*kulanz.desk.ledger.budgets(kulanz.clock()).values()],
        by_playbook=by_playbook, mine=mine,
        plots=[(plot, json.dumps(plots.figure(plot))) for plot in shown],
    )  # fmt: skip


def _days(asked: str) -> int:
    return next((days for days in PERIODS if str(days) == asked), 30)


def _figures(session: Session, since: datetime, words: Words) -> list[Figure]:
    seconds = insights.seconds_to_first_reply(session, since)
    decided = {share.key: share.count for share in insights.decisions_by_kind(session, since)}
    edited = decided.get("edit", 0)
    sent = decided.get("approve", 0) + edited
    happened = insights.events_of(session, ("reminded", "escalated"), since)
    volume = insights.volume(session, since)
    nothing = "–"
    return [
        Figure(words("Cases"), words.number(sum(day.cases for day in volume)),
               words("complaints: %(count)s", count=sum(day.complaints for day in volume))),
        Figure(words("Time to first reply, median"),
               words.span(median(seconds)) if seconds else nothing,
               words("first replies: %(count)s", count=len(seconds))),
        Figure(words("Nine of ten first replies within"),
               words.span(percentile_90(seconds)) if seconds else nothing),
        Figure(words("Edit rate"), words.percent(edited / sent) if sent else nothing,
               words("edited: %(edited)s of %(sent)s", edited=edited, sent=sent)),
        Figure(words("Nearly overdue"), words.number(happened["reminded"])),
        Figure(words("Escalations"), words.number(happened["escalated"])),
    ]  # fmt: skip


def percentile_90(seconds: Sequence[float]) -> float:
    """The time within which nine of ten were answered."""
    if len(seconds) == 1:
        return seconds[0]
    return quantiles(seconds, n=10, method="inclusive")[-1]


def _plots(session: Session, since: datetime, days: int, now: datetime, words: Words) -> list[Plot]:
    volume = _every_day(insights.volume(session, since), now, days)

    def by(column: str, title: str, kind: str) -> Plot:
        shares = insights.complaints_by(session, column, since)
        if column == "severity":
            # The gravest first, however few.
            shares.sort(key=lambda share: -int(share.key))
        return _bars(title, shares, kind, words)

    decided = insights.decisions_by_kind(session, since)
    return [
        Plot(
            words("Cases a day"),
            tuple(words.day(_noon(day)) for day in volume),
            (
                (words("Complaints"), tuple(day.complaints for day in volume)),
                (words("Other mentions"), tuple(day.cases - day.complaints for day in volume)),
            ),
            wide=True,
        ),
        by("topic", words("Complaints by topic"), "topic"),
        by("severity", words("Complaints by severity"), "severity"),
        by("lang", words("Complaints by language"), "language"),
        by("ironic", words("Complaints with irony"), "ironic"),
        _bars(words("Decisions"), decided, "decision", words),
    ]


def _bars(title: str, shares: Sequence[Share], kind: str, words: Words) -> Plot:
    names = tuple(say(words, kind, share.key) for share in shares)
    counts = tuple(share.count for share in shares)
    return Plot(title, names, ((words("Cases"), counts),), lying=True)


def _every_day(counted: Sequence[Day], now: datetime, days: int) -> list[Day]:
    """The days without a case too, oldest first."""
    by_date = {day.date: day for day in counted}
    dates = [(now - timedelta(days=back)).date().isoformat() for back in range(days - 1, -1, -1)]
    return [by_date.get(date, Day(date, 0, 0)) for date in dates]


def _midnight(moment: datetime) -> datetime:
    """The beginning of the day, so that no first day is shown by half."""
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _noon(day: Day) -> datetime:
    """Noon, so that no time zone moves it to another day."""
    return datetime.fromisoformat(f"{day.date}T12:00:00+00:00")
