"""Slack, as far as we use it: a real HTTP server and a real WebSocket that keep Slack's rules.

Whatever breaks a rule is answered as Slack would answer it and kept in `complaints`.
"""

from __future__ import annotations

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

from tests.slack_channels import BOT, SlackChannels
from tests.slack_directory import TEAM
from tests.slack_identity import SlackIdentity
from tests.slack_limits import home_faults, view_faults
from tests.slack_wire import Fault, Refused, handler

#: What the app's manifest asks for.
SCOPES = "channels:history,chat:write,commands,groups:history,usergroups:read,users:read"
#: What some methods need.
_NEEDS = {"users.info": "users:read", "usergroups.users.list": "usergroups:read"}


@dataclass
class SlackStandIn(SlackChannels):
    bot_token: str = "xoxb-stand-in"
    app_token: str = "xapp-stand-in"
    trigger_life: float = 60.0
    identity: SlackIdentity = field(default_factory=SlackIdentity)
    scopes: str = SCOPES
    #: What people see on the app's own page.
    homes: dict[str, dict[str, Any]] = field(default_factory=dict)
    revoked: bool = False
    #: Whether response_urls can still be used: they have five uses in thirty minutes.
    hooks_open: bool = True
    #: Windows on people's screens.
    views: list[dict[str, Any]] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    #: Seconds, with each 429.
    asks_to_wait: int = 1
    sockets: list[ServerConnection] = field(default_factory=list)
    acknowledged: dict[str, Any] = field(default_factory=dict)
    #: Envelopes that nobody has acknowledged yet, by their id.
    unanswered: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __enter__(self) -> SlackStandIn:
        self._lock = threading.RLock()
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
        trigger = f"{next(self.numbers)}.{secrets.token_hex(8)}"
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
        envelope = f"e{next(self.numbers)}"
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
                raise self.complain("unknown_method", method)
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

    def _update_view(self, given: dict[str, Any]) -> dict[str, Any]:
        found = next((view for view in self.views if view["id"] == given["view_id"]), None)
        if found is None:
            raise Refused("not_found")
        if "hash" in given and given["hash"] != found["hash"]:
            raise Refused("hash_conflict")
        faults = view_faults(given["view"])
        if faults:
            raise self.complain("invalid_arguments", *faults)
        kept = {"id": found["id"], "hash": f"{next(self.numbers)}.h"}
        found.clear()
        found.update({**given["view"], **kept})
        return {"view": found}

    def _publish_home(self, given: dict[str, Any]) -> dict[str, Any]:
        if given["user_id"] not in self.directory.users:
            raise Refused("invalid_arguments")
        faults = home_faults(given["view"])
        if faults:
            raise self.complain("invalid_arguments", *faults)
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
            raise self.complain("invalid_arguments", *faults)
        number = next(self.numbers)
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
