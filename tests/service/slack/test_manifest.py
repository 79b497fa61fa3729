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


def chosen(names: str, most: int) -> dict[str, Any]:
    """Some of these names, each once."""
    return {
        "type": "array", "items": {"enum": names.split()}, "minItems": 1, "maxItems": most,
        "uniqueItems": True,
    }  # fmt: skip


BOOLEAN = {"type": "boolean"}
#: docs.slack.dev/reference/scopes: what a bot token can have.
BOT_SCOPES = """
app_mentions:read assistant:write bookmarks:read bookmarks:write calls:read calls:write
canvases:read canvases:write channels:history channels:join channels:manage channels:read
channels:write.invites channels:write.topic chat:write chat:write.customize chat:write.public
commands conversations.connect:manage conversations.connect:read conversations.connect:write
datastore:read datastore:write dnd:read emoji:read files:read files:write groups:history
groups:read groups:write groups:write.invites groups:write.topic im:history im:read im:write
incoming-webhook links.embed:write links:read links:write lists:read lists:write
metadata.message:read mpim:history mpim:read mpim:write mpim:write.invites mpim:write.topic
pins:read pins:write reactions:read reactions:write reminders:read reminders:write
remote_files:read remote_files:share remote_files:write team.billing:read team.preferences:read
team:read triggers:read triggers:write usergroups:read usergroups:write users.profile:read
users:read users:read.email users:write workflow.steps:execute
"""
#: docs.slack.dev/reference/events, as far as an app of this kind could want one: a bot can be sent
#: them, and the first needs no scope.
BOT_EVENTS = """
app_home_opened app_mention app_uninstalled channel_archive channel_left group_archive group_left
member_joined_channel member_left_channel message.channels message.groups message.im
message_metadata_deleted message_metadata_posted message_metadata_updated subteam_members_changed
subteam_updated team_join tokens_revoked user_change
"""

#: By docs.slack.dev/reference/app-manifest, the types of @slack/web-api and Slack's own
#: manifest.schema.2.0.0.json (slackapi/manifest-schema), as far as we use it: of two limits the
#: narrower one.
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
        bot_user=closed(
            ["display_name"],
            display_name={"type": "string", "pattern": "^[a-z0-9._-]{1,80}$"},
            always_online=BOOLEAN,
        ),
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
                command={**text(2, 32), "pattern": "^/[a-z0-9_-]+$"}, description=text(1, 2_000),
                usage_hint=text(1, 1_000), should_escape=BOOLEAN, url=URL,
            ),
        },
    ),
    oauth_config=closed(
        ["scopes"],
        redirect_urls={
            "type": "array", "items": {**URL, "maxLength": 2_500}, "maxItems": 1_000,
            "uniqueItems": True,
        },
        scopes=closed(["bot"], bot=chosen(BOT_SCOPES, 255)),
    ),
    settings=closed(
        [],
        event_subscriptions=closed(
            ["bot_events"], bot_events=chosen(BOT_EVENTS, 100), request_url=URL
        ),
        interactivity=closed(["is_enabled"], is_enabled=BOOLEAN, request_url=URL),
        org_deploy_enabled=BOOLEAN,
        socket_mode_enabled=BOOLEAN,
        token_rotation_enabled=BOOLEAN,
    ),
)  # fmt: skip

#: Without Socket Mode Slack has to know where to send everything.
OVER_HTTP = {
    "properties": {
        "features": {
            "properties": {"slash_commands": {"items": {"required": ["url"]}}},
        },
        "settings": {
            "properties": {
                "event_subscriptions": {"required": ["request_url"]},
                "interactivity": {"required": ["request_url"]},
            }
        },
    }
}
SOCKET = {"properties": {"settings": {"properties": {"socket_mode_enabled": {"const": True}}}}}
RULES = Draft202012Validator({**FORM, "if": SOCKET, "else": OVER_HTTP})

HTTPS = "https://kulanz.example/"


@pytest.mark.parametrize(("socket", "address"), [(True, ""), (True, HTTPS), (False, HTTPS)])
def test_it_is_in_slacks_form(socket: bool, address: str) -> None:
    printed = json.loads(json.dumps(manifest(socket, address)))
    assert [error.message for error in RULES.iter_errors(printed)] == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("display_information/name", "K" * 36),
        ("display_information/description", "d" * 141),
        ("display_information/long_description", "d" * 174),
        ("display_information/background_color", "teal"),
        ("features/bot_user/display_name", "Kulanz"),
        ("features/shortcuts/0/name", "n" * 25),
        ("features/shortcuts/0/type", "channel"),
        ("features/shortcuts/0/description", "d" * 151),
        ("features/slash_commands/0/command", "kulanz"),
        ("features/slash_commands/0/url", "http://kulanz.example/slack/events"),
        ("features/slash_commands/0/url", None),
        ("oauth_config/scopes/bot/0", "channels:everything"),
        ("oauth_config/scopes/bot/0", "chat:write"),
        ("oauth_config/redirect_urls/0", "http://kulanz.example"),
        ("settings/event_subscriptions/bot_events/0", "message.everything"),
        ("settings/event_subscriptions/request_url", None),
        ("settings/interactivity/request_url", None),
        ("settings/a_setting_of_ours", True),
    ],
)
def test_a_broken_rule_is_noticed(place: str, value: Any) -> None:
    """None: left out."""
    printed: Any = json.loads(json.dumps(manifest(False, HTTPS)))
    *path, last = (int(step) if step.isdigit() else step for step in place.split("/"))
    part = printed
    for step in path:
        part = part[step]
    if value is None:
        del part[last]
    else:
        part[last] = value
    assert not RULES.is_valid(printed)


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
