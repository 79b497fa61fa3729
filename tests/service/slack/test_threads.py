"""The thread under a card: what was said before, what is alike, what happened, each told once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from service.slack.approvals import SlackApprovals
from service.slack.client import SlackClient
from service.slack.thread_opening import Background, opening
from service.slack.thread_words import lines
from tests.fakes import ANNA, BEN
from tests.service.slack.card_states import NOW, STATES, awaiting
from tests.service.slack.counter import PATIENCE, Counter
from tests.slack_channels import BOT, CHANNEL, Message
from tests.slack_limits import message_faults
from tests.slack_person import words_of
from tests.slack_stand_in import SlackStandIn
from tests.slack_wire import Fault
from tests.world import World, running, settings
from triage.case import Case, Event, Status
from triage.decision import DecisionKind
from triage.errors import NotDelivered
from triage.mention import Role, Turn
from triage.outcome import Outcome, Precedent

SECOND = "C0SECOND"


class Desk(Counter):
    """Cards and threads asked for by hand, with a channel for what is escalated."""

    def __init__(self, world: World, slack: SlackStandIn) -> None:
        super().__init__(world, slack)
        desk = world.kulanz.desk
        queues = (replace(desk.desks.queues[0], slack_escalation_channel=SECOND),)
        self.approvals = SlackApprovals(
            SlackClient(slack.bot_token, slack.api_url), world.kulanz.database,
            replace(desk, desks=replace(desk.desks, queues=queues)), world.kulanz.clock,
            channel=CHANNEL, console_url=None, patience=PATIENCE,
        )  # fmt: skip

    def tell_all(self, case: Case) -> None:
        self.go_on(lambda: self.approvals.tell(self.world.case(case.id)))

    def fails_to_tell(self, case: Case) -> NotDelivered:
        with pytest.raises(NotDelivered) as failed:
            self.approvals.tell(self.world.case(case.id))
        return failed.value


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("threads")
    with pytest.MonkeyPatch.context() as patch, running(settings(folder, patch, None)) as world:
        yield world


@pytest.fixture
def desk(world: World, slack: SlackStandIn) -> Desk:
    slack.channels[SECOND] = {BOT, "U0ANNA"}
    return Desk(world, slack)


@pytest.fixture
def case(world: World, desk: Desk) -> Case:
    """A case whose card stands in the channel."""
    case = world.wait_for(world.mention("My bag is lost"), Status.AWAITING)
    desk.show(case)
    return case


def card_of(slack: SlackStandIn) -> Message:
    (card,) = [m for m in slack.messages if m.channel == CHANNEL and m.thread_ts is None]
    return card


def thread(slack: SlackStandIn) -> list[str]:
    card = card_of(slack)
    return [words_of(m.blocks) for m in slack.messages if m.thread_ts == card.ts]


def test_what_happens_is_told_once_below_the_one_card(
    world: World, slack: SlackStandIn, desk: Desk, case: Case
) -> None:
    desk.tell_all(case)
    assert thread(slack) == [], "a first mention that is like no other says it all on its card"
    handling, decisions = world.kulanz.handling, world.kulanz.decisions
    handling.assign(case.id, ANNA, BEN, surface="slack")
    decisions.decide(
        case.id, DecisionKind.ESCALATE, BEN, draft_version=1, reason="A lawyer", surface="slack"
    )
    desk.tell_all(case)
    decisions.decide(
        case.id, DecisionKind.EDIT, ANNA, draft_version=1, reply="My own words",
        surface="console", undo_seconds=100.0,
    )  # fmt: skip
    handling.take_back(case.id, BEN, draft_version=1, surface="slack")
    for _ in range(2):
        desk.tell_all(case)
    first, second = thread(slack)
    assert "Handed over by Anna Berg to" in first
    assert "Draft 1 escalated by Ben Croft: A lawyer." in first
    for told in (
        "Draft 1 edited and approved by Anna Berg in the console.",
        "Draft 1 was: We are sorry (1). Please send us a message.",
        "Approval taken back by Ben Croft. Nothing went out.",
        "Draft 2",
    ):
        assert told in second


def test_what_is_escalated_is_told_once_where_cases_are_escalated_to(
    world: World, slack: SlackStandIn, desk: Desk, case: Case
) -> None:
    world.kulanz.decisions.decide(
        case.id, DecisionKind.ESCALATE, BEN, draft_version=1, reason="A lawyer", surface="slack"
    )
    desk.approvals.client.identity()
    slack.faults["chat.postMessage"] = ["lost"]
    assert desk.fails_to_tell(case).retry_after == PATIENCE.settle
    desk.tell_all(case)
    desk.tell_all(case)
    (pointer,) = [m for m in slack.messages if m.channel == SECOND]
    told = words_of(pointer.blocks)
    assert "Delay   · severity 2  · Escalated by Ben Croft: A lawyer." in told
    card = card_of(slack)
    address = f"archives/{CHANNEL}/p{card.ts.replace('.', '')}"
    assert address in str(pointer.blocks)
    assert "bag" not in str(pointer.blocks) + pointer.text


@pytest.mark.parametrize("fault", ["lost", "dropped", "500", "429"])
def test_a_line_whose_answer_got_lost_is_looked_for_and_never_posted_twice(
    world: World, slack: SlackStandIn, desk: Desk, case: Case, fault: Fault
) -> None:
    world.kulanz.handling.assign(case.id, ANNA, ANNA, surface="slack")
    slack.faults["chat.postMessage"] = [fault]
    desk.fails_to_tell(case)
    slack.faults["conversations.replies"] = ["500"] if fault != "429" else []
    if fault != "429":
        desk.fails_to_tell(case)
    desk.tell_all(case)
    assert len(thread(slack)) == 1
    assert "Taken by Anna Berg." in thread(slack)[0]


def test_nothing_is_told_before_there_is_a_card(
    world: World, desk: Desk, slack: SlackStandIn
) -> None:
    case = world.wait_for(world.mention("My bag is lost again"), Status.AWAITING)
    assert not desk.approvals.tell(case)
    slack.faults["chat.postMessage"] = ["dropped"]
    desk.fails_to_show(case)
    assert "not there yet" in str(desk.fails_to_tell(case))


# -- words -----------------------------------------------------------------------------------------


def drafts(*replies: str) -> Background:
    draft = awaiting().draft
    assert draft is not None
    return Background(drafts={n: replace(draft, reply=r) for n, r in enumerate(replies, start=1)})


def numbered(*events: Event) -> list[tuple[int, Event]]:
    return [*enumerate(events, start=1)]


def test_a_thread_begins_with_what_was_said_and_what_is_alike() -> None:
    like = Precedent("c2", "Flug AU 412, Code X7K9QP", "Sorry.\n\nWrite to us.", 0.87)
    background = Background(
        earlier=(
            Turn(Role.CUSTOMER, "Reach me at dana@post.example"),
            Turn(Role.AGENT, "We are on it. ^AB"),
        ),
        precedents=(replace(like, outcome=Outcome.RECOVERED),),
    )
    blocks = opening(background)
    assert message_faults(blocks) == []
    told = words_of(blocks)
    for expected in (
        "The author: Reach me at ••••@••••.•••••••", "We: We are on it. ^AB",
        "A case like this one (87% alike), recovered:", "Code ••••••", "Sorry.\n\nWrite to us.",
    ):  # fmt: skip
        assert expected in told
    assert opening(Background()) == []


def test_long_drafts_are_told_whole_in_as_many_messages_as_it_takes() -> None:
    replies = ["\n\n".join(f"{n}.{m} " + "Es tut uns leid. " * 60 for m in range(7)) for n in "abc"]
    happened = numbered(*(Event(NOW, "drafted", "kulanz", {"version": v}) for v in (2, 3, 4)))
    background, told, messages = drafts(*replies), "", 0
    while happened:
        blocks, last = lines(happened, background, first=False)
        assert message_faults(blocks) == []
        told += "".join(
            part["text"] for b in blocks for e in b["elements"]
            if e["type"] == "rich_text_preformatted" for part in e["elements"]
        )  # fmt: skip
        happened = [(n, event) for n, event in happened if n > last]
        messages += 1
    assert told == "".join(replies)
    assert messages == 3


@pytest.mark.parametrize("state", STATES)
def test_whatever_happened_can_be_told(state: str) -> None:
    events = numbered(*STATES[state][0](awaiting()).events)
    blocks, last = lines(events, drafts("We are sorry.", "We are very sorry."), first=True)
    assert last == len(events)
    assert not blocks or message_faults(blocks) == []
    assert "javascript" not in str(blocks)
