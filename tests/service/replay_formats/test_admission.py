"""What is let in: each conversation once, its turns in the order of their times."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from service.replay.admission import MOST_NOTICED, Noticed
from service.replay.past import read_past
from service.replay.times import Dates
from tests.service.replay_formats.reading import as_json_lines, conversation, read, read_text

#: The fifth of November and the fourteenth of December 2026, 14:05 and 09:00 in UTC.
_FORMATS = [
    ["2026-11-05T15:05:00+01:00", "2026-12-14T09:00:00Z"],
    ["2026-11-05 14:05", "2026-12-14 09:00"],
    [1793887500, 1797238800],
    ["1793887500000", "1797238800000"],
    ["05.11.2026 14:05", "14.12.2026 09:00"],
    ["5.11.26, 14:05 Uhr", "14.12.26, 9:00 Uhr"],
    ["11/05/2026 2:05 PM", "12/14/2026 9:00 AM"],
    ["05/11/2026 14:05", "14/12/2026 09:00"],
    ["Thu, 05 Nov 2026 15:05:00 +0100", "Mon, 14 Dec 2026 09:00:00 GMT"],
    ["Thu Nov 05 14:05:00 +0000 2026", "Mon Dec 14 09:00:00 +0000 2026"],
    ["2026/11/05 14:05:00.250", "2026/12/14 09:00:00"],
    ["Nov 5, 2026 2:05 PM", "December 14, 2026 at 9:00 am"],
    ["5. November 2026, 14:05 Uhr", "Montag, 14. Dez. 2026 um 9:00"],
    ["Thursday, 05-Nov-26 14:05 UTC", "Monday, 14-Dec-26 09:00 UTC"],
]


@pytest.mark.parametrize("written", _FORMATS, ids=lambda written: str(written[0]))
def test_dates_are_read_as_they_are_written(written: list[Any]) -> None:
    dates = Dates()
    dates.learn(reversed(written))
    read = [dates.read(time) for time in written]
    assert [f"{time:%Y-%m-%d %H:%M}" for time in read if time] == [
        "2026-11-05 14:05",
        "2026-12-14 09:00",
    ]


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("05.11.2026 14:05", "2026-11-05T14:05:00+01:00"),
        ("July 5, 2026", "2026-07-05T00:00:00+02:00"),
        ("2026-11-05T23:30:00Z", "2026-11-06T00:30:00+01:00"),
    ],
)
def test_days_and_hours_are_those_of_the_company(written: str, at: str) -> None:
    read = Dates(ZoneInfo("Europe/Berlin")).read(written)
    assert read is not None
    assert read.isoformat() == at


@pytest.mark.parametrize(
    "word", ["", " ", "yesterday", "12:30", "99.99.2026", "2026-13-45", "5", 5, True, 1e300, None,
             float("nan"), [], {}, "0000-00-00 00:00:00", "1/2/3/4",
             "Nov 5, 2026 2:05 PM EST", "31. Februar 2026", "5. Brachmond 2026"],
)  # fmt: skip
def test_what_is_no_date_is_none(word: object) -> None:
    assert Dates().read(word) is None


@pytest.mark.parametrize("written", _FORMATS, ids=lambda written: str(written[0]))
@pytest.mark.parametrize("name", ["at", "created_at", "timestamp"])
def test_turns_out_of_order_are_sorted(tmp_path: Path, written: list[Any], name: str) -> None:
    turns = [
        {"role": "agent", "text": "We found it", name: written[1]},
        {"role": "customer", "text": "lost", name: written[0]},
    ]
    reading = read_text(tmp_path, "a.jsonl", as_json_lines([{"id": "1", "turns": turns}]))
    assert reading.said == [["c:lost", "a:We found it"]]
    assert reading.admission.reordered == 1
    past = read_past(reading.lines[0].document or {}, "1")
    assert past.reply == "We found it"
    assert f"{past.mention.posted_at:%d.%m.}" == "05.11."
    assert f"{past.replied_at:%d.%m.}" == "14.12."


@pytest.mark.parametrize("times", [[None, None], ["2026-01-02", None], ["tomorrow", "2026-01-01"]])
def test_without_all_the_times_the_order_is_kept(tmp_path: Path, times: list[Any]) -> None:
    turns = [
        {"role": role, "text": "x", "at": time}
        for role, time in zip(("customer", "agent"), times, strict=True)
    ]
    reading = read_text(tmp_path, "a.jsonl", as_json_lines([{"id": "1", "turns": turns}]))
    assert reading.said == [["c:x", "a:x"]]
    assert reading.admission.undated == ("tomorrow" in times)
    assert read_past(reading.lines[0].document or {}, "1").reply == "x"


def test_the_date_of_a_row_is_read_or_left_out(tmp_path: Path) -> None:
    text = "id,text,posted_at\n1,lost,24.12.2026\n2,late,soon\n3,lost,\n"
    reading = read_text(tmp_path, "a.csv", text)
    posted = [read_past(line.document or {}, "").mention.posted_at for line in reading.lines]
    assert [f"{at:%d.%m.}" if at else None for at in posted] == ["24.12.", None, None]
    assert reading.admission.undated == 1


def test_of_equal_ids_the_first_counts(tmp_path: Path) -> None:
    documents = [conversation("1"), conversation("2"), conversation("1", "other"), {"text": "a"}]
    reading = read_text(tmp_path, "a.jsonl", as_json_lines([*documents, {"id": 2, "text": "b"}]))
    assert [line.number for line in reading.lines] == [1, 2, 4]
    assert reading.admission.repeated == 2
    assert reading.admission.noticed["repeated"] == [
        Noticed("line 3", "line 1"),
        Noticed("line 5", "line 2"),
    ]


def test_a_conversation_that_was_exported_twice_counts_once_and_both_places_are_named(
    tmp_path: Path,
) -> None:
    for name, ids in (("a.jsonl", "123"), ("b.jsonl", "42"), ("c.jsonl", "4")):
        (tmp_path / name).write_text(as_json_lines([conversation(id) for id in ids]))
    reading = read(tmp_path)
    assert reading.ids == ["1", "2", "3", "4"]
    assert reading.admission.noticed["repeated"] == [
        Noticed("b.jsonl, line 2", "a.jsonl, line 2"),
        Noticed("c.jsonl, line 1", "b.jsonl, line 1"),
    ]


def test_of_what_is_left_out_no_more_lines_are_kept_than_people_look_at(tmp_path: Path) -> None:
    same = as_json_lines([conversation("1")] * (MOST_NOTICED + 20))
    admission = read_text(tmp_path, "a.jsonl", same).admission
    assert admission.repeated == MOST_NOTICED + 19
    assert len(admission.noticed["repeated"]) == MOST_NOTICED


def test_conversations_of_agents_alone_are_left_out_and_counted(tmp_path: Path) -> None:
    agents = {"id": "1", "turns": [{"role": "agent", "text": "Winter sale!"}] * 2}
    reading = read_text(tmp_path, "a.jsonl", as_json_lines([agents, conversation("2")]))
    assert reading.ids == ["2"]
    assert reading.admission.agents_only == 1


def test_where_only_names_are_known_the_first_to_write_is_the_customer(tmp_path: Path) -> None:
    text = (
        "id,author,text,at\n"
        "1,desk,Sorry,2026-01-01 11:00\n"
        "2,u8,late,2026-01-01 10:30\n"
        "1,u7,lost,2026-01-01 10:00\n"
        "1,u7,well?,2026-01-01 12:00\n"
    )
    reading = read_text(tmp_path, "a.csv", text, author="author")
    assert reading.said == [["c:lost", "a:Sorry", "c:well?"], ["c:late"]]


@pytest.mark.parametrize("turns", ["hello", [], [{"role": "customer"}], ["x"], None])
def test_what_is_no_conversation_is_left_to_be_refused_with_its_place(
    tmp_path: Path, turns: object
) -> None:
    document = {"id": "1", "turns": turns}
    reading = read_text(tmp_path, "a.jsonl", as_json_lines([document]))
    assert [line.document for line in reading.lines] == [document]
