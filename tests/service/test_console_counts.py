"""What the console counts: each test in a program that has seen nothing before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from service.store.database import Database
from tests.service.console_client import Person, console, opened, words_of
from tests.world import World, settings


@pytest.fixture
def fresh(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str
) -> Iterator[tuple[World, Person]]:
    """Once on SQLite, once on PostgreSQL."""
    with console(settings(tmp_path, monkeypatch, None, database_url=database_url)) as both:
        yield both


def test_filters_narrow_the_queue(fresh: tuple[World, Person]) -> None:
    world, anna = fresh
    opened(world, "late one in English", author={"id": "u1", "name": "Ewan"}, channel="x")
    opened(world, "schon wieder verspätet", author={"id": "u2", "name": "Doris"}, channel="blog")

    def shown(query: str) -> set[str]:
        said = words_of(anna.get(f"/{query}"))
        return {name for name in ("Ewan", "Doris") if name in said}

    assert shown("") == {"Ewan", "Doris"}
    assert shown("?lang=de") == {"Doris"}
    assert shown("?channel=x") == {"Ewan"}
    assert shown("?words=ENGLISH") == {"Ewan"}
    assert shown("?words=english+late") == {"Ewan"}
    assert shown("?words=doris") == {"Doris"}
    assert shown("?words=doris+late") == set()
    assert shown("?words=100%25") == set()
    assert shown("?topic=delay&severity=2&queue=care") == {"Ewan", "Doris"}
    assert shown("?severity=4") == set()
    assert shown("?topic=nonsense") == set()
    assert shown("?severity=high&page=-1&tab=nonsense") == {"Ewan", "Doris"}
    assert "No case fits these filters." in words_of(anna.get("/?severity=4"))


def test_tabs_count_and_hold_what_they_say(fresh: tuple[World, Person]) -> None:
    world, anna = fresh
    opened(world, "late")
    opened(world, "fire and late")
    opened(world, "thank you so much")
    said = words_of(anna.get("/"))
    assert "Waiting 1 Escalated 1" in said
    assert "Dismissed 1" in said
    assert "fire and late" in words_of(anna.get("/?tab=escalated"))
    assert "thank you so much" in words_of(anna.get("/?tab=dismissed"))


def test_a_live_fragment_is_sent_only_when_it_changed(fresh: tuple[World, Person]) -> None:
    world, anna = fresh
    first = anna.get("/queue")
    again = anna.get("/queue", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    opened(world, "late")
    later = anna.get("/queue", headers={"if-none-match": first.headers["etag"]})
    assert (later.status_code, "late" in later.text) == (200, True)


def test_a_missing_database_is_said_in_words(fresh: tuple[World, Person]) -> None:
    world, anna = fresh
    empty = Database(f"sqlite+pysqlite3:///{world.kulanz.settings.data_dir / 'other.sqlite'}")
    app: Any = anna.client.app
    app.state.kulanz = replace(world.kulanz, database=empty)
    page = anna.get("/")
    empty.dispose()
    assert (page.status_code, "can't be reached" in words_of(page)) == (503, True)


def test_insights_count_what_happened(fresh: tuple[World, Person]) -> None:
    world, anna = fresh
    opened(world, "late")
    opened(world, "verspätet, bravo")
    rejected = opened(world, "late as well")
    opened(world, "fire")
    opened(world, "thanks")
    anna.decide(rejected, "reject", reason="too stiff")
    page = anna.get("/insights?days=7")
    said = words_of(page)
    for expected in (
        "Cases 5 complaints: 4", "Escalations 1", "Delay 4", "Critical 1", "Failure 3", "German 1",
        "with irony 1", "rejected 1",
    ):  # fmt: skip
        assert expected in said
    assert "data-plot=" in page.text
    assert anna.client.get("/static/plotly.min.js").status_code == 200
