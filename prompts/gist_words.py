"""A passage of a complaint as a reply quotes it: without what joins it to the text, whom it
greets, what was asked for it; nothing where a stranger had better not repeat it."""

from __future__ import annotations

import re

from prompts.gist_edges import MARKS, STOP, plain
from prompts.gist_leads import GREETING
from prompts.quoted_sums import Bounds, as_repeated
from prompts.quoting import wordings
from triage.complaint import Span
from triage.sentences import sentences_of

#: A reason says nothing without what it is one for.
_REASON = re.compile(r"\W*(?:weil|because)\s", re.IGNORECASE)
#: Nobody's illness stands in a reply.
_ILL = (
    r"(?:surger(?:y|ies)|chemo\w*|cancer|krebs\w*|stroke|infarkt|herzinfarkt|schlaganfall|tumou?r\w*|lumps?"
    r"|epilep\w*|parkinson\w*|herzkrank\w*|lungenkrank\w*|sclerosis|multiple sklerose"
    r"|leuk[aä]e?mi\w*|schizophren\w*|bipolar\w*|diabet\w*|depressi\w*|bandscheibe\w*|\w+-op"
    r"|asthma\w*|dialys[ei]s?|miscarriage|fehlgeburt|catheter\w*|katheter\w*|in[kc]ontinen\w*|stoma"
    r"|colostomy|blutungen|haemorrhag\w*|hemorrhag\w*|epipen|oxygen|sauerstoff\w*|dement\w*"
    r"|demenz\w*|alzheimer\w*|cerebral palsy|zerebralparese)\b"
)
_ILLNESS = re.compile(rf"\b{_ILL}", re.IGNORECASE)
#: "my epilepsy meds": what they are for is nobody's business.
_FOR_AN_ILLNESS = re.compile(
    rf"\b{_ILL}\s(?=(?:meds|medication|medicines?|tablets|pills|medikamente?n?|tabletten)\b)",
    re.IGNORECASE,
)
#: Whose it is tells nothing of what went wrong, and is nobody's business.
_ACCOUNT = re.compile(r"\b(?:my|our|meine|unsere) iban\b", re.IGNORECASE)
#: A person by their surname.
_SURNAMED = re.compile(
    r"(?<!ine )(?<!hre )(?<!ere )\b(?:Herrn?|Frau|Mrs?|Ms|Miss)\.?\s(?:(?:Dr|Prof)\.?\s)*"
    r"(?P<names>[A-ZÄÖÜ][a-zäöüßéè]{2,}(?:\s[A-ZÄÖÜ][a-zäöüßéè]{2,})?)"
)
_SINCE_ILL = re.compile(
    rf"\s(?:after|following|since|nach|seit|wegen)\s(?:[\w-]+\s){{0,3}}{_ILL}", re.IGNORECASE
)
#: A word that the author did not write out had better not be repeated either.
_BLANKED_OUT = "**"
#: What begins so is a question, with or without its mark.
_ASKS = re.compile(
    r"(?:why|whose|what['’]?s|wa[sd] (?:is|ist)|where (?:is|are|tf|do)"
    r"|how (?:is|are|can|do|long)|what (?:is|are|do)"
    r"|can (?:you|someone|anyone|i)|could (?:you|someone)|(?:will|would) (?:you|there)"
    r"|is (?:there|this|it|your)|(?:are|do|did|have) (?:you|any|your)"
    r"|warum|wieso|weshalb|woher|wann|was soll|wo bitte|wie (?:komm|kann|lange)"
    r"|kann (?:man|ich|mir)|könnt ihr|können sie|gibt es|gibts)\b"
    r"|(?:habt|seid|wollt|könnt|müsst) ihr"
    r"|.*\b(?:wann|warum|wieso|why|when)\s(?:geht|kommt|kann|is|are|will|do|does|can)\b",
    re.IGNORECASE,
)
#: Until what happened all was well: that is no sentence without it.
_UNTIL = re.compile(
    r"\W*(?:bis|until|till)\s(?:ich|wir|er|sie|es|man|i|we|they|he|she|it)\b", re.IGNORECASE
)
#: Where it was says nothing by itself.
_ONLY_WHERE = re.compile(
    r"(?:in|on|at|from|with|for|of|to|by|im|am|an|auf|bei|beim|mit|von|vor|nach|aus)\s"
    r"(?:[^\s,:]+\s?){1,4}", re.IGNORECASE,
)  # fmt: skip
#: What ends so is cut in two: "locked out of @nordair".
_GOES_ON = re.compile(
    r"\b(?:an?|the|my|our|your|his|her|their|to|of|for|with|at|by|from|into|and|or|but|that|which|who|as"
    r"|was|were|than|because|if|der|die|das|den|dem|ein|eine[mnr]?|meine?[mnr]?|unsere?[nr]?|ihre?[nr]?"
    r"|is|are|been|being|kein|keine[nr]?|im|am|zum|zur|vom|beim|und|oder|aber|dass|weil|wenn|ob|wurde|ohne|laut|wegen"
    r"|ich habe?|wir haben|i have|we have|i['’]ve|we['’]ve"
    r"|mit der begründung|mit dem hinweis|(?:was|were|is|are) just)$",
    re.IGNORECASE,
)
#: What ends so is said of what was praised before: "Sitting on the tarmac for hours was not".
_IN_CONTRAST = re.compile(
    r"(?!.*(?:[.!,;]\s|\sand\s|\sbut\s|\sund\s|\saber\s)).*(?:\b(?:was|were|is|are)(?: not|n['’]?t)"
    r"|\bless so|\bnot so much|\s(?:eher |leider )?weniger|\s(?:eher|leider) nicht)$",
    re.IGNORECASE,
)
#: What begins so has lost of whom it is told.
_BEGINS_AMID = re.compile(r"(?:is|are|was|were|ist|war|wurde)\s")
#: What begins so behind a comma is told of the word before it.
_RELATIVE = re.compile(
    r"(?:where|which|whose|being|having|wobei|weshalb|wodurch|woraufhin|dessen|deren)\s",
    re.IGNORECASE,
)
_FULL_STOP = re.compile(r"[.!](?!\.)|\s*$|\s*\n")
#: A condition is cut off from what it is one for by the comma behind it, or by the end of a post.
_GOES_ON_BEHIND = re.compile(r"(?P<more>,|\s(?:and|und)\b)|\s?(?:…|\.\.)")
_CONDITION = re.compile(
    r"(?:.*\b(?:and|but|und|aber)\s)?(?:if|unless|once|wenn|falls|sobald)\b[^,;:]*", re.IGNORECASE
)
#: What somebody was told stands behind the comma.
_TOLD = re.compile(
    r"\b(?:auskunft (?:bekommen|erhalten|gekriegt)|(?:mir|uns) gesagt|gesagt bekommen"
    r"|h(?:ieß|eißt) es|man (?:mir|uns)"
    r"|(?:i|we) (?:was|were|am|are|get|got) told)$",
    re.IGNORECASE,
)
_LAST_CONDITION = re.compile(r"(?:.*,\s)?(?:if|wenn|falls)\b[^,;:]*", re.IGNORECASE)


