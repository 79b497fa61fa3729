"""What people do in Slack beside clicking on cards, over either transport: commands, the app's home
page, shortcuts on messages."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx2

from tests.slack_channels import CHANNEL
from tests.slack_directory import TEAM
from tests.slack_limits import message_faults
from tests.slack_person import over_http, over_socket, signed, wait_until, words_of
from tests.slack_stand_in import SlackStandIn

#: Brings a document of one kind to the program; the body of its answer.
Deliver = Callable[[dict[str, Any]], dict[str, Any] | None]


@dataclass(frozen=True)
class Wire:
    """One transport, by what it carries."""

    interactive: Deliver
    command: Deliver
    event: Deliver


def http_wire(app_url: str, *, age: float = 0.0) -> Wire:
    """`age` as for `over_http`."""

    def post(body: bytes, kind: str) -> dict[str, Any] | None:
        headers = {"Content-Type": kind, **signed(body, age=age)}
        answer = httpx2.post(
            f"{app_url}/slack/events", content=body, headers=headers, timeout=30, verify=False
        )
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] | None = answer.json() if answer.content else None
        return found

    def command(fields: dict[str, Any]) -> dict[str, Any] | None:
        return post(urlencode(fields).encode(), "application/x-www-form-urlencoded")

    def event(callback: dict[str, Any]) -> dict[str, Any] | None:
        return post(json.dumps(callback).encode(), "application/json")

    return Wire(over_http(app_url, age=age), command, event)


def socket_wire(
    slack: SlackStandIn, until: Callable[[Callable[[], Any]], Any] = wait_until
) -> Wire:
    kinds = ("interactive", "slash_commands", "events_api")
    return Wire(*(over_socket(slack, kind, until) for kind in kinds))


@dataclass
class Visitor:
    """Somebody in Slack."""

    slack: SlackStandIn
    wire: Wire
    user: str
    team: str = TEAM

    def types(self, text: str) -> str:
        """`/kulanz` and this; the words of the answer."""
        return " ".join(words_of(self.answer(text)).split())

    def answer(self, text: str) -> list[dict[str, Any]]:
        """The blocks of the answer, which only this person sees."""
        answer = self.wire.command(
            {
                "token": "out-of-use", "team_id": self.team, "team_domain": "home",
                "channel_id": CHANNEL, "channel_name": "care", "user_id": self.user,
                "user_name": "someone", "command": "/kulanz", "text": text,
                "api_app_id": "A0KULANZ", "is_enterprise_install": "false",
                "response_url": self.slack.new_response_url(self.user),
                "trigger_id": self.slack.new_trigger(),
            }
        )  # fmt: skip
        assert answer is not None
        assert answer["response_type"] == "ephemeral"
        assert message_faults(answer["blocks"]) == []
        assert answer["text"]
        blocks: list[dict[str, Any]] = answer["blocks"]
        return blocks

    def opens_home(self) -> str:
        """The words on the app's home page, as soon as it is shown."""
        self.asks_for_home()
        return self.home()

    def asks_for_home(self) -> None:
        self.slack.homes.pop(self.user, None)
        answer = self.wire.event(
            {
                "type": "event_callback", "event_id": f"Ev{time.perf_counter_ns()}",
                "event_time": int(time.time()), "team_id": self.team, "api_app_id": "A0KULANZ",
                "authorizations": [{"team_id": TEAM, "user_id": "U0KULANZ", "is_bot": True}],
                "event": {
                    "type": "app_home_opened", "user": self.user, "channel": "D0HOME",
                    "tab": "home", "event_ts": f"{time.time():.6f}",
                },
            }
        )  # fmt: skip
        assert not answer

    def home(self) -> str:
        wait_until(lambda: self.user in self.slack.homes)
        return " ".join(words_of(self.slack.homes[self.user]["blocks"]).split())

    def switches(self) -> None:
        """Click the one button on the page, which then comes anew."""
        blocks = self.slack.homes.pop(self.user)["blocks"]
        row = next(block for block in blocks if block["type"] == "actions")
        (button,) = row["elements"]
        answer = self.wire.interactive(
            self._whole(
                type="block_actions",
                container={"type": "view", "view_id": "V0HOME"},
                view={"id": "V0HOME", "type": "home", "callback_id": "", "private_metadata": "",
                      "state": {"values": {}}, "hash": "1.h"},
                actions=[
                    {"type": "button", "action_ts": "1.0", "block_id": row["block_id"],
                     "action_id": button["action_id"], "value": button["value"]}
                ],
            )
        )  # fmt: skip
        assert not answer

    def drafts_for(self, text: str) -> None:
        """The shortcut on somebody's message."""
        answer = self.wire.interactive(
            self._whole(
                type="message_action",
                callback_id="draft_reply",
                action_ts=f"{time.time():.6f}",
                message_ts="1.000001",
                response_url=self.slack.new_response_url(self.user),
                message={"type": "message", "user": "U0STRANGER", "ts": "1.000001", "text": text},
            )
        )
        assert not answer

    def _whole(self, **payload: Any) -> dict[str, Any]:
        return {
            "token": "out-of-use",
            "api_app_id": "A0KULANZ",
            "trigger_id": self.slack.new_trigger(),
            "user": {"id": self.user, "username": "someone", "team_id": self.team},
            "team": {"id": TEAM, "domain": "home"},
            # A click on the home page is in no channel.
            "channel": None if "container" in payload else {"id": CHANNEL, "name": "care"},
            "enterprise": None,
            "is_enterprise_install": False,
            **payload,
        }
