"""Who knows the topic, and who may decide."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from triage.complaint import Topic
from triage.errors import ApproverMayNot
from triage.remedy import Money, Remedy, within_ceiling
from triage.severity import Grade, Severity
from triage.wording_files import wording

#: What a person must see at once, whatever the matter is: circumstance → reason, gravest first.
ALARMS = {
    "self_harm": "self-harm",
    "danger_to_life": "danger to life",
    "violence_threat": "threat of violence",
}
#: For a company that has set none.
DEFAULT_CEILING = Money(Decimal(100), "EUR")


@dataclass(frozen=True)
class Approver:
    """A person who may decide, up to a ceiling."""

    id: str
    name: str
    #: Empty means every queue.
    queues: frozenset[str] = frozenset()
    ceiling: Money | None = None
    slack_user: str | None = None

    @property
    def initials(self) -> str:
        """The sign-off: first letters of the first and the last name, `AB` for Anna Maria Berg."""
        words = self.name.split()
        return "".join(w[0].upper() for w in ([words[0], words[-1]] if words[1:] else words))


@dataclass(frozen=True)
class Queue:
    """A named list of cases for those who know the matter."""

    name: str
    #: Empty means every topic that no other queue takes.
    topics: frozenset[Topic] = frozenset()
    slack_channel: str | None = None


@dataclass(frozen=True)
class Route:
    """Which queue, and why it goes to somebody with more authority, if it does."""

    queue: str
    escalation_reason: str | None = None


@dataclass(frozen=True)
class Desks:
    """All queues and approvers of a company."""

    queues: tuple[Queue, ...] = (Queue("care"),)
    approvers: tuple[Approver, ...] = ()
    #: For approvers with no ceiling of their own.
    default_ceiling: Money = DEFAULT_CEILING

    def queue_for(self, topic: Topic) -> Queue:
        takes = (q for q in self.queues if topic in q.topics)
        rest = (q for q in self.queues if not q.topics)
        return next(takes, None) or next(rest, self.queues[0])

    def approver(self, id: str) -> Approver | None:
        return next((a for a in self.approvers if a.id == id), None)

    def approver_in_slack(self, slack_user: str) -> Approver | None:
        return next((a for a in self.approvers if a.slack_user == slack_user), None)

    @property
    def names_slack_users(self) -> bool:
        return any(a.slack_user for a in self.approvers)

    def who_may(self, queue: str, remedy: Remedy | None) -> tuple[Approver, ...]:
        return tuple(a for a in self.approvers if self._may(a, queue, remedy))

    def ensure_may(self, approver: Approver, queue: str, remedy: Remedy | None) -> None:
        """Raise ApproverMayNot, naming somebody who may."""
        if self._may(approver, queue, remedy):
            return
        others = ", ".join(a.name for a in self.who_may(queue, remedy)) or "nobody configured"
        why = "above your ceiling" if self._on(approver, queue) else "in another queue"
        raise ApproverMayNot(f"This case is {why}. Who may decide it: {others}.")

    def _may(self, approver: Approver, queue: str, remedy: Remedy | None) -> bool:
        ceiling = approver.ceiling or self.default_ceiling
        return self._on(approver, queue) and within_ceiling(remedy, ceiling)

    @staticmethod
    def _on(approver: Approver, queue: str) -> bool:
        return not approver.queues or queue in approver.queues


def alarm(text: str) -> str | None:
    """Why a person must see this text at once, if they must."""
    return next((ALARMS[n] for n in ALARMS if wording(f"circumstances/{n}").search(text)), None)


def route(grade: Grade, topic: Topic, desks: Desks, text: str = "") -> Route:
    """The queue that knows the topic; what is critical also goes to somebody with authority."""
    reason = alarm(text) or ("severity 4" if grade.severity is Severity.CRITICAL else None)
    return Route(queue=desks.queue_for(topic).name, escalation_reason=reason)
