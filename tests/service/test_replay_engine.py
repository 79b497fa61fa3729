"""Replay on the engine: interrupted anywhere, paused, cancelled, by several at once, it comes to
the same; on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy.exc import OperationalError

from service.bootstrap import build_lead
from service.lines import Line
from service.replay.crew import Crew
from service.replay.desk_files import DeskFiles
from service.replay.files import read_records
from service.replay.lead import Lead, ReplayStopped
from service.replay.run import Run
from service.replay.work import jobs_of
from service.settings import Settings
from tests.fakes import fake_desk
from tests.service.replaying import Replayer
from triage.desk import Desk


def _lines(count: int) -> list[Line]:
    turns = [{"role": "customer", "text": "my bag is lost"}, {"role": "agent", "text": "Oh"}]
    return [Line(n, {"id": f"c{n}", "turns": turns}) for n in range(1, count + 1)]


class Place:
    """A folder that one replay after the other goes into, over one database."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder = folder
        self.settings = settings
        folder.mkdir(exist_ok=True)

    @contextmanager
    def lead(self, replayer: Replayer) -> Iterator[Lead]:
        lead = build_lead(self.settings, self.folder, replayer)
        try:
            yield lead
        finally:
            lead.database.dispose()

    def begun(self, lead: Lead, **changed: str) -> tuple[Run, str]:
        files = DeskFiles.of(self.settings, gpu=False)
        files = DeskFiles(**{**files.as_dict(), **changed})  # type: ignore[arg-type]
        return Run.begun(self.folder, files, lead.engine.executor_id)

    def replay(self, lines: Sequence[Line], replayer: Replayer, **changed: str) -> list[str]:
        """The cases, in order."""
        with self.lead(replayer) as lead:
            run, led_before = self.begun(lead, **changed)
            with lead.working():
                shards = lead.follow(run, led_before, lines, 10, lambda *_: None)
            run.forget_others(shards)
        return [case for case, _ in read_records(run.done(shard.name) for shard in shards)]


@pytest.fixture
def place(tmp_path: Path, database_url: str) -> Place:
    url = "" if database_url.startswith("sqlite") else database_url
    settings = Settings(
        data_dir=tmp_path / "data", database_url=url, poll_interval=0.02, watch_interval=0.2
    )
    return Place(tmp_path / "out", settings)


def test_what_is_done_is_not_done_again_and_what_changed_is(place: Place) -> None:
    first = Replayer()
    cases = place.replay(_lines(35), first)
    assert len(cases) == 35
    assert sorted(first.lines) == [*range(1, 36)]

    again = Replayer()
    assert place.replay(_lines(35), again) == cases
    assert again.lines == []

    longer = Replayer()
    assert place.replay(_lines(42), longer)[:35] == cases
    # The last shard got longer, and there is one more.
    assert sorted(longer.lines) == [*range(31, 43)]

    other_model = Replayer()
    place.replay(_lines(42), other_model, digest="another model")
    assert sorted(other_model.lines) == [*range(1, 43)]


class _Broken(Replayer):
    """Fails at one line, as a killed process or a full disk does."""

    def __init__(self, at: int) -> None:
        def fail(lines: Sequence[Line]) -> None:
            if any(line.number == at for line in lines):
                raise OSError(28, "No space left on device", "part")

        super().__init__(before=fail)


