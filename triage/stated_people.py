"""Who was travelling or affected, where it asks for care: children, the old, the ill."""

from __future__ import annotations

import re
from collections.abc import Iterator

from triage.facts import Fact
from triage.wording_files import first, stated

#: At home everybody has children, or is old; on a journey it matters.
_IF_TRAVELLING = frozenset({"child", "elderly", "ill"})
#: Elsewhere it does where the author says whose they are, how many, or how old.
_OF_THE_AUTHOR = re.compile(
    r"\b(?:my|our|mein\w*|unser\w*|two|three|four|five|zwei|drei|vier|fünf|wir sind|we are|we['’]re"
    r"|i am|i['’]m|ich bin|bin)\s(?:[\w'’]+\s){0,6}$",
    re.IGNORECASE,
)
_AGED = re.compile(
    r"\d|\byears?\b|jährig|\bjahre\b|(?:my|our|meine?|unsere?)\b|(?:seven|eigh|nine)ty|(?:sieb|acht|neun)zig",
    re.IGNORECASE,
)
#: Who is hurt is so everywhere.
_HURT = re.compile(
    r"broke|gebroch|bruch|crack|fractur|sprain|blase|blister|burn|scald|verbr|wunde|stitch|concuss|erschütter|riss"
    r"|verletz|geprellt|bites|oxygen|injur|rash|ausschlag|infection|entzünd|ambula|krankenwagen|rettung|poison|vergift|notaufnahme|hospital",
    re.IGNORECASE,
)
_WITH_THEM = re.compile(
    r"\b(?:mit|with)\s(?:(?:a|an|einem|zwei|drei|two|three)\s)?(?:kleinkind|toddler)\b",
    re.IGNORECASE,
)
_REACH = 45


def find_travellers(text: str) -> Iterator[Fact]:
    """One fact for each kind of person that the text speaks of, where it does so first."""
    journey = first("things/travel", text)
    for name, match in stated("travellers", text):
        if journey or name not in _IF_TRAVELLING or _is_of_the_author(text, match):
            yield Fact("travellers", name, match.span())


def _is_of_the_author(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - _REACH) : match.start()]
    with_them = _WITH_THEM.search(f"{before}{match[0]}")
    return bool(
        with_them
        or _OF_THE_AUTHOR.search(before)
        or _AGED.search(match[0])
        or _HURT.search(match[0])
    )
