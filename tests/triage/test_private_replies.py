"""What only its author reads: sums may stand there, those of others and too high ones not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.factories import agent, assessment, case, conversation, customer
from tests.fakes import fake_desk
from triage.complaint import Topic
from triage.draft import Draft, utterance
from triage.facts import Facts
from triage.guard import Rule, RuleGuard, Utterance
from triage.mention import Channel
from triage.remedy import Money, Policy, Remedy, RemedyRule
from triage.severity import Severity, grade

COMPLAINT = (
    "You took 89,50 euros twice. My booking is LK-77402, my card 4111 1111 1111 1111, call me on "
    "0170 5550192 or write to a.b@post.example. Passport number C01X00T47, PIN 4471."
)


def said(reply: str, *, lang: str = "en", **more: object) -> Utterance:
    fields = {"complaint": COMPLAINT, "channel": Channel.EMAIL} | more
    return Utterance(reply=reply, lang=lang, **fields)  # type: ignore[arg-type]


def rules_in(utterance: Utterance) -> set[Rule]:
    return {finding.rule for finding in RuleGuard().check([utterance])[0]}


@pytest.mark.parametrize("channel", list(Channel))
def test_an_amount_stands_in_an_e_mail_alone(channel: Channel) -> None:
    names_one = said("I'm sorry that we took 89.50 euros twice.", channel=channel)
    assert (Rule.AMOUNT_IN_PUBLIC in rules_in(names_one)) is (channel is not Channel.EMAIL)
    asks = said("I'm sorry. Tell us your phone number.", channel=channel)
    assert (Rule.ASKS_PUBLIC_PERSONAL_DATA in rules_in(asks)) is (channel is not Channel.EMAIL)


def test_who_says_whether_it_is_public_counts_more_than_the_channel() -> None:
    for channel, public in ((Channel.EMAIL, True), (Channel.X, False)):
        told = said("I'm sorry about the 89.50 euros.", channel=channel, public=public)
        assert (Rule.AMOUNT_IN_PUBLIC in rules_in(told)) is public


@pytest.mark.parametrize(
    ("reply", "stops"),
    [
        ("I'm sorry. I have your booking LK-77402 before me.", False),
        ("I'm sorry. I'll call you on 0170 5550192 or write to a.b@post.example.", False),
        ("I'm sorry. I have the booking LK-77403 before me.", True),
        ("I'm sorry. I'll call you on 0170 5550193.", True),
        ("I'm sorry. We charged 4111 1111 1111 1111 twice.", True),
        ("I'm sorry. We have your passport number C01X00T47.", True),
        ("I'm sorry. The PIN 4471 was locked.", True),
    ],
)
def test_an_author_s_own_number_may_be_repeated_to_them(reply: str, stops: bool) -> None:
    assert rules_in(said(reply)) == ({Rule.PERSONAL_DATA} if stops else set())
    assert Rule.PERSONAL_DATA in rules_in(said(reply, channel=Channel.X))


@pytest.mark.parametrize(
    ("reply", "lang", "stops"),
    [
        ("I'm sorry. We'll refund the 89.50 euros today.", "en", False),
        ("Es tut mir leid. Wir erstatten Ihnen die 89,50 Euro.", "de", False),
        ("I'm sorry. The seat costs 25 euros; I'll find out why you paid more.", "en", False),
        ("I'm sorry. I'm sending you the bill for 120 euros once more.", "en", False),
        ("I'm sorry. Your credit card was charged 120 euros, and I'll ask why.", "en", False),
        ("Es tut mir leid. Ich sehe, dass Sie 62 Euro zahlen, und prüfe das.", "de", False),
        ("Es tut mir leid. Ich gebe Ihnen bis Montag Bescheid, ob 25 Euro stimmen.", "de", False),
        ("Es tut mir leid. Ich schicke Ihnen die Rechnung über 120 Euro noch einmal.", "de", False),
        ("I'm sorry. We'll send you a voucher worth 30 euros.", "en", False),
        ("I'm sorry. We'll send you a voucher worth 20 euros.", "en", False),
        ("I'm sorry. We'll send you a voucher worth 300 euros.", "en", True),
        ("I'm sorry. We'll refund the 89.50 euros and give you thirty-five euros.", "en", True),
        ("I'm sorry. Here is £250 for your trouble.", "en", True),
        ("I'm sorry. I'm sending you forty euros for the trouble.", "en", True),
        ("Es tut mir leid. Die 40 Euro zahlen wir Ihnen.", "de", True),
        ("Es tut mir leid. Wir schreiben Ihnen 1.200 Euro gut.", "de", True),
        ("Es tut mir leid. Ich überweise Ihnen heute zweihundert Euro.", "de", True),
        ("Es tut mir leid. Sie bekommen einen Hunderter zurück.", "de", True),
        ("Es tut mir leid. Von uns erhalten Sie 5.000 Meilen.", "de", True),
    ],
)
def test_no_sum_is_given_that_neither_author_nor_policy_names(
    reply: str, lang: str, stops: bool
) -> None:
    told = said(reply, lang=lang, policy_offer="voucher up to 30 EUR")
    found = RuleGuard().check([told])[0]
    assert [finding.rule for finding in found] == ([Rule.OVER_PROMISE] if stops else [])
    assert all(finding.blocking for finding in found)


@pytest.mark.parametrize(
    ("offer", "given", "stops"),
    [
        ("miles 5000 miles", "5,000 miles", False),
        ("miles 5000 miles", "6,000 miles", True),
        ("miles 5000 miles", "500 euros", True),
        ("20% off the next stay", "20% off the next stay", False),
        ("20% off the next stay", "20 euros", True),
        ("voucher 50 EUR, voucher 75 EUR", "€75.00", False),
    ],
)
def test_miles_and_percents_back_no_money(offer: str, given: str, stops: bool) -> None:
    told = said(f"I'm sorry. We'll give you {given}.", policy_offer=offer)
    assert (Rule.OVER_PROMISE in rules_in(told)) is stops


@pytest.mark.parametrize(
    ("reply", "lang"),
    [
        ("500 Euro sind auf dem Weg zu Ihnen.", "de"),
        ("Wir haben Ihnen 500 Euro überwiesen.", "de"),
        ("Die Rückerstattung von 500 Euro kommt morgen.", "de"),
        ("Wir begleichen die Rechnung über 500 Euro.", "de"),
        ("Du kriegst 500 Fr. von uns.", "de"),
        ("Wir legen 40.– drauf.", "de"),
        ("Please accept £500 as an apology.", "en"),
        ("I've put £500 back on your card.", "en"),
        ("I'll knock £500 off the bill.", "en"),
        ("We have added 5,000 miles to your account.", "en"),
        ("Your money is coming. It is £500.", "en"),
    ],
)
def test_money_is_given_in_many_words(reply: str, lang: str) -> None:
    apology = {"de": "Es tut mir leid", "en": "I'm sorry"}[lang]
    assert rules_in(said(f"{apology}. {reply}", lang=lang)) == {Rule.OVER_PROMISE}


@pytest.mark.parametrize(
    ("reply", "offer", "stops"),
    [
        ("We give you three hundred and fifty euros.", "voucher 100 EUR", True),
        ("We give you three hundred and fifty euros.", "voucher 350 EUR", False),
        ("We give you nine-hundred euros.", "voucher 100 EUR", True),
        ("We give you a fifty euro voucher.", "voucher 50 EUR", False),
        ("We give you 1 200 euros.", "voucher 200 EUR", True),
        ("We give you 1'200 CHF.", "voucher 200 CHF", True),
        ("We give you 1'200 CHF.", "voucher 1200 CHF", False),
        ("We give you €50k.", "voucher 50 EUR", True),
        ("We give you £50.", "voucher 50 EUR", True),
        ("We give you 50 CHF.", "voucher 50 EUR", True),
        ("We give you 2 x €50.", "voucher 50 EUR", True),
        ("We give you €50 each.", "voucher 50 EUR", True),
    ],
)
def test_an_offer_backs_no_more_than_it_says(reply: str, offer: str, stops: bool) -> None:
    told = said(f"I'm sorry. {reply}", complaint="Five hours late.", policy_offer=offer)
    assert (Rule.OVER_PROMISE in rules_in(told)) is stops


@pytest.mark.parametrize(
    ("complaint", "sum_", "stops"),
    [
        ("I waited 500 minutes", "500 euros", True),
        ("Room 500 was cold, on LH 500 too", "500 euros", True),
        ("On 12.03. it rained, in 2026", "2026 euros", True),
        ("You took nine thousand euros", "five thousand euros", True),
        ("You took £500", "500 euros", True),
        ("I paid 500, then another 640", "640 euros", False),
        ("You took ninety euros", "90 euros", False),
        ("You took 90 euros", "ninety euros", False),
        ("CHF 1'200.- for a lamp", "1200 CHF", False),
        ("2 tenners are gone", "2 tenners", False),
        ("You took 40p", "forty pence", False),
    ],
)
def test_what_an_author_counts_is_no_sum_of_theirs(complaint: str, sum_: str, stops: bool) -> None:
    told = said(f"I'm sorry. We refund the {sum_}.", complaint=complaint)
    assert (Rule.OVER_PROMISE in rules_in(told)) is stops


def test_a_sum_that_is_quoted_is_not_given() -> None:
    told = 'Dear Ada, "They refund me 89,50 euros twice": I am sorry.'
    assert rules_in(said(told, complaint="They refund me 89,50 euros twice.")) == set()


def draft(remedy: Remedy | None) -> Draft:
    return Draft(
        reply="", note="", lang="en", register="neutral", topic=Topic.DELAY,
        severity=Severity.FAILURE, facts=Facts(), remedy=remedy, statutory_hint=None,
        playbook="delay", drafter="by hand",
    )  # fmt: skip


def voucher(amount: int) -> RemedyRule:
    euros = Money(Decimal(amount), "EUR")
    return RemedyRule("late", "voucher", frozenset({Topic.DELAY}), frozenset(Severity), euros)


def test_a_person_may_give_what_the_policy_offers_for_the_case_by_now() -> None:
    policy = Policy("2", (voucher(75),))
    desk = replace(fake_desk(), guard=RuleGuard(), policy=policy)
    judged = assessment()
    of = case(draft=draft(voucher(50).remedy), assessment=judged, grade=grade(judged))
    late = conversation("Five hours late.", channel=Channel.EMAIL)
    for amount, stops in ((50, False), (75, False), (80, True)):
        found = desk.check_edit(of, f"I'm sorry. We'll give you {amount} euros.", late)
        assert bool(found) is stops


def test_a_draft_may_give_what_it_offers() -> None:
    late = conversation("Five hours late.", channel=Channel.EMAIL)
    for remedy, stops in ((voucher(50).remedy, False), (None, True)):
        told = utterance("I'm sorry. We give you 50 euros.", late, None, draft(remedy))
        assert (Rule.OVER_PROMISE in rules_in(told)) is stops


def test_what_the_author_wrote_before_is_theirs_and_what_we_wrote_is_not() -> None:
    earlier = (customer("My booking is LK-77402."), agent("We have the booking LK-77403."))
    again = conversation("Any news?", earlier=earlier, channel=Channel.EMAIL)
    for number, stops in (("LK-77402", False), ("LK-77403", True)):
        told = utterance(f"I'm sorry. I have the booking {number} before me.", again, None)
        assert (Rule.PERSONAL_DATA in rules_in(told)) is stops
