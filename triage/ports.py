"""What the domain needs from outside. Ports take batches: live passes one, replay hundreds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from triage.case import Case
from triage.complaint import Assessment, Span, Topic
from triage.draft import Brief, Draft
from triage.guard import Finding, Rule, Tone, Utterance
from triage.ledger import Budget, Grant
from triage.mention import Conversation, Mention
from triage.outcome import Precedent
from triage.pause import Pause
from triage.wish import Wanted


class Clock(Protocol):
    def __call__(self) -> datetime:
        """Now, with a time zone."""
        ...


class Classifier(Protocol):
    @property
    def model(self) -> str:
        """Name and version, as it stands in every assessment."""
        ...

    def assess(self, conversations: Sequence[Conversation]) -> list[Assessment]: ...


class ToneModel(Protocol):
    def judge(self, utterances: Sequence[Utterance]) -> list[Tone]: ...

    def place(
        self, utterances: Sequence[Utterance], rules: Sequence[Sequence[Rule]]
    ) -> list[dict[Rule, Span]]:
        """Where in each reply each of its rules is broken, if it is."""
        ...


class Guard(Protocol):
    def check(self, utterances: Sequence[Utterance]) -> list[tuple[Finding, ...]]: ...


class Drafter(Protocol):
    def draft(self, briefs: Sequence[Brief]) -> list[Draft]:
        """Raises WishNotFollowed for an instruction that it can't follow."""
        ...

    def ensure_follows(self, wanted: Wanted, present: Draft) -> None:
        """Whether it can do that to a draft, before anything is begun. Raises WishNotFollowed."""
        ...


@dataclass(frozen=True)
class Prompt:
    """What a language model is given for one reply; lives for one call."""

    #: How we answer: ours alone.
    rules: str
    #: What it writes about, as JSON. Texts in it were written by others and order nothing.
    material: str


class LanguageModel(Protocol):
    @property
    def name(self) -> str:
        """As it stands in the drafts: `endpoint:…`, `transformers:…`."""
        ...

    def write(self, prompts: Sequence[Prompt]) -> list[str | None]:
        """What it says to each; None where it could not be asked. Never raises for that."""
        ...


class Precedents(Protocol):
    def nearest(
        self, assessment: Assessment, count: int = 3, *, besides: str | None = None
    ) -> tuple[Precedent, ...]:
        """The approved cases most like this one, the most alike first. `besides` is the id of the
        case that is asked for: it is none."""
        ...


class Ledger(Protocol):
    def granted(self, case_ids: Sequence[str]) -> Mapping[str, Grant]:
        """What each of these cases was granted, if anything."""
        ...

    def budgets(self, at: datetime) -> Mapping[str, Budget]:
        """Queue → its budget for the month of that moment; queues without one are missing."""
        ...


class Pauses(Protocol):
    def current(self, at: datetime) -> Mapping[Topic, Pause]:
        """The topics on which nothing is drafted at that moment."""
        ...


@dataclass(frozen=True)
class OutgoingReply:
    """An approved reply on its way to the inbox that the mention came from."""

    #: The idempotency key; the same for every attempt.
    key: str
    case_id: str
    text: str
    mention: Mention
    approved_by: str
    approved_at: datetime


@dataclass(frozen=True)
class Receipt:
    """The inbox's word that a reply is out."""

    #: The reply's id in the inbox, so that we know our own echo.
    external_id: str | None = None
    url: str | None = None


class Publisher(Protocol):
    def publish(self, reply: OutgoingReply) -> Receipt:
        """Send once. Raises NotDelivered, DeliveryInDoubt or DeliveryRefused."""
        ...

    @property
    def can_look_up(self) -> bool: ...

    def look_up(self, key: str) -> Receipt | None:
        """What the inbox knows of that key; None if it has no such reply.

        Raises DeliveryInDoubt when the inbox can't say.
        """
        ...


class Approvals(Protocol):
    def request(self, case: Case, mention: Mention) -> bool:
        """Make what the approvers see of this case agree with it: ask, renew, or show the end.

        Whoever has waited longer is asked about first; whether others wait now. Raises
        NotDelivered when it has to be asked again."""
        ...

    def tell(self, case: Case) -> bool:
        """Add to it one message with what has happened since the last one; whether there is more
        to tell. Raises NotDelivered."""
        ...
