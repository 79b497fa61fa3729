"""The cards in Slack as a port: whatever is asked for, the card is brought in line with the case.

A card is planned in our table before it is posted. When the answer to a post is lost, the channel's
history says whether the card is there before it is posted again.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from datetime import timedelta

from service.console.words import Words
from service.crash_points import crash_point
from service.settings import Settings
from service.slack.blocks import Message, card as card_of
from service.slack.client import NO_CHANNEL, SlackClient, SlackFailed, SlackRefused
from service.slack.line import Doubts, Fronts
from service.slack.personal import words_in
from service.slack.posting import Place, Posting
from service.slack.subject import Subject
from service.slack.threads import Threads
from service.store import cards, cases, editing, mentions
from service.store.cards import Card
from service.store.database import Database
from triage.case import OPEN_FOR_DECISION, Case
from triage.desk import Desk
from triage.errors import DeliveryInDoubt, NotDelivered
from triage.mention import Mention
from triage.ports import Clock

log = logging.getLogger(__name__)

#: Somebody deleted our message, or it is not ours any more: there has to be a new one.
_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})


@dataclass(frozen=True)
class Patience:
    """Seconds to wait for what."""

    #: Between two posts to one channel: Slack takes about one a second.
    between_posts: float = 1.0
    #: Until a post without an answer is looked for.
    look: float = 1.0
    #: Until it certainly is not there, if it is not found; where Slack gave an error of its own,
    #: the first look counts.
    settle: float = 5.0
    #: Until what Slack refused is tried again, somebody having put it right.
    refused: float = 300.0
    #: After which a process that claimed a card counts as gone.
    lease: float = 60.0


class CardRefused(NotDelivered):
    """Slack will not show this card until somebody changes something."""


class SlackApprovals:
    """Implements triage.ports.Approvals."""

    def __init__(
        self,
        client: SlackClient,
        database: Database,
        desk: Desk,
        clock: Clock,
        *,
        channel: str | None,
        console_url: str | None,
        lang: str = "en",
        patience: Patience | None = None,
    ) -> None:
        self.client = client
        #: Why this process can't listen to Slack; None while it can.
        self.connection_trouble: str | None = None
        self._database = database
        self._desk = desk
        self._clock = clock
        self._channel = channel
        self._console_url = console_url
        #: Of channels whose queue sets none.
        self._lang = lang
        self._patience = patience or Patience()
        self._posting = Posting(client, self._patience.between_posts)
        self._fronts, self._doubts = Fronts(), Doubts(self._patience.settle)
        #: One change at a time keeps them in the order of what happened.
        self._changing = threading.Lock()
        self._threads = Threads(
            database, desk, clock, self._posting, client.permalink, self._words_of
        )

    @property
    def trouble(self) -> str | None:
        """What keeps people from deciding in Slack, for the operator; None when nothing does."""
        if self.connection_trouble:
            return self.connection_trouble
        with self._database.read() as session:
            return cards.latest_trouble(session)

    def subject(self, case: Case, mention: Mention) -> Subject:
        """The case with what a card or a window tells of it."""
        with self._database.read() as session:
            history = tuple(cases.history(session, case.id))
            at_it = editing.names(session, case.id, self._clock())
        url = f"{self._console_url}/cases/{case.id}" if self._console_url else None
        offer = self._desk.offer(case, self._clock())
        may = self._desk.desks.who_may(self._desk.queue_of(case), None)
        return Subject(
            case, mention, history, url, offer, tuple(a.name for a in may), at_it,
            self._words_of(case),
        )  # fmt: skip

    def request(self, case: Case, mention: Mention) -> bool:
        """Change the card; or post the one that is first in its channel's line, be it this one or
        another. Whether more stand there. Raises NotDelivered when it has to be asked again."""
        card = self._planned(case)
        if card is None:
            return False
        if card.ts is not None and card.revision < case.revision:
            with self._changing:
                self._show(case, mention)
            return False
        if card.trouble is not None:
            self._show(case, mention)
        return self._advance(card)

    def tell(self, case: Case) -> bool:
        """One message in the card's thread with what happened since the last one, and where cases
        are escalated to; whether there is more. Raises NotDelivered when it has to come back."""
        try:
            return self._threads.tell(case, self._patience.lease)
        except DeliveryInDoubt as error:
            raise NotDelivered(str(error), retry_after=self._patience.settle) from error
        except SlackRefused as refused:
            log.warning("slack refuses a note", extra={"case": case.id, "code": refused.code})
            raise NotDelivered(str(refused), retry_after=self._patience.refused) from refused

    # ------------------------------------------------------------------------------------------

    def _planned(self, case: Case) -> Card | None:
        """The card, planned for a case that has none yet; None where nobody has to be asked."""
        now = self._clock()
        with self._database.read() as session:
            card = cards.load(session, case.id)
            over = editing.is_over(session, case.id, now)
        if over:
            with self._database.begin() as session:
                editing.forget(session, case.id, now)
                cards.outdate(session, case.id, now)
                card = cards.load(session, case.id)
        if card is not None:
            return card
        if case.status not in OPEN_FOR_DECISION:
            # Nobody was asked in Slack, and nobody has to be any more.
            return None
        with self._database.begin() as session:
            cards.plan(session, case.id, self._channel_for(case), now)
            card = cards.load(session, case.id)
        crash_point("after card plan")
        return card

    def _advance(self, card: Card) -> bool:
        """Post the first card of the line that this one stands in, or stood in; whether there are
        more. Raises NotDelivered where this one still waits, or the line does."""
        with self._fronts.step_up(card.channel) as in_front:
            if in_front:
                self._post_first(card)
        with self._database.read() as session:
            length = cards.length_of_line(session, card.channel)
        if not in_front and card.ts is None:
            # Whoever is at it goes on. We come when it should be done, to see that it is.
            patience = self._patience
            wait = length * patience.between_posts + patience.look
            raise NotDelivered("Other cards are posted first.", retry_after=wait)
        return in_front and length > 0

    def _post_first(self, card: Card) -> None:
        with self._database.read() as session:
            first = cards.next_in_line(session, card.channel)
            if first is None:
                return
            case = cases.load(session, first)
            mention = mentions.conversation_of(session, first).mention
        try:
            self._show(case, mention)
        except CardRefused:
            # Its own job tries it again; the others need not wait for that.
            if first == card.case_id:
                raise

    def _show(self, case: Case, mention: Mention) -> None:
        """Raises NotDelivered or CardRefused."""
        card = self._claim(case)
        message = card_of(self.subject(case, mention))
        try:
            self._bring_in_line(card, case, message)
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

    def _words_of(self, case: Case) -> Words:
        """What the channel of its queue is written in."""
        queue = self._desk.desks.queue(self._desk.queue_of(case))
        lang = queue.slack_lang if queue else None
        return words_in(lang or self._lang, self._desk.hours.zone)

    def _channel_for(self, case: Case) -> str:
        """Empty where none is configured."""
        name = case.route.queue if case.route else ""
        own = (
            q.slack_channel for q in self._desk.desks.queues if q.name == name and q.slack_channel
        )
        return next(own, self._channel or "")

    def _claim(self, case: Case) -> Card:
        lease = timedelta(seconds=self._patience.lease)
        with self._database.begin() as session:
            card = cards.claim(session, case.id, self._channel_for(case), self._clock(), lease)
        if card is None:
            raise NotDelivered("Another process is showing this card.")
        return card

    def _bring_in_line(self, card: Card, case: Case, message: Message) -> None:
        """Raises NotDelivered, DeliveryInDoubt or SlackRefused."""
        place, revision = Place(card.channel, card.ts) if card.ts else None, card.revision
        if card.in_doubt:
            place, revision = self._look_for(card)
        if place is None and case.status not in OPEN_FOR_DECISION:
            # It was decided elsewhere before anybody was asked in Slack.
            self._forget(card)
            return
        if place is None:
            place = self._post(card, case, message)
        elif revision < case.revision:
            crash_point("before card update")
            self._posting.update(place, message, case.id, case.revision)
            crash_point("after card update")
        with self._database.begin() as session:
            cards.shown(
                session, case.id, channel=place.channel, ts=place.ts,
                revision=max(revision, case.revision), now=self._clock(),
            )  # fmt: skip
            crash_point("before commit of card")
        log.info("card shown", extra={"case": case.id, "revision": case.revision})

    def _look_for(self, card: Card) -> tuple[Place | None, int]:
        """Where the card stands and what it shows. Raises NotDelivered while nobody can know."""
        found = self._posting.find(card.channel, card.case_id, card.updated_at)
        if found is None:
            self._doubts.ensure_settled(card.case_id)
        return found or (None, 0)

    def _post(self, card: Card, case: Case, message: Message) -> Place:
        if not card.channel:
            raise SlackRefused(NO_CHANNEL)
        crash_point("before card post")
        place = self._posting.post(card.channel, message, case.id, case.revision)
        crash_point("after card post")
        return place

    def _note_refusal(self, card: Card, refused: SlackRefused) -> None:
        log.error("slack refuses", extra={"case": card.case_id, "code": refused.code})
        if refused.code in _GONE:
            self._forget(card)
            raise NotDelivered(str(refused)) from refused
        self._release(card, in_doubt=card.in_doubt, trouble=str(refused))
        raise CardRefused(str(refused), retry_after=self._patience.refused) from refused

    def _forget(self, card: Card) -> None:
        with self._database.begin() as session:
            cards.forget(session, card.case_id)

    def _release(self, card: Card, *, in_doubt: bool, trouble: str | None = None) -> None:
        with self._database.begin() as session:
            cards.release(session, card, in_doubt=in_doubt, trouble=trouble)


def build_approvals(
    settings: Settings,
    client: SlackClient | None,
    database: Database,
    desk: Desk,
    clock: Clock,
    console_url: str | None,
) -> SlackApprovals | None:
    """The cards, if there is a way into Slack; calls nobody yet."""
    if client is None:
        return None
    return SlackApprovals(
        client, database, desk, clock, channel=settings.slack_channel, console_url=console_url,
        lang=settings.slack_lang,
    )  # fmt: skip
