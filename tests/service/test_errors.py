"""Every error the program expects has a status and a sentence, a new one too."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest

import models
import prompts
import service
import triage
from service.errors import STATUS, body, status_of
from service.slack.client import SlackRefused
from service.slack.exchange import CardRefused
from triage.errors import ReplyBlocked, TriageError
from triage.guard import Finding, Rule

#: Migrations run inside Alembic only; training needs torch, which the service does without.
_NOT_SERVED = ("service.store.migrations", "models.training", "models.export")

#: What errors that say more than a sentence are made of.
_NEEDED: dict[type[TriageError], tuple[Any, ...]] = {
    ReplyBlocked: ((),),
    SlackRefused: ("no_channel",),
    CardRefused: ("case", SlackRefused("no_channel"), 60.0),
}


def _all_errors() -> list[type[TriageError]]:
    for package in (triage, prompts, models, service):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.startswith(_NOT_SERVED):
                importlib.import_module(module.name)
    return sorted(set(_below(TriageError)), key=lambda kind: kind.__name__)


def _below(kind: type[TriageError]) -> Iterator[type[TriageError]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


@pytest.mark.parametrize("kind", _all_errors(), ids=lambda kind: kind.__name__)
def test_every_error_has_a_status_and_a_sentence(kind: type[TriageError]) -> None:
    assert 400 <= status_of(kind) < 600
    assert (kind.__doc__ or "").strip().endswith(".")
    said = body(kind(*_NEEDED.get(kind, ())))
    assert said["error"] == kind.__name__
    assert said["detail"]


def test_only_real_errors_have_a_status() -> None:
    assert set(STATUS) <= set(_all_errors())


def test_the_findings_go_with_a_reply_that_was_stopped() -> None:
    finding = Finding(Rule.FLIPPANT, True, (0, 4), "Don't joke.")
    assert body(ReplyBlocked((finding,)))["findings"] == [
        {"rule": "flippant", "blocking": True, "span": [0, 4], "why": "Don't joke."}
    ]
