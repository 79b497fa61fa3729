"""How a reply is signed: a letter with the name of whoever approved it, a short public reply with
their initials."""

from __future__ import annotations

import re
from dataclasses import dataclass

from triage.mention import Channel

#: What is written as a letter, with greeting and closing.
LETTERS = frozenset({Channel.EMAIL, Channel.BLOG})
#: „Herzliche Grüße“: the name stands right below it.
_CLOSING = re.compile(r"\n\n[^\n.!?]{3,40}$")
_NAMED = re.compile(r"(\n\n[^\n.!?]{3,40})\n[^\n]{2,60}$|\n\n[^\W\d_][\w.-]*(?: [\w.-]+){0,3}$")
_INITIALS = re.compile(r"\s+\^\w{1,3}$")


@dataclass(frozen=True)
class Signature:
    """How one person signs. Where no name is known, letters have the team's."""

    name: str
    initials: str

    def on(self, channel: Channel) -> str:
        """The sign-off there, as it will stand below the reply.

        >>> [Signature("Anna Berg", "AB").on(channel) for channel in (Channel.X, Channel.EMAIL)]
        ['^AB', 'Anna Berg']
        """
        if channel in LETTERS:
            return self.name
        return f"^{self.initials}" if self.initials else ""

    def added_to(self, reply: str, channel: Channel) -> str:
        """The reply as it goes out.

        >>> Signature("Anna Berg", "AB").added_to("Das tut uns leid.", Channel.X)
        'Das tut uns leid. ^AB'
        """
        sign = self.on(channel)
        return f"{reply}{_before(reply, channel)}{sign}" if sign else reply

    def taken_from(self, reply: str, channel: Channel) -> str:
        """The reply without that person's sign-off.

        >>> Signature("Anna Berg", "AB").taken_from("Das tut uns leid. ^AB", Channel.X)
        'Das tut uns leid.'
        """
        sign = self.on(channel)
        bare = reply.removesuffix(sign).rstrip() if sign else reply
        return bare if sign and self.added_to(bare, channel) == reply else reply


def unsigned_by_anyone(reply: str) -> str:
    r"""A past reply without the sign-off of whoever approved it.

    >>> [unsigned_by_anyone(reply) for reply in ("Sorry. ^AB", "Ja.\n\nViele Grüße\nA. Berg")]
    ['Sorry.', 'Ja.\n\nViele Grüße']
    """
    return _NAMED.sub(lambda m: m[1] or "", _INITIALS.sub("", reply))


def _before(reply: str, channel: Channel) -> str:
    if channel not in LETTERS:
        return " "
    return "\n" if _CLOSING.search(reply) else "\n\n"
