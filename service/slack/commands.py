"""`/kulanz`: the next case, a search, how things stand, and a pause of drafts in a crisis. Only who
typed it sees the answer."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from service.console.words import Words
from service.pausing import Pausing
from service.slack.arrivals import Command
from service.slack.digest import pause_line
from service.slack.elements import Element, escape, inline, rich, section, text
from service.slack.homes import Homes
from service.slack.people import People
from service.slack.personal import case_line, refusal, topic_name, words_in
from service.slack.typed import read_pause, read_topic
from service.store import cases, queues
from service.store.database import Database
from triage.case import Status
from triage.desk import Desk
from triage.errors import NotPaused, TriageError
from triage.mention import clean_text
from triage.ports import Clock
from triage.routing import Approver

log = logging.getLogger(__name__)

NAME = "/kulanz"

_FOUND = 8

Lines = list[Element]


@dataclass(frozen=True)
class Commands:
    people: People
    homes: Homes
    pausing: Pausing
    database: Database
    desk: Desk
    clock: Clock

    def answer(self, command: Command) -> dict[str, Any]:
        """What Slack shows to whoever typed it."""
        words = words_in(self.people.lang(command.user_id), self.desk.hours.zone)
        verb, _, rest = clean_text(command.text).strip().partition(" ")
        act = self._verbs().get(verb.lower(), self._help)
        try:
            approver = self.people.admit(command.caller)
            lines = act(words, approver, rest.strip())
        except TriageError as error:
            lines = [_line(refusal(words, error))]
        log.info("command", extra={"verb": verb.lower() if verb.lower() in self._verbs() else ""})
        return _private(lines)

    def _verbs(self) -> dict[str, Callable[[Words, Approver, str], Lines]]:
        """In English and in German."""
        return {
            "next": self._next, "weiter": self._next,
            "search": self._search, "suche": self._search,
            "status": self._status,
            "pause": self._pause,
            "resume": self._resume, "fortsetzen": self._resume,
        }  # fmt: skip

    # -- looking -------------------------------------------------------------------------------

    def _next(self, words: Words, approver: Approver, rest: str) -> Lines:
        with self.database.read() as session:
            found = self.homes.most_pressing(session, approver, 1)
        if not found:
            return [_line(words("Nobody is waiting for you."))]
        return [case_line(words, waiting.case, waiting.url) for waiting in found]

    def _search(self, words: Words, approver: Approver, rest: str) -> Lines:
        if not rest:
            return [_line(words("What shall I look for? For example: %(example)s",
                                example=f"{NAME} search lounge"))]  # fmt: skip
        wanted = queues.Filter(words=rest[:200])
        with self.database.read() as session:
            found = queues.find(
                session, wanted, now=self.clock(), order="newest", limit=_FOUND
            )  # fmt: skip
            lines = [case_line(words, case, self.homes.url(session, case)) for case in found]
        return lines or [_line(words("No case has these words."))]

    def _status(self, words: Words, approver: Approver, rest: str) -> Lines:
        with self.database.read() as session:
            counts = cases.counts_by_status(session)
        lines = [_line(line) for line in _counted(words, counts)]
        lines += [pause_line(words, pause) for pause in self.pausing.current()]
        trouble = self.people.trouble
        return [*lines, _line(trouble)] if trouble else lines

    # -- the pause -----------------------------------------------------------------------------

    def _pause(self, words: Words, approver: Approver, rest: str) -> Lines:
        wanted = read_pause(rest, self.clock(), self.desk.hours.zone)
        if wanted is None:
            return self._which_topic(words, "pause")
        pause = self.pausing.pause(
            wanted.topic, approver, until=wanted.until, reason=wanted.reason
        )  # fmt: skip
        told = words("From now on complaints on this topic go to a person without a draft.")
        kept = words("What is drafted already stays as it is: %(count)s waiting.",
                     count=self._waiting_on(wanted.topic))  # fmt: skip
        end = words("It ends by itself, or with: %(command)s",
                    command=f"{NAME} resume {wanted.topic}")  # fmt: skip
        return [pause_line(words, pause), _line(told), _line(kept), _line(end)]

    def _resume(self, words: Words, approver: Approver, rest: str) -> Lines:
        topic, _ = read_topic(rest)
        if topic is None:
            return self._which_topic(words, "resume")
        named = topic_name(words, topic)
        try:
            self.pausing.resume(topic, approver)
        except NotPaused:
            return [_line(words("%(topic)s: drafts are not paused.", topic=named))]
        return [_line(words("%(topic)s: drafted again, what came in meanwhile too.", topic=named))]

    def _which_topic(self, words: Words, verb: str) -> Lines:
        example = f"{NAME} {verb} delay" + (" 4h" if verb == "pause" else "")
        return [_line(words("On which topic, and at most for 30 days? For example: %(example)s",
                            example=example))]  # fmt: skip

    def _waiting_on(self, topic: str) -> int:
        wanted = queues.Filter(statuses=(Status.AWAITING, Status.ESCALATED), topic=topic)
        with self.database.read() as session:
            return queues.count(session, wanted)

    def _help(self, words: Words, approver: Approver, rest: str) -> Lines:
        return [
            _line(f"{NAME} next: " + words("the case that is most pressing for you")),
            _line(f"{NAME} search …: " + words("cases with these words")),
            _line(f"{NAME} status: " + words("how many wait, and what is paused")),
            _line(f"{NAME} pause delay 4h …: " + words("no drafts on a topic, and why")),
            _line(f"{NAME} resume delay: " + words("draft again")),
        ]


def _counted(words: Words, counts: dict[Status, int]) -> Sequence[str]:
    unclear = counts.get(Status.PUBLISH_IN_DOUBT, 0) + counts.get(Status.PUBLISH_FAILED, 0)
    return (
        words(
            "%(waiting)s waiting, %(escalated)s escalated.",
            waiting=counts.get(Status.AWAITING, 0), escalated=counts.get(Status.ESCALATED, 0),
        ),
        words("%(unclear)s in doubt or not delivered.", unclear=unclear),
    )  # fmt: skip


def _line(words: str) -> Element:
    return section(text(words))


def _private(lines: Lines) -> dict[str, Any]:
    said = " ".join(_words_of(line) for line in lines)
    return {
        "response_type": "ephemeral",
        "text": escape(inline(said, 3_000)),
        "blocks": [rich("answer", *lines)],
    }


def _words_of(line: Element) -> str:
    return "".join(part.get("text") or part.get("fallback", "") for part in line["elements"])
