"""What was approved before stands beside the next case like it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from models.precedents import EmbeddingPrecedents
from service.bootstrap import utc_now
from service.store.database import Database
from service.store.precedents import StoredPrecedents
from tests.fakes import ANNA, FakeClassifier, fake_desk
from tests.receiver import Receiver
from tests.world import running, settings
from triage.case import Status
from triage.decision import DecisionKind
from triage.mention import Conversation, Mention


def test_a_published_reply_is_a_precedent_for_the_next_like_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str
) -> None:
    with Receiver() as receiver:
        chosen = settings(tmp_path, monkeypatch, receiver, database_url=database_url)
        with running(chosen, desk=fake_desk()) as world:
            case_id = world.mention("My bag is lost")
            world.wait_for(case_id, Status.AWAITING)
            world.kulanz.decisions.decide(
                case_id, DecisionKind.APPROVE, ANNA, draft_version=1, surface="console"
            )
            world.wait_for(case_id, Status.PUBLISHED)
    database = Database(chosen.resolved_database_url)
    precedents = StoredPrecedents(database, EmbeddingPrecedents(), utc_now)
    like = FakeClassifier().assess([Conversation(Mention("m", "Lost again"))])[0]
    found = precedents.nearest(like)
    assert [(p.case_id, p.complaint) for p in found] == [(case_id, "My bag is lost")]
    assert found[0].reply.endswith("^AB")
    assert precedents.nearest(replace(like, embedding=())) == ()
    database.dispose()
