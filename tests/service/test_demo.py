"""The demo: one command, one link, and nothing lost between two starts."""

from __future__ import annotations

import json
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any

import httpx2
import pytest

from service.demo.samples import samples
from tests.command import Started, kulanz

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
    with Started(tmp_path, *_FAST) as demo:
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
            again = kulanz(tmp_path, *_FAST)
            assert again.returncode == 2
            assert b"The demo is running already" in again.stderr
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
