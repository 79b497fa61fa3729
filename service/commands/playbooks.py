"""`kulanz playbooks`: whether they can be used, and what they would say."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from prompts.loader import load_playbooks, load_voice
from prompts.playbook_check import remarks_on
from prompts.preview import preview
from prompts.voice_file import Voice
from service.commands.calls import read_settings
from triage.complaint import Topic
from triage.draft import Register

_SPOKEN = {"de": "German", "en": "English"}


def run(given: Namespace) -> int:
    settings = read_settings(given)
    voice = load_voice(settings.voice)
    if given.what == "check":
        return _check(settings.playbooks, voice)
    return _preview(settings.playbooks, voice, given)


def _check(folder: Path, voice: Voice) -> int:
    """1 if the service would not start with them."""
    with _busy(f"Reading {folder}, and each phrase in it as the guard does …"):
        remarks = remarks_on(folder, voice)
    for remark in remarks:
        print(f"{'FAIL' if remark.stops else 'note'}  {remark.text}")
    broken = sum(remark.stops for remark in remarks)
    if broken:
        print("The service does not start with these playbooks.")
        return 1
    print(f"The playbooks in {folder} can be used.")
    return 0


def _preview(folder: Path, voice: Voice, given: Namespace) -> int:
    with _busy(f"Reading {folder} …"):
        playbooks = load_playbooks(folder)
    for topic in [Topic(given.topic)] if given.topic else [t for t in Topic if t != Topic.NONE]:
        for lang in [given.lang] if given.lang else sorted(_SPOKEN):
            register = _register(lang, given.register, voice)
            shown = {"sie": ", Sie", "du": ", du", "neutral": ""}[register]
            print(f"\n== {topic}, {_SPOKEN[lang]}{shown}, severity {given.severity}")
            for name, replies in preview(playbooks, voice, topic, lang, register, given.severity):
                print(f"\n-- {name}")
                print("\n".join(_indented(replies)))
    return 0


@contextmanager
def _busy(with_what: str) -> Iterator[None]:
    """What takes seconds is said on standard error, if somebody looks on."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.text import Text

    # As text: a folder's name may look like markup.
    with Console(stderr=True).status(Text(with_what)):
        yield


def _register(lang: str, wanted: str | None, voice: Voice) -> Register:
    return cast(Register, wanted or voice.register) if lang == "de" else "neutral"


def _indented(replies: list[str]) -> Iterator[str]:
    for reply in replies:
        first, *more = reply.splitlines()
        yield f"   {first}"
        yield from (f"   {line}".rstrip() for line in more)
        if more:
            yield ""
