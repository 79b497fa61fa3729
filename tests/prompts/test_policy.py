"""The policy file: the one that ships, and the mistakes people make."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from prompts.loader import load_policy
from prompts.policy_file import CompanyPolicy
from tests.factories import assessment
from tests.prompts.briefs import PROMPTS
from triage.complaint import Topic
from triage.errors import UnreadablePolicy
from triage.facts import Fact, Facts
from triage.severity import grade

GOOD = """version = "1"
[[remedy]]
name = "delay"
kind = "voucher"
topics = ["delay"]
severities = [2, 3]
amount = 50
currency = "EUR"
missed = true
circumstances = ["children"]
items = ["instrument"]
[[queue]]
budget = { amount = 1000, currency = "EUR" }
name = "care"

[[approver]]
id = "anna"
name = "Anna Berg"
queues = ["care"]
ceiling = { amount = 100, currency = "EUR" }
beyond_budget = true

[hours]
opens = "08:00"
closes = "20:00"
days = ["mon", "fri"]
zone = "Europe/Berlin"
"""


def load(tmp_path: Path, text: str) -> CompanyPolicy:
    path = tmp_path / "policy.toml"
    path.write_text(text, encoding="utf-8")
    return load_policy(path)


def test_the_policy_that_ships_offers_something_for_a_long_delay() -> None:
    policy = load_policy(PROMPTS / "policy.toml")
    facts = Facts((Fact("delay_hours", 5, (0, 3)),))
    offer = policy.remedies.offer(grade(assessment(severity=2)), Topic.DELAY, facts)
    assert offer is not None
    assert (offer.kind, str(offer.money), offer.basis) == ("voucher", "50 EUR", "goodwill")


def test_somebody_may_grant_whatever_the_shipped_policy_offers() -> None:
    policy = load_policy(PROMPTS / "policy.toml")
    for rule in policy.remedies.remedies:
        for topic in rule.topics:
            offer = policy.remedies.offer(
                grade(assessment(severity=max(rule.severities))), topic, Facts()
            )
            assert policy.desks.who_may(policy.desks.queue_for(topic).name, offer)


def test_the_policy_that_ships_has_an_answer_to_every_serious_complaint() -> None:
    """In each of the fifteen topics, and one that costs nothing when the budget is used up."""
    policy = load_policy(PROMPTS / "policy.toml").remedies
    for topic in set(Topic) - {Topic.NONE}:
        for severity in (3, 4):
            graded = grade(assessment(severity=severity))
            assert policy.offer(graded, topic, Facts()), topic
            assert policy.without_money(graded, topic, Facts()), topic


def test_who_travels_what_was_missed_and_the_item_decide_in_the_policy_that_ships() -> None:
    def rule(topic: Topic, *facts: Fact) -> str:
        offer = policy.remedies.offer(grade(assessment(severity=2)), topic, Facts(facts))
        return offer.rule if offer else ""

    policy = load_policy(PROMPTS / "policy.toml")
    late, kids = Fact("delay_hours", 3, (0, 1)), Fact("circumstance", "children", (0, 1))
    assert rule(Topic.DELAY, late) == "delay-3h"
    assert rule(Topic.DELAY, late, kids) == "delay-3h-hard"
    assert rule(Topic.DELAY, late, kids, Fact("missed", "wedding", (0, 1))) == "missed"
    assert rule(Topic.BAGGAGE_LOST, Fact("item", "Koffer", (0, 1))) == "baggage"
    assert rule(Topic.BAGGAGE_LOST, Fact("item", "wheelchair", (0, 1))) == "baggage-needed"


def test_the_policy_that_ships_offers_nothing_that_only_some_can_use() -> None:
    """No miles on a train, and of no fee the price of another."""
    rules = load_policy(PROMPTS / "policy.toml").remedies.remedies
    assert not {rule.kind for rule in rules} & {"miles", "refund"}


def test_a_plain_file_is_read(tmp_path: Path) -> None:
    policy = load(tmp_path, GOOD)
    assert str(policy.remedies.budgets["care"]) == "1000 EUR"
    assert policy.remedies.beyond_budget == {"anna"}
    assert policy.hours.days == frozenset({0, 4})
    assert policy.desks.approver("anna") is not None
    assert policy.remedies.version == "1"


@pytest.mark.parametrize(
    ("right", "wrong", "reason"),
    [
        ('kind = "voucher"', 'kind = "vuocher"', r":4: .*unknown kind 'vuocher'"),
        ('topics = ["delay"]', 'topics = ["dealy"]', r":5: .*no topic 'dealy'"),
        ('topics = ["delay"]', 'topcis = ["delay"]', r":5: .*unknown key 'topcis'"),
        ("amount = 50\n", "amount = -5\n", r":7: .*amount must be above 0"),
        ("amount = 50\n", 'amount = "viel"\n', r"amount must be a number"),
        ("amount = 50\n", "", "needs an amount"),
        ('currency = "EUR"\nmissed', 'currency = "Euro"\nmissed', "three capitals"),
        ("severities = [2, 3]", "severities = [7]", "numbers from 0 to 4"),
        ('queues = ["care"]', 'queues = ["caer"]', r"no queue 'caer'"),
        ('zone = "Europe/Berlin"', 'zone = "Europa/Berlin"', "hours:"),
        ('opens = "08:00"', 'opens = "8 Uhr"', "hours:"),
        ('days = ["mon", "fri"]', 'days = ["Montag"]', "hours:"),
        ('version = "1"', "", "version is missing"),
        ('version = "1"', 'version = "1', "policy.toml"),
        ("[[queue]]\n", '[[queue]]\nname = "care"\n[[queue]]\n', "two of queue 'care'"),
        ("ceiling = {", "ceiling = 100 #", "ceiling is written"),
        ("budget = {", "budget = 100 #", r":13: queue 'care': a budget is written"),
        ("budget = { amount", "budget = { amuont", r":13: .*did you mean 'amount'"),
        ('kind = "voucher"', 'kind = "miels"', "did you mean 'miles'"),
        ('topics = ["delay"]', "topics = [2]", "there is no topic 2"),
        ("severities = [2, 3]", 'severities = ["2"]', "numbers from 0 to 4"),
        ("missed = true", 'missed = "ja"', r":9: remedy 'delay': missed must be true or false"),
        (
            '["children"]',
            '["chidren"]',
            r":10: .*'chidren'; did you mean 'children'",
        ),
        ('["instrument"]', '["guitar"]', r":11: .*no kind of item 'guitar'; known:"),
        ("missed = true", "miles = 500", "miles are for the kind miles, not for voucher"),
        ("amount = 50\n", "amount = 50.005\n", "two decimals at most"),
        ('"EUR"\nmissed', '"GBP"\nmissed', r":8: .*50 GBP can't be paid from the budget"),
        ("beyond_budget = true", "beyond_budget = 1", "beyond_budget must be true or false"),
        ("[[remedy]]", "[remedy]", r"headed \[\[remedy\]\]"),
        ("[hours]", "[[hours]]", r"headed \[hours\]"),
        ('name = "Anna Berg"', "name = 7", r":18: .*must be text in quotes"),
    ],
)
def test_a_mistake_is_refused_with_its_reason(
    tmp_path: Path, right: str, wrong: str, reason: str
) -> None:
    assert right in GOOD
    with pytest.raises(UnreadablePolicy, match=reason):
        load(tmp_path, GOOD.replace(right, wrong, 1))


def test_a_mistake_is_found_in_its_own_block(tmp_path: Path) -> None:
    """`amount` stands in every remedy; the line is that of the wrong one."""
    second = GOOD.replace("[[queue]]", SECOND.format(amount=-1) + "[[queue]]", 1)
    with pytest.raises(UnreadablePolicy, match=r":16: remedy 'second': amount must be above 0"):
        load(tmp_path, second)
    load(tmp_path, GOOD.replace("[[queue]]", SECOND.format(amount=1) + "[[queue]]", 1))


SECOND = """[[remedy]]
name = "second"
kind = "lounge"
topics = ["delay"]
amount = {amount}  # what a visit costs
severities = [2]
currency = "EUR"

