"""The pace of messages into a channel: one a second, whoever sends it, from whichever process."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from service.store import slack_channels
from service.store.database import Database
from service.store.slack_channels import Turn
from triage.errors import NotDelivered

#: A turn is taken so shortly before it comes, to have the message ready by then.
_AHEAD = timedelta(seconds=0.25)

#: What is sent later than that puts off the next turn; and less need not be made up for.
_LATE = timedelta(seconds=0.02)

#: How long after an answer, in turns, the next message may be sent where the channel was held up.
#: Slack allows that for a short while, and has had the message before when it answers.
_CLOSEST = 0.92

#: How many turns it takes until it is better to come back later.
_LONGEST_WAIT = 3


class Turns:
    """By the clock of the machine: what paces real calls must not be put forward by tests."""

    def __init__(self, database: Database, between: float) -> None:
        self._database = database
        self._between = timedelta(seconds=between)

    def come_near(self, channel: str, longest: float = 0.0) -> None:
        """Wait until there is about to be a turn. Raises NotDelivered where that takes long: more
        than some turns and `longest` seconds."""
        with self._database.read() as session:
            free_at = slack_channels.when_free(session, channel)
        left = _seconds_until(free_at) if free_at else 0.0
        if left > max(longest, _LONGEST_WAIT * self._between.total_seconds()):
            raise NotDelivered("Slack asked to wait.", retry_after=left)
        time.sleep(max(0.0, left - _AHEAD.total_seconds()))

    def take(self, session: Session, channel: str) -> Turn:
        """The next one, as part of the caller's transaction; not taken if it is not near."""
        return slack_channels.take(
            session, channel, _now(), between=self._between, ahead=_AHEAD
        )  # fmt: skip

    def next(self, channel: str) -> Turn:
        """Wait for a turn and take it. Raises NotDelivered where that takes long."""
        while True:
            self.come_near(channel)
            with self._database.begin() as session:
                turn = self.take(session, channel)
            if turn.taken:
                return turn

    @contextmanager
    def sending(self, turn: Turn) -> Iterator[None]:
        """Send when it is time. Who comes next keeps the distance, waits if Slack asks to, and
        makes up for what was held up."""
        time.sleep(max(0.0, _seconds_until(turn.at)))
        sent = _now()
        next_at = max(turn.next_at, sent + self._between)
        try:
            yield
            next_at = min(next_at, max(turn.even_at, _now() + _CLOSEST * self._between))
        except NotDelivered as error:
            if error.retry_after:
                until = _now() + timedelta(seconds=error.retry_after)
                with self._database.begin() as session:
                    slack_channels.put_off(session, turn.channel, until)
            raise
        finally:
            if abs(next_at - turn.next_at) > _LATE:
                with self._database.begin() as session:
                    slack_channels.move_next(session, turn, next_at)


def _now() -> datetime:
    return datetime.now(UTC)


def _seconds_until(moment: datetime) -> float:
    return (moment - _now()).total_seconds()
