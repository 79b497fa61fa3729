"""Which topic's playbook answers a brief: only one that is sure, and that the trade knows."""

from __future__ import annotations

import re

from prompts.lightness import SURE_TOPIC
from triage.complaint import Topic
from triage.draft import Brief

_TRAVEL = ("airline", "airport", "rail", "transit", "hotel")
_NO_TRAVEL = ("bank", "energy", "insurance", "parcel", "retail", "telecom")
_NOT_IN = {
    Topic.DELIVERY: (*_TRAVEL, "bank", "insurance"),
    Topic.BAGGAGE_LOST: _NO_TRAVEL,
    Topic.BAGGAGE_DAMAGED: _NO_TRAVEL,
}

_BAGGAGE = (Topic.BAGGAGE_LOST, Topic.BAGGAGE_DAMAGED)
#: A bag that somebody wears is no baggage: who waits with a full one needs no search for it.
_WORN = re.compile(
    r"\b(?:catheter|stoma|ostomy|colostomy|ileostomy|urine|wee|leg|feeding)[ -]bag\b"
    r"|\b(?:katheter|stoma|urin|bein)beutel\b",
    re.IGNORECASE,
)
_CHECKED_IN = re.compile(
    r"\b(?:suitcases?|luggage|baggage|carousel|\w*koffer\w*|\w*gepäck\w*)\b", re.IGNORECASE
)
#: What is there and broken needs no search.
_BROKEN = re.compile(
    r"\b(?:(?:ab|auf|zer|ein)?gerissen\w*|kaputt\w*|(?:zer|ge|ab)brochen\w*|zerkratzt\w*"
    r"|eingedellt\w*|aufgeschlitzt\w*|delle|torn|ripped|cracked|broken|smashed|snapped|dented|crushed"
    r"|shattered|scratched|without (?:its|a) (?:wheel|handle)"
    r"|(?:wheel|handle|rolle|griff|rad) (?:is |was |ist |war )?"
    r"(?:gone|missing|off|fehlt|ab|weg))\b",
    re.IGNORECASE,
)
_MISSING = re.compile(
    r"\b(?:verschw\w+|vermisst\w*|verloren\w*|nicht (?:da|angekommen|mitgekommen|aufgetaucht)"
    r"|wo (?:ist|bleibt)|irgendwo|gefunden|nachgeliefert|lost|find|found|still (?:in|at|waiting)"
    r"|never (?:came|arrived|showed|turned up)|(?:didn['’]t|did not) (?:arrive|come|make it|show)"
    r"|where(?:['’]s| is| are| have)?)\b",
    re.IGNORECASE,
)


#: What came in the end needs no search either.
_ARRIVED = re.compile(
    r"\b(?:kam|kamen|geliefert wurden?|wurden? geliefert|gebracht|aufgetaucht|arrived|came"
    r"|turned up|(?:was|were) delivered)\b[^.!?\n]{0,40}\b(?:am nächsten|tage? später"
    r"|(?:erst )?nach \w+ (?:tagen|stunden|wochen)|next (?:day|morning)|days? (?:later|after)"
    r"|hours? later|weeks? later|in the end)\b"
    r"|\b(?:geliefert|gekommen|da|back)\b[^.!?\n]{0,30}\bnach \w+ (?:tagen|wochen)\b",
    re.IGNORECASE,
)


def topic_of(brief: Brief, sure: float = SURE_TOPIC) -> Topic:
    """What the playbook is chosen by: a topic that is a guess, or that this trade does not know,
    would make us answer another complaint; then only what is certain is taken up."""
    topic, mention = brief.assessment.topic, brief.conversation.mention
    strange = mention.domain in _NOT_IN.get(topic, ())
    if topic in _BAGGAGE:
        strange |= bool(_WORN.search(mention.text)) and not _CHECKED_IN.search(mention.text)
    if topic is Topic.BAGGAGE_LOST and _ARRIVED.search(mention.text):
        strange = True
    if strange or brief.assessment.p_topic < sure:
        return Topic.OTHER
    return Topic.BAGGAGE_DAMAGED if _is_there_and_broken(topic, mention.text) else topic


def _is_there_and_broken(topic: Topic, text: str) -> bool:
    lost = topic is Topic.BAGGAGE_LOST
    return lost and bool(_BROKEN.search(text)) and not _MISSING.search(text)
