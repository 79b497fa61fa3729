"""What is logged of an error that nobody foresaw; the story needs a program to itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.service.slack.what_is_logged import Ear
from tests.slack_person import wait_until
from tests.world import running, settings
from triage.case import Case
from triage.mention import Mention


class Stumbling:
    """Implements triage.ports.Approvals: nobody has foreseen this error, and it quotes a text."""

    def request(self, case: Case, mention: Mention) -> bool:
        raise RuntimeError(mention.text)

    def tell(self, case: Case) -> bool:
        return False


def test_of_an_error_that_nobody_foresaw_the_log_has_the_place_and_not_the_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ear: Ear
) -> None:
    """The engine that runs the job tells of it, and not in words of its own."""
    with running(settings(tmp_path, monkeypatch, None), approvals=Stumbling()) as world:
        world.mention("My Jostabeere is late")
        wait_until(lambda: "RuntimeError" in "".join(ear.lines))
    told = [json.loads(line) for line in ear.lines]
    (stumbled, *_) = [line for line in told if line.get("error") == "RuntimeError"]
    assert stumbled["from"] == "dbos"
    assert any("test_logs_alone.py" in place for place in stumbled["traceback"])
    assert ear.leaks == []
