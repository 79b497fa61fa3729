"""The day of a flight, as people write it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, strategies as st

from tests.factories import mention
from triage.facts import Facts
from triage.flight_dates import flight_date, read_date

POSTED = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("12. November", date(2026, 11, 12)), ("12.11.", date(2026, 11, 12)),
        ("March 12, 2025", date(2025, 3, 12)), ("3rd of May 2024", date(2024, 5, 3)),
        ("12.11.25", date(2025, 11, 12)), ("2026-01-02", date(2026, 1, 2)),
        # The nearest one: a flight at Christmas can be cancelled before.
        ("24.12.", date(2026, 12, 24)), ("2. Januar", date(2027, 1, 2)),
        ("gestern", date(2026, 11, 22)), ("Freitag", date(2026, 11, 20)),
        ("30.02.2026", None), ("im März", None), ("last week", None), ("May", None),
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_write_it(words: str, expected: date | None) -> None:
    assert read_date(words, POSTED.date()) == expected


def test_today_counts_as_a_date_if_we_know_when_it_was_written() -> None:
    today = mention("Heute 5 Std. am Gate", posted_at=POSTED)
    assert flight_date(today, Facts()) == date(2026, 11, 23)
    assert flight_date(mention("Heute 5 Std. am Gate"), Facts()) is None


@given(
    words=st.text(max_size=30) | st.from_regex(r"\d{1,2}\.\d{1,2}\.\d{0,4}", fullmatch=True),
    posted=st.none() | st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)),
)
def test_reading_a_date_never_fails(words: str, posted: date | None) -> None:
    found = read_date(words, posted)
    assert found is None or isinstance(found, date)
