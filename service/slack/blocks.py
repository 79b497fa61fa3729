"""A case as a card in Slack: pure functions from what we know to Block Kit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from service.slack.elements import (
    Element,
    context,
    escape,
    inline,
    link,
    moment,
    parts,
    plain,
    preformatted,
    quote,
    rich,
    section,
    text,
    without_direction_marks,
)
from service.slack.endings import ending
from service.slack.goodwill import goodwill_lines, granting_options
from service.slack.subject import Subject, topic_words
from triage.case import OPEN_FOR_DECISION, Case, Status
from triage.draft import Draft
from triage.mention import Mention

#: Replies beyond this are not shown whole in a message, so they are not approved in one either.
LONGEST_REPLY = 8_000

#: Longer mentions are quoted by their evidence.
LONGEST_QUOTE = 1_200

#: The stable names of what can be clicked.
APPROVE, EDIT, REJECT, MORE, OPEN_CONSOLE = "approve", "edit", "reject", "more", "open_console"
ESCALATE, NOT_A_COMPLAINT = "escalate", "not_a_complaint"

#: States in which the words on the card are not going out.
_WITHDRAWN = frozenset({Status.RECEIVED, Status.REJECTED, Status.DISMISSED})


@dataclass(frozen=True)
class Message:
    """What chat.postMessage and chat.update take."""

    #: For notifications and screen readers; without a word of the author's.
    text: str
    blocks: list[Element]


def card(subject: Subject) -> Message:
    """The whole card of a case that has a draft, whatever became of it."""
    case, draft = subject.case, subject.case.draft
    assert draft is not None, "a case without a draft has no card"
    version = f"v{case.draft_version}"
    return Message(
        text=escape(_summary(case)),
        blocks=[
            _header(case, version),
            rich(f"facts-{version}", *_facts(subject)),
            rich(f"mention-{version}", *_mention(subject)),
            *_reply(case, draft, version),
            *_advice(subject, draft, version),
            *_bottom(subject, draft, version),
            context(f"origin-{version}", _origin(case, draft)),
        ],
    )


def value_of(case: Case) -> str:
    """What a button carries: which draft was seen, and nothing else."""
    return f"{case.id}:{case.draft_version}"


def _summary(case: Case) -> str:
    words = topic_words(case)
    if case.status in OPEN_FOR_DECISION:
        return f"Please decide on a reply about {words}."
    return f"Reply about {words}: {case.status.replace('_', ' ')}."


def _header(case: Case, version: str) -> Element:
    name = inline(case.author.name, 60) or "the author"
    words = f"Reply to {name} about {topic_words(case)}"
    return {"type": "header", "block_id": f"header-{version}", "text": plain(words)}


# -- what came in ----------------------------------------------------------------------------------


def _facts(subject: Subject) -> list[Element]:
    case = subject.case
    when = [text("Received "), moment(case.received_at)]
    if case.due_at is not None:
        when += [text(" · due "), moment(case.due_at)]
    name = inline(case.author.name, 60) or inline(case.author.id, 60) or "unknown"
    where = inline(f"{case.channel}, inbox {case.inbox}", 150)
    lines = [section(text(f"From {name} on {where}")), section(*when)]
    return [*lines, section(text(_why_flagged(case)))]


def _why_flagged(case: Case) -> str:
    assessment, grade = case.assessment, case.grade
    assert assessment is not None, "drafted means assessed"
    assert grade is not None, "drafted means graded"
    why = [f"Complaint ({assessment.p_complaint:.0%})"]
    if assessment.ironic:
        why.append(f"ironic ({assessment.p_ironic:.0%})")
    why += [f"severity {int(grade.severity)}", f"urgency {grade.urgency}"]
    return "Flagged: " + ", ".join(why)


def _mention(subject: Subject) -> list[Element]:
    whole, mention = subject.mention.text, subject.mention
    passage = _passage(subject.case, mention)
    shown = [quote(without_direction_marks(passage).strip() or "(The author deleted the post.)")]
    if passage != whole:
        shown.append(section(text("This is the passage with the complaint; the post is longer. ")))
    place = link(mention.url, "The post")
    return [*shown, section(*place)] if place else shown


def _passage(case: Case, mention: Mention) -> str:
    """The mention, or of a long one the part around its evidence."""
    if len(mention.text) <= LONGEST_QUOTE:
        return mention.text
    spans = case.assessment.evidence if case.assessment else ()
    start = min((start for start, _ in spans), default=0)
    start = min(start, max(0, len(mention.text) - 1))
    end = min(len(mention.text), start + LONGEST_QUOTE)
    before, after = "…" if start else "", "…" if end < len(mention.text) else ""
    return f"{before}{mention.text[start:end]}{after}"


# -- what we propose -------------------------------------------------------------------------------


def _reply(case: Case, draft: Draft, version: str) -> list[Element]:
    words = case.decision.reply if case.decision and case.decision.reply else draft.reply
    if len(words) > LONGEST_REPLY:
        too_long = "The reply is too long to be shown whole in Slack. Please decide in the console."
        return [context(f"reply-{version}", too_long)]
    if case.status in _WITHDRAWN:
        shown = [quote(part, strike=True) for part in parts(words)]
    else:
        shown = [preformatted(part) for part in parts(words)]
    label = section(text(_label(case), bold=True))
    first = rich(f"reply-{version}", label, shown[0])
    rest = [rich(f"reply-{version}-{n}", part) for n, part in enumerate(shown[1:], start=2)]
    return [first, *rest]


def _label(case: Case) -> str:
    if case.status in OPEN_FOR_DECISION:
        return "The reply, exactly as it will be published (your initials follow)"
    return "The draft" if case.status in _WITHDRAWN else "The reply"


def _advice(subject: Subject, draft: Draft, version: str) -> list[Element]:
    lines = [*goodwill_lines(subject, draft)]
    if draft.note:
        lines.append(f"Note: {inline(draft.note, 600)}")
    for finding in draft.findings[:6]:
        kind = "Stops the reply" if finding.blocking else "Finding"
        lines.append(f"{kind}: {inline(finding.why, 300)}")
    return [context(f"advice-{version}", *lines)]


def _origin(case: Case, draft: Draft) -> str:
    queue = f" · queue {case.route.queue}" if case.route else ""
    return f"Draft {case.draft_version} by the program ({draft.playbook}){queue} · case {case.id}"


# -- what can be done ------------------------------------------------------------------------------


def _bottom(subject: Subject, draft: Draft, version: str) -> list[Element]:
    lines = ending(subject)
    state = [rich(f"state-{version}", *lines)] if lines else []
    if subject.case.status not in OPEN_FOR_DECISION:
        return state
    return [*state, _actions(subject, draft, version)]


def _actions(subject: Subject, draft: Draft, version: str) -> Element:
    buttons = []
    shown_whole = len(draft.reply) <= LONGEST_REPLY
    if shown_whole and not draft.blocked:
        buttons.append(_button(APPROVE, "Approve & Send", subject.case, primary=True))
    if shown_whole:
        buttons.append(_button(EDIT, "Edit", subject.case, primary=draft.blocked))
    buttons.append(_button(REJECT, "Reject", subject.case))
    menu = {"type": "overflow", "action_id": MORE, "options": _options(subject, draft)}
    return {"type": "actions", "block_id": f"actions-{version}", "elements": [*buttons, menu]}


_SPOKEN = {
    APPROVE: "Approve this reply and publish it",
    EDIT: "Edit this reply before it is published",
    REJECT: "Reject this draft; nothing is published",
}


def _button(action: str, label: str, case: Case, *, primary: bool = False) -> Element:
    button: dict[str, Any] = {
        "type": "button",
        "action_id": action,
        "text": plain(label),
        "value": value_of(case),
        "accessibility_label": _SPOKEN[action],
    }
    return {**button, "style": "primary"} if primary else button


def _options(subject: Subject, draft: Draft) -> list[Element]:
    value = value_of(subject.case)
    options: list[Element] = []
    if len(draft.reply) <= LONGEST_REPLY and not draft.blocked:
        options += granting_options(subject, value)
    if subject.case.status is not Status.ESCALATED:
        options.append({"text": plain("Escalate"), "value": f"{ESCALATE}:{value}"})
    options.append({"text": plain("Not a complaint"), "value": f"{NOT_A_COMPLAINT}:{value}"})
    if subject.case_url:
        opened = f"{OPEN_CONSOLE}:{value}"
        options.append({"text": plain("Open in console"), "value": opened, "url": subject.case_url})
    return options
