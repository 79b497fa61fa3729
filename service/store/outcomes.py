"""What became of each published reply, counted by playbook and by who approved it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.store.tables import outcomes
from triage.case import Case, Event
from triage.outcome import Outcome


@dataclass(frozen=True)
class Tally:
    """How replies turned out; what nobody has answered yet is no outcome."""

    #: A playbook, a topic or an approver's id.
    key: str
    counts: Mapping[Outcome, int] = field(default_factory=dict)
    #: Out, and neither answered nor given up on yet.
    pending: int = 0

    @property
    def judged(self) -> int:
        return sum(self.counts.values())

    @property
    def spoke(self) -> int:
        """Those whose author wrote again."""
        return self.judged - self.counts.get(Outcome.SILENT, 0)

    @property
    def recovered_share(self) -> float | None:
        """Of those whose author wrote again; None where nobody has."""
        return self.counts.get(Outcome.RECOVERED, 0) / self.spoke if self.spoke else None


def follow(session: Session, changed: Sequence[Case]) -> None:
    """Keep a row for each reply that went out, and what the author's next words made of it."""
    for case in changed:
        for event in case.events:
            if event.kind == "published":
                session.execute(sa.insert(outcomes).values(_published(case, event)))
            elif event.kind == "turned_out":
                session.execute(
                    sa.update(outcomes)
                    .where(
                        outcomes.c.case_id == case.id, outcomes.c.reply == event.details["reply"]
                    )
                    .values(outcome=event.details["outcome"], at=event.at)
                )


def tallies(session: Session, by: str, since: datetime) -> list[Tally]:
    """Replies published since then by `playbook`, `topic` or `approver`; the most come first."""
    return _tallied(session, outcomes.c[by], outcomes.c.published_at >= since)


def of_approver(session: Session, approver: str, since: datetime) -> Tally:
    """Of the replies that this person approved."""
    mine = sa.and_(outcomes.c.approver == approver, outcomes.c.published_at >= since)
    return next(iter(_tallied(session, outcomes.c.approver, mine)), Tally(approver))


def of_case(session: Session, case_id: str) -> dict[int, Outcome]:
    """Reply → what became of it, for those that turned out."""
    rows = session.execute(
        sa.select(outcomes.c.reply, outcomes.c.outcome).where(
            outcomes.c.case_id == case_id, outcomes.c.outcome.is_not(None)
        )
    )
    return {reply: Outcome(outcome) for reply, outcome in rows}


def _tallied(session: Session, by: sa.Column[Any], where: sa.ColumnElement[bool]) -> list[Tally]:
    rows = session.execute(
        sa.select(by, outcomes.c.outcome, sa.func.count())
        .where(where)
        .group_by(by, outcomes.c.outcome)
    )
    counted: dict[str, dict[str | None, int]] = {}
    for key, outcome, count in rows:
        counted.setdefault(key or "", {})[outcome] = count
    found = [
        Tally(key, {Outcome(o): n for o, n in by_outcome.items() if o}, by_outcome.get(None, 0))
        for key, by_outcome in counted.items()
    ]
    return sorted(found, key=lambda tally: (-tally.judged, -tally.pending, tally.key))


def _published(case: Case, event: Event) -> dict[str, Any]:
    said = event.details
    return {
        "case_id": case.id,
        "reply": said["reply"],
        "published_at": event.at,
        "topic": said["topic"],
        "playbook": said["playbook"],
        "approver": said["approver"],
    }
