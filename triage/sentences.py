"""Where the sentences of a text begin and end, roughly: what belongs together stands in one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from triage.complaint import Span

_END = re.compile(r"(?<![.!?…])(?P<dot>[.!?…]+)[\"”“»«')*]{0,3}(?:\s|$)|\n")
#: A full stop after these ends no sentence, nor does one after a number: "am 3. Mai".
_ABBREVIATIONS = frozenset(
    {
        "std", "stdn", "min", "mins", "hr", "hrs", "st", "nr", "no", "ca", "bzw", "mr", "mrs", "ms",
        "dr", "tel", "str", "p.m", "a.m", "approx", "evtl", "inkl", "zzgl", "z.b", "u.a", "d.h",
        "capt", "prof", "fr", "vs", "etc", "wg", "wk", "wks", "abt", "sept", "dept",
        "bez", "gem", "lt", "vgl", "schriftl", "hbf", "ltd", "d", "ü", "v", "ggf", "tgl", "bspw",
        "u", "j", "ref",
    }
)  # fmt: skip
#: Nor before a number: „mind. 20 min“, and not "never mind. 20 minutes later …".
_BEFORE_NUMBER = re.compile(r"\b(?<!ever )(?<!t )(?<!y )(?<!u )(?<!r )(?:mind|max)$", re.IGNORECASE)
#: Where one of these follows a number, it was none of "3. Mai", „im 2. Stock“.
_BEGINS = re.compile(
    r"(?:I|It|The|We|They|He|She|There|This|That|My|Our|Now|But|And|No|Nobody|Not|Then|Still|You"
    r"|Am|Is|Are|What|Why|How|Where|When|Who|Was|Warum|Wieso|Wann|Wo|Wie|Wer|Ist"
    r"|Since|Last|After|Before|Every|Please|Your|At|In|On|With|For|If|Seit|Seitdem|Nach|Nun|Bitte"
    r"|Mein|Meine|Unser|Unsere|Ihr|Ihre|Hab|Habe|Ich|Wir|Es|Er|Sie|Der|Die|Das|Ein|Eine|Kein|Keine|Niemand|Und|Aber|Dann|Jetzt|Heute|Man)\b"
)
_INITIAL = re.compile(r"\b(?:M(?:r|rs|s|iss)|Herrn?|Frau|Familie)\.? [A-ZÄÖÜ]$")
_LAST_WORD = re.compile(r"[^\s]*$")
#: „am 4.5. wurde“
_DAY = re.compile(r"\d{1,2}\.\d{1,2}")


class Sentences:
    """
    >>> text = "5 Std. Verspätung. Und kein Wort!"
    >>> [text[start:end] for start, end in Sentences(text)]
    ['5 Std. Verspätung. ', 'Und kein Wort!']
    """

    def __init__(self, text: str) -> None:
        self._starts = [0]
        self._length = len(text)
        for match in _END.finditer(text):
            if match.end() < len(text) and not _is_no_end(text, match):
                self._starts.append(match.end())

    def __iter__(self) -> Iterator[Span]:
        ends = [*self._starts[1:], self._length]
        return iter(list(zip(self._starts, ends, strict=True)))

    def around(self, position: int) -> Span:
        """The sentence that this character stands in."""
        index = bisect_right(self._starts, position) - 1
        following = self._starts[index + 1 : index + 2]
        return self._starts[index], following[0] if following else self._length


# As many as are opened at once.
@lru_cache(maxsize=128)
def sentences_of(text: str) -> Sentences:
    """Read once, however many finders ask."""
    return Sentences(text)


def _is_no_end(text: str, match: re.Match[str]) -> bool:
    if match["dot"] != ".":
        return False
    before = text[max(0, match.start() - 12) : match.start()]
    found = _LAST_WORD.search(before)
    word = found[0].lower() if found else ""
    # „am 6. d. M. von …“: it goes on in small letters.
    letter = len(word) == 1 and word.isalpha() and text[match.end() : match.end() + 1].islower()
    counted = _BEFORE_NUMBER.search(before) and text[match.end() : match.end() + 1].isdigit()
    # "the late Mr G. Tully"
    initial = _INITIAL.search(before) is not None
    # „Lessingstr. 4“, „Kundennr. 40 118“
    street = word.endswith(("str", "nr")) and text[match.end() : match.end() + 1].isdigit()
    abbreviated = word.rpartition("-")[2] in _ABBREVIATIONS or street
    return bool(letter or counted or initial) or abbreviated or _counts(text, match, before, word)


def _counts(text: str, match: re.Match[str], before: str, word: str) -> bool:
    """Whether it is the full stop of "3. Mai", or of a point in a list."""
    if _DAY.fullmatch(word):
        return text[match.end() : match.end() + 1].islower()
    if not word.isdigit() or len(word) > 2:
        return False
    listed = before[: -len(word)].rstrip(" ")[-1:] in ("", "\n", ".", "!", "?", ":")
    return listed or not _BEGINS.match(text, match.end())
