"""Who knows the topic, and who may decide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from triage.complaint import Topic
from triage.errors import ApproverMayNot
from triage.remedy import Money, Remedy, covers, within_ceiling
from triage.severity import Grade, Severity
from triage.signature import Signature
from triage.wording_files import sieve

#: What a person must see at once, whatever the matter is: circumstance → reason, gravest first.
ALARMS = {
    "self_harm": "self-harm",
    "danger_to_life": "danger to life",
    "violence_threat": "threat of violence",
}

#: Whoever decides at the console where the policy names nobody.
OPERATOR = "operator"
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
class ApproverGroup:
    """A Slack user group whose members may decide, without a line each in the policy."""

    slack_group: str
    #: Empty means every queue.
    queues: frozenset[str] = frozenset()
    ceiling: Money | None = None


@dataclass(frozen=True)
class Queue:
    """A named list of cases for those who know the matter."""

    name: str
    #: Empty means every topic that no other queue takes.
    topics: frozenset[Topic] = frozenset()
    slack_channel: str | None = None
    #: `de` or `en`: what is read in that channel; None: as everywhere.
    slack_lang: str | None = None
    #: Ids of the approvers who are reminded; and a Slack user group whose present members are.
    on_duty: frozenset[str] = frozenset()
    on_duty_group: str | None = None
    #: Where what is escalated is told as well.
    slack_escalation_channel: str | None = None
    #: In which an approval can be taken back; None: as the place where it is given has it.
    undo_seconds: float | None = None


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
    groups: tuple[ApproverGroup, ...] = ()
    #: Whoever may decide by way of a group, as known at the moment: one entry for each group that a
    #: person is in. Somebody whom the policy names keeps their id here.
    members: Callable[[], tuple[Approver, ...]] = tuple
    #: What costs more than this is granted by two people.
    second_above: Money | None = None
    #: What a letter is signed with where nobody's name is known.
    team: str = ""

    def signature_of(self, approver: Approver) -> Signature:
        """How that person signs a reply."""
        nameless = approver.id == OPERATOR or approver.name in ("", approver.slack_user)
        name = self.team or approver.name if nameless else approver.name
        return Signature(name, approver.initials)

    def queue_for(self, topic: Topic) -> Queue:
        takes = (q for q in self.queues if topic in q.topics)
        rest = (q for q in self.queues if not q.topics)
        return next(takes, None) or next(rest, self.queues[0])

    def queue(self, name: str) -> Queue | None:
        return next((q for q in self.queues if q.name == name), None)

    @property
    def everybody(self) -> tuple[Approver, ...]:
        """All who may decide something, each as often as there are reasons why they may."""
        return (*self.approvers, *self.members())

    def approver(self, id: str) -> Approver | None:
        return next((a for a in self.everybody if a.id == id), None)

    def approver_in_slack(self, slack_user: str) -> Approver | None:
        return next((a for a in self.everybody if a.slack_user == slack_user), None)

    @property
    def names_slack_users(self) -> bool:
        return bool(self.groups) or any(a.slack_user for a in self.approvers)

    def who_may(self, queue: str, remedy: Remedy | None) -> tuple[Approver, ...]:
        may = {a.id: a for a in reversed(self.everybody) if self._grants(a, queue, remedy)}
        return tuple(reversed(may.values()))

    def may(self, approver: Approver, queue: str, remedy: Remedy | None) -> bool:
        return any(self._grants(role, queue, remedy) for role in self._roles(approver))

    def ensure_may(self, approver: Approver, queue: str, remedy: Remedy | None) -> None:
        """Raise ApproverMayNot, naming somebody who may."""
        if self.may(approver, queue, remedy):
            return
        others = ", ".join(a.name for a in self.who_may(queue, remedy)) or "nobody in the policy"
        on_it = any(_is_on(role, queue) for role in self._roles(approver))
        if on_it:
            raise ApproverMayNot(
                "This case is above your ceiling. Who may decide it: %(names)s.", names=others
            )
        raise ApproverMayNot(
            "This case is in another queue. Who may decide it: %(names)s.", names=others
        )

    def queues_of(self, approver: Approver) -> tuple[Queue, ...]:
        """Where this person may decide."""
        roles = self._roles(approver)
        return tuple(q for q in self.queues if any(_is_on(role, q.name) for role in roles))

    def ceiling_in(self, approver: Approver, queue: str) -> Money:
        """The most this person may grant there; the default for who may nothing."""
        roles = [role for role in self._roles(approver) if _is_on(role, queue)]
        ceilings = [role.ceiling or self.default_ceiling for role in roles]
        return max(ceilings, key=lambda money: money.amount, default=self.default_ceiling)

    def needs_second(self, remedy: Remedy | None) -> bool:
        """Whether one person's word is not enough for this remedy."""
        if self.second_above is None or remedy is None or remedy.money is None:
            return False
        return not covers(self.second_above, remedy.money)

    def _roles(self, approver: Approver) -> tuple[Approver, ...]:
        """What this person may, as of now; whom the policy does not know is what they are."""
        return tuple(a for a in self.everybody if a.id == approver.id) or (approver,)

    def _grants(self, role: Approver, queue: str, remedy: Remedy | None) -> bool:
        ceiling = role.ceiling or self.default_ceiling
        return _is_on(role, queue) and within_ceiling(remedy, ceiling)


def _is_on(role: Approver, queue: str) -> bool:
    return not role.queues or queue in role.queues


# As many as are opened at once.
@lru_cache(maxsize=128)
def alarm(text: str) -> str | None:
    """Why a person must see this text at once, if they must."""
    return next((ALARMS[n] for n in ALARMS if sieve(f"circumstances/{n}").search(text)), None)


def route(grade: Grade, topic: Topic, desks: Desks, text: str = "") -> Route:
    """The queue that knows the topic; what is critical also goes to somebody with authority."""
    reason = alarm(text) or ("severity 4" if grade.severity is Severity.CRITICAL else None)
    return Route(queue=desks.queue_for(topic).name, escalation_reason=reason)
