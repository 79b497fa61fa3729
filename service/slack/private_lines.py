"""Lines that only one person sees, such as why something was not done."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from http.client import HTTPException
from urllib.parse import urlsplit

from slack_sdk.errors import SlackClientError
from slack_sdk.webhook import WebhookClient

from service.crash_points import crash_point
from service.slack.client import QUIET, SlackClient
from service.slack.elements import escape
from service.slack.payloads import Interaction
from triage.errors import DeliveryError

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PrivateLines:
    client: SlackClient
    #: Slack's Web API; private answers may go to its host as well.
    api_url: str

    def tell(self, given: Interaction, words: str) -> None:
        """By the address that came with the click, else in the channel; a failure is logged."""
        crash_point("before private line")
        self._tell(given, words)
        crash_point("after private line")

    def _tell(self, given: Interaction, words: str) -> None:
        if self._by_response_url(given, words) or not given.channel.id:
            return
        try:
            self.client.call(
                lambda web: web.chat_postEphemeral(
                    channel=given.channel.id, user=given.user.id, text=escape(words)
                )
            )
        except DeliveryError as error:
            log.warning("could not tell", extra={"error": type(error).__name__})

    def _by_response_url(self, given: Interaction, words: str) -> bool:
        url = given.response_url
        if url is None or not self._is_slacks(url):
            return False
        try:
            answer = WebhookClient(url, timeout=5, retry_handlers=[], logger=QUIET).send(
                text=escape(words), response_type="ephemeral", replace_original=False
            )
        except (OSError, HTTPException, SlackClientError, ValueError):
            return False
        return answer.status_code == 200

    def _is_slacks(self, url: str) -> bool:
        try:
            host, ours = urlsplit(url).netloc, urlsplit(self.api_url).netloc
        except ValueError:
            return False
        is_hook = url.startswith("https://") and host.endswith((".slack.com", ".slack-gov.com"))
        return is_hook or host == ours
