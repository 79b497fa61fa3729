"""What a thread under a card begins with: what was said before, and cases like this one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from service.console.labels import say
from service.console.words import Words
from service.slack.elements import (
    Element,
    of_author,
    parts,
    preformatted,
    quote,
    rich,
    section,
    text,
)
from service.slack.personal import words_in
from triage.draft import Draft
from triage.mention import Role, Turn
from triage.outcome import Precedent

#: What is shown of each contribution, and of how many.
LONGEST_TURN, _MOST_TURNS, _LONGEST_COMPLAINT = 600, 8, 200


@dataclass(frozen=True)
class Background:
    """What is known beside the events."""

    #: What the thread is written in.
    words: Words = field(default_factory=lambda: words_in("en", "UTC"))
    #: What was said in the conversation before the mention.
    earlier: tuple[Turn, ...] = ()
    precedents: tuple[Precedent, ...] = ()
    #: Version → draft.
    drafts: Mapping[int, Draft] = field(default_factory=dict)
    #: The author's words, by the message's id in its inbox.
    mentions: Mapping[str, str] = field(default_factory=dict)
    #: An approver's id → who that is in Slack.
    slack_users: Mapping[str, str] = field(default_factory=dict)


def opening(background: Background) -> list[Element]:
    """What comes first in a thread; nothing for a first mention that is like no other."""
    words, turns = background.words, [*_turns(background.words, background.earlier)]
    said = [rich("said", section(text(words("Said before:"), bold=True)), *turns)] if turns else []
    alike = [_precedent(words, n, found) for n, found in enumerate(background.precedents)]
    return [*said, *alike]


def _turns(words: Words, earlier: Sequence[Turn]) -> Iterator[Element]:
    left_out = len(earlier) - _MOST_TURNS
    if left_out > 0:
        yield section(text(words("(%(count)s more before that: see the console.)",
                                 count=left_out)))  # fmt: skip
    for turn in earlier[-_MOST_TURNS:]:
        yield section(text(words("We:") if turn.role is Role.AGENT else words("The author:")))
        yield quote(shortened(turn.text, LONGEST_TURN) or words("(nothing)"))


def _precedent(words: Words, number: int, found: Precedent) -> Element:
    said = words("A case like this one (%(alike)s alike)", alike=words.percent(found.likeness))
    how = f", {say(words, 'outcome', found.outcome)}" if found.outcome else ""
    label = text(f"{said}{how}:", bold=True)
    shown = [quote(shortened(found.complaint, _LONGEST_COMPLAINT) or words("(nothing)"))]
    shown += [preformatted(part) for part in parts(found.reply) if part]
    return rich(f"precedent-{number}", section(label), *shown)


def shortened(words: str, limit: int) -> str:
    """The author's words: personal data masked, and no more than a glimpse of a long text."""
    clean = of_author(words)
    return clean if len(clean) <= limit else f"{clean[: limit - 1]}…"
