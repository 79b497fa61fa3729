"""A language model that says what the test has it say, behind a drafter with our own rules."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from prompts.loader import load_voice
from prompts.model_drafter import ModelDrafter
from prompts.prompt import load_prompt_writer
from tests.prompts.briefs import PROMPTS, drafter
from triage.draft import Brief, Draft
from triage.guard import RuleGuard
from triage.ports import Prompt

VOICE = load_voice(PROMPTS / "voice.md")
GOOD = {
    "en": "Four hours at the gate is far too long. I'm sorry. Please send me a direct message.",
    "de": "Vier Stunden am Gate sind viel zu lang. Es tut mir leid. Schreiben Sie mir bitte eine"
    " Direktnachricht.",
}
Material = dict[str, Any]


@dataclass
class Scripted:
    """Says what `answer` makes of the material; keeps all it was given."""

    answer: Callable[[Material], str | None]
    name: str = "endpoint:scripted"
    given: list[Prompt] = field(default_factory=list)
    calls: int = 0

    def write(self, prompts: Sequence[Prompt]) -> list[str | None]:
        self.calls += 1
        self.given += prompts
        return [self.answer(json.loads(prompt.material)) for prompt in prompts]

    @property
    def materials(self) -> list[Material]:
        return [json.loads(prompt.material) for prompt in self.given]


def with_model(answer: Callable[[Material], str | None]) -> tuple[ModelDrafter, Scripted]:
    model = Scripted(answer)
    writer = load_prompt_writer(PROMPTS / "reply.md", VOICE)
    guard = RuleGuard(contacts=[VOICE.contact])
    return ModelDrafter(model, drafter(), writer, guard), model


def always(reply: str) -> Callable[[Material], str]:
    return lambda _: json.dumps({"reply": reply})


def drafted(made: Brief, answer: Callable[[Material], str | None]) -> tuple[Draft, Scripted]:
    maker, model = with_model(answer)
    return maker.draft([made])[0], model
