"""The prompt for one reply: our rules from reply.md and voice.md, and the material as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prompts.drafter import Plan
from prompts.situation import relevant
from prompts.voice_file import Voice
from triage.channel_rules import room
from triage.composing import examples
from triage.draft import Brief
from triage.errors import UnreadablePlaybook
from triage.mention import Role
from triage.personal_data import mask
from triage.ports import Prompt

#: Where nothing limits a reply.
_ENOUGH = 600
#: Words of strangers beyond this are no complaint any more.
_LONGEST = 4000
_EXAMPLES = 3
_ADDRESS = {"du": "du", "sie": "Sie", "neutral": "you"}
_WAYS = {
    "dm": {"de": "per Direktnachricht", "en": "by direct message"},
    "mail": {"de": "durch Antwort auf diese E-Mail", "en": "by reply to this e-mail"},
}
#: Facts that stand in nobody's reply.
_PRIVATE = frozenset({"order", "booking_code", "phone", "email", "iban"})


@dataclass(frozen=True)
class PromptWriter:
    """Makes prompts of briefs. What leaves here holds no personal data that we recognise."""

    rules: str
    voice: Voice

    def prompt(
        self, brief: Brief, plan: Plan, rejected: str = "", findings: Sequence[str] = ()
    ) -> Prompt:
        """`findings` say in a sentence each what was wrong with `rejected`."""
        material = self._material(brief, plan)
        if findings:
            material |= {"rejected": mask(rejected), "findings": [*findings]}
        rules = f"{self.rules}\n\n{self.voice.guidance}".replace("{brand}", self.voice.brand)
        return Prompt(rules, json.dumps(material, ensure_ascii=False, indent=1))

    def _material(self, brief: Brief, plan: Plan) -> dict[str, Any]:
        situation = plan.situation
        material: dict[str, Any] = {
            "language": {"de": "German", "en": "English"}[plan.playbook.lang],
            "address": _ADDRESS[situation.register],
            "characters": _characters(brief),
            "short": "shorter" in situation.conditions,
            "complaint": _theirs(brief.conversation.mention.text),
            "ironic": brief.assessment.ironic,
            "earlier": [
                {"who": "we" if t.role is Role.AGENT else "author", "text": _theirs(t.text)}
                for t in brief.conversation.earlier[-6:]
            ],
            "facts": _facts(brief),
            "moves": examples(plan.playbook, situation, _EXAMPLES),
            "offer": "the wish to make it good" if brief.remedy else None,
            "private_way": self._way(plan),
            "ask_for": situation.words.get("asked"),
            "said_before": [mask(reply) for reply in brief.said_before],
            "similar": [
                {"complaint": _theirs(p.complaint), "our_reply": mask(p.reply)}
                for p in brief.precedents
            ],
        }
        return material | _wanted(brief)

    def _way(self, plan: Plan) -> str:
        for name, said in _WAYS.items():
            if name in plan.situation.conditions:
                return said[plan.playbook.lang]
        return self.voice.contact


def load_prompt_writer(file: Path, voice: Voice) -> PromptWriter:
    """Read reply.md. Raises UnreadablePlaybook."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadablePlaybook(f"{file}: {error}") from error
    parts = re.split(r"^\+\+\+[ \t]*$", text, maxsplit=2, flags=re.MULTILINE)
    if len(parts) != 3 or '{"reply":' not in parts[2]:
        raise UnreadablePlaybook(
            f"{file}: below the settings between +++ lines must stand the rules, and in them"
            ' {"reply": …}, the form of the answer.'
        )
    return PromptWriter(parts[2].strip(), voice)


def _theirs(text: str) -> str:
    """A stranger's words: personal data dotted out, and no more of them than a reader reads."""
    return mask(text)[:_LONGEST]


def _characters(brief: Brief) -> int:
    left = room("", brief.conversation.mention.channel)
    return _ENOUGH if left is None else min(left, _ENOUGH)


def _facts(brief: Brief) -> Mapping[str, list[str]]:
    stated: dict[str, list[str]] = {}
    for fact in relevant(brief).items:
        value = mask(str(fact.value))
        if fact.name not in _PRIVATE and value not in stated.get(fact.name, []):
            stated.setdefault(fact.name, []).append(value)
    return stated


def _wanted(brief: Brief) -> dict[str, Any]:
    if brief.present is None or brief.present.is_blank:
        return {}
    asked = [wish.replace("_", " ") for wish in sorted(brief.wishes)]
    said = [*asked, *filter(None, [mask(brief.wanted.instruction)])]
    return {"present": mask(brief.present.reply), "wanted": said or ["other words"]}
