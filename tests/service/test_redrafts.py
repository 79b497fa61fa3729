"""Another draft for a case: alternatives that nobody stores, and versions that are written once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from threading import Barrier, Thread

import pytest

from service.store import cases
from service.store.cases import ChangedMeanwhile
from tests.fakes import ANNA, CARA, FakeDrafter, FakeGuard, fake_desk
from tests.receiver import Receiver
from tests.world import World, running, settings
from triage.case import Event, Status
from triage.decision import DecisionKind
from triage.draft import Brief, Draft
from triage.errors import AlreadyDecided, ApproverMayNot, StaleDraft, WishNotFollowed
from triage.guard import Finding, Rule
from triage.wish import Wish

_parts = count(1)

#: What happens while a draft is written, once; what the guard stops for the rest of one test.
MEANWHILE: list[Callable[[], None]] = []
BANNED: list[str] = []


class Slow(FakeDrafter):
    def draft(self, briefs: Sequence[Brief]) -> list[Draft]:
        if MEANWHILE and any(brief.present for brief in briefs):
            MEANWHILE.pop()()
        return super().draft(briefs)


class Strict(FakeGuard):
    def _check(self, reply: str) -> tuple[Finding, ...]:
        if any(word in reply for word in BANNED):
            return (Finding(Rule.DEFENSIVE, True, (0, 1), "No."),)
        return super()._check(reply)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One program for all; each test takes a case of its own."""
    folder = tmp_path_factory.mktemp("redrafts")
    desk = replace(fake_desk(), drafter=Slow(), guard=Strict())
    with (
        pytest.MonkeyPatch.context() as patch,
        Receiver() as receiver,
        running(settings(folder, patch, receiver), desk=desk) as world,
    ):
        yield world


@pytest.fixture
def case_id(world: World) -> str:
    BANNED.clear()
    case_id = world.mention(f"the train is late, number {next(_parts)}")
    world.wait_for(case_id, Status.AWAITING)
    return case_id


def history(world: World, case_id: str) -> list[Event]:
    with world.kulanz.database.read() as session:
        return cases.history(session, case_id)


def kinds(world: World, case_id: str) -> list[str]:
    return [event.kind for event in history(world, case_id)]


def written(world: World, case_id: str, version: int) -> Draft:
    """The draft of that version, once it is there."""
    world.until(lambda: world.case(case_id).draft_version == version)
    draft = world.case(case_id).draft
    assert draft is not None
    return draft


def versions(world: World, case_id: str) -> list[int]:
    with world.kulanz.database.read() as session:
        return [version for version, _ in cases.draft_versions(session, case_id)]


def test_alternatives_differ_from_each_other_and_are_stored_nowhere(
    world: World, case_id: str
) -> None:
    found = world.kulanz.redrafts.alternatives(case_id)
    assert [wish for wish, _ in found] == [*Wish]
    replies = {draft.reply for _, draft in found}
    assert len(replies) == len(Wish)
    assert world.case(case_id).draft_version == 1
    assert versions(world, case_id) == [1]


def test_a_wish_makes_one_new_version_that_says_what_was_wanted(world: World, case_id: str) -> None:
    due = world.case(case_id).due_at
    world.kulanz.redrafts.request(
        case_id, ANNA, draft_version=1, wishes=[Wish.WARMER], instruction="name the train",
        surface="console",
    )  # fmt: skip
    draft, case = written(world, case_id, 2), world.case(case_id)
    assert (case.status, case.due_at, draft.wishes) == (Status.AWAITING, due, (Wish.WARMER,))
    assert "[warmer, name the train]" in draft.reply
    wanted, drafted = history(world, case_id)[-2:]
    assert (wanted.kind, wanted.by, wanted.details) == (
        "redraft_wanted",
        "anna",
        {"version": 1, "wishes": ["warmer"], "instruction": "name the train", "surface": "console"},
    )
    assert (drafted.kind, drafted.details) == ("drafted", {"version": 2})


def test_wishes_add_up_until_one_takes_another_back(world: World, case_id: str) -> None:
    for version, wish in enumerate((Wish.SHORTER, Wish.WARMER, Wish.MORE_FORMAL), start=1):
        world.kulanz.redrafts.request(
            case_id, ANNA, draft_version=version, wishes=[wish], surface="console"
        )
        written(world, case_id, version + 1)
    draft = world.case(case_id).draft
    assert draft is not None
    assert set(draft.wishes) == {Wish.SHORTER, Wish.MORE_FORMAL}


