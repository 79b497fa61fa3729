"""An answer by e-mail in the running program: what the editor says of it, and what goes out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from service.bootstrap import Kulanz
from tests.fakes import ANNA
from tests.receiver import Receiver
from tests.service.console_client import console, opened, words_of
from tests.service.goodwill import goodwill_desk
from tests.world import settings
from triage.case import Status
from triage.decision import DecisionKind
from triage.errors import ReplyBlocked
from triage.guard import RuleGuard

TEXT = "You took 89 euros twice, and the train was late. Booking LK-77402."
REFUND = "I am sorry. We refund the 89 euros for booking LK-77402 today."
TOO_MUCH = "I am sorry. We give you 500 euros for it."


def edit(kulanz: Kulanz, case_id: str, reply: str) -> None:
    kulanz.decisions.decide(
        case_id, DecisionKind.EDIT, ANNA, draft_version=1, reply=reply, surface="slack"
    )


def test_by_e_mail_an_approver_names_the_authors_sum_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = replace(goodwill_desk(), guard=RuleGuard())
    with (
        Receiver() as receiver,
        console(settings(tmp_path, monkeypatch, receiver), desk) as (world, anna),
    ):
        by_mail = opened(world, TEXT, channel="email")
        in_public = opened(world, TEXT, channel="x")
        for case_id, reply, stops in (
            (by_mail, REFUND, False), (by_mail, TOO_MUCH, True), (in_public, REFUND, True),
        ):  # fmt: skip
            page = anna.send(f"/cases/{case_id}/check", reply=reply)
            assert ("stops it" in words_of(page)) is stops
            if stops:
                with pytest.raises(ReplyBlocked):
                    edit(world.kulanz, case_id, reply)
        edit(world.kulanz, by_mail, REFUND)
        world.wait_for(by_mail, Status.PUBLISHED)
        assert receiver.effects[by_mail].startswith(REFUND)
