"""The jobs of a case, and the rule that what changes a case also enqueues what follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from service.books import Books
from service.engine import CARDS, OPEN, PUBLISH, Engine, Job
from service.store import cases
from triage.case import Case, Status


def open_job(case: Case) -> Job:
    return Job(f"{case.id}-open-{case.revision}", "open_case", OPEN, (case.id, case.revision))


def publish_job(case: Case) -> Job:
    """The first attempt at a draft; named after it, so that it exists once."""
    name = f"{case.id}-publish-{case.draft_version}"
    return Job(name, "publish_reply", PUBLISH, (case.id, case.draft_version, 1))


def publish_again_job(case: Case, attempt: int, delay: float = 0.0) -> Job:
    """A later attempt, or a first one after a person or the sweep started it anew."""
    return replace(
        publish_job(case),
        id=f"{publish_job(case).id}-{case.revision}",
        arguments=(case.id, case.draft_version, attempt),
        delay_seconds=delay,
    )


def card_job(case_id: str, revision: int, attempt: int = 1, delay: float = 0.0) -> Job:
    name = f"{case_id}-card-{revision}"
    return Job(
        id=name if attempt == 1 else f"{name}-{attempt}",
        workflow="show_card",
        queue=CARDS,
        arguments=(case_id, revision, attempt),
        delay_seconds=delay,
    )


@dataclass(frozen=True)
class Jobs:
    """Stores changed cases together with the bookings and the work that follow from them."""

    engine: Engine
    #: Whether cases are shown in Slack.
    cards: bool
    books: Books

    def save(self, session: Session, case: Case) -> Case:
        """Store a changed case and enqueue its next step, as part of the caller's transaction.

        Raises ChangedMeanwhile, OverBudget or GrantedBefore.
        """
        if case.status is Status.PUBLISHED and case.round > case.answers_round:
            # The author wrote while the reply was on its way: now it is that mention's turn.
            case = case.renewed(case.updated_at, by="author", reason="the author wrote again")
        stored = cases.save(session, case)
        self.books.follow(session, case)
        self.follow(session, [stored])
        return stored

    def follow(self, session: Session, changed: Sequence[Case]) -> None:
        """Enqueue what the cases' statuses call for; a duplicate is a no-op."""
        self.engine.enqueue(session, *(job for case in changed for job in self._of(case)))

    def _of(self, case: Case) -> Iterator[Job]:
        if case.status is Status.RECEIVED:
            yield open_job(case)
        elif case.status is Status.APPROVED:
            yield publish_job(case)
        if self.cards and case.draft_version:
            yield card_job(case.id, case.revision)
