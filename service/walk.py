"""The walk of a case as durable workflows: open it, publish it.

The engine runs each to its end whatever dies in between. Change the order of steps only together
with `engine.APPLICATION_VERSION`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass, replace
from datetime import timedelta

from sqlalchemy.orm import Session

from service.batching import Batcher
from service.crash_points import crash_point
from service.delivery import Attempt, Delivered, Delivery, RetryPlan
from service.engine import Engine
from service.jobs import Jobs, publish_again_job
from service.precedence import PRECEDENCE
from service.redrafts import Redrafts
from service.showing import Showing
from service.store import cases, mentions, pauses, publications
from service.store.cases import ChangedMeanwhile
from service.store.database import Database
from service.store.publications import PublicationState
from service.store.writers import patiently
from triage.case import KULANZ, Case, Status
from triage.desk import Desk
from triage.errors import CaseNotFound
from triage.mention import Conversation
from triage.pause import PAUSED
from triage.ports import Clock, OutgoingReply
from triage.publishing import (
    publish_failed,
    publish_in_doubt,
    published,
    publishing,
    reply_to_publish,
)

log = logging.getLogger(__name__)

#: Cases that the desk opens together: about half of those at work (`worker_concurrency`), so that
#: one half is stored while the desk is busy with the other.
MOST_AT_ONCE = 16

_MAY_BE_CLAIMED = {
    PublicationState.INTENT,
    PublicationState.SENDING,
    PublicationState.NOT_DELIVERED,
    PublicationState.IN_DOUBT,
}


@dataclass(frozen=True)
class Walk:
    """The workflows' bodies, and what they need."""

    database: Database
    engine: Engine
    desk: Desk
    delivery: Delivery
    retry: RetryPlan
    jobs: Jobs
    redrafts: Redrafts
    showing: Showing | None
    clock: Clock

    def workflows(self) -> dict[str, Callable[..., None]]:
        opener = Batcher(lambda: nullcontext(self._open_batch), most=MOST_AT_ONCE)

        def open_case(case_id: str, revision: int) -> None:
            self._open_case(opener, case_id, revision)

        shown = self.showing.workflows() if self.showing else {}
        return {
            "open_case": open_case,
            "publish_reply": self._publish_reply,
            "redraft": self.redrafts.write,
            **shown,
        }

    # -- open ----------------------------------------------------------------------------------

    def _open_case(
        self, opener: Batcher[tuple[Case, Conversation], Case], case_id: str, revision: int
    ) -> None:
        """Assess and draft outside the transaction; store inside, if nothing changed meanwhile."""
        with self.database.read() as session:
            case = _load(session, case_id)
            waiting = case is not None and (case.status, case.revision) == (
                Status.RECEIVED,
                revision,
            )
            conversation = mentions.conversation_of(session, case_id) if waiting else None
        opened = opener((case, conversation)) if case and conversation else None
        crash_point("after assessing")

        def keep(session: Session) -> str:
            if opened is None:
                return "stale"
            try:
                stored = self.jobs.save(session, self._unless_resumed(session, opened))
            except ChangedMeanwhile:
                # The author wrote again: the job of that mention takes over.
                return "stale"
            crash_point("before commit of opened")
            return stored.status

        status = self.engine.step(keep)
        crash_point("after opened")
        log.info("opened", extra={"case": case_id, "status": status})

    def _unless_resumed(self, session: Session, opened: Case) -> Case:
        """What was left blank goes back at once if the pause has ended while it was looked at: the
        round that drafts what waited may have been already."""
        draft, now = opened.draft, self.clock()
        paused = draft is not None and draft.drafter == PAUSED
        if draft is None or not paused or pauses.is_running(session, draft.topic, now):
            return opened
        return opened.renewed(now, by=KULANZ, reason="drafts are resumed")

    def _open_batch(self, waiting: Sequence[tuple[Case, Conversation]]) -> list[Case]:
        PRECEDENCE.give_way()
        with patiently():
            return self.desk.open(waiting, self.clock())

    # -- publish -------------------------------------------------------------------------------

    def _publish_reply(self, case_id: str, draft_version: int, attempt: int) -> None:
        """Claim, send, settle: three steps, each remembered."""

        def claim(session: Session) -> bool:
            return self._claim(session, case_id, draft_version, attempt)

        if not self.engine.step(claim):
            return
        crash_point("after claim")
        ended = Attempt(**self.engine.call("send", lambda: asdict(self._send(case_id))))
        ended = replace(ended, ended=Delivered(ended.ended))
        crash_point("after send step")

        def settle(session: Session) -> str:
            case = self._settle(session, case_id, attempt, ended)
            crash_point("before commit of settled")
            return case.status

        status = self.engine.step(settle)
        crash_point("after settled")
        log.info("publishing", extra={"case": case_id, "status": status, "attempt": attempt})

    def _claim(self, session: Session, case_id: str, draft_version: int, attempt: int) -> bool:
        """Whether this attempt is still wanted; if so the case says that it is under way."""
        case = _load(session, case_id, to_change=True)
        if case is None or case.draft_version != draft_version:
            return False
        if case.status not in {Status.APPROVED, Status.PUBLISHING}:
            return False
        now = self.clock()
        key = case.reply_key
        publications.plan(session, key, case.id, draft_version, reply_to_publish(case), now)
        publication = publications.load(session, key)
        assert publication is not None
        if publication.attempts != attempt - 1 or publication.state not in _MAY_BE_CLAIMED:
            return False
        publications.move(
            session, key, from_states=_MAY_BE_CLAIMED, to=publication.state, now=now,
            attempts=attempt, next_at=None,
        )  # fmt: skip
        self.jobs.save(session, publishing(case, now, attempt=attempt))
        crash_point("before commit of claimed")
        return True

    def _send(self, case_id: str) -> Attempt:
        with self.database.read() as session:
            case = cases.load(session, case_id)
            mention = mentions.answered_by(session, case)
        assert case.decision is not None
        reply = OutgoingReply(
            key=case.reply_key,
            case_id=case.id,
            text=reply_to_publish(case),
            mention=mention,
            approved_by=case.decision.approver_name,
            approved_at=case.decision.decided_at,
        )
        return self.delivery.attempt(case.inbox, reply)

    def _settle(self, session: Session, case_id: str, attempt: int, ended: Attempt) -> Case:
        case = cases.load(session, case_id, to_change=True)
        pause = self._pause(attempt, ended)
        now = self.clock()
        next_at = None if pause is None else now + timedelta(seconds=pause)
        publications.move(
            session, case.reply_key, from_states=set(PublicationState),
            to=PublicationState(ended.ended), now=now, next_at=next_at, error=ended.error or None,
            external_id=ended.external_id, url=ended.url,
        )  # fmt: skip
        if ended.ended is Delivered.PUBLISHED:
            return self.jobs.save(session, published(case, now, url=ended.url))
        if pause is None:
            return self._given_up(session, case, ended)
        case = self.jobs.save(session, case.noted(now, "publish_delayed", reason=ended.error))
        self.engine.enqueue(session, publish_again_job(case, attempt + 1, pause))
        return case

    def _pause(self, attempt: int, ended: Attempt) -> float | None:
        """Seconds until the next attempt; None when there is none."""
        if ended.ended is Delivered.NOT_DELIVERED or ended.may_go_on:
            return self.retry.pause(attempt, ended)
        return None

    def _given_up(self, session: Session, case: Case, ended: Attempt) -> Case:
        now = self.clock()
        if ended.ended is Delivered.IN_DOUBT:
            case = publish_in_doubt(case, now, reason=ended.error)
        else:
            case = publish_failed(case, now, reason=ended.error)
        return self.jobs.save(session, case)


def _load(session: Session, case_id: str, *, to_change: bool = False) -> Case | None:
    """None once the case was erased."""
    try:
        return cases.load(session, case_id, to_change=to_change)
    except CaseNotFound:
        return None
