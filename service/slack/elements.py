"""The few Block Kit elements we use, and the rules that keep foreign text harmless in them.

Text from outside stands in `plain_text` or in rich text only, never in mrkdwn: there, `<!channel>`
or `<http://evil.example|bank>` are just characters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from triage.personal_data import mask

Element = dict[str, Any]

#: Characters of one block of reply text; Slack's own limit for a section is 3,000.
PART_LENGTH = 2_900

#: Characters that Slack takes for the text or the value of an option.
OPTION_LENGTH = 75

#: Turn the direction of the text around them, ours included.
_DIRECTION_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plain(words: str) -> Element:
    return {"type": "plain_text", "text": words, "emoji": False}


def text(words: str, *, bold: bool = False, strike: bool = False) -> Element:
    style = {name: True for name, wanted in (("bold", bold), ("strike", strike)) if wanted}
    return {"type": "text", "text": words, **({"style": style} if style else {})}


#: How a point in time is shown.
DAY_AND_TIME, SECONDS, AGO = "{date_short_pretty} {time}", "{time_secs}", "{ago}"


def moment(at: datetime, form: str = DAY_AND_TIME) -> Element:
    """A point in time, which Slack shows in the reader's own zone."""
    return {
        "type": "date",
        "timestamp": int(at.timestamp()),
        "format": form,
        "fallback": at.strftime("%Y-%m-%d %H:%M %Z"),
    }


def person(slack_user: str) -> Element:
    """Somebody by name, as Slack shows it; in a new message it also notifies them."""
    return {"type": "user", "user_id": slack_user}


def link(url: str | None, label: str) -> list[Element]:
    """A link that says where it leads, `%(host)s` in the label; nothing for what is no plain web
    address.

    >>> link("https://social.example/p/1", "Post on %(host)s")[0]["text"]
    'Post on social.example'
    >>> link("javascript:alert(1)", "Post on %(host)s")
    []
    """
    host = _host(url)
    return [{"type": "link", "url": url, "text": label % {"host": host}}] if host else []


def _host(url: str | None) -> str | None:
    if url is None or len(url) > 2_000 or not url.isascii() or not url.isprintable():
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.hostname if parts.scheme in {"http", "https"} else None


def section(*elements: Element) -> Element:
    return {"type": "rich_text_section", "elements": [*elements]}


def quote(words: str, *, strike: bool = False) -> Element:
    return {"type": "rich_text_quote", "elements": [text(words, strike=strike)]}


def preformatted(words: str) -> Element:
    return {"type": "rich_text_preformatted", "elements": [text(words)]}


def rich(block_id: str, *elements: Element) -> Element:
    return {"type": "rich_text", "block_id": block_id, "elements": [*elements]}


def in_blocks(block_id: str, label: Element, shown: Sequence[Element]) -> list[Element]:
    """A label and what it stands above, of which Slack takes one element with it; a block for each
    of the others."""
    first, *rest = shown
    more = (rich(f"{block_id}-{n}", element) for n, element in enumerate(rest, start=2))
    return [rich(block_id, label, first), *more]


def context(block_id: str, *lines: str) -> Element:
    return {"type": "context", "block_id": block_id, "elements": [plain(line) for line in lines]}


def menu(action: str, *options: Element) -> Element:
    return {"type": "overflow", "action_id": action, "options": [*options]}


def option(label: str, value: str) -> Element:
    return {"text": plain(inline(label, OPTION_LENGTH)), "value": value}


def inline(words: str, limit: int) -> str:
    """Foreign words for the middle of a line of ours: one line, bounded, and left to right."""
    one_line = " ".join(without_direction_marks(words).split())
    return one_line if len(one_line) <= limit else f"{one_line[: limit - 1]}…"


def without_direction_marks(words: str) -> str:
    return _DIRECTION_MARKS.sub("", words)


def of_author(words: str) -> str:
    """A stranger's words as they may be shown: personal data masked, and nothing that turns the
    text around them."""
    return without_direction_marks(mask(words)).strip()


def escape(words: str) -> str:
    """For mrkdwn, which the fallback text and private lines are: Slack's three characters."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def slack_length(words: str) -> int:
    """Length as a browser counts it, where an emoji is two."""
    return len(words.encode("utf-16-le", "surrogatepass")) // 2


def parts(words: str, limit: int = PART_LENGTH) -> list[str]:
    """Split long text at paragraphs, else at lines, sentences, words. Nothing is lost.

    >>> parts("One.\\n\\nTwo three.", 12)
    ['One.\\n\\n', 'Two three.']
    """
    split = []
    while len(words) > limit:
        end = _end_of_part(words, limit)
        split.append(words[:end])
        words = words[end:]
    return [*split, words]


def _end_of_part(words: str, limit: int) -> int:
    for border in ("\n\n", "\n", ". ", " "):
        at = words.rfind(border, 1, limit)
        if at > 0:
            return at + len(border)
    return limit
