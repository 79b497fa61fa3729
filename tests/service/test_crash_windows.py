"""Die between receiving, storing and acknowledging what people do beside approving: windows,
commands, the home page, the shortcut. What was acknowledged is done, whatever dies; what was not
comes again, from Slack or from the person, and has one effect.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.postgres import PostgresServer
from tests.service.crash_acts import ACTS, JUST_SHOWN, Act
from tests.service.crash_house import House, Transport, house_over
from tests.service.crash_lives import DIED, LATER, Died
from tests.service.crash_stories import BESIDE_CARDS


@dataclass
class Interrupted:
    """One act that ends in death, and goes on in the next life."""

    name: str
    point: str
    time: int
    transport: Transport
    was_acknowledged: bool = False

    @property
    def act(self) -> Act:
        return ACTS[self.name]

    def case_id(self, house: House) -> str:
        return house.case_id(str(self))

    def __str__(self) -> str:
        return f"{self.name}, {self.point} {self.time}, {self.transport}"

    def begins(self, house: House) -> None:
        """Raises Died."""
        house.anna.sent.clear()
        house.slack.views.clear()
        self.act.prepares(house)
        house.arm()
        self.act.does(house, self.case_id(house))
        self.was_acknowledged = True
        # The point may come after the last thing that people see.
        house.until(lambda: False)

    def goes_on(self, house: House) -> None:
        """What was not seen through is done again, and holds."""
        sent = house.anna.sent
        if self.name in JUST_SHOWN or (not self.was_acknowledged and not _was_sent_off(sent)):
            self.act.does(house, self.case_id(house))
        elif not self.was_acknowledged:
            house.anna.again()
        house.until(lambda: self.act.holds(house, self.case_id(house)))

    def had_one_effect(self, house: House) -> None:
        case_id = self.case_id(house)
        kinds = Counter(event.kind for event in house.history(case_id))
        assert kinds[self.act.once] == (1 if self.act.once else 0), str(self)
        assert house.sent(case_id) == (1 if self.name == "edit" else 0), str(self)
        assert len(house.cards(case_id)) == 1, str(self)


def _was_sent_off(sent: list[dict[str, Any]]) -> bool:
    return bool(sent) and sent[-1]["type"] == "view_submission"


def interruptions(transports: Sequence[Transport]) -> list[Interrupted]:
    return [
        Interrupted(name, point, time, transport)
        for transport in transports
        for name, act in ACTS.items()
        for point, time in act.dies_at
    ]


def walk(house: House, deaths: Sequence[Interrupted]) -> None:
    """One life after the other: the last act is seen through, and the next one dies."""
    house.lives(lambda: [house.card(house.receives(str(one))) for one in deaths])
    before: list[Interrupted] = []
    for one in deaths:
        house.transport = one.transport
        house.begin(**{LATER: f"{one.point}:{one.time}"})
        try:
            for last in before[-1:]:
                last.goes_on(house)
            with suppress(Died):
                one.begins(house)
        finally:
            ended = house.end()
        assert ended == DIED, f"nobody died: {one}"
        before.append(one)
    house.lives(lambda: before[-1].goes_on(house))
    for one in before:
        one.had_one_effect(house)
    assert house.slack.complaints == []


def test_who_dies_in_the_middle_of_anything_has_done_it_once(tmp_path: Path) -> None:
    """Every second death over Socket Mode."""
    http, socket = interruptions(["http"]), interruptions(["socket"])
    with house_over(f"sqlite+pysqlite3:///{tmp_path / 'kulanz.sqlite'}", tmp_path / "log") as house:
        walk(house, [*http[::2], *socket[1::2]])


@pytest.mark.slow
def test_who_dies_anywhere_over_either_transport(
    tmp_path: Path, postgresql_server: PostgresServer
) -> None:
    with postgresql_server.fresh_database() as url, house_over(url, tmp_path / "log") as house:
        walk(house, interruptions(["http", "socket"]))


def test_every_point_beside_the_cards_is_walked() -> None:
    assert {*BESIDE_CARDS} <= {point for act in ACTS.values() for point, _ in act.dies_at}
