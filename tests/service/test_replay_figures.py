"""What the report of a replay works out: goodwill by month, how long people wait for an answer,
and which cases are shown."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from service.replay.figures import Figures, Rules
from service.replay.report.page import report_html
from service.replay.sample import Sample
from service.replay.steps import step_of
from service.replay.waiting import Arrival, answered, by_team, waits_of
from tests.service.small_past import DAY
from triage.remedy import Money
from triage.severity import Grade, Severity, Urgency
from triage.sla import BusinessHours

# -- goodwill ------------------------------------------------------------------------------------


def _case(**more: Any) -> dict[str, Any]:
    """One line of cases.jsonl, a complaint with a voucher of 60."""
    remedy = {"kind": "voucher", "amount": 60, "currency": "EUR", "rule": "late"}
    return {
        "id": "c", "line": 1, "lang": "en", "status": "awaiting", "severity": 2,
        "urgency": "normal", "queue": "care", "posted_at": None, "replied_at": None,
        "mention": "late", "earlier": [], "next": None, "outcome": None, "labels": {},
        "assessment": {"model": "m", "complaint": True, "topic": "delay", "ironic": False,
                       "urgent": False},
        "draft": {"reply": "Sorry", "remedy": remedy}, "findings": [],
        "historic_reply": None, "historic_findings": None, **more,
    }  # fmt: skip


def test_goodwill_is_set_against_the_budget_of_its_month() -> None:
    figures = Figures("x", Rules("1", {"care": Money(Decimal(100), "EUR")}))
    # Near midnight: the month is the one on the company's clock.
    for at in ("2026-11-02T10:00:00+00:00", "2026-11-30T22:59:00+00:00", None):
        figures.add(_case(posted_at=at))
    by_month = figures.goodwill.by_month(figures.rules.budgets)
    assert [(one["month"], one["amount"], one["budget"]) for one in by_month] == [
        (None, 60.0, 100.0),
        ("2026-11", 120.0, 100.0),
    ]
    page = "".join(report_html(figures))
    for month, count in (("undated", 1), ("2026-11", 2)):
        tag = f"goodwill:{month}/care/EUR"
        assert f'"#show={quote(tag)}"' in page
        assert figures.tags[tag] == count


def test_of_each_step_in_time_some_cases_are_shown() -> None:
    figures = Figures("x")
    figures.sample = Sample(most=10, of_each=3)
    for n in range(400):
        at = (DAY + timedelta(days=n)).isoformat()
        figures.add(_case(line=n, posted_at=at))
    assert figures.every == "week"
    shown = [*figures.sampled()]
    weeks = {step_of(case["posted_at"][:10], "week") for case in shown}
    assert len(weeks) == 58
    assert len(shown) < 58 * 3 + 60


# -- waiting -------------------------------------------------------------------------------------


def _came(minute: float, severity: int = 2, urgency: Urgency = Urgency.NORMAL) -> Arrival:
    grade = Grade(Severity(severity), urgency)
    return Arrival(DAY + timedelta(minutes=minute), grade, needs_work=False)


def test_more_people_answer_sooner_and_nobody_is_forgotten() -> None:
    rush = [_came(n / 10) for n in range(300)]
    waits = by_team(rush, BusinessHours())
    medians = [waits[people].median for people in waits]
    assert medians == sorted(medians, reverse=True)
    assert all(w.replies == 300 for w in waits.values())
    replied = answered(rush, 2, BusinessHours())
    assert all(at >= arrival.at + arrival.takes for arrival, at in replied)
    assert [*waits.values()][-1].in_time >= 0.95


def test_more_people_than_help_are_not_asked_for() -> None:
    hours = BusinessHours(opens=DAY.time(), closes=DAY.replace(hour=17).time())
    at_night = [_came(12 * 60 + n, urgency=Urgency.HIGH) for n in range(10)]
    waits = by_team([*(_came(60.0 * n) for n in range(5)), *at_night], hours)
    assert [*waits] == [1]
    assert waits[1].in_time < 0.5


def test_outside_of_business_hours_nobody_answers() -> None:
    hours = BusinessHours(opens=DAY.time(), closes=DAY.replace(hour=17).time())
    [(_, at)] = answered([_came(12 * 60)], 1, hours)
    assert at == DAY + timedelta(days=1, minutes=1)


def test_what_is_graver_goes_first_but_what_waits_long_goes_before_it() -> None:
    fresh = [_came(0), _came(0.1, severity=1), _came(0.2, severity=4, urgency=Urgency.HIGH)]
    order = [arrival.grade.severity for arrival, _ in answered(fresh, 1, BusinessHours())]
    assert order == [2, 4, 1]
    assert waits_of([], BusinessHours()) is None


# -- what is shown -------------------------------------------------------------------------------


def test_of_everything_that_is_counted_some_cases_are_shown() -> None:
    sample = Sample(most=20, of_each=3)
    for line in range(1, 1001):
        rare = {"rare"} if line % 400 == 0 else set()
        sample.add({"line": line}, {"complaint", f"topic:{line % 5}", *rare})
    lines = [case["line"] for case in sample.cases()]
    assert lines == sorted(lines)
    assert {400, 800} <= {*lines}
    assert 20 <= len(lines) <= 20 + 7 * 3
