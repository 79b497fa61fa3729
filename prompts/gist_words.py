"""A passage of a complaint as a reply quotes it: without what joins it to the text, whom it
greets, what was asked for it; nothing where a stranger had better not repeat it."""

from __future__ import annotations

import re

from prompts.gist_edges import GREETING, MARKS, STOP, plain
from prompts.quoting import ELIDED, wordings
from triage.complaint import Span
from triage.personal_data import MASK, mask
from triage.sentences import sentences_of

#: A reason says nothing without what it is one for.
_REASON = re.compile(r"\W*(?:weil|because)\s", re.IGNORECASE)
#: What was asked for it is left out where the rest stands without: "a $75 fee".
_MONEY = (
    r"(?:[€£$₹]\s?\d(?:[\d.,]*\d)?k?|(?:rs\.?|inr|chf|eur|usd|gbp|php|ngn|kes|zar)\s?\d(?:[\d.,]*\d)?"
    r"|\d(?:[\d.,]*\d)?\s?(?:[€$£]|(?:euros?|franken|fränkli|stutz|dollars?|pounds?|quid|bucks|bux|kronen|kroner?"
    r"|rupees?|lakhs?|naira|pesos?|rand|z[łl]oty|forint|dirhams?|shillings?|chf|eur|usd|gbp|lira)\b))"
)
_AMOUNT = re.compile(
    rf"(?:^|(?<=\ba\s)|(?<=\bthe\s)|(?<=\bmy\s)|(?<=\byour\s)){_MONEY}\s"
    r"(?!(?:for|of|in|on|to|and|or|per|from|instead|an|im|zu|mehr|more|each|fürs?|statt|und|von|pro)\b)"
    rf"(?=[^\W\d]|['\"„])|,\s{_MONEY}(?=[,.!;](?!\d)|$)|\s(?:um|für|for)\s{_MONEY}(?=[,.!;](?!\d)|$)|\s\({_MONEY}\)"
    r"|(?<=advance|deposit|payment)\sof\s\d[\d.,]*\d|(?<=anzahlung)\s(?:von|über)\s\d[\d.,]*\d",
    re.IGNORECASE,
)
#: "charged me £9 to print it"
_PAID = re.compile(
    rf"\b((?:charged?|billed?|fined|pay|paid)(?:\s(?:me|us|him|her|them))?)\s{_MONEY}(?=\s(?:to|for)\b)",
    re.IGNORECASE,
)
#: What is left of sums: "12.-", "my 20k", "I paid 3500", „um 40 gestiegen“.
_SUM = re.compile(
    rf"(?<!\w){_MONEY}|\b\d[\d.’']*[.,][-–]|\b\d+k\b"
    r"|(?:(?<=\bauf\s)|(?<=\bfür\s)|(?<=kostet\s)|(?<=kosten\s)|(?<=zahle\s)|(?<=\bnun\s)|(?<=\bnur\s)"
    r"|(?<=statt\s)|(?<=\bum\s)|(?<=mal\s)|(?<=\bfor\s)|(?<=\bpay\s)|(?<=costs\s)|(?<=\bme\s)|(?<=only\s))\d+[.,]\d{2}\b(?![.:]|\s?Uhr)"
    r"|(?<=\bpaid\s)\d[\d.,]*\d|(?<=\bcharged\s)\d[\d.,]*\d|(?<=\bcosts\s)\d[\d.,]*\d|(?<=\bpay\s)\d[\d.,]*\d(?=\sto\b)"
    r"|(?<=\bkostet\s)\d[\d.,]*\d|\d[\d.,]*\d(?=\s(?:bezahlt|gezahlt|zahlen|abgebucht|überwiesen)\b)",
    re.IGNORECASE,
)
#: More than that left out is no sentence any more, nor is „von 96 auf […]“.
_MOST_ELIDED = 1
_READS_WELL = re.compile(
    r"\w\s(?<!\bvon\s)(?<!\bfrom\s)(?<!\bbis\s)(?<!\bto\s)(?<!\band\s)(?<!\bund\s)(?<!\d\sauf\s)\[…\]\s[^\W\d_]",
    re.IGNORECASE,
)
#: An address or a number that tells who it is.
_PERSONAL = re.compile(rf"{MASK}+(?:[ -]{MASK}+)*(?: (?:bis|to|–) \d+)?")
#: Nobody's illness stands in a reply.
_ILL = (
    r"(?:surger(?:y|ies)|chemo\w*|cancer|krebs\w*|stroke|infarkt|herzinfarkt|schlaganfall|tumou?r\w*|lumps?"
    r"|epilep\w*|diabet\w*|depressi\w*|bandscheibe\w*|\w+-op|dialys[ei]s?|miscarriage|fehlgeburt)\b"
)
_ILLNESS = re.compile(rf"\b{_ILL}", re.IGNORECASE)
#: How many there were: a reply in public names no sum of those either.
_MILES = re.compile(
    r"\b(?:\d{1,3}(?:[.,’' ]\d{3})+|\d{4,}|\d{3}(?=\s(?:points|punkte)))\s"
    r"(?=(?:points|miles|meilen|punkte)\b)", re.IGNORECASE,
)  # fmt: skip
_SINCE_ILL = re.compile(
    rf"\s(?:after|following|since|nach|seit|wegen)\s(?:[\w-]+\s){{0,3}}{_ILL}", re.IGNORECASE
)
#: Fewer words than that say nothing without the amount that stood before them.
_LEFT_OF_A_PRICE = 2
#: A word that the author did not write out had better not be repeated either.
_BLANKED_OUT = "**"
#: What begins so is a question, with or without its mark.
_ASKS = re.compile(
    r"(?:why|whose|where (?:is|are|tf|do)|how (?:is|are|can|do|long)|what (?:is|are|do)"
    r"|can (?:you|someone|anyone|i)|could (?:you|someone)|(?:will|would) (?:you|there)"
    r"|is (?:there|this|it|your)|(?:are|do|did|have) (?:you|any|your)"
    r"|warum|wieso|weshalb|woher|wann|was soll|wo bitte|wie (?:komm|kann|lange)"
    r"|kann (?:man|ich|mir)|könnt ihr|können sie|gibt es|gibts)\b"
    r"|(?:habt|seid|wollt|könnt|müsst) ihr"
    r"|.*\b(?:wann|warum|wieso|why|when)\s(?:geht|kommt|kann|is|are|will|do|does|can)\b",
    re.IGNORECASE,
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
    r"|kein|keine[nr]?|im|am|zum|zur|vom|beim|und|oder|aber|dass|weil|wenn|ob|wurde|ohne|laut|wegen)$",
    re.IGNORECASE,
)
#: A condition is cut off from what it is one for by the comma behind it, or by the end of a post.
_GOES_ON_BEHIND = re.compile(r"(?P<more>,|\s(?:and|und)\b)|\s?(?:…|\.\.)")
_CONDITION = re.compile(
    r"(?:.*\b(?:and|but|und|aber)\s)?(?:if|unless|once|wenn|falls|sobald)\b[^,;:]*", re.IGNORECASE
)
_LAST_CONDITION = re.compile(r"(?:.*,\s)?(?:if|wenn|falls)\b[^,;:]*", re.IGNORECASE)


