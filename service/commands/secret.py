"""`kulanz secret`: a new signing secret in the form of Standard Webhooks."""

from __future__ import annotations

import secrets
from argparse import Namespace
from base64 import b64encode


def run(given: Namespace) -> int:
    print(new_secret())
    return 0


def new_secret() -> str:
    return "whsec_" + b64encode(secrets.token_bytes(32)).decode()
