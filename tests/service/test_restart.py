"""A program that stops and starts again, and one that is busy."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.fakes import ANNA, FakeClassifier, fake_desk
from tests.receiver import Receiver
from tests.world import running, settings
from triage.case import Status
from triage.complaint import Assessment
from triage.decision import DecisionKind
from triage.desk import Desk
from triage.mention import Conversation


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


def test_a_restart_goes_on_where_the_program_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, receiver: Receiver, database_url: str
) -> None:
    chosen = settings(
        tmp_path, monkeypatch, receiver, database_url=database_url, worker_stale_after=1.0
    )
    with running(chosen) as world:
        case_id = world.mention("My bag is lost")
        world.wait_for(case_id, Status.AWAITING)
    with running(chosen) as world:
        late = world.mention("My flight is late")
        world.kulanz.decisions.decide(
            case_id, DecisionKind.APPROVE, ANNA, draft_version=1, surface="console"
        )
        world.wait_for(case_id, Status.PUBLISHED)
        world.wait_for(late, Status.AWAITING)


def test_the_desk_is_fed_batches_when_mentions_queue_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, receiver: Receiver
) -> None:
    sizes: list[int] = []
    chosen = settings(tmp_path, monkeypatch, receiver)
    with running(chosen, desk=_counting(sizes)) as world:
        ids = [world.mention(f"Bag {n:03d} is lost") for n in range(30)]
        for case_id in ids:
            world.wait_for(case_id, Status.AWAITING)
    assert sum(sizes) >= 30
    assert max(sizes) > 1


def _counting(sizes: list[int]) -> Desk:
    desk = fake_desk()

    class Counting(FakeClassifier):
        def assess(self, conversations: Sequence[Conversation]) -> list[Assessment]:
            sizes.append(len(conversations))
            # Long enough for others to queue up meanwhile.
            time.sleep(0.1)
            return super().assess(conversations)

    return replace(desk, classifier=Counting())
