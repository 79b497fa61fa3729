"""Everything that Slack can send, whichever way it came, to whom it is for."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from service.bootstrap import Kulanz
from service.precedence import PRECEDENCE
from service.slack.acts import Acts
from service.slack.answers import Answer
from service.slack.approvals import SlackApprovals
from service.slack.arrivals import Callback, Command, HomeClick, Shortcut, read
from service.slack.commands import Commands
from service.slack.editing import Editing
from service.slack.home import REMINDERS
from service.slack.homes import Homes
from service.slack.interactions import Interactions, caller_of
from service.slack.payloads import Interaction, read_interaction
from service.slack.private_lines import PrivateLines
from service.slack.screens import Screens
from service.slack.shortcuts import DRAFT_A_REPLY, Shortcuts
from service.slack.trial import TEST_CLICK, answer_test_click
from triage.errors import TriageError


@dataclass(frozen=True)
class Requests:
    """Every method raises UnreadablePayload for what can't be read."""

    interactions: Interactions
    shortcuts: Shortcuts
    commands: Commands
    homes: Homes

    def interactive(self, document: object) -> Answer:
        """A click, a window that was sent off, or a shortcut; the workers give way to it."""
        with PRECEDENCE.somebody_waits():
            return self._interactive(document)

    def _interactive(self, document: object) -> Answer:
        given = read_interaction(document)
        clicked = given.actions[0].action_id if given.actions else ""
        if given.type == "message_action":
            shortcut = read(Shortcut, document)
            known = shortcut.callback_id == DRAFT_A_REPLY
            return self.shortcuts.answer(shortcut) if known else Answer()
        if given.type == "block_actions" and clicked == REMINDERS:
            return self._switched(read(HomeClick, document))
        if given.type == "block_actions" and clicked == TEST_CLICK:
            return self._tested(given)
        return self.interactions.answer(given)

    def _tested(self, given: Interaction) -> Answer:
        people, zone = self.homes.people, self.homes.desk.hours.zone
        return answer_test_click(people, self.interactions.private, given, zone)

    def command(self, document: object) -> Answer:
        return Answer(self.commands.answer(read(Command, document)))

    def event(self, document: object) -> Answer:
        """Only the opening of the home page is of any interest."""
        callback = read(Callback, document)
        event = callback.event
        if event.type != "app_home_opened" or event.tab not in ("", "home") or not event.user:
            return Answer()
        return Answer(afterwards=lambda: self.homes.show(callback.caller))

    def _switched(self, given: HomeClick) -> Answer:
        caller = caller_of(given)
        # Whoever may not is told so by the page itself.
        with suppress(TriageError):
            self.homes.switch(caller, given.actions[0].clicked)
        return Answer(afterwards=lambda: self.homes.show(caller))


def requests_of(kulanz: Kulanz) -> Requests | None:
    """None where Slack is not set up."""
    approvals, people = kulanz.approvals, kulanz.people
    if not isinstance(approvals, SlackApprovals) or people is None:
        return None
    settings = kulanz.settings
    private = PrivateLines(approvals.client, settings.slack_api_url)
    screens = Screens(approvals.client, private)
    console_url = settings.public_url.rstrip("/") or None
    homes = Homes(people, kulanz.database, kulanz.desk, kulanz.clock, console_url)
    return Requests(
        interactions=Interactions(
            acts=Acts(
                kulanz.decisions, kulanz.handling, kulanz.redrafts, kulanz.desk, kulanz.clock,
                undo_seconds=settings.slack_undo_seconds,
            ),
            approvals=approvals,
            database=kulanz.database,
            desks=kulanz.desk.desks,
            people=people,
            private=private,
            screens=screens,
            editing=Editing(kulanz.database, kulanz.engine, kulanz.clock),
        ),
        shortcuts=Shortcuts(people, private, screens, kulanz.desk, kulanz.clock),
        commands=Commands(
            people, homes, kulanz.pausing, kulanz.database, kulanz.desk, kulanz.clock
        ),
        homes=homes,
    )  # fmt: skip
