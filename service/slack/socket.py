"""Socket Mode: Slack over a WebSocket that we open, so that nobody needs a public address."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from service.bootstrap import Kulanz
from service.slack.answers import Answer
from service.slack.approvals import SlackApprovals
from service.slack.client import QUIET, TIMEOUT
from service.slack.payloads import UnreadablePayload
from service.slack.requests import Requests, requests_of
from triage.errors import DeliveryError

log = logging.getLogger(__name__)

#: Seconds between two attempts to reach Slack at start: doubled each time, up to the longest.
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0


@contextmanager
def socket_mode(kulanz: Kulanz) -> Iterator[None]:
    """Get to know Slack and, with an app token, listen to it until the block ends.

    Slack being away keeps nothing else from starting.
    """
    requests = requests_of(kulanz)
    if requests is None:
        yield
        return
    token = kulanz.settings.slack_app_token
    socket = _client(token.get_secret_value(), kulanz.settings.slack_api_url) if token else None
    if socket is not None:
        socket.socket_mode_request_listeners.append(_listener(requests))
    connecting = _Connecting(requests.interactions.approvals, socket)
    connecting.start()
    try:
        yield
    finally:
        connecting.stop()
        if socket is not None:
            socket.close()


def _client(app_token: str, api_url: str) -> SocketModeClient:
    web = WebClient(base_url=api_url, timeout=TIMEOUT, retry_handlers=[], logger=QUIET)
    return SocketModeClient(
        app_token, web_client=web, logger=QUIET, on_error_listeners=[_note_error]
    )


def _note_error(error: Exception) -> None:
    log.warning("slack socket", extra={"error": type(error).__name__})


class _Connecting(threading.Thread):
    """Tries until Slack answers; from then on slack_sdk reconnects by itself."""

    def __init__(self, approvals: SlackApprovals, socket: SocketModeClient | None) -> None:
        super().__init__(name="kulanz-slack", daemon=True)
        self._approvals = approvals
        self._socket = socket
        self._stopped = threading.Event()

    def run(self) -> None:
        pause = _FIRST_PAUSE
        while not self._stopped.is_set() and not self._connected():
            self._stopped.wait(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def stop(self) -> None:
        self._stopped.set()
        self.join(timeout=2 * TIMEOUT)

    def _connected(self) -> bool:
        try:
            self._approvals.client.identity()
            if self._socket is not None:
                self._socket.connect()
        except DeliveryError as error:
            return self._failed(str(error))
        except SlackApiError:
            return self._failed("Slack refuses Socket Mode: check KULANZ_SLACK_APP_TOKEN.")
        except (OSError, SlackClientError):
            return self._failed("Slack could not be reached.")
        self._approvals.connection_trouble = None
        return True

    def _failed(self, why: str) -> bool:
        if self._approvals.connection_trouble is None:
            log.error("slack connection", extra={"why": why})
        self._approvals.connection_trouble = why
        return False


def _listener(
    requests: Requests,
) -> Callable[[BaseSocketModeClient, SocketModeRequest], None]:
    def listen(socket: BaseSocketModeClient, request: SocketModeRequest) -> None:
        try:
            answer = _answer(requests, request)
        except Exception as error:
            # Left without an answer Slack tells the person, and a window stays open with its text.
            log.error("slack request failed", exc_info=error)
            return
        socket.send_socket_mode_response(
            SocketModeResponse(envelope_id=request.envelope_id, payload=answer.body)
        )
        try:
            answer.was_given()
        except Exception as error:
            # Nobody else would tell of it: slack_sdk's own words go nowhere.
            log.error("slack request answered, then failed", exc_info=error)

    return listen


def _answer(requests: Requests, request: SocketModeRequest) -> Answer:
    answers = {
        "interactive": requests.interactive,
        "slash_commands": requests.command,
        "events_api": requests.event,
    }
    try:
        return answers[request.type](request.payload) if request.type in answers else Answer()
    except UnreadablePayload:
        log.warning("slack request unreadable")
        return Answer()
