"""What goes out of a claim."""

from __future__ import annotations

from service.forms import claim_form
from tests.factories import brief
from triage.complaint import Topic


def test_a_claim_goes_out_with_all_that_it_knows() -> None:
    late = brief(
        "We landed 4 hours late and my suitcase never came. AU 302", topic=Topic.BAGGAGE_LOST
    )
    both = claim_form(late.claim)
    assert both is not None
    assert both["ground"] == "delay"
    assert [law["law"] for law in both["laws"]] == ["EU261", "UK261"]
    assert both["baggage"] == {"amount": 1519, "currency": "XDR"}
    assert (both["paid_for"], both["days"]) == (None, None)


def test_money_that_is_due_goes_out_with_what_for_and_since_when() -> None:
    due = brief("You cancelled AU 302. No refund for six weeks.", topic=Topic.REFUND_BILLING)
    form = claim_form(due.claim)
    assert form is not None
    assert (form["ground"], form["paid_for"], form["days"]) == ("refund", "flight", 42)
    assert (form["laws"], form["baggage"]) == ([], None)
