"""What it changes that the model points at the words which say what went wrong: a trouble that
stands elsewhere is not the matter, and general words of ours are left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from prompts.gist import Gist, gist_of
from prompts.gist_doubt import IN_JEST
from prompts.trouble_facing import AT_STAKE
from prompts.troubles import VAGUE, Trouble
from triage.complaint import Span
from triage.draft import Brief
from triage.playbook import Move, Phrase, Playbook
from triage.sentences import sentences_of
from triage.severity import Severity

#: What says the gist in a reply.
_SAID = frozenset({"gist", "happened"})
#: General unless they name a fact; an approver may want them for their tone.
_GENERAL, _WISHED = ("worsened", "own"), frozenset({"warmer", "formal"})
#: Whether there still is a journey to go on with is not told.
_OFFERS = frozenset({"rebooking_help"})


def at_the_gist(troubles: list[Trouble], brief: Brief, words: Mapping[str, str]) -> list[Trouble]:
    """Where the gist is said, none: of our words, and of steps, for what only may be the matter one
    in two is wrong; but no jest is quoted where one names its matter. Else those that stand in it;
    where none does, nothing that names what stands in none of the sentences pointed at. As they are
    where the model points at nothing, or nobody complains."""
    gist = gist_of(brief)
    if not troubles or gist is None or troubles[0].head.no_complaint:
        return troubles
    passage = gist.words.replace("’", "'")
    there = [t for t in troubles if _knows_it(t) and t.stands_in(passage) is not None]
    is_said = says_the_gist(brief, words)
    if is_said and not _reads_badly(brief, gist, words):
        return []
    plain = [t for n, t in enumerate(there) if not n or t.names_it]
    if plain or is_said:
        return plain
    pointed_at = _sentences(brief, gist.span)
    return [t for t in troubles if not _knows_it(t) or t.stands_in(pointed_at) is not None]


def _knows_it(trouble: Trouble) -> bool:
    return trouble.is_plain and trouble.head.rank > VAGUE


def _reads_badly(brief: Brief, gist: Gist, words: Mapping[str, str]) -> bool:
    """Whether what would be quoted is in jest: readers called a third of such jests sendable (34 of
    101), and of sentences that name the trouble in their place three fifths (62 of 101). What is
    critical has words of its own."""
    jests = brief.assessment.p_ironic >= IN_JEST
    critical = brief.grade.severity is Severity.CRITICAL
    return jests and "happened" not in words and not critical


def says_the_gist(brief: Brief, words: Mapping[str, str]) -> bool:
    """Whether a reply with these words can say what the model points at."""
    return gist_of(brief) is not None and not _SAID.isdisjoint(words)


def _sentences(brief: Brief, besides: Span) -> str:
    """All that hold what the model points at."""
    text = brief.conversation.mention.text
    starts = (start for start, _ in (*brief.assessment.gist, besides))
    around = sorted({sentences_of(text).around(start) for start in starts})
    return " ".join(text[start:end] for start, end in around).replace("’", "'")


def pointed(playbook: Playbook) -> Playbook:
    """For whoever hears the gist in the first sentence: no general sentence of ours follows."""
    return replace(playbook, moves=tuple(map(_to_the_point, playbook.moves)))


def _to_the_point(move: Move) -> Move:
    return replace(move, phrases=tuple(p for p in move.phrases if _still_fits(p, move.name)))


def _still_fits(phrase: Phrase, move: str) -> bool:
    if move in _GENERAL:
        return bool(phrase.tells or phrase.when & (_WISHED | AT_STAKE))
    return phrase.when.isdisjoint(_OFFERS)
