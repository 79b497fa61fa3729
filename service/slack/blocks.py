"""A case as a card in Slack: pure functions from what we know to Block Kit."""

from __future__ import annotations

from dataclasses import dataclass

from service.console.labels import say
from service.console.notes import note_lines
from service.console.stated import stated, value_in_words
from service.console.words import Words
from service.slack.card_actions import bottom
from service.slack.elements import (
    AGO,
    Element,
    context,
    escape,
    in_blocks,
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
from service.slack.personal import finding_line
from service.slack.subject import LONGEST_REPLY, Subject, topic_words
from triage.case import Case, Status
from triage.draft import Draft
from triage.personal_data import mask
from triage.signature import LETTERS

#: Longer mentions are quoted by their evidence.
LONGEST_QUOTE = 1_200
#: What is quoted at least of those, as evidence may be a word.
SHORTEST_PASSAGE = 400

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
        text=escape(_summary(subject)),
        blocks=[
            _header(subject, version),
            rich(f"facts-{version}", *_facts(subject)),
            rich(f"mention-{version}", *_mention(subject)),
            *_reply(subject, draft, version),
            *_advice(subject, draft, version),
            *bottom(subject, draft, version),
            context(f"origin-{version}", _origin(subject, draft)),
        ],
    )


def _summary(subject: Subject) -> str:
    words, case = subject.words, subject.case
    topic = topic_words(words, case)
    if subject.is_open:
        return words("Please decide on a reply: %(topic)s.", topic=topic)
    status = say(words, "status", case.status)
    return words("Reply on %(topic)s: %(status)s.", topic=topic, status=status)


def _header(subject: Subject, version: str) -> Element:
    words, case = subject.words, subject.case
    name = inline(case.author.name, 60) or words("the author")
    label = words("Reply to %(name)s: %(topic)s", name=name, topic=topic_words(words, case))
    return {"type": "header", "block_id": f"header-{version}", "text": plain(label)}


# -- what came in ----------------------------------------------------------------------------------


def _facts(subject: Subject) -> list[Element]:
    words, case = subject.words, subject.case
    name = inline(case.author.name, 60) or inline(case.author.id, 60) or words("unknown author")
    where = words("%(channel)s, inbox %(inbox)s", inbox=inline(case.inbox, 100),
                  channel=say(words, "channel", case.channel))  # fmt: skip
    when = [text(f"{name} · {where} · "), moment(case.received_at, AGO)]
    if case.due_at is not None:
        when += [text(" · " + words("due") + " "), moment(case.due_at)]
    return [section(*when), section(text(_why_flagged(subject)))]


def _why_flagged(subject: Subject) -> str:
    words, assessment, grade = subject.words, subject.case.assessment, subject.case.grade
    assert assessment is not None, "drafted means assessed"
    assert grade is not None, "drafted means graded"
    why = [words("complaint (%(sure)s)", sure=words.percent(assessment.p_complaint))]
    if assessment.ironic:
        why.append(words("irony (%(sure)s)", sure=words.percent(assessment.p_ironic)))
    why.append(words("severity %(severity)s", severity=int(grade.severity))
               + f": {say(words, 'severity', grade.severity)}")  # fmt: skip
    return words("Flagged:") + " " + ", ".join([*why, say(words, "urgency", grade.urgency)])


def _mention(subject: Subject) -> list[Element]:
    words, mention, whole = subject.words, subject.mention, mask(subject.mention.text)
    passage = _passage(subject.case, whole)
    deleted = words("(The author deleted the post.)")
    shown = quote(without_direction_marks(passage).strip() or deleted)
    shortened = words("This is the passage with the complaint; the post is longer.")
    below = [text(f"{shortened} ")] if passage != whole else []
    below += link(mention.url, words("The post on %(host)s"))
    return [shown, section(*below)] if below else [shown]


def _passage(case: Case, words: str) -> str:
    """The mention's words, or of many the part around the evidence."""
    if len(words) <= LONGEST_QUOTE:
        return words
    spans = case.assessment.evidence if case.assessment else ()
    start = min((start for start, _ in spans), default=0)
    start = min(start, max(0, len(words) - 1))
    told = max((end for _, end in spans), default=0)
    end = min(len(words), max(start + SHORTEST_PASSAGE, min(told, start + LONGEST_QUOTE)))
    before, after = "…" if start else "", "…" if end < len(words) else ""
    return f"{before}{words[start:end]}{after}"


# -- what we propose -------------------------------------------------------------------------------


def _reply(subject: Subject, draft: Draft, version: str) -> list[Element]:
    words, case = subject.words, subject.case
    approved = case.decision or case.first_approval
    reply = approved.reply if approved and approved.reply else draft.reply
    if not reply:
        written = words("There is no draft. Please write the reply: Edit.")
        return [context(f"reply-{version}", written)]
    if len(reply) > LONGEST_REPLY:
        too_long = words(
            "The reply is too long to be shown whole in Slack. Please decide in the console."
        )
        return [context(f"reply-{version}", too_long)]
    if case.status in _WITHDRAWN:
        shown = [quote(part, strike=True) for part in parts(reply)]
    else:
        shown = [preformatted(part) for part in parts(reply)]
    return in_blocks(f"reply-{version}", section(text(_label(subject), bold=True)), shown)


def _label(subject: Subject) -> str:
    words, case = subject.words, subject.case
    if subject.is_open and case.first_approval:
        return words("The reply, exactly as it will be published")
    if subject.is_open:
        letter = case.channel in LETTERS
        follows = words("your name follows") if letter else words("your initials follow")
        return words("The reply, exactly as it will be published (%(follows)s)", follows=follows)
    return words("The draft") if case.status in _WITHDRAWN else words("The reply")


def _advice(subject: Subject, draft: Draft, version: str) -> list[Element]:
    """What whoever decides has to know; once it is decided, no more than what was granted."""
    words, lines = subject.words, [*goodwill_lines(subject, draft)]
    if not subject.is_open:
        return [context(f"advice-{version}", *lines)]
    for finding in draft.findings[:6]:
        kind = words("Stops the reply") if finding.blocking else words("Finding")
        lines.append(f"{kind}: {finding_line(words, finding, draft.reply)}")
    notes = [*note_lines(draft, words.code), *_stated(words, draft)]
    note = "\n".join(inline(line, 300) for line in notes[:12])
    advice = context(f"advice-{version}", *lines)
    return [advice, context(f"note-{version}", note)] if note else [advice]


def _stated(words: Words, draft: Draft) -> list[str]:
    """What was read in the text, on one line."""
    facts = "; ".join(
        f"{say(words, 'fact', name)}: {', '.join(value_in_words(words, fact) for fact in known)}"
        for name, known in stated(draft)
    )
    return [words("Stated: %(facts)s.", facts=facts)] if facts else []


def _origin(subject: Subject, draft: Draft) -> str:
    words, case = subject.words, subject.case
    by = say(words, "playbook", draft.playbook)
    said = [words("Draft %(version)s by the program, playbook: %(playbook)s",
                  version=case.draft_version, playbook=by)]  # fmt: skip
    if case.route:
        said.append(words("queue %(queue)s", queue=case.route.queue))
    return " · ".join([*said, words("case %(case)s", case=case.id)])
