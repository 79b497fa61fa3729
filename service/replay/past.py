"""A past conversation, split where the company first answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from service.inboxes.mention_form import read_mention, sentence_of
from triage.decision import DecisionKind
from triage.errors import UnreadableMention
from triage.mention import Conversation, Mention, Role, Turn, clean_text


class _Labels(BaseModel):
    """What people said of the conversation's mention; only what the history holds."""

    model_config = ConfigDict(extra="ignore")

    complaint: bool | None = None
    sentiment: str | None = Field(None, pattern="^(negative|neutral|positive)$")
    ironic: bool | None = None
    severity: int | None = Field(None, ge=0, le=4)
    topic: str | None = None
    urgent: bool | None = None
    needs_reply: bool | None = None


class _Decision(BaseModel):
    """What a person decided then, where the history says more than the words that were sent."""

    model_config = ConfigDict(extra="ignore")

    kind: DecisionKind
    approver: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Past:
    """What was said before the company's first reply, that reply, and what came next."""

    id: str
    #: Its turn is what the case answers.
    mention: Mention
    #: From the first word to the mention; the last turn is the customer's.
    before: tuple[Turn, ...]
    #: None where nobody ever answered.
    reply: str | None
    #: None where nobody answered, or the history does not say when.
    replied_at: datetime | None
    #: The customer's words after that reply, up to the next one; None when silent.
    next: str | None
    labels: Mapping[str, Any]
    #: As it was recorded: kind, approver, reason; None where the history has none.
    decision: Mapping[str, str] | None = None

    @property
    def written_at(self) -> datetime | None:
        """When the customer began to wait, None where the history does not say."""
        first = next((turn for turn in self.before if turn.role is Role.CUSTOMER), None)
        return (first and first.at) or self.mention.posted_at

    def rounds(self) -> list[Conversation]:
        """The conversation as it stood each time the customer had written."""
        return [
            self.at(turn.text, self.before[:i])
            for i, turn in enumerate(self.before)
            if turn.role is Role.CUSTOMER
        ]

    def afterwards(self) -> Conversation | None:
        """The conversation as it stood after the customer's next words."""
        if self.reply is None or self.next is None:
            return None
        return self.at(self.next, (*self.before, Turn(Role.AGENT, self.reply)))

    def at(self, text: str, earlier: tuple[Turn, ...]) -> Conversation:
        mention = self.mention
        now = Mention(
            id=mention.id, text=text, channel=mention.channel, lang=mention.lang,
            domain=mention.domain, author=mention.author, conversation=mention.conversation,
        )  # fmt: skip
        return Conversation(now, earlier)


def read_past(document: Mapping[str, Any], default_id: str) -> Past:
    """From `turns`, or from `text` with `reply` and `next`. Raises UnreadableMention."""
    given = document if "turns" in document else {**document, "turns": _turns_of(document)}
    turns = given["turns"]
    if not isinstance(turns, list):
        raise UnreadableMention("turns: must be a list.")
    as_mention = {**given, "text": "", "context": turns, "turns": None}
    try:
        form = read_mention(as_mention, default_id=default_id)
    except UnreadableMention as error:
        raise UnreadableMention(str(error).replace("context.", "turns.", 1)) from error
    said = tuple(
        Turn(t.role, clean_text(t.text), _time(turn))
        for t, turn in zip(form.context, turns, strict=True)
    )
    first = next((i for i, turn in enumerate(said) if turn.role is Role.CUSTOMER), None)
    if first is None:
        raise UnreadableMention("turns: no customer says a word.")
    answer = next((i for i in range(first, len(said)) if said[i].role is Role.AGENT), len(said))
    return Past(
        id=form.mention.id,
        mention=replace(form.mention, posted_at=form.mention.posted_at or said[answer - 1].at),
        before=said[:answer],
        reply=said[answer].text if answer < len(said) else None,
        replied_at=said[answer].at if answer < len(said) else None,
        next=_next_words(said[answer:]),
        labels=_labels(document),
        decision=_decision(document),
    )


def _turns_of(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    parts = (("customer", "text"), ("agent", "reply"), ("customer", "next"))
    turns = [{"role": role, "text": document[f]} for role, f in parts if document.get(f)]
    if not turns:
        raise UnreadableMention("turns: field required.")
    return turns


def _time(turn: Mapping[str, Any]) -> datetime | None:
    """As admission leaves it: ISO 8601 with a zone, or nothing."""
    try:
        at = datetime.fromisoformat(turn["at"])
    except (KeyError, TypeError, ValueError):
        return None
    return at if at.tzinfo else None


def _next_words(from_reply_on: Sequence[Turn]) -> str | None:
    rest = iter(from_reply_on)
    first = next((turn for turn in rest if turn.role is Role.CUSTOMER), None)
    if first is None:
        return None
    more = takewhile(lambda turn: turn.role is Role.CUSTOMER, rest)
    return "\n".join(turn.text for turn in (first, *more))


def _decision(document: Mapping[str, Any]) -> dict[str, str] | None:
    given = document.get("decision")
    if not isinstance(given, dict):
        return None
    try:
        return _Decision.model_validate(given).model_dump(mode="json")
    except ValidationError as error:
        raise UnreadableMention(f"decision.{sentence_of(error)}") from error


def _labels(document: Mapping[str, Any]) -> dict[str, Any]:
    nested = document.get("labels")
    try:
        labels = _Labels.model_validate(nested if isinstance(nested, dict) else document)
    except ValidationError as error:
        raise UnreadableMention(sentence_of(error)) from error
    return labels.model_dump(exclude_none=True)
