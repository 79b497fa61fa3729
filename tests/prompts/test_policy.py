"""The policy file: the one that ships, and the mistakes people make."""

from __future__ import annotations

from pathlib import Path

import pytest

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

[[queue]]
name = "care"

[[approver]]
id = "anna"
name = "Anna Berg"
queues = ["care"]
ceiling = { amount = 100, currency = "EUR" }

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


def test_a_plain_file_is_read(tmp_path: Path) -> None:
    policy = load(tmp_path, GOOD)
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
        ('currency = "EUR"\n\n', 'currency = "Euro"\n\n', "three capitals"),
        ("severities = [2, 3]", "severities = [7]", "numbers from 0 to 4"),
        ('queues = ["care"]', 'queues = ["caer"]', r"no queue 'caer'"),
        ('zone = "Europe/Berlin"', 'zone = "Europa/Berlin"', "hours:"),
        ('opens = "08:00"', 'opens = "8 Uhr"', "hours:"),
        ('days = ["mon", "fri"]', 'days = ["Montag"]', "hours:"),
        ('version = "1"', "", "version is missing"),
        ('version = "1"', 'version = "1', "policy.toml"),
        ("[[queue]]\n", '[[queue]]\nname = "care"\n[[queue]]\n', "two of queue 'care'"),
        ("ceiling = {", "ceiling = 100 #", "ceiling is written"),
    ],
)
def test_a_mistake_is_refused_with_its_reason(
    tmp_path: Path, right: str, wrong: str, reason: str
) -> None:
    assert right in GOOD
    with pytest.raises(UnreadablePolicy, match=reason):
        load(tmp_path, GOOD.replace(right, wrong, 1))
