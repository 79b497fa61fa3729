"""Slack, as far as we use it: a real HTTP server and a real WebSocket that keep Slack's rules.

Whatever breaks a rule is answered as Slack would answer it and kept in `complaints`.
"""

from __future__ import annotations

import itertools
import json
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve

from tests.slack_limits import message_faults, view_faults
from tests.slack_wire import Fault, Limited, Refused, handler

TEAM, BOT, CHANNEL = "T0HOME", "B0KULANZ", "C0CARE"
#: What Slack tolerates of its one message a second and channel.
SECONDS_BETWEEN_POSTS = 0.9


@dataclass
class Message:
    channel: str
    ts: str
    text: str
    blocks: list[dict[str, Any]]
    metadata: dict[str, Any]
    bot_id: str = BOT


@dataclass
class SlackStandIn:
    bot_token: str = "xoxb-stand-in"
    app_token: str = "xapp-stand-in"
    trigger_life: float = 60.0
    channels: dict[str, set[str]] = field(
        default_factory=lambda: {CHANNEL: {BOT, "U0ANNA", "U0BEN", "U0CARA", "U0STRANGER"}}
    )
    #: Names are understood when posting, nowhere else.
    names: dict[str, str] = field(default_factory=lambda: {"#care": CHANNEL})
    revoked: bool = False
    #: Whether response_urls can still be used: they have five uses in thirty minutes.
    hooks_open: bool = True
    messages: list[Message] = field(default_factory=list)
    #: Lines that only one person sees: user, text.
    private: list[tuple[str, str]] = field(default_factory=list)
    #: Windows on people's screens.
    views: list[dict[str, Any]] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    sockets: list[ServerConnection] = field(default_factory=list)
    acknowledged: dict[str, Any] = field(default_factory=dict)

    def __enter__(self) -> SlackStandIn:
        self._lock = threading.RLock()
        self._numbers = itertools.count(1)
        self._last_post: dict[str, float] = {}
        self._triggers: dict[str, float] = {}
        self._hooks: dict[str, tuple[str, int]] = {}
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), handler(self))
        self.base = f"http://127.0.0.1:{self._http.server_address[1]}"
        self._web_socket: Server = serve(self._listen, "127.0.0.1", 0)
        self.socket_url = f"ws://127.0.0.1:{self._web_socket.socket.getsockname()[1]}/?ticket=1"
        for server in (self._http, self._web_socket):
            threading.Thread(target=server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._web_socket.shutdown()

    @property
    def api_url(self) -> str:
        return f"{self.base}/api/"

    # -- what people see -----------------------------------------------------------------------

    def new_trigger(self) -> str:
        trigger = f"{next(self._numbers)}.{secrets.token_hex(8)}"
        self._triggers[trigger] = time.monotonic()
        return trigger

    def new_response_url(self, user: str) -> str:
        hook = secrets.token_hex(8)
        self._hooks[hook] = (user, 0)
        return f"{self.base}/actions/{hook}"

    # -- Socket Mode ---------------------------------------------------------------------------

    def _listen(self, connection: ServerConnection) -> None:
        connection.send(json.dumps({"type": "hello", "num_connections": 1}))
        self.sockets.append(connection)
        try:
            for message in connection:
                ack = json.loads(message)
                self.acknowledged[ack["envelope_id"]] = ack.get("payload")
        except ConnectionClosed:
            pass
        finally:
            self.sockets.remove(connection)

    # -- the Web API ---------------------------------------------------------------------------

    def fault(self, method: str) -> Fault | None:
        with self._lock:
            waiting = self.faults.get(method)
            return waiting.pop(0) if waiting else None

    def call(self, method: str, token: str, given: dict[str, Any]) -> dict[str, Any]:
        with self._lock:
            self.calls.append((method, given))
            answer = self._methods().get(method)
            if answer is None:
                raise self._complain("unknown_method", method)
            self._check_token(method, token)
            return {"ok": True, **answer(given)}

    def _methods(self) -> dict[str, Callable[[dict[str, Any]], dict[str, Any]]]:
        return {
            "auth.test": lambda given: {"team_id": TEAM, "bot_id": BOT, "user_id": "U0KULANZ"},
            "apps.connections.open": lambda given: {"url": self.socket_url},
            "chat.postMessage": self._post,
            "chat.update": self._update,
            "chat.postEphemeral": self._post_ephemeral,
            "conversations.history": self._history,
            "views.open": self._open_view,
        }

    def _check_token(self, method: str, token: str) -> None:
        wanted = self.app_token if method == "apps.connections.open" else self.bot_token
        if token != wanted:
            known = token in (self.app_token, self.bot_token)
            raise Refused("not_allowed_token_type" if known else "invalid_auth")
        if self.revoked:
            raise Refused("token_revoked")

    def _check_channel(self, channel: str) -> None:
        if channel not in self.channels:
            raise Refused("channel_not_found")
        if BOT not in self.channels[channel]:
            raise Refused("not_in_channel")

    def _post(self, given: dict[str, Any]) -> dict[str, Any]:
        channel = self.names.get(given["channel"], given["channel"])
        self._check_channel(channel)
        self._check_message(given)
        if given.get("unfurl_links") is not False or given.get("unfurl_media") is not False:
            self.complaints.append("Slack would fetch every address in the message")
        now = time.monotonic()
        if now - self._last_post.get(channel, 0.0) < SECONDS_BETWEEN_POSTS:
            raise Limited
        self._last_post[channel] = now
        ts = f"{time.time():.0f}.{next(self._numbers):06d}"
        message = Message(channel, ts, given["text"], given["blocks"], given["metadata"])
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
            raise self._complain("no_text", "a message without text")
        faults = message_faults(given.get("blocks") or [])
        payload = given.get("metadata", {}).get("event_payload", {})
        if set(payload) != {"case_id", "revision"}:
            faults.append("metadata is for ids only")
        if faults:
            raise self._complain("invalid_blocks", *faults)

    def _post_ephemeral(self, given: dict[str, Any]) -> dict[str, Any]:
        self._check_channel(given["channel"])
        if given["user"] not in self.channels[given["channel"]]:
            raise Refused("user_not_in_channel")
        self.private.append((given["user"], given["text"]))
        return {"message_ts": "1.0"}

    def _history(self, given: dict[str, Any]) -> dict[str, Any]:
        self._check_channel(given["channel"])
        with_metadata = given.get("include_all_metadata") in ("1", "true", True)
        found = [
            {"type": "message", "ts": m.ts, "text": m.text, "bot_id": m.bot_id, "blocks": m.blocks}
            | ({"metadata": m.metadata} if with_metadata else {})
            for m in reversed(self.messages)
            if m.channel == given["channel"] and float(m.ts) >= float(given.get("oldest", 0))
        ]
        # Two a page, so that every search has to turn pages.
        start = int(given.get("cursor") or 0)
        following = str(start + 2) if len(found) > start + 2 else ""
        page = found[start : start + 2]
        return {"messages": page, "response_metadata": {"next_cursor": following}}

    def _open_view(self, given: dict[str, Any]) -> dict[str, Any]:
        issued = self._triggers.get(given["trigger_id"])
        if issued is None:
            raise Refused("exchanged_trigger_id")
        if time.monotonic() - issued > self.trigger_life:
            raise Refused("expired_trigger_id")
        del self._triggers[given["trigger_id"]]
        faults = view_faults(given["view"])
        if faults:
            raise self._complain("invalid_arguments", *faults)
        self.views.append({**given["view"], "id": f"V{next(self._numbers)}"})
        return {"view": self.views[-1]}

    # -- response_url --------------------------------------------------------------------------

    def respond(self, hook: str, given: dict[str, Any]) -> int:
        with self._lock:
            user, uses = self._hooks.get(hook, ("", 5))
            if uses >= 5 or not self.hooks_open:
                return 404
            self._hooks[hook] = (user, uses + 1)
            if given.get("response_type", "ephemeral") != "ephemeral":
                self.complaints.append("a private line for everybody")
            if given.get("replace_original", True):
                self.complaints.append("a private line that replaces the card")
            self.private.append((user, given["text"]))
            return 200

    def _complain(self, code: str, *reasons: str) -> Refused:
        self.complaints += reasons
        return Refused(code)
