"""`kulanz slack manifest`: the app manifest for Slack, ready to paste."""

from __future__ import annotations

import json
from argparse import Namespace

from service.commands.calls import read_settings
from service.slack.manifest import manifest


def run(given: Namespace) -> int:
    settings = read_settings(given)
    print(json.dumps(manifest(settings, socket_mode=given.socket), indent=2, ensure_ascii=False))
    return 0
