"""Die at every commit and every call to the outside: nothing is lost, nothing is doubled.

A life takes four seconds of a processor: `make test` has those points at which a reply may leave
twice or a decision get lost, `make test-slow` all of them.

The points are read from the source, so that a new one can't be forgotten. Whatever dies, people in
Slack see one card, and click again where they did not see their click through.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

import service
from service.store import tables
from tests.postgres import PostgresServer
from tests.receiver import hangs_up_after, hangs_up_before
from tests.service.crash_house import House, house_over
from tests.slack_person import words_of
from tests.slack_stand_in import Message
from triage.case import OPEN_FOR_DECISION, Status

POINTS = sorted(
    {
        point
        for path in Path(service.__path__[0]).rglob("*.py")
        for point in re.findall(r'crash_point\(\s*"([^"]+)"', path.read_text())
    }
)

#: Where nothing is stored and nothing published: walked one after the other.
JUST_SHOWN = [
    "before private line", "after private line",
    "before home", "after home",
    "before window", "before window change", "before window on window",
    "after window on window", "after window change", "after window",
]  # fmt: skip

#: Reached by what people do elsewhere: see `test_crash_windows.py`.
BESIDE_CARDS = [p for p in POINTS if p.endswith(("pause", "resumption", "switch"))]

#: Reached where an inbox is asked about a reply.
LOOK_UP = [point for point in POINTS if "look-up" in point]

#: Reached by another way than approving the card.
HANDLING = [point for point in POINTS if "handling" in point]
WISH = [point for point in POINTS if "wish" in point]
NOTICE = [point for point in POINTS if "notice" in point]
NOTE = [point for point in POINTS if "note" in point]

#: The reply may have left, and the one who sent it is dead.
IN_THE_DARK = {"after fence", "before sending", "after sending"}

AROUND_THE_CALL = IN_THE_DARK | {"after claim", "after send step", "before commit of settled"}

#: Each of another kind: taken in, posted, decided, wished for, sent, asked about, told.
IN_EVERY_RUN = IN_THE_DARK | {
    "before commit of received", "after card post", "before commit of decision", "after decision",
    "after wish", "before commit of settled", "after look-up", "before notice", "before note post",
}  # fmt: skip

ENDED = {Status.PUBLISHED, Status.PUBLISH_IN_DOUBT, Status.PUBLISH_FAILED}


#: Each database and each way in; the other pairs take long.
ALL_HOUSES = [
    ("sqlite", "http"), ("postgresql", "socket"), ("sqlite", "socket"), ("postgresql", "http")
]  # fmt: skip
HOUSES = [*ALL_HOUSES[:2], *(pytest.param(h, marks=pytest.mark.slow) for h in ALL_HOUSES[2:])]


def in_turn(points: Collection[str]) -> pytest.MarkDecorator:
    """Those of every run each in one of the first two houses; all in all where there is time."""
    pairs = [
        pytest.param(
            house, point, id=f"{house[0]}-{house[1]}-{point}",
            marks=[] if at == n % 2 and point in IN_EVERY_RUN else [pytest.mark.slow],
        )
        # A house stands as long as one test after the other is in it.
        for at, house in enumerate(ALL_HOUSES)
        for n, point in enumerate(sorted(points))
    ]  # fmt: skip
    return pytest.mark.parametrize(("all_day", "point"), pairs, indirect=["all_day"])


@pytest.fixture(scope="module", params=HOUSES, ids="-".join)
def all_day(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    postgresql_server: PostgresServer,
) -> Iterator[House]:
    database, transport = request.param
    folder = tmp_path_factory.mktemp("house")
    with ExitStack() as open_things:
        enter = open_things.enter_context
        url = f"sqlite+pysqlite3:///{folder / 'kulanz.sqlite'}"
        if database == "postgresql":
            url = enter(postgresql_server.fresh_database())
        yield enter(house_over(url, folder / "log", transport))


@pytest.fixture
def house(all_day: House) -> Iterator[House]:
    """Nobody in it has done anything yet, and nothing is left to be done."""
    all_day.anna.sent.clear()
    all_day.slack.messages.clear()
    yield all_day
    all_day.forget_work()
    assert all_day.slack.complaints == []


# -- stories ---------------------------------------------------------------------------------------


def approve(house: House, name: str) -> None:
    """A mention comes in, Anna clicks on its card, and the card shows the end."""
    case_id = house.receives(name)
    house.card(case_id)
    _click_approve(house, case_id)
    house.until(lambda: house.status(case_id) in ENDED)
    house.shows(case_id, _ending(house, case_id))


def _click_approve(house: House, case_id: str) -> None:
    """Or once more the click that she did not see through."""
    if house.anna.sent:
        house.anna.again()
    if house.status(case_id) in OPEN_FOR_DECISION:
        house.until(lambda: "approve" in str(house.card(case_id).blocks))
        house.anna.click(house.card(case_id), "approve")


def _ending(house: House, case_id: str) -> str:
    endings = {Status.PUBLISHED: "Published.", Status.PUBLISH_IN_DOUBT: "In doubt"}
    return endings[house.status(case_id) or Status.RECEIVED]


def approve_and_read_on(house: House, name: str) -> None:
    """And the thread tells of it."""
    approve(house, name)
    house.until(lambda: told_of_the_end(house, house.case_id(name)))


def told_of_the_end(house: House, case_id: str) -> list[Message]:
    """In the thread."""
    told = [m for m in house.messages(case_id) if m.thread_ts]
    return [m for m in told if "Published." in words_of(m.blocks)]


def take_and_approve(house: House, name: str) -> None:
    case_id = house.receives(name)
    if not house.anna.sent:
        house.anna.click(house.card(case_id), "case", "Assign to me")
    if house.status(case_id) in OPEN_FOR_DECISION:
        house.anna.again()
        house.shows(case_id, "Taken by Anna Berg")
        house.anna.sent.clear()
    approve(house, name)


def wish_and_approve(house: House, name: str) -> None:
    case_id = house.receives(name)
    if "shorter" not in words_of(house.card(case_id).blocks):
        if not house.anna.sent:
            asked = house.window(
                lambda: house.anna.click(house.card(case_id), "more", "New draft…")
            )
            house.anna.submit(asked, wishes=["Shorter"])
        else:
            house.anna.again()
        house.shows(case_id, "[shorter]")
    house.anna.sent.clear()
    approve(house, name)


def overdue_and_approve(house: House, name: str) -> None:
    case_id = house.receives(name)
    house.card(case_id)
    if house.status(case_id) is Status.AWAITING:
        with house.database.begin() as session:
            overdue = sa.update(tables.cases).where(tables.cases.c.id == case_id)
            session.execute(overdue.values(due_at=tables.cases.c.received_at))
    house.shows(case_id, "Escalated")
    house.until(lambda: not _has_work(house, f"{case_id}-overdue-"))
    approve(house, name)


def _has_work(house: House, prefix: str) -> bool:
    where = "" if house.database.is_sqlite else "dbos."
    unfinished = (
        f"SELECT 1 FROM {where}workflow_status WHERE workflow_uuid LIKE :prefix "
        "AND status IN ('ENQUEUED', 'PENDING', 'DELAYED')"
    )
    with house.database.read() as session:
        return session.execute(sa.text(unfinished), {"prefix": f"{prefix}%"}).first() is not None


STORIES = {
    **dict.fromkeys(HANDLING, take_and_approve),
    **dict.fromkeys(WISH, wish_and_approve),
    **dict.fromkeys(NOTICE, overdue_and_approve),
    **dict.fromkeys(NOTE, approve_and_read_on),
}


# -- all of them -----------------------------------------------------------------------------------


def test_the_story_ends_well_when_nobody_dies(house: House) -> None:
    house.lives(lambda: approve_and_read_on(house, "nobody dies"))
    published_once(house, "nobody dies")


@in_turn({*POINTS} - {*JUST_SHOWN, *BESIDE_CARDS})
def test_who_dies_anywhere_leaves_nothing_lost_and_nothing_doubled(
    house: House, point: str
) -> None:
    """With a look-up: published in the end, and sent once."""
    if point in LOOK_UP:
        house.receiver.behaviours.append(hangs_up_before)
    story = STORIES.get(point, approve)
    house.dies_at(point, lambda: story(house, point), **house.look_up)
    house.lives(lambda: story(house, point), **house.look_up)
    published_once(house, point, sent=2 if point in LOOK_UP else 1)
    if point in NOTE:
        assert len(told_of_the_end(house, house.case_id(point))) == 1
    if point in NOTICE:
        assert len([m for m in house.slack.messages if m.channel == "D0ANNA"]) <= 1


def published_once(house: House, name: str, sent: int = 1) -> None:
    """And the one card says so."""
    case_id = house.case_id(name)
    assert house.status(case_id) is Status.PUBLISHED
    assert case_id in house.receiver.effects
    assert house.sent(case_id) == sent
    assert len(house.cards(case_id)) == 1


# -- where the inbox can not be asked --------------------------------------------------------------


@in_turn(AROUND_THE_CALL)
def test_where_the_inbox_can_not_be_asked_a_person_is(house: House, point: str) -> None:
    """Without a look-up: in doubt where nobody can know, and never sent a second time."""
    name = f"{point}, blind"
    house.dies_at(point, lambda: approve(house, name))
    house.lives(lambda: approve(house, name))
    if point not in IN_THE_DARK:
        return published_once(house, name)
    return in_doubt(house, name, range(2))


def in_doubt(house: House, name: str, sent: range) -> None:
    case_id = house.case_id(name)
    assert house.status(case_id) is Status.PUBLISH_IN_DOUBT
    assert house.sent(case_id) in sent
    assert len(house.cards(case_id)) == 1


@in_turn(["after send step", "before commit of settled", "after settled", "before card"])
def test_who_dies_again_while_picking_up_the_pieces_still_sends_nothing_twice(
    house: House, point: str
) -> None:
    name = f"after sending, then {point}"
    house.dies_at("after sending", lambda: approve(house, name))
    house.dies_at(point, lambda: approve(house, name))
    house.lives(lambda: approve(house, name))
    in_doubt(house, name, range(1, 2))


@in_turn(["before look-up", "after look-up", "after send step"])
def test_an_inbox_that_took_it_and_hung_up_is_asked_however_often_we_die(
    house: House, point: str
) -> None:
    name = f"hung up, then {point}"
    house.receiver.behaviours.append(hangs_up_after)
    house.dies_at("after send step", lambda: approve(house, name), **house.look_up)
    house.dies_at(point, lambda: approve(house, name), **house.look_up)
    house.lives(lambda: approve(house, name), **house.look_up)
    published_once(house, name)


# -- where nothing is stored -----------------------------------------------------------------------


@pytest.mark.slow
def test_who_dies_while_something_is_only_shown_has_decided_nothing(house: House) -> None:
    """One death after the other; then everything is done again, and the edited reply goes out."""
    name = "just shown"
    house.lives(lambda: house.card(house.receives(name)))
    case_id = house.case_id(name)
    for point in JUST_SHOWN:
        house.dies_at(point, lambda: look_around(house, case_id))
        assert house.status(case_id) is Status.AWAITING
    house.lives(lambda: edit_an_alternative(house, case_id))
    published_once(house, name)


def look_around(house: House, case_id: str) -> None:
    """A click on an old card, the home page, and the window of alternatives."""
    house.slack.private.clear()
    house.anna.click(_of_version(99, house.card(case_id)), "approve")
    house.until(house.anna.told)
    house.visitor().asks_for_home()
    house.until(lambda: "U0ANNA" in house.slack.homes)
    editor_over_alternatives(house, case_id)


def _of_version(version: int, card: Message) -> Message:
    buttons = next(block for block in card.blocks if block["type"] == "actions")["elements"]
    buttons[0]["value"] = f"{buttons[0]['value'].partition(':')[0]}:{version}"
    return card


def editor_over_alternatives(house: House, case_id: str) -> dict[str, Any]:
    found = house.window(lambda: house.anna.click(house.card(case_id), "more", "Alternatives…"))
    house.until(lambda: "use_alternative-shorter" in str(found))
    return house.window(lambda: house.anna.click_in(found, "use_alternative-shorter"))


def edit_an_alternative(house: House, case_id: str) -> None:
    house.anna.submit(editor_over_alternatives(house, case_id), "We are sorry, and looking for it.")
    house.until(lambda: house.status(case_id) in ENDED)
    house.shows(case_id, "Published.")
