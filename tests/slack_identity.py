"""Sign in with Slack by its documents: OpenID Connect, a code, an id_token signed with RS256."""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from tests.slack_directory import TEAM
from tests.slack_wire import Refused

CLIENT_ID, CLIENT_SECRET = "1111.2222", "c11e47-secret"
KEY_ID = "key-1"


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class SlackIdentity:
    """`claims` and `key` can be bent, so that a wrong token comes back."""

    redirect_url: str = "https://kulanz.example/sign-in/slack/back"
    key: rsa.RSAPrivateKey = field(default_factory=new_key)
    #: What differs from an honest token.
    claims: dict[str, Any] = field(default_factory=dict)
    #: With which key tokens are signed; another one than is published makes a forged token.
    signing_key: rsa.RSAPrivateKey | None = None
    algorithm: str = "RS256"
    codes: dict[str, tuple[str, str, str]] = field(default_factory=dict)

    def allow(self, address: str, slack_user: str, team: str = TEAM) -> str:
        """Somebody says yes on Slack's page; where their browser is sent."""
        asked = {k: v[0] for k, v in parse_qs(urlsplit(address).query).items()}
        assert urlsplit(address).path == "/openid/connect/authorize"
        assert asked["response_type"] == "code"
        assert "openid" in asked["scope"].split()
        assert asked["client_id"] == CLIENT_ID
        assert asked["redirect_uri"] == self.redirect_url, "Slack: bad_redirect_uri"
        assert len(asked["state"]) >= 20
        assert len(asked["nonce"]) >= 20
        code = secrets.token_hex(12)
        self.codes[code] = (slack_user, team, asked["nonce"])
        return f"{self.redirect_url}?{urlencode({'code': code, 'state': asked['state']})}"

    def keys(self) -> bytes:
        public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return json.dumps(
            {"keys": [{**public, "kid": KEY_ID, "alg": "RS256", "use": "sig"}]}
        ).encode()

    def token(self, issuer: str, given: dict[str, Any]) -> dict[str, Any]:
        if (given.get("client_id"), given.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            raise Refused("bad_client_secret")
        if given.get("redirect_uri") != self.redirect_url:
            raise Refused("bad_redirect_uri")
        if given.get("grant_type") != "authorization_code":
            raise Refused("invalid_grant_type")
        if given.get("code") not in self.codes:
            # A code is exchanged once.
            raise Refused("invalid_code")
        user, team, nonce = self.codes.pop(given["code"])
        return {
            "access_token": "xoxp-not-kept",
            "token_type": "Bearer",
            "id_token": self._id_token(issuer, user, team, nonce),
        }

    def _id_token(self, issuer: str, user: str, team: str, nonce: str) -> str:
        now = int(time.time())
        claims = {
            "iss": issuer,
            "sub": user,
            "aud": CLIENT_ID,
            "exp": now + 300,
            "iat": now,
            "auth_time": now,
            "nonce": nonce,
            "at_hash": "abc",
            "https://slack.com/team_id": team,
            "https://slack.com/user_id": user,
            **self.claims,
        }
        key: Any = (self.signing_key or self.key) if self.algorithm == "RS256" else "x" * 32
        return jwt.encode(claims, key, algorithm=self.algorithm, headers={"kid": KEY_ID})
