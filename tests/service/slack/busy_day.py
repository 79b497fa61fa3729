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
from tests.service.slack.program import Program, Transport
from tests.service.slack.what_was_clicked import chosen, is_so_already, place_of, version_seen
from tests.slack_channels import Message
from tests.slack_person import Person, wait_until
from tests.slack_stand_in import SlackStandIn
from tests.slack_surfaces import Visitor
from tests.world import World
from triage.case import OPEN_FOR_DECISION, Case, Event, Status
from triage.complaint import Topic
from triage.decision import DecisionKind

#: Nobody waits for anything.
ENDED = {Status.PUBLISHED, Status.REJECTED, Status.DISMISSED, Status.CLOSED}

#: Who may decide in every queue of the program.
MAY = {"anna", "ben"}

_NUMBERS = itertools.count(1)


@dataclass
class Day:
    """What happens in one case. `back` counts from the newest: who looks at an old card, or sends
    off an old window, is not up to date."""

    program: Program
    topic: Topic
    #: How Slack brings what people do.
    transport: Transport
    copies: list[Message] = field(default_factory=list)
    windows: list[dict[str, Any]] = field(default_factory=list)
    sent: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.name = f"conversation {next(_NUMBERS)}"
        self.people = {
            name: Person(self.program.slack, self._deliver, f"U0{name.upper()}")
            for name in ("anna", "ben", "cara", "stranger")
        }
        self.case_id = self.author_writes()
        wait_until(self.card)

    def _deliver(self, payload: dict[str, Any]) -> dict[str, Any] | None:
        return self.program.wire(self.transport).interactive(payload)

    def visitor(self, who: str) -> Visitor:
        """The same person beside the cards."""
        return Visitor(self.slack, self.program.wire(self.transport), f"U0{who.upper()}")

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

    def author_writes(self, more: str = "") -> str:
        text = f"My bag is lost [{self.topic}] {more} ({next(_NUMBERS)})"
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
        was, before, version = self.case(), len(self.history()), self.case().draft_version - back
        reply = "From the console." if kind is DecisionKind.EDIT else None
        answer = httpx2.post(
            f"{self.program.app_url}/api/cases/{self.case_id}/decisions",
            cookies=self.program.signed_in(),
            json={"kind": kind, "draft_version": max(version, 1), "reply": reply},
            timeout=30,
            verify=False,
        )
        decided = [e for e in self.history()[before:] if (e.kind, e.by) == ("decided", ANNA.id)]
        allowed = {(200, 1), (409, 0)} | ({(422, 0)} if self.is_blank() else set())
        if kind is DecisionKind.ESCALATE and was.status is Status.ESCALATED:
            # What somebody said already is not told twice.
            allowed |= {(200, 0)}
        assert (answer.status_code, len(decided)) in allowed, answer.text

    # -- people in Slack -----------------------------------------------------------------------

    def clicks_on_new(self, who: str, verb: str) -> None:
        """As soon as that stands on the card as it is now."""
        self.world.until(lambda: (card := self.card()) and place_of(verb, card.blocks))
        self.clicks(who, verb, 0)

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
            self._heeded(who, lambda person: person.submit(window, words, **chosen(window)))

    def comes_again(self, back: int) -> None:
        """What Slack delivered once, it delivers twice, or late."""
        if self.sent:
            who, payload = self.sent[max(0, len(self.sent) - 1 - back)]
            self._heeded(who, lambda person: person.again(payload), payload)

    # -- beside the card -----------------------------------------------------------------------

    def types(self, who: str, words: str) -> str:
        return self.visitor(who).types(words)

    def pauses(self, who: str) -> None:
        """Who may, of whom there is a word in the answer, pauses the topic for four hours."""
        said = self.types(who, f"pause {self.topic} 4h strike")
        assert ("no drafts" in said or "keine Entwürfe" in said) == (who in MAY), said

    def resumes(self, who: str) -> None:
        paused, said = self.is_paused(), self.types(who, f"resume {self.topic}")
        again = "drafted again" in said or "wieder entworfen" in said
        assert again == (who in MAY and paused), said

    def is_paused(self) -> bool:
        return self.topic in {pause.topic for pause in self.world.kulanz.pausing.current()}

    def is_blank(self) -> bool:
        draft = self.case().draft
        return draft is not None and draft.is_blank

    def is_drafted_after_all(self) -> None:
        """No pause keeps the case from being decided in Slack."""
        if self.is_paused():
            self.resumes("anna")
        self.world.until(lambda: self.case().status not in OPEN_FOR_DECISION or not self.is_blank())

    def drafts_for_pasted(self, who: str) -> None:
        """A window that comes, or a private line; nothing happens to any case."""
        views, told = len(self.slack.views), len(self.people[who].told())
        self.visitor(who).drafts_for("My suitcase is lost")
        wait_until(lambda: len(self.slack.views) > views or len(self.people[who].told()) > told)
        assert (len(self.slack.views) > views) == (who in MAY | {"cara"})

    # ------------------------------------------------------------------------------------------

    def _card_is_new(self) -> bool:
        card, case = self.card(), self.case()
        shown = card.metadata["event_payload"]["revision"] if card else 0
        return case.status is not Status.RECEIVED and shown == case.revision

    def _copy_with(self, verb: str, back: int) -> tuple[Message, str, str | None] | None:
        """The newest copy of the card but so many on which that can be clicked, and where."""
        self.card()
        found = [(c, *place) for c in self.copies if (place := place_of(verb, c.blocks))]
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
        assert decided in ([], [version_seen(payload)]), "nobody decides on what they did not see"
        if mine:
            return
        if not any(is_so_already(case, who, payload) for case in (before, self.case())):
            wait_until(lambda: len(person.told()) > told or len(self.slack.views) > views)
        for view in self.slack.views[views:]:
            self._keep(view)

    def _keep(self, view: dict[str, Any]) -> None:
        if "submit" in view:
            self.windows.append(deepcopy(view))
