"""A program whose replies meet with what `test_delivery.py` wants them to."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from service.inboxes.base import Incoming, Kind
from service.receive import case_id_of
from service.store import publications
from service.store.publications import Publication
from tests.fakes import ANNA, BEN
from tests.receiver import Behaviour, Receiver
from tests.world import SECRET, World, running, settings
from triage.case import Case, Status
from triage.decision import DecisionKind
from triage.mention import Mention


@dataclass(frozen=True)
class Story:
    """One program and the system its replies go to."""

    world: World
    receiver: Receiver
    looks_up: bool

    def approved(
        self,
        key: str,
        *behaviours: Behaviour,
        lookups: tuple[int, ...] = (),
        inbox: str = "social",
    ) -> str:
        """Have a reply approved that meets with these; the case's id."""
        self.receiver.forget()
        self.receiver.behaviours.extend(behaviours)
        self.receiver.lookups.extend(lookups)
        mention = Mention(f"{key}-{time.perf_counter_ns()}", "My bag is lost")
        kulanz = self.world.kulanz
        incoming = Incoming(Kind.NEW, mention, delivery_id=mention.id)
        kulanz.intake.take(inbox, incoming, kulanz.clock())
        case_id = case_id_of(inbox, mention.id)
        case = self.world.wait_for(case_id, Status.AWAITING)
        self.world.kulanz.decisions.decide(
            case_id, DecisionKind.APPROVE, ANNA, draft_version=case.draft_version, surface="console"
        )
        return case_id

    def ended(self, case_id: str) -> Case:
        return self.world.wait_for(
            case_id, Status.PUBLISHED, Status.PUBLISH_FAILED, Status.PUBLISH_IN_DOUBT
        )

    def publication(self, case_id: str) -> Publication:
        with self.world.kulanz.database.read() as session:
            publication = publications.load(session, case_id)
        assert publication is not None
        return publication

    def revision(self, case_id: str) -> int:
        return self.world.case(case_id).revision

    def sends_again(self, case_id: str) -> None:
        self.world.kulanz.decisions.publish_again(case_id, BEN, revision=self.revision(case_id))

    @property
    def sent(self) -> int:
        return len(self.receiver.deliveries)


@contextmanager
def story_over(url: str, folder: Path, *, looks_up: bool) -> Iterator[Story]:
    """Over the database at `url`, or a SQLite in `folder`; impatient, as tests are."""
    with ExitStack() as stack:
        monkeypatch = stack.enter_context(pytest.MonkeyPatch.context())
        receiver = stack.enter_context(Receiver())
        monkeypatch.setenv("KULANZ_INBOX_MUTE_SECRET", SECRET)
        if looks_up:
            monkeypatch.setenv("KULANZ_INBOX_SOCIAL_LOOKUP_URL", receiver.lookup_url)
        chosen = settings(
            folder, monkeypatch, receiver, database_url=url,
            publish_pauses=(0.1, 0.1, 0.1), publish_settle=0.1, publish_timeout=1.5,
        )  # fmt: skip
        yield Story(stack.enter_context(running(chosen)), receiver, looks_up)
