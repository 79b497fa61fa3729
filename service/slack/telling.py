"""Messages beside the cards, to a person or into a channel. Each is sent once or not at all: a
reminder too few is better than the same one twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from service.crash_points import crash_point
from service.slack.blocks import Message
from service.slack.client import SlackClient, SlackRefused
from service.slack.turns import Turns
from service.store import slack_people
from service.store.database import Database
from triage.errors import DeliveryInDoubt, NotDelivered
from triage.ports import Clock


@dataclass(frozen=True)
class Telling:
    client: SlackClient
    database: Database
    clock: Clock
    turns: Turns

    def once(self, key: str, channel: str, message: Message) -> bool:
        """Send what was not begun under that key before; whether it was sent now.

        The channel may be a person's id. What nobody knows the end of counts as sent. Raises
        NotDelivered, to come back later, and SlackRefused.
        """
        if not self._begin(key, self.clock()):
            return False
        try:
            with self.turns.sending(self.turns.next(channel)):
                crash_point("before notice")
                self._post(channel, message)
        except DeliveryInDoubt:
            return False
        except (NotDelivered, SlackRefused):
            with self.database.begin() as session:
                slack_people.take_back_notice(session, key)
            raise
        crash_point("after notice")
        return True

    def _post(self, channel: str, message: Message) -> None:
        self.client.call(
            lambda web: web.chat_postMessage(
                channel=channel, text=message.text, blocks=message.blocks,
                unfurl_links=False, unfurl_media=False,
            )
        )  # fmt: skip

    def _begin(self, key: str, now: datetime) -> bool:
        with self.database.begin() as session:
            return slack_people.begin_notice(session, key, now)
