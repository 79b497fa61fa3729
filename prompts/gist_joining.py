"""How sentences of a complaint are put side by side in a quotation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from prompts.gist_passages import Quoted
from prompts.retelling.clause_lists import pattern
from triage.quotation import LEFT_OUT, our_words

#: With more signs for what is not repeated it is a form, and no sentence.
MOST_SIGNS = 3
_STOPS = " \n\t.!…,;:–—-"
_ENDS, _GOES_ON = (".", "!", "?", "…"), (",", ";", ":")
_JOINS = re.compile(r"und|aber|and|but|plus|then|dann|so|also|nur|only", re.IGNORECASE)
#: In characters: so many tell where a sentence begins.
_ENOUGH = 12
BETWEEN = f" {LEFT_OUT} "
_LEANING = re.compile(
    r"(?:like,\s|doesn['’]?t mean|because|weil|deshalb|deswegen|darum|trotzdem"
    r"|dann|danach|daraufhin|außerdem|also|so)\b"
    # „Mit unseren Jacken“, "Lost at Sala": who is gone, and what is.
    r"|(?:mit|ohne|with|without)\s(?:unsere|meine|our|my)|(?:lost|gone|left)\s(?:at|in|on)\b",
    re.IGNORECASE,
)
#: „Das ist nun fünf Wochen her“; not „Das Gerät“, „Die alte Lampe“. Case counts.
_UNCLEAR_DE = re.compile(
    r"(?:[Ee]r|[Ss]ie|[Ee]s(?!\s(?:gibt|gab|fehlt|fehlte|kommt|kam|tropft|stinkt)\b)|[Dd]ort|[Dd]a(?:mit|rauf|bei|für|von"
    r"|nach|her|ran|zu|durch|rin)?|[Bb]eide|[Ww]ar|[Ww]aren|[Ii]st|[Ss]ind"
    r"|[A-ZÄÖÜ][\wäöüß]*(?:\s\w+){0,2}\s(?:hatte|hat|war|ist|kam|bekam|wurde|musste|konnte|blieb|lag|stand|saß)\s(?:sie|er)"
    r"|[^.,]{0,40}\bhieß es(?:\s\w+)?, (?:er|sie|es)"
    r"|[Dd]ies\w*(?!\s[A-ZÄÖÜ])|[Dd](?:as|ie|er|en|em)(?!\s(?:[a-zäöüß-]+\s){0,2}[A-ZÄÖÜ]))\b"
)
#: „Wir sind für Sie da.‘“ ends already.
_STOPPED = re.compile(r"\?$|[.!?]['‘’]$")


def leans(said: str, lang: str) -> bool:
    """Whether it begins with a word for what was told before it."""
    unclear = _UNCLEAR_DE if lang == "de" else pattern(lang, "unclear")
    return any(leaning.match(said) for leaning in (unclear, _LEANING))


def side_by_side(text: str, parts: Sequence[Quoted]) -> str:
    """They stay sentences; where the author's words are left out between two, with a sign for
    that."""
    said = parts[0].said
    for one, other in pairwise(parts):
        said += _between(text, one, other) + other.said
    return said


def _between(text: str, one: Quoted, other: Quoted) -> str:
    """The author's comma or colon, else a stop; *…* where words are left out."""
    begins = max(one.span[1], text.find(other.said[:_ENOUGH], *other.span))
    before = text[:begins].rstrip()
    left_out = text[one.span[1] : begins].strip(_STOPS)
    if _JOINS.fullmatch(left_out):
        # „Trotzdem geschätzt. Und zwar doppelt so hoch“: it joins what is side by side here, too.
        stopped = text[: one.span[1]].rstrip().endswith(_ENDS)
        joins = " ".join(text[one.span[1] : begins].lstrip(_STOPS).split())
        return f"{_stop(text, one) if stopped else ' '}{joins} "
    if before.endswith(_GOES_ON) and not left_out:
        return f"{before[-1]} "
    between = _stop(text, one)
    around = text[max(0, one.span[0] - _ENOUGH) : other.span[1] + _ENOUGH]
    quoted = f"„{one.said}{between}{other.said}“"
    omits = any(c.isalnum() for c in left_out) or our_words(quoted, around) == quoted
    return BETWEEN if omits else between


def _stop(text: str, behind: Quoted) -> str:
    """With the author's exclamation mark, where there is one."""
    if _STOPPED.search(behind.said):
        return " "
    end = behind.span[1]
    exclaims = text[:end].rstrip().endswith("!") or text.startswith("!", end)
    return "! " if exclaims else ". "
