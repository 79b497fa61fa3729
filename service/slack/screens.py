"""Windows on people's screens: opened, put on top of another, changed."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from service.console.words import Words
from service.crash_points import crash_point
from service.slack.client import SlackClient
from service.slack.elements import Element
from service.slack.modals import notice_modal
from service.slack.payloads import Interaction, View
from service.slack.private_lines import PrivateLines
from triage.errors import DeliveryError

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Screens:
    client: SlackClient
    private: PrivateLines

    def open(self, given: Interaction, words: Words, window: Element) -> str | None:
        """The id of the window, None where it did not open, which the person is told."""
        crash_point("before window")
        # Within three seconds of the click, Slack says.
        try:
            opened = self.client.call(
                lambda web: web.views_open(trigger_id=given.trigger_id, view=window)
            )
        except DeliveryError:
            self.private.tell(given, _too_slow(words))
            return None
        crash_point("after window")
        return str((opened.get("view") or {}).get("id") or "")

    def push(self, given: Interaction, words: Words, view: View, window: Element) -> bool:
        """On top of that window; whether it is there."""
        crash_point("before window on window")
        try:
            self.client.call(lambda web: web.views_push(trigger_id=given.trigger_id, view=window))
        except DeliveryError:
            self.say(view.id, words, _too_slow(words))
            return False
        crash_point("after window on window")
        return True

    def change(self, view_id: str, window: Element) -> None:
        crash_point("before window change")
        try:
            self.client.call(lambda web: web.views_update(view_id=view_id, view=window))
        except DeliveryError as error:
            # The person closed it, or Slack is away: nothing was decided here.
            log.warning("window not changed", extra={"error": type(error).__name__})
        crash_point("after window change")

    def say(self, view_id: str, words: Words, said: str) -> None:
        """In place of the alternatives that stand there."""
        self.change(view_id, notice_modal(words, words("Alternatives"), said))


def _too_slow(words: Words) -> str:
    return words("Slack did not open the window in time. Please click again.")
