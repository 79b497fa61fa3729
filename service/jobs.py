"""The jobs of a case, and the rule that what changes a case also enqueues what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from service.books import Books
from service.engine import Engine
from service.engine_jobs import CARDS, NOTICES, OPEN, PUBLISH, Job
from service.store import cards, cases
from triage.case import AUTHOR, OPEN_FOR_DECISION, Case, Status
from triage.wish import Wanted

#: Events that are no news.
QUIET = frozenset({"assessed", "publishing", "reminded", "swept"})

#: Seconds for which news is gathered, so that what happens together is told together.
NEWS_TOGETHER = 2.0


def open_job(case: Case) -> Job:
    return Job(f"{case.id}-open-{case.revision}", "open_case", OPEN, (case.id, case.revision))


def publish_job(case: Case) -> Job:
    """The first attempt at a draft; named after it, so that it exists once. It waits for as long as
    the approval can be taken back."""
    name = f"{case.id}-publish-{case.draft_version}"
    leaves_at = case.decision.leaves_at if case.decision else None
    delay = max(0.0, (leaves_at - case.updated_at).total_seconds()) if leaves_at else 0.0
    return Job(name, "publish_reply", PUBLISH, (case.id, case.draft_version, 1), delay)


def publish_again_job(case: Case, attempt: int, delay: float = 0.0) -> Job:
    """A later attempt, or a first one after a person or the sweep started it anew."""
    return replace(
        publish_job(case),
        id=f"{publish_job(case).id}-{case.revision}",
        arguments=(case.id, case.draft_version, attempt),
        delay_seconds=delay,
    )


def redrafts_of(case_id: str, draft_version: int) -> str:
    """How the ids of all jobs begin that write a draft in place of that version."""
    return f"{case_id}-redraft-{draft_version}-"


def redraft_job(case: Case, wanted: Wanted) -> Job:
    return Job(
        id=f"{redrafts_of(case.id, case.draft_version)}{case.revision}",
        workflow="redraft",
        queue=OPEN,
        arguments=(
            case.id, case.draft_version, " ".join(sorted(wanted.wishes)), wanted.instruction,
        ),
    )  # fmt: skip


def card_job(
    case_id: str, revision: int, attempt: int = 1, delay: float = 0.0, *, failures: int = 0
) -> Job:
    name = f"{case_id}-card-{revision}"
    return Job(
        id=name if attempt == 1 else f"{name}-{attempt}",
        workflow="show_card",
        queue=CARDS,
        arguments=(case_id, revision, attempt, failures),
        delay_seconds=delay,
    )


def notice_job(kind: str, case_id: str, revision: int) -> Job:
    """`kind` is reminder or overdue."""
    return Job(f"{case_id}-{kind}-{revision}", "tell_of_case", NOTICES, (kind, case_id, revision))


def _notice_jobs(case: Case, stored: Case) -> Iterator[Job]:
    """What people are told of the case beside its card."""
    for event in case.events:
        if event.kind == "reminded":
            yield notice_job("reminder", case.id, stored.revision)
        elif event.kind == "escalated" and event.details.get("reason") == "overdue":
            yield notice_job("overdue", case.id, stored.revision)
    if case.draft_version and any(event.kind not in QUIET for event in case.events):
        yield thread_job(case.id, stored.revision)


def thread_job(case_id: str, revision: int, attempt: int = 1, delay: float = NEWS_TOGETHER) -> Job:
    name = f"{case_id}-thread-{revision}"
    return Job(
        id=name if attempt == 1 else f"{name}-{attempt}",
        workflow="tell_in_thread",
        queue=NOTICES,
        arguments=(case_id, revision, attempt),
        delay_seconds=delay,
    )


@dataclass(frozen=True)
class Jobs:
    """Stores changed cases together with the bookings and the work that follow from them."""

    engine: Engine
    books: Books
    #: The channel in Slack that a case is shown in; None where cases are not shown.
    channel_of: Callable[[Case], str] | None = None

    def save(self, session: Session, case: Case) -> Case:
        """Store a changed case and enqueue its next step, as part of the caller's transaction.

        Raises ChangedMeanwhile, OverBudget or GrantedBefore.
        """
        if case.status is Status.PUBLISHED and case.round > case.answers_round:
            # The author wrote while the reply was on its way: now it is that mention's turn.
            case = case.renewed(case.updated_at, by=AUTHOR, reason="the author wrote again")
        stored = cases.save(session, case)
        if self.channel_of:
            self._take_place(session, stored, self.channel_of(stored))
        told = _notice_jobs(case, stored) if self.channel_of else ()
        self.engine.enqueue(session, *self._of(stored), *told)
        # Last: who grants from a budget holds it until the transaction ends, and others wait.
        self.books.follow(session, case)
        return stored

    def follow(self, session: Session, changed: Sequence[Case]) -> None:
        """Enqueue what the cases' statuses call for; a duplicate is a no-op."""
        self.engine.enqueue(session, *(job for case in changed for job in self._of(case)))

    def _of(self, case: Case) -> Iterator[Job]:
        if case.status is Status.RECEIVED:
            yield open_job(case)
        elif case.status is Status.APPROVED:
            yield publish_job(case)
        if self.channel_of and case.draft_version:
            yield card_job(case.id, case.revision)

    def _take_place(self, session: Session, case: Case, channel: str) -> None:
        """In the channel's line, from the moment when somebody has to be asked."""
        if case.draft_version and case.status in OPEN_FOR_DECISION:
            cards.plan(session, case.id, channel, case.updated_at)
