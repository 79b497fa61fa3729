"""The channels of the stand-in for Slack: who is in them, what is posted, and what can be read."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.slack_directory import Directory
from tests.slack_limits import message_faults
from tests.slack_schema import type_faults
from tests.slack_wire import Limited, Refused

BOT, CHANNEL = "B0KULANZ", "C0CARE"


@dataclass
class Message:
    channel: str
    ts: str
    text: str
    blocks: list[dict[str, Any]]
    metadata: dict[str, Any]
    bot_id: str = BOT
    #: The message that this one answers.
    thread_ts: str | None = None
    #: When it was posted, by the clock that all processes share.
    posted_at: float = field(default_factory=time.monotonic)


@dataclass
class SlackChannels:
    channels: dict[str, set[str]] = field(
        default_factory=lambda: {CHANNEL: {BOT, "U0ANNA", "U0BEN", "U0CARA", "U0STRANGER"}}
    )
    #: Names are understood when posting, nowhere else.
    names: dict[str, str] = field(default_factory=lambda: {"#care": CHANNEL})
    directory: Directory = field(default_factory=Directory)
    #: What Slack tolerates of its one message a second and channel.
    seconds_between_posts: float = 0.9
    #: Messages a page: so few that every search has to turn pages.
    page: int = 2
    messages: list[Message] = field(default_factory=list)
    #: Lines that only one person sees: user, text.
    private: list[tuple[str, str]] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    #: Posts that came sooner behind the last one than it tolerates.
    too_soon: int = 0
    #: For all that needs a name of its own.
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _last_post: dict[str, float] = field(default_factory=dict, init=False)

    def complain(self, code: str, *reasons: str) -> Refused:
        self.complaints += reasons
        return Refused(code)

    def _place_of(self, channel: str) -> str:
        """A person's id stands for the conversation of the app with that person."""
        if channel in self.directory.users:
            return f"D{channel[1:]}"
        self._check_channel(channel)
        return channel

    def _check_channel(self, channel: str) -> None:
        if channel not in self.channels:
            raise Refused("channel_not_found")
        if BOT not in self.channels[channel]:
            raise Refused("not_in_channel")

    def _post(self, given: dict[str, Any]) -> dict[str, Any]:
        channel = self._place_of(self.names.get(given["channel"], given["channel"]))
        self._check_message(given)
        thread = given.get("thread_ts")
        if thread and self._message(channel, thread).thread_ts:
            raise self.complain("thread_not_found", "a thread hangs on its first message")
        if given.get("unfurl_links") is not False or given.get("unfurl_media") is not False:
            self.complaints.append("Slack would fetch every address in the message")
        now = time.monotonic()
        if now - self._last_post.get(channel, 0.0) < self.seconds_between_posts:
            self.too_soon += 1
            raise Limited
        self._last_post[channel] = now
        ts = f"{time.time():.0f}.{next(self.numbers):06d}"
        message = Message(
            channel, ts, given["text"], given["blocks"], given.get("metadata", {}), thread_ts=thread
        )
        self.messages.append(message)
        return {"channel": channel, "ts": ts}

    def _update(self, given: dict[str, Any]) -> dict[str, Any]:
        self._check_channel(given["channel"])
        self._check_message(given)
        message = self._message(given["channel"], given["ts"])
        if message.bot_id != BOT:
            raise Refused("cant_update_message")
        message.text, message.blocks = given["text"], given["blocks"]
        message.metadata = given["metadata"] or message.metadata
        return {"channel": message.channel, "ts": message.ts}

    def _message(self, channel: str, ts: str) -> Message:
        for message in self.messages:
            if (message.channel, message.ts) == (channel, ts):
                return message
        raise Refused("message_not_found")

    def _check_message(self, given: dict[str, Any]) -> None:
        if not given.get("text"):
            raise self.complain("no_text", "a message without text")
        faults = message_faults(given.get("blocks") or [])
        metadata = given.get("metadata")
        if metadata and set(metadata["event_payload"]) != {"case_id", "revision"}:
            faults.append("metadata is for ids only")
        if metadata:
            faults += type_faults("Metadata", metadata)
        if faults:
            raise self.complain("invalid_blocks", *faults)

    def _post_ephemeral(self, given: dict[str, Any]) -> dict[str, Any]:
        self._check_channel(given["channel"])
        if given["user"] not in self.channels[given["channel"]]:
            raise Refused("user_not_in_channel")
        self.private.append((given["user"], given["text"]))
        return {"message_ts": "1.0"}

    def _history(self, given: dict[str, Any]) -> dict[str, Any]:
        """Newest first, without what stands in threads."""
        return self._page(given, [m for m in reversed(self.messages) if m.thread_ts is None])

    def _replies(self, given: dict[str, Any]) -> dict[str, Any]:
        """Oldest first, with the message that the thread hangs on."""
        ts = given["ts"]
        return self._page(given, [m for m in self.messages if ts in (m.ts, m.thread_ts)])

    def _page(self, given: dict[str, Any], messages: list[Message]) -> dict[str, Any]:
        self._check_channel(given["channel"])
        with_metadata = given.get("include_all_metadata") in ("1", "true", True)
        found = [
            {"type": "message", "ts": m.ts, "text": m.text, "bot_id": m.bot_id, "blocks": m.blocks}
            | ({"metadata": m.metadata} if with_metadata else {})
            for m in messages
            if m.channel == given["channel"] and float(m.ts) >= float(given.get("oldest", 0))
        ]
        start = int(given.get("cursor") or 0)
        end = start + self.page
        following = str(end) if len(found) > end else ""
        page = found[start:end]
        return {"messages": page, "response_metadata": {"next_cursor": following}}
