"""Other drafts in the console, without a script: alternatives, new versions, precedents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from html import unescape
from itertools import count

import pytest

from service.words import load_words
from tests.fakes import ANNA, FakeDrafter, FakeGuard, fake_desk
from tests.service.console_client import Person, console, sign_in, words_of
from tests.world import World, settings
from triage.case import Status
from triage.complaint import Assessment
from triage.draft import Brief, Draft
from triage.guard import Finding
from triage.guard_patterns import ADVICE
from triage.outcome import Outcome, Precedent
from triage.remedy import Money, Remedy

DRAFT = "We are sorry (1). Please send us a message."
MINE = "I am sorry about your evening. Write to me & I will sort it out."
PAST = "I'm sorry you stood in the cold. Please DM me."
_parts = count(1)


class OnePrecedent:
    def nearest(
        self, assessment: Assessment, count: int = 3, *, besides: str | None = None
    ) -> tuple[Precedent, ...]:
        voucher = Remedy("voucher", Money(Decimal(50), "EUR"), "delay-3h")
        past = Precedent("past", "cold & late", f"{PAST} ^BC", 0.8, Outcome.RECOVERED, voucher)
        return (past,)


class TwoTongues(FakeDrafter):
    def draft(self, briefs: Sequence[Brief]) -> list[Draft]:
        drafts = super().draft(briefs)
        return [replace(d, lang="de" if "other_language" in d.wishes else d.lang) for d in drafts]


class Advising(FakeGuard):
    """In the guard's own words."""

    def _check(self, reply: str) -> tuple[Finding, ...]:
        return tuple(replace(found, why=ADVICE[found.rule]) for found in super()._check(reply))


@pytest.fixture(scope="module")
def desk_and_person(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, Person]]:
    desk = fake_desk()
    desk = replace(desk, drafter=TwoTongues(), guard=Advising(), precedents=OnePrecedent())
    with (
        pytest.MonkeyPatch.context() as patch,
        console(settings(tmp_path_factory.mktemp("console"), patch, None), desk) as together,
    ):
        yield together


@pytest.fixture
def world(desk_and_person: tuple[World, Person]) -> World:
    return desk_and_person[0]


@pytest.fixture
def anna(desk_and_person: tuple[World, Person]) -> Person:
    return desk_and_person[1]


@pytest.fixture
def case(world: World) -> str:
    case_id = world.mention(f"the train is late, number {next(_parts)}")
    world.wait_for(case_id, Status.AWAITING)
    return case_id


