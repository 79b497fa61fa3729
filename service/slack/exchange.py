"""Exchanges with Slack about one card: claimed, looked for where nobody knows, posted or changed,
and written down."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from service.crash_points import crash_point
from service.slack.blocks import Message
from service.slack.client import NO_CHANNEL, OF_THE_CHANNEL, SlackFailed, SlackRefused
from service.slack.line import Doubts, Patience
from service.slack.posting import Place, Posting
from service.slack.turns import Turns
from service.store import cards, cases, mentions, slack_channels
from service.store.cards import Card
from service.store.database import Database
from service.store.slack_channels import Turn
from triage.case import OPEN_FOR_DECISION, Case
from triage.errors import DeliveryInDoubt, NotDelivered
from triage.mention import Mention
from triage.ports import Clock

log = logging.getLogger(__name__)

#: Somebody deleted our message, or it is not ours any more: there has to be a new one.
_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})

#: Seconds until somebody looks again whether a draft is there.
_DRAFTED_SOON = 0.1


class CardRefused(NotDelivered):
    """Slack will not show this card until somebody changes something."""

    def __init__(self, case_id: str, refused: SlackRefused, retry_after: float) -> None:
        super().__init__(str(refused), retry_after=retry_after)
        self.case_id = case_id


@dataclass(frozen=True)
class _Picked:
    """A card that is claimed, with what it is about."""

    card: Card
    case: Case
    mention: Mention
    #: None where it may be posted already.
    turn: Turn | None


class Exchanges:
    """Raises NotDelivered when it has to be tried again, and CardRefused."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        posting: Posting,
        turns: Turns,
        patience: Patience,
        draw: Callable[[Case, Mention], Message],
    ) -> None:
        self._database = database
        self._clock = clock
        self._posting = posting
        self._turns = turns
        self._patience = patience
        self._draw = draw
        self._doubts = Doubts(patience.settle)

    def post_first(self, channel: str) -> bool:
        """Post the card that is first in that line when it is its turn; whether anybody stands
        there."""
        with self._database.read() as session:
            first = cards.next_in_line(session, channel)
        if first is None:
            return False
        if not first.in_doubt:
            self._turns.come_near(channel, self._patience.stretch)
        picked = self._pick(channel)
        if picked is not None:
            self._exchange(picked)
        return True

    def show(self, case: Case, mention: Mention) -> None:
        """Change a card, or try again what stands beside the line."""
        with self._database.begin() as session:
            card = self._claimed(session, case.id)
        self._exchange(_Picked(card, case, mention, None))

    # ------------------------------------------------------------------------------------------

    def _pick(self, channel: str) -> _Picked | None:
        """Claim the first card, and with it the channel's turn; None where that has passed."""
        with self._database.begin() as session:
            first = cards.next_in_line(session, channel)
            if first is None:
                return None
            turn = None
            if not first.in_doubt:
                self._ensure_oldest(session, first)
                turn = self._turns.take(session, channel)
                if not turn.taken:
                    return None
            card = self._claimed(session, first.case_id)
            case = cases.load(session, first.case_id)
            mention = mentions.conversation_of(session, case.id).mention
        crash_point("after card claim")
        return _Picked(card, case, mention, turn)

    def _ensure_oldest(self, session: Session, card: Card) -> None:
        """Raises NotDelivered while somebody who came in before may step into the line."""
        since = self._clock() - timedelta(seconds=self._patience.drafting)
        if cards.gives_way(session, card.case_id, since):
            raise NotDelivered("An older mention is being drafted.", retry_after=_DRAFTED_SOON)

    def _claimed(self, session: Session, case_id: str) -> Card:
        lease = timedelta(seconds=self._patience.lease)
        card = cards.claim(session, case_id, self._clock(), lease)
        if card is None:
            again = self._patience.between_posts
            raise NotDelivered("Another process is showing this card.", retry_after=again)
        return card

    def _exchange(self, picked: _Picked) -> None:
        card = picked.card
        try:
            self._bring_in_line(picked, self._draw(picked.case, picked.mention))
        except NotDelivered:
            self._release(card, in_doubt=card.in_doubt)
            raise
        except DeliveryInDoubt as error:
            self._release(card, in_doubt=card.ts is None)
            is_done = isinstance(error, SlackFailed)
            self._doubts.arose(
                card.case_id, self._patience.look if is_done else self._patience.settle
            )
            raise NotDelivered(str(error), retry_after=self._patience.look) from error
        except SlackRefused as refused:
            self._note_refusal(card, refused)
        self._doubts.cleared_up(card.case_id)

    def _bring_in_line(self, picked: _Picked, message: Message) -> None:
        """Raises NotDelivered, DeliveryInDoubt or SlackRefused."""
        card, case = picked.card, picked.case
        place, revision = Place(card.channel, card.ts) if card.ts else None, card.revision
        if card.in_doubt:
            place, revision = self._look_for(card)
        if place is None and case.status not in OPEN_FOR_DECISION:
            # It was decided elsewhere before anybody was asked in Slack.
            self._forget(card)
            return
        if place is None and card.in_doubt:
            # Whoever is in front posts it. Looking may have taken long, and somebody else done so.
            self._release(card, in_doubt=False)
            return
        if place is None:
            place = self._post(picked, message)
        elif revision < case.revision:
            crash_point("before card update")
            self._posting.update(place, message, case.id, case.revision)
            crash_point("after card update")
        with self._database.begin() as session:
            cards.shown(
                session, case.id, channel=place.channel, ts=place.ts,
                revision=max(revision, case.revision), now=self._clock(),
            )  # fmt: skip
            if card.ts is None:
                slack_channels.opened(session, card.channel)
            crash_point("before commit of card")
        log.info("card shown", extra={"case": case.id, "revision": case.revision})

    def _look_for(self, card: Card) -> tuple[Place | None, int]:
        """Where the card stands and what it shows. Raises NotDelivered while nobody can know, and
        SlackRefused."""
        try:
            found = self._posting.find(card.channel, card.case_id, card.updated_at)
        except DeliveryInDoubt as error:
            # Of the search, which may be repeated at once: nothing new is known of the post.
            raise NotDelivered(str(error), retry_after=self._patience.look) from error
        if found is None:
            self._doubts.ensure_settled(card.case_id)
        return found or (None, 0)

    def _post(self, picked: _Picked, message: Message) -> Place:
        card, case = picked.card, picked.case
        if not card.channel:
            raise SlackRefused(NO_CHANNEL)
        with self._turns.sending(picked.turn or self._turns.next(card.channel)):
            crash_point("before card post")
            place = self._posting.post(card.channel, message, case.id, case.revision)
        crash_point("after card post")
        return place

    def _note_refusal(self, card: Card, refused: SlackRefused) -> None:
        log.error("slack refuses", extra={"case": card.case_id, "code": refused.code})
        if refused.code in _GONE:
            self._forget(card)
            raise NotDelivered(str(refused)) from refused
        # One in doubt could not be looked for; the others may be posted all the same.
        is_first = card.ts is None and not card.in_doubt
        if is_first and refused.code in OF_THE_CHANNEL:
            self._close(card, str(refused))
            raise NotDelivered(str(refused), retry_after=self._patience.refused) from refused
        self._release(card, in_doubt=card.in_doubt, trouble=str(refused))
        raise CardRefused(card.case_id, refused, self._patience.refused) from refused

    def _close(self, card: Card, trouble: str) -> None:
        """None of the channel's cards would be taken: all keep their places."""
        until = datetime.now(UTC) + timedelta(seconds=self._patience.refused)
        with self._database.begin() as session:
            cards.release(session, card, in_doubt=card.in_doubt)
            slack_channels.close(session, card.channel, until, trouble)

    def _forget(self, card: Card) -> None:
        with self._database.begin() as session:
            cards.forget(session, card.case_id)

    def _release(self, card: Card, *, in_doubt: bool, trouble: str | None = None) -> None:
        with self._database.begin() as session:
            cards.release(session, card, in_doubt=in_doubt, trouble=trouble)
