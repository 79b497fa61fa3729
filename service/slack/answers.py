"""What Slack is answered at once, and what is done when it has the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from service.console.words import Words
from service.crash_points import crash_point
from service.slack.elements import Element
from service.slack.modals import too_late_modal

#: Slack's limit for what stands beside an input.
_LONGEST_ERROR = 2_000


def _nothing() -> None:
    pass


@dataclass(frozen=True)
class Answer:
    """An empty body acknowledges a click and closes a window."""

    body: dict[str, Any] | None = None
    afterwards: Callable[[], None] = _nothing

    @property
    def closes(self) -> bool:
        """Whether the window that was sent off goes away."""
        return self.body is None or self.body["response_action"] == "clear"

    def was_given(self) -> None:
        """Slack has it: do what is to be done then."""
        crash_point("after acknowledgement")
        self.afterwards()


def errors(**by_input: str) -> Answer:
    """The window stays as it is, with these words beside its inputs."""
    said = {name: words[:_LONGEST_ERROR] for name, words in by_input.items()}
    return Answer({"response_action": "errors", "errors": said})


def update(view: Element) -> Answer:
    """Another window in place of the one that was sent off."""
    return Answer({"response_action": "update", "view": view})


def too_late(words: Words, why: str, typed: str) -> Answer:
    return update(too_late_modal(words, why, typed))


def close_all() -> Answer:
    """This window and those beneath it."""
    return Answer({"response_action": "clear"})
