"""What stands in the thread under a card: what was said before, cases like this one, and then, line
by line, what happened. Pure functions, as for the card."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from service.slack.elements import (
    Element,
    inline,
    link,
    moment,
    parts,
    person,
    preformatted,
    quote,
    rich,
    section,
    text,
    without_direction_marks,
)
from service.slack.endings import because, name_of, wishes_of
from service.slack.subject import LONGEST_REPLY
from triage.case import KULANZ, Event
from triage.draft import Draft
from triage.mention import Role, Turn
from triage.outcome import Precedent
from triage.personal_data import mask

#: A message holds so much; what does not fit comes in the next one.
_MOST_CHARACTERS, _MOST_BLOCKS = 11_000, 40
_LONGEST_TURN, _MOST_TURNS, _LONGEST_COMPLAINT = 600, 8, 200

_SURFACES = {"console": " in the console", "api": " through the API"}


@dataclass(frozen=True)
class Background:
    """What is known beside the events."""

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
    turns = [*_turns(background.earlier)]
    said = [rich("said", section(text("Said before:", bold=True)), *turns)] if turns else []
    alike = [_precedent(n, found) for n, found in enumerate(background.precedents)]
    return [*said, *alike]


def lines(
    events: Sequence[tuple[int, Event]], background: Background, *, first: bool
) -> tuple[list[Element], int]:
    """As many of the events as fit into one message, and the number of the last one that does;
    `first` for the first message of the thread, which begins with its opening."""
    blocks = opening(background) if first else []
    last = events[0][0]
    for number, event in events:
        told = _told(number, event, background)
        if told and blocks and not _fits([*blocks, *told]):
            break
        blocks += told
        last = number
    return blocks, last


def _fits(blocks: list[Element]) -> bool:
    return len(blocks) <= _MOST_BLOCKS and sum(map(_length, blocks)) <= _MOST_CHARACTERS


def _length(block: Element) -> int:
    return sum(
        len(part.get("text", "")) for element in block["elements"] for part in element["elements"]
    )


# -- before ----------------------------------------------------------------------------------------


def _turns(earlier: Sequence[Turn]) -> Iterator[Element]:
    left_out = len(earlier) - _MOST_TURNS
    if left_out > 0:
        yield section(text(f"({left_out} more before that: see the console.)"))
    for turn in earlier[-_MOST_TURNS:]:
        who = "We" if turn.role is Role.AGENT else "The author"
        yield section(text(f"{who}:"))
        yield quote(_shortened(turn.text, _LONGEST_TURN) or "(nothing)")


def _precedent(number: int, found: Precedent) -> Element:
    how = f"; {found.outcome}" if found.outcome else ""
    label = text(f"A case like this one ({found.likeness:.0%} alike{how}):", bold=True)
    shown = [quote(_shortened(found.complaint, _LONGEST_COMPLAINT) or "(nothing)")]
    shown += [preformatted(part) for part in parts(found.reply) if part]
    return rich(f"precedent-{number}", section(label), *shown)


def _shortened(words: str, limit: int) -> str:
    """The author's words: personal data masked, and no more than a glimpse of a long text."""
    clean = without_direction_marks(mask(words)).strip()
    return clean if len(clean) <= limit else f"{clean[: limit - 1]}…"


# -- what happened ---------------------------------------------------------------------------------


def _told(number: int, event: Event, background: Background) -> list[Element]:
    tell = _TELLS.get(event.kind)
    return [*tell(number, event, background)] if tell else []


def _line(number: int, words: str, event: Event, *more: Element) -> Element:
    said = section(text(words), *more, text(" · "), moment(event.at))
    return rich(f"event-{number}", said)


def _whole(name: str, label: str, words: str) -> list[Element]:
    """A reply of ours, split at paragraphs, never cut."""
    if not words or len(words) > LONGEST_REPLY:
        told = "too long for Slack: see the console" if words else "there was none"
        return [rich(name, section(text(f"{label} ({told})")))]
    first, *rest = [preformatted(part) for part in parts(words)]
    blocks = [rich(name, section(text(f"{label}:")), first)]
    return [*blocks, *(rich(f"{name}-{n}", part) for n, part in enumerate(rest, start=2))]


_Tell = Callable[[int, Event, Background], Iterator[Element]]


def _drafted(number: int, event: Event, background: Background) -> Iterator[Element]:
    """With a new version the earlier one moves into the thread."""
    version = event.details.get("version")
    before = background.drafts.get(version - 1) if isinstance(version, int) else None
    if before is None:
        return
    yield _line(number, f"Draft {version}", event)
    yield from _whole(f"draft-{number}", f"Draft {int(version or 1) - 1} was", before.reply)


