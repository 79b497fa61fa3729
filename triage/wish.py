"""What an approver wants of another draft: one of the known wishes, or words of their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Wish(StrEnum):
    SHORTER = "shorter"
    WARMER = "warmer"
    MORE_FORMAL = "more_formal"
    #: The goodwill is left out, of the text and of the offer.
    WITHOUT_REMEDY = "without_remedy"
    #: German in place of English, English in place of German.
    OTHER_LANGUAGE = "other_language"


#: Wishes that another one takes back.
_TAKES_BACK = {Wish.WARMER: Wish.MORE_FORMAL, Wish.MORE_FORMAL: Wish.WARMER}


@dataclass(frozen=True)
class Wanted:
    """What is wanted in one go. Neither a wish nor an instruction: the same in other words."""

    wishes: frozenset[Wish] = frozenset()
    instruction: str = ""

    @property
    def only_other_words(self) -> bool:
        return not self.wishes and not self.instruction


def together(before: Iterable[Wish], more: Iterable[Wish]) -> frozenset[Wish]:
    """The wishes of a draft and those on top of it: whoever wants a short draft warmer keeps it
    short. The other language of the other language is the first one again.

    >>> sorted(together({Wish.SHORTER, Wish.WARMER}, {Wish.MORE_FORMAL}))
    [<Wish.MORE_FORMAL: 'more_formal'>, <Wish.SHORTER: 'shorter'>]
    """
    kept, added = frozenset(before), frozenset(more)
    turned_back = kept & added & {Wish.OTHER_LANGUAGE}
    taken_back = {_TAKES_BACK[wish] for wish in added if wish in _TAKES_BACK}
    return (kept - (taken_back - added) | added) - turned_back
