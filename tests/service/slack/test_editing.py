"""While somebody has the editor open the card says so, and no longer than that."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from service.bootstrap import utc_now
from service.slack.approvals import SlackApprovals
from service.slack.client import SlackClient
from service.slack.editing import LASTS
from service.store import cards, editing
from tests.service.slack.conftest import Office
from tests.slack_channels import CHANNEL, Message
from tests.slack_person import Person, wait_until, words_of
from triage.case import Case
from triage.mention import Mention

AT_IT = "Being edited by"
MENTION = Mention("m1", "My bag is lost")


def opens(office: Office, person: Person, card: Message) -> dict[str, Any]:
    before = len(office.slack.views)
    person.click(card, "edit")
    wait_until(lambda: len(office.slack.views) > before)
    return office.slack.views[-1]


def test_the_card_says_who_is_editing_until_they_close_or_send(office: Office) -> None:
    case, card = office.waiting_card("My bag is lost")
    hers, his = opens(office, office.anna, card), opens(office, office.ben, card)
    office.shows(card, f"{AT_IT} Anna Berg, Ben Croft.")
    office.anna.close(hers)
    office.shows(card, f"{AT_IT} Ben Croft.")
    stopped = office.ben.submit(his, "haha")
    assert stopped is not None
    assert stopped["response_action"] == "errors"
    assert f"{AT_IT} Ben Croft." in words_of(card.blocks), "he is still at it"
    assert not office.ben.submit(his, "Sorry. Ben is on it.")
    office.shows(card, "Published. Edited and approved by Ben Croft.")
    assert AT_IT not in words_of(card.blocks)
    kulanz = office.world.kulanz
    with kulanz.database.read() as session:
        assert editing.names(session, case.id, kulanz.clock()) == ()


def test_whoever_may_not_decide_is_not_shown_as_editing(office: Office) -> None:
    _, card = office.waiting_card("My bag is lost")
    window = opens(office, office.anna, card)
    office.shows(card, f"{AT_IT} Anna Berg.")
    office.stranger.close(window)
    office.cara.click(card, "edit")
    wait_until(office.cara.told)
    assert f"{AT_IT} Anna Berg." in words_of(card.blocks)


# -- forgotten -------------------------------------------------------------------------------------


def test_whoever_walks_away_is_forgotten_after_a_while(office: Office) -> None:
    case, card = office.waiting_card("My bag is lost")
    opens(office, office.anna, card)
    office.shows(card, f"{AT_IT} Anna Berg.")
    wait_until(lambda: card_of(office, case).revision)
    kulanz, before = office.world.kulanz, updates(office)
    later = SlackApprovals(
        SlackClient(office.slack.bot_token, office.slack.api_url), kulanz.database, kulanz.desk,
        lambda: utc_now() + LASTS, channel=CHANNEL, console_url=None,
    )  # fmt: skip
    later.request(case, MENTION)
    assert AT_IT not in words_of(card.blocks)
    later.request(case, MENTION)
    assert updates(office) == before + 1


def test_a_card_that_was_outdated_while_it_was_being_shown_stays_so(office: Office) -> None:
    case, _ = office.waiting_card("My bag is lost")
    now = utc_now()
    for outdated, revision in ((True, 0), (False, case.revision)):
        now += timedelta(seconds=1)
        with office.world.kulanz.database.begin() as session:
            assert cards.claim(session, case.id, now, timedelta())
            if outdated:
                cards.outdate(session, case.id, now + timedelta(milliseconds=1))
            cards.shown(
                session, case.id, channel=CHANNEL, ts="1.0", revision=case.revision, now=now
            )
        assert card_of(office, case).revision == revision


def card_of(office: Office, case: Case) -> cards.Card:
    with office.world.kulanz.database.read() as session:
        card = cards.load(session, case.id)
    assert card is not None
    return card


def updates(office: Office) -> int:
    return sum(method == "chat.update" for method, _ in office.slack.calls)
