"""The windows for a decision: edit, reject, escalate, and what to say when somebody was faster."""

from __future__ import annotations

from collections.abc import Iterable

from service.console.words import Words
from service.slack.card_actions import value_of
from service.slack.elements import (
    Element,
    context,
    inline,
    link,
    of_author,
    parts,
    plain,
    preformatted,
    quote,
    rich,
    section,
    slack_length,
    text,
)
from service.slack.personal import finding_line
from service.slack.subject import Subject
from triage.guard import Finding
from triage.signature import Signature

#: Slack's limit for a text input.
LONGEST_INPUT = 3_000
LONGEST_REASON = 1_000

EDITED, REJECTED, ESCALATED = "edited", "rejected", "escalated"
#: Inputs; the block and what is in it have one name.
WORDS, WHY = "words", "why"


def edit_modal(
    subject: Subject,
    signature: Signature,
    *,
    typed: str | None = None,
    hints: Iterable[Finding] = (),
    told: str = "",
) -> Element:
    """The draft, or what the person has typed, to be changed. `hints` are what the guard found and
    a person may overrule with a reason, `told` what has changed since the window opened. For words
    too long for Slack's input, the way to the console."""
    draft = subject.case.draft
    assert draft is not None, "only what has a draft can be edited"
    said, words = subject.words, draft.reply if typed is None else typed
    if slack_length(words) > LONGEST_INPUT:
        return _too_long(subject)
    reply: Element = {"max_length": LONGEST_INPUT, "focus_on_load": True}
    if words:
        reply["initial_value"] = words
    hint = said("Published exactly as it stands here.")
    sign = signature.on(subject.case.channel)
    if sign:
        hint += " " + said("%(signature)s follows.", signature=sign)
    return {
        **modal(said, said("Edit reply")),
        "submit": plain(said("Send Reply")),
        "callback_id": EDITED,
        # Colleagues see on the card that somebody is at it.
        "notify_on_close": True,
        "private_metadata": value_of(subject.case),
        "blocks": [
            *([rich("told", section(text(inline(told, 300), bold=True)))] if told else []),
            _quoted(subject),
            *(_present_draft(said, draft.reply) if told and draft.reply != words else []),
            words_input(WORDS, said("The reply"), hint, reply),
            *_overruling(said, [*hints], words),
        ],
    }


def reject_modal(subject: Subject) -> Element:
    words = subject.words
    hint = words("For your colleagues and for the next draft. Nothing is published.")
    return {
        **modal(words, words("Reject draft")),
        "submit": plain(words("Reject Draft")),
        "callback_id": REJECTED,
        "private_metadata": value_of(subject.case),
        "blocks": [reason_input(words("Why?"), hint)],
    }


def escalate_modal(subject: Subject) -> Element:
    """Who gets it, and why."""
    words = subject.words
    names = inline(", ".join(subject.who_may), 1_000) or words("nobody in the policy")
    return {
        **modal(words, words("Escalate case")),
        "submit": plain(words("Escalate")),
        "callback_id": ESCALATED,
        "private_metadata": value_of(subject.case),
        "blocks": [
            context("to", words("Who may decide it: %(names)s.", names=names)),
            reason_input(words("Why, and what is needed?"), words("For whoever takes it on.")),
        ],
    }


def too_late_modal(words: Words, why: str, typed: str) -> Element:
    """Nothing was sent, and what the person typed is still there to copy."""
    said = inline(why, 300) + " " + words("Yours was not sent.")
    told = rich("why", section(text(said, bold=True)))
    if not typed.strip():
        return {**modal(words, words("Not sent")), "blocks": [told]}
    kept = [rich(f"typed-{n}", preformatted(part)) for n, part in enumerate(parts(typed))]
    label = rich("label", section(text(words("What you typed, to copy:"))))
    return {**modal(words, words("Not sent")), "blocks": [told, label, *kept]}


def notice_modal(words: Words, title: str, said: str) -> Element:
    """A window that only says something."""
    return {**modal(words, title), "blocks": [rich("told", section(text(inline(said, 300))))]}


# -- parts of windows ------------------------------------------------------------------------------


def modal(words: Words, title: str) -> Element:
    return {"type": "modal", "title": plain(title), "close": plain(words("Cancel"))}


def words_input(
    name: str, label: str, hint: str, typed: Element, *, optional: bool = False
) -> Element:
    field = {"type": "plain_text_input", "action_id": name, "multiline": True, **typed}
    return field_of(name, label, hint, field, optional=optional)


def reason_input(label: str, hint: str) -> Element:
    return words_input(WHY, label, hint, {"max_length": LONGEST_REASON, "focus_on_load": True})


def field_of(
    name: str, label: str, hint: str, element: Element, *, optional: bool = False
) -> Element:
    field = {
        "type": "input",
        "block_id": name,
        "label": plain(label),
        "hint": plain(hint),
        "element": element,
    }
    return {**field, "optional": True} if optional else field


def _overruling(words: Words, hints: list[Finding], reply: str) -> list[Element]:
    if not hints:
        return []
    asked, hint = words("Why send it all the same?"), words("Kept with the decision.")
    return [
        context("hints", *(finding_line(words, found, reply) for found in hints[:9])),
        words_input(WHY, asked, hint, {"max_length": LONGEST_REASON}),
    ]


def _present_draft(words: Words, reply: str) -> list[Element]:
    if not reply:
        return []
    label = rich("present", section(text(words("The draft as it stands now:"))))
    return [label, *(rich(f"present-{n}", preformatted(p)) for n, p in enumerate(parts(reply)))]


def _too_long(subject: Subject) -> Element:
    words = subject.words
    said = words("This reply is longer than Slack's editor takes. Please edit it in the console.")
    place = link(subject.case_url, words("The case on %(host)s"))
    return {
        **modal(words, words("Edit reply")),
        "blocks": [rich("too-long", section(text(f"{said} "), *place))],
    }


def _quoted(subject: Subject) -> Element:
    said = of_author(subject.mention.text)
    shown = said if len(said) <= 600 else f"{said[:600]}…"
    return rich("mention", quote(shown or subject.words("(The author deleted the post.)")))
