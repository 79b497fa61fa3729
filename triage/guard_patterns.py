"""The wordings that the guard's rules know, German and English, from triage/wordings/guard/: where
a rule is right, no model is asked."""

from __future__ import annotations

import re
from functools import cache

from triage.wording_files import lines, sieve
from triage.wording_screen import Sieve

#: Rules that are found by what is said.
WORDED_RULES = (
    "blame_shift",
    "denies_claim_right",
    "legal_admission",
    "over_promise",
    "asserts_unverified_cause",
    "generic_boilerplate",
    "marketing",
    "defensive",
    "flippant",
)

#: What to do instead, one sentence a rule.
ADVICE: dict[str, str] = {
    "flippant": "This jokes about a complaint; take up what happened and answer it earnestly.",
    "marketing": (
        "This sells in reply to a complaint; leave the offer out and say what is done for "
        "this person."
    ),
    "blame_shift": (
        "This passes the author on or puts it on others; take it on and say what we do next."
    ),
    "over_promise": (
        "This promises what nobody can be sure of; say what you will look into and when you "
        "report back."
    ),
    "legal_admission": (
        "This admits legal fault; apologise for the experience instead and leave fault to the "
        "legal team."
    ),
    "personal_data": (
        "Personal data must not stand in this reply; leave it out, and settle by telephone or "
        "private message what needs it."
    ),
    "no_apology": "There is no apology; say sorry for what the author went through.",
    "generic_boilerplate": (
        "This is an empty phrase; name what happened to this author in plain words."
    ),
    "wrong_language": "The reply is not in the author's language; write it in theirs.",
    "too_long": "The reply is too long for this channel with its sign-off; shorten it.",
    "denies_claim_right": (
        "This denies a right the author may have; leave claims out and offer to look into it "
        "in private."
    ),
    "defensive": (
        "This defends us instead of hearing the author; leave rules and reproaches out and "
        "apologise."
    ),
    "asks_public_personal_data": (
        "This asks for personal data in public; ask for it by private message."
    ),
    "amount_in_public": (
        "No amount stands in a public reply; name the wish to make it good and settle figures "
        "in private."
    ),
    "asserts_unverified_cause": (
        "This states a cause that nobody has confirmed; leave it out or say that you will find out."
    ),
}


_ASKING = (
    r"(?:schick|schreib|nenn|teil|antwort|send|gib|geb|poste|hinterlass|post|reply|tell|give|share"
    r"|provide|drop|leave|what(?:'s| is) your)"
)
_TELLING = r"(?:mitteilen|nennen|schicken|schreiben|posten|angeben|mit)"


def said(name: str) -> Sieve:
    return sieve(f"guard/{name}")


@cache
def asks_for_personal_data() -> Sieve:
    """A request with the name of something personal behind it, or before it."""
    names = f"(?:{'|'.join(lines('guard/personal_data_names'))})"
    return Sieve(
        rf"\b{_ASKING}\w*\b[^.!?]{{0,80}}{names}|{names}[^.!?]{{0,50}}\b{_TELLING}\b", re.IGNORECASE
    )


@cache
def function_words(lang: str) -> frozenset[str]:
    return frozenset(lines(f"guard/function_words_{lang}"))
