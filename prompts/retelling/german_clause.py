"""A German main clause of the author's, turned into one that follows „dass“ and is addressed to the
author: „Ich warte seit Tagen“ → „Sie seit Tagen warten“. What it isn't sure of, it leaves alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from prompts.retelling.german_forms import Forms, forms
from prompts.retelling.german_person import (
    PREPOSITIONS_ACCUSATIVE,
    PREPOSITIONS_DATIVE,
    PRONOUNS,
    small,
    turned,
)
from triage.draft import Register

_SUBJECTS = frozenset({"ich", "wir", "man", "er", "es"})
#: To whom: it stands right behind who.
_OBJECTS = frozenset({"mir", "mich", "uns", "ihm", "ihn", "ihnen", "euch", "sich"})
_COPULAS = frozenset({"ist", "sind", "war", "waren", "bleibt", "blieb", "bin", "sei"})
_AUXILIARIES = frozenset(
    {"hat", "haben", "hatte", "hatten", "habe", "hab", "ist", "sind", "war", "waren", "bin"}
    | {"wurde", "wurden", "wird", "werden"}
)
_DONE = re.compile(r"(?!gegen\b)(?:[a-zäöü]*ge|be|ver|zer|ent)[a-zäöüß]+(?:t|en)")
#: What often comes after a participle that should be last.
_AFTERTHOUGHT = PREPOSITIONS_DATIVE | PREPOSITIONS_ACCUSATIVE | {"in", "im", "am", "beim", "seit"}
#: Clauses whose comma is often left out.
_JOINED = re.compile(
    r"(?<!,)\s(weil|wenn|dass|obwohl|damit|sodass|(?:bis|ob|wo)(?=\s(?:ich|er|sie|es|man)\b))\b"
)
#: What stands between two commas: „am Sonntag, 48 Stunden vor Abflug, …“.
_INSERTED = re.compile(r",\s([^,]{3,40}),(?=(?:\s[^\s,]+){3,}$)")
#: „… sind zurückgeflogen nach neun Tagen“: what comes after it would stand before the verb.
_PARTICIPLE = re.compile(r"(?!gegen\b)[a-zäöü]*ge[a-zäöüß]+(?:t|en)")
#: Whom or what the sentence before told of.
_POINTS_BACK = frozenset(
    {"er", "sie", "ihn", "ihm", "es", "ihnen", "deren", "dessen", "das", "dies"}
)
#: Articles that a subject has.
_NOMINATIVE = frozenset(
    {
        "der", "die", "das", "mein", "meine", "unser", "unsere", "euer", "eure", "ein", "eine",
        "kein", "keine",
    }
)  # fmt: skip
_GENITIVE = frozenset({"des", "eines", "meines", "unseres", "unsers", "dieses", "seines", "ihres"})
#: Where the first verb of a clause may stand at the latest.
_FIELD = 9


@dataclass(frozen=True)
class _Clause:
    """A main clause in its parts; `who` is the subject where that is a pronoun."""

    field: tuple[str, ...]
    verb: str
    rest: tuple[str, ...]
    who: str = ""


def as_clause(sentence: str, register: Register) -> str | None:
    """The words after „dass“; None where the sentence is not surely understood."""
    main, comma, after = _JOINED.sub(r", \1", _INSERTED.sub(_without, sentence)).partition(",")
    clause = _parsed(main.split())
    if clause is None:
        return None
    told = turned(_in_order(clause, register), clause.who, register)
    sub = _subclause(after.strip(), clause.who, register) if comma else None
    if told is None or (sub is None and _says_only_that(clause)):
        return None
    return f"{told}, {sub}" if sub else told


def _without(inserted: re.Match[str]) -> str:
    """Nothing, where no clause is put in."""
    words = inserted[1].split()
    is_clause = words[0] in forms().goes_on or any(_is_verb(word, forms()) for word in words)
    return inserted[0] if is_clause else ""


def _parsed(words: Sequence[str]) -> _Clause | None:
    if len(words) < 3:
        return None
    known = forms()
    begins = words[0].lower()
    if begins in known.first_person.keys() - known.verbs and words[1] not in ("Sie", "ich", "wir"):
        return _checked((), words[0].lower(), words[1:], "ich")
    at = next((n for n, w in enumerate(words[: _FIELD + 1]) if n and _is_verb(w, known)), None)
    if at is None or not _is_field(words[:at], known):
        return None
    field, verb, rest = small(words[:at]), words[at], list(words[at + 1 :])
    who = field[0].lower() if at == 1 and field[0].lower() in ("ich", "wir", "ihr") else ""
    if field == ("Sie",) and verb.endswith("n"):
        who = "Sie"
    if not who and rest and rest[0] in ("ich", "wir", "ihr", "Sie", "man"):
        who = rest.pop(0)
        # „Am Bahnhof hat man uns heute“ → „dass man uns am Bahnhof heute“
        whom = [*takewhile(_OBJECTS.__contains__, rest)]
        return _checked((who, *whom, *field), verb, rest[len(whom) :], who)
    return _checked(field, verb, rest, who)


def _is_verb(word: str, known: Forms) -> bool:
    return word in known.verbs or word in known.first_person or word in known.second_plural


def _is_field(field: Sequence[str], known: Forms) -> bool:
    """Whether that may stand before the verb: a subject with its article, or a time or place."""
    first = field[0].lower()
    if list(field) == ["Sie"]:
        return True
    # „Mein Bildschirm flackert, und ich“: a verb that we do not know stands before it.
    if not _SUBJECTS.isdisjoint(field[1:]):
        return False
    if first in known.subjects:
        return len(field) == 1 or first not in ("ich", "wir", "ihr", "man")
    if first in known.openers | known.named or re.fullmatch(r"\d{1,3}", first):
        return True
    return first in known.articles and any(word[:1].isupper() for word in field[1:])


def _checked(field: tuple[str, ...], verb: str, rest: Sequence[str], who: str) -> _Clause | None:
    """Without what is joined by „und“ and has a verb of its own; None if a verb is left over."""
    known, kept = forms(), _participle_last(verb, _until_the_next(list(rest)))
    if any(_is_verb(w, known) for w in kept[:-1]) or _points_back(field, kept):
        return None
    own = {"ich": known.first_person.keys() | known.verbs, "ihr": known.second_plural.keys()}
    if not kept or verb not in own.get(who, known.verbs) or kept[-1] in ("und", "oder"):
        return None
    if len(kept) > 1 and _PARTICIPLE.fullmatch(kept[0]) and kept[-1][:1].isupper():
        return None
    return _Clause(field, verb, tuple(kept), who)


def _participle_last(verb: str, rest: list[str]) -> list[str]:
    """„hat mich angeschrien vor allen Leuten“ → „mich vor allen Leuten angeschrien“."""
    if verb not in _AUXILIARIES:
        return rest
    at = next(
        (
            n
            for n, (word, after) in enumerate(pairwise(rest))
            if _DONE.fullmatch(word) and after in _AFTERTHOUGHT
        ),
        None,
    )
    return rest if at is None else [*rest[:at], *rest[at + 1 :], rest[at]]


def _until_the_next(rest: list[str]) -> list[str]:
    """Without what „und“ joins to it, if that may have a verb of its own."""
    for at, word in enumerate(rest):
        if word in ("und", "aber", "oder") and not _is_one_thing(rest[at + 1 :]):
            return rest[:at]
    return rest


def _is_one_thing(joined: Sequence[str]) -> bool:
    """Whether what follows „und“ is one word, or a noun with what stands before it."""
    nouns = [n for n, word in enumerate(joined) if word[:1].isupper()]
    if not nouns:
        return len(joined) == 1 and not _is_verb(joined[0], forms())
    small = [word for word in joined[nouns[0] :] if word[:1].islower()]
    return (
        not small
        or re.fullmatch(r"(?:ge|be|ver|ab|an|aus|ein)\w+(?:t|en)", " ".join(small)) is not None
    )


def _points_back(field: Sequence[str], rest: Sequence[str]) -> bool:
    words = [*field[1:], *rest]
    return any(w in _POINTS_BACK for w in words) and not (field and field[0].lower() == "es")


def _in_order(clause: _Clause, register: Register) -> list[str]:
    """All words, the verb at the end; a pronoun first."""
    verb, rest = _agreeing(clause, register), list(clause.rest)
    field = list(clause.field) or ["ich"]
    lead = clause.who or field[0].lower()
    if lead not in ("ich", "wir", "ihr", "Sie", "man") and field[0].lower() in forms().openers:
        while rest and rest[0] in PRONOUNS:
            field.insert(0, rest.pop(0))
    if rest[-1] in forms().prefixes and clause.verb not in _COPULAS:
        verb = rest.pop() + verb
    subject = _leading_noun(rest) if field[0] in forms().openers else 0
    return [*rest[:subject], *field, *rest[subject:], verb]


def _leading_noun(rest: Sequence[str]) -> int:
    """How many words the subject has with which the rest begins: „mein Koffer“; 0 where it may be
    no subject."""
    if not rest or rest[0].lower() not in _NOMINATIVE:
        return 0
    words = next((n + 1 for n, word in enumerate(rest[:3]) if n and word[:1].isupper()), 0)
    # „der Hausmeister des Hotels“ is not torn apart.
    return 0 if rest[words : words + 1] and rest[words] in _GENITIVE else words


def _agreeing(clause: _Clause, register: Register) -> str:
    known, verb = forms(), clause.verb
    if clause.who == "ich":
        return _second_person(verb, register)
    if clause.who == "wir" and register == "du":
        return known.to_second_plural(verb)
    if clause.who == "ihr":
        return known.second_plural[verb]
    return verb


def _second_person(verb: str, register: Register) -> str:
    sie, du = forms().first_person.get(verb) or forms().of_past(verb)
    return du if register == "du" else sie


def _subclause(after: str, who: str, register: Register) -> str | None:
    """What follows the comma, if it is one clause that goes with the sentence."""
    words = after.partition(",")[0].split()
    known = forms()
    if len(words) < 3 or words[0] not in known.goes_on:
        return None
    last = words[-1]
    infinitive = words[0] in ("um", "ohne", "statt")
    if infinitive:
        if "zu" not in words[-2:]:
            return None
        return _turned_sub(words, who, register)
    if not _is_verb(last, known) or any(_is_verb(w, known) for w in words[1:-2]):
        return None
    inner = next((w for w in words[1:4] if w in ("ich", "wir", "ihr")), "")
    # „dass Ada ihr Solo gespielt hat“: it is hers.
    if inner == "ihr" and last not in known.second_plural:
        return None
    clause = _Clause((), last, (), inner)
    return _turned_sub([*words[:-1], _agreeing(clause, register)], inner or who, register)


def _turned_sub(words: Sequence[str], who: str, register: Register) -> str | None:
    said = turned(["_", *words], who, register)
    return said[2:] if said else None


def _says_only_that(clause: _Clause) -> bool:
    """Whether what was said would be missing."""
    return clause.verb in forms().saying or clause.rest[-1].lower() in forms().saying
