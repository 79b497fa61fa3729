"""The cards in Slack as a port: whatever is asked for, the card is brought in line with the case.

A card is planned in our table before it is posted. When the answer to a post is lost, the channel's
history says whether the card is there before it is posted again.
"""

from __future__ import annotations

import logging
import threading
import time

from service.console.words import Words
from service.settings import Settings
from service.slack.blocks import Message, card as card_of
from service.slack.channels import Channels
from service.slack.client import SlackClient, SlackRefused
from service.slack.exchange import CardRefused, Exchanges
from service.slack.line import Fronts, Patience
from service.slack.personal import words_in
from service.slack.posting import Posting
from service.slack.subject import Subject
from service.slack.threads import Threads
from service.slack.turns import Turns
from service.store import cards, cases, editing
from service.store.cards import Card
from service.store.database import Database
from service.store.writers import hastily
from triage.case import OPEN_FOR_DECISION, Case
from triage.desk import Desk
from triage.errors import DeliveryInDoubt, NotDelivered
from triage.mention import Mention
from triage.ports import Clock

log = logging.getLogger(__name__)


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
        self._channels = Channels(desk, channel)
        self._console_url = console_url
        #: Of channels whose queue sets none.
        self._lang = lang
        self._patience = patience or Patience()
        posting, turns = Posting(client), Turns(database, self._patience.between_posts)
        self._exchanges = Exchanges(database, clock, posting, turns, self._patience, self._draw)
        self._fronts = Fronts()
        #: One change at a time keeps them in the order of what happened.
        self._changing = threading.Lock()
        self._threads = Threads(
            database, desk, clock, posting, turns, client.permalink, self._words_of
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
                self._exchanges.show(case, mention)
            return False
        if card.trouble is not None:
            self._exchanges.show(case, mention)
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
        if card is not None and card.ts is not None:
            return card
        if case.status in OPEN_FOR_DECISION:
            return self._placed(case, card)
        if card is None:
            return None
        # Nobody was asked in Slack, and nobody has to be any more.
        with self._database.begin() as session:
            cards.give_up_place(session, case.id)
            return cards.load(session, case.id)

    def _placed(self, case: Case, card: Card | None) -> Card | None:
        """In the line that it belongs into: it has a place since it was drafted, but the settings
        may be new, or Slack."""
        channel = self._channels.of(case)
        if card is not None and card.channel == channel:
            return card
        with self._database.begin() as session:
            # Not what was decided this very moment.
            if cases.load(session, case.id, to_change=True).status in OPEN_FOR_DECISION:
                cards.plan(session, case.id, channel, self._clock())
            return cards.load(session, case.id)

    def _advance(self, card: Card) -> bool:
        """Post the first cards of the line that this one stands in, or stood in; whether there are
        more. Raises NotDelivered where this one still waits, or the line does."""
        with self._fronts.step_up(card.channel) as in_front:
            if in_front:
                # What is written too late lets the channel's turn pass.
                with hastily():
                    return self._work_off(card)
        if card.ts is None:
            # Whoever is at it goes on. We come when it should be done, to see that it is.
            patience = self._patience
            with self._database.read() as session:
                length = cards.length_of_line(session, card.channel)
            wait = length * patience.between_posts + patience.look
            raise NotDelivered("Other cards are posted first.", retry_after=wait)
        return False

    def _work_off(self, card: Card) -> bool:
        """For a while, through what passes meanwhile; whether there may be more."""
        end = time.monotonic() + self._patience.stretch
        while (wait := self._post_first(card)) is not None:
            if time.monotonic() + wait >= end:
                return True
            time.sleep(wait)
        return False

    def _post_first(self, card: Card) -> float | None:
        """Seconds until the line can go on; None where nobody stands in it. Raises NotDelivered
        where that takes long, or this card was refused."""
        try:
            return 0.0 if self._exchanges.post_first(card.channel) else None
        except CardRefused as refused:
            if refused.case_id == card.case_id:
                raise
            # Its own job tries it again; the others need not wait for that.
            return 0.0
        except NotDelivered as error:
            if error.retry_after is None or error.retry_after > self._patience.stretch:
                raise
            return error.retry_after

    def _words_of(self, case: Case) -> Words:
        """What the channel of its queue is written in."""
        queue = self._desk.desks.queue(self._desk.queue_of(case))
        lang = queue.slack_lang if queue else None
        return words_in(lang or self._lang, self._desk.hours.zone)

    def _draw(self, case: Case, mention: Mention) -> Message:
        return card_of(self.subject(case, mention))


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
