"""A mention as a file gave it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from service.forms import echoed_id
from service.inboxes.mention_form import read_mention
from triage.mention import Conversation


@dataclass(frozen=True)
class GivenMention:
    id: str | int
    #: As it stands in the file; the conversation has it cleaned.
    text: str
    conversation: Conversation


def read_given(document: Mapping[str, Any], default_id: str) -> GivenMention:
    """Raises UnreadableMention."""
    form = read_mention(document, default_id=default_id)
    return GivenMention(
        id=echoed_id(document, default_id),
        text=str(document["text"]),
        conversation=Conversation(form.mention, form.context),
    )
