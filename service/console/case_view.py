"""A case as its page shows it: the thread, the facts, what would go out, and who may send it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from service.bootstrap import Kulanz
from service.console.choices import Choice, WhyNot, choices
from service.console.confirming import is_confirmation
from service.console.stated import Stated, stated
from service.console.thread import Message, thread
from service.redrafts import last_of_redraft
from service.store import cases, mentions, publications, queues
from service.store.publications import Publication
from triage.case import OPEN_FOR_DECISION, Case, Event, Status
from triage.channel_rules import limit, weighted_length
from triage.decision import Granting
from triage.draft import Draft
from triage.guard import Finding
from triage.ledger import Offer
from triage.personal_data import MASK, mask
from triage.publishing import draft_signed
from triage.routing import Approver
from triage.severity import Severity
from triage.signature import Signature

#: How far the previous and the next case are looked for.
_NEIGHBOURHOOD = 50


@dataclass(frozen=True)
class Outgoing:
    """A reply as it would go out, and what is to be said about it."""

    #: What stands in the editor, without sign-off.
    text: str
    #: With sign-off.
    whole: str
    length: int
    #: None where the channel has none.
    limit: int | None
    findings: tuple[Finding, ...]

    @property
    def too_long(self) -> bool:
        return self.limit is not None and self.length > self.limit

    @property
    def blocked(self) -> bool:
        return any(finding.blocking for finding in self.findings)

    def excerpt(self, finding: Finding) -> str:
        start, end = finding.span
        return self.whole[max(0, start) : max(0, end)]


@dataclass(frozen=True)
class CaseView:
    case: Case
    messages: tuple[Message, ...]
    facts: Stated
    history: tuple[Event, ...]
    earlier_drafts: tuple[tuple[int, Draft], ...]
    publications: tuple[Publication, ...]
    #: What may be granted, by the policy and the books.
    offer: Offer
    #: The ways to send the reply: with the draft's remedy, or with another one.
    choices: tuple[Choice, ...]
    #: The names of those who may decide on it at all.
    who_decides: tuple[str, ...]
    previous_id: str | None
    next_id: str | None
    #: Whether an approval waits for a while, in which it can be taken back.
    can_undo: bool
    #: Whether the author's personal data is dotted out somewhere on the page.
    masked: bool

    @property
    def is_open(self) -> bool:
        return self.case.status in OPEN_FOR_DECISION

    @property
    def leaves_at(self) -> datetime | None:
        """When the approved reply leaves, as long as the approval can be taken back."""
        approved = self.case.status is Status.APPROVED and self.case.decision
        return approved.leaves_at if approved else None

    @property
    def asks_first(self) -> bool:
        """Whether one click or key is too little to send a reply: what can't be taken back, and
        whatever answers a critical complaint."""
        grade = self.case.grade
        return not self.can_undo or (grade is not None and grade.severity is Severity.CRITICAL)

    @property
    def may_send(self) -> bool:
        return any(choice.may for choice in self.choices)

    def chosen(self, granting: Granting) -> Choice:
        """What is ticked: what was asked for, where this person may grant it."""
        may = {choice.granting: choice for choice in self.choices if choice.may}
        return may.get(granting) or next(iter(may.values()), self.choices[0])

    def is_edited(self, text: str) -> bool:
        draft = self.case.draft
        return draft is None or text != draft.reply.strip()

    def waits_for_another(self, granting: Granting, text: str) -> bool:
        """Whether this text, sent with that, goes out only when another person approves it too."""
        choice, first = self.chosen(granting), self.case.first_approval
        confirms = first and choice.remedy == first.remedy and not self.is_edited(text)
        return choice.takes_two and not confirms

    @property
    def why_not(self) -> WhyNot | None:
        """What keeps this person from sending the reply, whatever goes with it."""
        return None if self.may_send else self.choices[0].why_not

    @property
    def may_act(self) -> bool:
        """Whether this person may do anything else with the case while it waits."""
        return self.why_not is not WhyNot.OTHER_QUEUE

    @property
    def who_may(self) -> tuple[str, ...]:
        """The names of those who may send the reply in one way or another."""
        return tuple(dict.fromkeys(name for choice in self.choices for name in choice.who_may))

    @property
    def publication(self) -> Publication | None:
        """Of the reply on its way or the last one out."""
        return self.publications[-1] if self.publications else None

    @property
    def is_corrected(self) -> bool:
        """Whether a person said anything against the model, and not only in agreement."""
        said = [event for event in self.history if event.kind == "corrected"]
        return not all(map(is_confirmation, said))

    @property
    def redraft(self) -> Event | None:
        """The last word on a new draft that was wanted and is not there."""
        return last_of_redraft(self.history)

    @property
    def is_unclear(self) -> bool:
        return self.case.status in {Status.PUBLISH_IN_DOUBT, Status.PUBLISH_FAILED}

    @property
    def deleted(self) -> bool:
        """Nothing of what the author wrote is there any more."""
        stored = [m.stored for m in self.messages if m.stored]
        return bool(stored) and all(s.deleted_at for s in stored)


def view_case(
    kulanz: Kulanz, case_id: str, approver: Approver, *, revealed: bool = False
) -> CaseView:
    """With the author's personal data dotted out, unless it is `revealed`. Raises CaseNotFound."""
    now = kulanz.clock()
    with kulanz.database.read() as session:
        case = cases.load(session, case_id)
        stored = mentions.of_case(session, case_id)
        sent = publications.of_case(session, case_id)
        drafts = cases.draft_versions(session, case_id)
        history = cases.history(session, case_id)
        previous_id, next_id = _neighbours(session, case, now)
    offer = kulanz.desk.offer(case, now)
    desks, name = kulanz.desk.desks, kulanz.desk.queue_of(case)
    queue = desks.queue(name)
    messages = tuple(thread(case, stored, sent, str if revealed else mask))
    return CaseView(
        case=case,
        messages=messages,
        masked=any(MASK in piece.text for message in messages for piece in message.pieces),
        facts=stated(case.draft),
        history=tuple(history),
        earlier_drafts=tuple((v, d) for v, d in reversed(drafts) if v != case.draft_version),
        publications=tuple(sent),
        offer=offer,
        choices=choices(kulanz.desk, case, offer, approver),
        who_decides=tuple(person.name for person in desks.who_may(name, None)),
        previous_id=previous_id,
        next_id=next_id,
        can_undo=queue is not None and bool(queue.undo_seconds),
    )


def outgoing(
    case: Case, signature: Signature, text: str, findings: tuple[Finding, ...]
) -> Outgoing:
    as_drafted = case.draft is not None and text == case.draft.reply
    whole = draft_signed(case, signature) if as_drafted else signature.added_to(text, case.channel)
    return Outgoing(
        text=text,
        whole=whole,
        length=weighted_length(whole, case.channel),
        limit=limit(case.channel),
        findings=findings,
    )


def _neighbours(session: Session, case: Case, now: datetime) -> tuple[str | None, str | None]:
    """The cases before and after this one in the queue; where it left the queue, its first."""
    waiting = queues.Filter(statuses=(Status.AWAITING, Status.ESCALATED), snoozed=False)
    ids = [c.id for c in queues.find(session, waiting, now=now, limit=_NEIGHBOURHOOD)]
    if case.id not in ids:
        return None, ids[0] if ids else None
    at = ids.index(case.id)
    return ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None
