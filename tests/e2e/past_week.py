"""A week of a care team's work with the real model, so that there is something to look at."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any

import service.demo
from service.store import cases, queues
from tests.world import World
from triage.case import OPEN_FOR_DECISION, Case, Status
from triage.decision import DecisionKind
from triage.errors import ReplyBlocked
from triage.routing import Approver

#: What becomes of the cases of past days, in turn.
_DECIDED = (
    DecisionKind.APPROVE, DecisionKind.APPROVE, DecisionKind.EDIT, DecisionKind.APPROVE,
    DecisionKind.NOT_A_COMPLAINT, DecisionKind.APPROVE, DecisionKind.EDIT, DecisionKind.REJECT,
)  # fmt: skip
#: Mentions a day, and after how many minutes they were decided; a week ago first.
_DAYS = ((4, 55), (7, 14), (5, 22), (8, 31), (3, 9), (6, 41), (9, 18))


@dataclass
class MovedClock:
    """Real time, moved back."""

    back: timedelta = timedelta(days=len(_DAYS))

    def __call__(self) -> datetime:
        return datetime.now(UTC) - self.back


def demo_mentions() -> list[dict[str, Any]]:
    lines = Path(str(service.demo.__path__[0]), "mentions.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in lines.splitlines()]


def live_through(world: World, clock: MovedClock, boss: Approver) -> None:
    """Past days are worked off; what came in today is waiting."""
    spare, kinds = cycle(demo_mentions()), cycle(_DECIDED)
    for day, (amount, minutes) in enumerate(_DAYS):
        clock.back = timedelta(days=len(_DAYS) - day)
        for number in range(amount):
            name = f"past-{day}-{number}"
            _take_in(world, {**next(spare), "id": name, "conversation": name})
        _wait_while(world, Status.RECEIVED)
        clock.back -= timedelta(minutes=minutes)
        world.kulanz.watch.remind_and_escalate()
        for case in _open_cases(world):
            _decide(world, case, boss, next(kinds))
        _wait_while(world, Status.APPROVED, Status.PUBLISHING)
    clock.back = timedelta(minutes=50)
    for mention in demo_mentions():
        clock.back = max(timedelta(), clock.back - timedelta(seconds=70))
        _take_in(world, mention)
    clock.back = timedelta()
    world.kulanz.watch.heart.beat()
    _wait_while(world, Status.RECEIVED)


def _open_cases(world: World) -> list[Case]:
    wanted = queues.Filter(statuses=tuple(OPEN_FOR_DECISION))
    with world.kulanz.database.read() as session:
        return queues.find(session, wanted, now=world.kulanz.clock(), limit=100)


def _decide(world: World, case: Case, boss: Approver, kind: DecisionKind) -> None:
    assert case.draft is not None
    own = case.draft.reply.replace("!", ".") if kind is DecisionKind.EDIT else None
    decide = partial(
        world.kulanz.decisions.decide,
        case.id,
        approver=boss,
        draft_version=case.draft_version,
        surface="console",
    )
    try:
        decide(kind=kind, reply=own)
    except ReplyBlocked:
        # What the guard stops here and there is rejected, as in life.
        decide(kind=DecisionKind.REJECT)


def _take_in(world: World, mention: dict[str, Any]) -> None:
    text = mention.pop("text")
    world.mention(text, **mention)


def _wait_while(world: World, *statuses: Status) -> None:
    def done() -> bool:
        with world.kulanz.database.read() as session:
            counts = cases.counts_by_status(session)
        return not any(counts.get(status) for status in statuses)

    world.until(done, seconds=120)
