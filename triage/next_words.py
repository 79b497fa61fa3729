"""What the customer's next words after our reply say by themselves, whatever a model makes of them.

Thanks are short and mean what they say, or they are mock; "still nothing" is never good news; and
whoever threatens to leave or to sue is worse off than before.
"""

from __future__ import annotations

import re
from enum import StrEnum

from triage.wording_files import wording


class Sign(StrEnum):
    """One file of wordings each in triage/wordings/next_words/."""

    THANKS = "thanks"
    #: It is put right, says the customer.
    SETTLED = "settled"
    #: Thanks that mean the contrary.
    MOCK_THANKS = "mock_thanks"
    #: What was complained about goes on.
    STILL_OPEN = "still_open"
    #: The customer goes elsewhere, or to court.
    LEAVING = "leaving"


_HANDLE_OR_LINK = re.compile(r"(?<![\w.])@\w+|https?://\S+|__\w+__")
#: Thanks with no more words than this have no room for a complaint.
SHORT = 8


def signs_in(words: str) -> frozenset[Sign]:
    """
    >>> sorted(signs_in("@RegioBahn Danke, aber ich warte immer noch."))
    [<Sign.STILL_OPEN: 'still_open'>, <Sign.THANKS: 'thanks'>]
    >>> sorted(signs_in("Na, vielen Dank auch."))
    [<Sign.MOCK_THANKS: 'mock_thanks'>, <Sign.THANKS: 'thanks'>]
    """
    said = _bare(words)
    return frozenset(sign for sign in Sign if wording(f"next_words/{sign}").search(said))


def says_it_goes_on(words: str) -> bool:
    """Whether what was complained about is not put right, or the thanks are mock."""
    return bool(signs_in(words) & {Sign.STILL_OPEN, Sign.MOCK_THANKS})


def is_short_thanks(words: str) -> bool:
    """Thanks and next to nothing else.

    >>> [is_short_thanks(said) for said in ("Danke für die schnelle Hilfe!", "Danke, aber …")]
    [True, False]
    """
    said = _bare(words)
    return (
        bool(wording("next_words/thanks").search(said))
        and len(said.split()) <= SHORT
        and not wording("next_words/but").search(said)
        and "?" not in said
    )


def _bare(words: str) -> str:
    return " ".join(_HANDLE_OR_LINK.sub(" ", words).replace("’", "'").split())
