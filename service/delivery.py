"""One attempt to publish, so that a reply never goes out twice and is never lost in silence.

The row in `publications` is the fence: it says `sending` before the call leaves. Whoever finds it
so (after a crash) does not send again but asks the inbox, and where the inbox can't be asked, a
person.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from service.crash_points import crash_point
from service.inboxes.base import Inbox
from service.store import publications
from service.store.database import Database
from service.store.publications import Publication, PublicationState
from triage.errors import DeliveryInDoubt, DeliveryRefused, NotDelivered
from triage.ports import Clock, OutgoingReply, Publisher, Receipt

#: Seconds; an inbox that asks for more is tried before, so that no reply waits for ever.
LONGEST_PAUSE = 86_400.0


class Delivered(StrEnum):
    PUBLISHED = "published"
    NOT_DELIVERED = "not_delivered"
    IN_DOUBT = "in_doubt"
    REFUSED = "refused"


@dataclass(frozen=True)
class Attempt:
    """How one attempt ended. Plain values only: the engine stores it."""

    ended: Delivered
    error: str = ""
    #: Seconds the inbox asked us to wait.
    retry_after: float | None = None
    #: In doubt, but a further attempt can clear it up: by look-up, or as the inbox asks for it.
    may_go_on: bool = False
    external_id: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class RetryPlan:
    """When to try again, and when to give up."""

    #: Seconds before the second, third … attempt.
    pauses: tuple[float, ...]
    #: Seconds after which a look-up can be believed: longer than any call under way.
    settle: float

    def pause(self, attempt: int, ended: Attempt) -> float | None:
        """Seconds until the attempt after this one (the first is 1); None to give up.

        Half of the pause is fixed and half is chance, so that many failures at once do not come
        back at once.
        """
        if attempt > len(self.pauses):
            return None
        pause = self.pauses[attempt - 1] * random.uniform(0.5, 1.0)  # noqa: S311 - no secret
        if ended.ended is Delivered.IN_DOUBT:
            pause = max(pause, self.settle)
        return max(pause, min(ended.retry_after or 0.0, LONGEST_PAUSE))


class Delivery:
    def __init__(self, database: Database, inboxes: Mapping[str, Inbox], clock: Clock) -> None:
        self._database = database
        self._inboxes = inboxes
        self._clock = clock

    def attempt(self, inbox: str, reply: OutgoingReply) -> Attempt:
        """Send `reply` unless it is out already or in doubt."""
        publisher = self._publisher(inbox)
        earlier = self._load(reply.key).state
        ended = self._try(publisher, reply, earlier)
        cleared_up = publisher is not None and publisher.can_look_up
        if earlier is PublicationState.IN_DOUBT and not cleared_up:
            return _in_doubt_as_before(ended)
        return ended

    def _try(
        self, publisher: Publisher | None, reply: OutgoingReply, earlier: PublicationState
    ) -> Attempt:
        if publisher is None:
            return Attempt(Delivered.REFUSED, "This inbox has no address for replies.")
        try:
            receipt = self._cleared_up(publisher, reply.key, earlier)
            if receipt is None:
                self._move_to_sending(reply.key)
                crash_point("before sending")
                receipt = publisher.publish(reply)
                crash_point("after sending")
        except NotDelivered as error:
            return Attempt(Delivered.NOT_DELIVERED, str(error), retry_after=error.retry_after)
        except DeliveryInDoubt as error:
            may_go_on = error.asks_again or publisher.can_look_up
            return Attempt(Delivered.IN_DOUBT, str(error), may_go_on=may_go_on)
        except DeliveryRefused as error:
            return Attempt(Delivered.REFUSED, str(error))
        return Attempt(Delivered.PUBLISHED, external_id=receipt.external_id, url=receipt.url)

    def _publisher(self, inbox: str) -> Publisher | None:
        configured = self._inboxes.get(inbox)
        return configured.publisher if configured else None

    def _cleared_up(
        self, publisher: Publisher, key: str, earlier: PublicationState
    ) -> Receipt | None:
        """The inbox's word on an earlier attempt; None when it is safe to send.

        Raises DeliveryInDoubt when an earlier attempt may have gone through.
        """
        if earlier is PublicationState.SENDING:
            # The row stays as it is until this attempt is settled: if we die here too, the next one
            # must not take it for one that may be sent again or looked up at once.
            raise DeliveryInDoubt("The program stopped while the reply was being sent.")
        if earlier is PublicationState.IN_DOUBT and publisher.can_look_up:
            crash_point("before look-up")
            receipt = publisher.look_up(key)
            crash_point("after look-up")
            return receipt
        return None

    def _load(self, key: str) -> Publication:
        with self._database.read() as session:
            publication = publications.load(session, key)
        assert publication is not None, "claimed before"
        return publication

    def _move_to_sending(self, key: str) -> None:
        with self._database.begin() as session:
            moved = publications.move(
                session, key, to=PublicationState.SENDING, now=self._clock(),
                from_states={
                    PublicationState.INTENT,
                    PublicationState.NOT_DELIVERED,
                    PublicationState.IN_DOUBT,
                },
            )  # fmt: skip
        if not moved:
            raise DeliveryInDoubt("Another process is sending this reply.")
        crash_point("after fence")


def _in_doubt_as_before(ended: Attempt) -> Attempt:
    """That this attempt did not go through says nothing of the one before it."""
    if ended.ended not in {Delivered.NOT_DELIVERED, Delivered.REFUSED}:
        return ended
    goes_on = ended.ended is Delivered.NOT_DELIVERED
    return replace(ended, ended=Delivered.IN_DOUBT, may_go_on=goes_on)
