"""What is wrong with a model's reply that no rule of the guard is about: a person's edit may say
where to find us or name a number, a model may not make one up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from triage.draft import Brief
from triage.guard_patterns import said
from triage.playbook import Situation

#: Links, accounts and addresses.
_ELSEWHERE = re.compile(r"https?://\S+|\bwww\.\S+|(?<![\w.])[@#]\w+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(r"\d+")
#: What a model has no need to name: what we give is settled in private.
_GIFTS = re.compile(
    r"[€£$]|\b(?:eur|gbp|usd|chf|euros?|pounds?|dollars?|pfund|franken|vouchers?|gutschein\w*"
    r"|compensat\w*|entschädig\w*|miles|meilen|upgrades?|discounts?|rabatt\w*|gratis|kostenlos\w*"
    r"|free of charge)\b",
    re.IGNORECASE,
)
_ABOUT_ITSELF = re.compile(
    r"\blanguage model\b|\bsprachmodell|\bas an ai\b|\bals ki\b|\bsystem[- ]?prompt\b|\bprompt\b"
    r"|\b(?:my|meine[nr]?|previous|vorherigen?) (?:instructions|anweisung\w*)|\bjson\b",
    re.IGNORECASE,
)
#: Longer is no answer to a complaint, whatever the channel allows.
_LONGEST = 900


def what_is_wrong(reply: str, brief: Brief, situation: Situation) -> list[str]:
    """A sentence for each fault: what it is and what to do instead."""
    return [*_faults(reply, brief, situation)]


def _faults(reply: str, brief: Brief, situation: Situation) -> Iterator[str]:
    if not reply:
        yield "There is no reply; write one."
        return
    if len(reply) > _LONGEST:
        yield "The reply is far too long; five short sentences are enough."
    contact = situation.words.get("contact", "")
    if any(found.rstrip(".,;") != contact for found in _ELSEWHERE.findall(reply)):
        yield "A link, account or address stands there that is not ours; leave it out."
    if not set(_NUMBER.findall(reply)) <= _stated_numbers(brief, contact):
        yield "A number stands there that the author did not state; leave it out."
    if _GIFTS.search(reply):
        yield "It names money or a gift; say only that we would like to make it good."
    if _ABOUT_ITSELF.search(reply):
        yield "The reply speaks of itself or its rules; speak of what happened."
    if "mail" not in situation.conditions and not said("private_way").search(reply):
        yield "The reply does not say how to reach us in private; say it as private_way has it."


def _stated_numbers(brief: Brief, contact: str) -> set[str]:
    texts = [brief.conversation.mention.text, contact, brief.wanted.instruction]
    texts += [turn.text for turn in brief.conversation.earlier]
    texts += [f"{fact.value:g}" for fact in brief.facts.items if isinstance(fact.value, float)]
    return {number for text in texts for number in _NUMBER.findall(text)}
