"""How formal we are: du or Sie as a German author has it, and English without contractions."""

from __future__ import annotations

import re

from triage.draft import Register
from triage.mention import Channel, Conversation, Role

# Capital Sie in the middle of a sentence is formal address; at its start it may be "they".
_SIE = re.compile(
    r"(?<![.!?…:\"„\n]\s)(?<!^)\b(?:Sie|Ihnen|Ihre[nmrs]?|Ihr)\b|\b(?:geehrte|verehrte)\b"
)
_DU = re.compile(
    r"\b(?:du|dich|dir|dein\w*|ihr|euch|(?<!\d\s)eu(?:e)?r|eure\w*)\b|\b(?:könnt|habt|seid|wollt|(?:sagt|macht|schafft|schreibt|schickt|zahlt|kriegt|müsst|wisst|sollt|dürft|liefert|verkauft|meint|nehmt|gebt|lasst|denkt)(?=\sihr\b)|(?<=\bihr\s)(?:sagt|macht|schafft))\b",
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


#: Contractions, each with what it stands for wherever playbooks use it.
_CONTRACTIONS = (
    (r"\bcan't\b", "cannot"), (r"\bwon't\b", "will not"), (r"n't\b", " not"),
    (r"\bI'm\b", "I am"), (r"'re\b", " are"), (r"'ve\b", " have"), (r"'ll\b", " will"),
    (r"\bI'd (?=like|rather|be|gladly|much|dearly|have)", "I would "),
    (r"\b(it|that|there|what|who)'s (?=been|got)", r"\1 has "),
    (r"\b(it|that|there|what|who|here)'s\b", r"\1 is"), (r"\blet's\b", "let us"),
    (r"\byou'd (?=like|rather)", "you would "),
    (r"\bDM me ((?:the|your|what)\b[^.,;?]*)", r"send me \1 by direct message"),
    (r"\bDM me\b", "send me a direct message"), (r"\bDMs?\b", "direct message"),
)  # fmt: skip


def in_full(text: str) -> str:
    """English as in a letter.

    >>> in_full("I'm sorry; that isn't right, and it's on us. DM me.")
    'I am sorry; that is not right, and it is on us. Send me a direct message.'
    """
    for short, full in _CONTRACTIONS:
        text = re.sub(short, full, text, flags=re.IGNORECASE)
    return re.sub(r"(^|[.!?]\s+)([a-z])", lambda m: m[1] + m[2].upper(), text)
