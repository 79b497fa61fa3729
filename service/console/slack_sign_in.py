"""Sign in with Slack (OpenID Connect): the person's browser brings a code, Slack gives a signed
token for it, and the token says who they are.

Only whom the policy names in Slack, or has in a user group, comes in. State and nonce live in a
cookie of that browser for ten minutes; Slack's own tokens are not kept.
"""

from __future__ import annotations

import hmac
import logging
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import jwt
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from service.bootstrap import Kulanz
from service.console.sign_in import NotSignedIn, new_session
from service.slack.client import QUIET, TIMEOUT
from service.slack.manifest import SIGN_IN_BACK
from service.slack.people import Caller
from triage.errors import TriageError
from triage.routing import Approver

log = logging.getLogger(__name__)

BACK = SIGN_IN_BACK
ATTEMPT_COOKIE = "kulanz_slack_sign_in"
#: Seconds in which somebody says yes on Slack's page.
ATTEMPT_LIVES = 600
#: Seconds by which Slack's clock and ours may differ.
_SKEW = 60

_TEAM, _USER = "https://slack.com/team_id", "https://slack.com/user_id"
_ENTERPRISE = "https://slack.com/enterprise_id"
_REQUIRED = ["iss", "sub", "aud", "exp", "iat", "nonce", _TEAM, _USER]


class NotLetIn(NotSignedIn):
    """Slack knows the person, and there is nothing here for them to decide."""


@dataclass(frozen=True)
class Attempt:
    """What one browser set out with."""

    state: str
    nonce: str

    @classmethod
    def new(cls) -> Attempt:
        return cls(secrets.token_urlsafe(32), secrets.token_urlsafe(32))

    @classmethod
    def of(cls, cookie: str) -> Attempt | None:
        state, _, nonce = cookie.partition(".")
        return cls(state, nonce) if state and nonce else None

    def __str__(self) -> str:
        return f"{self.state}.{self.nonce}"


class SlackSignIn:
    """None of it exists without client id and secret, a bot token, and an https address of ours."""

    def __init__(self, kulanz: Kulanz) -> None:
        settings = kulanz.settings
        assert settings.slack_client_id, "is_set_up() comes first"
        assert settings.slack_client_secret, "is_set_up() comes first"
        self._kulanz = kulanz
        self._client_id = settings.slack_client_id
        self._client_secret = settings.slack_client_secret.get_secret_value()
        self._api_url = settings.slack_api_url
        self._back = f"{settings.public_url.rstrip('/')}{BACK}"
        self._keys = jwt.PyJWKClient(self._at("/openid/connect/keys"), timeout=TIMEOUT)

    @staticmethod
    def is_set_up(kulanz: Kulanz) -> bool:
        settings = kulanz.settings
        has_app = settings.slack_client_id and settings.slack_client_secret
        return bool(has_app and kulanz.people and settings.public_url.startswith("https://"))

    def address(self, attempt: Attempt) -> str:
        """Slack's page on which the person says yes. Raises DeliveryError."""
        people = self._kulanz.people
        assert people is not None, "is_set_up() comes first"
        asked = {
            "response_type": "code",
            "scope": "openid",
            "client_id": self._client_id,
            "redirect_uri": self._back,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "team": people.client.identity().team,
        }
        return f"{self._at('/openid/connect/authorize')}?{urlencode(asked)}"

    def come_back(self, attempt: Attempt | None, state: str, code: str) -> str:
        """A session for whoever Slack says it is; its token. Raises NotSignedIn or NotLetIn."""
        if attempt is None or not code or not _same(attempt.state, state):
            raise NotSignedIn
        claims = self._claims(self._id_token(code))
        if not _same(attempt.nonce, str(claims["nonce"])):
            raise NotSignedIn
        return new_session(self._kulanz, self._admit(claims))

    # ------------------------------------------------------------------------------------------

    def _at(self, path: str) -> str:
        return urljoin(self._api_url, path)

    @property
    def _issuer(self) -> str:
        parts = urlsplit(self._api_url)
        return f"{parts.scheme}://{parts.netloc}"

    def _id_token(self, code: str) -> str:
        """Exchange the code, which works once. Raises NotSignedIn."""
        web = WebClient(base_url=self._api_url, timeout=TIMEOUT, retry_handlers=[], logger=QUIET)
        try:
            told = web.openid_connect_token(
                client_id=self._client_id, client_secret=self._client_secret, code=code,
                grant_type="authorization_code", redirect_uri=self._back,
            )  # fmt: skip
        except (SlackApiError, SlackClientError, OSError) as error:
            raise self._refused(error) from None
        return str(told.get("id_token") or "")

    def _claims(self, id_token: str) -> dict[str, Any]:
        """What the token says, if Slack signed it for us just now. Raises NotSignedIn."""
        try:
            key = self._keys.get_signing_key_from_jwt(id_token)
            return jwt.decode(
                id_token, key, algorithms=["RS256"], audience=self._client_id,
                issuer=self._issuer, leeway=_SKEW, options={"require": _REQUIRED},
            )  # fmt: skip
        except (jwt.PyJWTError, ValueError) as error:
            raise self._refused(error) from None

    def _admit(self, claims: dict[str, Any]) -> Approver:
        people = self._kulanz.people
        assert people is not None, "is_set_up() comes first"
        user = str(claims[_USER])
        if people.desks.approver_in_slack(user) is None:
            # Also where the policy names nobody in Slack: a page needs a name to decide under.
            raise NotLetIn
        try:
            return people.admit(
                Caller(user, str(claims[_TEAM]), str(claims.get(_ENTERPRISE) or ""))
            )  # fmt: skip
        except TriageError as error:
            raise NotLetIn from error

    @staticmethod
    def _refused(error: Exception) -> NotSignedIn:
        log.warning("slack sign-in refused", extra={"error": type(error).__name__})
        return NotSignedIn()


def _same(ours: str, given: str) -> bool:
    return hmac.compare_digest(ours.encode(), given.encode("utf-8", "replace"))
