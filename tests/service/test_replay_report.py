"""The report of a replay: what it counts, how it leads to cases, what it never shows."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest

from service.lines import Line
from service.replay.admission import Noticed
from service.replay.assembly import assemble
from service.replay.comparison import NotComparable, compared
from service.replay.figures import Figures, Rules
from service.replay.files import write_records
from service.replay.records import records_of
from service.replay.report.compare_page import Reports, compare_html
from service.replay.report.lines import lists_of_lines
from service.replay.report.page import report_html
from service.replay.sample import Sample
from service.replay.steps import step_of
from service.replay.waiting import Arrival, answered, by_team, waits_of
from tests.fakes import fake_desk
from triage.remedy import Money
from triage.severity import Grade, Severity, Urgency
from triage.sla import BusinessHours

_DAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def _said(role: str, text: str, minutes: float | None = None) -> dict[str, Any]:
    at = {} if minutes is None else {"at": (_DAY + timedelta(minutes=minutes)).isoformat()}
    return {"role": role, "text": text, **at}


def _past(n: int, *turns: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": f"c{n}", "lang": "en", "turns": [*turns], **more}


_HISTORY = [
    _past(1, _said("customer", "my bag is lost", 0), _said("agent", "haha, bad luck", 90),
          _said("customer", "still lost", 95)),
    _past(2, _said("customer", "flight late, call 0049 170 1234567 or mara@post.example", 1),
          _said("agent", "Sorry, please DM us.", 20), _said("customer", "great, thank you", 30)),
    _past(3, _said("customer", "lovely crew", 60 * 24 * 40), _said("agent", "Thanks!")),
    _past(4, _said("customer", "bravo, lost again @RegioBahn"), labels={"complaint": False}),
    _past(5, _said("customer", "nothing works here"), labels={"complaint": True}),
    _past(6, _said("customer", "<script>alert(1)</script> lost </script>", 3)),
]  # fmt: skip


def assembled(folder: Path, history: Sequence[dict[str, Any]] = _HISTORY) -> Figures:
    folder.mkdir(exist_ok=True)
    lines = [*(Line(n, d) for n, d in enumerate(history, 1)), Line(99, error="not JSON")]
    write_records(folder / "part.parquet", records_of(fake_desk(), lines))
    rules = Rules("2026-11", {"care": Money(Decimal(100), "EUR")})
    figures = Figures("past.jsonl", rules, admission={"lines": 7, "refused": 1})
    assemble(folder, [folder / "part.parquet"], figures)
    return figures


def test_the_report_counts_what_the_cases_say(tmp_path: Path) -> None:
    assembled(tmp_path)
    report = json.loads((tmp_path / "report.json").read_text())
    assert (report["conversations"], report["unreadable"]) == (7, 1)
    assert report["complaints"]["count"] == 4
    assert report["complaints"]["ironic"] == 1
    assert report["historic_replies"] == {
        "checked": 2, "unpublishable": 1, "findings": {"flippant": 1},
        "kinds": {"flippant": 1, "sound": 1},
    }  # fmt: skip
    assert report["outcomes_by_reply"] == {"flippant": {"unchanged": 1}, "sound": {"recovered": 1}}
    assert report["labels"] == {"labelled": 2, "missed_complaints": 1, "false_alarms": 1}
    assert report["volume"]["complaints"] == {"2026-11-23": 3}
    assert report["admission"] == {"lines": 7, "refused": 1}
    then = report["first_reply"]["then"]
    assert (then["replies"], then["nine_in_ten"], then["in_time"]) == (2, 1.5, 0.5)
    assert report["first_reply"]["by_approvers"]["1"]["in_time"] == 1.0


def test_a_case_says_what_was_decided_then(tmp_path: Path) -> None:
    recorded = {"kind": "reject", "approver": "anna", "reason": "not ours"}
    assembled(tmp_path, [*_HISTORY, _past(7, _said("customer", "late"), decision=recorded)])
    cases = [json.loads(line) for line in (tmp_path / "cases.jsonl").read_text().splitlines()]
    kinds = [case["decision"] and case["decision"]["kind"] for case in cases[:7]]
    assert kinds == ["edit", "edit", "edit", "not_a_complaint", None, None, "reject"]
    assert cases[6]["decision"] == recorded


def test_the_page_leads_from_every_figure_to_its_cases_and_needs_no_network(tmp_path: Path) -> None:
    figures = assembled(tmp_path)
    page = (tmp_path / "report.html").read_text()
    body = page[page.index("<body>") : page.index('<script type="application/json"')]
    cases = json.loads(re.findall(r'id="all">(.*?)</script>', page, re.DOTALL)[0])
    names = json.loads(re.findall(r'id="names">(.*?)</script>', page, re.DOTALL)[0])
    assert names.pop("") == ["", figures.readable]
    assert figures.tags.items() <= {tag: count for tag, (_, count) in names.items()}.items()
    led_to = {unquote(tag) for tag in re.findall(r'href="#show=([^"]+)"', body)}
    assert {"draft_ready", "replied", "wrote_again", "timed", "dated", "labelled"} <= led_to
    assert {"day:2026-11-23", "complaint day:2026-11-23", "replied topic:delay"} <= led_to
    for tag in led_to:
        found = [case for case in cases if {tag} <= {*case["tags"]} or _both(tag, case["tags"])]
        assert len(found) == (names[tag][1] if tag else figures.readable), tag
    ours = page[page.index("</head>") :]
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', ours)
    assert not re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=", page)


def test_each_case_stands_on_the_page_once_and_the_most_worth_reading_first(
    tmp_path: Path,
) -> None:
    figures = assembled(tmp_path)
    page = (tmp_path / "report.html").read_text()
    cases = json.loads(re.findall(r'id="all">(.*?)</script>', page, re.DOTALL)[0])
    lines = [case["line"] for case in cases]
    assert sorted(lines) == [1, 2, 3, 4, 5, 6]
    worth = [case["line"] for case in figures.worth_reading.cases()]
    assert 5 in worth, "missed, by the label"
    assert lines[: len(worth)] == worth
    # For those without scripts, which put all of them in their place.
    before_them = page.partition('id="cases">')[2].partition("</section>")[0]
    assert page.count("<article") == before_them.count("<article") == len(worth)


def test_who_has_no_scripts_is_told_how_much_of_the_list_is_there(tmp_path: Path) -> None:
    assembled(tmp_path / "short", _HISTORY[:2])
    short = (tmp_path / "short" / "report.html").read_text()
    assert "To search the list needs JavaScript." in short
    assembled(tmp_path / "long", [_past(n, _said("customer", "lost")) for n in range(60)])
    long = (tmp_path / "long" / "report.html").read_text()
    assert "the list shows the 50 cases most worth reading, of 60;" in long
    assert long.count("<article") == 50


def test_the_page_is_small(tmp_path: Path) -> None:
    assembled(tmp_path)
    assert (tmp_path / "report.html").stat().st_size < 2_200_000


def _both(tag: str, tags: list[str]) -> bool:
    return {*tag.split(" ")} <= {*tags}


def test_every_number_of_a_table_leads_somewhere_that_is_there(tmp_path: Path) -> None:
    assembled(tmp_path)
    page = (tmp_path / "report.html").read_text()
    body = page[page.index("<body>") : page.index('<script type="application/json"')]
    bare = [cell for cell in re.findall(r"<td[^>]*>([^<]*)</td>", body) if re.search(r"\d", cell)]
    assert bare == ["100 EUR a month"] * len(bare), "what the policy says counts no cases"
    for anchor in {*re.findall(r'href="#(?!show=)([^"]+)"', body)}:
        assert f'id="{anchor}"' in body, anchor


def test_the_lines_that_are_no_cases_are_listed_with_the_reason(tmp_path: Path) -> None:
    figures = Figures("past", admission={"lines": 160, "repeated": 150, "undated": 1})
    figures.noticed = {
        "repeated": [Noticed("b.jsonl, line 7", "a.jsonl, line 3")] * 100,
        "undated": [Noticed("a.jsonl, line 9")],
    }
    for line in range(1, 3):
        figures.add({"line": line, "error": "not <JSON>, mara@post.example"})
    repeated, undated, refused = lists_of_lines(figures)
    assert repeated.name == "lines-repeated"
    assert repeated.sentence == "The first 100 of 150."
    assert [cell.text for cell in repeated.rows[0]] == ["b.jsonl, line 7", "a.jsonl, line 3"]
    assert undated.sentence == "All of them."
    assert [row[0].text for row in refused.rows] == ["line 1", "line 2"]
    page = "".join(report_html(figures))
    assert "not &lt;JSON&gt;, ••••@" in page
    assert "mara@post.example" not in page[page.index("<h1>") :]


def test_the_page_shows_nobodys_data_and_runs_nothing_of_theirs(tmp_path: Path) -> None:
    assembled(tmp_path)
    page = (tmp_path / "report.html").read_text()
    texts = page[page.index('id="all-cases"') :]
    for secret in ("170 1234567", "mara@post.example", "@RegioBahn", "<script>alert"):
        assert secret not in texts
    assert page.count("</script>") == page.count("<script")


def test_a_history_without_dates_says_so(tmp_path: Path) -> None:
    assembled(tmp_path, [_past(1, _said("customer", "my bag is lost"), _said("agent", "Oh"))])
    page = (tmp_path / "report.html").read_text()
    assert "The history has no dates" in page
    assert "The history has no times" in page
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["first_reply"] == {"then": None, "by_approvers": {}}


def test_an_empty_history_has_a_report_too(tmp_path: Path) -> None:
    assert assembled(tmp_path, []).conversations == 1
    assert "<h1>" in (tmp_path / "report.html").read_text()


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
        at = (_DAY + timedelta(days=n)).isoformat()
        figures.add(_case(line=n, posted_at=at))
    assert figures.every == "week"
    shown = [*figures.sampled()]
    weeks = {step_of(case["posted_at"][:10], "week") for case in shown}
    assert len(weeks) == 58
    assert len(shown) < 58 * 3 + 60


# -- waiting -------------------------------------------------------------------------------------


def _came(minute: float, severity: int = 2, urgency: Urgency = Urgency.NORMAL) -> Arrival:
    grade = Grade(Severity(severity), urgency)
    return Arrival(_DAY + timedelta(minutes=minute), grade, needs_work=False)


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
    hours = BusinessHours(opens=_DAY.time(), closes=_DAY.replace(hour=17).time())
    at_night = [_came(12 * 60 + n, urgency=Urgency.HIGH) for n in range(10)]
    waits = by_team([*(_came(60.0 * n) for n in range(5)), *at_night], hours)
    assert [*waits] == [1]
    assert waits[1].in_time < 0.5


def test_outside_of_business_hours_nobody_answers() -> None:
    hours = BusinessHours(opens=_DAY.time(), closes=_DAY.replace(hour=17).time())
    [(_, at)] = answered([_came(12 * 60)], 1, hours)
    assert at == _DAY + timedelta(days=1, minutes=1)


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


# -- two side by side ----------------------------------------------------------------------------


def test_two_replays_are_set_side_by_side(tmp_path: Path) -> None:
    assembled(tmp_path / "a")
    assembled(tmp_path / "b")
    cases = (tmp_path / "b/cases.jsonl").read_text().splitlines()
    first = json.loads(cases[0])
    first["draft"]["reply"], first["severity"] = "Other words.", 3
    fourth = json.loads(cases[3])
    fourth["draft"], fourth["assessment"]["complaint"] = None, False
    changed = [json.dumps(first), *cases[1:3], json.dumps(fourth), *cases[4:]]
    (tmp_path / "b/cases.jsonl").write_text("\n".join(changed) + "\n")

    comparison = compared(tmp_path / "a", tmp_path / "b")
    assert comparison.same == 5
    assert comparison.changes == {"graver": 1, "other_words": 1, "mended": 1, "found_before": 1}
    assert comparison.moved["severity:3"] == 1
    assert comparison.moved["complaint"] == 1
    reports = Reports.seen_from(tmp_path / "out", tmp_path / "a", tmp_path / "b")
    page = "".join(compare_html(comparison, reports))
    assert "Other words." in page
    assert "<script>alert" not in page
    # What B has more or less leads to the pairs; what each has, to its own report.
    assert '<a href="#show=moved%3Aseverity%3A3">+1</a>' in page
    assert '<a href="../a/report.html#show=complaint">' in page


def test_replays_of_different_conversations_can_not_be_compared(tmp_path: Path) -> None:
    assembled(tmp_path / "a")
    assembled(tmp_path / "b", _HISTORY[1:])
    with pytest.raises(NotComparable, match="line 1"):
        compared(tmp_path / "a", tmp_path / "b")
    with pytest.raises(NotComparable, match="no finished replay"):
        compared(tmp_path / "a", tmp_path / "c")