def editor(page: str) -> str:
    found = re.search(r'<textarea id="reply"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert found
    return unescape(found[1])


def adoptable(page: str) -> list[str]:
    return [unescape(v) for v in re.findall(r'name="adopt" value="([^"]*)"', page)]


def test_alternatives_are_shown_when_asked_for_and_the_typed_text_stays(
    world: World, anna: Person, case: str
) -> None:
    assert "Take these words" not in words_of(anna.get(f"/cases/{case}")).replace(PAST, "")[:800]
    page = anna.decide(case, "alternatives", reply=MINE)
    assert editor(page.text) == MINE
    for name in ("Shorter", "Warmer", "More formal", "Without remedy", "In the other language"):
        assert name in words_of(page)
    assert f"{DRAFT} [warmer]" in adoptable(page.text)
    # Another language is more than other words: it becomes the draft or nothing.
    assert not [text for text in adoptable(page.text) if "other_language" in text]
    assert world.case(case).draft_version == 1


def test_alternatives_and_advice_are_german_for_who_reads_german(world: World, case: str) -> None:
    reader = sign_in(world.kulanz)
    reader.get("/language/de")
    assert "In der anderen Sprache" in words_of(reader.decide(case, "alternatives", reply=MINE))
    advised = words_of(reader.send(f"/cases/{case}/check", reply="haha"))
    assert "geh auf das Geschehene ein" in advised
    assert "This jokes" not in advised


def test_an_alternative_goes_into_the_editor_and_what_was_typed_can_come_back(
    anna: Person, case: str
) -> None:
    page = anna.send(
        f"/cases/{case}/decisions", draft_version="1", reply=MINE, adopt=f"{DRAFT} [warmer]"
    )
    assert editor(page.text) == f"{DRAFT} [warmer]"
    assert "Your text before" in words_of(page)
    assert MINE in adoptable(page.text)
    assert "Exactly this goes out" in words_of(page)
    assert "[warmer] ^AB" in words_of(page)


def test_a_precedents_words_are_taken_over_without_its_sign_off(anna: Person, case: str) -> None:
    page = anna.get(f"/cases/{case}")
    assert PAST in adoptable(page.text)
    assert "80% alike recovered voucher, €50" in words_of(page)
    page = anna.send(f"/cases/{case}/decisions", draft_version="1", reply=DRAFT, adopt=PAST)
    assert editor(page.text) == PAST


def test_words_that_quote_another_author_are_not_offered() -> None:
    told = "Stood in the cold for an hour."
    assert Precedent("past", told, PAST, 0.8).can_be_taken
    assert not Precedent("past", told, f'"{told[:-1]}": {PAST}', 0.8).can_be_taken


def test_the_other_language_becomes_the_draft(world: World, anna: Person, case: str) -> None:
    page = anna.decide(case, "redraft", **{"wish-other_language": "1"})
    assert "Here is the new draft." in words_of(page)
    assert "[other_language]" in editor(page.text)
    assert world.case(case).draft_version == 2


def test_a_wish_in_own_words_stands_in_the_history(world: World, anna: Person, case: str) -> None:
    page = anna.decide(
        case, "redraft", reason="say <b>hello</b>", **{"wish-warmer": "1", "wish-shorter": "1"}
    )
    told = words_of(page)
    assert "Another draft in place of draft 1 wanted: shorter, warmer" in told
    assert "in the console – say <b>hello</b>" in told
    assert "<b>hello" not in page.text
    assert "[shorter, warmer, say <b>hello</b>]" in editor(page.text)


def test_what_the_drafter_can_not_do_is_said_and_the_words_are_kept(
    anna: Person, case: str
) -> None:
    page = anna.decide(case, "redraft", reason="mention the taxi", **{"wish-warmer": "1"})
    assert page.status_code == 422
    assert "There is no new draft." in words_of(page)
    assert ">mention the taxi</textarea>" in page.text
    assert re.search(r'name="wish-warmer" value="1" checked', page.text)


def test_a_draft_that_the_guard_stops_is_told_on_the_page(anna: Person, case: str) -> None:
    page = anna.decide(case, "redraft", reason="haha")
    assert "There is no new draft. The guard stops the new draft." in words_of(page)
    assert editor(page.text) == DRAFT


def test_the_script_gets_the_alternatives_as_a_part_of_the_page(anna: Person, case: str) -> None:
    part = anna.send(f"/cases/{case}/alternatives", draft_version="1")
    assert part.status_code == 200
    assert "<html" not in part.text
    assert f"{DRAFT} [shorter]" in adoptable(part.text)
    assert anna.client.post(f"/cases/{case}/alternatives", data={}).status_code == 403


def test_a_decided_case_has_no_alternatives_any_more(anna: Person, case: str) -> None:
    anna.decide(case, "reject", reason="no")
    assert anna.decide(case, "alternatives", reply=MINE).status_code == 409
    assert anna.decide(case, "redraft").status_code == 409
    assert "Take these words" not in anna.get(f"/cases/{case}").text
    assert ANNA.name in words_of(anna.get(f"/cases/{case}"))


def test_own_words_are_asked_for_only_where_the_drafter_can_follow_them(
    world: World, anna: Person, case: str
) -> None:
    assert "In your own words" in words_of(anna.get(f"/cases/{case}"))
    kulanz = world.kulanz
    desk = replace(kulanz.desk, drafter=load_words(kulanz.settings).playbooks)
    written = replace(kulanz, desk=desk, redrafts=replace(kulanz.redrafts, desk=desk))
    page = words_of(sign_in(written).get(f"/cases/{case}"))
    assert "In your own words" not in page
    assert "The playbooks write the drafts and can do no more than this." in page
