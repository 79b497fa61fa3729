"""The daily digest and the reminders as messages: pure functions from figures to Block Kit."""

from __future__ import annotations

from collections.abc import Sequence

from service.console.marking import N_
from service.console.words import Words
from service.slack.blocks import Message
from service.slack.elements import (
    Element,
    context,
    escape,
    inline,
    moment,
    plain,
    rich,
    section,
    text,
)
from service.slack.personal import case_line, named_link, topic_name
from service.store.credit import Credit, Figures
from triage.case import Case
from triage.pause import Pause
from triage.remedy import Money

_REMINDED = {
    "reminder": N_("Three quarters of the time for this reply have passed."),
    "overdue": N_("This reply is overdue and has been escalated. Nothing was published."),
}


def reminder(words: Words, kind: str, case: Case, url: str | None) -> Message:
    """`kind` is reminder or overdue."""
    said = words(_REMINDED[kind])
    line = section(text(said, bold=True))
    return Message(escape(said), [rich("reminder", line, case_line(words, case, url))])


def channel_digest(
    words: Words, figures: Figures, paused: Sequence[Pause], console_url: str | None
) -> Message:
    """For everybody in the channel."""
    said = words(
        "%(waiting)s waiting, %(overdue)s of them overdue.",
        waiting=figures.waiting, overdue=figures.overdue,
    )  # fmt: skip
    lines = [section(text(said, bold=True)), section(text(_since_then(words, figures)))]
    lines += [pause_line(words, pause) for pause in paused]
    if console_url:
        lines.append(section(*named_link(console_url, words("The queue"))))
    return Message(escape(said), [_header(words("The day's digest")), rich("digest", *lines)])


def personal_digest(words: Words, figures: Figures, own: Credit) -> Message:
    """For one approver: what waits in their queues, and what their own replies did."""
    said = words(
        "%(waiting)s waiting in your queues, %(overdue)s of them overdue.",
        waiting=figures.waiting, overdue=figures.overdue,
    )  # fmt: skip
    lines = [section(text(said, bold=True)), section(text(own_replies(words, own)))]
    hint = words("You can switch these messages off on the app's home page.")
    blocks = [_header(words("Your digest")), rich("digest", *lines), context("hint", hint)]
    return Message(escape(said), blocks)


def own_replies(words: Words, own: Credit) -> str:
    """Credit: said to the person first, and to nobody else."""
    if not own.sent and not own.recovered:
        return words("None of your replies went out in this time.")
    said = words(
        "Your replies sent: %(sent)s. Customers who came round: %(recovered)s.",
        sent=own.sent, recovered=own.recovered,
    )  # fmt: skip
    return f"{said} {_goodwill(words, own.granted)}".strip()


def pause_line(words: Words, pause: Pause) -> Element:
    """Who paused what, and until when in the reader's own time."""
    begun = words(
        "%(topic)s: no drafts, paused by %(name)s",
        topic=topic_name(words, pause.topic), name=inline(pause.by_name, 80),
    )  # fmt: skip
    end = [text(" " + words("until") + " "), moment(pause.until)] if pause.until else []
    why = [text(f" · {inline(pause.reason, 200)}")] if pause.reason else []
    return section(text(begun), *end, *why)


def _since_then(words: Words, figures: Figures) -> str:
    said = words(
        "Replies sent since the last digest: %(sent)s. Customers who came round: %(recovered)s.",
        sent=figures.sent, recovered=figures.recovered,
    )  # fmt: skip
    return f"{said} {_goodwill(words, figures.granted)}".strip()


def _goodwill(words: Words, granted: Sequence[Money]) -> str:
    if not granted:
        return ""
    return words("Goodwill granted: %(sums)s.", sums=", ".join(words.money(m) for m in granted))


def _header(label: str) -> Element:
    return {"type": "header", "block_id": "header", "text": plain(label)}
