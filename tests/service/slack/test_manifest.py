"""The manifest asks for no more than the program uses."""

from __future__ import annotations

import json

import pytest

from service.slack.manifest import manifest


def test_over_the_socket_slack_needs_no_address_of_ours() -> None:
    settings = manifest(socket=True, public_url="")["settings"]
    assert settings["socket_mode_enabled"]
    assert settings["interactivity"] == {"is_enabled": True}


def test_over_http_clicks_go_to_our_endpoint() -> None:
    settings = manifest(socket=False, public_url="https://kulanz.example/")["settings"]
    assert not settings["socket_mode_enabled"]
    address = settings["interactivity"]["request_url"]
    assert address == "https://kulanz.example/slack/events"


def test_without_socket_and_address_there_is_nothing_to_paste() -> None:
    with pytest.raises(ValueError, match="public https address"):
        manifest(socket=False, public_url="http://localhost:8600")


def test_the_app_may_post_and_find_its_own_cards_and_nothing_else() -> None:
    scopes = manifest(socket=True)["oauth_config"]["scopes"]
    assert scopes == {"bot": ["channels:history", "chat:write", "groups:history"]}


def test_it_keeps_to_slacks_limits() -> None:
    shown = manifest(socket=True)["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 174 <= len(shown["long_description"]) <= 4_000
    assert json.dumps(manifest(socket=True))
