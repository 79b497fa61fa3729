"""What things are called on a report, in words that need no glossary."""

from __future__ import annotations

from collections.abc import Mapping

OUTCOMES = {
    "recovered": "came round",
    "silent": "said no more",
    "unchanged": "still unhappy",
    "worse": "angrier than before",
}
SEVERITIES = {
    "1": "1 annoyance",
    "2": "2 clear failure",
    "3": "3 serious loss",
    "4": "4 safety, health, law",
}
#: The guard's rules, as what a reply did.
FAULTS = {
    "no_apology": "no apology",
    "generic_boilerplate": "empty phrases",
    "flippant": "joked",
    "blame_shift": "passed on, or blamed others",
    "defensive": "defended itself",
    "marketing": "advertised",
    "over_promise": "promised too much",
    "legal_admission": "admitted legal fault",
    "personal_data": "showed personal data",
    "asks_public_personal_data": "asked for personal data in public",
    "amount_in_public": "named an amount in public",
    "asserts_unverified_cause": "named an unconfirmed cause",
    "denies_claim_right": "denied a right",
    "wrong_language": "wrong language",
    "too_long": "too long for the channel",
}
KINDS = {**FAULTS, "other_fault": "another fault", "sound": "nothing wrong"}
_LANGUAGES = {
    "de": "German", "en": "English", "fr": "French", "es": "Spanish", "it": "Italian",
    "nl": "Dutch", "pt": "Portuguese", "pl": "Polish", "tr": "Turkish",
}  # fmt: skip
ADMISSION = {
    "lines": "lines read",
    "refused": "refused: they can't be read",
    "agents_only": "left out: no customer says a word",
    "repeated": "left out: their id came before",
    "reordered": "mended: put into the order of their times",
    "undated": "with a date that can't be read",
}
#: What is said of each of these lines.
REMARKS = {"refused": "why", "repeated": "its id came before in"}
#: What a column of a table holds.
FIELDS = {
    "turns": "the whole conversation",
    "text": "what was written",
    "reply": "our reply",
    "next": "what the customer wrote next",
    "role": "who speaks",
    "id": "which conversation it is",
    "author": "who wrote it",
    "at": "when it was written",
    "lang": "the language",
    "url": "where it stands",
    "domain": "the trade",
    "labels": "what people said of it",
    "complaint": "what people said: a complaint, or none",
}
_ALONE = {
    "complaint": "complaints",
    "ironic": "ironic",
    "urgent": "urgent",
    "answered": "answered",
    "unanswered": "answered by nobody",
    "left_alone": "complaints that nobody answered",
    "replied": "answered complaints",
    "wrote_again": "customers who wrote again",
    "timed": "complaints whose first reply has a time",
    "dated": "complaints with a time",
    "draft_ready": "drafts ready for a person",
    "no_complaint": "no complaint",
    "reply_stopped": "replies that the guard would stop",
    "draft_stopped": "drafts that the guard stops",
    "labelled": "labelled by people",
    "missed": "missed complaints",
    "false_alarm": "false alarms",
}
#: What is different in a case between two replays.
CHANGES = {
    "mended": "wrong in A by the label, right in B",
    "spoiled": "right in A by the label, wrong in B",
    "found_now": "a complaint only in B",
    "found_before": "a complaint only in A",
    "other_topic": "another topic",
    "graver": "graver in B",
    "milder": "milder in B",
    "other_irony": "irony seen by only one",
    "other_urgency": "urgent in only one",
    "other_offer": "another offer",
    "stopped_now": "draft stopped by the guard only in B",
    "stopped_before": "draft stopped by the guard only in A",
    "other_findings": "the guard finds something else",
    "other_words": "another draft",
}
#: What stands before the words of a tag, and the words.
_OF_PREFIX: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "severity": ("", SEVERITIES),
    "lang": ("", _LANGUAGES),
    "outcome": ("", OUTCOMES),
    "kind": ("reply: ", KINDS),
    "sent": ("reply: ", FAULTS),
    "drafted": ("draft: ", FAULTS),
    "offer": ("offer ", {}),
    "queue": ("queue ", {}),
    "change": ("", CHANGES),
    "goodwill": ("goodwill ", {}),
    "week": ("the week of ", {}),
}


def plain(name: str) -> str:
    return name.replace("_", " ")


def language(code: str) -> str:
    return _LANGUAGES.get(code, code)


def tag_words(tag: str) -> str:
    """
    >>> tag_words("outcome:worse topic:delay"), tag_words("sent:flippant"), tag_words("missed")
    ('angrier than before, delay', 'reply: joked', 'missed complaints')
    """
    return ", ".join(map(_words, tag.split(" ")))


def _words(tag: str) -> str:
    prefix, _, name = tag.partition(":")
    if not name:
        return _ALONE.get(tag, plain(tag))
    before, called = _OF_PREFIX.get(prefix, ("", {}))
    return f"{before}{called.get(name, plain(name))}"


def duration(hours: float) -> str:
    """
    >>> [duration(h) for h in (0.004, 0.5, 3.25, 80)]
    ['under a minute', '30 min', '3 h 15 min', '3 days 8 h']
    """
    minutes = round(hours * 60)
    if minutes < 1:
        return "under a minute"
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h {minutes % 60} min" if minutes % 60 else f"{minutes // 60} h"
    days, rest = divmod(round(hours), 24)
    return f"{days} days {rest} h" if rest else f"{days} days"


def percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "–"
