"""The app manifest: what Slack is told about the app, ready to paste."""

from __future__ import annotations

from typing import Any

#: No more than what the code calls; service/slack/README.md says what each is for.
BOT_SCOPES = ("channels:history", "chat:write", "groups:history")

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
    interactivity: dict[str, Any] = {"is_enabled": True}
    if not socket:
        interactivity["request_url"] = f"{public_url.rstrip('/')}/slack/events"
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Kulanz",
            "description": "Asks whether a drafted reply to a complaint may go out",
            "long_description": _LONG_DESCRIPTION,
            "background_color": "#1f4e5f",
        },
        "features": {"bot_user": {"display_name": "Kulanz", "always_online": True}},
        "oauth_config": {"scopes": {"bot": [*BOT_SCOPES]}},
        "settings": {
            "interactivity": interactivity,
            "org_deploy_enabled": False,
            "socket_mode_enabled": socket,
            "token_rotation_enabled": False,
        },
    }
