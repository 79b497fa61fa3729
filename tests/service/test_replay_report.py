"""The report of a replay: what it counts, how it leads to cases, what it never shows."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote

from service.replay.admission import Noticed
from service.replay.figures import Figures
from service.replay.report.lines import lists_of_lines
from service.replay.report.page import report_html
from tests.service.small_past import HISTORY, assembled, past, said


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
    assembled(tmp_path, [*HISTORY, past(7, said("customer", "late"), decision=recorded)])
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
    assembled(tmp_path / "short", HISTORY[:2])
    short = (tmp_path / "short" / "report.html").read_text()
    assert "To search the list needs JavaScript." in short
    assembled(tmp_path / "long", [past(n, said("customer", "lost")) for n in range(60)])
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
    assembled(tmp_path, [past(1, said("customer", "my bag is lost"), said("agent", "Oh"))])
    page = (tmp_path / "report.html").read_text()
    assert "The history has no dates" in page
    assert "The history has no times" in page
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["first_reply"] == {"then": None, "by_approvers": {}}


def test_an_empty_history_has_a_report_too(tmp_path: Path) -> None:
    assert assembled(tmp_path, []).conversations == 1
    assert "<h1>" in (tmp_path / "report.html").read_text()
