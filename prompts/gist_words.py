"""A passage of a complaint as a reply quotes it: without what joins it to the text, whom it
greets, what was asked for it; nothing where a stranger had better not repeat it."""

from __future__ import annotations

import re

from prompts.gist_telling import tells_of_one
from prompts.quoting import ELIDED, wordings
from triage.clauses import NOT_GOVERNED
from triage.complaint import Span
from triage.personal_data import MASK, mask
from triage.sentences import sentences_of

_ENDS = " \n\t\r.!…,;:–—*~-★☆"
#: Of whom something is told, is not only told it: "@nordair is late again".
_IS_TOLD_OF = (
    r"(?:(?:is|was|does|did|would|can)\b(?!\s(?:you|u|i|we|there|your)\b)"
    r"|(?:kann|will)\b(?!\s(?:you|u|i|we|there|your|ich|ihr|sie|man|wir)\b)"
    r"|(?:has|had|never|keeps|thinks|says|lost|cancelled|left|won't|can't|doesn't|isn't|didn't|wants"
    r"|continues|needs|makes|lets|gives|charges|fails|refuses|tells|seems|allows|offers|treats|takes"
    r"|expects|claims|ist|war|hat|hatte|macht|schafft|lässt|verliert|schickt)\b)"
)
#: Pictures, whom it is told to, under what sign.
_BESIDE = re.compile(
    rf"^(?:\d/\d\s+)?(?:\.?@\w+\s+(?=@))*\.?@\w+(?:[,:]\s|\s(?!{_IS_TOLD_OF}))|\s(?=@){NOT_GOVERNED}@\w+$|\s#\w+$"
    r"|[\U0001F000-\U0001FFFF\u2600-\u27BF\uFE0F\u200d]+$"
)
#: An account amid a sentence is a name there.
_HANDLE = re.compile(r"(?:^\.?|(?<=\w\s))@(?=\w)")
#: As some systems write quotation marks within others.
_MARKS_IN_A_ROW = re.compile(r"([„“”\"])[„“”\"]+")
_JOINING = re.compile(
    r"(?:(?:&|und|aber|sondern|denn|oba|and|but|then|plus|because|yet|however"
    r"|so(?=\s(?:i|we|you|they|he|she|the|my|our|your)\b))[:,]?\s+"
    r"|(?:only thing|one thing|nur eins|einzige[rs]? (?:manko|haken|wermutstropfen)):\s+"
    r"|(?:also|trotzdem|doch|dann|so|sorry|well|ok(?:ay)?|naja|tja|ach)[:,]\s+)+",
    re.IGNORECASE,
)
#: The number of a point in a list.
_LISTED = re.compile(
    r"(?:^|(?<=[.!] ))\(?\d{1,2}[.)]\s+(?=[^\W\d])"
    r"(?!(?:Jan|Feb|März|Apr|Ma|Ju|Aug|Sep|Okt|Nov|Dez))"
)
#: A call before the matter: "po, I paid …".
_CALL = re.compile(
    r"(?:(?:po|abeg|oga|yo|bro|bruh|oi|omg|ugh|lol|ha(?:ha)+|boah|puh|ey|digga|nu(?=,)|na(?=,))[,:.!]?\s+)+",
    re.IGNORECASE,
)
#: A reason says nothing without what it is one for.
_REASON = re.compile(r"\W*(?:weil|because)\s", re.IGNORECASE)
#: What was asked for it is left out where the rest stands without: "a $75 fee".
_MONEY = (
    r"(?:[€£$₹]\s?\d(?:[\d.,]*\d)?k?|(?:rs\.?|inr|chf|eur|usd|gbp|php|ngn|kes|zar)\s?\d(?:[\d.,]*\d)?"
    r"|\d(?:[\d.,]*\d)?\s?(?:€|(?:euros?|franken|fränkli|stutz|dollars?|pounds?|quid|bucks|bux|kronen|kroner?"
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
    r"|(?<=statt\s)|(?<=\bfor\s)|(?<=\bpay\s)|(?<=costs\s)|(?<=\bme\s)|(?<=only\s))\d+[.,]\d{2}\b(?![.:]|\s?Uhr)"
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
#: Three sentences are enough.
_STOP = re.compile(r"(?<!\d)(?<!\b[dDM])[.!…][\"”“»«’'‘)]*\s+(?=\S)")
#: Fewer words than that say nothing without the amount that stood before them.
_LEFT_OF_A_PRICE = 2
#: How a message begins, not what it is about.
_GREETING = re.compile(
    r"(?:hello|hi|hey|dear|sir|madam|good (?:morning|day|evening|afternoon)|guys|folks|update|fyi"
    r"|hallo|hoi|tach|gr(?:ü|ue)e?zi|gr(?:ü|ue)(?:ß|ss) gott"
    r"|moin|servus|griaß eich|guten (?:tag|morgen|abend)|sehr geehrte\w*|liebe[rs]?|leute"
    r"|nachtrag|zusatz|ps|further to|with reference to|bezugnehmend|bezüglich|betreff)\b",
    re.IGNORECASE,
)
#: The same up to where it ends, a warning to everybody, a name before a colon: "Netzfisch: …".
_GREETED = re.compile(rf"{_GREETING.pattern}[^,:.!]{{0,40}}[,:!]\s+", re.IGNORECASE)
_WARNS = re.compile(r"(?:BEWARE|WARNING|ACHTUNG|VORSICHT|PSA|UPDATE|ALERT)\b[:,!]?\s")
_ADDRESSED = re.compile(
    r"(?:An\s(?:die|den|das)\s)?(?:[A-ZÄÖÜ][\w&'’.-]*\s){1,3}?[A-ZÄÖÜ][\w&'’.-]*:\s+(?=\w)"
)
#: What is only added to be kind or loud.
_ADDED = re.compile(
    r"(?:,?\s(?:lol|lmao|smh|ffs|cheers|thanks|thx|please|pls|mind you|by the way|btw|innit|tbh|imo"
    r"|though|yallah|danke|bitte|ey|digga|gell|oder|jedenfalls)"
    # Elsewhere these are of what is told: "what it smells like", "in front of 30 people".
    r"|,?\s(?:bro|dude)|,\s(?:like|mate|folks|people|guys|alter|leute))$",
    re.IGNORECASE,
)
#: "a *loud* bang"
_STRESSED = re.compile(r"(?<![\w*])\*(\w[\w ’'-]{0,20}\w)\*(?![\w*])")
#: A word that the author did not write out had better not be repeated either.
_BLANKED_OUT = "**"
#: What comes behind it is another thought.
_BESIDES = re.compile(r"(?<=\w{2}),\s(?:though|however)\b(?!\s\w)", re.IGNORECASE)
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
#: What is praised before the matter: "Good tea on board but the lamp was dead".
_PRAISED = re.compile(
    r"(?:(?:very|really|sehr|wirklich)\s)?(?:good|great|nice|lovely|loved?|smooth|super"
    r"|(?:toll|schön|gut|nett)(?:e[rsnm]?)?)\s(?!luck\b|Geld\b)[^.!?,;]{0,60},?\s(?:but|aber)\s"
    r"(?=\w+\s\w+)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[„“”«»\"]([^„“”«»\"]*)[“”«»\"]")
_MARKS = re.compile(r"[„“”«»\"]")
_SINGLE = {"de": r"‚\1‘", "en": r"'\1'"}


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
    whole = _plain(text[slice(*span)], lang)
    words = _PAID.sub(r"\1", _AMOUNT.sub("", _MILES.sub("", _SINCE_ILL.sub("", whole))))
    if len(_SUM.findall(words)) > _MOST_ELIDED or _ILLNESS.search(words):
        return ""
    words = _SUM.sub(ELIDED, words)
    if ELIDED in words and not _READS_WELL.search(words):
        return ""
    words = _PERSONAL.sub(ELIDED, mask(words))
    if words.count(ELIDED) > _MOST_ELIDED:
        return ""
    begins = _STOP.split(words, maxsplit=1)[0]
    priced = whole[:1] != words[:1]
    if not whole.startswith(words) and len(begins.split()) < _LEFT_OF_A_PRICE:
        return ""
    # „11.400 Euro stehen aus“: a noun may stand without its price, a verb not.
    if priced and lang == "de" and begins[:1].islower():
        return ""
    if len(words) > longest or len(_STOP.findall(words)) > 2 or _is_part_of_another(words):
        return ""
    return "" if _is_inside_a_quotation(text, span) else words


def _plain(passage: str, lang: str) -> str:
    """On one line, what it quotes in single quotation marks."""
    words = " ".join(_BESIDE.sub("", passage.strip(_ENDS)).strip(_ENDS).split())
    words = _STRESSED.sub(r"\1", words)
    words = _HANDLE.sub("", _LISTED.sub("", _MARKS_IN_A_ROW.sub(r"\1", words)))
    for lead in (_WARNS, _GREETED, _CALL, _ADDRESSED, _JOINING):
        found = lead.match(words)
        words = words[found.end() :] if found else words
    praised = _PRAISED.match(words)
    if praised and not tells_of_one(praised[0], lang):
        words = words[praised.end() :]
    words = _ADDED.sub("", _BESIDES.split(words, maxsplit=1)[0]).rstrip(_ENDS)
    if not _MARKS.search(words):
        return words
    whole = _QUOTED.fullmatch(words)
    return whole[1].strip(_ENDS) if whole else _QUOTED.sub(_SINGLE.get(lang, r"'\1'"), words)


def _is_part_of_another(words: str) -> bool:
    """Whether it greets, says only where it was, is cut in two, or leaves a quotation or bracket
    open."""
    begins = (
        _GREETING.match(words) or _GOES_ON.search(words) or words.count("(") != words.count(")")
    )
    return bool(begins or _ONLY_WHERE.fullmatch(words) or _MARKS.search(words))


def _is_part_of_a_sentence(text: str, span: Span, words: str) -> bool:
    """Whether it is a condition without what it is one for, or half of a question."""
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
    opens, closes = (_MARKS.match(mark) is not None for mark in around)
    return opens != closes
