"""Cases that somebody could label, and those that people said their word on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.store.tables import cases, events
from triage.case import Status
from triage.decision import DecisionKind
from triage.outcome import Outcome

#: Nobody waits for these: what is still to be decided, people will judge anyway.
AT_REST = (Status.DISMISSED, Status.REJECTED, Status.PUBLISHED, Status.CLOSED)
_SAY_SO = {DecisionKind.APPROVE, DecisionKind.EDIT, DecisionKind.NOT_A_COMPLAINT}
#: The latest ones: what was long ago says less of what comes next.
MOST = 4_000


@dataclass(frozen=True, eq=False)
class Resting:
    """A case at rest, as far as it matters for labelling."""

    id: str
    p_complaint: float
    p_ironic: float
    embedding: np.ndarray[Any, np.dtype[np.float32]]
    #: People said what it is.
    labelled: bool
    #: How people disagree with the model without saying so outright: rejected, worse, reopened.
    disagreement: str | None


def at_rest(session: Session, limit: int = MOST) -> list[Resting]:
    """The latest first."""
    rows = session.execute(
        sa.select(
            cases.c.id, cases.c.status, cases.c.assessment, cases.c.decision, cases.c.correction,
            cases.c.outcome, cases.c.severity, cases.c.insisted, cases.c.embedding,
        )
        .where(cases.c.status.in_(AT_REST), cases.c.embedding.is_not(None))
        .order_by(cases.c.updated_at.desc())
        .limit(limit)
    )  # fmt: skip
    return [_resting(row) for row in rows if row.assessment]


def count_labels(session: Session) -> int:
    """How often people said what a case is."""
    return session.execute(
        sa.select(sa.func.count()).where(events.c.kind == "corrected")
    ).scalar_one()


def _resting(row: Any) -> Resting:
    decided = row.decision["kind"] if row.decision else None
    disagreement = _disagreement(row, decided)
    return Resting(
        id=row.id,
        p_complaint=row.assessment["p_complaint"],
        p_ironic=row.assessment["p_ironic"],
        embedding=np.frombuffer(row.embedding, np.float32),
        labelled=bool(row.correction) or (decided in _SAY_SO and disagreement is None),
        disagreement=None if row.correction else disagreement,
    )


def _disagreement(row: Any, decided: str | None) -> str | None:
    if decided == DecisionKind.REJECT:
        return "rejected"
    if row.outcome == Outcome.WORSE and (row.severity or 0) <= 2:
        return "worse"
    return "reopened" if row.insisted and decided is None else None
