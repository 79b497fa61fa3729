"""What Slack accepts as blocks and windows: slack_sdk's checks, Slack's types, and the limits that
both leave out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from tests.slack_schema import type_faults

#: Slack answers `msg_blocks_too_long` somewhere beyond this.
LONGEST_MESSAGE = 13_000

_RICH = {"rich_text_section", "rich_text_quote", "rich_text_preformatted", "rich_text_list"}
_RICH_PARTS = {
    "text": {"type", "text", "style"},
    "link": {"type", "url", "text", "style"},
    "date": {"type", "timestamp", "format", "url", "fallback", "style"},
    "user": {"type", "user_id", "style"},
}
_FIELDS = {
    "header": {"type", "block_id", "text"},
    "rich_text": {"type", "block_id", "elements"},
    "context": {"type", "block_id", "elements"},
    "actions": {"type", "block_id", "elements"},
    "section": {"type", "block_id", "text", "accessory"},
    "input": {"type", "block_id", "label", "hint", "element", "optional"},
}


def message_faults(blocks: list[dict[str, Any]]) -> list[str]:
    """Why Slack would answer `invalid_blocks`; empty if it would not."""
    faults = [*_blocks(blocks, most=50), *type_faults("Blocks", blocks)]
    if sum(len(words) for words in _words(blocks)) > LONGEST_MESSAGE:
        faults.append("the message is too long")
    if any(block.get("type") == "input" for block in blocks):
        faults.append("inputs stand in windows only")
    return faults


def view_faults(view: dict[str, Any]) -> list[str]:
    faults = [*_view(view), *type_faults("Modal", view)]
    if view.get("type") != "modal" or not view.get("title"):
        faults.append("a window needs type and title")
    for name in ("title", "submit", "close"):
        if name in view:
            faults += [f"{name}: {fault}" for fault in _plain(view[name], 24)]
    has_input = any(block.get("type") == "input" for block in view.get("blocks", []))
    if has_input != ("submit" in view):
        faults.append("what has inputs needs a submit button, and nothing else does")
    return faults


def home_faults(view: dict[str, Any]) -> list[str]:
    """Why views.publish would not take it."""
    faults = [*_view(view), *type_faults("Home", view)]
    if view.get("type") != "home":
        faults.append("views.publish takes a home")
    if set(view) - {"type", "blocks", "private_metadata", "callback_id", "external_id"}:
        faults.append("a home has no title and no buttons of its own")
    return faults


def _view(view: dict[str, Any]) -> Iterator[str]:
    yield from _blocks(view.get("blocks", []), most=100)
    yield from _accepted(lambda: View(**view))


def _accepted(make: Any) -> Iterator[str]:
    try:
        make().to_dict()
    except SlackObjectFormationError as error:
        yield str(error)


def _blocks(blocks: list[dict[str, Any]], *, most: int) -> Iterator[str]:
    if not 1 <= len(blocks) <= most:
        yield f"{len(blocks)} blocks"
    ids = [block.get("block_id") for block in blocks]
    if len(set(ids)) != len(ids):
        yield "two blocks have the same id"
    for block in blocks:
        yield from (f"{block.get('block_id')}: {fault}" for fault in _block(block))


def _block(block: dict[str, Any]) -> Iterator[str]:
    kind = block.get("type", "")
    if kind not in _FIELDS:
        yield f"a block of type {kind}"
        return
    if unknown := set(block) - _FIELDS[kind]:
        yield f"unknown fields {unknown}"
    if not 1 <= len(block["block_id"]) <= 255:
        yield "block_id"
    yield from _accepted(lambda: Block.parse(block))
    checks = {
        "header": lambda: _plain(block["text"], 150),
        "rich_text": lambda: _rich(block["elements"]),
        "context": lambda: _context(block["elements"]),
        "actions": lambda: _actions(block["elements"]),
        "section": lambda: _section(block),
        "input": lambda: _input(block),
    }
    yield from checks[kind]()


def _plain(words: dict[str, Any], most: int) -> Iterator[str]:
    if words.get("type") != "plain_text" or words.get("emoji", True):
        yield "only plain text without emoji codes is harmless"
    if not 1 <= len(words["text"].encode("utf-16-le")) // 2 <= most:
        yield f"{len(words['text'])} characters, at most {most}"


def _rich(elements: list[dict[str, Any]]) -> Iterator[str]:
    if not elements:
        yield "empty rich text"
    for element in elements:
        if element["type"] not in _RICH or not element["elements"]:
            yield f"rich text element {element}"
        for part in element["elements"]:
            allowed = _RICH_PARTS.get(part["type"])
            if allowed is None or set(part) - allowed:
                yield f"rich text part {part}"
            if part["type"] == "text" and not part["text"]:
                yield "empty text"
            if part["type"] == "date" and not isinstance(part["timestamp"], int):
                yield "timestamp"


def _context(elements: list[dict[str, Any]]) -> Iterator[str]:
    if not 1 <= len(elements) <= 10:
        yield f"{len(elements)} elements"
    for element in elements:
        yield from _plain(element, 2_000)


def _actions(elements: list[dict[str, Any]]) -> Iterator[str]:
    names = [element["action_id"] for element in elements]
    if not 1 <= len(elements) <= 25 or len(set(names)) != len(names):
        yield "actions"
    for element in elements:
        if element["type"] == "button":
            yield from _plain(element["text"], 75)
            if len(element.get("value", "")) > 2_000 or len(element["accessibility_label"]) > 75:
                yield "button"
        elif element["type"] == "overflow":
            yield from _options(element["options"])
        else:
            yield f"action {element['type']}"


def _section(block: dict[str, Any]) -> Iterator[str]:
    yield from _plain(block["text"], 3_000)
    if "accessory" in block:
        yield from _actions([block["accessory"]])


def _options(options: list[dict[str, Any]]) -> Iterator[str]:
    if not 1 <= len(options) <= 5:
        yield f"{len(options)} options"
    for option in options:
        yield from _plain(option["text"], 75)
        if not 1 <= len(option["value"]) <= 75:
            yield "option value"


#: Inputs that offer something to choose from, and how much at most.
_CHOICES = {"static_select": 100, "checkboxes": 10}


def _input(block: dict[str, Any]) -> Iterator[str]:
    yield from _plain(block["label"], 2_000)
    yield from _plain(block["hint"], 2_000)
    element = block["element"]
    if element["type"] == "datetimepicker":
        return
    if element["type"] in _CHOICES:
        yield from _choice(element)
        return
    if element["type"] != "plain_text_input" or not 1 <= element["max_length"] <= 3_000:
        yield "input"
    if len(element.get("initial_value", "").encode("utf-16-le")) // 2 > element["max_length"]:
        yield "initial value longer than the input takes"


def _choice(element: dict[str, Any]) -> Iterator[str]:
    options = element["options"]
    if not 1 <= len(options) <= _CHOICES[element["type"]]:
        yield f"{len(options)} options"
    if element.get("initial_option", options[0]) not in options:
        yield "the initial option is none of the options"
    for option in options:
        yield from _plain(option["text"], 75)
        if not 1 <= len(option["value"]) <= 75:
            yield "option value"


def _words(tree: Any) -> Iterator[str]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key == "text" and isinstance(value, str):
                yield value
            else:
                yield from _words(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _words(value)
