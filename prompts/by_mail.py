"""Whoever wrote us an e-mail has told us all: they are not asked to write once more, but told what
we do now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from triage.playbook import Phrase, Playbook

#: „Schreiben Sie mir bitte, ich gehe dem nach“: without its beginning it stands by itself.
_ASKED_TO_WRITE = re.compile(r"^\{write_me\}, (?=(?:<[^<>]*?)?ich )")


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
    if "write_me" not in phrase.variables:
        yield phrase
        return
    yield replace(phrase, when=phrase.when | {"!mail"})
    told = _ASKED_TO_WRITE.sub("", phrase.template)
    if told != phrase.template:
        yield replace(phrase, template=told, when=phrase.when | {"mail"})
