"""Posting, changing and finding cards and notes in a channel."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from service.slack.blocks import Message
from service.slack.client import NO_CHANNEL, TOO_MUCH, SlackClient, SlackRefused
from triage.errors import DeliveryInDoubt

#: Marks our messages, cards and what goes with them; ids only, as every app can read it.
CARD, NOTE = "kulanz_case", "kulanz_note"

#: How far the clocks of Slack and of this machine may be apart.
_SKEW = timedelta(minutes=5)

#: Pages of a channel's history that are searched for a card.
_MOST_PAGES = 20


_ID = re.compile(r"[CDG][A-Z0-9]+")


@dataclass(frozen=True)
class Place:
    """Where a message stands. The channel is Slack's id, even where the settings have a name."""

    channel: str
    ts: str


class Posting:
    """Raises what SlackClient.call raises."""

    def __init__(self, client: SlackClient) -> None:
        self._client = client
        #: Slack takes a channel's name for posting only, and then tells its id.
        self._ids: dict[str, str] = {}

    def post(
        self,
        channel: str,
        message: Message,
        case_id: str,
        revision: int,
        *,
        kind: str = CARD,
        thread_ts: str | None = None,
    ) -> Place:
        """A card, or a note: with the number of the last event it tells of for a revision. Whose
        turn it is, the caller knows."""
        posted = self._client.call(
            lambda web: web.chat_postMessage(
                channel=channel, text=message.text, blocks=message.blocks, thread_ts=thread_ts,
                metadata=_mark(kind, case_id, revision),
                unfurl_links=False, unfurl_media=False,
            )
        )  # fmt: skip
        if not posted.get("ts"):
            raise DeliveryInDoubt("Slack did not say which message it posted.")
        self._ids[channel] = str(posted.get("channel") or channel)
        return Place(self._ids[channel], str(posted["ts"]))

    def update(self, place: Place, message: Message, case_id: str, revision: int) -> None:
        self._client.call(
            lambda web: web.chat_update(
                channel=place.channel, ts=place.ts, text=message.text, blocks=message.blocks,
                metadata=_mark(CARD, case_id, revision),
            )
        )  # fmt: skip

    def find(self, channel: str, case_id: str, since: datetime) -> tuple[Place, int] | None:
        """Where that case's card stands and which revision it shows, if we posted one since."""
        channel = self._id_of(channel)
        found = self._search(
            lambda cursor: self._history(channel, since, cursor),
            lambda message: _marked(message, CARD) == case_id,
        )
        return (Place(channel, str(found["ts"])), _revision(found)) if found else None

    def find_note(
        self, channel: str, thread_ts: str | None, case_id: str, upto: int, since: datetime
    ) -> Place | None:
        """Where the note stands that tells of the events up to that one, if we posted it."""
        channel = self._id_of(channel)
        found = self._search(
            lambda cursor: (
                self._replies(channel, thread_ts, cursor)
                if thread_ts
                else self._history(channel, since, cursor)
            ),
            lambda message: _marked(message, NOTE) == case_id and _revision(message) == upto,
        )
        return Place(channel, str(found["ts"])) if found else None

    def _id_of(self, channel: str) -> str:
        channel = self._ids.get(channel, channel)
        if not _ID.fullmatch(channel):
            raise SlackRefused("channel_name")
        return channel

    def _search(
        self,
        page_at: Callable[[str], dict[str, Any]],
        is_it: Callable[[dict[str, Any]], bool],
    ) -> dict[str, Any] | None:
        """The first message of ours that it is, page by page."""
        bot = self._client.identity().bot
        cursor = ""
        for _ in range(_MOST_PAGES):
            page = page_at(cursor)
            for message in page.get("messages", []):
                if message.get("bot_id") == bot and is_it(message):
                    found: dict[str, Any] = message
                    return found
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return None
        raise SlackRefused(TOO_MUCH)

    def reach(self, channel: str) -> None:
        """Whether we are in that channel and may look for cards there."""
        if not channel:
            raise SlackRefused(NO_CHANNEL)
        if not _ID.fullmatch(channel):
            raise SlackRefused("channel_name")
        self._client.call(lambda web: web.conversations_history(channel=channel, limit=1))

    def _replies(self, channel: str, thread_ts: str, cursor: str) -> dict[str, Any]:
        return self._client.call(
            lambda web: web.conversations_replies(
                channel=channel, ts=thread_ts, limit=100, include_all_metadata=True,
                cursor=cursor or None,
            )
        )  # fmt: skip

    def _history(self, channel: str, since: datetime, cursor: str) -> dict[str, Any]:
        oldest = str((since - _SKEW).timestamp())
        return self._client.call(
            lambda web: web.conversations_history(
                channel=channel, oldest=oldest, limit=100, include_all_metadata=True,
                cursor=cursor or None,
            )
        )  # fmt: skip


def _mark(kind: str, case_id: str, revision: int) -> dict[str, Any]:
    return {"event_type": kind, "event_payload": {"case_id": case_id, "revision": revision}}


def _marked(message: dict[str, Any], kind: str) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != kind:
        return None
    case_id = (metadata.get("event_payload") or {}).get("case_id")
    return case_id if isinstance(case_id, str) else None


def _revision(message: dict[str, Any]) -> int:
    revision = message["metadata"]["event_payload"].get("revision")
    return revision if isinstance(revision, int) else 0
