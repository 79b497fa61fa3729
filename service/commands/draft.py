"""`kulanz draft`: mentions → drafts."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from service.commands.answering import answer_lines, opened
from service.commands.calls import read_settings
from service.commands.fields import MENTION
from service.commands.given import GivenMention, read_given
from service.desk_building import build_desk
from service.forms import draft_form


def run(given: Namespace) -> int:
    source = opened(given.file)
    desk = build_desk(read_settings(given))

    def drafted(mentions: Sequence[GivenMention]) -> list[dict[str, Any]]:
        conversations = [mention.conversation for mention in mentions]
        assessments = desk.classifier.assess(conversations)
        drafts = desk.draft([*map(desk.brief, conversations, assessments)])
        return [
            {"id": mention.id, **draft_form(draft)}
            for mention, draft in zip(mentions, drafts, strict=True)
        ]

    return answer_lines(source, MENTION, read_given, drafted)
