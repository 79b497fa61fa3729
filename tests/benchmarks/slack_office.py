"""A Slack of three channels and ten approvers, the program that works with it, and clicks."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from service.receive import case_id_of
from tests.benchmarks.load import ROOT
from tests.benchmarks.programs import Serving, serving
from tests.receiver import Receiver
from tests.slack_channels import BOT, Message
from tests.slack_directory import TEAM, Directory, person
from tests.slack_person import SIGNING_SECRET, signed
from tests.slack_stand_in import SlackStandIn

APPROVERS = tuple(f"U0APPROVER{number}" for number in range(10))

#: Queue of the policy that ships → its channel here, and a complaint that comes into it.
CHANNELS = {"ground": "C0GROUND", "booking": "C0BOOKING", "care": "C0CARE"}
_COMPLAINTS = {
    "ground": "Our suitcases never arrived and nobody at the baggage desk can find them.",
    "booking": "Your website charged my card twice and still says the booking failed.",
    "care": "Filthy cabin, crumbs and sticky tables everywhere. Disgusting.",
}


@dataclass(frozen=True)
class Office:
    kulanz: Serving
    slack: SlackStandIn
    #: The complaints, one for each channel in turn, as `load` takes them.
    texts: Path
    folder: Path

    def cards(self) -> dict[str, list[Message]]:
        """Channel → its cards in the order in which they stand there."""
        found: dict[str, list[Message]] = {channel: [] for channel in CHANNELS.values()}
        for message in list(self.slack.messages):
            if message.channel in found and message.thread_ts is None:
                found[message.channel].append(message)
        return found

    def wait_for_cards(self, count: int, seconds: float) -> None:
        end = time.monotonic() + seconds
        while sum(map(len, self.cards().values())) < count and time.monotonic() < end:
            time.sleep(0.1)


@contextmanager
def office(folder: Path, database_url: str = "") -> Iterator[Office]:
    users = {user: person(user, f"Approver {user[-1]}") for user in APPROVERS}
    channels = {channel: {BOT, *APPROVERS} for channel in CHANNELS.values()}
    slack = SlackStandIn(channels=channels, directory=Directory(users), page=100)
    texts = folder / "texts"
    texts.mkdir()
    lines = (json.dumps({"text": text}) for text in _COMPLAINTS.values())
    (texts / "complaints.jsonl").write_text("\n".join(lines))
    with ExitStack() as open_things:
        open_things.enter_context(slack)
        receiver = open_things.enter_context(Receiver())
        variables = {
            "KULANZ_SLACK_BOT_TOKEN": slack.bot_token,
            "KULANZ_SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "KULANZ_SLACK_API_URL": slack.api_url,
            "KULANZ_SLACK_DIGEST_AT": "",
            # With these people can sign in with Slack, too.
            "KULANZ_PUBLIC_URL": "https://kulanz.example",
            "KULANZ_SLACK_CLIENT_ID": "1.2",
            "KULANZ_SLACK_CLIENT_SECRET": "shared",
            "KULANZ_INBOX_SOCIAL_REPLY_URL": receiver.url,
            "KULANZ_ALLOW_PRIVATE_ADDRESSES": "true",
            "KULANZ_POLICY": str(_policy(folder)),
        }
        kulanz = serving(folder, database_url=database_url, **variables)
        yield Office(open_things.enter_context(kulanz), slack, texts, folder)


def _policy(folder: Path) -> Path:
    """The one that ships, with these channels and approvers, and money for all."""
    policy = (ROOT / "prompts" / "policy.toml").read_text("utf-8")
    policy = re.sub(
        r"^budget = .*$", 'budget = { amount = 1000000, currency = "EUR" }', policy, flags=re.M
    )
    for queue, channel in CHANNELS.items():
        name = f'[[queue]]\nname = "{queue}"\n'
        policy = policy.replace(name, f'{name}slack_channel = "{channel}"\n')
    for user in APPROVERS:
        policy += (
            f'\n[[approver]]\nid = "{user.lower()}"\nname = "Approver {user[-1]}"\n'
            f'slack_user = "{user}"\nceiling = {{ amount = 1000, currency = "EUR" }}\n'
        )
    (folder / "policy.toml").write_text(policy, "utf-8")
    return folder / "policy.toml"


# -- clicks ----------------------------------------------------------------------------------------


def clicks_at_once(office: Office, ids: list[str], pause: float) -> list[float]:
    """All approvers approve a case of their own at one moment, again and again until all are
    approved; the seconds until each click was acknowledged."""
    waits: list[float] = []
    with ThreadPoolExecutor(len(APPROVERS)) as people:
        for start in range(0, len(ids), len(APPROVERS)):
            theirs = ids[start : start + len(APPROVERS)]
            waits += people.map(lambda user, id: _click(office, user, id), APPROVERS, theirs)
            time.sleep(pause)
    return waits


def _click(office: Office, user: str, id: str) -> float:
    payload = {
        "type": "block_actions",
        "user": {"id": user, "username": "someone", "team_id": TEAM},
        "team": {"id": TEAM, "domain": "home"},
        "channel": {"id": CHANNELS["care"], "name": "care"},
        "trigger_id": office.slack.new_trigger(),
        "response_url": office.slack.new_response_url(user),
        "actions": [{"action_id": "approve", "value": f"{case_id_of('social', id)}:1"}],
    }
    body = urlencode({"payload": json.dumps(payload)}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded", **signed(body)}
    started = time.monotonic()
    # A connection of its own: kept ones are closed where nobody clicks for some seconds.
    with closing(HTTPConnection(urlsplit(office.kulanz.base).netloc, timeout=60)) as connection:
        connection.request("POST", "/slack/events", body, headers)
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (200, b"")
    return time.monotonic() - started
