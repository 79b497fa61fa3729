"""The words of `clauses/de.toml`: verbs in the forms that a German main clause has them in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from prompts.retelling.clause_lists import words
from triage.errors import UnreadablePlaybook

_SETS = (
    "verbs", "saying", "prefixes", "subjects", "named", "openers", "articles", "goes_on",
    "uns_dative", "uns_accusative",
)  # fmt: skip


@dataclass(frozen=True)
class Forms:
    """One verb form → another, and the closed classes of words."""

    #: As they stand after er or sie (they).
    verbs: frozenset[str]
    #: After ich → after Sie, after du.
    first_person: Mapping[str, tuple[str, str]]
    #: After ihr → after wir.
    second_plural: Mapping[str, str]
    saying: frozenset[str]
    prefixes: frozenset[str]
    subjects: frozenset[str]
    named: frozenset[str]
    openers: frozenset[str]
    articles: frozenset[str]
    goes_on: frozenset[str]
    uns_dative: frozenset[str]
    uns_accusative: frozenset[str]

    def to_second_plural(self, verb: str) -> str:
        """`haben` → `habt`"""
        return next((ihr for ihr, wir in self.second_plural.items() if wir == verb), verb)

    def of_past(self, verb: str) -> tuple[str, str]:
        """`musste` → `mussten`, `musstest`; it is the same after ich and er."""
        plural = f"{verb}n" if verb.endswith("e") else f"{verb}en"
        return plural, f"{verb}st"


@cache
def forms() -> Forms:
    """Raises UnreadablePlaybook for a list that is missing or broken."""
    sets = {name: words("de", name) for name in _SETS}
    try:
        pairs = (entry.partition("=") for entry in words("de", "ich"))
        first = {ich: _both(both) for ich, _, both in pairs}
    except ValueError as error:
        raise UnreadablePlaybook(f"clauses/de.toml: ich: {error}") from error
    second = {_after_ihr(verb): verb for verb in sorted(sets["verbs"]) if verb[-1] == "n"}
    return Forms(
        first_person=first, second_plural={"habt": "haben", "seid": "sind"} | second, **sets
    )


def _both(forms: str) -> tuple[str, str]:
    sie, du = forms.split("/")
    return sie, du


def _after_ihr(plural: str) -> str:
    """
    >>> _after_ihr("kommen"), _after_ihr("antworten"), _after_ihr("wurden")
    ('kommt', 'antwortet', 'wurdet')
    """
    stem = plural.removesuffix("en") if plural.endswith("en") else plural.removesuffix("n")
    return f"{stem}et" if stem[-1] in "td" else f"{stem}t"
