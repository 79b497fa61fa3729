"""The figures of a replay as `report.json` has them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from service.replay.figures import Figures


def document_of(figures: Figures) -> dict[str, Any]:
    return {
        "input": figures.input_name,
        "model": figures.model,
        "policy": figures.rules.policy,
        "read_as": [asdict(table) for table in figures.read_as],
        "admission": figures.admission,
        "conversations": figures.conversations,
        "unreadable": figures.unreadable,
        "refused": figures.refused.as_list(),
        "answered": figures.tags["answered"],
        "statuses": figures.under("status:"),
        "languages": figures.under("lang:"),
        "volume": _volume(figures),
        "complaints": _complaints(figures),
        "drafts": {
            "count": figures.complaints,
            "blocked": figures.tags["draft_stopped"],
            "findings": figures.under("drafted:"),
        },
        "historic_replies": _historic_replies(figures),
        "first_reply": _first_reply(figures),
        "outcomes": figures.outcomes("topic"),
        "outcomes_by_reply": figures.outcomes("kind"),
        "goodwill": {
            "offers": figures.under("offer:"),
            "amounts": figures.goodwill.amounts(),
            "by_month": figures.goodwill.by_month(figures.rules.budgets),
        },
        "labels": {
            "labelled": figures.tags["labelled"],
            "missed_complaints": figures.tags["missed"],
            "false_alarms": figures.tags["false_alarm"],
        },
        "worth_reading": [case["line"] for case in figures.worth_reading.cases()],
    }


def _volume(figures: Figures) -> dict[str, Any]:
    return {
        "conversations": dict(sorted(figures.by_day.items())),
        "complaints": dict(sorted(figures.complaints_by_day.items())),
    }


def _complaints(figures: Figures) -> dict[str, Any]:
    count, readable = figures.complaints, figures.readable
    return {
        "count": count,
        "share": round(count / readable, 4) if readable else 0.0,
        "ironic": figures.tags["ironic"],
        "urgent": figures.tags["urgent"],
        "topics": figures.under("topic:"),
        "severities": dict(sorted(figures.under("severity:").items())),
        "queues": figures.under("queue:"),
    }


def _historic_replies(figures: Figures) -> dict[str, Any]:
    return {
        "checked": figures.tags["replied"],
        "unpublishable": figures.tags["reply_stopped"],
        "findings": figures.under("sent:"),
        "kinds": figures.under("kind:"),
    }


def _first_reply(figures: Figures) -> dict[str, Any]:
    then = figures.waits_then
    return {
        "then": asdict(then) if then else None,
        "by_approvers": {
            str(people): asdict(waits) for people, waits in figures.waits_by_team.items()
        },
    }
