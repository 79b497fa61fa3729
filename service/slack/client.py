"""Slack's Web API with its errors named after what they mean for us, and with no retry of its own.

slack_sdk would repeat a post whose answer got lost, and so show a card twice.
"""

from __future__ import annotations

import logging
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from service.settings import Settings
from triage.errors import DeliveryInDoubt, DeliveryRefused, NotDelivered

#: slack_sdk writes requests, answers and addresses into its log: not into ours.
QUIET = logging.getLogger("service.slack.sdk")
QUIET.setLevel(logging.CRITICAL + 1)

#: Seconds for one call.
TIMEOUT = 10

#: Slack's own words for "try again".
_PASSING = frozenset(
    {"ratelimited", "rate_limited", "service_unavailable", "team_added_to_org", "accesslimited"}
)
#: Slack may have done it all the same; with the first two it is done with it.
_FAILED, _UNCLEAR = frozenset({"internal_error", "fatal_error"}), frozenset({"request_timeout"})

#: As on the next page of a search that found nothing in many.
TOO_MUCH = "too_much_history"

NO_CHANNEL = "no_channel"

_ADVICE = {
    "channel_not_found": "Slack does not know the channel, or the app is not in it: "
    "check KULANZ_SLACK_CHANNEL and invite the app.",
    "channel_name": "Set the channel's id (C…) instead of its name: if an answer of Slack's "
    "gets lost, the card can only be looked for by that.",
    NO_CHANNEL: "There is no channel for this queue: set KULANZ_SLACK_CHANNEL.",
    "not_in_channel": "The app is not in the channel: invite it there.",
    TOO_MUCH: "There is too much in the channel to find a card in, whose post got no answer: look "
    "whether it is there, and decide the case in the console.",
    "is_archived": "The channel is archived: choose another one.",
    "missing_scope": "The app lacks a scope: install it again with `kulanz slack manifest`.",
}
_TOKEN_REFUSED = "Slack refuses the token: renew KULANZ_SLACK_BOT_TOKEN."  # noqa: S105 - advice
_TOKEN_CODES = frozenset(
    {"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"}
)
#: Refusals that every post into that channel meets with.
OF_THE_CHANNEL = _TOKEN_CODES | {
    NO_CHANNEL, "channel_not_found", "not_in_channel", "is_archived", "restricted_action",
    "missing_scope",
}  # fmt: skip


class SlackRefused(DeliveryRefused):
    """Slack will not do this until somebody changes something."""

    def __init__(self, code: str) -> None:
        self.code = code
        advice = _TOKEN_REFUSED if code in _TOKEN_CODES else _ADVICE.get(code, "")
        super().__init__(f"{advice} ({code})".strip())


class SlackFailed(DeliveryInDoubt):
    """Slack gave an error of its own: what it did, it has done by now."""


@dataclass(frozen=True)
class Identity:
    """Who we are in Slack."""

    team: str
    enterprise: str | None
    bot: str
    #: The workspace's address, with a slash at its end; empty where Slack does not say.
    url: str = ""
    #: What the token may do; empty where Slack does not say.
    scopes: frozenset[str] = frozenset()


class SlackClient:
    def __init__(self, token: str, api_url: str) -> None:
        self._web = WebClient(
            token=token, base_url=api_url, timeout=TIMEOUT, retry_handlers=[], logger=QUIET,
            # Otherwise each call builds one: 25 ms of processor time.
            ssl=ssl.create_default_context(),
        )  # fmt: skip
        self._identity: Identity | None = None
        self._lock = threading.Lock()

    def permalink(self, channel: str, ts: str) -> str | None:
        """The address of a message of ours; None until Slack has told its own."""
        us = self._identity
        return f"{us.url}archives/{channel}/p{ts.replace('.', '')}" if us and us.url else None

    def call(self, send: Callable[[WebClient], SlackResponse]) -> dict[str, Any]:
        """One call. Raises NotDelivered, DeliveryInDoubt or SlackRefused."""
        try:
            answer = send(self._web).data
        except SlackApiError as error:
            raise _named(error.response) from None
        except (OSError, HTTPException, SlackClientError) as error:
            raise _unreachable(error) from None
        return answer if isinstance(answer, dict) else {}

    def identity(self) -> Identity:
        """Asked once, then remembered. Raises like call()."""
        with self._lock:
            if self._identity is None:
                headers: dict[str, Any] = {}

                def ask(web: WebClient) -> SlackResponse:
                    answer = web.auth_test()
                    headers.update(answer.headers)
                    return answer

                told = self.call(ask)
                self._identity = Identity(
                    team=str(told.get("team_id")),
                    enterprise=told.get("enterprise_id"),
                    bot=str(told.get("bot_id")),
                    url=str(told.get("url") or ""),
                    scopes=_scopes(headers),
                )
            return self._identity


def _named(response: Any) -> NotDelivered | DeliveryInDoubt | SlackRefused:
    # Where no JSON came back, slack_sdk puts the whole body here: it goes nowhere.
    code = str(response.get("error") or "unknown_error")
    if response.status_code == 429 or code in _PASSING:
        return NotDelivered("Slack asks to wait.", retry_after=_seconds(response.headers))
    if response.status_code == 500 or code in _FAILED:
        return SlackFailed("Slack gave an error of its own.")
    if response.status_code > 500 or code in _UNCLEAR or not code.replace("_", "").isalnum():
        return DeliveryInDoubt("Something between us and Slack gave an error.")
    return SlackRefused(code)


def slack_client(settings: Settings) -> SlackClient | None:
    """None where there is no bot token; calls nobody yet."""
    token = settings.slack_bot_token
    return SlackClient(token.get_secret_value(), settings.slack_api_url) if token else None


def _scopes(headers: dict[str, Any]) -> frozenset[str]:
    stated = {name.lower(): str(value) for name, value in headers.items()}.get("x-oauth-scopes", "")
    return frozenset(scope.strip() for scope in stated.split(",") if scope.strip())


def _seconds(headers: Any) -> float | None:
    stated = {name.lower(): value for name, value in dict(headers).items()}.get("retry-after", "")
    return float(stated) if str(stated).isdigit() else None


def _unreachable(error: Exception) -> NotDelivered | DeliveryInDoubt:
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, ConnectionRefusedError) or type(cause).__name__ == "gaierror":
        return NotDelivered("Slack could not be reached.")
    return DeliveryInDoubt(f"Slack gave no answer ({type(cause).__name__}).")
