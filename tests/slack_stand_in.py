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
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve

from tests.slack_directory import TEAM, Directory
from tests.slack_identity import SlackIdentity
from tests.slack_limits import home_faults, message_faults, view_faults
from tests.slack_schema import type_faults
from tests.slack_wire import Fault, Limited, Refused, handler

BOT, CHANNEL = "B0KULANZ", "C0CARE"
#: What the app's manifest asks for.
SCOPES = "channels:history,chat:write,commands,groups:history,usergroups:read,users:read"
#: What some methods need.
_NEEDS = {"users.info": "users:read", "usergroups.users.list": "usergroups:read"}


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
class SlackStandIn:
    bot_token: str = "xoxb-stand-in"
    app_token: str = "xapp-stand-in"
    trigger_life: float = 60.0
    channels: dict[str, set[str]] = field(
        default_factory=lambda: {CHANNEL: {BOT, "U0ANNA", "U0BEN", "U0CARA", "U0STRANGER"}}
    )
    #: Names are understood when posting, nowhere else.
    names: dict[str, str] = field(default_factory=lambda: {"#care": CHANNEL})
    directory: Directory = field(default_factory=Directory)
    identity: SlackIdentity = field(default_factory=SlackIdentity)
    scopes: str = SCOPES
    #: What Slack tolerates of its one message a second and channel.
    seconds_between_posts: float = 0.9
    #: Messages a page: so few that every search has to turn pages.
    page: int = 2
    #: What people see on the app's own page.
    homes: dict[str, dict[str, Any]] = field(default_factory=dict)
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
    #: Seconds, with each 429.
    asks_to_wait: int = 1
    #: Posts that came sooner behind the last one than it tolerates.
    too_soon: int = 0
    sockets: list[ServerConnection] = field(default_factory=list)
    acknowledged: dict[str, Any] = field(default_factory=dict)
    #: Envelopes that nobody has acknowledged yet, by their id.
    unanswered: dict[str, dict[str, Any]] = field(default_factory=dict)

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

    def send_envelope(self, kind: str, payload: dict[str, Any]) -> str:
        """Over the newest connection, and if it is not acknowledged over each one that comes after
        it; the envelope's id."""
        envelope = f"e{next(self._numbers)}"
        self.unanswered[envelope] = {
            "type": kind,
            "envelope_id": envelope,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        with suppress(ConnectionClosed):
            self.sockets[-1].send(json.dumps(self.unanswered[envelope]))
        return envelope

    def _listen(self, connection: ServerConnection) -> None:
        connection.send(json.dumps({"type": "hello", "num_connections": 1}))
        self.sockets.append(connection)
        again = {"retry_attempt": 1, "retry_reason": "timeout"}
        try:
            for whole in [*self.unanswered.values()]:
                connection.send(json.dumps({**whole, **again}))
            for message in connection:
                ack = json.loads(message)
                self.unanswered.pop(ack["envelope_id"], None)
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
            if method == "openid.connect.token":
                return {"ok": True, **answer(given)}
            self._check_token(method, token)
            if _NEEDS.get(method, "chat:write") not in self.scopes.split(","):
                raise Refused("missing_scope")
            return {"ok": True, **answer(given)}

    def _methods(self) -> dict[str, Callable[[dict[str, Any]], dict[str, Any]]]:
        return {
            "auth.test": self._who_am_i,
            "apps.connections.open": lambda given: {"url": self.socket_url},
            "chat.postMessage": self._post,
            "chat.update": self._update,
            "chat.postEphemeral": self._post_ephemeral,
            "conversations.history": self._history,
            "conversations.replies": self._replies,
            "views.open": self._open_view,
            "views.push": self._open_view,
            "views.update": self._update_view,
            "views.publish": self._publish_home,
            "openid.connect.token": lambda given: self.identity.token(self.base, given),
            "users.info": self.directory.info,
            "usergroups.users.list": self.directory.members,
        }

    def _who_am_i(self, given: dict[str, Any]) -> dict[str, Any]:
        url = "https://home.slack.example/"
        return {"team_id": TEAM, "bot_id": BOT, "user_id": "U0KULANZ", "url": url}

    def _check_token(self, method: str, token: str) -> None:
        wanted = self.app_token if method == "apps.connections.open" else self.bot_token
        if token != wanted:
            known = token in (self.app_token, self.bot_token)
            raise Refused("not_allowed_token_type" if known else "invalid_auth")
        if self.revoked:
            raise Refused("token_revoked")

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
            raise self._complain("thread_not_found", "a thread hangs on its first message")
        if given.get("unfurl_links") is not False or given.get("unfurl_media") is not False:
            self.complaints.append("Slack would fetch every address in the message")
        now = time.monotonic()
        if now - self._last_post.get(channel, 0.0) < self.seconds_between_posts:
            self.too_soon += 1
            raise Limited
        self._last_post[channel] = now
        ts = f"{time.time():.0f}.{next(self._numbers):06d}"
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
            raise self._complain("no_text", "a message without text")
        faults = message_faults(given.get("blocks") or [])
        metadata = given.get("metadata")
        if metadata and set(metadata["event_payload"]) != {"case_id", "revision"}:
            faults.append("metadata is for ids only")
        if metadata:
            faults += type_faults("Metadata", metadata)
        if faults:
            raise self._complain("invalid_blocks", *faults)

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

    def _update_view(self, given: dict[str, Any]) -> dict[str, Any]:
        found = next((view for view in self.views if view["id"] == given["view_id"]), None)
        if found is None:
            raise Refused("not_found")
        if "hash" in given and given["hash"] != found["hash"]:
            raise Refused("hash_conflict")
        faults = view_faults(given["view"])
        if faults:
            raise self._complain("invalid_arguments", *faults)
        kept = {"id": found["id"], "hash": f"{next(self._numbers)}.h"}
        found.clear()
        found.update({**given["view"], **kept})
        return {"view": found}

    def _publish_home(self, given: dict[str, Any]) -> dict[str, Any]:
        if given["user_id"] not in self.directory.users:
            raise Refused("invalid_arguments")
        faults = home_faults(given["view"])
        if faults:
            raise self._complain("invalid_arguments", *faults)
        self.homes[given["user_id"]] = given["view"]
        return {"view": given["view"]}

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
        number = next(self._numbers)
        self.views.append({**given["view"], "id": f"V{number}", "hash": f"{number}.h"})
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
