"""What a click or a window that was sent off leads to, whichever way it came.

The decision is stored before Slack gets its answer. What Slack shows afterwards is the engine's
work: here only windows are opened, and people told in private why something was not done.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from service.slack.acts import (
    AT_ONCE,
    OUT_OF_DATE,
    WINDOWS,
    Acts,
    Click,
)
from service.slack.answers import Answer, errors, too_late, update
from service.slack.approvals import SlackApprovals
from service.slack.card_actions import ALTERNATIVES, CASE, EDIT, MORE, OPEN_CONSOLE
from service.slack.elements import Element
from service.slack.modals import EDITED, edit_modal, notice_modal
from service.slack.payloads import Action, Interaction, Seen, View, seen
from service.slack.people import Caller, People
from service.slack.private_lines import PrivateLines
from service.slack.sent_off import MAIN_INPUT, SENT_OFF, Sent
from service.slack.subject import Subject
from service.slack.windows import USE, alternatives_modal, words_of_alternative
from service.store import cases, mentions
from service.store.database import Database
from triage.case import Case
from triage.errors import (
    CaseNotFound,
    CaseNotOpenForDecision,
    DeliveryError,
    StaleDraft,
    TriageError,
)
from triage.mention import Mention
from triage.routing import Approver, Desks
from triage.wish import Wish

log = logging.getLogger(__name__)

_NO_WINDOW = "Slack did not open the window in time. Please click again."
_BEING_WRITTEN = "The new draft is being written. The card shows it in a moment."


@dataclass(frozen=True)
class Interactions:
    acts: Acts
    approvals: SlackApprovals
    database: Database
    desks: Desks
    people: People
    private: PrivateLines

    def answer(self, given: Interaction) -> Answer:
        if given.type == "block_actions" and given.view is not None:
            return self._clicked_in_window(given, given.view)
        if given.type == "block_actions":
            return self._clicked(given)
        if given.type == "view_submission" and given.view is not None:
            return self._submitted(given, given.view)
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
            return self._told(given, OUT_OF_DATE)
        try:
            click = self._click(given, draft)
            if wanted in WINDOWS:
                return self._opened(given, wanted, click)
            AT_ONCE[wanted](self.acts, click)
        except TriageError as error:
            return self._told(given, str(error))
        return Answer()

    def _opened(self, given: Interaction, wanted: str, click: Click) -> Answer:
        """The window; asked here already what will be asked again when it is sent off."""
        case = click.subject.case
        case.ensure_open_for(click.seen.number)
        remedy = case.draft.remedy if case.draft and wanted == EDIT else None
        self.desks.ensure_may(click.approver, self._queue(case), remedy)
        window = WINDOWS[wanted](self.acts, click)
        if wanted == ALTERNATIVES:
            return Answer(afterwards=lambda: self._show_alternatives(given, window, click.subject))
        return Answer(afterwards=lambda: self._show(given, window))

    def _show(self, given: Interaction, window: Element) -> None:
        self._open(given, window)

    def _open(self, given: Interaction, window: Element) -> str | None:
        """The id of the window, None where it did not open."""
        # Within three seconds of the click, Slack says.
        try:
            opened = self.approvals.client.call(
                lambda web: web.views_open(trigger_id=given.trigger_id, view=window)
            )
        except DeliveryError:
            self._tell(given, _NO_WINDOW)
            return None
        return str((opened.get("view") or {}).get("id") or "")

    def _show_alternatives(self, given: Interaction, loading: Element, subject: Subject) -> None:
        """A language model takes longer for them than Slack waits for a window."""
        view_id = self._open(given, loading)
        if not view_id:
            return
        try:
            found = self.acts.redrafts.alternatives(subject.case.id)
            window = alternatives_modal(subject, found)
        except TriageError as error:
            window = notice_modal("Alternatives", str(error))
        self._change_window(view_id, window)

    # -- clicks in a window of alternatives ----------------------------------------------------

    def _clicked_in_window(self, given: Interaction, view: View) -> Answer:
        action = given.actions[0] if given.actions else Action()
        chosen = seen(action.clicked)
        verb, _, wish = (chosen.option if chosen else "").partition("_")
        if chosen is None or not action.action_id.startswith(USE) or wish not in set(Wish):
            return Answer()
        try:
            click = self._click(given, chosen)
            click.subject.case.ensure_open_for(chosen.number)
            if verb == EDIT:
                words = words_of_alternative(wish, view.blocks)
                window = edit_modal(click.subject, click.approver, typed=words)
                return Answer(afterwards=lambda: self._push(given, view, window))
            self.acts.redraft(click, [Wish(wish)])
            told = _BEING_WRITTEN
        except TriageError as error:
            told = str(error)
        notice = notice_modal("Alternatives", told)
        return Answer(afterwards=lambda: self._change_window(view.id, notice))

    def _push(self, given: Interaction, view: View, window: Element) -> None:
        try:
            self.approvals.client.call(
                lambda web: web.views_push(trigger_id=given.trigger_id, view=window)
            )
        except DeliveryError:
            self._change_window(view.id, notice_modal("Alternatives", _NO_WINDOW))

    def _change_window(self, view_id: str, window: Element) -> None:
        try:
            self.approvals.client.call(lambda web: web.views_update(view_id=view_id, view=window))
        except DeliveryError as error:
            # The person closed it, or Slack is away: nothing was decided here.
            log.warning("window not changed", extra={"error": type(error).__name__})

    # -- windows -------------------------------------------------------------------------------

    def _submitted(self, given: Interaction, view: View) -> Answer:
        """What was typed is never lost: it stays in the window whatever is wrong."""
        draft, typed = seen(view.private_metadata), view.everything_typed
        if draft is None or view.callback_id not in SENT_OFF:
            return too_late(OUT_OF_DATE, typed)
        try:
            click = self._click(given, draft)
        except CaseNotFound as error:
            return too_late(str(error), typed)
        except TriageError as error:
            return errors(**{MAIN_INPUT[view.callback_id]: str(error)})
        return self._sent_off(Sent(click.seen, click.approver, click.subject, view))

    def _sent_off(self, sent: Sent) -> Answer:
        view = sent.view
        try:
            return SENT_OFF[view.callback_id](self.acts, sent)
        except StaleDraft as error:
            if view.callback_id == EDITED:
                return self._on_newer_draft(sent, str(error))
            return too_late(str(error), view.everything_typed)
        except CaseNotOpenForDecision as error:
            return too_late(str(error), view.everything_typed)
        except TriageError as error:
            return errors(**{MAIN_INPUT[view.callback_id]: str(error)})

    def _on_newer_draft(self, sent: Sent, why: str) -> Answer:
        """The editor again, on the present draft, with what was typed on the one before."""
        subject = self._subject(sent.seen.case_id)
        typed = sent.view.everything_typed
        if not subject.is_open or subject.case.draft is None:
            return too_late(why, typed)
        told = f"{why} Your text is kept: compare, then send what is right."
        return update(edit_modal(subject, sent.approver, typed=typed, told=told))

    # -- who, and what -------------------------------------------------------------------------

    def _click(self, given: Interaction, draft: Seen) -> Click:
        """Raises CaseNotFound, or ApproverMayNot for everybody who may not."""
        subject = self._subject(draft.case_id)
        return Click(draft, self._approver(given, subject.case), subject)

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
        return Answer(afterwards=lambda: self._tell(given, words))

    def _tell(self, given: Interaction, words: str) -> None:
        """Only the person who clicked sees it."""
        self.private.tell(given, words)


def caller_of(given: Interaction) -> Caller:
    name = given.user.name or given.user.username or ""
    return Caller(given.user.id, given.team_of_user, given.enterprise.id, name)
