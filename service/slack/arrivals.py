"""What Slack sends beside clicks on cards: commands, shortcuts on a message, and events."""

from __future__ import annotations

import html
import re
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from service.slack.payloads import Interaction, UnreadablePayload
from service.slack.people import Caller

#: What a message is at most, in Slack.
_LONGEST_TEXT = 40_000

_LINK = re.compile(r"<(?P<address>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")

_Absent = BeforeValidator(lambda given: {} if given is None else given)
_Text = BeforeValidator(lambda given: "" if given is None else given)

T = TypeVar("T", bound=BaseModel)


class Command(BaseModel):
    """`/kulanz …`, as typed. Slack sends a form, or the same as JSON over the socket."""

    command: str
    text: Annotated[str, _Text] = Field("", max_length=_LONGEST_TEXT)
    user_id: str = Field(min_length=1)
    user_name: Annotated[str, _Text] = ""
    team_id: Annotated[str, _Text] = ""
    enterprise_id: Annotated[str, _Text] = ""

    @property
    def caller(self) -> Caller:
        return Caller(self.user_id, self.team_id, self.enterprise_id, self.user_name)


class SlackMessage(BaseModel):
    text: Annotated[str, _Text] = ""


class Shortcut(Interaction):
    """Somebody chose ours from the menu of a message."""

    callback_id: str = ""
    message: Annotated[SlackMessage, _Absent] = SlackMessage()


class Container(BaseModel):
    type: str = ""


class HomeClick(Interaction):
    """A click that may have been on the app's home page."""

    container: Annotated[Container, _Absent] = Container()


class Event(BaseModel):
    type: str = ""
    user: Annotated[str, _Text] = ""
    tab: Annotated[str, _Text] = ""


class Callback(BaseModel):
    """An event with what stands around it."""

    type: str
    team_id: Annotated[str, _Text] = ""
    enterprise_id: Annotated[str, _Text] = ""
    authorizations: list[dict[str, Any]] = []
    event: Annotated[Event, _Absent] = Event()

    @property
    def caller(self) -> Caller:
        return Caller(self.event.user, self.team_id, self.enterprise_id)


def read(kind: type[T], document: object) -> T:
    """From JSON text, or from what is decoded already. Raises UnreadablePayload."""
    try:
        if isinstance(document, str | bytes):
            return kind.model_validate_json(document)
        return kind.model_validate(document)
    except (ValidationError, UnicodeError) as error:
        raise UnreadablePayload from error


def as_written(message: str) -> str:
    """A message's text as people read it, without Slack's marks for links, people and channels.

    >>> as_written("<https://shop.example|our shop> said &lt;no&gt; to <@U1>")
    'our shop said <no> to @U1'
    """
    return html.unescape(_LINK.sub(_shown, message))


def _shown(link: re.Match[str]) -> str:
    return link["label"] or re.sub(r"^(mailto:|tel:|!)", "", link["address"])
