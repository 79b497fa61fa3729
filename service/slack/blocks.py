"""A case as a card in Slack: pure functions from what we know to Block Kit."""

from __future__ import annotations

from dataclasses import dataclass

from service.slack.card_actions import bottom
from service.slack.elements import (
    AGO,
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
from service.slack.goodwill import goodwill_lines
from service.slack.subject import LONGEST_REPLY, Subject, topic_words
from triage.case import OPEN_FOR_DECISION, Case, Status
from triage.draft import Draft
from triage.personal_data import mask

#: Longer mentions are quoted by their evidence.
LONGEST_QUOTE = 1_200

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
            *bottom(subject, draft, version),
            context(f"origin-{version}", _origin(case, draft)),
        ],
    )


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
    when = [text("Received "), moment(case.received_at, AGO)]
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
    why = [f"complaint ({assessment.p_complaint:.0%}) about {topic_words(case)}"]
    if assessment.ironic:
        why.append(f"ironic ({assessment.p_ironic:.0%})")
    why += [f"severity {int(grade.severity)}", f"urgency {grade.urgency}"]
    return "Flagged: " + ", ".join(why)


def _mention(subject: Subject) -> list[Element]:
    mention, whole = subject.mention, mask(subject.mention.text)
    passage = _passage(subject.case, whole)
    shown = [quote(without_direction_marks(passage).strip() or "(The author deleted the post.)")]
    if passage != whole:
        shown.append(section(text("This is the passage with the complaint; the post is longer. ")))
    place = link(mention.url, "The post")
    return [*shown, section(*place)] if place else shown


def _passage(case: Case, words: str) -> str:
    """The mention's words, or of many the part around the evidence."""
    if len(words) <= LONGEST_QUOTE:
        return words
    spans = case.assessment.evidence if case.assessment else ()
    start = min((start for start, _ in spans), default=0)
    start = min(start, max(0, len(words) - 1))
    end = min(len(words), start + LONGEST_QUOTE)
    before, after = "…" if start else "", "…" if end < len(words) else ""
    return f"{before}{words[start:end]}{after}"


# -- what we propose -------------------------------------------------------------------------------


def _reply(case: Case, draft: Draft, version: str) -> list[Element]:
    approved = case.decision or case.first_approval
    words = approved.reply if approved and approved.reply else draft.reply
    if not words:
        return [context(f"reply-{version}", "There is no draft. Please write the reply: Edit.")]
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
        follow = "" if case.first_approval else " (your initials follow)"
        return f"The reply, exactly as it will be published{follow}"
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
