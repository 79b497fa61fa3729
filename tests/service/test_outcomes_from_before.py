"""Replies that were out before anybody kept what became of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from service.learning.examples import EVER
from service.store import cases, migrations, outcomes
from service.store.database import Database
from tests.fakes import ANNA
from tests.receiver import Receiver
from tests.service.test_outcomes import answered
from tests.world import running, settings
from triage.case import Status
from triage.outcome import Outcome

MIGRATIONS = Path(str(migrations.__file__)).parent


def test_replies_from_before_are_counted_by_the_migration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str
) -> None:
    with (
        Receiver() as receiver,
        running(settings(tmp_path, monkeypatch, receiver, database_url=database_url)) as world,
    ):
        thanked, open_ = answered(world, "thanked"), answered(world, "open")
        world.mention("Thank you so much", conversation="thanked")
        world.wait_for(thanked, Status.CLOSED)
    database = Database(database_url)
    with database.engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.downgrade(config, "0006")
    database.migrate()
    with database.read() as session:
        [tally] = outcomes.tallies(session, "playbook", EVER)
        assert outcomes.of_approver(session, ANNA.id, EVER) == replace(tally, key=ANNA.id)
        assert cases.load(session, open_).replied_round == 1
    assert (tally.key, tally.counts, tally.pending) == ("delay", {Outcome.RECOVERED: 1}, 1)
    database.dispose()
