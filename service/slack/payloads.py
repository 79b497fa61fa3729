"""What Slack sends, as far as we read it; everything else is left alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field, ValidationError


class UnreadablePayload(ValueError):
    """This can't be read as a message from Slack."""


_VALUE = re.compile(
    r"(?:(?P<option>[a-z_]{1,40}):)?(?P<case>[A-Za-z0-9_-]{1,40}):(?P<version>\d{1,6})"
)

#: Slack leaves out, or sends as null, what does not apply.
_Absent = BeforeValidator(lambda given: {} if given is None else given)


class Named(BaseModel):
    id: str = ""


class User(BaseModel):
    id: str = Field(min_length=1)
    #: Where the person belongs; with Slack Connect not where the message is.
    team_id: str | None = None
    #: Slack sends one or the other, by kind of payload.
    name: str | None = None
    username: str | None = None


class Option(BaseModel):
    value: str = ""


class Action(BaseModel):
    action_id: str = ""
    value: str | None = None
    selected_option: Option | None = None

    @property
    def clicked(self) -> str:
        return self.selected_option.value if self.selected_option else self.value or ""


class Input(BaseModel):
    value: str | None = None
    selected_option: Option | None = None
    selected_options: Annotated[list[Option], BeforeValidator(lambda given: given or [])] = []
    #: Seconds since 1970.
    selected_date_time: int | None = None


class State(BaseModel):
    values: dict[str, dict[str, Input]] = {}


class View(BaseModel):
    id: str = ""
    callback_id: str = ""
    private_metadata: str = ""
    state: Annotated[State, _Absent] = State()
    blocks: list[dict[str, Any]] = []
    root_view_id: str | None = None

    @property
    def stands_on_another(self) -> bool:
        return self.root_view_id not in (None, "", self.id)

    def typed(self, name: str) -> str:
        return self.input(name).value or ""

    @property
    def everything_typed(self) -> str:
        """All words of the window, in the order of its inputs."""
        inputs = (given for block in self.state.values.values() for given in block.values())
        return "\n\n".join(given.value for given in inputs if given.value)

    def chosen(self, name: str) -> str:
        """The value of the one option that was chosen; empty if none was."""
        option = self.input(name).selected_option
        return option.value if option else ""

    def input(self, name: str) -> Input:
        """What stands in an input; ours have one name for the block and what is in it."""
        return self.state.values.get(name, {}).get(name, Input())


class Interaction(BaseModel):
    """A click, or a window that was sent off."""

    type: str
    user: User
    team: Annotated[Named, _Absent] = Named()
    enterprise: Annotated[Named, _Absent] = Named()
    channel: Annotated[Named, _Absent] = Named()
    trigger_id: str | None = None
    response_url: str | None = None
    actions: list[Action] = []
    view: View | None = None

    @property
    def team_of_user(self) -> str:
        return self.user.team_id or self.team.id


class Envelope(BaseModel):
    """What comes as JSON over HTTP."""

    type: str
    challenge: str = ""


@dataclass(frozen=True)
class Seen:
    """Which draft of which case the person had before their eyes, and what of a menu they chose."""

    case_id: str
    #: The draft's version; the case's revision where a button is about what became of a reply.
    number: int
    option: str = ""


def seen(value: str) -> Seen | None:
    """None for what is none of our values.

    >>> seen("escalate:c1:2")
    Seen(case_id='c1', number=2, option='escalate')
    """
    match = _VALUE.fullmatch(value)
    if match is None:
        return None
    return Seen(match["case"], int(match["version"]), match["option"] or "")


def read_interaction(document: object) -> Interaction:
    """From JSON text (HTTP) or from what is decoded already (Socket Mode).

    Raises UnreadablePayload.
    """
    try:
        if isinstance(document, str | bytes):
            return Interaction.model_validate_json(document)
        return Interaction.model_validate(document)
    except (ValidationError, UnicodeError) as error:
        raise UnreadablePayload from error


def read_envelope(body: bytes) -> Envelope:
    """Raises UnreadablePayload."""
    try:
        return Envelope.model_validate_json(body)
    except (ValidationError, UnicodeError) as error:
        raise UnreadablePayload from error
