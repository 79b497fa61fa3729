"""Messages beside the cards, to a person or into a channel. Each is sent once or not at all: a
reminder too few is better than the same one twice."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime

from service.crash_points import crash_point
from service.slack.blocks import Message
from service.slack.client import SlackClient, SlackRefused
from service.store import slack_people
from service.store.database import Database
from triage.errors import DeliveryInDoubt, NotDelivered
from triage.ports import Clock

#: Seconds between two messages to one place: Slack takes about one a second.
BETWEEN = 1.0


@dataclass
class Telling:
    client: SlackClient
    database: Database
    clock: Clock
    _last: dict[str, float] = field(default_factory=dict)

    def once(self, key: str, channel: str, message: Message) -> bool:
        """Send what was not begun under that key before; whether it was sent now.

        The channel may be a person's id. What nobody knows the end of counts as sent. Raises
        NotDelivered, to come back later, and SlackRefused.
        """
        if not self._begin(key, self.clock()):
            return False
        self._wait_for_turn(channel)
        crash_point("before notice")
        try:
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

    def _wait_for_turn(self, channel: str) -> None:
        time.sleep(max(0.0, self._last.get(channel, 0.0) + BETWEEN - time.monotonic()))
        self._last[channel] = time.monotonic()
