"""What becomes of a published reply: judged by the author's next words, or by their silence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from service.store import outcomes
from tests.fakes import ANNA, BEN
from tests.receiver import Receiver
from tests.service.console_client import sign_in, words_of
from tests.world import World, running, settings
from triage.case import Case, Status
from triage.decision import DecisionKind
from triage.outcome import Outcome
from triage.routing import Approver


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, patch: pytest.MonkeyPatch) -> Iterator[World]:
    with (
        Receiver() as receiver,
        running(settings(tmp_path_factory.mktemp("outcomes"), patch, receiver)) as opened,
    ):
        yield opened


def answered(world: World, key: str, by: Approver = ANNA) -> str:
    """A complaint whose reply is out."""
    case_id = world.mention("My bag is lost", conversation=key)
    case = world.wait_for(case_id, Status.AWAITING)
    world.kulanz.decisions.decide(
        case_id, DecisionKind.APPROVE, by, draft_version=case.draft_version, surface="console"
    )
    world.wait_for(case_id, Status.PUBLISHED)
    return case_id


def became(world: World, case_id: str) -> dict[int, Outcome]:
    with world.kulanz.database.read() as session:
        return outcomes.of_case(session, case_id)


def drafted_again(world: World, case_id: str, version: int) -> Case:
    world.until(lambda: world.case(case_id).draft_version == version)
    return world.case(case_id)


def test_thanks_close_the_case_as_recovered(world: World, key: str) -> None:
    case_id = answered(world, key)
    assert became(world, case_id) == {}
    world.mention("Thank you so much", conversation=key)
    assert world.wait_for(case_id, Status.CLOSED).outcome is Outcome.RECOVERED
    assert became(world, case_id) == {1: Outcome.RECOVERED}


def test_what_goes_on_gets_another_draft_though_the_model_hears_no_complaint(
    world: World, key: str
) -> None:
    case_id = answered(world, key)
    world.mention("Nothing has happened since.", conversation=key)
    case = drafted_again(world, case_id, 2)
    assert (case.status, case.outcome) == (Status.AWAITING, Outcome.UNCHANGED)
    assert became(world, case_id) == {1: Outcome.UNCHANGED}


def test_each_reply_has_an_outcome_of_its_own_and_the_last_word_counts(
    world: World, key: str
) -> None:
    case_id = answered(world, key)
    world.mention("Still lost.", conversation=key)
    drafted_again(world, case_id, 2)
    world.kulanz.decisions.decide(
        case_id, DecisionKind.APPROVE, BEN, draft_version=2, surface="console"
    )
    world.until(lambda: world.case(case_id).replies == 2)
    assert world.case(case_id).outcome is None, "of the second reply nobody knows yet"
    world.mention("Lost for ever, I am late, there is fire", conversation=key)
    world.until(lambda: became(world, case_id).get(2) is Outcome.WORSE)
    world.mention("All good, it has arrived!", conversation=key)
    world.until(lambda: became(world, case_id).get(2) is Outcome.RECOVERED)
    assert became(world, case_id)[1] is Outcome.UNCHANGED


def test_a_new_draft_that_a_person_wants_judges_nothing(world: World, key: str) -> None:
    case_id = answered(world, key)
    world.kulanz.decisions.redraft(case_id, ANNA)
    drafted_again(world, case_id, 2)
    assert became(world, case_id) == {}


def test_silence_is_an_outcome_once_the_time_is_over(world: World, key: str) -> None:
    case_id = answered(world, key)
    watch = replace(world.kulanz.watch, silent_after=timedelta(hours=1))
    watch.close_silent()
    assert world.case(case_id).status is Status.PUBLISHED
    later = replace(watch, clock=lambda: world.kulanz.clock() + timedelta(hours=2))
    later.close_silent()
    case = world.case(case_id)
    assert (case.status, case.outcome) == (Status.CLOSED, Outcome.SILENT)
    assert became(world, case_id) == {1: Outcome.SILENT}
    assert later.close_silent() == 0

    world.mention("Thank you, it came today", conversation=key)
    world.until(lambda: became(world, case_id) == {1: Outcome.RECOVERED})


def test_a_person_who_closes_a_case_ends_the_waiting(world: World, key: str) -> None:
    case_id = answered(world, key)
    world.kulanz.decisions.close(case_id, ANNA)
    assert became(world, case_id) == {1: Outcome.SILENT}

    rejected = world.mention("It is late", conversation=f"{key}-2")
    world.wait_for(rejected, Status.AWAITING)
    world.kulanz.decisions.decide(
        rejected, DecisionKind.REJECT, ANNA, draft_version=1, reason="no", surface="console"
    )
    world.kulanz.decisions.close(rejected, ANNA)
    assert world.case(rejected).outcome is None, "no reply went out that could turn out"


def test_insights_count_by_playbook_and_show_each_person_their_own(world: World, key: str) -> None:
    ben = sign_in(world.kulanz, BEN)
    case_id = answered(world, key, BEN)
    world.mention("Thank you so much", conversation=key)
    world.wait_for(case_id, Status.CLOSED)
    with world.kulanz.database.read() as session:
        began = world.kulanz.clock() - timedelta(days=1)
        [by_playbook] = outcomes.tallies(session, "playbook", began)
        bens = outcomes.of_approver(session, BEN.id, began)
    assert by_playbook.key == "delay"
    assert by_playbook.judged >= bens.judged > 0

    said = words_of(ben.get("/insights?days=7"))
    assert "What became of our replies by the author's next words" in said
    assert "Replies you approved only you see this" in said
    assert "Ben Croft" in said
    assert "Anna Berg" not in said, "nobody is shown beside others"
    assert "What became of our reply: recovered" in words_of(ben.get(f"/cases/{case_id}"))