"""


@settings(max_examples=60, deadline=None)
@given(
    line=st.integers(0, GOOD.count("\n") - 1),
    change=st.sampled_from(["", "x = 1", "= 3", "amount = true", "topics = 5", "[[remedy]]"]),
)
def test_whatever_a_person_breaks_is_refused_in_words_or_is_no_mistake(
    tmp_path_factory: pytest.TempPathFactory, line: int, change: str
) -> None:
    lines = GOOD.splitlines()
    lines[line] = change
    with suppress(UnreadablePolicy):
        load(tmp_path_factory.mktemp("policy"), "\n".join(lines))


TWO = """
version = "1"
second_approver_above = { amount = 200, currency = "EUR" }
[[queue]]
name = "ground"
on_duty = ["lena"]
on_duty_group = "S0DUTY"
[[approver]]
id = "lena"
name = "Lena Voss"
[[approver_group]]
slack_group = "S0GROUND"
queues = ["ground"]
ceiling = { amount = 80, currency = "EUR" }
"""


def test_groups_duty_and_the_second_approver_are_read(tmp_path: Path) -> None:
    desks = load(tmp_path, TWO).desks
    assert str(desks.second_above) == "200 EUR"
    assert desks.queues[0].on_duty == frozenset({"lena"})
    assert desks.queues[0].on_duty_group == "S0DUTY"
    (group,) = desks.groups
    assert (group.slack_group, group.queues, str(group.ceiling)) == (
        "S0GROUND", frozenset({"ground"}), "80 EUR",
    )  # fmt: skip
    assert desks.names_slack_users


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        ('on_duty = ["milan"]', "there is no approver 'milan'"),
        ('slack_group = "S0GROUND"\nid = "x"', "unknown key 'id'"),
        (
            '[[approver_group]]\nslack_group = "S0GROUND"\n[[approver_group]]',
            "there are two of approver_group 'S0GROUND'",
        ),
    ],
)
def test_a_mistake_in_who_may_is_refused(tmp_path: Path, broken: str, why: str) -> None:
    key = broken.partition(" ")[0] if not broken.startswith("[") else "[[approver_group]]"
    line = next(line for line in TWO.splitlines() if line.startswith(key))
    with pytest.raises(UnreadablePolicy, match=re.escape(why)):
        load(tmp_path, TWO.replace(line, broken, 1))


def test_one_person_alone_is_no_second_approver(tmp_path: Path) -> None:
    alone = TWO.partition("[[approver_group]]")[0]
    with pytest.raises(UnreadablePolicy, match="two people are needed"):
        load(tmp_path, alone)


QUEUE = 'version = "1"\n[[queue]]\nname = "ground"\n'


@pytest.mark.parametrize(
    ("line", "seconds"), [("", None), ("undo_seconds = 0", 0), ("undo_seconds = 7.5", 7.5)]
)
def test_a_queue_says_how_long_an_approval_can_be_taken_back(
    tmp_path: Path, line: str, seconds: float | None
) -> None:
    text = f'{QUEUE}slack_escalation_channel = "C0SECOND"\n{line}\n'
    (queue,) = load(tmp_path, text).desks.queues
    assert (queue.undo_seconds, queue.slack_escalation_channel) == (seconds, "C0SECOND")


def test_a_queue_says_in_which_language_its_channel_is(tmp_path: Path) -> None:
    (queue,) = load(tmp_path, f'{QUEUE}slack_lang = "de"\n').desks.queues
    assert queue.slack_lang == "de"
    with pytest.raises(UnreadablePolicy, match="slack_lang"):
        load(tmp_path, f'{QUEUE}slack_lang = "fr"\n')


@pytest.mark.parametrize("wrong", ["-1", "301", '"5"'])
def test_a_time_to_take_back_that_makes_no_sense_is_refused(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(UnreadablePolicy, match="undo_seconds"):
        load(tmp_path, f"{QUEUE}undo_seconds = {wrong}\n")
