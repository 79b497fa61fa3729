"""A claim in words: the hint for the approver, and what the reply asks for in private."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain, combinations

from prompts.note import note_words
from triage.claims import Claim, Entitlement


def statutory_hint(claim: Claim | None, lang: str) -> str | None:
    """What may be owed, what to check and what to ask. Never public."""
    if claim is None:
        return None
    words = note_words(lang)
    said: Mapping[str, str] = words["claim"]
    owed = "; ".join(_owed(entitlement, said) for entitlement in claim.entitlements)
    parts = [said["hint"].format(why=_why(claim, said), owed=owed)]
    if claim.ground == "cancellation":
        parts.append(said["halved"])
    if claim.care:
        parts.append(said["care"])
    parts.append(said["check"])
    if claim.missing:
        missing = ", ".join(words["missing"][name] for name in claim.missing)
        parts.append(said["missing"].format(missing=missing))
    return " ".join([*parts, said["apart"]])


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
        hours = f"{claim.hours:g}".replace(".", said["decimal"])
        why = said["delay"].format(hours=hours)
    return why + (said["route"].format(km=claim.kilometres) if claim.kilometres else "")


def _owed(entitlement: Entitlement, said: Mapping[str, str]) -> str:
    """`EU261 250, 400 oder 600 EUR`."""
    amounts = [f"{money.amount:f}" for money in entitlement.amounts]
    listed = ", ".join(amounts[:-1]) + said["or"] if amounts[1:] else ""
    own = said["own_airline"] if entitlement.own_airline_only else ""
    return f"{entitlement.law} {listed}{amounts[-1]} {entitlement.amounts[0].currency}{own}"
