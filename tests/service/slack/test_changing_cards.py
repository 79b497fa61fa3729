"""A card is changed after its case, whatever fails; what only a person can put right is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.service.slack.counter import (
    Counter,
    card_of,
    empty_the_line,
    trouble_with,
    world_on,
)
from tests.slack_channels import BOT, CHANNEL
from tests.slack_person import words_of
from tests.slack_stand_in import SlackStandIn
from tests.world import World
from triage.case import Case, Status
from triage.decision import DecisionKind


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    with world_on(request.param, request, tmp_path_factory.mktemp("fails")) as world:
        yield world


@pytest.fixture
def counter(world: World, slack: SlackStandIn) -> Counter:
    return Counter(world, slack)


@pytest.fixture(autouse=True)
def _nobody_in_line(world: World) -> None:
    empty_the_line(world)


@pytest.fixture
def case(world: World) -> Case:
    return world.wait_for(world.mention("My bag is lost"), Status.AWAITING)


# -- changing --------------------------------------------------------------------------------------


def test_an_update_that_failed_is_made_up_for(
    slack: SlackStandIn, counter: Counter, case: Case
) -> None:
    counter.show(case)
    counter.decide(case)
    slack.faults["chat.update"] = ["dropped", "500", "lost", "429"]
    for _ in range(4):
        counter.fails_to_show(case)
    counter.show(case)
    assert "Rejected by Anna Berg" in words_of(card_of(slack, case).blocks)


def test_an_older_state_never_overwrites_a_newer_one(
    slack: SlackStandIn, counter: Counter, case: Case
) -> None:
    counter.show(case)
    before = counter.world.case(case.id)
    counter.decide(case)
    counter.show(case)
    counter.approvals.request(before, counter.mention(case))
    assert "Rejected by Anna Berg" in words_of(card_of(slack, case).blocks)


def test_a_card_somebody_deleted_comes_back_only_while_it_is_needed(
    world: World, slack: SlackStandIn, counter: Counter, case: Case
) -> None:
    counter.show(case)
    slack.messages.clear()
    counter.decide(case, DecisionKind.ESCALATE)
    counter.fails_to_show(case)
    counter.show(case)
    assert "Escalated by Anna Berg" in words_of(card_of(slack, case).blocks)
    slack.messages.clear()
    counter.decide(case)
    counter.fails_to_show(case)
    counter.show(case)
    assert slack.messages == []


def test_a_case_that_was_over_before_slack_came_back_is_not_posted(
    slack: SlackStandIn, counter: Counter, case: Case
) -> None:
    counter.decide(case)
    counter.show(case)
    assert slack.calls == []


def test_a_channel_given_by_its_name_is_known_by_its_id_from_then_on(
    world: World, slack: SlackStandIn, case: Case
) -> None:
    counter = Counter(world, slack, channel="#care")
    counter.show(case)
    counter.decide(case)
    counter.show(case)
    assert "Rejected by Anna Berg" in words_of(card_of(slack, case).blocks)


def test_what_may_stand_in_a_channel_known_by_name_only_is_not_posted_again(
    world: World, slack: SlackStandIn, case: Case
) -> None:
    by_name = Counter(world, slack, channel="#care")
    slack.faults["chat.postMessage"] = ["lost"]
    by_name.fails_to_show(case)
    assert "the channel's id" in trouble_with(by_name, case)
    Counter(world, slack).show(case)
    assert Counter(world, slack).approvals.trouble is None
    card_of(slack, case)


# -- what only a person can put right --------------------------------------------------------------


def test_what_slack_refuses_is_told_until_it_is_put_right(
    slack: SlackStandIn, counter: Counter, case: Case
) -> None:
    slack.channels[CHANNEL].remove(BOT)
    assert "invite" in trouble_with(counter, case)
    slack.revoked = True
    assert "KULANZ_SLACK_BOT_TOKEN" in trouble_with(counter, case)
    slack.revoked = False
    members = slack.channels.pop(CHANNEL)
    assert "KULANZ_SLACK_CHANNEL" in trouble_with(counter, case)
    slack.channels[CHANNEL] = {*members, BOT}
    counter.show(case)
    assert counter.approvals.trouble is None
    card_of(slack, case)


def test_the_channel_of_a_card_not_yet_posted_follows_the_settings(
    world: World, slack: SlackStandIn, case: Case
) -> None:
    wrong = Counter(world, slack, channel="C0GONE")
    wrong.fails_to_show(case)
    Counter(world, slack).show(case)
    assert card_of(slack, case).channel == CHANNEL
