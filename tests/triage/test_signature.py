"""How a reply is signed: the same words wherever it is shown, tried and sent."""

from __future__ import annotations

import pytest

from triage.mention import Channel
from triage.routing import OPERATOR, Approver, Desks
from triage.signature import Signature, unsigned_by_anyone

ANNA = Signature("Anna Berg", "AB")
LETTER = "Guten Tag.\n\nDas tut mir leid."


@pytest.mark.parametrize(
    ("channel", "reply", "whole"),
    [
        (Channel.X, "Das tut mir leid.", "Das tut mir leid. ^AB"),
        (Channel.REVIEW, "Das tut mir leid.", "Das tut mir leid. ^AB"),
        (Channel.BLOG, "Das tut mir leid.", "Das tut mir leid.\n\nAnna Berg"),
        (Channel.EMAIL, LETTER, f"{LETTER}\n\nAnna Berg"),
        (Channel.EMAIL, f"{LETTER}\n\nViele Grüße", f"{LETTER}\n\nViele Grüße\nAnna Berg"),
    ],
)
def test_a_letter_has_the_name_below_it_and_a_short_reply_the_initials(
    channel: Channel, reply: str, whole: str
) -> None:
    assert ANNA.added_to(reply, channel) == whole
    assert ANNA.taken_from(whole, channel) == reply
    assert unsigned_by_anyone(whole) == reply


def test_a_reply_that_somebody_else_signed_stays_as_it_is() -> None:
    assert ANNA.taken_from("Ja. ^BC", Channel.X) == "Ja. ^BC"
    assert ANNA.taken_from("Fragen Sie Anna Berg", Channel.EMAIL) == "Fragen Sie Anna Berg"


@pytest.mark.parametrize(
    "nameless", [Approver(OPERATOR, "Operator"), Approver("slack-U1", "U1", slack_user="U1")]
)
def test_where_no_name_is_known_the_team_signs_the_letter(nameless: Approver) -> None:
    assert Desks(team="Aurora Air").signature_of(nameless).on(Channel.EMAIL) == "Aurora Air"
    assert Desks(team="Aurora Air").signature_of(Approver("a", "Anna Berg")) == ANNA
