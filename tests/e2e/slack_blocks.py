"""Block Kit as a person sees it: what the stand-in for Slack received, as HTML of our own.

Only what the program uses; anything else is an error, so that no picture leaves something out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

Block = dict[str, Any]

#: The company's, where the pictures are looked at.
_ZONE = ZoneInfo("Europe/Berlin")


def message(
    blocks: Sequence[Block], now: datetime, *, thread: Sequence[Sequence[Block]] = ()
) -> str:
    """A message of the app in its channel, with the answers in its thread."""
    answers = "".join(f'<div class="answer">{_head()}{_all(said, now)}</div>' for said in thread)
    below = f'<div class="thread">{answers}</div>' if thread else ""
    return f'<article class="message">{_head()}{_all(blocks, now)}{below}</article>'


def window(
    view: Block, now: datetime, *, typed: str = "", errors: dict[str, str] | None = None
) -> str:
    """A modal, with what somebody typed into its first input and what stands beside inputs."""
    wrong = errors or {}
    blocks = "".join(
        _block(_typed(block, typed), now) + _error(wrong.get(block.get("block_id", "")))
        for block in view["blocks"]
    )
    submit = (
        f'<button class="primary">{_plain(view["submit"])}</button>' if "submit" in view else ""
    )
    return (
        f'<article class="window"><h2>{_plain(view["title"])}</h2>{blocks}'
        f"<footer><button>{_plain(view['close'])}</button>{submit}</footer></article>"
    )


def page(view: Block, now: datetime) -> str:
    """The app's home page."""
    return f'<article class="message">{_all(view["blocks"], now)}</article>'


def _head() -> str:
    return '<p class="who"><i>K</i><b>Kulanz</b> <small>App</small></p>'


def _all(blocks: Sequence[Block], now: datetime) -> str:
    return "".join(_block(block, now) for block in blocks)


def _block(block: Block, now: datetime) -> str:
    return _BLOCKS[block["type"]](block, now)


def _typed(block: Block, typed: str) -> Block:
    """The input with these words in it, where it takes words."""
    element = block.get("element", {})
    if not typed or element.get("type") != "plain_text_input":
        return block
    return {**block, "element": {**element, "initial_value": typed}}


def _error(said: str | None) -> str:
    return f'<p class="error">{escape(said)}</p>' if said else ""


# -- blocks ----------------------------------------------------------------------------------------


def _header(block: Block, now: datetime) -> str:
    return f"<h3>{_plain(block['text'])}</h3>"


def _context(block: Block, now: datetime) -> str:
    return "".join(f'<p class="context">{_plain(element)}</p>' for element in block["elements"])


def _section(block: Block, now: datetime) -> str:
    accessory = _element(block["accessory"]) if "accessory" in block else ""
    return f'<div class="section"><p>{_plain(block["text"])}</p>{accessory}</div>'


def _actions(block: Block, now: datetime) -> str:
    return f'<div class="actions">{"".join(map(_element, block["elements"]))}</div>'


def _input(block: Block, now: datetime) -> str:
    hint = f'<p class="context">{_plain(block["hint"])}</p>' if "hint" in block else ""
    return (
        f'<label class="input">{_plain(block["label"])}{_element(block["element"])}</label>{hint}'
    )


def _rich(block: Block, now: datetime) -> str:
    tags = {
        "rich_text_section": "p", "rich_text_quote": "blockquote", "rich_text_preformatted": "pre",
    }  # fmt: skip
    shown = []
    for element in block["elements"]:
        said = "".join(_part(part, now) for part in element["elements"])
        shown.append(f"<{tags[element['type']]}>{said}</{tags[element['type']]}>")
    return "".join(shown)


_BLOCKS: dict[str, Callable[[Block, datetime], str]] = {
    "header": _header,
    "context": _context,
    "section": _section,
    "actions": _actions,
    "input": _input,
    "rich_text": _rich,
}


# -- in blocks -------------------------------------------------------------------------------------


def _part(part: Block, now: datetime) -> str:
    kind = part["type"]
    if kind == "date":
        return escape(_moment(part, now))
    if kind == "user":
        return f'<a class="person">@{escape(part["user_id"])}</a>'
    if kind == "link":
        return f"<a>{escape(part['text'])}</a>"
    assert kind == "text", kind
    said = escape(part["text"])
    for style, tag in (("bold", "b"), ("strike", "s")):
        if part.get("style", {}).get(style):
            said = f"<{tag}>{said}</{tag}>"
    return said


def _moment(part: Block, now: datetime) -> str:
    """A point in time as Slack writes it for whoever has it in English."""
    at = datetime.fromtimestamp(part["timestamp"], _ZONE)
    minutes = int((now - at).total_seconds() // 60)
    ago = f"{minutes} minutes ago" if minutes else "just now"
    given = {
        "{date_short_pretty}": f"{at:%b} {at.day}", "{time}": f"{at:%H:%M}",
        "{time_secs}": f"{at:%H:%M:%S}", "{ago}": ago,
    }  # fmt: skip
    form: str = part["format"]
    for name, value in given.items():
        form = form.replace(name, value)
    assert "{" not in form, form
    return form


def _element(element: Block) -> str:
    kind = element["type"]
    if kind == "button":
        style = f' class="{element["style"]}"' if "style" in element else ""
        return f"<button{style}>{_plain(element['text'])}</button>"
    if kind == "overflow":
        return "<button>⋯</button>"
    if kind == "static_select":
        return f'<span class="field">{_plain(element["options"][0]["text"])} ▾</span>'
    assert kind == "plain_text_input", kind
    return f'<span class="field words">{escape(element.get("initial_value", ""))}</span>'


def _plain(text: Block) -> str:
    assert text["type"] == "plain_text"
    return escape(text["text"])
