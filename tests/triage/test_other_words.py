"""What the guard stops is tried in other words, before a person sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tests.factories import brief
from tests.fakes import FakeDrafter, fake_desk
from triage.draft import Brief, Draft
from triage.wish import Wanted


@dataclass
class Jester(FakeDrafter):
    """Jokes in the variants below `serious_from`, as the guard sees it."""

    serious_from: int
    asked: list[int] = field(default_factory=list)

    def draft(self, briefs: Sequence[Brief]) -> list[Draft]:
        return [self._said(b, d) for b, d in zip(briefs, super().draft(briefs), strict=True)]

    def _said(self, brief: Brief, draft: Draft) -> Draft:
        self.asked.append(brief.version)
        jest = "haha " if brief.version < self.serious_from else ""
        return replace(draft, reply=f"{jest}{draft.reply}", variant=brief.version)


def drafted(drafter: FakeDrafter, *briefs: Brief) -> list[Draft]:
    return replace(fake_desk(), drafter=drafter).draft(briefs)


def test_a_stopped_draft_is_said_in_other_words() -> None:
    drafter = Jester(serious_from=2)
    (draft,) = drafted(drafter, brief("My bag is lost"))
    assert not draft.blocked
    assert (draft.variant, drafter.asked) == (2, [0, 1, 2])


def test_only_the_stopped_one_is_said_again() -> None:
    drafter = Jester(serious_from=1)
    first, second = brief("My bag is lost"), replace(brief("Our bus was late"), version=1)
    assert [d.variant for d in drafted(drafter, first, second)] == [1, 1]
    assert drafter.asked == [0, 1, 1]


def test_a_draft_that_stays_stopped_says_why() -> None:
    drafter = Jester(serious_from=99)
    (draft,) = drafted(drafter, brief("My bag is lost"))
    assert draft.blocked
    assert [finding.blocking for finding in draft.findings] == [True]
    assert drafter.asked == [0, 1, 2]


def test_what_an_approver_asked_for_is_not_replaced() -> None:
    drafter = Jester(serious_from=0)
    (present,) = drafted(drafter, brief("My bag is lost"))
    joking = Jester(serious_from=99)
    wanted = Wanted(instruction="funnier")
    (draft,) = drafted(joking, replace(brief("My bag is lost"), present=present, wanted=wanted))
    assert draft.blocked
    assert joking.asked == [0]
