"""What the fields of other programs mean in our words."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from triage.errors import UnreadableMention
from triage.mention import Channel

#: What others call the networks; what stands nowhere is `other`.
_CHANNELS = {
    "twitter": Channel.X, "twitterprofile": Channel.X, "twitterdm": Channel.X, "tweet": Channel.X,
    "facebookpage": Channel.FACEBOOK, "fb": Channel.FACEBOOK, "facebookpost": Channel.FACEBOOK,
    "insta": Channel.INSTAGRAM, "instagramdm": Channel.INSTAGRAM, "mail": Channel.EMAIL,
    "bewertung": Channel.REVIEW, "googlereview": Channel.REVIEW, "trustpilot": Channel.REVIEW,
}  # fmt: skip

_CUSTOMER = {
    "customer", "client", "user", "enduser", "contact", "visitor", "requester", "consumer",
    "guest", "passenger", "incoming", "inbound", "in", "received", "kunde", "kundin", "gast",
    "absender", "eingehend", "eingang",
}  # fmt: skip
_AGENT = {
    "agent", "company", "brand", "support", "admin", "operator", "staff", "employee", "assistant",
    "bot", "business", "outgoing", "outbound", "out", "sent", "reply", "unternehmen", "firma",
    "mitarbeiter", "mitarbeiterin", "berater", "beraterin", "service", "ausgehend", "ausgang",
    "antwort",
}  # fmt: skip
#: What stands between the turns and is none.
_NO_TURN = {"system", "note", "internal", "private", "activity", "template", "notiz", "intern"}

_TRUE, _FALSE = ("true", "1", "yes", "ja", "wahr"), ("false", "0", "no", "nein", "falsch")


class NoTurn(Exception):
    """This row is a note among colleagues, or the system's."""


def plain_word(word: object) -> str:
    """As words are compared: `End-User` and `end_user` are one."""
    return "".join(c for c in str(word).casefold() if c.isalnum())


def channel_of(word: str) -> str:
    known = plain_word(word)
    return str(_CHANNELS.get(known, known if known in {*Channel} else Channel.OTHER))


def role_of(word: object, column: str) -> str:
    """`inbound: True` is a customer's, for the column says so. Raises NoTurn, UnreadableMention."""
    said = plain_word(word)
    if said in _TRUE + _FALSE and (meant := _role_in(plain_word(column))):
        return meant if said in _TRUE else {"customer": "agent", "agent": "customer"}[meant]
    if said in _NO_TURN:
        raise NoTurn
    if said in _CUSTOMER or said in _AGENT:
        return "customer" if said in _CUSTOMER else "agent"
    raise UnreadableMention(f"role: “{word}” is neither customer nor agent.")


def is_role(word: object, column: str) -> bool:
    try:
        role_of(word, column)
    except NoTurn:
        return True
    except UnreadableMention:
        return False
    return True


def is_agent(word: object, column: str) -> bool:
    return (
        is_role(word, column)
        and plain_word(word) not in _NO_TURN
        and (role_of(word, column) == "agent")
    )


def _role_in(column: str) -> str | None:
    """Of `is_customer`, `inbound`, `from_company` …"""
    bare = column.removeprefix("is").removeprefix("from")
    if bare in _CUSTOMER:
        return "customer"
    return "agent" if bare in _AGENT else None


def needed(
    document: Mapping[str, Any], field: str, where: str = "", *, may_be_empty: bool = False
) -> Any:
    """Raises UnreadableMention."""
    value = document.get(field)
    if field not in document or (value is None and not may_be_empty):
        raise UnreadableMention(f"{where}.{field}: field required.".removeprefix("."))
    return value


def text_of_html(html: str) -> str:
    reader = _Words()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.words).split("\n"))
    return "\n".join(line for line in lines if line)


class _Words(HTMLParser):
    _BREAKS = frozenset({"br", "p", "div", "li", "tr", "blockquote", "h1", "h2", "h3"})
    _SILENT = frozenset({"script", "style"})

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent = tag in self._SILENT
        if tag in self._BREAKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent = False
        if tag in self._BREAKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)
