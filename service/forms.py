"""Assessments, drafts and findings in the form that the contracts promise."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from triage.claims import Claim
from triage.complaint import Assessment
from triage.draft import Draft
from triage.guard import Finding
from triage.mention import clean_text
from triage.remedy import Remedy

#: Digits of a probability; more say nothing.
_DIGITS = 4


def assessment_form(assessment: Assessment) -> dict[str, Any]:
    return {
        "lang": assessment.lang,
        "complaint": assessment.complaint,
        "p_complaint": round(assessment.p_complaint, _DIGITS),
        "sentiment": assessment.sentiment,
        "p_sentiment": {name: round(p, _DIGITS) for name, p in assessment.p_sentiment.items()},
        "ironic": assessment.ironic,
        "p_ironic": round(assessment.p_ironic, _DIGITS),
        "severity": int(assessment.severity),
        "topic": str(assessment.topic),
        "urgent": assessment.urgent,
        "needs_reply": assessment.needs_reply,
        "evidence": [list(span) for span in assessment.evidence],
        "model": assessment.model,
    }


def draft_form(draft: Draft) -> dict[str, Any]:
    return {
        "lang": draft.lang,
        "register": draft.register,
        "reply": draft.reply,
        "note": draft.note,
        "topic": str(draft.topic),
        "severity": int(draft.severity),
        "facts": dict(draft.facts.as_dict()),
        "remedy": remedy_form(draft.remedy),
        "statutory_hint": draft.statutory_hint,
        "claim": claim_form(draft.claim),
        "playbook": draft.playbook,
        "drafter": draft.drafter,
        "findings": findings_form(draft.findings),
    }


def remedy_form(remedy: Remedy | None) -> dict[str, Any] | None:
    if remedy is None:
        return None
    money = remedy.money
    return {
        "kind": remedy.kind,
        "amount": _amount(money.amount) if money else None,
        "currency": money.currency if money else None,
        "basis": remedy.basis,
        "rule": remedy.rule,
        "miles": remedy.miles,
    }


def claim_form(claim: Claim | None) -> dict[str, Any] | None:
    if claim is None:
        return None
    return {
        "ground": claim.ground,
        "hours": claim.hours,
        "kilometres": claim.kilometres,
        "care": claim.care,
        "missing": list(claim.missing),
        "paid_for": claim.paid_for,
        "days": claim.days,
        "laws": [
            {
                "law": e.law,
                "amounts": [_amount(money.amount) for money in e.amounts],
                "currency": e.amounts[0].currency,
                "own_airline_only": e.own_airline_only,
            }
            for e in claim.entitlements
        ],
        "baggage": claim.baggage
        and {"amount": _amount(claim.baggage.amount), "currency": claim.baggage.currency},
    }


def findings_form(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [
        {"rule": str(f.rule), "blocking": f.blocking, "span": list(f.span), "why": f.why}
        for f in findings
    ]


def _amount(amount: Decimal) -> float:
    return int(amount) if amount % 1 == 0 else float(amount)


# -- spans ---------------------------------------------------------------------------------------


def in_given_text(given: str, spans: Iterable[list[int]]) -> list[list[int]]:
    """Spans of the text as we clean it, moved to where those words stand in the text as given.

    >>> in_given_text("scho\\u0308n la\\x00ut", [[6, 10]])
    [[7, 12]]
    """
    if clean_text(given) == given:
        return [list(span) for span in spans]
    origin = _origins(given)
    last = len(origin) - 1
    return [[origin[min(start, last)], origin[min(end, last)]] for start, end in spans]


def _origins(given: str) -> list[int]:
    """For each character of the cleaned text, and for its end, the place it comes from."""
    starts = [i for i, c in enumerate(given) if not _joins_the_one_before(c)] or [0]
    origins: list[int] = []
    for start, end in zip(starts, [*starts[1:], len(given)], strict=True):
        origins += [start] * len(clean_text(given[start:end]))
    return [*origins, len(given)]


def _joins_the_one_before(character: str) -> bool:
    """Accents, and the later letters of a Korean syllable."""
    return unicodedata.combining(character) != 0 or "\u1160" <= character <= "\u11ff"


def echoed_id(document: Mapping[str, Any], otherwise: str) -> str | int:
    """The id as it was given, so that outputs can be joined to inputs."""
    given = document.get("id")
    return given if isinstance(given, str | int) and given != "" else otherwise
