"""A care team with a goodwill policy and a budget; no engine: each step is taken by hand."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from service.bootstrap import Kulanz, build
from service.settings import Settings
from service.store import cases, ledger, mentions
from service.store.ledger import Entry
from service.store.tables import ledger as ledger_table
from tests.fakes import ANNA, fake_desk
from tests.world import World
from triage.case import Case
from triage.complaint import Topic
from triage.decision import DecisionKind, Granting
from triage.desk import Desk
from triage.publishing import publish_failed, published, publishing
from triage.remedy import Money, Policy, RemedyRule
from triage.routing import Approver
from triage.severity import Severity

DELAY = frozenset({Topic.DELAY})
FAILURE, CRITICAL = frozenset({Severity.FAILURE}), frozenset({Severity.CRITICAL})


def euros(amount: int) -> Money:
    return Money(Decimal(amount), "EUR")


def goodwill_desk(budget: int | None = 120, *, beyond: Sequence[str] = ()) -> Desk:
    """`late` offers a voucher of 50, `fire` one of 75; a call costs nothing."""
    policy = Policy(
        "2026-11",
        (
            RemedyRule("delay", "voucher", DELAY, FAILURE, euros(50)),
            RemedyRule("fire", "voucher", DELAY, CRITICAL, euros(75)),
            RemedyRule("call", "personal_call", DELAY, FAILURE | CRITICAL),
        ),
        budgets={"care": euros(budget)} if budget is not None else {},
        beyond_budget=frozenset(beyond),
    )
    return replace(fake_desk(), policy=policy)


@dataclass
class Office:
    kulanz: Kulanz

    @classmethod
    def of(cls, settings: Settings, desk: Desk) -> Office:
        return cls(build(settings, desk=desk))

    # -- what happens --------------------------------------------------------------------------

    def waiting(self, text: str = "the train is late", **fields: Any) -> str:
        """A mention, drafted; its case's id."""
        case_id = World(self.kulanz).mention(text, **fields)
        self.draft(case_id)
        return case_id

    def draft(self, case_id: str) -> None:
        with self.kulanz.database.read() as session:
            case = cases.load(session, case_id)
            conversation = mentions.conversation_of(session, case_id)
        self._save(self.kulanz.desk.open([(case, conversation)], self.kulanz.clock())[0])

    def send(
        self,
        case_id: str,
        approver: Approver = ANNA,
        granting: Granting = Granting.OFFERED,
        kind: DecisionKind = DecisionKind.APPROVE,
    ) -> Case:
        return self.kulanz.decisions.decide(
            case_id, kind, approver, draft_version=self.case(case_id).draft_version,
            granting=granting, surface="console",
        )  # fmt: skip

    def publish(self, case_id: str) -> None:
        now = self.kulanz.clock()
        self._save(publishing(self.case(case_id), now, attempt=1))
        self._save(published(self.case(case_id), now, url=None))

    def fail(self, case_id: str) -> None:
        now = self.kulanz.clock()
        self._save(publishing(self.case(case_id), now, attempt=1))
        self._save(publish_failed(self.case(case_id), now, reason="refused"))

    def _save(self, case: Case) -> None:
        with self.kulanz.database.begin() as session:
            self.kulanz.decisions.jobs.save(session, case)

    # -- what is seen --------------------------------------------------------------------------

    def case(self, case_id: str) -> Case:
        with self.kulanz.database.read() as session:
            return cases.load(session, case_id)

    def rows(self, case_id: str) -> list[tuple[str, str, int | None]]:
        """State, kind and amount of each of the case's bookings."""
        query = sa.select(ledger_table).where(ledger_table.c.case_id == case_id)
        with self.kulanz.database.read() as session:
            found = session.execute(query.order_by(ledger_table.c.id))
            return [(r.state, r.kind, None if r.amount is None else int(r.amount)) for r in found]

    def granted(self, case_id: str) -> str | None:
        with self.kulanz.database.read() as session:
            grant = ledger.granted(session, [case_id]).get(case_id)
        return f"{grant.remedy.kind} {grant.remedy.money}" if grant else None

    def left(self) -> int:
        return int(self.kulanz.desk.ledger.budgets(self.kulanz.clock())["care"].left.amount)

    def paid(self, *, beyond: bool | None = None) -> int:
        """The sum of all that stands as granted."""
        total = sa.func.coalesce(sa.func.sum(ledger_table.c.amount), 0)
        query = sa.select(total).where(ledger_table.c.state == Entry.GRANTED)
        if beyond is not None:
            query = query.where(ledger_table.c.beyond_budget.is_(beyond))
        with self.kulanz.database.read() as session:
            return int(session.execute(query).scalar_one())

    def follow_up(self, case_id: str, text: str) -> None:
        """The author writes again in the same conversation, and a new draft is written."""
        conversation = self.case(case_id).conversation
        World(self.kulanz).mention(text, conversation=conversation, id=f"f{time.perf_counter_ns()}")
        self.draft(case_id)
