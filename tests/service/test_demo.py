"""The demo: one command, one link, and nothing lost between two starts."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from html import unescape
from pathlib import Path
from typing import Any

import httpx2
import pytest

from service.commands.demo import as_called
from service.commands.demo_here import hold_or_find, remember_address, running_demo
from service.demo.samples import samples
from service.settings import Settings
from tests.command import KULANZ, Started, kulanz

_FAST = ("demo", "--every", "0.05", "--port", "8700")


def _link(demo: Started) -> str:
    return demo.line_with("/sign-in?token=")


@contextmanager
def _signed_in(link: str) -> Iterator[httpx2.Client]:
    address = link.partition("/sign-in")[0]
    with httpx2.Client(
        base_url=address, trust_env=False, follow_redirects=True, timeout=60
    ) as browser:
        assert browser.get(link).status_code == 200
        yield browser


def _eventually(seen: Callable[[], Any], seconds: float = 90) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := seen():
            return found
        time.sleep(0.1)
    raise AssertionError("it did not happen in time")


#: By the policy that the demo runs on.
LENAS_QUEUES = {"ground", "care"}


def _cases(browser: httpx2.Client, *statuses: str) -> list[dict[str, Any]]:
    given = {"limit": "500", "status": [*statuses]}
    found: list[dict[str, Any]] = browser.get("/api/cases", params=given).json()["cases"]
    return found


def _waiting_for_one_answer(browser: httpx2.Client) -> dict[str, Any] | None:
    """A case that whoever signs in may decide, and whose author does not write again: else that
    would soon reopen it."""
    times = Counter(mention["conversation"] for mention in samples())
    waiting = (case for case in _cases(browser, "awaiting") if case["queue"] in LENAS_QUEUES)
    return next((case for case in waiting if times[case["conversation"]] == 1), None)


def test_the_demo_goes_from_mention_to_published_reply_and_on_after_a_restart(
    tmp_path: Path,
) -> None:
    kept = tmp_path / "data" / "demo"
    # As `make demo` does, where no shell would find the command.
    with Started(tmp_path, *_FAST, PATH="/usr/bin:/bin") as demo:
        link = _link(demo)
        with _signed_in(link) as browser:
            case = _eventually(lambda: _waiting_for_one_answer(browser))
            answer = browser.post(
                f"/api/cases/{case['id']}/decisions",
                json={"kind": "approve", "draft_version": case["draft_version"]},
            )
            assert answer.status_code == 200, answer.text
            published = _eventually(lambda: _cases(browser, "published"))[0]
            shown = browser.get(f"/api/cases/{published['id']}").json()["publications"][0]
            assert case["draft"]["reply"] in unescape(browser.get(shown["url"]).text)
            # The link was good once.
            with httpx2.Client(trust_env=False, follow_redirects=True) as stranger:
                assert not stranger.get(link).is_success
                assert f"<code>{KULANZ} demo</code>" in stranger.get(link).text
            _makes_links(tmp_path, demo_at=link.partition("/sign-in")[0])
        assert demo.stop(signal.SIGINT) == 0
    assert "Traceback" not in "".join(demo.errors)
    fed = json.loads((kept / "fed.json").read_text())

    with Started(tmp_path, *_FAST) as demo, _signed_in(_link(demo)) as browser:
        assert published["id"] in {case["id"] for case in _cases(browser)}
        everything = [mention["id"] for mention in samples()]
        _eventually(lambda: json.loads((kept / "fed.json").read_text()) == everything)
        assert everything[: len(fed)] == fed
        conversations = {mention["conversation"] for mention in samples()}
        assert len(_cases(browser)) == len(conversations)
        _eventually(lambda: not _cases(browser, "received"))
        replies = json.loads((kept / "published.json").read_text())
        assert [*replies] == [published["id"]]
        assert demo.stop(signal.SIGTERM) == 0


def _makes_links(folder: Path, *, demo_at: str) -> None:
    """`kulanz demo` for the demo that runs, `kulanz login` for another service; both say so."""
    again = kulanz(folder, *_FAST)
    assert again.returncode == 0
    assert b"The demo is running already" in again.stdout
    with _signed_in(next(word for word in again.stdout.decode().split() if "token=" in word)):
        pass
    other = kulanz(folder, "login")
    assert other.stdout.startswith(b"http://")
    assert other.stdout.count(b"\n") == 1, "scripts take it as it is"
    assert str(folder / "data" / "kulanz.sqlite") in other.stderr.decode()
    assert f"The demo at {demo_at} has a database of its own" in other.stderr.decode()


def test_a_demo_that_is_just_starting_is_waited_for(tmp_path: Path) -> None:
    with ExitStack() as running:
        settings = Settings(data_dir=tmp_path / "data")
        assert hold_or_find(running, settings) is None
        with Started(tmp_path, *_FAST) as second:
            with pytest.raises(subprocess.TimeoutExpired):
                second.process.wait(timeout=3)
            remember_address(tmp_path / "data" / "demo", "http://127.0.0.1:8650")
            assert _link(second).startswith("http://127.0.0.1:8650/sign-in?token=")
            assert second.process.wait(timeout=60) == 0


def test_a_demo_forgets_where_one_before_it_was(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    with ExitStack() as before:
        assert hold_or_find(before, settings) is None
        remember_address(tmp_path / "data" / "demo", "http://127.0.0.1:8650")
    with ExitStack() as running:
        assert hold_or_find(running, settings) is None
        assert running_demo(settings) is None


def test_a_command_is_named_as_it_was_called(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(Path(KULANZ).parents[1])
    monkeypatch.setattr("sys.argv", ["bin/kulanz", "demo"])
    monkeypatch.setenv("PATH", str(tmp_path))
    assert as_called() == "bin/kulanz"
    monkeypatch.setenv("PATH", str(Path(KULANZ).parent))
    assert as_called() == "kulanz"
    monkeypatch.setattr("sys.argv", [str(tmp_path / "cli.py"), "demo"])
    assert as_called() == "kulanz"


@pytest.mark.slow
def test_killed_while_feeding_it_loses_and_doubles_nothing(tmp_path: Path) -> None:
    fed = tmp_path / "data" / "demo" / "fed.json"
    with Started(tmp_path, *_FAST) as demo:
        _link(demo)
        _eventually(fed.exists)
        demo.process.kill()
    with Started(tmp_path, *_FAST) as demo, _signed_in(_link(demo)) as browser:
        _eventually(lambda: len(json.loads(fed.read_text())) == len(samples()))
        _eventually(lambda: not _cases(browser, "received"))
        found = _cases(browser)
        assert len(found) == len({mention["conversation"] for mention in samples()})
        assert demo.stop() == 0


def test_the_demo_touches_no_real_set_up(tmp_path: Path) -> None:
    real = tmp_path / "real.sqlite"
    variables = {
        "KULANZ_DATABASE_URL": f"sqlite:///{real}",
        "KULANZ_INBOX_REAL_SECRET": "whsec_" + "A" * 44,
        "KULANZ_SLACK_BOT_TOKEN": "xoxb-real",
    }
    with Started(tmp_path, *_FAST, **variables) as demo, _signed_in(_link(demo)) as browser:
        assert browser.post("/webhooks/real", content=b"{}").status_code == 404
        assert demo.stop() == 0
    assert not real.exists()
