"""What somebody clicked or sent off, read from what Slack delivers of it, and where it stands."""

from __future__ import annotations

import itertools
from typing import Any

from triage.case import OPEN_FOR_DECISION, Case, Status


def is_so_already(case: Case, who: str, payload: dict[str, Any]) -> bool:
    """What was wanted is so: there is nothing to do, and nothing to say."""
    view = payload.get("view") or {}
    if case.status not in OPEN_FOR_DECISION:
        return False
    match view.get("callback_id") or verb_of(payload):
        case "take":
            return case.assigned_to == who
        case "wake":
            return case.snoozed_until is None
        case "snoozed":
            return case.snoozed_until is not None
        case "escalated":
            return case.status is Status.ESCALATED
        case "handed_over":
            chosen = view["state"]["values"]["to"]["to"]["selected_option"]
            return bool(case.assigned_to == chosen["value"])
        case "redrafted":
            # Asked for twice, it is written once.
            return bool(view["private_metadata"] == f"{case.id}:{case.draft_version}")
    return False


def version_seen(payload: dict[str, Any]) -> int:
    view, actions = payload.get("view") or {}, payload.get("actions") or [{}]
    option = actions[0].get("selected_option") or actions[0]
    return int((view.get("private_metadata") or option["value"]).rpartition(":")[2])


def verb_of(payload: dict[str, Any]) -> str:
    (action,) = payload["actions"]
    value = (action.get("selected_option") or {}).get("value", "")
    return value.partition(":")[0] if value else str(action["action_id"])


def place_of(verb: str, blocks: list[dict[str, Any]]) -> tuple[str, str | None] | None:
    """The button of that name, or the menu and the words of the option."""
    rows = ([*block.get("elements", []), block.get("accessory")] for block in blocks)
    for element in filter(None, itertools.chain(*rows)):
        if element.get("action_id") == verb:
            return verb, None
        for option in element.get("options", []):
            if option["value"].startswith(f"{verb}:"):
                return element["action_id"], option["text"]["text"]
    return None


def chosen(window: dict[str, Any]) -> dict[str, Any]:
    """What has to be chosen or typed besides the first input of a window."""
    inputs = {b["block_id"]: b["element"] for b in window["blocks"] if b["type"] == "input"}
    chosen: dict[str, Any] = {}
    if "to" in inputs:
        chosen["to"] = inputs["to"]["options"][0]["text"]["text"]
    if "words" in inputs and "why" in inputs:
        chosen["why"] = "All the same"
    return chosen
