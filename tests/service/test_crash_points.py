"""Die at every commit and every call to the outside: nothing is lost, nothing is doubled.

A life takes some seconds of a busy processor: `make test` has those points at which a reply may
leave twice or a decision get lost, `make test-slow` all of them.

The points are read from the source, so that a new one can't be forgotten. Whatever dies, people in
Slack see one card, and click again where they did not see their click through.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import ExitStack

import pytest

from tests.postgres import PostgresServer
from tests.receiver import hangs_up_after, hangs_up_before
from tests.service.crash_house import House, house_over
from tests.service.crash_stories import (
    BESIDE_CARDS,
    JUST_SHOWN,
    LOOK_UP,
    NOTE,
    NOTICE,
    POINTS,
    STORIES,
    approve,
    approve_and_read_on,
    edit_an_alternative,
    look_around,
    told_of_the_end,
)
from triage.case import Status

#: The reply may have left, and the one who sent it is dead.
IN_THE_DARK = {"after fence", "before sending", "after sending"}

AROUND_THE_CALL = IN_THE_DARK | {"after claim", "after send step", "before commit of settled"}

#: Each of another kind: taken in, posted, decided, wished for, sent, asked about, told.
IN_EVERY_RUN = IN_THE_DARK | {
    "before commit of received", "after card post", "before commit of decision", "after decision",
    "after wish", "before commit of settled", "after look-up", "before notice", "before note post",
}  # fmt: skip

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
