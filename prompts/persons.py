"""Whether a person is named in words that may be quoted: by what stands around a name, or because
it is a common first name. The names stand in `first_names.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from triage.errors import UnreadablePlaybook

_FILE = Path(__file__).parent / "first_names.toml"
#: „Frau Huber“, "Hi Ada", „der Schaffner Ada“: a person by name.
_NAMED = re.compile(
    r"\b(?:[Hh]errn?|[Ff]rau|[Ff]räulein|Hr\.|(?<!Mo bis )Fr\.|Dr\.|Prof\."
    r"|Mr\.?|Mrs\.?|Ms\.?|Miss|Sir|Madam|[Hh]i|[Hh]ey|[Hh]ello|[Hh]allo|[Dd]ear|[Ll]iebe[rn]?|Kolleg(?:e|in|en)|Mitarbeiter(?:in)?|Schaffner(?:in)?|Fahrer(?:in)?|Sohn|Tochter"
    r"|[Nn]amens|named|called|colleague|agent|manager|employee|attendant|clerk|supervisor|steward(?:ess)?|[Bb]rother|[Ss]ister|[Aa]unt(?:ie|y)?|[Uu]ncle"
    r"|daughter|son|wife|husband|friend|mate|partner|boyfriend|girlfriend|cousin|nephew"
    r"|niece|name of(?: one)?"
    r"|Bruder|Schwester|Tante|Onkel|Oma|Opa|Kumpel|Freund(?:in)?|Mitbewohner(?:in)?|Neffe|Nichte"
    r"|Enkelin|Cousine?"
    r"|[Gg]ewisse[nr]?)\s[A-ZÄÖÜ][a-zäöüßéè]+"
    # "with Dee at the front desk"
    r"|\b(?:with|to|by|from)\s[A-Z][a-z]+(?=\s(?:at|on|in)\s(?:the|your)\s(?:\w+\s)?"
    r"(?:desk|counter|reception|branch|shop|store|phone|chat|office)\b)"
    # "my friend ava (chair user)", "promised by a Tracey"
    r"|\b(?:friend|mate|daughter|son|wife|husband|brother|sister|cousin|nephew|niece|partner)"
    r"\s(?!\w+(?:ed|ing)\b)[a-z]+(?=\s\()"
    r"|\b(?:by|spoke to|spoke with|talked to|from|called)\san?\s[A-Z][a-z]+"
    r"(?=[,.;!?)]|\s(?:who|at|in|on|and|from|that|for|to|today|yesterday|last|this|but|with|when"
    r"|said)\b|$)"
)
#: "Ada Quirk's roof": what two such words own is a person's, unless the second says what it is.
_OWNER = re.compile(
    r"\b(?!(?:At|In|On|From|By|The|To|My|Our|For|With|Of|When|And|But|Port|Mission|Mount|Lake)\b)"
    r"[A-Z][a-z]+ (?!Air|Bank"
    r"|Hotel|Inn|Rail|Train|Bus|Station|International|Insurance|Parcel|Mutual|Savings|Credit|Courier"
    r"|Energy|Water|Telecom|Mobile|Power|House|Store|Post|Assurance|Broadband|Gas|Electric|Express"
    r"|Logistics|Transit)[A-Z][a-z]+['’]s?(?= )"
)
#: "at Kirkby Stephen": the second word of where it was.
_OF_A_PLACE = re.compile(
    r"\b(?:at|in|via|near|outside|through|im|ab|nach)\s(?P<first>[A-ZÄÖÜ][\w-]+)\s$"
)
#: What a hyphen joins is one word: „Clemens-Busch-Platz“ is nobody, „Hans-Peter“ is.
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
#: In characters: no sign before a name is longer.
_NEAR = 40


class _Names(NamedTuple):
    """First names in small letters, also with the -s of what they own; the patterns that tell of
    one, and those that tell of a house, a ship, a company."""

    always: frozenset[str]
    capital: frozenset[str]
    signed: frozenset[str]
    known: frozenset[str]
    kin: re.Pattern[str]
    articles: re.Pattern[str]
    called: re.Pattern[str]
    acts: re.Pattern[str]
    no_person_behind: re.Pattern[str]
    no_person_before: re.Pattern[str]


def names_somebody(words: str) -> bool:
    """Whether a person stands in it by name."""
    return any(name.search(words) for name in (_NAMED, _OWNER)) or _has_first_name(words)


def _has_first_name(words: str) -> bool:
    names = _names()
    found = (match for match in _WORD.finditer(words) if _is_known(match[0].lower(), names))
    return any(_is_a_person(words, match, names) for match in found)


def _is_known(word: str, names: _Names) -> bool:
    if "-" in word:
        return all(part in names.always or part in names.capital for part in word.split("-"))
    return word in names.known


def _is_a_person(words: str, name: re.Match[str], names: _Names) -> bool:
    before = words[max(0, name.start() - _NEAR) : name.start()]
    if names.no_person_behind.search(before) or names.no_person_before.match(words, name.end()):
        return False
    place = _OF_A_PLACE.search(before)
    if place and name[0].istitle() and place["first"].lower() not in names.known:
        return False
    word = name[0].lower()
    if word in names.always or names.called.search(before):
        return True
    has_capital = name[0][0].isupper() and not name[0].isupper()
    acts = names.acts.match(words, name.end()) is not None
    if word not in names.signed:
        return has_capital or acts or _is_pointed_at(before, names)
    if has_capital:
        return acts or names.kin.search(before) is not None
    return acts and _is_pointed_at(before, names)


def _is_pointed_at(before: str, names: _Names) -> bool:
    return any(sign.search(before) for sign in (names.kin, names.articles))


@cache
def _names() -> _Names:
    """Raises UnreadablePlaybook."""
    try:
        file = tomllib.loads(_FILE.read_text(encoding="utf-8"))
        listed = {name: _with_genitives(file[name]) for name in ("always", "capital", "signed")}
        return _Names(
            **listed,
            known=frozenset().union(*listed.values()),
            kin=_before(file["kin"], re.IGNORECASE),
            articles=_before(file["articles"], re.IGNORECASE),
            called=_before(file["called"], re.IGNORECASE),
            no_person_behind=_before(file["no_person_behind"]),
            acts=_behind(file["acts"], re.IGNORECASE),
            no_person_before=_behind(file["no_person_before"]),
        )
    except KeyError as error:
        raise UnreadablePlaybook(f"{_FILE}: there is no {error}.") from error
    except (OSError, ValueError, re.error) as error:
        raise UnreadablePlaybook(f"{_FILE}: {error}") from error


def _with_genitives(names: str) -> frozenset[str]:
    """With what German puts no apostrophe in: „Kevins Chef“."""
    listed = names.split()
    return frozenset([*listed, *(f"{name}s" for name in listed)])


def _before(patterns: str, flags: int = 0) -> re.Pattern[str]:
    """For what ends where a name begins."""
    return re.compile(rf"(?<!\w)(?:{_any_of(patterns)})\s$", flags)


def _behind(patterns: str, flags: int = 0) -> re.Pattern[str]:
    """For what begins where a name ends."""
    return re.compile(rf"(?:\s|(?=['’]))(?:{_any_of(patterns)})(?!\w)", flags)


def _any_of(patterns: str) -> str:
    return "|".join(" ".join(pattern.split()) for pattern in patterns.split(","))
