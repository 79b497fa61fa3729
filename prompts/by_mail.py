"""Whoever wrote us an e-mail has told us all: they are not asked to write once more, but told what
we do now. On a page open to all they are asked for a letter, and for nothing in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from triage.playbook import Phrase, Playbook

#: „Schreiben Sie mir bitte, ich gehe dem nach“: without its beginning it stands by itself.
_ASKED_TO_WRITE = re.compile(r"^\{write_me\}, (?=(?:<[^<>]*?)?ich )")
#: "DM me how to reach you; I'll look into it": so does this, and a letter says how by itself.
_ASKED_FOR_LITTLE = re.compile(
    r"(?P<please><Please \|>)?\{send_me\} "
    r"(?:how (?:best )?(?:to|I can) reach you|anything (?:you'd like to add|else I should know))"
    r"(?: right away)?(?P<then>(?:,? \(?(?:no|never|without) [^;]*?)?(?:; |, and |\. ))"
    r"(?=I['’](?:ll|m) )"
)
_BEGINS = re.compile(r"(?<=[.!?] )write")


def answered_by_mail(playbook: Playbook) -> Playbook:
    """With each next step that only asks for a message kept off e-mail, and said there without
    asking where the rest is a sentence."""
    return replace(
        playbook,
        moves=tuple(
            replace(move, phrases=tuple(p for phrase in move.phrases for p in _ways(phrase)))
            for move in playbook.moves
        ),
    )


def _ways(phrase: Phrase) -> Iterator[Phrase]:
    if _ASKED_FOR_LITTLE.search(phrase.template):
        yield from _where_little_is_asked(phrase)
    elif "write_me" not in phrase.variables:
        yield phrase
    else:
        yield replace(phrase, when=phrase.when | {"!mail"})
        told = _ASKED_TO_WRITE.sub("", phrase.template)
        if told != phrase.template:
            yield replace(phrase, template=told, when=phrase.when | {"mail"})


def _where_little_is_asked(phrase: Phrase) -> Iterator[Phrase]:
    yield replace(phrase, when=phrase.when | {"!mail", "!open"})
    by_letter = _ASKED_FOR_LITTLE.sub(r"\g<please>write to {contact}\g<then>", phrase.template)
    written = _BEGINS.sub("Write", by_letter)
    yield replace(phrase, template=written, when=phrase.when | {"open"})
    told = _ASKED_FOR_LITTLE.sub("", phrase.template)
    yield replace(phrase, template=told, when=phrase.when | {"mail"})
