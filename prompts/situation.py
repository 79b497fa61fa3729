"""What holds for one complaint, and the words for its facts: what a reply is composed for."""

from __future__ import annotations

from prompts.claim_words import asked
from prompts.vocabulary import CIRCUMSTANCES
from prompts.voice_file import Voice
from prompts.wording import Wording
from triage.claims import is_about_a_flight
from triage.draft import Brief, Register
from triage.facts import Facts
from triage.guard_patterns import said
from triage.item_kinds import kind_of_item
from triage.lexicon import MOURNING
from triage.mention import Channel
from triage.playbook import Situation
from triage.severity import Severity, Urgency
from triage.wish import Wish

_CHANNEL_GROUPS = {Channel.EMAIL: "mail", Channel.BLOG: "open", Channel.REVIEW: "open"}
_ROOMY = frozenset({Channel.EMAIL, Channel.BLOG, Channel.REVIEW, Channel.FACEBOOK})
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


def situation_of(brief: Brief, lang: str, register: Register, voice: Voice) -> Situation:
    """For a reply in that language and form of address."""
    mention, facts = brief.conversation.mention, relevant(brief)
    told_in = brief.assessment.lang
    words = Wording(brief.conversation, lang, register, told_in=told_in).words(facts)
    words |= {"contact": voice.contact, "brand": voice.brand}
    if _is_full_name(mention.author.name):
        words["author"] = mention.author.name
    missing = asked(brief.claim, lang)
    if missing:
        words["asked"] = missing
    conditions = _conditions(brief, facts, register) | words.keys()
    return Situation(register, words, frozenset(conditions), mention.id, brief.said_before)


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
        "shorter": Wish.SHORTER in brief.wishes,
        "warmer": Wish.WARMER in brief.wishes,
        "formal": Wish.MORE_FORMAL in brief.wishes,
        _CHANNEL_GROUPS.get(channel, "dm"): True,
    }
    if brief.remedy:
        holds["goodwill" if brief.remedy.kind in _GOODWILL else brief.remedy.kind] = True
    stated = {str(f.value) for f in facts.all("circumstance")} & CIRCUMSTANCES
    item = facts.first("item")
    if item:
        stated.add(kind_of_item(str(item.value)))
    stated |= {_WITH[str(f.value)] for f in facts.all("travellers") if str(f.value) in _WITH}
    return {name for name, held in holds.items() if held} | stated


def _poor_in(reply: str) -> list[str]:
    """The guard's rules that an earlier answer of ours breaks: no way to treat a complaint."""
    return [rule for rule in _POOR if said(rule).search(reply)]


def _is_full_name(name: str) -> bool:
    words = name.split()
    return 2 <= len(words) <= 3 and all(
        w[:1].isupper() and w[1:].replace("-", "").isalpha() for w in words
    )
