"""A day in one case, with everybody who has to do with it: author, approvers in Slack, somebody at
the console."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx2

from service.store import cases
from tests.fakes import ANNA
from tests.service.slack.program import Program
from tests.slack_person import Person, wait_until
from tests.slack_stand_in import Message, SlackStandIn
from tests.world import World
from triage.case import OPEN_FOR_DECISION, Case, Event, Status
from triage.complaint import Topic
from triage.decision import DecisionKind

#: Nobody waits for anything.
ENDED = {Status.PUBLISHED, Status.REJECTED, Status.DISMISSED, Status.CLOSED}

_NUMBERS = itertools.count(1)


@dataclass
class Day:
    """What happens in one case. `back` counts from the newest: who looks at an old card, or sends
    off an old window, is not up to date."""

    program: Program
    topic: Topic
    copies: list[Message] = field(default_factory=list)
    windows: list[dict[str, Any]] = field(default_factory=list)
    sent: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.name = f"conversation {next(_NUMBERS)}"
        self.people = {
            name: Person(self.program.slack, self.program.deliver, f"U0{name.upper()}")
            for name in ("anna", "ben", "cara", "stranger")
        }
        self.case_id = self.author_writes()
        wait_until(self.card)

    # -- what there is to see ------------------------------------------------------------------

    @property
    def world(self) -> World:
        return self.program.world

    @property
    def slack(self) -> SlackStandIn:
        return self.program.slack

    def case(self) -> Case:
        return self.world.case(self.case_id)

    def history(self) -> list[Event]:
        with self.world.kulanz.database.read() as session:
            return cases.history(session, self.case_id)

    def cards(self) -> list[Message]:
        marked = (m for m in self.slack.messages if m.thread_ts is None)
        return [
            m for m in marked
            if m.metadata.get("event_payload", {}).get("case_id") == self.case_id
        ]  # fmt: skip

    def notes(self) -> list[Message]:
        """What stands in the card's thread."""
        (card,) = self.cards() or (None,)
        return [m for m in self.slack.messages if card and m.thread_ts == card.ts]

    def card(self) -> Message | None:
        """As it stands now; kept, as somebody may have it before their eyes for long."""
        (now,) = self.cards() or (None,)
        if now and (not self.copies or self.copies[-1].blocks != now.blocks):
            self.copies.append(deepcopy(now))
        return now

    # -- the author, the clock, the console ----------------------------------------------------

    def author_writes(self) -> str:
        text = f"My bag is lost [{self.topic}] ({next(_NUMBERS)})"
        self.last_mention = {"id": f"m{next(_NUMBERS)}", "text": text, "conversation": self.name}
        return self.world.mention(**self.last_mention)

    def goes_on(self) -> None:
        """The author is not content with how it ended, and everybody sees the card as it is."""
        if self.case().status in ENDED:
            self.author_writes()
        self.world.until(self._card_is_new)

    def author_edits(self) -> None:
        self.last_mention["text"] += " still"
        self.world.deliver("mention.updated", self.last_mention)

    def author_deletes(self) -> None:
        self.world.deliver("mention.deleted", self.last_mention)

    def mention_comes_again(self) -> None:
        self.world.deliver("mention.created", self.last_mention)

    def time_passes(self, hours: int) -> None:
        self.program.ahead += timedelta(hours=hours)
        self.world.kulanz.watch.round()

    def decided_in_console(self, kind: DecisionKind, back: int) -> None:
        before, version = len(self.history()), self.case().draft_version - back
        reply = "From the console." if kind is DecisionKind.EDIT else None
        answer = httpx2.post(
            f"{self.program.app_url}/api/cases/{self.case_id}/decisions",
            cookies=self.program.signed_in(),
            json={"kind": kind, "draft_version": max(version, 1), "reply": reply},
            timeout=30,
            verify=False,
        )
        decided = [e for e in self.history()[before:] if (e.kind, e.by) == ("decided", ANNA.id)]
        assert (answer.status_code, len(decided)) in {(200, 1), (409, 0)}, answer.text

    # -- people in Slack -----------------------------------------------------------------------

    def clicks(self, who: str, verb: str, back: int) -> None:
        if found := self._copy_with(verb, back):
            self._heeded(who, lambda person: person.click(*found))

    def click_at_once(self, verb: str, back: int) -> None:
        """Anna and Ben, on the same card."""
        found = self._copy_with(verb, back)
        if not found:
            return
        with ThreadPoolExecutor(2) as both:
            acts = [
                both.submit(self._heeded, who, lambda person: person.click(*found))
                for who in ("anna", "ben")
            ]
        assert [act.result() for act in acts] == [None, None]

    def sends_off(self, who: str, words: str, back: int) -> None:
        if self.windows:
            window = self.windows[max(0, len(self.windows) - 1 - back)]
            self._heeded(who, lambda person: person.submit(window, words, **_chosen(window)))

    def comes_again(self, back: int) -> None:
        """What Slack delivered once, it delivers twice, or late."""
        if self.sent:
            who, payload = self.sent[max(0, len(self.sent) - 1 - back)]
            self._heeded(who, lambda person: person.again(payload), payload)

    # ------------------------------------------------------------------------------------------

    def _card_is_new(self) -> bool:
        card, case = self.card(), self.case()
        shown = card.metadata["event_payload"]["revision"] if card else 0
        return case.status is not Status.RECEIVED and shown == case.revision

    def _copy_with(self, verb: str, back: int) -> tuple[Message, str, str | None] | None:
        """The newest copy of the card but so many on which that can be clicked, and where."""
        self.card()
        found = [(c, *place) for c in self.copies if (place := _place_of(verb, c.blocks))]
        return found[max(0, len(found) - 1 - back)] if found else None

    def _heeded(
        self, who: str, act: Callable[[Person], Any], payload: dict[str, Any] | None = None
    ) -> None:
        """Whatever somebody does has an effect, opens a window, or is answered in private."""
        person, before, views = self.people[who], self.case(), len(self.slack.views)
        events, told = len(self.history()), len(person.told())
        answer = act(person)
        payload = payload or person.sent[-1]
        self.sent.append((who, payload))
        if answer and answer["response_action"] == "update":
            self._keep(answer["view"])
        if answer and answer["response_action"] != "clear":
            return
        mine = [event for event in self.history()[events:] if event.by == who]
        decided = [event.details["version"] for event in mine if event.kind == "decided"]
        assert decided in ([], [_version_seen(payload)]), "nobody decides on what they did not see"
        if mine:
            return
        if not any(_is_so_already(case, who, payload) for case in (before, self.case())):
            wait_until(lambda: len(person.told()) > told or len(self.slack.views) > views)
        for view in self.slack.views[views:]:
            self._keep(view)

    def _keep(self, view: dict[str, Any]) -> None:
        if "submit" in view:
            self.windows.append(deepcopy(view))


