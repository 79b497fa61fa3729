"""The case page says each thing once, and nothing that is no longer so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from service.console.stated import stated
from tests.factories import brief
from tests.fakes import FakeDrafter, fake_desk
from tests.service.console_client import Person, console, opened, words_of
from tests.world import World, settings
from triage.case import Status
from triage.claims import Claim, Entitlement
from triage.draft import Brief, Draft
from triage.facts import Fact, Facts
from triage.remedy import Money

Care = tuple[World, Person]


CLAIM = Claim("delay", (Entitlement("EU261", (Money(Decimal(250), "EUR"),)),), missing=("date",))


class Owing(FakeDrafter):
    def draft(self, briefs: Sequence[Brief]) -> list[Draft]:
        return [replace(draft, claim=CLAIM) for draft in super().draft(briefs)]


@pytest.fixture(scope="module")
def care(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Care]:
    """Nothing can be sent: the address has no https, and no private one is allowed."""
    folder = tmp_path_factory.mktemp("care")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KULANZ_INBOX_SOCIAL_REPLY_URL", "http://replies.example/r")
        chosen = settings(folder, patch, None, allow_private_addresses=False)
        with console(chosen, replace(fake_desk(), drafter=Owing())) as both:
            yield both


def test_a_sending_that_failed_is_on_its_way_no_more(care: Care) -> None:
    world, anna = care
    case = opened(world, "my bag is late")
    draft = world.case(case).draft
    assert draft
    anna.decide(case, "send", reply=draft.reply)
    world.wait_for(case, Status.PUBLISH_FAILED)
    for path in (f"/cases/{case}", f"/cases/{case}/state"):
        told = words_of(anna.get(f"{path}?done=approve", headers={"accept-language": "de"}))
        assert "ist unterwegs" not in told
        assert "Antworten gehen nur über https hinaus." in told
        assert "abgelehnt" not in told, "the inbox never heard of it"
    assert "Noted" in words_of(anna.get(f"/cases/{case}/state?done=corrected"))


def test_agreement_is_a_confirmation(care: Care) -> None:
    world, anna = care
    case = opened(world, "my bag is late")
    known = world.case(case).assessment
    assert known
    said = {"complaint": "yes", "asks_ironic": "1", "topic": known.topic}
    anna.send(f"/cases/{case}/corrections", severity=str(int(known.severity)), **said)
    page = anna.get(f"/cases/{case}")
    assert '<span class="tag">confirmed</span>' in page.text
    assert "Confirmed: a complaint" in words_of(page)

    other = "4" if known.severity != 4 else "1"
    anna.send(f"/cases/{case}/corrections", severity=other, **said)
    assert '<span class="tag">corrected</span>' in anna.get(f"/cases/{case}").text


def test_what_to_ask_in_private_stands_once(care: Care) -> None:
    world, anna = care
    page = anna.get(f"/cases/{opened(world, 'my bag is late')}")
    assert words_of(page).count("To ask in private") == 1


def test_a_stated_thing_is_shown_once() -> None:
    told = (
        ("flight", "AU 980"), ("flight", "980"), ("flight", "AU 12"), ("hold_time", "two hours"),
        ("hold_time_hours", 2), ("travellers", "wheelchair"), ("circumstance", "disability"),
        ("circumstance", "cold"),
    )  # fmt: skip
    (draft,) = FakeDrafter().draft([brief()])
    facts = Facts(tuple(Fact(name, value, (0, 1)) for name, value in told))
    shown = stated(replace(draft, facts=facts))
    assert [(name, [fact.value for fact in values]) for name, values in shown] == [
        ("flight", ["AU 980", "AU 12"]), ("hold_time", ["two hours"]),
        ("travellers", ["wheelchair"]), ("circumstance", ["cold"]),
    ]  # fmt: skip
    alone = Facts((Fact("flight", "980", (0, 1)), Fact("hold_time_hours", 2, (0, 1))))
    assert len(stated(replace(draft, facts=alone))) == 2
