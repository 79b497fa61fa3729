"""The manifest is in Slack's form, and asks for no more than the program uses."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from service.console.slack_sign_in import BACK
from service.slack.manifest import manifest
from tests.slack_stand_in import SCOPES

URL = {"type": "string", "pattern": "^https://", "maxLength": 3_000}


def closed(required: list[str], **properties: Any) -> dict[str, Any]:
    """An object with these properties and no others."""
    return {
        "type": "object", "properties": properties, "required": required,
        "additionalProperties": False,
    }  # fmt: skip


def text(least: int, most: int) -> dict[str, Any]:
    return {"type": "string", "minLength": least, "maxLength": most}


BOOLEAN = {"type": "boolean"}
NAMES = {"type": "array", "items": text(1, 50), "maxItems": 255, "uniqueItems": True}

#: By docs.slack.dev/reference/app-manifest, as far as we use it.
FORM = closed(
    ["display_information", "features", "oauth_config", "settings"],
    _metadata=closed([], major_version={"enum": [1, 2]}, minor_version={"type": "integer"}),
    display_information=closed(
        ["name"],
        name=text(1, 35),
        description=text(1, 140),
        long_description=text(175, 4_000),
        background_color={"type": "string", "pattern": "^#([0-9a-f]{3}){1,2}$"},
    ),
    features=closed(
        [],
        app_home=closed(
            [], home_tab_enabled=BOOLEAN, messages_tab_enabled=BOOLEAN,
            messages_tab_read_only_enabled=BOOLEAN,
        ),
        bot_user=closed(["display_name"], display_name=text(1, 80), always_online=BOOLEAN),
        shortcuts={
            "type": "array", "minItems": 1, "maxItems": 10,
            "items": closed(
                ["name", "type", "callback_id", "description"],
                name=text(1, 24), type={"enum": ["message", "global"]},
                callback_id=text(1, 255), description=text(1, 150),
            ),
        },
        slash_commands={
            "type": "array", "minItems": 1, "maxItems": 50,
            "items": closed(
                ["command", "description"],
                command={**text(2, 32), "pattern": "^/"}, description=text(1, 2_000),
                usage_hint=text(1, 1_000), should_escape=BOOLEAN, url=URL,
            ),
        },
    ),
    oauth_config=closed(
        ["scopes"], redirect_urls={"type": "array", "items": URL}, scopes=closed(["bot"], bot=NAMES)
    ),
    settings=closed(
        [],
        event_subscriptions=closed([], bot_events=NAMES, request_url=URL),
        interactivity=closed(["is_enabled"], is_enabled=BOOLEAN, request_url=URL),
        org_deploy_enabled=BOOLEAN,
        socket_mode_enabled=BOOLEAN,
        token_rotation_enabled=BOOLEAN,
    ),
)  # fmt: skip

HTTPS = "https://kulanz.example/"


@pytest.mark.parametrize(("socket", "address"), [(True, ""), (True, HTTPS), (False, HTTPS)])
def test_it_is_in_slacks_form(socket: bool, address: str) -> None:
    printed = json.loads(json.dumps(manifest(socket, address)))
    assert [error.message for error in Draft202012Validator(FORM).iter_errors(printed)] == []


def test_over_the_socket_slack_needs_no_address_of_ours() -> None:
    whole = manifest(socket=True, public_url="")
    assert whole["settings"]["socket_mode_enabled"]
    assert "http" not in json.dumps(whole)


def test_over_http_everything_goes_to_our_endpoint() -> None:
    whole = manifest(socket=False, public_url=HTTPS)
    address = "https://kulanz.example/slack/events"
    assert not whole["settings"]["socket_mode_enabled"]
    assert whole["settings"]["interactivity"]["request_url"] == address
    assert whole["settings"]["event_subscriptions"]["request_url"] == address
    assert [command["url"] for command in whole["features"]["slash_commands"]] == [address]


def test_with_an_address_people_can_come_back_from_signing_in() -> None:
    for socket in (True, False):
        back = manifest(socket, HTTPS)["oauth_config"]["redirect_urls"]
        assert back == [f"https://kulanz.example{BACK}"]


def test_without_socket_and_address_there_is_nothing_to_paste() -> None:
    with pytest.raises(ValueError, match="public https address"):
        manifest(socket=False, public_url="http://localhost:8600")


def test_it_asks_for_the_scopes_of_what_the_program_calls_and_for_no_other() -> None:
    scopes = manifest(socket=True)["oauth_config"]["scopes"]
    assert scopes == {"bot": sorted(SCOPES.split(","))}
    assert manifest(socket=True)["settings"]["event_subscriptions"] == {
        "bot_events": ["app_home_opened"]
    }
