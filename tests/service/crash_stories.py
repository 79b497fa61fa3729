"""Where a program dies at a crash point, and what people do meanwhile: the stories that
`test_crash_points.py` tells. Who did not see a click through clicks again."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import sqlalchemy as sa

import service
from service.store import tables
from tests.service.crash_house import House
from tests.slack_channels import Message
from tests.slack_person import words_of
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

ENDED = {Status.PUBLISHED, Status.PUBLISH_IN_DOUBT, Status.PUBLISH_FAILED}


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


# -- where nothing is stored -----------------------------------------------------------------------


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
