"""Reads policy.toml: which remedy fits what, who may grant it, and when people answer."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo

from prompts.policy_blocks import Block, PolicyText, hint
from triage.complaint import Topic
from triage.errors import UnreadablePolicy
from triage.item_kinds import BAGGAGE, ITEM_KINDS
from triage.remedy import Money, Policy, RemedyRule
from triage.routing import DEFAULT_CEILING, Approver, ApproverGroup, Desks, Queue
from triage.severity import Severity
from triage.sla import BusinessHours
from triage.wording_files import names as wordings

#: Goodwill kinds that cost money must say how much.
PRICED_KINDS = frozenset({"voucher", "refund", "miles"})
KINDS = PRICED_KINDS | {"lounge", "rebooking_help", "personal_call"}
#: What the text can tell of, and who can be travelling.
_CIRCUMSTANCES = frozenset(wordings("circumstances")) | frozenset(wordings("travellers"))
#: Seconds; an approval that waits longer than this keeps a customer waiting.
LONGEST_UNDO = 300
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_KEYS = {
    "": {
        "version", "default_ceiling", "second_approver_above", "remedy", "queue", "approver",
        "approver_group", "hours",
    },
    "remedy": {
        "name", "kind", "topics", "severities", "amount", "currency", "miles",
        "min_delay_hours", "circumstances", "items", "missed",
    },
    "queue": {
        "name", "topics", "slack_channel", "slack_lang", "slack_escalation_channel", "undo_seconds",
        "budget", "on_duty", "on_duty_group",
    },
    "approver": {"id", "name", "queues", "ceiling", "slack_user", "beyond_budget"},
    "approver_group": {"slack_group", "queues", "ceiling"},
    "hours": {"opens", "closes", "days", "zone"},
}  # fmt: skip
#: No two of a kind have the same.
_UNIQUE = (
    ("remedy", "name"), ("queue", "name"), ("approver", "id"), ("approver_group", "slack_group"),
)  # fmt: skip


@dataclass(frozen=True)
class CompanyPolicy:
    """What policy.toml says, as the parts of the desk that go by it."""

    remedies: Policy
    desks: Desks
    hours: BusinessHours


def load_policy(path: Path) -> CompanyPolicy:
    """Read and check the policy file. Raises UnreadablePolicy with file, line and reason."""
    try:
        text = path.read_text(encoding="utf-8")
        content = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnreadablePolicy(f"{path}: {error}") from error
    return _policy(Block(PolicyText(path, text), "", content))


def _policy(file: Block) -> CompanyPolicy:
    file.check_keys(_KEYS[""])
    version = file.text("version")
    queue_blocks = file.blocks("queue")
    approver_blocks = file.blocks("approver")
    desks = _desks(file, queue_blocks, approver_blocks)
    budgets = _budgets(queue_blocks)
    remedies = tuple(_remedy(block, desks, budgets) for block in file.blocks("remedy"))
    for kind, key in _UNIQUE:
        _check_unique(file.blocks(kind), key)
    beyond = frozenset(b.text("id") for b in approver_blocks if b.flag("beyond_budget"))
    policy = Policy(version, remedies, budgets, beyond)
    return CompanyPolicy(policy, desks, _hours(file.block("hours")))


def _desks(file: Block, queue_blocks: Sequence[Block], approver_blocks: Sequence[Block]) -> Desks:
    ids = [block.text("id") for block in approver_blocks]
    queues = tuple(_queue(block, ids) for block in queue_blocks) or (Queue("care"),)
    names = [queue.name for queue in queues]
    groups = tuple(_group(block, names) for block in file.blocks("approver_group"))
    second_above = file.sum("second_approver_above")
    if second_above and not groups and len(ids) < 2:
        file.refuse("two people are needed for a second approver", "second_approver_above")
    return Desks(
        queues,
        tuple(_approver(block, names) for block in approver_blocks),
        file.sum("default_ceiling") or DEFAULT_CEILING,
        groups,
        second_above=second_above,
    )


def _remedy(block: Block, desks: Desks, budgets: Mapping[str, Money]) -> RemedyRule:
    block.check_keys(_KEYS["remedy"])
    name, kind = block.text("name"), block.text("kind")
    if kind not in KINDS:
        block.refuse(f"unknown kind {kind!r}{hint(kind, KINDS)}", kind)
    if kind in PRICED_KINDS and "amount" not in block.table:
        block.refuse(f"a {kind} needs an amount and a currency", "kind")
    if "miles" in block.table and kind != "miles":
        block.refuse(f"miles are for the kind miles, not for {kind}", "miles")
    rule = RemedyRule(
        name=name,
        kind=kind,
        topics=_topics(block, required=True),
        severities=frozenset(Severity(number) for number in block.severities()),
        money=block.money(),
        min_delay_hours=block.number_above_0("min_delay_hours"),
        miles=block.count_above_0("miles"),
        circumstances=block.names("circumstances", _CIRCUMSTANCES),
        items=block.names("items", {*ITEM_KINDS, BAGGAGE}, word="kind of item"),
        missed=block.flag("missed"),
    )
    _check_currency(block, rule, desks, budgets)
    return rule


def _check_currency(
    block: Block, rule: RemedyRule, desks: Desks, budgets: Mapping[str, Money]
) -> None:
    """No budget pays in a currency that is not its own."""
    for topic in sorted(rule.topics):
        queue = desks.queue_for(topic).name
        budget = budgets.get(queue)
        if rule.money and budget and rule.money.currency != budget.currency:
            block.refuse(
                f"{rule.money} can't be paid from the budget of queue {queue!r} in"
                f" {budget.currency}",
                "currency",
            )


def _queue(block: Block, approvers: Sequence[str]) -> Queue:
    block.check_keys(_KEYS["queue"])
    topics = _topics(block, required=False)
    return Queue(
        block.text("name"),
        topics,
        slack_channel=block.optional_text("slack_channel"),
        slack_lang=_slack_lang(block),
        on_duty=block.names("on_duty", approvers, word="approver"),
        on_duty_group=block.optional_text("on_duty_group"),
        slack_escalation_channel=block.optional_text("slack_escalation_channel"),
        undo_seconds=_undo_seconds(block),
    )


def _slack_lang(block: Block) -> str | None:
    lang = block.optional_text("slack_lang")
    if lang not in {None, "de", "en"}:
        block.refuse('slack_lang is "de" or "en"', "slack_lang")
    return lang


def _undo_seconds(block: Block) -> float | None:
    """0 switches it off."""
    if block.table.get("undo_seconds") == 0:
        return 0.0
    seconds = block.number_above_0("undo_seconds")
    if seconds is not None and seconds > LONGEST_UNDO:
        block.refuse(f"undo_seconds are {LONGEST_UNDO} at most", "undo_seconds")
    return seconds


def _budgets(blocks: Iterable[Block]) -> dict[str, Money]:
    budgets = ((block.text("name"), block.sum("budget")) for block in blocks)
    return {name: budget for name, budget in budgets if budget is not None}


def _approver(block: Block, queues: Sequence[str]) -> Approver:
    block.check_keys(_KEYS["approver"])
    return Approver(
        id=block.text("id"),
        name=block.text("name"),
        queues=block.names("queues", queues),
        ceiling=block.sum("ceiling"),
        slack_user=block.optional_text("slack_user"),
    )


def _group(block: Block, queues: Sequence[str]) -> ApproverGroup:
    block.check_keys(_KEYS["approver_group"])
    return ApproverGroup(
        slack_group=block.text("slack_group"),
        queues=block.names("queues", queues),
        ceiling=block.sum("ceiling"),
    )


def _hours(block: Block) -> BusinessHours:
    block.check_keys(_KEYS["hours"])
    table = block.table
    try:
        return BusinessHours(
            opens=time.fromisoformat(table.get("opens", "00:00")),
            closes=time.fromisoformat(table.get("closes", "00:00")),
            days=frozenset(_DAYS.index(day) for day in table.get("days", _DAYS)),
            zone=ZoneInfo(table.get("zone", "UTC")).key,
        )
    except (ValueError, KeyError, TypeError) as error:
        block.refuse(str(error).strip("'\""), *table.values())


def _topics(block: Block, *, required: bool) -> frozenset[Topic]:
    names = block.names("topics", set(Topic))
    if required and not names:
        block.refuse("topics must be a list with at least one topic", "topics")
    return frozenset(Topic(name) for name in names)


def _check_unique(blocks: Sequence[Block], key: str) -> None:
    seen: set[str] = set()
    for block in blocks:
        name = block.text(key)
        if name in seen:
            block.refuse(f"there are two of {block.kind} {name!r}", key)
        seen.add(name)
