"""The app's home page, which each person has for themselves: what waits for them, what they decided
lately and how those customers came round, and a switch for reminders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.console import labels
from service.console.words import Words
from service.slack.digest import own_replies, pause_line
from service.slack.elements import Element, context, moment, plain, rich, section, text
from service.slack.personal import case_line, topic_name
from service.store.credit import Credit, Decided
from triage.case import Case
from triage.pause import Pause
from triage.remedy import Money
from triage.routing import Approver

#: The one thing to be clicked, and what it can say.
REMINDERS, ON, OFF = "reminders", "on", "off"

#: Days that the sum of one's own replies goes back.
CREDIT_DAYS = 30


@dataclass(frozen=True)
class Waiting:
    """A case, and the address of its card or its page."""

    case: Case
    url: str | None


@dataclass(frozen=True)
class Page:
    """All that stands on one person's page."""

    approver: Approver
    #: Queue → the most this person may grant there.
    may: Mapping[str, Money]
    waiting: Sequence[Waiting]
    #: In all; the page shows the most pressing.
    waiting_count: int
    decided: Sequence[Decided]
    credit: Credit
    paused: Sequence[Pause]
    reminders: bool


def home(words: Words, page: Page) -> Element:
    """The view for views.publish."""
    return {
        "type": "home",
        "blocks": [
            *_queue(words, page),
            *_decisions(words, page),
            *_paused(words, page.paused),
            *_switch(words, on=page.reminders),
        ],
    }


def closed_home(words: Words, why: str) -> Element:
    """For whoever may not decide anything here."""
    said = words("Here approvers see what waits for them.")
    lines = (section(text(said, bold=True)), section(text(why)))
    return {"type": "home", "blocks": [rich("closed", *lines)]}


def _queue(words: Words, page: Page) -> list[Element]:
    label = words("Your queue: %(count)s waiting", count=page.waiting_count)
    queues = ", ".join(
        words("%(queue)s (up to %(sum)s)", queue=queue, sum=words.money(ceiling))
        for queue, ceiling in page.may.items()
    )
    may = words("You may decide in: %(queues)s.", queues=queues)
    lines = [case_line(words, waiting.case, waiting.url) for waiting in page.waiting]
    nobody = [section(text(words("Nobody is waiting for you.")))]
    return [_header("queue", label), rich("waiting", *(lines or nobody)), context("may", may)]


def _decisions(words: Words, page: Page) -> list[Element]:
    lines = [_decided(words, decided) for decided in page.decided]
    none = [section(text(words("You have not decided anything yet.")))]
    sums = words("In %(days)s days:", days=CREDIT_DAYS) + " " + own_replies(words, page.credit)
    label = words("Your recent decisions")
    return [_header("decided", label), rich("decisions", *(lines or none)), context("credit", sums)]


def _decided(words: Words, decided: Decided) -> Element:
    kind = words(labels.DECISION[decided.kind])
    said = text(f" · {kind} · {_became_of(words, decided)}")
    return section(text(topic_name(words, decided.topic), bold=True), said, text(" · "),
                   moment(decided.at))  # fmt: skip


def _became_of(words: Words, decided: Decided) -> str:
    if decided.outcome is not None:
        return words(labels.OUTCOME[decided.outcome])
    return words(labels.STATUS[decided.status])


def _paused(words: Words, paused: Sequence[Pause]) -> list[Element]:
    if not paused:
        return []
    return [rich("paused", *(pause_line(words, pause) for pause in paused))]


def _switch(words: Words, *, on: bool) -> list[Element]:
    state = words("Reminders and digests are on.") if on else words("Reminders are switched off.")
    button = {
        "type": "button",
        "action_id": REMINDERS,
        "text": plain(words("Switch Off") if on else words("Switch On")),
        "value": OFF if on else ON,
        "accessibility_label": words("Switch reminders off")
        if on
        else words("Switch reminders on"),
    }
    label = words("Reminders")
    return [
        _header("reminders", label),
        context("reminders-state", state),
        {"type": "actions", "block_id": "reminders-switch", "elements": [button]},
    ]


def _header(block_id: str, label: str) -> Element:
    return {"type": "header", "block_id": block_id, "text": plain(label)}
