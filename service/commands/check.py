"""`kulanz check`: replies → findings."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from models.language import language_of
from service.commands.answering import answer_lines, opened
from service.commands.calls import read_settings
from service.commands.fields import REPLY
from service.desk_building import build_guard
from service.forms import echoed_id, findings_form, in_given_text
from service.inboxes.mention_form import sentence_of
from triage.errors import UnreadableMention
from triage.guard import Utterance
from triage.mention import Channel, Conversation, Mention, clean_text

#: The exit code of --exit-code where a reply is not publishable: none that stands for an error.
NOT_PUBLISHABLE = 3


class _Reply(BaseModel):
    reply: str
    complaint: str = ""
    lang: str | None = None
    channel: Channel = Channel.OTHER
    public: bool | None = None
    policy_offer: str | None = None


@dataclass(frozen=True)
class _GivenReply:
    id: str | int
    #: As it stands in the file.
    text: str
    utterance: Utterance


def run(given: Namespace) -> int:
    source = opened(given.file)
    guard = build_guard(read_settings(given))
    all_publishable = True

    def checked(replies: Sequence[_GivenReply]) -> list[dict[str, Any]]:
        nonlocal all_publishable
        found = guard.check([reply.utterance for reply in replies])
        answers = [
            _answer(reply, findings_form(findings))
            for reply, findings in zip(replies, found, strict=True)
        ]
        all_publishable &= all(answer["publishable"] for answer in answers)
        return answers

    code = answer_lines(source, REPLY, _read_reply, checked)
    return NOT_PUBLISHABLE if given.exit_code and not (code or all_publishable) else code


def _answer(reply: _GivenReply, findings: list[dict[str, Any]]) -> dict[str, Any]:
    for finding in findings:
        [finding["span"]] = in_given_text(reply.text, [finding["span"]])
    publishable = not any(finding["blocking"] for finding in findings)
    return {"id": reply.id, "publishable": publishable, "findings": findings}


def _read_reply(document: Mapping[str, Any], default_id: str) -> _GivenReply:
    """Raises UnreadableMention."""
    try:
        form = _Reply.model_validate(document)
    except ValidationError as error:
        raise UnreadableMention(sentence_of(error)) from error
    reply, complaint = clean_text(form.reply), clean_text(form.complaint)
    utterance = Utterance(
        reply=reply,
        complaint=complaint,
        lang=language_of(Conversation(Mention("", complaint or reply, lang=form.lang))),
        channel=form.channel,
        public=form.public,
        policy_offer=form.policy_offer,
    )
    return _GivenReply(echoed_id(document, default_id), form.reply, utterance)
