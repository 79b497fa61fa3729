"""What people do beside approving, as `test_crash_windows.py` interrupts it: windows, commands, the
home page, the shortcut."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from service.bootstrap import utc_now
from service.store import pauses, slack_people, tables
from tests.service.crash_house import House
from tests.slack_person import words_of
from triage.case import Status
from triage.complaint import Topic
from triage.pause import Pause

COMMIT = ("before commit of decision", "after decision")
#: A window is acknowledged twice: the click on which it opens, and when it is sent off.
OPENED, SENT_OFF = ("after acknowledgement", 1), ("after acknowledgement", 2)
TYPED = "We are sorry,\n\nand looking for it."


@dataclass(frozen=True)
class Act:
    """What somebody does, where it is interrupted, and what must have become of it."""

    does: Callable[[House, str], object]
    holds: Callable[[House, str], bool]
    #: Points, and the how manieth time.
    dies_at: tuple[tuple[str, int], ...]
    #: Events of the case that there is one of, and never two.
    once: str = ""
    #: What has to be so before.
    prepares: Callable[[House], None] = lambda house: None


# -- in windows ------------------------------------------------------------------------------------


def in_window(
    menu: str, option: str | None = None, words: str = "", **chosen: Any
) -> Callable[[House, str], object]:
    def does(house: House, case_id: str) -> object:
        card = house.card(case_id)
        opened = house.window(lambda: house.anna.click(card, menu, option))
        return house.anna.submit(opened, words, **chosen)

    return does


def has_status(wanted: Status) -> Callable[[House, str], bool]:
    return lambda house, case_id: house.status(case_id) is wanted


def is_out(house: House, case_id: str) -> bool:
    return house.receiver.effects.get(case_id) == f"{TYPED} ^AB"


def is_redrafted(house: House, case_id: str) -> bool:
    case = house.case(case_id)
    return case is not None and case.draft is not None and "[shorter]" in case.draft.reply


def is_put_off(house: House, case_id: str) -> bool:
    case = house.case(case_id)
    return case is not None and case.snoozed_until is not None


# -- beside the cards ------------------------------------------------------------------------------


def types(words: str) -> Callable[[House, str], object]:
    return lambda house, case_id: house.visitor().types(words)


def pause(house: House) -> None:
    now = utc_now()
    with house.database.begin() as session:
        pauses.begin(session, Pause(Topic.DELAY, "ben", "Ben Croft", now, None, ""))


def resume(house: House) -> None:
    now = utc_now()
    with house.database.begin() as session:
        pauses.resume(session, Topic.DELAY, "ben", now)
    house.until(lambda: not is_paused(house, ""))


def is_paused(house: House, case_id: str) -> bool:
    with house.database.read() as session:
        return [*pauses.current(session, utc_now())] == [Topic.DELAY]


def is_resumed(house: House, case_id: str) -> bool:
    """And what came in meanwhile is on its way to be drafted."""
    still = sa.select(tables.pauses.c.id).where(tables.pauses.c.ended_at.is_(None))
    with house.database.read() as session:
        return not session.execute(still).all()


def switches_off(house: House, case_id: str) -> None:
    """If reminders are on, as the page will say."""
    visitor = house.visitor()
    visitor.asks_for_home()
    house.until(lambda: _are_on(house) or is_switched_off(house, case_id))
    if not is_switched_off(house, case_id):
        visitor.switches()


def _are_on(house: House) -> bool:
    page = house.slack.homes.get("U0ANNA", {"blocks": []})
    return "Reminders and digests are on." in words_of(page["blocks"])


def switch_on(house: House) -> None:
    with house.database.begin() as session:
        slack_people.switch_reminders(session, "anna", on=True, now=utc_now())


def is_switched_off(house: House, case_id: str) -> bool:
    with house.database.read() as session:
        return not slack_people.wants_reminders(session, "anna")


def drafts(house: House, case_id: str) -> None:
    house.visitor().drafts_for("My bag is late")


def is_shown(house: House, case_id: str) -> bool:
    return any("We are sorry" in words_of(view["blocks"]) for view in house.slack.views)


ACTS = {
    "edit": Act(
        in_window("edit", words=TYPED), is_out,
        (OPENED, *((point, 1) for point in COMMIT), SENT_OFF), once="decided",
    ),
    "reject": Act(
        in_window("reject", words="Not ours"), has_status(Status.REJECTED),
        (*((point, 1) for point in COMMIT), SENT_OFF), once="decided",
    ),
    "escalate": Act(
        in_window("more", "Escalate…", "A lawyer"), has_status(Status.ESCALATED),
        (*((point, 1) for point in COMMIT), SENT_OFF), once="decided",
    ),
    "redraft": Act(
        in_window("more", "New draft…", wishes=["Shorter"]), is_redrafted,
        (("before commit of wish", 1), ("after wish", 1), SENT_OFF), once="redraft_wanted",
    ),
    "snooze": Act(
        in_window("case", "Snooze…"), is_put_off,
        (("before commit of handling", 1), ("after handling", 1), SENT_OFF), once="snoozed",
    ),
    "pause": Act(
        types("pause delay 4h strike at the hub"), is_paused,
        (("before commit of pause", 1), ("after pause", 1), OPENED), prepares=resume,
    ),
    "resume": Act(
        types("resume delay"), is_resumed,
        (("before commit of resumption", 1), ("after resumption", 1), OPENED), prepares=pause,
    ),
    "switch": Act(
        switches_off, is_switched_off,
        (("before commit of switch", 1), ("after switch", 1), SENT_OFF), prepares=switch_on,
    ),
    "shortcut": Act(drafts, is_shown, (OPENED, ("after window", 1), ("before window change", 1))),
}  # fmt: skip

#: Nothing is stored of it: a window that is not there, or not filled, is asked for again.
JUST_SHOWN = {"shortcut"}
