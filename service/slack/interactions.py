"""What a click or a window that was sent off leads to, whichever way it came.

The decision is stored before Slack gets its answer. What Slack shows afterwards is the engine's
work: here only windows are opened, and people told in private why something was not done.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass, replace

from service.console.words import Words
from service.slack.acts import AT_ONCE, OUT_OF_DATE, WINDOWS, Acts, Click, Looked
from service.slack.answers import Answer, errors, too_late, update
from service.slack.approvals import SlackApprovals
from service.slack.card_actions import ALTERNATIVES, CASE, EDIT, MORE, OPEN_CONSOLE
from service.slack.editing import Editing
from service.slack.elements import Element
from service.slack.modals import EDITED, edit_modal
from service.slack.payloads import Action, Interaction, Seen, View, seen
from service.slack.people import Caller, People
from service.slack.personal import refusal, words_in
from service.slack.private_lines import PrivateLines
from service.slack.screens import Screens
from service.slack.sent_off import MAIN_INPUT, SENT_OFF, Sent
from service.slack.subject import Subject
from service.slack.windows import USE, alternatives_modal, words_of_alternative
from service.store import cases, mentions
from service.store.database import Database
from triage.case import Case
from triage.errors import CaseNotFound, CaseNotOpenForDecision, StaleDraft, TriageError
from triage.mention import Mention
from triage.routing import Approver, Desks
from triage.wish import Wish

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Interactions:
    acts: Acts
    approvals: SlackApprovals
    database: Database
    desks: Desks
    people: People
    private: PrivateLines
    screens: Screens
    editing: Editing

    def answer(self, given: Interaction) -> Answer:
        if given.type == "block_actions" and given.view is not None:
            return self._clicked_in_window(given, given.view)
        if given.type == "block_actions":
            return self._clicked(given)
        if given.type == "view_submission" and given.view is not None:
            return self._submitted(given, given.view)
        if given.type == "view_closed" and given.view is not None:
            self._closed(given, given.view)
        return Answer()

    # -- clicks --------------------------------------------------------------------------------

    def _clicked(self, given: Interaction) -> Answer:
        action = given.actions[0] if given.actions else Action()
        draft = seen(action.clicked)
        in_menu = draft is not None and action.action_id in (MORE, CASE)
        wanted = draft.option if draft and in_menu else action.action_id
        if wanted == OPEN_CONSOLE:
            return Answer()
        if draft is None or wanted not in {*AT_ONCE, *WINDOWS}:
            return self._told(given, self._words(given)(OUT_OF_DATE))
        try:
            if wanted in WINDOWS:
                return self._opened(given, wanted, self._look(given, draft))
            AT_ONCE[wanted](self.acts, self._click(given, draft))
        except TriageError as error:
            return self._told(given, refusal(self._words(given), error))
        return Answer()

    def _opened(self, given: Interaction, wanted: str, click: Looked) -> Answer:
        """The window; asked here already what will be asked again when it is sent off."""
        case = click.case
        case.ensure_open_for(click.seen.number)
        remedy = case.draft.remedy if case.draft and wanted == EDIT else None
        self.desks.ensure_may(click.approver, self._queue(case), remedy)
        window = WINDOWS[wanted](self.acts, click)
        if wanted == ALTERNATIVES:
            return Answer(afterwards=lambda: self._show_alternatives(given, window, click))
        if wanted == EDIT:
            return Answer(afterwards=lambda: self._show_editor(given, window, click))
        return Answer(afterwards=lambda: self._show(given, window, click))

    def _show(self, given: Interaction, window: Element, click: Looked) -> None:
        self.screens.open(given, click.subject.words, window)

    def _show_editor(self, given: Interaction, window: Element, click: Looked) -> None:
        if self.screens.open(given, click.subject.words, window) is not None:
            self.editing.begin(click.seen.case_id, click.approver)

    def _show_alternatives(self, given: Interaction, loading: Element, click: Looked) -> None:
        """A language model takes longer for them than Slack waits for a window."""
        words = click.subject.words
        view_id = self.screens.open(given, words, loading)
        if not view_id:
            return
        try:
            found = self.acts.redrafts.alternatives(click.seen.case_id)
        except TriageError as error:
            self.screens.say(view_id, words, refusal(words, error))
            return
        self.screens.change(view_id, alternatives_modal(click.subject, found))

    # -- clicks in a window of alternatives ----------------------------------------------------

    def _clicked_in_window(self, given: Interaction, view: View) -> Answer:
        action = given.actions[0] if given.actions else Action()
        chosen = seen(action.clicked)
        words = self._words(given)
        verb, _, wish = (chosen.option if chosen else "").partition("_")
        if chosen is None or not action.action_id.startswith(USE) or wish not in set(Wish):
            return Answer()
        try:
            click = self._look(given, chosen)
            click.case.ensure_open_for(chosen.number)
            if verb == EDIT:
                typed = words_of_alternative(wish, view.blocks)
                window = edit_modal(click.subject, self.acts.signature_of(click), typed=typed)
                return Answer(afterwards=lambda: self._push_editor(given, view, window, click))
            self.acts.redraft(click, [Wish(wish)])
            told = words("The new draft is being written. The card shows it in a moment.")
        except TriageError as error:
            told = refusal(words, error)
        return Answer(afterwards=lambda: self.screens.say(view.id, words, told))

    def _push_editor(self, given: Interaction, view: View, window: Element, click: Looked) -> None:
        if self.screens.push(given, click.subject.words, view, window):
            self.editing.begin(click.seen.case_id, click.approver)

    # -- windows -------------------------------------------------------------------------------

    def _submitted(self, given: Interaction, view: View) -> Answer:
        """What was typed is never lost: it stays in the window whatever is wrong."""
        draft, typed = seen(view.private_metadata), view.everything_typed
        words = self._words(given)
        if draft is None or view.callback_id not in SENT_OFF:
            return too_late(words, words(OUT_OF_DATE), typed)
        try:
            click = self._look(given, draft)
        except CaseNotFound as error:
            return too_late(words, refusal(words, error), typed)
        except TriageError as error:
            return errors(**{MAIN_INPUT[view.callback_id]: refusal(words, error)})
        answer = self._sent_off(Sent(click.seen, click.approver, click.case, click.subject, view))
        if view.callback_id == EDITED and answer.closes:
            self.editing.end(click.seen.case_id, click.approver)
        return answer

    def _sent_off(self, sent: Sent) -> Answer:
        view, words = sent.view, sent.subject.words
        try:
            return SENT_OFF[view.callback_id](self.acts, sent)
        except StaleDraft as error:
            if view.callback_id == EDITED:
                return self._on_newer_draft(sent, refusal(words, error))
            return too_late(words, refusal(words, error), view.everything_typed)
        except CaseNotOpenForDecision as error:
            return too_late(words, refusal(words, error), view.everything_typed)
        except TriageError as error:
            return errors(**{MAIN_INPUT[view.callback_id]: refusal(words, error)})

    def _on_newer_draft(self, sent: Sent, why: str) -> Answer:
        """The editor again, on the present draft, with what was typed on the one before."""
        words = sent.subject.words
        subject = replace(self._subject(sent.seen.case_id), words=words)
        typed = sent.view.everything_typed
        if not subject.is_open or subject.case.draft is None:
            return too_late(words, why, typed)
        kept = words("Your text is kept: compare, then send what is right.")
        signature = self.acts.signature_of(sent)
        return update(edit_modal(subject, signature, typed=typed, told=f"{why} {kept}"))

    def _closed(self, given: Interaction, view: View) -> None:
        """Somebody closed the editor and sent nothing off."""
        draft = seen(view.private_metadata)
        if draft is None or view.callback_id != EDITED:
            return
        # Who may no longer decide has nothing to give back either: it ends by itself.
        with suppress(TriageError):
            self.editing.end(draft.case_id, self._click(given, draft).approver)

    # -- who, and what -------------------------------------------------------------------------

    def _click(self, given: Interaction, draft: Seen) -> Click:
        """What is decided at once takes one look at the case and nothing more.

        Raises CaseNotFound, or ApproverMayNot for everybody who may not.
        """
        with self.database.read() as session:
            case = cases.load(session, draft.case_id)
        return Click(draft, self._approver(given, case), case)

    def _look(self, given: Interaction, draft: Seen) -> Looked:
        """Raises like _click()."""
        subject = self._subject(draft.case_id)
        approver = self._approver(given, subject.case)
        subject = replace(subject, words=self._words(given))
        return Looked(draft, approver, subject.case, subject)

    def _words(self, given: Interaction) -> Words:
        """In the language of the person."""
        return words_in(self.people.lang(given.user.id), self.acts.desk.hours.zone)

    def _subject(self, case_id: str) -> Subject:
        case, mention = self._load(case_id)
        return self.approvals.subject(case, mention)

    def _approver(self, given: Interaction, case: Case) -> Approver:
        """Raises ApproverMayNot, which names who may, for everybody who may not."""
        remedy = case.draft.remedy if case.draft else None
        return self.people.admit(caller_of(given), self._queue(case), remedy)

    def _queue(self, case: Case) -> str:
        return case.route.queue if case.route else self.desks.queues[0].name

    def _load(self, case_id: str) -> tuple[Case, Mention]:
        with self.database.read() as session:
            case = cases.load(session, case_id)
            return case, mentions.conversation_of(session, case_id).mention

    # -- private lines -------------------------------------------------------------------------

    def _told(self, given: Interaction, words: str) -> Answer:
        """Only the person who clicked sees it."""
        return Answer(afterwards=lambda: self.private.tell(given, words))


def caller_of(given: Interaction) -> Caller:
    name = given.user.name or given.user.username or ""
    return Caller(given.user.id, given.team_of_user, given.enterprise.id, name)
