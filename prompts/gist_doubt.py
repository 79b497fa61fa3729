"""Whether what is pointed at may be no complaint at all: what praises is not quoted with an
apology."""

from __future__ import annotations

from prompts.gist_praise import is_friendly
from prompts.gist_questions import asks
from prompts.gist_telling import names_a_fault, shows_signs, tells_of_one
from prompts.quoting import wordings
from prompts.turning import turn_in
from triage.complaint import Assessment
from triage.sentences import sentences_of

#: Below this it may be none; below the second where its topic is a guess too.
_HARDLY_SURE, _SURE, _GUESSED = 0.55, 0.6, 0.4
#: From here on what is praised beside what is quoted says little.
_ALMOST_ONE = 0.4
#: From here on what is praised may be meant otherwise.
PERHAPS_IRONIC = 0.15
#: From here on every fourth text is ironic.
IRONIC = 0.4
#: From here on a passage is a jest more often than not.
IN_JEST = 0.6
#: From here on it is one, whatever else is said: "the stay was fine, no complaints. The bill …".
_CERTAIN = 0.85


def is_doubtful(text: str, quote: str, start: int, said: Assessment) -> bool:
    """Whether that quotation, which begins there, may be of something the author is content
    with."""
    hardly = is_unsure(said) and not _is_plain(text, quote, start, said)
    return hardly or _is_content(text, said)


def is_unsure(said: Assessment) -> bool:
    """Whether every other one of such texts is no complaint at all."""
    sure = _SURE if said.p_topic < _GUESSED else _HARDLY_SURE
    return said.p_complaint < sure


def _is_plain(text: str, quote: str, start: int, said: Assessment) -> bool:
    """Whether a fault is told all the same: by name, behind praise, or where nothing is praised
    and nothing asked. Of 76 such texts of the corpus 46 are complaints, and a draft of what the
    model calls none is written where somebody asks for it: who tells dryly of two left shoes sounds
    content to the model."""
    if not quote:
        return False
    if names_a_fault(quote, said.lang) and (said.complaint or said.sentiment != "positive"):
        return True
    turn = turn_in(text, said.lang)
    if turn and start >= turn[0]:
        return tells_of_one(quote, said.lang)
    if said.complaint and said.p_ironic >= PERHAPS_IRONIC:
        return True
    told = not (is_friendly(quote, said.lang) or asks(quote)) and shows_signs(quote, said.lang)
    if told and said.p_complaint >= _ALMOST_ONE:
        return True
    return not (_wants_to_know(text) or is_friendly(text, said.lang))


def _wants_to_know(text: str) -> bool:
    """Whether something is asked: who writes "A jacket for children??" asks nothing."""
    sentences = (text[start:end].strip() for start, end in sentences_of(text))
    return any(asks(sentence) for sentence in sentences if sentence.endswith("?"))


def _is_content(text: str, said: Assessment) -> bool:
    """Whether the author says in so many words that all is well, and means it."""
    meant = said.p_ironic < IRONIC and said.p_complaint < _CERTAIN
    content = meant and wordings("content").search(text)
    return bool(content) and not turn_in(text, said.lang)
