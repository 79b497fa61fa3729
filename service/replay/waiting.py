"""How long customers would wait for a first reply: complaints as they came in, drafts that are
ready at once, and so many people who decide on them."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from triage.severity import Grade
from triage.sla import BusinessHours, due_at

#: What a decision takes: on a draft that can go out as it is, and on one that the guard stops or
#: that needs thought.
READY, NEEDS_WORK = timedelta(minutes=1), timedelta(minutes=4)
#: Numbers of people that are tried, until this share is answered in time or more are no help.
TEAMS = (1, 2, 3, 5, 8, 13, 21, 34, 55)
ENOUGH = 0.95


@dataclass(frozen=True)
class Arrival:
    """A complaint that came in."""

    at: datetime
    grade: Grade
    needs_work: bool

    @property
    def takes(self) -> timedelta:
        return NEEDS_WORK if self.needs_work else READY


@dataclass(frozen=True)
class Waits:
    """How long first replies took."""

    replies: int
    #: Half of them came sooner, nine of ten did; hours.
    median: float
    nine_in_ten: float
    #: Within the time that is promised for them, of all.
    in_time: float


def waits_of(replies: Iterable[tuple[Arrival, datetime]], hours: BusinessHours) -> Waits | None:
    """None where there is none."""
    answered = [
        ((at - arrival.at) / timedelta(hours=1), at <= due_at(arrival.grade, arrival.at, hours))
        for arrival, at in replies
    ]
    if not answered:
        return None
    waited = sorted(wait for wait, _ in answered)
    return Waits(
        replies=len(waited),
        median=waited[len(waited) // 2],
        nine_in_ten=waited[min(len(waited) - 1, len(waited) * 9 // 10)],
        in_time=sum(in_time for _, in_time in answered) / len(answered),
    )


def by_team(arrivals: Sequence[Arrival], hours: BusinessHours) -> dict[int, Waits]:
    """Number of people → how long customers would have waited."""
    ordered = sorted(arrivals, key=lambda arrival: arrival.at)
    found: dict[int, Waits] = {}
    best: Waits | None = None
    for people in TEAMS if ordered else ():
        waits = waits_of(answered(ordered, people, hours), hours)
        assert waits is not None, "there are arrivals"
        if best and not _helps(best, waits):
            break
        found[people] = best = waits
        if waits.in_time >= ENOUGH:
            break
    return found


def _helps(fewer: Waits, more: Waits) -> bool:
    """Against waiting for the office to open, more people are no help."""
    return more.in_time > fewer.in_time + 0.005 or more.nine_in_ten < 0.95 * fewer.nine_in_ten


def answered(
    arrivals: Sequence[Arrival], people: int, hours: BusinessHours
) -> Iterable[tuple[Arrival, datetime]]:
    """Each with the moment of its reply. Arrivals come in the order of their times.

    Whoever is free takes what stands first in the queue, as the desk orders it: by severity,
    urgency and waiting time.

    >>> from datetime import UTC
    >>> from triage.severity import Severity, Urgency
    >>> def came(minute, severity):
    ...     at = datetime(2026, 11, 23, 9, minute, tzinfo=UTC)
    ...     return Arrival(at, Grade(Severity(severity), Urgency.NORMAL), needs_work=True)
    >>> queue = [came(0, 1), came(1, 1), came(2, 3)]
    >>> [(a.at.minute, at.minute) for a, at in answered(queue, 1, BusinessHours())]
    [(0, 4), (2, 8), (1, 12)]
    """
    coming = deque(arrivals)
    waiting: dict[int, deque[Arrival]] = {}
    now = arrivals[0].at
    free = [now] * people
    while coming or any(waiting.values()):
        first = heapq.heappop(free)
        if not any(waiting.values()):
            first = max(first, coming[0].at)
        # Nobody begins while the office is closed, or before what is waiting came.
        now = hours.add(max(now, first), timedelta())
        while coming and coming[0].at <= now:
            waiting.setdefault(coming[0].grade.weight, deque()).append(coming.popleft())
        weight = max(
            (w for w, queue in waiting.items() if queue),
            key=lambda w: w * (1 + (now - waiting[w][0].at) / timedelta(hours=1)),
        )
        arrival = waiting[weight].popleft()
        ends = hours.add(now, arrival.takes)
        heapq.heappush(free, ends)
        yield arrival, ends
