"""`kulanz slack manifest`: the app manifest for Slack, ready to paste."""

from __future__ import annotations

import json
from argparse import Namespace

from service.commands.calls import read_settings
from service.slack.manifest import manifest


def run(given: Namespace) -> int:
    settings = read_settings(given)
    # Slack reaches us only at a public address; without one, we call Slack.
    socket = given.socket or not settings.public_url.startswith("https://")
    print(json.dumps(manifest(socket, settings.public_url), indent=2, ensure_ascii=False))
    return 0
