"""What of a topic's playbook is said to somebody with a trouble: the trouble's own sentences go
before it, and general words of ours go."""

from __future__ import annotations

from dataclasses import replace

from prompts.troubles import VAGUE, Trouble
from prompts.vocabulary import ASK_CONDITIONS
from triage.playbook import Move, Phrase, Playbook

#: What a letter needs, whatever it says.
_FRAME = frozenset({"greeting", "closing"})
#: Whoever has to write again hears that first, whatever the trouble is.
_FIRST = frozenset({"again", "poor_reply"})
#: What is asked for in so many words is taken up, whatever the trouble is.
_ASKED_FOR = frozenset(ASK_CONDITIONS.values())
#: Nor is it passed over what somebody's health has to do with it.
AT_STAKE = frozenset({"health_unsaid", "hurt"})
#: Quotations are for those whose trouble has no words here.
_QUOTED = frozenset({"answer", "matter"})
#: What helps with some troubles only.
_OFFERS = frozenset({"rebooking_help", "personal_call"})
#: These words name the trouble: in the common playbook, so that each is called by its name.
_NAMED = frozenset({"trouble", "besides", "happened", "gist", "question"})


def facing(playbook: Playbook, trouble: Trouble) -> Playbook:
    """The topic's playbook for somebody with this trouble: it is named first and plainly, and the
    next step is the one that fits it. General words of ours are left out, unless they name a
    stated fact. Where nobody complains,
    all that is said is the trouble's own."""
    return replace(playbook, moves=tuple(_faced(move, trouble) for move in playbook.moves))


def _faced(move: Move, trouble: Trouble) -> Move:
    own = trouble.playbook.phrases(move.name)
    if trouble.head.no_complaint:
        framed = (p for p in move.phrases if move.name in _FRAME and "mail" in p.when)
        return Move(move.name, (*own, *framed))
    if move.name == "take_up":
        # Where it does not know what went wrong, the thing's name says more than its sentences.
        known = trouble.head.rank > VAGUE and trouble.is_plain
        said = _NAMED if known else _NAMED | {"subject"}
        kept = (p for p in move.phrases if p.says & said or p.when & _FIRST)
        return Move(move.name, (*own, *kept))
    if move.name == "next_step":
        helps = any("urgent" in phrase.when for phrase in own)
        heeded = _ASKED_FOR if helps else _ASKED_FOR | {"urgent"}
        return Move(move.name, (*own, *(p for p in move.phrases if p.when & (heeded | AT_STAKE))))
    if move.name == "worsened":
        worse = (
            p
            for p in move.phrases
            if _tells_more(p) or "besides" in p.variables or p.when & AT_STAKE
        )
        return Move(move.name, (*own, *worse))
    if move.name == "own":
        wished = (p for p in move.phrases if _tells_more(p) or p.when & {"warmer", "formal"})
        return Move(move.name, (*own, *wished))
    return Move(move.name, own or tuple(p for p in move.phrases if _still_fits(p)))


def _tells_more(phrase: Phrase) -> bool:
    """Whether it names a fact; a thing only critical matters: the trouble has said what it is
    about, and "the trouble with the soap" behind it is no way to speak."""
    return bool(phrase.tells) and ("thing" not in phrase.tells or "critical" in phrase.when)


def _still_fits(phrase: Phrase) -> bool:
    """A new booking or a call is offered only where the trouble itself says so."""
    return phrase.when.isdisjoint(_OFFERS) and phrase.variables.isdisjoint(_QUOTED)
