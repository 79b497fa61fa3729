"""`kulanz replay --engine ray`: the same shards under Ray Data come to the same."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from service.cli import main
from service.commands import replay
from service.lines import Line
from service.replay.desk_files import DeskFiles
from service.replay.ray_engine import Replayer
from service.replay.run import Run, Shard
from service.settings import Settings
from tests.command import KULANZ, as_lines, environment, kulanz
from tests.fakes import fake_desk
from triage.desk import Desk

_FILES = ("cases.jsonl", "examples.jsonl", "report.json", "report.html")


def _turns(n: int) -> list[dict[str, str]]:
    said = ("my bag {n} is lost and nobody answers", "flight {n} was hours late, no excuse")
    agent = {"role": "agent", "text": "Bad luck!"}
    return [{"role": "customer", "text": said[n % 2].format(n=n)}, agent]


def test_without_ray_a_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(replay, "find_spec", lambda _name: None)
    (tmp_path / "past.jsonl").write_bytes(as_lines([{"id": "c1", "turns": _turns(1)}]))
    call = ["replay", str(tmp_path / "past.jsonl"), "--out", str(tmp_path / "out")]
    assert main([*call, "--engine", "ray"]) == 2
    said = capsys.readouterr().err
    assert said == "kulanz replay: --engine ray needs Ray: pip install 'kulanz[ray]'.\n"


# -- an actor, without Ray around it -------------------------------------------------------------


def _fake_desk(_files: DeskFiles) -> Desk:
    return fake_desk()


def _begun(folder: Path, **changed: str) -> tuple[Run, Shard]:
    files = DeskFiles.of(Settings(), gpu=False)
    files = DeskFiles(**{**files.as_dict(), **changed})  # type: ignore[arg-type]
    run, _ = Run.begun(folder, files, "ray")
    [shard] = run.cut([Line(n, {"id": f"c{n}", "turns": _turns(n)}) for n in range(250)], 250)
    return run, shard


def test_an_actor_does_a_shard_once(tmp_path: Path) -> None:
    run, shard = _begun(tmp_path)
    actor = Replayer(_fake_desk, str(tmp_path))
    assert actor({"shard": [shard.name]}) == {"lines": [250], "failure": [""]}
    assert run.done(shard.name).exists()
    assert actor({"shard": [shard.name]}) == {"lines": [0], "failure": [""]}


def test_an_actor_tells_why_it_can_not(tmp_path: Path) -> None:
    _, shard = _begun(tmp_path, digest="another model")
    actor = Replayer(_fake_desk, str(tmp_path))
    [why] = actor({"shard": [shard.name]})["failure"]
    assert "another version of the program" in why
    [why] = Replayer(_fake_desk, str(tmp_path / "nowhere"))({"shard": [shard.name]})["failure"]
    assert "needs a folder that all of them share" in why


# -- with Ray ------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_paused_and_robbed_of_an_actor_it_comes_to_the_same(tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="needs the extra kulanz[ray]")
    history = [{"id": f"c{n}", "lang": "en", "turns": _turns(n)} for n in range(400)]
    (tmp_path / "past.jsonl").write_bytes(as_lines(history))
    variables = {"KULANZ_REPLAY_SHARD": "10", "KULANZ_REPLAY_PROCESSES": "2"}
    whole = kulanz(tmp_path, "replay", "past.jsonl", "--out", "whole")
    assert whole.returncode == 0, whole.stderr

    with _started(tmp_path, variables) as paused:
        _wait_for(lambda: len(_done(tmp_path)) > 2, paused)
        paused.send_signal(signal.SIGINT)
        assert paused.wait(60) == 130
    done = _done(tmp_path)
    assert len(done) < 40
    with _started(tmp_path, variables) as robbed:
        _wait_for(lambda: len(_actors(robbed)) == 2 and len(_done(tmp_path)) > len(done), robbed)
        os.kill(_actors(robbed)[0], signal.SIGKILL)
        assert robbed.wait(200) == 0
    for name in _FILES:
        assert (tmp_path / "whole" / name).read_bytes() == (tmp_path / "out" / name).read_bytes()
    assert done.items() <= _done(tmp_path).items(), "what was done was done again"


def _started(folder: Path, variables: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [KULANZ, "replay", "past.jsonl", "--out", "out", "--engine", "ray"], cwd=folder,
        env=environment(folder, **variables), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _wait_for(come: Callable[[], bool], running: subprocess.Popen[bytes]) -> None:
    while not come():
        assert running.poll() is None, "it ended before"
        time.sleep(0.02)


def _done(folder: Path) -> dict[str, int]:
    found = folder.glob("out/parts/*.parquet")
    return {p.name: p.stat().st_mtime_ns for p in found if not p.name.endswith(".in.parquet")}


def _actors(running: subprocess.Popen[bytes]) -> list[int]:
    return [process for process, name in _below(running.pid) if "ray::MapWorker" in name]


def _below(process: int) -> list[tuple[int, str]]:
    """Its children and theirs, with their names."""
    found = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            with suppress(OSError):
                found += [(child, Path(f"/proc/{child}/cmdline").read_text()), *_below(child)]
    return found