def _decided(number: int, event: Event, background: Background) -> Iterator[Element]:
    done = {
        "approve": "approved", "edit": "edited and approved", "reject": "rejected",
        "escalate": "escalated", "not_a_complaint": "put aside as no complaint",
    }.get(str(event.details.get("decision")), "decided")  # fmt: skip
    version = event.details.get("version")
    words = f"Draft {version} {done} by {_by(event)}{because(event)}{_overruled(event)}"
    yield _line(number, words, event)
    draft = background.drafts.get(version) if isinstance(version, int) else None
    if done == "edited and approved" and draft is not None:
        yield from _whole(f"draft-{number}", f"Draft {version} was", draft.reply)


def _overruled(event: Event) -> str:
    rules = [str(rule).replace("_", " ") for rule in event.details.get("overruled") or ()]
    return f" Sent all the same: {', '.join(rules)}." if rules else ""


def _assigned(number: int, event: Event, background: Background) -> Iterator[Element]:
    to = event.details.get("to")
    if not to:
        yield _line(number, f"Given back to all by {_by(event)}.", event)
    elif to == event.by:
        yield _line(number, f"Taken by {_by(event)}.", event)
    else:
        user = background.slack_users.get(str(to))
        name = inline(str(event.details.get("to_name") or to), 80)
        # Naming somebody as Slack does it is what tells them.
        whom = person(user) if user else text(name)
        yield _line(number, f"Handed over by {_by(event)} to ", event, whom)


def _snoozed(number: int, event: Event, background: Background) -> Iterator[Element]:
    until = datetime.fromisoformat(str(event.details.get("until")))
    yield _line(number, f"Put off by {_by(event)} until ", event, moment(until))


def _received(number: int, event: Event, background: Background) -> Iterator[Element]:
    """What the author wrote next; what the case began with stands on the card."""
    written = background.mentions.get(str(event.details.get("mention")))
    first = next(iter(background.mentions), None)
    if written is None or str(event.details.get("mention")) == first:
        return
    yield _line(number, "The author wrote again:", event)
    shown = quote(_shortened(written, _LONGEST_TURN) or "(The author deleted the post.)")
    yield rich(f"mention-{number}", shown)


def _published(number: int, event: Event, background: Background) -> Iterator[Element]:
    url = event.details.get("url")
    place = link(url, "The reply") if isinstance(url, str) else []
    more = [text(" "), *place] if place else []
    yield _line(number, "Published.", event, *more)


def _simply(words: Callable[[Event], str]) -> _Tell:
    def tell(number: int, event: Event, background: Background) -> Iterator[Element]:
        yield _line(number, words(event), event)

    return tell


def _by(event: Event) -> str:
    return f"{name_of(event)}{_SURFACES.get(str(event.details.get('surface')), '')}"


def _escalation(event: Event) -> str:
    by = "" if event.by == KULANZ else f" by {name_of(event)}"
    return f"Escalated{by}{because(event)}"


_TELLS: dict[str, _Tell] = {
    "drafted": _drafted,
    "decided": _decided,
    "assigned": _assigned,
    "snoozed": _snoozed,
    "received": _received,
    "published": _published,
    "escalated": _simply(_escalation),
    "reminded": _simply(lambda event: "Three quarters of the time for this reply have passed."),
    "woken": _simply(lambda event: "Back in the queue."),
    "taken_back": _simply(lambda event: f"Approval taken back by {_by(event)}. Nothing went out."),
    "approved_once": _simply(lambda event: f"First of two approvals by {_by(event)}."),
    "redraft_wanted": _simply(
        lambda event: f"Another draft wanted by {name_of(event)}{wishes_of(event)}"
    ),
    "redraft_failed": _simply(lambda event: f"No other draft{because(event)}"),
    "reopened": _simply(lambda event: f"Taken up again{because(event)}"),
    "edited": _simply(lambda event: "The author edited the post."),
    "deleted": _simply(lambda event: "The author deleted a post."),
    "publish_delayed": _simply(lambda event: f"Not out yet{because(event)} It is tried again."),
    "publish_in_doubt": _simply(lambda event: f"In doubt whether it is out{because(event)}"),
    "publish_failed": _simply(lambda event: f"Not published{because(event)}"),
    "dismissed": _simply(lambda event: f"Dismissed{because(event)}"),
    "closed": _simply(lambda event: "Closed."),
}
