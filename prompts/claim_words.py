"""A claim in words: the hint for the approver, and what the reply asks for in private."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, combinations
from typing import Any

from prompts.note import note_words
from triage.claims import Claim, Entitlement
from triage.other_law import DUE_WITHIN


def statutory_hint(claim: Claim | None, lang: str) -> str | None:
    """What may be owed, what to check and what to ask. Never public."""
    if claim is None:
        return None
    words = note_words(lang)
    said: Mapping[str, str] = words["claim"]
    parts = [*_compensation(claim, words), *_baggage(claim, said), *_money_back(claim, said)]
    return " ".join([*parts, said["apart"]])


def _compensation(claim: Claim, words: Mapping[str, Any]) -> Iterator[str]:
    """For lost time."""
    said: Mapping[str, str] = words["claim"]
    if not claim.entitlements:
        return
    owed = "; ".join(_owed(entitlement, said) for entitlement in claim.entitlements)
    yield said["hint"].format(why=_why(claim, said), owed=owed)
    if claim.ground == "cancellation":
        yield said["halved"]
    if claim.care:
        yield said["care"]
    yield said["check"]
    if claim.missing:
        missing = ", ".join(words["missing"][name] for name in claim.missing)
        yield said["missing"].format(missing=missing)


def _baggage(claim: Claim, said: Mapping[str, str]) -> Iterator[str]:
    if claim.baggage is not None:
        yield said["baggage"].format(limit=f"{claim.baggage.amount:f}")


def _money_back(claim: Claim, said: Mapping[str, str]) -> Iterator[str]:
    if claim.paid_for is not None and claim.days is not None:
        due = said[f"due_{claim.paid_for}"].format(within=DUE_WITHIN[claim.paid_for])
        yield said["refund"].format(days=_number(claim.days, said), due=due)


def asked(claim: Claim | None, lang: str) -> str | None:
    """`die Flugnummer und das Datum`, for the reply; None where nothing is left to ask."""
    words: Mapping[str, str] = note_words(lang)["asked"]
    things = [words[name] for name in (claim.missing if claim else ()) if name in words]
    return _listed(things, lang) if things else None


def all_asked(lang: str) -> list[str]:
    """Whatever `asked` may say."""
    things: Sequence[str] = [*note_words(lang)["asked"].values()]
    several = (combinations(things, count) for count in range(1, len(things) + 1))
    return [_listed(one, lang) for one in chain.from_iterable(several)]


def _listed(things: Sequence[str], lang: str) -> str:
    if len(things) < 2:
        return things[0]
    both = " und " if lang == "de" else " and "
    return ", ".join(things[:-1]) + both + things[-1]


def _why(claim: Claim, said: Mapping[str, str]) -> str:
    if claim.ground == "cancellation":
        why = said["cancellation"]
    elif claim.hours is None:
        why = said["delay_unknown"]
    else:
        why = said["delay"].format(hours=_number(claim.hours, said))
    return why + (said["route"].format(km=claim.kilometres) if claim.kilometres else "")


def _number(number: float, said: Mapping[str, str]) -> str:
    return f"{number:g}".replace(".", said["decimal"])


def _owed(entitlement: Entitlement, said: Mapping[str, str]) -> str:
    """`EU261 250, 400 oder 600 EUR`."""
    amounts = [f"{money.amount:f}" for money in entitlement.amounts]
    listed = ", ".join(amounts[:-1]) + said["or"] if amounts[1:] else ""
    own = said["own_airline"] if entitlement.own_airline_only else ""
    return f"{entitlement.law} {listed}{amounts[-1]} {entitlement.amounts[0].currency}{own}"
