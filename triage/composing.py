"""Composes a reply of a playbook's phrasings. Pure: the same mention always gets the same words,
its neighbour others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from triage.playbook import MOVES, REQUIRED, Phrase, Playbook, Situation, sentences
from triage.ranking import TOLD_BACK, Said, Way, rank

_FRAME = frozenset({"greeting", "closing"})
#: What goes first when a reply gets too long for its channel; a stated fact is kept longer.
_DROPPED_FIRST = ("own", "worsened", "make_good")
#: The move with general words of ours.
_GENERAL = "own"

Measure = Callable[[str], bool]


def compose(playbook: Playbook, situation: Situation, measure: Measure) -> str:
    """A reply of this playbook that `measure` accepts as short enough.

    Optional moves are dropped and shorter phrasings chosen until it fits; nothing is ever cut.
    When even the shortest words are too long, the shortest are returned, for the guard to see.
    """
    ways = _without_general_words(_ways(playbook, situation), situation)
    for moves in _plans(ways, situation.conditions):
        reply = _fill(moves, ways, situation, measure)
        if reply is not None:
            return reply
    return _shortest(ways)


def examples(playbook: Playbook, situation: Situation, count: int) -> dict[str, list[str]]:
    """Move → up to `count` ways to make it here, the most fitting first."""
    nothing = Said()
    return {
        move: [
            way.text
            for way in sorted(found, key=lambda w: rank(w, move, situation, nothing))[:count]
        ]
        for move, found in _ways(playbook, situation).items()
        if found
    }


def _ways(playbook: Playbook, situation: Situation) -> dict[str, list[Way]]:
    """For each move the phrasings that fit and were not said before."""
    ways = {move: [*_said_with(playbook.phrases(move), situation)] for move in MOVES}
    said = {_bare(s) for reply in situation.said_before for s in sentences(reply)}
    if said:
        return {
            m: [w for w in found if not _says_one_of(said, w.text)] for m, found in ways.items()
        }
    return ways


def _without_general_words(
    ways: Mapping[str, list[Way]], situation: Situation
) -> Mapping[str, list[Way]]:
    """What made it worse for this author says more than a general word of ours, unless that is to
    be warmer."""
    worse = any(not way.phrase.tells for way in ways["worsened"])
    if not worse or "warmer" in situation.conditions:
        return ways
    return {**ways, _GENERAL: [way for way in ways[_GENERAL] if way.names]}


def _said_with(phrases: Sequence[Phrase], situation: Situation) -> Iterator[Way]:
    """What fits, in words; what names a fact by a telling, once for each telling that fills it."""
    for phrase in phrases:
        if not phrase.fits(situation):
            continue
        if not phrase.tells:
            text = phrase.render(situation)
            yield Way(phrase, text, situation.named_in(text))
            continue
        for telling in situation.tellings:
            if telling.kinds == phrase.tells:
                text = phrase.render(situation, telling.words)
                yield Way(phrase, text, telling.facts | situation.named_in(text))


def _says_one_of(said: set[str], text: str) -> bool:
    return not said.isdisjoint(map(_bare, sentences(text)))


def _bare(sentence: str) -> str:
    return re.sub(r"\W+", " ", sentence).strip().lower()


def _plans(ways: Mapping[str, list[Way]], conditions: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """The moves to make: first all there are words for, then fewer and fewer.

    Whoever wants it shorter wants what no reply does without, and a letter's frame.
    """
    moves = tuple(move for move in MOVES if ways[move])
    if "shorter" in conditions:
        kept = REQUIRED | (_FRAME if "mail" in conditions else frozenset())
        moves = tuple(move for move in moves if move in kept)
    yield moves
    dropped_first = sorted(_DROPPED_FIRST, key=lambda move: any(way.names for way in ways[move]))
    for dropped in (*dropped_first, "closing", "greeting"):
        if dropped in moves:
            moves = tuple(move for move in moves if move != dropped)
            yield moves


def _fill(
    moves: Sequence[str], ways: Mapping[str, list[Way]], situation: Situation, measure: Measure
) -> str | None:
    """Choose a phrasing for each move, leaving room for the shortest of those to come."""
    said = Said()
    for at, move in enumerate(moves):
        if move in said.covered:
            continue
        ordered = sorted(ways[move], key=lambda way: rank(way, move, situation, said))
        for way in ordered:
            if _may_follow(way, move, said) and measure(
                _joined(
                    [*said.parts, (move, way.text), *_to_come(moves[at + 1 :], way, ways, said)],
                    situation,
                )
            ):
                said.add(move, way)
                break
        else:
            if move in REQUIRED:
                return None
    return _joined(said.parts, situation)


def _may_follow(way: Way, move: str, said: Said) -> bool:
    """Nothing is taken up twice where the reply can do without."""
    phrase = way.phrase
    if phrase.covers & said.covered:
        return False
    if move in REQUIRED:
        return not phrase.tells or not way.names & said.named
    return not (phrase.says & said.used or way.names & said.named)


def _to_come(
    moves: Sequence[str], way: Way, ways: Mapping[str, list[Way]], said: Said
) -> list[tuple[str, str]]:
    """The shortest words for the moves to come. A fact, and the author's own words, leave room only
    for what has to be said, and any other sentence for the facts that are still to be named."""
    named = said.named | way.names
    done = said.covered | way.phrase.covers
    at_any_rate = named == said.named and not way.phrase.says & TOLD_BACK
    to_come = []
    for move in moves:
        needed = move in REQUIRED | _FRAME
        new = ways[move] if needed else [w for w in ways[move] if not w.names & named]
        if new and move not in done and (needed or at_any_rate):
            to_come.append((move, _briefest(move, new)))
    return to_come


def _briefest(move: str, ways: Sequence[Way]) -> str:
    """The shortest words for a move, if there are any those that name a fact; for the next step
    the topic's own: they say what to send."""
    own = [way.text for way in ways if way.phrase.own and move == "next_step"]
    telling = [way.text for way in ways if way.names and move in _DROPPED_FIRST]
    return min(own or telling or [way.text for way in ways], key=len)


def _joined(said: list[tuple[str, str]], situation: Situation) -> str:
    """One paragraph; in a letter the greeting and the closing stand on lines of their own."""
    reply = ""
    for move, text in said:
        letter = "mail" in situation.conditions
        after = "\n\n" if letter and (move == "closing" or reply.endswith("\n\n")) else " "
        if reply and not reply.endswith("\n\n"):
            reply += after
        reply += text + ("\n\n" if letter and move == "greeting" else "")
    return reply


def _shortest(ways: Mapping[str, list[Way]]) -> str:
    needed = [move for move in MOVES if move in REQUIRED and ways[move]]
    return " ".join(_briefest(move, ways[move]) for move in needed)
