"""Two weeks of a care team's work with the real model, so that there is something to look at."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import service.demo
from service.receive import case_id_of
from service.store.cases import counts_by_status
from tests.world import World
from triage.case import OPEN_FOR_DECISION, Case, Status
from triage.decision import DecisionKind
from triage.routing import Approver

#: What happens to the cases of a past day, in turn.
_DECIDED = (
    DecisionKind.APPROVE, DecisionKind.APPROVE, DecisionKind.EDIT, DecisionKind.APPROVE,
    DecisionKind.NOT_A_COMPLAINT, DecisionKind.APPROVE, DecisionKind.EDIT, DecisionKind.REJECT,
)  # fmt: skip
#: Mentions a day, the first fourteen days ago.
_A_DAY = (2, 3, 2, 4, 1, 1, 3, 5, 3, 2, 3, 1, 2, 4)


@dataclass
class MovedClock:
    """Real time, moved back."""

    back: timedelta = timedelta(days=len(_A_DAY))

    def __call__(self) -> datetime:
        return datetime.now(UTC) - self.back


def demo_mentions() -> list[dict[str, Any]]:
    lines = Path(str(service.demo.__path__[0]), "mentions.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in lines.splitlines()]


def live_through(world: World, clock: MovedClock, boss: Approver) -> None:
    """Past days are worked off; what came in today is waiting."""
    past = [(day, n) for day, amount in enumerate(_A_DAY) for n in range(amount)]
    spare = demo_mentions()
    for number, (day, _) in enumerate(past):
        clock.back = timedelta(days=len(_A_DAY) - day)
        mention = spare[number % len(spare)]
        case = _assessed(world, {**mention, "id": f"past-{number}", "conversation": f"p-{number}"})
        clock.back -= timedelta(minutes=4 + 7 * (number % 9))
        world.kulanz.watch.remind_and_escalate()
        _decide(world, case, boss, _DECIDED[number % len(_DECIDED)])
    clock.back = timedelta(minutes=50)
    for mention in demo_mentions():
        clock.back = max(timedelta(), clock.back - timedelta(seconds=70))
        _take_in(world, mention)
    clock.back = timedelta()
    world.kulanz.watch.beat()
    world.until(lambda: _none_is_being_read(world))


def _decide(world: World, case: Case, boss: Approver, kind: DecisionKind) -> None:
    if case.status not in OPEN_FOR_DECISION or case.draft is None:
        return
    own = case.draft.reply.replace("!", ".") if kind is DecisionKind.EDIT else None
    world.kulanz.decisions.decide(
        case.id, kind, boss, draft_version=case.draft_version, reply=own, surface="console"
    )
    if kind in {DecisionKind.APPROVE, DecisionKind.EDIT}:
        world.wait_for(case.id, Status.PUBLISHED)


def _assessed(world: World, mention: dict[str, Any]) -> Case:
    case_id = _take_in(world, mention)
    return world.wait_for(case_id, Status.AWAITING, Status.ESCALATED, Status.DISMISSED)


def _take_in(world: World, mention: dict[str, Any]) -> str:
    world.mention(mention.pop("text"), **mention)
    return case_id_of("social", mention["conversation"])


def _none_is_being_read(world: World) -> bool:
    with world.kulanz.database.read() as session:
        counts = counts_by_status(session)
    return not counts.get(Status.RECEIVED)