def _is_so_already(case: Case, who: str, payload: dict[str, Any]) -> bool:
    """What was wanted is so: there is nothing to do, and nothing to say."""
    view = payload.get("view") or {}
    if case.status not in OPEN_FOR_DECISION:
        return False
    match view.get("callback_id") or _verb_of(payload):
        case "take":
            return case.assigned_to == who
        case "wake":
            return case.snoozed_until is None
        case "handed_over":
            chosen = view["state"]["values"]["to"]["to"]["selected_option"]
            return bool(case.assigned_to == chosen["value"])
        case "redrafted":
            # Asked for twice, it is written once.
            return bool(view["private_metadata"] == f"{case.id}:{case.draft_version}")
    return False


def _version_seen(payload: dict[str, Any]) -> int:
    view, actions = payload.get("view") or {}, payload.get("actions") or [{}]
    option = actions[0].get("selected_option") or actions[0]
    return int((view.get("private_metadata") or option["value"]).rpartition(":")[2])


def _verb_of(payload: dict[str, Any]) -> str:
    (action,) = payload["actions"]
    value = (action.get("selected_option") or {}).get("value", "")
    return value.partition(":")[0] if value else str(action["action_id"])


def _place_of(verb: str, blocks: list[dict[str, Any]]) -> tuple[str, str | None] | None:
    """The button of that name, or the menu and the words of the option."""
    rows = ([*block.get("elements", []), block.get("accessory")] for block in blocks)
    for element in filter(None, itertools.chain(*rows)):
        if element.get("action_id") == verb:
            return verb, None
        for option in element.get("options", []):
            if option["value"].startswith(f"{verb}:"):
                return element["action_id"], option["text"]["text"]
    return None


def _chosen(window: dict[str, Any]) -> dict[str, Any]:
    """What has to be chosen or typed besides the first input of a window."""
    inputs = {b["block_id"]: b["element"] for b in window["blocks"] if b["type"] == "input"}
    chosen: dict[str, Any] = {}
    if "to" in inputs:
        chosen["to"] = inputs["to"]["options"][0]["text"]["text"]
    if "words" in inputs and "why" in inputs:
        chosen["why"] = "All the same"
    return chosen
