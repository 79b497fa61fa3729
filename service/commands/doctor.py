"""`kulanz doctor`: one line a check, and what to do where it fails."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from models.classifier import ComplaintClassifier
from models.tone import HeadToneModel
from prompts.loader import Playbooks, load_playbooks, load_policy, load_voice
from service.checks import Check, checks
from service.commands.calls import WrongCall, build_kulanz, read_settings
from service.drafters import what_drafts
from service.settings import Settings
from service.slack.check_up import check_up
from service.words import load_words
from triage.errors import DrafterSilent, TriageError


def run(given: Namespace) -> int:
    found = []
    for check in _all(read_settings(given), test_card=given.slack_test_card):
        _print(check)
        found.append(check)
    return int(any(check.needed and not check.well for check in found))


def _all(settings: Settings, *, test_card: bool) -> Iterator[Check]:
    words = [*_words(settings)]
    yield from words
    if not all(check.well for check in words if check.needed):
        yield Check("the rest", False, "Checked once the above is right.", needed=False)
        return
    try:
        with closing(build_kulanz(settings)) as kulanz:
            yield from (check for check in checks(kulanz) if check.name != "model")
            yield from check_up(kulanz, test_card=test_card)
    except WrongCall as error:
        yield Check("set-up", False, str(error))


def _words(settings: Settings) -> Iterator[Check]:
    """What lies in files, and who drafts: model, playbooks, voice, policy, a language model."""
    yield _loads("model", lambda: _model(settings))
    yield _loads("playbooks", lambda: f"{len(_playbooks(settings).playbooks)}")
    yield _loads("voice", lambda: _voice(settings.voice))
    yield _loads("policy", lambda: f"version {load_policy(settings.policy).remedies.version}")
    yield _drafter(settings)


def _drafter(settings: Settings) -> Check:
    try:
        return Check("drafter", True, what_drafts(settings))
    except DrafterSilent as error:
        # The playbooks step in for as long as it is.
        return Check("drafter", False, f"{error} Until then the playbooks draft.", needed=False)
    except TriageError as error:
        return Check("drafter", False, str(error))


def _loads(name: str, load: Callable[[], str]) -> Check:
    try:
        return Check(name, True, load())
    except TriageError as error:
        return Check(name, False, str(error))


def _model(settings: Settings) -> str:
    classifier = ComplaintClassifier.load(settings.model_dir)
    HeadToneModel.load(settings.model_dir, classifier.encoder)
    return classifier.model


def _playbooks(settings: Settings) -> Playbooks:
    try:
        return load_words(settings).playbooks.playbooks
    except TriageError:
        # It may be the voice that can't be read, which has a line of its own.
        return load_playbooks(settings.playbooks)


def _voice(file: Path) -> str:
    load_voice(file)
    return file.name


def _print(check: Check) -> None:
    mark = "ok  " if check.well else "FAIL" if check.needed else "note"
    colour = {"ok  ": "32", "FAIL": "31", "note": "33"}[mark]
    shown = f"\033[{colour}m{mark}\033[0m" if sys.stdout.isatty() else mark
    print(f"{shown}  {check.name:<10}  {check.detail}", flush=True)
