"""“Draft a reply” on any message: a complaint that somebody pasted gets a draft in a window.

Nothing is stored and nothing published; whoever wants the words copies them.
"""

from __future__ import annotations

from dataclasses import dataclass

from service.console.notes import legal_claim, note_lines
from service.console.words import Words
from service.slack.answers import Answer
from service.slack.arrivals import Shortcut, as_written
from service.slack.elements import (
    Element,
    context,
    inline,
    parts,
    plain,
    preformatted,
    rich,
    section,
    text,
)
from service.slack.goodwill import offered
from service.slack.interactions import caller_of
from service.slack.people import People
from service.slack.personal import refusal, topic_name, words_in
from service.slack.private_lines import PrivateLines
from service.slack.screens import Screens
from triage.complaint import Assessment
from triage.desk import Desk
from triage.draft import Draft
from triage.errors import ApproverMayNot, DeliveryError, TriageError
from triage.mention import Conversation, Mention, clean_text
from triage.ports import Clock

#: The name of the shortcut, as it stands in the manifest.
DRAFT_A_REPLY = "draft_reply"

_LONGEST = 10_000


@dataclass(frozen=True)
class Shortcuts:
    people: People
    private: PrivateLines
    screens: Screens
    desk: Desk
    clock: Clock

    def answer(self, given: Shortcut) -> Answer:
        """The window opens at once, and the draft comes into it when it is there."""
        try:
            self.people.admit(caller_of(given))
        except (ApproverMayNot, DeliveryError) as error:
            told = refusal(self._words(given), error)
            return Answer(afterwards=lambda: self.private.tell(given, told))
        return Answer(afterwards=lambda: self._draft(given))

    def _draft(self, given: Shortcut) -> None:
        words = self._words(given)
        loading = _window(words, [_said(words("One moment …"))])
        view_id = self.screens.open(given, words, loading)
        if not view_id:
            return
        try:
            blocks = self._drafted(words, clean_text(as_written(given.message.text)).strip())
        except TriageError as error:
            blocks = [_said(refusal(words, error))]
        self.screens.change(view_id, _window(words, blocks))

    def _words(self, given: Shortcut) -> Words:
        return words_in(self.people.lang(given.user.id), self.desk.hours.zone)

    def _drafted(self, words: Words, said: str) -> list[Element]:
        if not said:
            return [_said(words("There is no text in this message."))]
        conversation = Conversation(Mention(id="pasted", text=said[:_LONGEST]))
        assessment = self.desk.classifier.assess([conversation])[0]
        if not assessment.complaint:
            return [_said(words("This does not read like a complaint, so there is no draft."))]
        brief = self.desk.brief(conversation, assessment)
        draft = self.desk.draft_unless_paused([brief], self.clock())[0]
        return _blocks(words, assessment, draft)


def _blocks(words: Words, assessment: Assessment, draft: Draft) -> list[Element]:
    said = f"{topic_name(words, draft.topic)} · " + words(
        "severity %(severity)s", severity=int(draft.severity)
    )
    claim, _ = legal_claim(draft, words.code)
    notes = [offered(words, draft.remedy), claim or "", " ".join(note_lines(draft, words.code))]
    notes += [words(finding.why) for finding in draft.findings[:5]]
    lines = [inline(note, 600) for note in notes if note]
    reply = [rich(f"reply-{n}", preformatted(part)) for n, part in enumerate(parts(draft.reply), 1)]
    return [
        rich("what", section(text(said, bold=True))),
        *(reply if draft.reply else []),
        *([context("notes", *lines)] if lines else []),
        context("stored", words("Nothing of this is stored or published.")),
    ]


def _said(line: str) -> Element:
    return rich("said", section(text(line)))


def _window(words: Words, blocks: list[Element]) -> Element:
    return {
        "type": "modal",
        "title": plain(words("Draft a reply")),
        "close": plain(words("Close")),
        "blocks": blocks,
    }