def test_asked_for_by_many_at_once_it_is_written_once(world: World, case_id: str) -> None:
    together = Barrier(6)
    refused: list[Exception] = []

    def ask() -> None:
        together.wait()
        try:
            world.kulanz.redrafts.request(case_id, ANNA, draft_version=1, surface="slack")
        except (StaleDraft, ChangedMeanwhile) as error:
            refused.append(error)

    threads = [Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    world.until(lambda: world.case(case_id).draft_version == 2)
    world.until(lambda: not world.kulanz.engine.has_live(f"{case_id}-redraft"))
    assert versions(world, case_id) == [1, 2]
    assert kinds(world, case_id).count("redraft_wanted") == 1


def test_a_job_that_runs_twice_or_too_late_writes_nothing_more(world: World, case_id: str) -> None:
    world.kulanz.redrafts.request(case_id, ANNA, draft_version=1, surface="console")
    world.until(lambda: world.case(case_id).draft_version == 2)
    with world.kulanz.database.begin() as session:
        told = world.kulanz.redrafts._keep(session, case_id, 1, world.case(case_id).draft, "")
    assert told == "stale"
    assert versions(world, case_id) == [1, 2]


def test_who_saw_an_older_draft_or_may_not_decide_gets_no_new_one(
    world: World, case_id: str
) -> None:
    redrafts = world.kulanz.redrafts
    with pytest.raises(StaleDraft):
        redrafts.request(case_id, ANNA, draft_version=7, surface="console")
    with pytest.raises(ApproverMayNot):
        redrafts.request(case_id, CARA, draft_version=1, surface="console")
    world.kulanz.decisions.decide(
        case_id, DecisionKind.REJECT, ANNA, draft_version=1, reason="no", surface="console"
    )
    with pytest.raises(AlreadyDecided):
        redrafts.request(case_id, ANNA, draft_version=1, surface="console")


def test_what_the_drafter_can_not_do_is_said_at_once(world: World, case_id: str) -> None:
    with pytest.raises(WishNotFollowed, match="taxis"):
        world.kulanz.redrafts.request(
            case_id, ANNA, draft_version=1, instruction="mention the taxi", surface="console"
        )
    assert "redraft_wanted" not in kinds(world, case_id)


def test_what_the_guard_stops_stands_in_the_history_and_the_draft_stays(
    world: World, case_id: str
) -> None:
    world.kulanz.redrafts.request(
        case_id, ANNA, draft_version=1, instruction="haha", surface="console"
    )
    failed = world.until(
        lambda: next((e for e in history(world, case_id) if e.kind == "redraft_failed"), None)
    )
    assert (
        failed.details["reason"] == "The guard stops the new draft. Don't joke: say sorry instead."
    )
    assert (world.case(case_id).draft_version, world.case(case_id).status) == (1, Status.AWAITING)
    # And then another wish is free to be asked for.
    world.kulanz.redrafts.request(
        case_id, ANNA, draft_version=1, wishes=[Wish.SHORTER], surface="console"
    )
    world.until(lambda: world.case(case_id).draft_version == 2)


def test_a_decision_on_the_draft_that_stands_wins_over_the_one_being_written(
    world: World, case_id: str
) -> None:
    def decide() -> None:
        world.kulanz.decisions.decide(
            case_id, DecisionKind.REJECT, ANNA, draft_version=1, reason="no", surface="console"
        )

    MEANWHILE.append(decide)
    world.kulanz.redrafts.request(case_id, ANNA, draft_version=1, surface="console")
    world.wait_for(case_id, Status.REJECTED)
    world.until(lambda: not world.kulanz.engine.has_live(f"{case_id}-redraft"))
    assert versions(world, case_id) == [1]


def test_an_alternative_that_the_guard_stops_is_not_offered(world: World, case_id: str) -> None:
    BANNED.append("warmer")
    offered = [wish for wish, _ in world.kulanz.redrafts.alternatives(case_id)]
    assert offered == [wish for wish in Wish if wish is not Wish.WARMER]
