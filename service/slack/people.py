"""Who somebody in Slack is to us: from the policy, from Slack's user groups, and what Slack says.

Members of groups are kept in our tables and read anew on schedule. While Slack can't be asked, the
last known counts.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from service.console.marking import N_
from service.slack.client import SlackClient
from service.store import slack_people
from service.store.database import Database
from service.store.slack_people import Person, Standing
from triage.errors import ApproverMayNot, DeliveryError
from triage.ports import Clock
from triage.remedy import Money, Remedy
from triage.routing import Approver, Desks, Queue

log = logging.getLogger(__name__)

#: How old what Slack said of a person may be before it is asked again.
PERSON_LASTS = timedelta(hours=1)
#: Seconds for which who is in the groups is kept in memory.
_IN_MEMORY = 2.0

#: Why not, with the name of somebody who may.
_WHY_NOT = {
    Standing.GUEST: N_("Guests of a workspace decide nothing here. Who may decide: %(names)s."),
    Standing.BOT: N_("Programs decide nothing here. Who may decide: %(names)s."),
    Standing.GONE: N_("This account is deactivated. Who may decide: %(names)s."),
    Standing.STRANGER: N_("You are of another workspace. Who may decide: %(names)s."),
}
_UNKNOWN = N_("You are no approver here. Who may decide: %(names)s.")
_NOT_ASKED = N_("Slack could not be asked who you are. Please try again in a minute.")


@dataclass(frozen=True)
class Caller:
    """Whoever clicks, types a command or opens a page in Slack."""

    slack_user: str
    #: Where the person belongs: with Slack Connect not where the message is.
    team: str
    enterprise: str = ""
    name: str = ""


class People:
    """Everybody in Slack as an approver, or the reason why not."""

    def __init__(
        self, client: SlackClient, database: Database, policy: Desks, clock: Clock
    ) -> None:
        self.client = client
        #: The policy's desks with those whom its groups add.
        self.desks = replace(policy, members=self.members)
        self._database = database
        self._clock = clock
        self._members: tuple[Approver, ...] = ()
        self._read_at: float | None = None
        self._reading = threading.Lock()
        #: As in the table, whose rows nobody changes before their time.
        self._known: dict[str, Person] = {}

    # -- who may -------------------------------------------------------------------------------

    def admit(
        self, caller: Caller, queue: str | None = None, remedy: Remedy | None = None
    ) -> Approver:
        """The approver that the caller is; `queue` and `remedy` say who else to name.

        As long as the policy names nobody in Slack, whoever is of our workspace may decide up to
        the default ceiling: the first try needs no policy file. Raises ApproverMayNot.
        """
        approver = self.desks.approver_in_slack(caller.slack_user)
        if approver is None and self.desks.names_slack_users:
            raise self._refused(_UNKNOWN, queue, remedy)
        if not self.is_at_home(caller):
            raise self._refused(_WHY_NOT[Standing.STRANGER], queue, remedy)
        person = self.person(caller.slack_user)
        if person is None and approver is None:
            raise ApproverMayNot(_NOT_ASKED)
        if person is not None and person.standing in _WHY_NOT:
            raise self._refused(_WHY_NOT[person.standing], queue, remedy)
        return approver or _newcomer(caller, person)

    def is_at_home(self, caller: Caller) -> bool:
        """Whether the person is of our workspace or organisation."""
        us = self.client.identity()
        if caller.team == us.team:
            return True
        return us.enterprise is not None and caller.enterprise == us.enterprise

    def _refused(self, why: str, queue: str | None, remedy: Remedy | None) -> ApproverMayNot:
        names = dict.fromkeys(
            a.name for q in self.desks.queues if queue in (None, q.name)
            for a in self.desks.who_may(q.name, remedy)
        )  # fmt: skip
        return ApproverMayNot(why, names=", ".join(names) or N_("nobody yet"))

    # -- who is who ----------------------------------------------------------------------------

    def person(self, slack_user: str) -> Person | None:
        """What Slack says of somebody, at most an hour old unless Slack can't be asked."""
        known = self._known_of(slack_user)
        return known if known and self._is_fresh(known) else self._ask(slack_user) or known

    def lang(self, slack_user: str) -> str:
        """`de` for whoever has Slack in German, else `en`; nobody is asked."""
        person = self._known_of(slack_user)
        return "de" if person is not None and person.lang.lower().startswith("de") else "en"

    def _known_of(self, slack_user: str) -> Person | None:
        """As last heard: of somebody known well enough the table need not be asked."""
        if (known := self._known.get(slack_user)) and self._is_fresh(known):
            return known
        with self._database.read() as session:
            known = slack_people.load(session, slack_user)
        if known is not None:
            self._known[slack_user] = known
        return known

    def _is_fresh(self, person: Person) -> bool:
        return self._clock() - person.checked_at < PERSON_LASTS

    def _ask(self, slack_user: str) -> Person | None:
        try:
            told = self.client.call(
                lambda web: web.users_info(user=slack_user, include_locale=True)
            ).get("user")
        except DeliveryError as error:
            log.warning("person not known", extra={"error": type(error).__name__})
            return None
        if not isinstance(told, dict):
            return None
        person = self._as_told(slack_user, told)
        with self._database.begin() as session:
            slack_people.keep(session, person)
        return person

    def _as_told(self, slack_user: str, told: dict[str, Any]) -> Person:
        profile = told.get("profile") or {}
        names = (profile.get("real_name"), told.get("real_name"), profile.get("display_name"))
        return Person(
            slack_user=slack_user,
            name=next((str(name) for name in names if name), slack_user)[:200],
            lang=str(told.get("locale") or "")[:12],
            standing=self._standing(told),
            checked_at=self._clock(),
        )

    def _standing(self, told: dict[str, Any]) -> Standing:
        enterprise = (told.get("enterprise_user") or {}).get("enterprise_id", "")
        home = Caller("", str(told.get("team_id") or ""), str(enterprise))
        facts = (
            (told.get("deleted"), Standing.GONE),
            (told.get("is_bot") or told.get("id") == "USLACKBOT", Standing.BOT),
            (told.get("is_restricted") or told.get("is_ultra_restricted"), Standing.GUEST),
            (told.get("is_stranger") or not self.is_at_home(home), Standing.STRANGER),
        )
        return next((standing for holds, standing in facts if holds), Standing.MEMBER)

    # -- groups --------------------------------------------------------------------------------

    def members(self) -> tuple[Approver, ...]:
        """Whoever may decide by way of a group, once for each group: for `Desks.members`."""
        # Of those who come at one moment, one reads.
        with self._reading:
            if self._read_at is None or time.monotonic() - self._read_at > _IN_MEMORY:
                self._members, self._read_at = self._read_members(), time.monotonic()
            return self._members

    def _read_members(self) -> tuple[Approver, ...]:
        groups = {group.slack_group: group for group in self.desks.groups}
        if not groups:
            return ()
        with self._database.read() as session:
            found = slack_people.members(session, groups)
        return tuple(
            _member(self._named(person), groups[id].queues, groups[id].ceiling)
            for id, person in found
            if person.standing is Standing.MEMBER
        )

    def _named(self, person: Person) -> Approver:
        """Whom the policy names keeps id and name."""
        named = next((a for a in self.desks.approvers if a.slack_user == person.slack_user), None)
        return named or Approver(
            f"slack-{person.slack_user}", person.name, slack_user=person.slack_user
        )

    def on_duty(self, queue: Queue) -> tuple[Approver, ...]:
        """Who is reminded of what waits in this queue."""
        named = [a for a in self.desks.approvers if a.id in queue.on_duty]
        with self._database.read() as session:
            group = [queue.on_duty_group] if queue.on_duty_group else []
            present = [person for _, person in slack_people.members(session, group)]
        named += [self._named(p) for p in present if p.standing is Standing.MEMBER]
        return tuple({a.id: a for a in named if a.slack_user}.values())

    @property
    def groups(self) -> tuple[str, ...]:
        """Every user group that the policy names."""
        duty = [queue.on_duty_group for queue in self.desks.queues if queue.on_duty_group]
        return tuple(dict.fromkeys([*(g.slack_group for g in self.desks.groups), *duty]))

    def refresh(self) -> None:
        """Read all groups anew, and whoever is in them or named by the policy."""
        users = [a.slack_user for a in self.desks.approvers if a.slack_user]
        for group in self.groups:
            users += self._refresh_group(group)
        for user in dict.fromkeys(users):
            self.person(user)
        self._read_at = None

    def _refresh_group(self, group: str) -> list[str]:
        """Who is in it; nobody new where Slack can't say, and then the last known stay."""
        try:
            told = self.client.call(lambda web: web.usergroups_users_list(usergroup=group))
        except DeliveryError as error:
            log.warning("group not read", extra={"group": group, "error": type(error).__name__})
            with self._database.begin() as session:
                slack_people.note_trouble(session, group, str(error))
            return []
        users = [str(user) for user in told.get("users") or []]
        with self._database.begin() as session:
            slack_people.replace_members(session, group, users, self._clock())
        return users

    @property
    def trouble(self) -> str | None:
        """Why a group can't be read, for the operator."""
        with self._database.read() as session:
            return slack_people.group_trouble(session, self.groups)


def _member(person: Approver, queues: frozenset[str], ceiling: Money | None) -> Approver:
    return Approver(person.id, person.name, queues, ceiling, person.slack_user)


def _newcomer(caller: Caller, person: Person | None) -> Approver:
    name = person.name if person else caller.name or caller.slack_user
    return Approver(f"slack-{caller.slack_user}", name, slack_user=caller.slack_user)
