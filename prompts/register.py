"""How a German author speaks to us: du, Sie, or neither."""

from __future__ import annotations

import re

from triage.draft import Register
from triage.mention import Channel, Conversation, Role

# Capital Sie in the middle of a sentence is formal address; at its start it may be "they".
_SIE = re.compile(
    r"(?<![.!?…:\"„\n]\s)(?<!^)\b(?:Sie|Ihnen|Ihre[nmrs]?|Ihr)\b|\b(?:geehrte|verehrte)\b"
)
_DU = re.compile(
    r"\b(?:du|dich|dir|dein\w*|ihr|euch|eu(?:e)?r|eure\w*)\b|\b(?:könnt|habt|seid|wollt|sagt|macht|schafft)\b",
    re.IGNORECASE,
)
#: "ihr" also means "her", and "Ihr" begins many a sentence; alone it proves nothing.
_WEAK = re.compile(r"\bihr\b", re.IGNORECASE)


def register_of(conversation: Conversation, lang: str, default: Register) -> Register:
    """The author's own du or Sie, in any of the author's messages; else the brand's default."""
    if lang != "de":
        return "neutral"
    if conversation.mention.channel is Channel.BLOG:  # there `ihr` are the readers
        return default
    texts = [conversation.mention.text]
    texts += [t.text for t in conversation.earlier if t.role is Role.CUSTOMER]
    # What others said to the author stands in quotation marks.
    text = re.sub(r"[„\"“][^„\"“”]*[“”\"]", "", "\n".join(texts))
    formal = len(_SIE.findall(text))
    weak = len(_WEAK.findall(text))
    sure = len(_DU.findall(text)) - weak
    casual = sure + weak / 2 if sure else 0
    if formal == casual:
        return default
    return "sie" if formal > casual else "du"
