"""What a click or a window that was sent off leads to, whichever way it came.

The decision is stored before Slack gets its answer. What Slack shows afterwards is the engine's
work: here only windows are opened, and people told in private why something was not done.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from slack_sdk.errors import SlackClientError
from slack_sdk.webhook import WebhookClient

from service.decisions import Decisions
from service.slack.approvals import SlackApprovals
from service.slack.blocks import (
    APPROVE,
    EDIT,
    ESCALATE,
    MORE,
    NOT_A_COMPLAINT,
    OPEN_CONSOLE,
    REJECT,
)
from service.slack.client import QUIET
from service.slack.elements import Element, escape
from service.slack.goodwill import UPGRADE, WITHOUT_MONEY
from service.slack.modals import (
    EDITED,
    INPUT,
    INPUT_BLOCK,
    REJECTED,
    edit_modal,
    reject_modal,
    too_late_modal,
)
from service.slack.payloads import Action, Interaction, Seen, View, seen
from service.store import cases, mentions
from service.store.database import Database
from triage.case import Case
from triage.decision import DecisionKind, Granting
from triage.errors import (
    ApproverMayNot,
    CaseNotFound,
    CaseNotOpenForDecision,
    DeliveryError,
    TriageError,
)
from triage.mention import Mention
from triage.routing import Approver, Desks

log = logging.getLogger(__name__)

OUT_OF_DATE = "This button is out of date. Please look at the case again."
_NO_WINDOW = "Slack did not open the window in time. Please click again."

#: What a click decides at once.
_AT_ONCE = {
    APPROVE: (DecisionKind.APPROVE, Granting.OFFERED),
    WITHOUT_MONEY: (DecisionKind.APPROVE, Granting.WITHOUT_MONEY),
    UPGRADE: (DecisionKind.APPROVE, Granting.UPGRADE),
    ESCALATE: (DecisionKind.ESCALATE, Granting.OFFERED),
    NOT_A_COMPLAINT: (DecisionKind.NOT_A_COMPLAINT, Granting.OFFERED),
}
_WINDOWS = frozenset({EDIT, REJECT})
#: What sending a window off decides.
_SENT_OFF = {EDITED: DecisionKind.EDIT, REJECTED: DecisionKind.REJECT}


def _nothing() -> None:
    pass


@dataclass(frozen=True)
class Answer:
    """What Slack gets at once, and what is done when it has it."""

    body: dict[str, Any] | None = None
    afterwards: Callable[[], None] = _nothing


@dataclass(frozen=True)
class Interactions:
    decisions: Decisions
    approvals: SlackApprovals
    database: Database
    desks: Desks
    #: Slack's Web API; private answers may go to its host as well.
    api_url: str

    def answer(self, given: Interaction) -> Answer:
        if given.type == "block_actions":
            return self._clicked(given)
        if given.type == "view_submission" and given.view is not None:
            return self._submitted(given, given.view)
        return Answer()

    # -- clicks --------------------------------------------------------------------------------

    def _clicked(self, given: Interaction) -> Answer:
        action = given.actions[0] if given.actions else Action()
        draft = seen(action.clicked)
        wanted = draft.option if draft and action.action_id == MORE else action.action_id
        if wanted == OPEN_CONSOLE:
            return Answer()
        if draft is None or wanted not in {*_AT_ONCE, *_WINDOWS}:
            return self._told(given, OUT_OF_DATE)
        try:
            case, mention = self._load(draft.case_id)
            approver = self._approver(given, case)
            if wanted in _WINDOWS:
                return self._opened(given, wanted, approver, case, mention, draft)
            kind, granting = _AT_ONCE[wanted]
            self._decide(draft, kind, approver, granting=granting)
        except TriageError as error:
            return self._told(given, str(error))
        return Answer()

    def _opened(
        self,
        given: Interaction,
        wanted: str,
        approver: Approver,
        case: Case,
        mention: Mention,
        draft: Seen,
    ) -> Answer:
        """The window; asked here already what will be asked again when it is sent off."""
        case.ensure_open_for(draft.draft_version)
        remedy = case.draft.remedy if case.draft and wanted == EDIT else None
        self.desks.ensure_may(approver, self._queue(case), remedy)
        subject = self.approvals.subject(case, mention)
        modal = edit_modal(subject, approver) if wanted == EDIT else reject_modal(subject)
        return Answer(afterwards=lambda: self._open(given, modal))

    def _open(self, given: Interaction, modal: Element) -> None:
        # Within three seconds of the click, Slack says.
        try:
            self.approvals.client.call(
                lambda web: web.views_open(trigger_id=given.trigger_id, view=modal)
            )
        except DeliveryError:
            self._tell(given, _NO_WINDOW)

    # -- windows -------------------------------------------------------------------------------

    def _submitted(self, given: Interaction, view: View) -> Answer:
        """What was typed is never lost: it stays in the window whatever is wrong."""
        draft, kind = seen(view.private_metadata), _SENT_OFF.get(view.callback_id)
        typed = view.typed(INPUT_BLOCK, INPUT)
        if draft is None or kind is None:
            return _too_late(OUT_OF_DATE, typed)
        try:
            case, _ = self._load(draft.case_id)
            self._decide(draft, kind, self._approver(given, case), typed)
        except (CaseNotOpenForDecision, CaseNotFound) as error:
            return _too_late(str(error), typed)
        except TriageError as error:
            return Answer(
                {"response_action": "errors", "errors": {INPUT_BLOCK: str(error)[:2_000]}}
            )
        return Answer()

    # -- who, and what -------------------------------------------------------------------------

    def _decide(
        self,
        draft: Seen,
        kind: DecisionKind,
        approver: Approver,
        typed: str = "",
        granting: Granting = Granting.OFFERED,
    ) -> None:
        edits = kind is DecisionKind.EDIT
        self.decisions.decide(
            draft.case_id, kind, approver, draft_version=draft.draft_version,
            reply=typed if edits else None, reason="" if edits else typed, granting=granting,
            surface="slack",
        )  # fmt: skip

    def _approver(self, given: Interaction, case: Case) -> Approver:
        """Raises ApproverMayNot, which names who may, for everybody we do not know.

        As long as the policy names nobody's Slack account, whoever of our workspace sees the card
        may decide, up to the default ceiling: the first try needs no policy file.
        """
        approver = self.desks.approver_in_slack(given.user.id)
        if approver is None and not self.desks.names_slack_users:
            name = given.user.name or given.user.username or given.user.id
            approver = Approver(id=f"slack-{given.user.id}", name=name)
        if approver is not None and self._is_at_home(given):
            return approver
        remedy = case.draft.remedy if case.draft else None
        who = ", ".join(a.name for a in self.desks.who_may(self._queue(case), remedy))
        raise ApproverMayNot(f"You are no approver here. Who may decide: {who or 'nobody yet'}.")

    def _is_at_home(self, given: Interaction) -> bool:
        """Whether the person is of our workspace or organisation, no guest from another one."""
        us = self.approvals.client.identity()
        if given.team_of_user == us.team:
            return True
        return us.enterprise is not None and given.enterprise.id == us.enterprise

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
        if self._by_response_url(given, words) or not given.channel.id:
            return
        try:
            self.approvals.client.call(
                lambda web: web.chat_postEphemeral(
                    channel=given.channel.id, user=given.user.id, text=escape(words)
                )
            )
        except DeliveryError as error:
            log.warning("could not tell", extra={"error": type(error).__name__})

    def _by_response_url(self, given: Interaction, words: str) -> bool:
        url = given.response_url
        if url is None or not self._is_slacks(url):
            return False
        try:
            answer = WebhookClient(url, timeout=5, retry_handlers=[], logger=QUIET).send(
                text=escape(words), response_type="ephemeral", replace_original=False
            )
        except (OSError, HTTPException, SlackClientError, ValueError):
            return False
        return answer.status_code == 200

    def _is_slacks(self, url: str) -> bool:
        try:
            host, ours = urlsplit(url).netloc, urlsplit(self.api_url).netloc
        except ValueError:
            return False
        is_hook = url.startswith("https://") and host.endswith((".slack.com", ".slack-gov.com"))
        return is_hook or host == ours


def _too_late(why: str, typed: str) -> Answer:
    return Answer({"response_action": "update", "view": too_late_modal(why, typed)})
