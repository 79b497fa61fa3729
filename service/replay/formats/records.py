"""Records of JSON as conversations: our own form, or another program's, told by their fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from service.lines import Line
from service.replay.formats import chatwoot, zendesk
from service.replay.formats.fields import NoTurn, role_of
from service.replay.formats.together import together
from service.replay.scratch import Scratch
from triage.errors import UnreadableMention


def conversations(
    lines: Iterable[Line], said: Mapping[str, str], scratch: Scratch
) -> Iterator[Line]:
    """`said` renames fields. Where the first record is a message, all are."""
    renamed = (_renamed(line, said) for line in lines)
    first = next(renamed, None)
    if first is None:
        return iter(())
    together_again = chain([first], renamed)
    if first.document is not None and chatwoot.is_message(first.document):
        turns = (_turn(line) for line in together_again)
        return together((turn for turn in turns if turn is not None), scratch)
    return map(_conversation, together_again)


def _renamed(line: Line, said: Mapping[str, str]) -> Line:
    if line.document is None or not said:
        return line
    return Line(line.number, {said.get(k, k): v for k, v in line.document.items()})


def _turn(line: Line) -> Line | None:
    if line.document is None:
        return line
    try:
        turn = chatwoot.turn_of(line.document)
    except UnreadableMention as error:
        return Line(line.number, error=str(error))
    return Line(line.number, turn) if turn else None


def _conversation(line: Line) -> Line:
    if line.document is None:
        return line
    try:
        return Line(line.number, _in_our_form(line.document))
    except UnreadableMention as error:
        return Line(line.number, error=str(error))


def _in_our_form(document: Mapping[str, Any]) -> Mapping[str, Any]:
    for form in (zendesk.is_ticket, zendesk.conversation_of), (
        chatwoot.is_conversation, chatwoot.conversation_of,
    ):  # fmt: skip
        if form[0](document):
            return form[1](document)
    turns = document.get("turns")
    if not isinstance(turns, list):
        return document
    return {**document, "turns": [*_turns_in_our_words(turns)]}


def _turns_in_our_words(turns: list[Any]) -> Iterator[Any]:
    """`user` and `bot` are a customer and an agent; notes among colleagues are no turns."""
    for number, turn in enumerate(turns):
        if not (isinstance(turn, dict) and isinstance(turn.get("role"), str)):
            yield turn
            continue
        try:
            yield {**turn, "role": role_of(turn["role"], "role")}
        except NoTurn:
            continue
        except UnreadableMention as error:
            raise UnreadableMention(f"turns.{number}.{error}") from error
