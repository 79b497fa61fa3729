"""The program that `test_crash_points.py` lets die: one mention, one click, until the reply is out.

Started once, so that everything is imported once: for each line on standard input (variables as
JSON) it forks a child that lives through the story, and answers with the child's exit code.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from service.bootstrap import utc_now
from service.settings import Settings
from service.slack.approvals import Patience, SlackApprovals
from service.slack.client import SlackClient
from service.store import cards, notes
from service.store.database import Database
from service.store.notes import NoteKind
from tests.fakes import ANNA, fake_desk
from tests.web import Web, serving
from triage.case import OPEN_FOR_DECISION, Case, Status
from triage.decision import DecisionKind
from triage.mention import Mention
from triage.ports import Approvals

T = TypeVar("T")

ENDED = {Status.PUBLISHED, Status.PUBLISH_IN_DOUBT, Status.PUBLISH_FAILED}


class InFile:
    """What the approvers would see: a line for each time they are shown a case."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.approvals: Approvals = self

    def request(self, case: Case, mention: Mention) -> None:
        with self._path.open("a") as file:
            file.write(f"{case.id} {case.status}\n")

    def tell(self, case: Case) -> bool:
        return False

    def case(self, case: Case) -> bool:
        return f"{case.id} {case.status}\n" in self._path.read_text()


class InSlack:
    """The real cards, with less patience than among people."""

    def __init__(self) -> None:
        self._database = Database(Settings().resolved_database_url)
        token, api_url, channel = os.environ["STORY_SLACK"].split(" ")
        self.approvals: Approvals = SlackApprovals(
            SlackClient(token, api_url), self._database, fake_desk(), utc_now,
            channel=channel, console_url=None,
            patience=Patience(between_posts=0.01, settle=0.1, refused=1.0, lease=0.5),
        )  # fmt: skip

    def case(self, case: Case) -> bool:
        with self._database.read() as session:
            card = cards.load(session, case.id)
            note = notes.latest(session, case.id, NoteKind.THREAD)
            news = notes.news(session, case.id, note.upto if note else 0)
        shown = card is not None and card.revision >= case.revision
        if case.status not in ENDED or "STORY_THREAD" not in os.environ:
            return shown
        return shown and note is not None and note.ts is not None and not news


def live() -> None:
    """Send the mention until it is accepted, click until the click is taken, wait for the end."""
    id = os.environ["STORY"]
    shows = InSlack() if "STORY_SLACK" in os.environ else InFile(Path(os.environ["STORY_CARDS"]))
    with serving(Settings(), workers=True, approvals=shows.approvals) as web:
        assert web.send({"id": id, "text": "My bag is lost"}, id=f"delivery {id}") in {200, 202}
        case = _wait(lambda: _past(web, id, {Status.RECEIVED}))
        if case.status in OPEN_FOR_DECISION:
            _wait(lambda: shows.case(case))
            web.kulanz.decisions.decide(
                case.id, DecisionKind.APPROVE, ANNA, draft_version=case.draft_version,
                surface="console",
            )  # fmt: skip
        case = _wait(lambda: _past(web, id, set(Status) - ENDED))
        _wait(lambda: shows.case(case))
        os._exit(0)


def _past(web: Web, id: str, statuses: set[Status]) -> Case | None:
    case = web.case(id)
    return case if case is not None and case.status not in statuses else None


def _wait(seen: Callable[[], T | None]) -> T:
    while True:
        found = seen()
        if found:
            return found
        time.sleep(0.02)


def main() -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os.environ.update(json.loads(line))
            signal.alarm(40)
            try:
                live()
            finally:
                os._exit(1)
        _, ended = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(ended)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
