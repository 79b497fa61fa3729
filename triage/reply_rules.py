"""What rules find in the words of a reply by counting and searching, each with its place."""

from __future__ import annotations

import re

from triage import guard_patterns as patterns
from triage.channel_rules import limit, room, weighted_length
from triage.complaint import Span
from triage.mention import Channel
from triage.quotation import our_words

#: Too few words to tell a language by.
_FEW_WORDS = 5


def no_apology(reply: str) -> Span | None:
    return None if patterns.said("apology").search(reply) else (0, len(reply))


def too_long(reply: str, channel: Channel) -> Span | None:
    """Room for the sign-off is kept; the span starts where the text leaves the channel."""
    signed = re.search(r"\^\w{1,3}\s*$", reply) is not None
    left = room(reply, channel, signed=not signed)
    if left is None or left >= 0:
        return None
    most = limit(channel) or 0
    start = len(reply)
    while start and weighted_length(reply[:start], channel) > most:
        start -= 1
    return (min(start, len(reply) - 1), len(reply))


def asks_in_public(reply: str, complaint: str) -> Span | None:
    """What the author said of a telephone number, quoted back, asks for none."""
    asks = patterns.asks_for_personal_data()
    asked = asks.search(reply)
    if asked is None or not asks.search(our_words(reply, complaint)):
        return None
    private = patterns.said("private_way").search(reply)
    return None if private and not patterns.said("in_public").search(reply) else asked.span()


def asks_to_write_there(reply: str, value: str, span: Span) -> bool:
    before = reply[max(0, span[0] - 30) : span[0]].rstrip().lower()
    return "@" in value and bool(re.search(r"(?:\ban|\bunter|\bto|\bat|\bdirectly at|:)$", before))


def wrong_language(reply: str, complaint: str, lang: str) -> Span | None:
    """German to English or the reverse, by the function words of what is ours; short texts and
    other languages pass."""
    expected = lang.lower()[:2]
    if expected not in {"de", "en"}:
        return None
    words = re.findall(r"[a-zäöüß']+", our_words(reply, complaint).lower())
    german = sum(word in patterns.function_words("de") for word in words)
    english = sum(word in patterns.function_words("en") for word in words)
    if len(words) < _FEW_WORDS or german + english < 3:
        return None
    spoken, other = (german, english) if expected == "de" else (english, german)
    return (0, len(reply)) if other > 2 * spoken else None
