"""The app manifest: what Slack is told about the app, ready to paste."""

from __future__ import annotations

from typing import Any

from service.slack.commands import NAME
from service.slack.shortcuts import DRAFT_A_REPLY

#: No more than what the code calls; service/slack/README.md says what each is for.
BOT_SCOPES = (
    "channels:history", "chat:write", "commands", "groups:history", "usergroups:read", "users:read",
)  # fmt: skip

#: Where Slack sends people back to who sign in with it.
SIGN_IN_BACK = "/sign-in/slack/back"

_LONG_DESCRIPTION = (
    "Kulanz finds complaints among the public messages that mention a company, drafts the reply "
    "that makes it good again, and asks in Slack whether it may go out. Nothing is published "
    "unless a person approves it. The reply is shown exactly as it would be published; it can be "
    "edited, rejected or passed on."
)


def manifest(socket: bool, public_url: str = "") -> dict[str, Any]:
    """The manifest for Socket Mode, or for requests to `<public_url>/slack/events`.

    Raises ValueError when there is nothing Slack could send its requests to.
    """
    if not socket and not public_url.startswith("https://"):
        raise ValueError("Without Socket Mode Slack needs a public https address of this service.")
    # One address takes all that Slack sends; over the socket it needs none.
    address = None if socket else f"{public_url.rstrip('/')}/slack/events"
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Kulanz",
            "description": "Asks whether a drafted reply to a complaint may go out",
            "long_description": _LONG_DESCRIPTION,
            "background_color": "#1f4e5f",
        },
        "features": _features(address),
        "oauth_config": _oauth(public_url),
        "settings": {
            "event_subscriptions": {
                "bot_events": ["app_home_opened"],
                **({"request_url": address} if address else {}),
            },
            "interactivity": {
                "is_enabled": True,
                **({"request_url": address} if address else {}),
            },
            "org_deploy_enabled": False,
            "socket_mode_enabled": socket,
            "token_rotation_enabled": False,
        },
    }


def _features(address: str | None) -> dict[str, Any]:
    command = {
        "command": NAME,
        "description": "The next case, a search, how things stand, a pause of drafts",
        "usage_hint": "next | search words | status | pause topic 4h | resume topic",
        "should_escape": False,
    }
    return {
        # People read what we send them there, and don't write back.
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": True,
        },
        # Slack's rule for this name: small letters, digits, and none but `-_.` besides.
        "bot_user": {"display_name": "kulanz", "always_online": True},
        "shortcuts": [
            {
                "name": "Draft a reply",
                "type": "message",
                "callback_id": DRAFT_A_REPLY,
                "description": "Drafts a reply to a complaint in this message; nothing is sent",
            }
        ],
        "slash_commands": [{**command, "url": address} if address else command],
    }


def _oauth(public_url: str) -> dict[str, Any]:
    scopes: dict[str, Any] = {"scopes": {"bot": [*BOT_SCOPES]}}
    if not public_url.startswith("https://"):
        return scopes
    return {"redirect_urls": [f"{public_url.rstrip('/')}{SIGN_IN_BACK}"], **scopes}
