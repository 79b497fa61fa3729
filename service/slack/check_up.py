"""What `kulanz doctor` proves of Slack: token, scopes, channels, user groups, the socket; and on
request a test card in every channel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from service.bootstrap import Kulanz
from service.checks import Check
from service.slack.client import NO_CHANNEL, SlackClient, SlackRefused
from service.slack.manifest import BOT_SCOPES
from service.slack.people import People
from service.slack.posting import Posting
from service.slack.trial import trial_card
from triage.errors import DeliveryError, DeliveryRefused


def check_up(kulanz: Kulanz, *, test_card: bool) -> Iterator[Check]:
    """One line each; nothing where Slack is not set up. None of them keeps us from working."""
    people = kulanz.people
    if people is None:
        return
    token = _check("slack token", lambda: _token(people.client))
    yield token
    if not token.well:
        return
    yield _scopes(people.client)
    posting = Posting(people.client)
    for channel in _channels(kulanz):
        yield _check(f"channel {channel}".strip(), partial(_channel, posting, channel))
        if test_card and channel:
            yield _check("test card", partial(_test_card, people.client, channel))
    if people.groups:
        yield _check("user groups", lambda: _groups(people))
    app_token = kulanz.settings.slack_app_token
    if app_token:
        secret, url = app_token.get_secret_value(), kulanz.settings.slack_api_url
        yield _check("socket mode", lambda: _socket(secret, url))


def _check(name: str, prove: Callable[[], str]) -> Check:
    try:
        return Check(name, True, prove(), needed=False)
    except DeliveryError as error:
        return Check(name, False, str(error), needed=False)


def _token(client: SlackClient) -> str:
    return f"Slack knows it: workspace {client.identity().team}"


def _scopes(client: SlackClient) -> Check:
    has = client.identity().scopes
    if not has:
        return Check("scopes", True, "Slack did not say which the token has", needed=False)
    missing = sorted({*BOT_SCOPES} - has)
    if missing:
        advice = f"Missing: {', '.join(missing)}. Install the app again by `kulanz slack manifest`."
        return Check("scopes", False, advice, needed=False)
    more = sorted(has - {*BOT_SCOPES})
    detail = f"All there; not needed: {', '.join(more)}" if more else "All there, and no more"
    return Check("scopes", True, detail, needed=False)


def _channels(kulanz: Kulanz) -> list[str]:
    """Every channel that something is posted to; empty for a queue that has none."""
    own = kulanz.settings.slack_channel or ""
    queues = kulanz.desk.desks.queues
    found = [queue.slack_channel or own for queue in queues]
    found += [q.slack_escalation_channel for q in queues if q.slack_escalation_channel]
    return [*dict.fromkeys(found)]


def _channel(posting: Posting, channel: str) -> str:
    if not channel:
        raise SlackRefused(NO_CHANNEL)
    posting.reach(channel)
    return "The app is in it and may read what it posted"


def _test_card(client: SlackClient, channel: str) -> str:
    card = trial_card()
    client.call(
        lambda web: web.chat_postMessage(
            channel=channel, text=card.text, blocks=card.blocks,
            unfurl_links=False, unfurl_media=False,
        )
    )  # fmt: skip
    return f"Posted in {channel}. Click it: while `kulanz serve` runs, you are answered."


def _groups(people: People) -> str:
    people.refresh()
    if people.trouble:
        raise DeliveryRefused(people.trouble)
    return f"{len(people.groups)} read; {len(people.members())} approvers by way of them"


def _socket(app_token: str, api_url: str) -> str:
    client = SlackClient(app_token, api_url)
    client.call(lambda web: web.apps_connections_open(app_token=app_token))
    return "Slack would let us listen"
