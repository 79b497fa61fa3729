"""A card in each of its states, from what Slack received, with the real model behind it.

With KULANZ_SCREENSHOTS=1 the pictures of the README are taken anew.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

import service.slack
from service.desk_building import build_desk
from tests.e2e.past_week import demo_mentions
from tests.e2e.slack_blocks import message, window
from tests.receiver import Receiver, fails_before
from tests.service.slack.conftest import serving, slack_settings
from tests.slack_channels import Message
from tests.slack_person import SIGNING_SECRET, Person, over_http, wait_until, words_of
from tests.slack_stand_in import SlackStandIn
from tests.world import World, running, settings
from triage.decision import DecisionKind
from triage.desk import Desk
from triage.routing import Approver

PICTURES = Path(str(service.slack.__file__)).parent / "screenshots"
WRITES_PICTURES = os.environ.get("KULANZ_SCREENSHOTS") == "1"
#: Of both together; the README loads them.
MOST_BYTES = 600 * 1024
LOOKS = ("light", "dark")

#: What the author of `demo-05` writes next.
AGAIN = "Elf Uhr, noch immer keine Umbuchung für AU 560, und um eins beginnt die Prüfung ohne mich."
JOKE = "Well, at least the cracker was crunchy! 😄 Book our new menu now."
BEN = Approver("ben", "Ben Croft")


MENTIONS = {mention["id"]: mention for mention in demo_mentions()}


@dataclass
class Gallery:
    world: World
    slack: SlackStandIn
    receiver: Receiver
    anna: Person
    #: Caption → HTML.
    shown: dict[str, str] = field(default_factory=dict)

    def card(self, name: str) -> Message:
        """The card of that mention, as soon as it stands in the channel."""
        case_id = self.world.mention(**MENTIONS[name])
        card: Message = wait_until(
            lambda: next((m for m in self.slack.messages if _case_of(m) == case_id), None)
        )
        return card

    def show(self, caption: str, card: Message, says: str = "", *, thread: bool = False) -> None:
        """Keep the card as it stands once it says so."""
        wait_until(lambda: says in words_of(card.blocks))
        answers = (
            [m.blocks for m in self.slack.messages if m.thread_ts == card.ts] if thread else []
        )
        self.shown[caption] = message(card.blocks, self.now, thread=answers)

    @property
    def now(self) -> datetime:
        return self.world.kulanz.clock()

    def opened(self, card: Message, action: str, option: str | None = None) -> dict[str, Any]:
        before = len(self.slack.views)
        self.anna.click(card, action, option)
        wait_until(lambda: len(self.slack.views) > before)
        return deepcopy(self.slack.views[-1])

    def decide(self, card: Message, kind: DecisionKind, who: Approver, reason: str = "") -> None:
        """In the console."""
        case = self.world.case(_case_of(card))
        self.world.kulanz.decisions.decide(
            case.id, kind, who, draft_version=case.draft_version, reason=reason, surface="console"
        )


def _case_of(message: Message) -> str:
    """Empty for what is no card."""
    given = message.metadata.get("event_payload", {}) if not message.thread_ts else {}
    return str(given.get("case_id", ""))


# -- the states ------------------------------------------------------------------------------------


def _waiting(gallery: Gallery) -> None:
    card = gallery.card("demo-11")
    gallery.show("Awaits a decision; this team reads its cards in German", card)


def _long_post(gallery: Gallery) -> None:
    card = gallery.card("demo-19")
    gallery.show("A long post: its passage with the complaint", card)


def _editor(gallery: Gallery) -> None:
    card = gallery.card("demo-08")
    view = gallery.opened(card, "edit")
    answer = gallery.anna.submit(view, JOKE)
    assert answer is not None
    shown = window(view, gallery.now, typed=JOKE, errors=answer["errors"])
    gallery.shown["The editor: what the guard stops is said there"] = shown
    gallery.show("Meanwhile on the card", card, "Being edited by Anna Berg.")


def _sending(gallery: Gallery) -> None:
    card = gallery.card("demo-12")
    gallery.anna.click(card, "approve")
    gallery.show("Approved, with time to take it back", card, "Sending…")


def _published(gallery: Gallery) -> None:
    card = gallery.card("demo-18")
    gallery.decide(card, DecisionKind.APPROVE, BEN)
    gallery.show("Published", card, "Published.")


def _failed(gallery: Gallery) -> None:
    card = gallery.card("demo-33")
    gallery.receiver.behaviours = [fails_before(403)]
    gallery.decide(card, DecisionKind.APPROVE, BEN)
    gallery.show("Refused by the inbox: a person sends it again", card, "Not published")
    gallery.receiver.behaviours = []


def _wrote_again(gallery: Gallery) -> None:
    first, card = MENTIONS["demo-05"], gallery.card("demo-05")
    again = {name: first[name] for name in ("author", "channel", "lang", "conversation")}
    case_id = gallery.world.mention(AGAIN, id="again", **again)
    assert case_id == _case_of(card)
    gallery.world.until(lambda: gallery.world.case(case_id).draft_version == 2)
    wait_until(lambda: any(m.thread_ts == card.ts for m in gallery.slack.messages))
    caption = "The author wrote again: a new version, the old one in the thread"
    gallery.show(caption, card, "Entwurf 2", thread=True)


def _escalated(gallery: Gallery) -> None:
    gallery.show("Escalated at once: severity 4", gallery.card("demo-06"), "Eskaliert")


def _in_the_console(gallery: Gallery) -> None:
    card = gallery.card("demo-30")
    gallery.decide(card, DecisionKind.NOT_A_COMPLAINT, BEN, reason="News, not about us")
    gallery.show("Decided in the console", card, "Keine Beschwerde, sagt Ben Croft")


def _snoozed(gallery: Gallery) -> None:
    card = gallery.card("demo-28")
    gallery.anna.submit(gallery.opened(card, "case", "Snooze…"))
    gallery.show("Put off", card, "Put off by Anna Berg")


STATES: tuple[Callable[[Gallery], None], ...] = (
    _waiting, _long_post, _editor, _sending, _published, _failed, _wrote_again, _escalated,
    _in_the_console, _snoozed,
)  # fmt: skip


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gallery]:
    with ExitStack() as open_things:
        enter = open_things.enter_context
        slack, receiver = enter(SlackStandIn()), enter(Receiver())
        patch = enter(pytest.MonkeyPatch.context())
        given = settings(
            tmp_path_factory.mktemp("gallery"), patch, receiver,
            **{
                **slack_settings(slack, slack_signing_secret=SIGNING_SECRET),
                "slack_undo_seconds": "60",
            },
        )  # fmt: skip
        world = enter(running(given, desk=_german_on_the_ground(build_desk(given))))
        anna = Person(slack, over_http(enter(serving(world.kulanz))), "U0ANNA")
        opened = Gallery(world, slack, receiver, anna)
        for state in STATES:
            state(opened)
        yield opened
    assert slack.complaints == []


def _german_on_the_ground(desk: Desk) -> Desk:
    """One team reads its cards in German."""
    queues = tuple(
        replace(q, slack_lang="de") if q.name == "ground" else q for q in desk.desks.queues
    )
    return replace(desk, desks=replace(desk.desks, queues=queues))


@pytest.mark.slow
@pytest.mark.parametrize("look", LOOKS)
def test_the_cards_in_each_light(
    gallery: Gallery, browser: Browser, tmp_path: Path, look: str
) -> None:
    context = browser.new_context(
        viewport={"width": 1_500, "height": 900},
        color_scheme="light" if look == "light" else "dark",
    )
    page = context.new_page()
    page.set_content(_page(gallery))
    assert page.locator("figure").count() == len(gallery.shown) == len(STATES) + 1
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0
    picture = (PICTURES if WRITES_PICTURES else tmp_path) / f"cards-{look}.webp"
    picture.parent.mkdir(exist_ok=True)
    picture.write_bytes(_as_webp(page.screenshot(full_page=True), context.new_page()))
    assert 0 < picture.stat().st_size < MOST_BYTES / len(LOOKS)
    context.close()


def _page(gallery: Gallery) -> str:
    style = Path(__file__).with_name("slack_pictures.css").read_text(encoding="utf-8")
    figures = "".join(
        f"<figure><figcaption>{escape(caption)}</figcaption>{shown}</figure>"
        for caption, shown in gallery.shown.items()
    )
    return f"<!doctype html><html lang=en><style>{style}</style><body>{figures}</body></html>"


def _as_webp(png: bytes, page: Page) -> bytes:
    """By the browser's own encoder. In sixteen shades a picture of text is half as large."""
    told: str = page.evaluate(
        """async (png) => {
            const picture = await createImageBitmap(await (await fetch(png)).blob());
            const canvas = new OffscreenCanvas(picture.width, picture.height);
            const paper = canvas.getContext("2d");
            paper.drawImage(picture, 0, 0);
            const dots = paper.getImageData(0, 0, picture.width, picture.height);
            dots.data.forEach((shade, at) => { dots.data[at] = Math.round(shade / 17) * 17; });
            paper.putImageData(dots, 0, 0);
            const blob = await canvas.convertToBlob({type: "image/webp", quality: 1});
            return await new Promise((done) => {
                const reader = new FileReader();
                reader.onload = () => done(reader.result);
                reader.readAsDataURL(blob);
            });
        }""",
        f"data:image/png;base64,{base64.b64encode(png).decode()}",
    )
    return base64.b64decode(told.partition(",")[2])
