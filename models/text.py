"""The one text form that every model sees, in training and in serving alike."""

from __future__ import annotations

import html
import re
import unicodedata

from triage.mention import Conversation, Role, clean_text

#: What stands for a handle and for a link: who and where never decide what is said.
HANDLE = "@user"
LINK = "http"

_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
# __company__ and __cust__ are how exported conversations hide their handles.
_HANDLE = re.compile(r"(?<![\w.])@\w+(?:@[\w.-]+\w)?|__[a-z]+__", re.IGNORECASE)
_WORD = re.compile(r"\w")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")

#: Earlier turns may fill at most this share of the mention's own length, and never more than
#: this many characters: the mention itself decides.
CONTEXT_SHARE = 0.5
CONTEXT_LIMIT = 200
#: As much of a complaint is read beside the reply to it.
COMPLAINT_LIMIT = 90


def conversation_text(conversation: Conversation) -> str:
    """The mention, and behind it a little of what the customer wrote before.

    >>> from triage.mention import Mention, Turn
    >>> before = Turn(Role.CUSTOMER, "Train stood still for two hours.")
    >>> said = "@RegioBahn still no answer, is anybody there?! https://t.co/x"
    >>> conversation_text(Conversation(Mention("m1", said), (before,)))
    '@user still no answer, is anybody there?! http (earlier: Train stood still for)'
    """
    own = plain_text(conversation.mention.text)
    earlier = _earlier_words(conversation, min(int(len(own) * CONTEXT_SHARE), CONTEXT_LIMIT))
    return f"{own} (earlier: {earlier})" if earlier else own


def reply_text(reply: str, complaint: str) -> str:
    """A reply, and behind it the beginning of the complaint it answers.

    >>> reply_text("Oh no, sorry!  @mara", "Three hours at the gate.")
    'Oh no, sorry! @user (to: Three hours at the gate.)'
    """
    return f"{plain_text(reply)} (to: {_cut_at_word(plain_text(complaint), COMPLAINT_LIMIT)})"


def plain_text(text: str) -> str:
    """One line, without invisible characters; handles, links and emoji made alike.

    >>> plain_text("Toll, @RegioBahn&co 🙄  www.regio.example")
    'Toll, @user&co face with rolling eyes http'
    """
    text = _LINK.sub(LINK, clean_text(html.unescape(text)))
    # In ASCII nothing is an emoji or invisible.
    text = _NOT_ASCII.sub(_spelled_out, _HANDLE.sub(HANDLE, text))
    return " ".join(text.split())


def own_words(text: str) -> str:
    """The text without handles, links and emoji: what its author put into words.

    >>> own_words("@RegioBahn 😡 schon wieder? https://t.co/x")
    'schon wieder?'
    """
    bare = _HANDLE.sub(" ", _LINK.sub(" ", clean_text(html.unescape(text))))
    return " ".join(_NOT_ASCII.sub(_without_picture, bare).split())


def says_something(text: str) -> bool:
    """Whether there is a word to read at all."""
    return bool(_WORD.search(own_words(text)))


def _without_picture(match: re.Match[str]) -> str:
    return " " if unicodedata.category(match[0]) == "So" else match[0]


def _spelled_out(match: re.Match[str]) -> str:
    character = match[0]
    category = unicodedata.category(character)
    if category == "So":
        # The encoder's vocabulary has no emoji; their names carry what they say.
        return f" {unicodedata.name(character, '').lower()} "
    hidden = category in {"Cf", "Co", "Cn"} or "\ufe00" <= character <= "\ufe0f"
    return "" if hidden else character


def _earlier_words(conversation: Conversation, room: int) -> str:
    """The customer's last words before this mention, cut at a word to fit."""
    said = [plain_text(t.text) for t in conversation.earlier if t.role is Role.CUSTOMER]
    if not said or room < len(said[-1].split(" ", 1)[0]):
        return ""
    return _cut_at_word(said[-1], room)


def _cut_at_word(text: str, room: int) -> str:
    return text if len(text) <= room else text[: room + 1].rsplit(" ", 1)[0]
