"""Whatever is logged while tests run, as it would be written, beside all that must not be in it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from service.logs import JsonFormatter
from tests.slack_person import SIGNING_SECRET, Person
from tests.slack_stand_in import SlackStandIn
from tests.slack_surfaces import Visitor
from tests.world import SECRET, World

#: The stand-in's own voice, and that of the people in it.
_NOT_OURS = ("websockets", "httpx", "httpcore", "asyncio", "hypothesis", "playwright", "faker")
#: Their debug lines count as well: somebody may switch them on.
_OURS = ("service", "triage", "models", "prompts", "slack_sdk")
#: Shorter texts are in lines by chance: `late`, `hi`.
_SHORTEST = 8

#: What stands in the stand-ins: tokens, names, words of the drafts, of proxies and of people.
ALWAYS = (
    SlackStandIn.bot_token, SlackStandIn.app_token, SIGNING_SECRET, SECRET, "xoxb-", "xapp-",
    "whsec_", "ticket=", "/actions/", "the words of a proxy", "We are sorry",
    "Anna Berg", "Ben Croft", "Cara Dorn", "Quirin Fremd",
)  # fmt: skip


@dataclass
class Ear(logging.Handler):
    lines: list[str] = field(default_factory=list)
    #: What people wrote and typed.
    said: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(JsonFormatter())

    __hash__ = logging.Handler.__hash__

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith(_NOT_OURS):
            self.lines.append(self.format(record))

    def hear(self, *words: object) -> None:
        self.said |= {w.strip() for w in words if isinstance(w, str) and len(w) >= _SHORTEST}

    @property
    def leaks(self) -> list[str]:
        """The lines that say what none may say."""
        forbidden = {*ALWAYS, *self.said}
        return [line for line in self.lines if any(words in line for words in forbidden)]

    def read(self, log: Path) -> None:
        """What another process has logged."""
        self.lines += log.read_text().splitlines()


@contextmanager
def overhearing() -> Iterator[Ear]:
    """Hear everything that people say until the block ends."""
    ear = Ear()
    with pytest.MonkeyPatch.context() as patch:
        _overhear(ear, patch)
        yield ear


@contextmanager
def listening() -> Iterator[Ear]:
    """And everything that is logged."""
    root = logging.getLogger()
    with overhearing() as ear:
        levels = {name: logging.getLogger(name).level for name in _OURS}
        for name in _OURS:
            logging.getLogger(name).setLevel(logging.DEBUG)
        root.addHandler(ear)
        try:
            yield ear
        finally:
            root.removeHandler(ear)
            for name, level in levels.items():
                logging.getLogger(name).setLevel(level)


def _overhear(ear: Ear, patch: pytest.MonkeyPatch) -> None:
    """Note the words of mentions, and what is typed into windows, behind commands and pasted."""
    deliver, submit = World.deliver, Person.submit
    answer, drafts_for = Visitor.answer, Visitor.drafts_for

    def delivered(world: World, type: str, mention: dict[str, Any]) -> Any:
        ear.hear(mention.get("text"), (mention.get("author") or {}).get("name"))
        return deliver(world, type, mention)

    def submitted(person: Person, view: dict[str, Any], words: str = "", **chosen: Any) -> Any:
        ear.hear(words, *(value for name, value in chosen.items() if name != "until"))
        return submit(person, view, words, **chosen)

    def typed(visitor: Visitor, text: str) -> Any:
        # A verb alone is in the log.
        ear.hear(text if " " in text else "")
        return answer(visitor, text)

    def pasted(visitor: Visitor, text: str) -> None:
        ear.hear(text)
        drafts_for(visitor, text)

    patch.setattr(Visitor, "answer", typed)
    patch.setattr(Visitor, "drafts_for", pasted)
    patch.setattr(World, "deliver", delivered)
    patch.setattr(Person, "submit", submitted)