def as_quoted(text: str, span: Span, lang: str, longest: int) -> str:
    """The words of this passage; empty where they are no quotation."""
    if _REASON.match(text, *span) or "?" in text[span[1] : span[1] + 2]:
        return ""
    words = repeatable(text, span, lang, longest)
    return "" if _ASKS.match(words) or _is_part_of_a_sentence(text, span, words) else words


def repeatable(text: str, span: Span, lang: str, longest: int) -> str:
    """The words of a passage without what a reply never repeats, asked or told; empty where too
    little is left of them, or too much."""
    if span[1] - span[0] > 2 * longest or _BLANKED_OUT in text[slice(*span)]:
        return ""
    whole = plain(text[slice(*span)], lang)
    words = _PAID.sub(r"\1", _AMOUNT.sub("", _MILES.sub("", _SINCE_ILL.sub("", whole))))
    if len(_SUM.findall(words)) > _MOST_ELIDED or _ILLNESS.search(words):
        return ""
    words = _SUM.sub(ELIDED, words)
    if ELIDED in words and not _READS_WELL.search(words):
        return ""
    words = _PERSONAL.sub(ELIDED, mask(words))
    if words.count(ELIDED) > _MOST_ELIDED:
        return ""
    begins = STOP.split(words, maxsplit=1)[0]
    priced = whole[:1] != words[:1]
    left = begins.partition(",")[0] if priced else begins
    if not whole.startswith(words) and len(left.split()) < _LEFT_OF_A_PRICE:
        return ""
    # „11.400 Euro stehen aus“: a noun may stand without its price, a verb not.
    if priced and lang == "de" and begins[:1].islower():
        return ""
    if len(words) > longest or len(STOP.findall(words)) > 2 or _is_part_of_another(words):
        return ""
    return "" if _is_inside_a_quotation(text, span) else words


def _is_part_of_another(words: str) -> bool:
    """Whether it greets, says only where it was, is cut in two, or leaves a quotation or bracket
    open."""
    begins = GREETING.match(words) or _GOES_ON.search(words) or words.count("(") != words.count(")")
    return bool(begins or _ONLY_WHERE.fullmatch(words) or MARKS.search(words))


def _is_part_of_a_sentence(text: str, span: Span, words: str) -> bool:
    """Whether it is a condition without what it is one for, or half of a question."""
    # "unless I 1) pay more": the number of a point.
    if words[-1:].isdigit() and text[span[1] : span[1] + 1] == ")" and "(" not in words:
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
