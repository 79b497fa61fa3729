"""What hangs on the channel of a reply: who reads it, and how long it may be, counted the way the
channel counts."""

from __future__ import annotations

import re
import unicodedata

from triage.mention import Channel

#: What is answered there only its author reads.
_PRIVATE = frozenset({Channel.EMAIL})

#: The sign-off that is appended at approval: a space, `^`, two letters, one in reserve.
SIGN_OFF = 5

#: None means as long as needed.
_LIMITS: dict[Channel, int | None] = {
    Channel.X: 280,
    Channel.BLUESKY: 300,
    Channel.MASTODON: 500,
    Channel.INSTAGRAM: 2200,
    Channel.FACEBOOK: 8000,
    Channel.OTHER: 2000,
}

#: X and Mastodon count every link as this many characters.
_LINK = 23
_URL = re.compile(
    r"https?://\S+|(?<![@\w.])(?:[\w-]+\.)+(?:com|org|net|de|at|ch|eu|uk|io|info|example)(?:/\S*)?(?!\w)",
    re.IGNORECASE,
)
#: What every link has.
_MAY_LINK = re.compile(r"\.\w|://")
#: The ranges of code points that X counts as one; all others count as two.
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
_ZWJ = "\u200d"
#: Below this no character joins another.
_FIRST_COMBINING = "\u0300"
#: Nor does any of these, and each counts as one: nearly every German and English text.
_SINGLE = re.compile("[\u0000-\u02ff\u2010-\u201f]*")


def is_public(channel: Channel) -> bool:
    """Whether others than the author read what is answered there."""
    return channel not in _PRIVATE


def limit(channel: Channel) -> int | None:
    """The channel's limit in its own count; None if there is none."""
    return _LIMITS.get(channel)


def weighted_length(text: str, channel: Channel) -> int:
    """Length as the channel counts it.

    >>> weighted_length("Grüße 👩‍👩‍👧 https://example.com/a/very/long/path", Channel.X)
    32
    """
    text = unicodedata.normalize("NFC", text)
    if channel not in (Channel.X, Channel.MASTODON):
        return len(graphemes(text))
    rest, links = _URL.subn("", text) if _MAY_LINK.search(text) else (text, 0)
    if _SINGLE.fullmatch(rest):
        return links * _LINK + len(rest)
    weigh = _x_weight if channel is Channel.X else len_one
    return links * _LINK + sum(weigh(grapheme) for grapheme in graphemes(rest))


def room(text: str, channel: Channel, signed: bool = True) -> int | None:
    """Characters left; negative when the text is too long, None when there is no limit."""
    most = limit(channel)
    if most is None:
        return None
    return most - weighted_length(text, channel) - (SIGN_OFF if signed else 0)


def graphemes(text: str) -> list[str]:
    """What a reader takes for one character: accents, joined emoji and flags stay together."""
    if _SINGLE.fullmatch(text):
        return list(text)
    clusters: list[str] = []
    for character in text:
        if clusters and _joins(clusters[-1], character):
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters


def len_one(_: str) -> int:
    return 1


def _x_weight(grapheme: str) -> int:
    if grapheme < _FIRST_COMBINING:
        return 1
    if len(grapheme) > 1 and _is_emoji(grapheme):
        return 2
    return sum(1 if any(a <= ord(c) <= b for a, b in _LIGHT) else 2 for c in grapheme)


def _is_emoji(grapheme: str) -> bool:
    return any(ord(c) >= 0x1F000 or c in "\ufe0f\u20e3" for c in grapheme)


def _joins(cluster: str, character: str) -> bool:
    code = ord(character)
    if cluster[-1] == _ZWJ or character == _ZWJ:
        return True
    if unicodedata.category(character) in {"Mn", "Me", "Mc"}:
        return True
    if 0x1F3FB <= code <= 0x1F3FF or 0xE0020 <= code <= 0xE007F:  # skin tones, flag tags
        return True
    flags = [c for c in cluster if _is_flag_half(c)]
    return _is_flag_half(character) and len(flags) == len(cluster) == 1


def _is_flag_half(character: str) -> bool:
    return 0x1F1E6 <= ord(character) <= 0x1F1FF
