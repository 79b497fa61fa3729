"""How long a text is, counted as each channel counts."""

from __future__ import annotations

import pytest

from triage.channel_rules import limit, room, weighted_length
from triage.mention import Channel


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("Grüße", 5),
        ("https://example.com/a/very/long/path?with=query", 23),
        ("日本", 4),
        ("👍", 2),
        ("👩‍👩‍👧‍👦", 2),
        ("👍🏽", 2),
        ("🇩🇪", 2),
        ("„so“", 4),
    ],
)
def test_x_counts_links_emoji_and_wide_letters(text: str, length: int) -> None:
    assert weighted_length(text, Channel.X) == length


def test_bluesky_counts_what_a_reader_sees() -> None:
    assert weighted_length("u\u0308👩‍👩‍👧", Channel.BLUESKY) == 2


def test_the_sign_off_takes_five() -> None:
    assert room("x" * 275, Channel.X) == 0
    assert room("x" * 280, Channel.X, signed=False) == 0


def test_letters_and_blogs_are_as_long_as_needed() -> None:
    assert limit(Channel.EMAIL) is None
    assert room("x" * 9999, Channel.BLOG) is None
