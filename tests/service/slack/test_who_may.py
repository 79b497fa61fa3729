"""Who may by way of Slack's user groups: read, kept while Slack can't say, and read anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from service.bootstrap import Kulanz, build
from service.slack.people import Caller, People
from service.store import slack_people
from service.store.slack_people import Person as Known, Standing
from tests.fakes import ANNA, BEN, fake_desk
from tests.service.goodwill import euros
from tests.service.slack.conftest import slack_settings
from tests.service.test_console_sign_in import SetClock
from tests.slack_directory import TEAM, person
from tests.slack_stand_in import SlackStandIn
from tests.slack_wire import Fault
from tests.world import settings
from triage.errors import ApproverMayNot
from triage.routing import Approver, ApproverGroup, Desks, Queue

GROUND, CARE, DUTY = "S0GROUND", "S0CARE", "S0DUTY"
DESKS = Desks(
    queues=(Queue("ground", on_duty_group=DUTY), Queue("care", on_duty=frozenset({"anna"}))),
    approvers=(ANNA, Approver("paul", "Paul Otto")),
    groups=(
        ApproverGroup(GROUND, frozenset({"ground"}), euros(30)),
        ApproverGroup(CARE, frozenset({"care"}), euros(80)),
    ),
)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def kulanz(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slack: SlackStandIn, clock: SetClock
) -> Iterator[Kulanz]:
    slack.directory.groups = {
        GROUND: ["U0BEN", "U0DANA", "U0GUEST"], CARE: ["U0DANA"], DUTY: ["U0BEN", "U0GUEST"],
    }  # fmt: skip
    for user in (
        person("U0DANA", "Dana Ruhl", locale="de-AT"),
        person("U0GUEST", "Gus Extern", is_ultra_restricted=True),
    ):
        slack.directory.users[user["id"]] = user
    chosen = settings(tmp_path, monkeypatch, None, **slack_settings(slack))
    built = build(chosen, desk=replace(fake_desk(), desks=DESKS), clock=clock)
    yield built
    built.close()


@pytest.fixture
def people(kulanz: Kulanz) -> People:
    assert kulanz.people is not None
    kulanz.people.refresh()
    return kulanz.people


def caller(user: str, team: str = TEAM, enterprise: str = "") -> Caller:
    return Caller(user, team, enterprise)


def names(people: People, queue: str) -> list[str]:
    return [a.name for a in people.desks.who_may(queue, None)]


def test_members_of_groups_may_decide_in_the_groups_queues(kulanz: Kulanz, people: People) -> None:
    assert names(people, "ground") == ["Anna Berg", "Paul Otto", "Ben Croft", "Dana Ruhl"]
    dana = people.admit(caller("U0DANA"))
    assert (dana.id, dana.name) == ("slack-U0DANA", "Dana Ruhl")
    # The whole program goes by it: the console's lists as well as a decision.
    desks = kulanz.desk.desks
    assert [str(desks.ceiling_in(dana, q.name)) for q in desks.queues_of(dana)] == [
        "30 EUR", "80 EUR",
    ]  # fmt: skip
    assert people.lang("U0DANA") == "de"


def test_a_guest_in_a_group_stays_a_guest(people: People) -> None:
    with pytest.raises(ApproverMayNot, match=r"Who may decide: Anna Berg, Paul Otto, Ben Croft"):
        people.admit(caller("U0GUEST"), "ground")
    assert "Gus Extern" not in names(people, "ground")
    assert [a.name for a in people.on_duty(DESKS.queues[0])] == ["Ben Croft"]
    assert [a.name for a in people.on_duty(DESKS.queues[1])] == ["Anna Berg"]


def test_who_left_the_group_may_no_more_and_who_came_may(
    slack: SlackStandIn, people: People
) -> None:
    slack.directory.groups[GROUND] = ["U0DANA"]
    slack.directory.groups[CARE] = ["U0DANA", "U0CARA"]
    people.refresh()
    with pytest.raises(ApproverMayNot, match="You are no approver here"):
        people.admit(caller("U0BEN"))
    assert people.admit(caller("U0CARA")).name == "Cara Dorn"


@pytest.mark.parametrize("fault", ["500", "429", "dropped"])
def test_while_slack_cannot_say_the_last_known_stay(
    slack: SlackStandIn, people: People, fault: Fault
) -> None:
    slack.faults["usergroups.users.list"] = [fault, fault, fault]
    people.refresh()
    assert people.admit(caller("U0DANA")).name == "Dana Ruhl"
    assert people.trouble is not None
    people.refresh()
    assert people.trouble is None


def test_a_group_that_is_gone_is_told_to_the_operator(slack: SlackStandIn, people: People) -> None:
    del slack.directory.groups[CARE]
    people.refresh()
    assert "no_such_subteam" in str(people.trouble)
    assert people.admit(caller("U0DANA")).id == "slack-U0DANA"
    slack.scopes = "chat:write"
    people.refresh()
    assert "missing_scope" in str(people.trouble)


def test_somebody_deactivated_is_found_out_within_the_hour(
    slack: SlackStandIn, people: People, clock: SetClock
) -> None:
    slack.directory.users["U0DANA"]["deleted"] = True
    assert people.admit(caller("U0DANA")).name == "Dana Ruhl"
    clock.pass_by(timedelta(minutes=61))
    with pytest.raises(ApproverMayNot, match="deactivated"):
        people.admit(caller("U0DANA"))


def test_a_click_of_somebody_known_asks_slack_nothing(slack: SlackStandIn, people: People) -> None:
    people.admit(caller("U0ANNA"))
    before = len(slack.calls)
    people.admit(caller("U0ANNA"))
    people.admit(caller("U0DANA"))
    assert len(slack.calls) == before


def test_whom_the_policy_names_may_though_slack_cannot_be_asked(
    slack: SlackStandIn, kulanz: Kulanz
) -> None:
    assert kulanz.people is not None
    slack.faults["users.info"] = ["500"]
    assert kulanz.people.admit(caller("U0ANNA")) is ANNA


def test_where_nobody_is_named_a_stranger_to_slack_may_not(
    slack: SlackStandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = settings(tmp_path, monkeypatch, None, **slack_settings(slack))
    open_to_all = build(chosen, desk=replace(fake_desk(), desks=Desks()))
    people = open_to_all.people
    assert people is not None
    assert people.admit(caller("U0BEN")).name == BEN.name
    slack.faults["users.info"] = ["500"]
    with pytest.raises(ApproverMayNot, match="could not be asked who you are"):
        people.admit(caller("U0CARA"))
    with pytest.raises(ApproverMayNot, match="another workspace"):
        people.admit(caller("U0BEN", team="T0OTHER"))
    open_to_all.close()


def test_two_processes_know_the_same(kulanz: Kulanz, people: People, slack: SlackStandIn) -> None:
    other = People(people.client, kulanz.database, DESKS, kulanz.clock)
    assert names(other, "ground") == names(people, "ground")
    with kulanz.database.begin() as session:
        gone = Known("U0DANA", "Dana Ruhl", "de", Standing.GONE, kulanz.clock())
        slack_people.keep(session, gone)
    assert "Dana Ruhl" not in names(
        People(people.client, kulanz.database, DESKS, kulanz.clock), "care"
    )
