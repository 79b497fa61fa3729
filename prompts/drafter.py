"""The drafter that needs no language model: playbooks, facts and rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from prompts.claim_words import asked, statutory_hint
from prompts.loader import Playbooks
from prompts.note import note_for
from prompts.register import register_of
from prompts.vocabulary import CIRCUMSTANCES
from prompts.voice_file import Voice
from prompts.wording import Wording
from triage.channel_rules import room
from triage.claims import is_about_a_flight
from triage.draft import Brief, Draft, Register
from triage.facts import Facts
from triage.guard_patterns import said
from triage.lexicon import MOURNING
from triage.mention import Channel
from triage.playbook import Playbook, Situation, compose
from triage.severity import Severity, Urgency

_CHANNEL_GROUPS = {Channel.EMAIL: "mail", Channel.BLOG: "open", Channel.REVIEW: "open"}
_ROOMY = frozenset({Channel.EMAIL, Channel.BLOG, Channel.REVIEW, Channel.FACEBOOK})
#: Where nothing limits a reply, a handful of sentences is still enough.
_ENOUGH = 600
#: A text longer than this has passages that are not about us.
_LONG_TEXT = 700
#: How far around the evidence a fact of a long text may stand.
_NEAR = 350
_GOODWILL = frozenset({"voucher", "miles", "refund", "lounge"})
#: Who is with the author → the condition that phrasings know.
_WITH = {
    "wheelchair": "disability", "walker": "disability", "pregnant": "pregnant",
    "blind": "blind_or_deaf", "deaf": "blind_or_deaf",
}  # fmt: skip
#: Rules of the guard that an earlier answer of ours may have broken.
_POOR = ("generic_boilerplate", "flippant", "marketing", "blame_shift", "defensive")


class PlaybookDrafter:
    """Composes replies from playbooks: `PlaybookDrafter(load_playbooks(…), load_voice(…))`."""

    def __init__(self, playbooks: Playbooks, voice: Voice) -> None:
        self._playbooks = playbooks
        self._voice = voice

    def draft(self, briefs: Sequence[Brief]) -> list[Draft]:
        return [self._draft(brief) for brief in briefs]

    def _draft(self, brief: Brief) -> Draft:
        occasions = self._occasions(brief)
        playbook = self._playbooks.find(
            brief.assessment.lang, brief.assessment.topic, int(brief.grade.severity), occasions
        )
        register = register_of(brief.conversation, playbook.lang, self._voice.register)
        if "child_author" in occasions and playbook.lang == "de":
            register = "du"
        situation = self.situation(brief, playbook, register)
        reply = self._compose(playbook, situation, brief.conversation.mention.channel)
        return Draft(
            reply=reply,
            note=note_for(brief, playbook.lang, occasions, unsaid=_unsaid(playbook, reply)),
            lang=playbook.lang,
            register=register,
            topic=brief.assessment.topic,
            severity=brief.grade.severity,
            facts=brief.facts,
            remedy=brief.remedy,
            statutory_hint=statutory_hint(brief.claim, playbook.lang),
            claim=brief.claim,
            playbook=playbook.name,
            drafter="playbook",
        )

    def _occasions(self, brief: Brief) -> set[str]:
        """What decides who answers and how, whatever the matter is. In a long text, too, all of
        it counts: who despairs may say so far from the complaint."""
        stated = {str(f.value) for f in brief.facts.all("circumstance")}
        return stated if self._playbooks.speak(brief.assessment.lang) else stated | {"foreign"}

    def situation(self, brief: Brief, playbook: Playbook, register: Register) -> Situation:
        """What the reply is composed for: the words for the facts, and what else holds."""
        mention = brief.conversation.mention
        facts = relevant(brief)
        words = Wording(brief.conversation, playbook.lang, register).words(facts)
        words |= {"contact": self._voice.contact, "brand": self._voice.brand}
        if _is_full_name(mention.author.name):
            words["author"] = mention.author.name
        missing = asked(brief.claim, playbook.lang)
        if missing:
            words["asked"] = missing
        conditions = _conditions(brief, facts, register) | words.keys()
        return Situation(register, words, frozenset(conditions), mention.id, brief.said_before)

    def _compose(self, playbook: Playbook, situation: Situation, channel: Channel) -> str:
        banned = {word.lower() for word in (*self._voice.forbidden, *playbook.must_not_say)}
        clean = replace(
            playbook,
            moves=tuple(
                replace(m, phrases=tuple(p for p in m.phrases if not _says(p.template, banned)))
                for m in playbook.moves
            ),
        )

        def fits(reply: str) -> bool:
            left = room(self._voice.in_our_words(reply), channel)
            return len(reply) <= _ENOUGH and (left is None or left >= 0)

        return self._voice.in_our_words(compose(clean, situation, fits))


def relevant(brief: Brief) -> Facts:
    """The facts to take up: in a long text only those near the passage with the complaint."""
    text, evidence = brief.conversation.mention.text, brief.assessment.evidence
    if len(text) <= _LONG_TEXT or not evidence:
        return brief.facts
    near = [
        fact
        for fact in brief.facts.items
        if fact.turn is not None
        or any(start - _NEAR <= fact.span[0] <= end + _NEAR for start, end in evidence)
    ]
    return Facts(tuple(near))


def _conditions(brief: Brief, facts: Facts, register: Register) -> set[str]:
    channel = brief.conversation.mention.channel
    severity = brief.grade.severity
    poor = _poor_in(brief.conversation.last_agent_reply or "")
    holds = {
        register: True,
        "ironic": brief.assessment.ironic,
        "mild": severity <= Severity.ANNOYANCE,
        "severe": severity >= Severity.SERIOUS,
        "critical": severity is Severity.CRITICAL,
        "urgent": brief.grade.urgency is Urgency.HIGH,
        "again": bool(brief.said_before),
        "first": not brief.said_before,
        "poor_reply": bool(poor),
        "joked": "flippant" in poor,
        "roomy": channel in _ROOMY,
        "mourning": any(
            str(f.value) in MOURNING for name in ("missed", "event") for f in facts.all(name)
        ),
        "air": is_about_a_flight(brief.conversation.mention, brief.facts),
        _CHANNEL_GROUPS.get(channel, "dm"): True,
    }
    if brief.remedy:
        holds["goodwill" if brief.remedy.kind in _GOODWILL else brief.remedy.kind] = True
    stated = {str(f.value) for f in facts.all("circumstance")} & CIRCUMSTANCES
    stated |= {_WITH[str(f.value)] for f in facts.all("travellers") if str(f.value) in _WITH}
    return {name for name, held in holds.items() if held} | stated


def _poor_in(reply: str) -> list[str]:
    """The guard's rules that an earlier answer of ours breaks: no way to treat a complaint."""
    return [rule for rule in _POOR if said(rule).search(reply)]


def _unsaid(playbook: Playbook, reply: str) -> tuple[str, ...]:
    """What the playbook wants said and the reply does not say, for the approver to add."""
    return tuple(word for word in playbook.must_say if word.lower() not in reply.lower())


def _is_full_name(name: str) -> bool:
    words = name.split()
    return 2 <= len(words) <= 3 and all(
        w[:1].isupper() and w[1:].replace("-", "").isalpha() for w in words
    )


def _says(template: str, words: set[str]) -> bool:
    lower = template.lower()
    return any(word in lower for word in words)
