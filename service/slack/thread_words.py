"""What stands in the thread under a card, line by line: what happened. Pure functions, as for the
card."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from service.console.labels import say
from service.console.marking import N_
from service.console.words import Words
from service.slack.elements import (
    Element,
    in_blocks,
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
)
from service.slack.endings import because, escalation, name_of, wishes_of
from service.slack.subject import LONGEST_REPLY
from service.slack.thread_opening import LONGEST_TURN, Background, opening, shortened
from triage.case import Event
from triage.decision import DecisionKind

#: A message holds so much; what does not fit comes in the next one.
_MOST_CHARACTERS, _MOST_BLOCKS = 11_000, 40


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


# -- what happened ---------------------------------------------------------------------------------


def _told(number: int, event: Event, background: Background) -> list[Element]:
    tell = _TELLS.get(event.kind)
    return [*tell(number, event, background)] if tell else []


def _line(number: int, words: str, event: Event, *more: Element) -> Element:
    said = section(text(words), *more, text(" · "), moment(event.at))
    return rich(f"event-{number}", said)


def _earlier_draft(words: Words, number: int, version: int, reply: str) -> list[Element]:
    """A reply of ours, split at paragraphs, never cut."""
    name, label = f"draft-{number}", words("Draft %(version)s was", version=version)
    if not reply or len(reply) > LONGEST_REPLY:
        told = words("too long for Slack: see the console") if reply else words("there was none")
        return [rich(name, section(text(f"{label} ({told})")))]
    shown = [preformatted(part) for part in parts(reply)]
    return in_blocks(name, section(text(f"{label}:")), shown)


_Tell = Callable[[int, Event, Background], Iterator[Element]]


def _drafted(number: int, event: Event, background: Background) -> Iterator[Element]:
    """With a new version the earlier one moves into the thread."""
    version = event.details.get("version")
    words = background.words
    before = background.drafts.get(version - 1) if isinstance(version, int) else None
    if before is None or not isinstance(version, int):
        return
    yield _line(number, words("Draft %(version)s", version=version), event)
    yield from _earlier_draft(words, number, version - 1, before.reply)


def _decided(number: int, event: Event, background: Background) -> Iterator[Element]:
    words, version = background.words, event.details.get("version")
    decision = str(event.details.get("decision"))
    done = _DONE.get(decision, N_("Draft %(version)s decided by %(name)s"))
    said = words(done, version=version, name=_by(words, event)) + because(words, event)
    yield _line(number, said + _overruled(words, event), event)
    draft = background.drafts.get(version) if isinstance(version, int) else None
    if decision == DecisionKind.EDIT and draft is not None and isinstance(version, int):
        yield from _earlier_draft(words, number, version, draft.reply)


_DONE: dict[str, str] = {
    DecisionKind.APPROVE: N_("Draft %(version)s approved by %(name)s"),
    DecisionKind.EDIT: N_("Draft %(version)s edited and approved by %(name)s"),
    DecisionKind.REJECT: N_("Draft %(version)s rejected by %(name)s"),
    DecisionKind.ESCALATE: N_("Draft %(version)s escalated by %(name)s"),
    DecisionKind.NOT_A_COMPLAINT: N_("Draft %(version)s put aside as no complaint by %(name)s"),
}


def _overruled(words: Words, event: Event) -> str:
    rules = ", ".join(say(words, "rule", rule) for rule in event.details.get("overruled") or ())
    return " " + words("Sent all the same: %(rules)s.", rules=rules) if rules else ""


def _assigned(number: int, event: Event, background: Background) -> Iterator[Element]:
    words, to, by = background.words, event.details.get("to"), _by(background.words, event)
    if not to:
        yield _line(number, words("Given back to all by %(name)s.", name=by), event)
    elif to == event.by:
        yield _line(number, words("Taken by %(name)s.", name=by), event)
    else:
        user = background.slack_users.get(str(to))
        name = inline(str(event.details.get("to_name") or to), 80)
        # Naming somebody as Slack does it is what tells them.
        whom = person(user) if user else text(name)
        yield _line(number, words("Handed over by %(name)s to", name=by) + " ", event, whom)


def _snoozed(number: int, event: Event, background: Background) -> Iterator[Element]:
    words, until = background.words, datetime.fromisoformat(str(event.details.get("until")))
    said = words("Put off by %(name)s until", name=_by(words, event))
    yield _line(number, f"{said} ", event, moment(until))


def _received(number: int, event: Event, background: Background) -> Iterator[Element]:
    """What the author wrote next; what the case began with stands on the card."""
    words = background.words
    written = background.mentions.get(str(event.details.get("mention")))
    first = next(iter(background.mentions), None)
    if written is None or str(event.details.get("mention")) == first:
        return
    yield _line(number, words("The author wrote again"), event)
    shown = quote(shortened(written, LONGEST_TURN) or words("(The author deleted the post.)"))
    yield rich(f"mention-{number}", shown)


def _published(number: int, event: Event, background: Background) -> Iterator[Element]:
    words, url = background.words, event.details.get("url")
    place = link(url, words("The reply on %(host)s")) if isinstance(url, str) else []
    more = [text(" "), *place] if place else []
    yield _line(number, words("Published."), event, *more)


def _simply(say_it: Callable[[Words, Event], str]) -> _Tell:
    def tell(number: int, event: Event, background: Background) -> Iterator[Element]:
        yield _line(number, say_it(background.words, event), event)

    return tell


def _by(words: Words, event: Event) -> str:
    """Who, and where if it was not in Slack."""
    surface = str(event.details.get("surface"))
    where = f" {say(words, 'surface', surface)}" if surface in {"console", "api"} else ""
    return f"{name_of(event)}{where}"


_TELLS: dict[str, _Tell] = {
    "drafted": _drafted,
    "decided": _decided,
    "assigned": _assigned,
    "snoozed": _snoozed,
    "received": _received,
    "published": _published,
    "escalated": _simply(lambda words, event: escalation(words, event) + because(words, event)),
    "reminded": _simply(
        lambda words, event: words("Three quarters of the time for this reply have passed.")
    ),
    "woken": _simply(lambda words, event: words("Back in the queue.")),
    "taken_back": _simply(
        lambda words, event: words(
            "Approval taken back by %(name)s. Nothing went out.", name=_by(words, event)
        )
    ),
    "approved_once": _simply(
        lambda words, event: words("First of two approvals by %(name)s.", name=_by(words, event))
    ),
    "redraft_wanted": _simply(
        lambda words, event: (
            words("Another draft wanted by %(name)s", name=name_of(event)) + wishes_of(words, event)
        )
    ),
    "redraft_failed": _simply(lambda words, event: words("No other draft") + because(words, event)),
    "reopened": _simply(lambda words, event: words("Taken up again") + because(words, event)),
    "edited": _simply(lambda words, event: words("The author edited the post.")),
    "deleted": _simply(lambda words, event: words("The author deleted a post.")),
    "publish_delayed": _simply(
        lambda words, event: (
            words("Not out yet") + because(words, event) + " " + words("It will be tried again.")
        )
    ),
    "publish_in_doubt": _simply(
        lambda words, event: words("In doubt whether it is out") + because(words, event)
    ),
    "publish_failed": _simply(lambda words, event: words("Not published") + because(words, event)),
    "dismissed": _simply(lambda words, event: words("Dismissed") + because(words, event)),
    "closed": _simply(lambda words, event: words("Closed.")),
}
