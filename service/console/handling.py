"""The forms of a case's page beside the decision: take it, hand it over, put it off, undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from service.bootstrap import Kulanz
from triage.case import Case
from triage.errors import ApproverMayNot, SnoozeRefused
from triage.routing import Approver
from triage.severity import Severity
from triage.snooze import snooze_times

Fields = Mapping[str, str]


@dataclass(frozen=True)
class Ways:
    """What can be chosen for a case that waits."""

    #: Who else can take it.
    colleagues: tuple[Approver, ...]
    #: Name → time; empty for what can't be put off.
    times: Mapping[str, datetime]


def ways(kulanz: Kulanz, case: Case, visitor: Approver) -> Ways:
    can = kulanz.handling.who_can_take(case)
    critical = case.grade is not None and case.grade.severity is Severity.CRITICAL
    return Ways(
        colleagues=tuple(a for a in can if a.id not in (visitor.id, case.assigned_to)),
        times={} if critical else snooze_times(kulanz.clock(), kulanz.desk.hours),
    )


def _take(kulanz: Kulanz, approver: Approver, case_id: str, fields: Fields) -> None:
    kulanz.handling.assign(case_id, approver, approver, surface="console")


def _give_back(kulanz: Kulanz, approver: Approver, case_id: str, fields: Fields) -> None:
    kulanz.handling.assign(case_id, approver, None, surface="console")


def _hand_over(kulanz: Kulanz, approver: Approver, case_id: str, fields: Fields) -> None:
    to = kulanz.desk.desks.approver(fields.get("to", ""))
    if to is None:
        raise ApproverMayNot("There is no such approver.")
    kulanz.handling.assign(case_id, approver, to, surface="console")


def _snooze(kulanz: Kulanz, approver: Approver, case_id: str, fields: Fields) -> None:
    until = _until(kulanz, fields)
    kulanz.handling.snooze(case_id, approver, until, surface="console")


def _wake(kulanz: Kulanz, approver: Approver, case_id: str, fields: Fields) -> None:
    kulanz.handling.wake(case_id, approver, surface="console")


def _take_back(kulanz: Kulanz, approver: Approver, case_id: str, fields: Fields) -> None:
    given = fields.get("draft_version", "")
    version = int(given) if given.isascii() and given.isdigit() and len(given) < 7 else 0
    kulanz.handling.take_back(case_id, approver, draft_version=version, surface="console")


#: By the name of the button.
HANDLING: dict[str, Callable[[Kulanz, Approver, str, Fields], None]] = {
    "take": _take,
    "give_back": _give_back,
    "hand_over": _hand_over,
    "snooze": _snooze,
    "wake": _wake,
    "take_back": _take_back,
}


def _until(kulanz: Kulanz, fields: Fields) -> datetime:
    """A time of the person's own, by the company's clock, or one of those on offer."""
    own = fields.get("until_own", "").strip()
    if own:
        try:
            moment = datetime.fromisoformat(own)
        except ValueError:
            raise SnoozeRefused("This is no time. Please choose another one.") from None
        return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(kulanz.desk.hours.zone))
    times = snooze_times(kulanz.clock(), kulanz.desk.hours)
    if fields.get("until") not in times:
        raise SnoozeRefused("Please choose a time.")
    return times[fields["until"]]
