"""The check against Slack's own types bites: spoilt anywhere, what we send is refused."""

from __future__ import annotations

import os
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from service.slack.blocks import card
from service.slack.home import closed_home
from service.slack.modals import edit_modal
from service.slack.personal import words_in
from service.slack.posting import CARD
from service.slack.windows import hand_over_modal, redraft_modal, snooze_modal
from tests.fakes import ANNA, ANNA_SIGNS, BEN
from tests.service.slack.card_states import NOW, STATES, awaiting, subject
from tests.slack_limits import message_faults
from tests.slack_schema import SCHEMA, Kind, type_faults

ABOUT = subject(awaiting())
PAYLOADS: dict[str, tuple[Kind, Any]] = {
    **{f"card, {state}": ("Blocks", card(subject(STATES[state][0](awaiting()))).blocks)
       for state in ("awaiting", "in doubt", "published")},
    "editor": ("Modal", edit_modal(ABOUT, ANNA_SIGNS)),
    "hand over": ("Modal", hand_over_modal(ABOUT, [ANNA, BEN])),
    "snooze": ("Modal", snooze_modal(ABOUT, {"an_hour": NOW + timedelta(hours=1)})),
    "new draft": ("Modal", redraft_modal(ABOUT, own_words=True)),
    "new draft by playbooks": ("Modal", redraft_modal(ABOUT, own_words=False)),
    "home": ("Home", closed_home(words_in("de", "Europe/Berlin"), "Sie gehören nicht dazu.")),
    "metadata": (
        "Metadata", {"event_type": CARD, "event_payload": {"case_id": "c", "revision": 1}},
    ),
}  # fmt: skip

Step = str | int


@pytest.fixture(autouse=True)
def types() -> None:
    if SCHEMA.exists():
        return
    target = SCHEMA.relative_to(Path(__file__).parents[3])
    missing = f"Nothing is checked against Slack's types: run `make {target}`, with npm."
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_wrong_type_an_unknown_field_or_an_unknown_kind_is_refused_anywhere(name: str) -> None:
    kind, payload = PAYLOADS[name]
    assert type_faults(kind, payload) == []
    assert type_faults(kind, "not even a document") != []
    spoilt = [*_spoilt(payload)]
    assert len(spoilt) > 2
    let_through = [how for how, broken in spoilt if not type_faults(kind, broken)]
    assert let_through == []


def _spoilt(payload: Any) -> Iterator[tuple[str, Any]]:
    """The payload broken in one place, for every place; how and where."""
    for path, value in _places(payload):
        if isinstance(value, dict):
            if "event_payload" not in path:
                yield f"{path}: unknown field", _with(payload, [*path, "unknown"], "x")
        elif not isinstance(value, list):
            yield f"{path}: wrong type", _with(payload, path, None)
            if path[-1] == "type":
                yield f"{path}: unknown kind", _with(payload, path, "nonsense")
        else:
            yield f"{path}: no list", _with(payload, path, 7)


def _places(tree: Any, path: tuple[Step, ...] = ()) -> Iterator[tuple[list[Step], Any]]:
    if path:
        yield [*path], tree
    inside: Any = tree.items() if isinstance(tree, dict) else ()
    for step, value in enumerate(tree) if isinstance(tree, list) else inside:
        yield from _places(value, (*path, step))


def _with(payload: Any, path: list[Step], value: Any) -> Any:
    copied = deepcopy(payload)
    place = copied
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return copied


def test_a_fault_says_where_and_what() -> None:
    blocks = deepcopy(PAYLOADS["card, awaiting"][1])
    blocks[0]["text"]["text"] = 7
    blocks.append({"type": "nonsense"})
    (first, second) = type_faults("Blocks", blocks)
    assert first == '0/text/text: 7 is not of type "string"'
    assert second.startswith(f'{len(blocks) - 1}: {{"type":"nonsense"}} is not valid')


def test_what_no_other_check_sees_is_a_fault_of_the_message() -> None:
    blocks = deepcopy(PAYLOADS["card, awaiting"][1])
    styled = next(part for part in _texts(blocks) if "style" in part)
    styled["style"]["bold"] = "yes"
    (fault,) = message_faults(blocks)
    assert fault.endswith('style/bold: "yes" is not of type "boolean"')


def _texts(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for _, value in _places(blocks):
        if isinstance(value, dict) and value.get("type") == "text":
            yield value
