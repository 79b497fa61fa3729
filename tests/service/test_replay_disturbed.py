"""`kulanz replay` as people start it: killed, interrupted, cancelled, helped by `kulanz work`."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command import KULANZ, as_lines, environment, kulanz

_FILES = ("cases.jsonl", "examples.jsonl", "report.json", "report.html")


@pytest.fixture(autouse=True)
def interruptible() -> Iterator[None]:
    """What a shell starts in the background ignores Ctrl-C, and so would all that we start."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def _history(count: int) -> list[object]:
    said = ("my bag is lost and nobody answers", "flight {n} was hours late, no excuse")
    return [
        {
            "id": f"c{n}",
            "lang": "en",
            "turns": [
                {"role": "customer", "text": said[n % 2].format(n=n)},
                {"role": "agent", "text": "Bad luck!"},
            ],
        }
        for n in range(count)
    ]


@pytest.mark.slow
def test_killed_and_interrupted_it_gives_what_an_undisturbed_run_gives(tmp_path: Path) -> None:
    (tmp_path / "past.jsonl").write_bytes(as_lines(_history(100)))
    quick = {"KULANZ_REPLAY_SHARD": "10", "KULANZ_REPLAY_PROCESSES": "1"}
    whole = _replayed(tmp_path, "whole", quick)
    assert whole.returncode == 0, whole.stderr

    for number, code, said in ((signal.SIGKILL, -9, ""), (signal.SIGINT, 130, "Paused.")):
        before = _done(tmp_path)
        ended, errors, child = _disturbed(tmp_path, number, quick)
        assert ended == code
        assert said in errors
        assert "Traceback" not in errors
        _gone(child)
        kept = _done(tmp_path)
        assert before.items() <= kept.items()
        assert not (tmp_path / "out/cases.jsonl").exists()

    again = _replayed(tmp_path, "out", quick)
    assert again.returncode == 0, again.stderr
    _same(tmp_path / "whole", tmp_path / "out")
    # What was finished was not done again, and nothing is left lying about.
    assert kept.items() <= _done(tmp_path).items()
    left = {path.name for path in (tmp_path / "out").iterdir()}
    assert left == {*_FILES, "parts", "run.json", ".lock"}
    assert len([*(tmp_path / "out/parts").iterdir()]) == 10


def _done(folder: Path) -> dict[str, int]:
    parts = folder / "out/parts"
    found = [*parts.glob("*.parquet")] if parts.exists() else []
    return {p.name: p.stat().st_mtime_ns for p in found if not p.name.endswith(".in.parquet")}


def _disturbed(
    folder: Path, number: signal.Signals, variables: dict[str, str]
) -> tuple[int, str, int]:
    """Its exit code, what it said, and the process that replayed for it."""
    before = len(_done(folder))
    with subprocess.Popen(
        [KULANZ, "replay", "past.jsonl", "--out", "out"], cwd=folder,
        env=environment(folder, **variables), stderr=subprocess.PIPE, text=True,
    ) as running:  # fmt: skip
        while len(_done(folder)) < before + 1 and running.poll() is None:
            time.sleep(0.01)
        threads = Path(f"/proc/{running.pid}/task").glob("*/children")
        children = [child for thread in threads for child in thread.read_text().split()]
        running.send_signal(number)
        running.wait(30)
        assert running.stderr
        return running.returncode, running.stderr.read(), max(map(int, children))


def _gone(process: int) -> None:
    end = time.monotonic() + 10
    while Path(f"/proc/{process}").exists():
        assert time.monotonic() < end, "it goes on though nobody waits for it"
        time.sleep(0.1)


def test_two_into_one_folder_is_a_wrong_call_and_so_is_cancelling_nothing(tmp_path: Path) -> None:
    nothing = kulanz(tmp_path, "replay", "--cancel", "out")
    assert (nothing.returncode, nothing.stderr) == (
        2,
        b"kulanz replay: There is no replay in out.\n",
    )
    incomplete = kulanz(tmp_path, "replay", "past.jsonl")
    assert incomplete.returncode == 2
    assert b"--out DIR" in incomplete.stderr


@pytest.mark.slow
def test_cancelling_a_paused_replay_takes_its_shards_away(tmp_path: Path) -> None:
    (tmp_path / "past.jsonl").write_bytes(as_lines(_history(60)))
    _disturbed(tmp_path, signal.SIGINT, {"KULANZ_REPLAY_SHARD": "10"})
    done = kulanz(tmp_path, "replay", "--cancel", "out")
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (tmp_path / "out").iterdir()} == {".lock"}


@pytest.mark.slow
def test_two_workers_share_the_shards_of_one_replay(tmp_path: Path, postgresql_url: str) -> None:
    """One of them is the worker that everybody starts with `kulanz work`."""
    history = [
        {"id": f"c{n}", "turns": [{"role": "customer", "text": f"flight {n} late, bag lost"}]}
        for n in range(60)
    ]
    (tmp_path / "past.jsonl").write_bytes(as_lines(history))
    over = {"KULANZ_DATABASE_URL": postgresql_url, "KULANZ_REPLAY_SHARD": "3"}
    alone = kulanz(tmp_path, "replay", "past.jsonl", "--out", "alone")
    assert alone.returncode == 0, alone.stderr
    with subprocess.Popen(
        [KULANZ, "work"], cwd=tmp_path, env=environment(tmp_path, **over),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as worker:  # fmt: skip
        assert worker.stdout
        assert worker.stderr
        worker.stdout.readline()
        shared = _replayed(tmp_path, "shared", over)
        worker.send_signal(signal.SIGTERM)
        logged = worker.stderr.read()
    assert shared.returncode == 0, shared.stderr
    assert '"replayed"' in logged, "the worker did nothing"
    _same(tmp_path / "alone", tmp_path / "shared")


def _replayed(
    folder: Path, out: str, variables: dict[str, str]
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [KULANZ, "replay", "past.jsonl", "--out", out], cwd=folder, capture_output=True,
        env=environment(folder, **variables), timeout=280, check=False,
    )  # fmt: skip


def _same(one: Path, other: Path) -> None:
    for name in _FILES:
        assert (one / name).read_bytes() == (other / name).read_bytes(), name
