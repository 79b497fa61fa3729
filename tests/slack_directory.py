"""Who is in the stand-in for Slack: people as users.info tells of them, and user groups."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.slack_wire import Refused

TEAM = "T0HOME"


def person(slack_user: str, name: str, **more: Any) -> dict[str, Any]:
    """As Slack describes a full member, with what differs."""
    return {
        "id": slack_user,
        "team_id": TEAM,
        "name": name.split()[0].lower(),
        "real_name": name,
        "deleted": False,
        "is_bot": False,
        "is_app_user": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "tz": "Europe/Berlin",
        "locale": "en-GB",
        "profile": {"real_name": name, "display_name": name.split()[0].lower()},
        **more,
    }


@dataclass
class Directory:
    users: dict[str, dict[str, Any]] = field(
        default_factory=lambda: {
            user["id"]: user
            for user in (
                person("U0ANNA", "Anna Berg"),
                person("U0BEN", "Ben Croft", locale="de-DE"),
                person("U0CARA", "Cara Dorn"),
                person("U0STRANGER", "Quirin Fremd"),
            )
        }
    )
    groups: dict[str, list[str]] = field(default_factory=dict)

    def info(self, given: dict[str, Any]) -> dict[str, Any]:
        user = self.users.get(given["user"])
        if user is None:
            raise Refused("user_not_found")
        wanted = str(given.get("include_locale")).lower() in ("1", "true")
        told = user if wanted else {k: v for k, v in user.items() if k != "locale"}
        return {"user": told}

    def members(self, given: dict[str, Any]) -> dict[str, Any]:
        if given["usergroup"] not in self.groups:
            raise Refused("no_such_subteam")
        return {"users": [*self.groups[given["usergroup"]]]}