def test_what_can_not_be_done_is_told_and_the_rest_is_kept(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.replay.lead._LOOK_CLOSER", 0.2)
    broken = _Broken(15)
    with pytest.raises(ReplayStopped, match=r"No space left on device.*goes on where it stopped"):
        place.replay(_lines(35), broken)
    mended = Replayer()
    cases = place.replay(_lines(35), mended)
    assert len(cases) == 35
    assert sorted(broken.lines + mended.lines) == [*range(1, 36)]


def _failing(message: str) -> Callable[..., None]:
    def fail(*_given: object) -> None:
        raise OperationalError("INSERT", {}, Exception(message))

    return fail


def test_a_full_disk_is_not_waited_for(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.replay.lead._LOOK_CLOSER", 0.2)
    with place.lead(Replayer()) as lead:
        monkeypatch.setattr(lead.engine, "enqueue", _failing("database or disk is full"))
        run, led_before = place.begun(lead)
        with lead.working(), pytest.raises(OperationalError, match="disk is full"):
            lead.follow(run, led_before, _lines(5), 10, lambda *_: None)
    # Where the engine's own writes fail, nobody hears of it.
    gate = _Gate(at=1)
    with place.lead(gate) as lead, monkeypatch.context() as full:
        full.setattr("shutil.disk_usage", lambda _folder: SimpleNamespace(free=100))
        run, led_before = place.begun(lead)
        with lead.working(), pytest.raises(OSError, match="No space left on device"):
            lead.follow(run, led_before, _lines(5), 10, lambda *_: None)
        gate.open.set()
    assert len(place.replay(_lines(5), Replayer())) == 5


def test_who_interrupts_it_while_the_database_is_away_need_not_wait_for_that(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.replay.lead._PATIENCE_AT_THE_END", 0.1)

    def interrupt(_done: int, _total: int | None) -> None:
        monkeypatch.setattr(lead.engine, "running", _failing("connection refused"))
        raise KeyboardInterrupt

    with place.lead(Replayer()) as lead:
        run, led_before = place.begun(lead)
        with lead.working(), pytest.raises(KeyboardInterrupt):
            lead.follow(run, led_before, _lines(5), 10, interrupt)
    assert len(place.replay(_lines(5), Replayer())) == 5


class _Gate(Replayer):
    """Holds everybody up from one line on, until it is opened."""

    def __init__(self, at: int) -> None:
        self.reached, self.open = threading.Event(), threading.Event()

        def wait(lines: Sequence[Line]) -> None:
            if lines[-1].number >= at:
                self.reached.set()
                self.open.wait(20)

        super().__init__(before=wait)


def test_an_interrupted_replay_leaves_nothing_in_the_queue(place: Place) -> None:
    gate = _Gate(at=15)
    with place.lead(gate) as lead:
        run, led_before = place.begun(lead)

        def interrupt(done: int, total: int | None) -> None:
            if total is not None and gate.reached.wait(20):
                raise KeyboardInterrupt

        with lead.working():
            with pytest.raises(KeyboardInterrupt):
                lead.follow(run, led_before, _lines(95), 10, interrupt)
            assert not lead.engine.has_live(jobs_of(run))
            gate.open.set()
    assert len(place.replay(_lines(95), Replayer())) == 95


def test_cancelling_stops_it(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.replay.lead._LOOK_CLOSER", 0.2)
    gate = _Gate(at=5)
    with place.lead(gate) as lead:
        run, led_before = place.begun(lead)

        def cancel(_done: int, _total: int | None) -> None:
            run.forget()

        with lead.working(), pytest.raises(ReplayStopped, match="cancelled"):
            lead.follow(run, led_before, _lines(45), 10, cancel)
        gate.open.set()


def test_a_job_that_got_lost_is_put_back(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.replay.lead._LOOK_CLOSER", 0.2)
    with place.lead(Replayer()) as lead:
        run, led_before = place.begun(lead)
        enqueue, lost = lead.engine.enqueue, [1]
        # The first never arrives.
        monkeypatch.setattr(
            lead.engine, "enqueue", lambda *given: None if lost and lost.pop() else enqueue(*given)
        )
        with lead.working():
            shards = lead.follow(run, led_before, _lines(25), 10, lambda *_: None)
    assert all(run.done(shard.name).exists() for shard in shards)


def test_several_replays_take_turns(tmp_path: Path, postgresql_url: str) -> None:
    """The first shards of each go first, whoever came first."""
    settings = Settings(
        data_dir=tmp_path, database_url=postgresql_url, poll_interval=0.02, watch_interval=0.2
    )
    gate = _Gate(at=1)
    places = [Place(tmp_path / name, settings) for name in ("a", "b")]
    with places[0].lead(gate) as lead:
        begun = [place.begun(lead)[0] for place in places]
        order: list[tuple[str, str]] = []
        for run in begun:
            lead._put(run, [*run.cut(_lines(60), 10)])

        def done() -> list[tuple[str, str]]:
            return [(name[:6], run.id) for run in begun for name in run.names_done()]

        gate.open.set()
        with lead.working():
            while len(done()) < 12:
                order += [s for s in done() if s not in order]
                time.sleep(0.005)
            for run in begun:
                lead._let_end(run)
    # Not all of one before the other.
    assert {run for _, run in order[:6]} == {run.id for run in begun}
    assert max(number for number, _ in order[:6]) < "000005"


# -- the crew ------------------------------------------------------------------------------------


def test_a_crew_keeps_the_order_and_survives_the_loss_of_a_process() -> None:
    settings = Settings()
    files = DeskFiles.of(settings, gpu=False)
    crew = Crew(2, _fake_desk)
    try:
        lines = _lines(250)
        assert [r.line for r in crew.replay(files, lines)] == [line.number for line in lines]
        assert crew._pool
        for process in [*crew._pool._processes.values()]:
            process.kill()
        with pytest.raises(Exception, match="killed"):
            crew.replay(files, lines)
        assert len(crew.replay(files, lines[:5])) == 5
    finally:
        crew.close()


def _fake_desk(_files: DeskFiles) -> Desk:
    return fake_desk()


def test_the_shards_of_other_lines_or_another_model_have_other_names(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()

    def names(lines: list[Line], digest: str = "1") -> list[str]:
        files = DeskFiles("m", "p", "b", "v", "playbook", gpu=False, digest=digest)
        return [shard.name for shard in Run(tmp_path, "r", files).cut(lines, 4)]

    assert names(_lines(8)) == names(_lines(8)) != names(_lines(8), "2")
    assert names(_lines(9))[:2] == names(_lines(8))
    assert names(_lines(10)[1:])[0] != names(_lines(10))[0]
