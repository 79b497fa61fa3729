"""Chatwoot's conversations, and its messages one by one, as its interface gives them.

`message_type` is a number in one place and a word in another; `created_at` is seconds or a date.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from service.replay.formats.fields import channel_of, needed
from triage.errors import UnreadableMention

#: Activities ("Anna resolved this") and templates ("We'll be back soon") are no turns.
_ROLES = {
    "0": "customer", "incoming": "customer", "1": "agent", "outgoing": "agent",
    "2": None, "activity": None, "3": None, "template": None,
}  # fmt: skip

_SENDERS = {"contact": "customer", "user": "agent", "agent": "agent", "agent_bot": "agent"}


def is_conversation(document: Mapping[str, Any]) -> bool:
    messages = document.get("messages")
    return isinstance(messages, list) and "turns" not in document


def is_message(document: Mapping[str, Any]) -> bool:
    return "message_type" in document and "messages" not in document


def conversation_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """Raises UnreadableMention, naming the field that is missing."""
    messages = [*_messages(document)]
    return {
        "id": needed(document, "id"),
        "channel": channel_of(_channel(document)),
        "author": _author(document),
        "turns": [turn for turn in messages if turn],
    }


def turn_of(message: Mapping[str, Any]) -> dict[str, Any] | None:
    """A message that stands alone, with its conversation's id; None for what is no turn."""
    inner = message.get("conversation")
    within = needed(inner, "id", "conversation") if isinstance(inner, dict) else None
    conversation = within or needed(message, "conversation_id")
    turn = _turn(message, "")
    return turn and {"id": str(conversation), **turn}


def _messages(document: Mapping[str, Any]) -> Iterator[dict[str, Any] | None]:
    for number, message in enumerate(document["messages"]):
        if not isinstance(message, dict):
            raise UnreadableMention(f"messages.{number}: must be an object.")
        yield _turn(message, f"messages.{number}")


def _turn(message: Mapping[str, Any], where: str) -> dict[str, Any] | None:
    role = _role(message, where)
    # Notes among colleagues are no turns; what is only a picture has no words.
    if role is None or message.get("private") is True:
        return None
    words = needed(message, "content", where, may_be_empty=True)
    at = message.get("created_at")
    return {"role": role, "text": str(words), "at": at} if words else None


def _role(message: Mapping[str, Any], where: str) -> str | None:
    kind = str(message.get("message_type", "")).lower()
    if kind in _ROLES:
        return _ROLES[kind]
    sender = message.get("sender")
    kind_of_sender = sender.get("type") if isinstance(sender, dict) else None
    role = _SENDERS.get(str(message.get("sender_type") or kind_of_sender).lower())
    return role or needed(message, "message_type", where)


def _author(document: Mapping[str, Any]) -> dict[str, Any]:
    meta = document.get("meta")
    sender = meta.get("sender") if isinstance(meta, dict) else None
    return {"id": str(sender["id"])} if isinstance(sender, dict) and sender.get("id") else {}


def _channel(document: Mapping[str, Any]) -> str:
    meta = document.get("meta")
    named = meta.get("channel") if isinstance(meta, dict) else None
    return str(named or document.get("channel") or "").removeprefix("Channel::")