def as_quoted(text: str, span: Span, lang: str, bounds: Bounds) -> str:
    """The words of this passage; empty where they are no quotation."""
    half = _REASON.match(text, *span) or _UNTIL.match(text, *span)
    if half or "?" in text[span[1] : span[1] + 2]:
        return ""
    words = repeatable(text, span, lang, bounds)
    if _ASKS.match(words) or _BEGINS_AMID.match(words) or _hangs_on_a_comma(text, span, words):
        return ""
    return "" if _is_part_of_a_sentence(text, span, words) else words


def told_amid(text: str, span: Span, lang: str, bounds: Bounds) -> str:
    """The same behind other words, where it need not say of whom it is told."""
    words = repeatable(text, span, lang, bounds)
    return "" if _ASKS.match(words) or "?" in text[span[1] : span[1] + 2] else words


def _hangs_on_a_comma(text: str, span: Span, words: str) -> bool:
    """Whether it is of what stands before: "at the inn, where two of three have no door handle"."""
    return _RELATIVE.match(words) is not None and text[: span[0]].rstrip().endswith(",")


def repeatable(text: str, span: Span, lang: str, bounds: Bounds) -> str:
    """The words of a passage without what a reply never repeats, asked or told; empty where too
    little is left of them, or too much."""
    if span[1] - span[0] > 2 * bounds.longest or _BLANKED_OUT in text[slice(*span)]:
        return ""
    words = as_repeated(_without_illness(plain(text[slice(*span)], lang)), lang, bounds)
    if not words or _ACCOUNT.search(words) or _ILLNESS.search(words) or _names_one_of(text, words):
        return ""
    if len(words) > bounds.longest or len(STOP.findall(words)) > 2 or _is_part_of_another(words):
        return ""
    if _IN_CONTRAST.match(words):
        return ""
    if _GOES_ON.search(words) and not _ends_a_sentence(text, span, words):
        return ""
    return "" if _is_inside_a_quotation(text, span) else words


def _names_one_of(text: str, words: str) -> bool:
    """Whether somebody stands there whom the text names in full elsewhere: „Herr Lohmeyer“."""
    named = (name for match in _SURNAMED.finditer(text) for name in match["names"].split())
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words) for name in named)


def _without_illness(words: str) -> str:
    return _FOR_AN_ILLNESS.sub("", _SINCE_ILL.sub("", words))


def _is_part_of_another(words: str) -> bool:
    """Whether it greets, says only where it was, or leaves a quotation or bracket open."""
    begins = GREETING.match(words) or words.count("(") != words.count(")")
    return bool(begins or _ONLY_WHERE.fullmatch(words) or MARKS.search(words))


def _ends_a_sentence(text: str, span: Span, words: str) -> bool:
    """Whether it ends where the author's own sentence does: „zeigt mein Ticket nicht mehr an.“"""
    own = text[slice(*span)].rstrip(" \n\t.!")
    whole = own.split()[-1:] == words.split()[-1:]
    return whole and _FULL_STOP.match(text, span[0] + len(own)) is not None


def _is_part_of_a_sentence(text: str, span: Span, words: str) -> bool:
    """Whether it is a condition without what it is one for, or half of a question."""
    # "unless I 1) pay more": the number of a point.
    if words[-1:].isdigit() and text[span[1] : span[1] + 1] == ")" and "(" not in words:
        return True
    if _TOLD.search(words) and text[span[1] : span[1] + 1] in (",", ":"):
        return True
    behind = _GOES_ON_BEHIND.match(text, span[1])
    condition = _CONDITION if behind and behind["more"] else _LAST_CONDITION
    if behind and condition.fullmatch(words):
        return True
    begins, ends = sentences_of(text).around(max(span[0], span[1] - 1))
    asked = text[begins:ends].rstrip().endswith("?")
    return asked and begins >= span[0] and wordings("asks").match(words) is not None


def _is_inside_a_quotation(text: str, span: Span) -> bool:
    """Whether it only begins or only ends where one does."""
    start, end = span
    around = text[max(0, start - 1) : start], text[end : end + 1]
    opens, closes = (MARKS.match(mark) is not None for mark in around)
    return opens != closes
