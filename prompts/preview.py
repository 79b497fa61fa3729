"""What a playbook would say: replies to made-up authors, for those who write playbooks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from prompts.loader import Playbooks
from prompts.pointing import pointed
from prompts.samples import samples
from prompts.voice_file import Voice
from triage.channel_rules import room
from triage.complaint import Topic
from triage.composing import compose
from triage.draft import Register
from triage.mention import Channel

#: Replies to each made-up author.
_EACH = 3


def preview(
    playbooks: Playbooks, voice: Voice, topic: Topic, lang: str, register: Register, severity: int
) -> Iterator[tuple[str, list[str]]]:
    """(situation, replies) for a topic, on a channel as short as X where the place is not said."""
    playbook = playbooks.find(lang, topic, severity)
    for sample in samples(playbook.lang, register, severity, voice.contact, voice.brand):
        said = pointed(playbook) if "gist" in sample.situation.words else playbook
        replies = [
            voice.in_our_words(compose(said, replace(sample.situation, seed=str(n)), _fits))
            for n in range(_EACH)
        ]
        yield sample.name, [*dict.fromkeys(replies)]


def _fits(reply: str) -> bool:
    left = room(reply, Channel.X)
    return left is None or left >= 0
