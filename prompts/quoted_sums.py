"""What a reply in public does not repeat of a quotation, and what stands in its place: sums of
money and of miles."""

from __future__ import annotations

import re
from typing import NamedTuple

from prompts.gist_edges import STOP
from prompts.quoted_identity import without_personal_data
from prompts.quoting import CLOCK, DUE, PRICED, SIGN, SUMS, is_fit_gist
from triage.currencies import CODES, NAMES
from triage.guard_patterns import said
from triage.number_words import NUMBERS as NUMBER_WORDS

#: What was asked for it is left out where the rest stands without: "a $75 fee".
_MONEY = (
    rf"(?:[€£$₹]\s?\d(?:[\d.,]*\d)?k?|(?:rs\.?|{CODES})\s?\d(?:[\d.,]*\d)?"
    rf"|\d(?:[\d.,]*\d)?\s?(?:[€$£]|(?:{NAMES}|{CODES}|rs)\b|fr\.(?!\w)))"
)
#: What is counted behind a number that is none.
_NO_SUM = (
    r"(?![.,]?\d|\s?(?:[%°]|(?:kg|k?m|cm|mm|l|qm|m²|kWh?|V|Grad|Uhr|Stunden?|Std|h|min|hours?|minutes?|mins?|days?|weeks?|months?|nights?|times|Minuten|Tagen?|Wochen|Monaten?|Mal|Kilo\w*|Prozent|percent|Jahre?"
    r"|Personen|Leute|people|groß|lang|breit|hoch|alt|[GM]B|Mbit"
    r"|(?:Jan|Feb|Mar|Mär|Apr|May|Mai|Jun|Jul|Aug|Sep|O[ck]t|Nov|De[cz])\w*)(?!\w)))"
)
_AMOUNT = re.compile(
    rf"(?:^|(?<=\ba\s)|(?<=\bthe\s)|(?<=\bmy\s)|(?<=\byour\s)){_MONEY}\s"
    r"(?!(?:for|of|in|on|to|and|or|per|from|instead|a|an|im|zu|mehr|more|each|fürs?|statt|und|von|pro"
    r"|is|was|has|have|had|will|would|back|again|never|just|later|gone|went|left|taken|stuck|missing|monthly|came|you|they|he|she|it|we|i"
    r"|anyway|too|regardless|straight|already|still|only|twice|both|off|that|which|as|by|at|with|since|because|but"
    r"|so|when|if|while|not|no(?!-)|now|then|there|extra|less|trotzdem|sofort|schon|noch|weg|dann|aber|weil|wegen|bei"
    r"|mit|nach|seit|nicht|obwohl|ohne|zurück|wieder)\b|\w+ed\b)"
    rf"(?=[^\W\d]|['\"„])|\s\({_MONEY}\)"
    rf"|(?<=advance|deposit|payment)\sof\s(?:{_MONEY}|\d[\d.,]*\d{_NO_SUM})"
    rf"|(?<=anzahlung)\s(?:von|über)\s(?:{_MONEY}|\d[\d.,]*\d{_NO_SUM})",
    re.IGNORECASE,
)
#: „von 71 auf 219 Euro“: both are sums.
_FROM_TO = re.compile(
    rf"\b(?P<of>von|from)\s(?:(?:{_MONEY}|\d[\d.,]*)\s(?P<to>auf|to)\s{_MONEY}"
    rf"|{_MONEY}\s(?P<up>auf|to)\s\d[\d.,]*\d\b)",
    re.IGNORECASE,
)
#: „von 92 auf 168“, where money is spoken of.
_FROM_TO_PRICED = re.compile(
    rf"\b(?P<of>von|from)\s\d[\d.,]*\s(?P<to>auf|to)(?P<up>)\s\d(?:[\d.,]*\d)?{_NO_SUM}",
    re.IGNORECASE,
)
#: Numbers that are sums where money is spoken of: "another 168", „um 17.20“,
#: „640 und nochmal 640“, "35 each", "holding 9,400 of it".
_WHERE_PRICED = re.compile(
    r"\(?(?<![\w.,])(?P<once>\d{2,5})(?:\s(?:\+|und|and)\s(?:nochmal\s|again\s)?(?P=once))+\b\)?"
    r"|(?<![\w.,€£$₹])\d[\d.,]*\d?(?=\seach\b)|(?<![\w.,])\d{1,3}(?:[.,]\d{3})+(?=\sof\b)"
    rf"|(?:(?<=\bpay\s)|(?<=recharge\sof\s)|(?<=recharged\s)|(?<=betrug\s))\d{{3,}}{_NO_SUM}"
    r"|(?<![\w.,])\d{2,}(?=\s(?:(?:money|cash)\s)?(?:debited|deducted|abgebucht|abgezogen)\b)"
    r"|(?<=another\s)\d[\d.,]*\d(?=[.,!;]|$)"
    rf"|(?:(?<=\bum\s)|(?<=\bauf\s)){CLOCK}(?=\s(?:teurer|höher|mehr|gestiegen|erhöht|angehoben|gekürzt|reduziert)|[.,;!]|$)"
    rf"|(?:(?<=verlangt\s)|(?<=verlangen\s)|(?<=demands\s)|(?<=\bwants\s))\d{{2,}}{_NO_SUM}(?!\s[A-ZÄÖÜ]|\s[a-z]+s\b)"
    rf"|(?<![\w.,])\d{{2,4}}(?=\s(?:to|auf)\s\d{{3,4}}(?:[.,;!]|$))"
    rf"|(?:(?<=\d\sto\s)|(?<=\d\sauf\s))\d{{3,4}}(?=[.,;!]|$)"
    # "charged me 1200 instead of 120"
    rf"|(?:(?<=charged\sme\s)|(?<=charged\sus\s)|(?<=instead\sof\s)|(?<=\bstatt\s))\d[\d.,]*\d{_NO_SUM}(?!\s(?:days|hours|nights|minutes|weeks))"
    rf"|\d[\d.,]*\d(?=\s(?:instead\sof|statt)\s\d)"
    rf"|(?:(?<=\bgave\sme\s)|(?<=\btook\s)|(?<=\bdebited\s)|(?<=choschtet\s)|(?<=choscht\s)|(?<=\bthe\sother\s)|(?<=\bnow\sits\s)|(?<=\bnow\sit['’]s\s)|(?<=\bwant\sthe\s))\d[\d.,]*\d{_NO_SUM}(?!\s[a-z]+s\b)"
    rf"|(?<![\w.,€£$₹])(?<![€£$₹]\s)\d{{2,}}(?=\s(?:a|per|every)\smonth\b|\s(?:im|pro)\sMonat\b)"
    rf"|(?<=\bfor\s)\d{{2,4}}(?=[,.]|$)"
    rf"|(?:(?<=\bfür\s)|(?<=\bfor\s))\d{{1,3}}[.,]\d{{3}}\b(?!\s\w+s\b|\s[A-ZÄÖÜ])"
    rf"|(?:(?<=\bowe\sme\s)|(?<=\bbill\sis\s)|(?<=\bate\smy\s)|(?<=fehlen\s))\d{{2,}}{_NO_SUM}"
    r"|(?<![\w.,])\d{2,}(?=\s(?:einbehalten|behalten)\b)|(?<=\bwanted\s)\d{2,}(?=\sfor\b)"
    rf"|(?:(?<=\bnur\s)|(?<=\bonly\s))\d{{2,}}(?=\s(?:sind|kamen|came|went)\b)",
    re.IGNORECASE,
)
#: „two hundred and “, before a sign for a sum. Looked up: a pattern of all seventeen thousand
#: numbers takes seconds to compile, at every start.
_LAST_WORD = re.compile(
    r"(?<![\w-])(?P<word>\d(?:[\d.,]*\d)?|[^\W\d_]+(?:-[^\W\d_]+)*)\s(?:(?:and|und)\s)?$",
    re.IGNORECASE,
)
_COUNTS_ON = frozenset({"half", "hundred", "thousand"})
#: What is left of sums: "12.-", "my 20k", "I paid 3500", „um 40 gestiegen“, „6,99“.
_SUM = re.compile(
    r"(?<!\bat )(?<!\bum )(?<!\bab )(?<!\bthe )(?<!\bder )(?<!\bden )"
    r"(?<![\w.,])\d+[.,]\d{2}(?=\s(?:(?:off|von) (?:me|us|my|mir)|monthly|monatlich|mtl"
    r"|(?:a|every|each|per|pro|im|jeden) (?:month|week|monat|woche))\b)|"
    rf"(?<!\w){_MONEY}|\b\d[\d.’']*[.,][-–]|(?<!seat\s)(?<!sitz\s)(?<!platz\s)\b\d+k\b"
    rf"|(?<![\d.,])(?<!bin )\d+,\d{{2}}\b(?!,\d){_NO_SUM}"
    rf"|(?:(?<=\bauf\s)(?!{CLOCK})|(?<=\btook\s)|(?<=\btaken\s)|(?<=\bfür\s)|(?<=kostet\s)|(?<=kosten\s)|(?<=zahle\s)|(?<=\bnun\s)|(?<=\bnur\s)"
    rf"|(?<=statt\s)|(?<=\bum\s)(?!{CLOCK})|(?<=mal\s)|(?<=\bfor\s)|(?<=\bpay\s)|(?<=costs\s)|(?<=\bme\s)|(?<=only\s))\d+[.,]\d{{2}}\b(?![.:]|\s?(?:Uhr|h|hours?|hrs?|Stunden?|Std)\b)"
    r"|(?:(?<=\bfür\s)|(?<=\bfor\s))\d{2,4}(?=\s(?:die|pro|a|per)\s(?:nacht|night|woche|week|monat|month|tag|day)\b)"
    r"|(?<=\bpaid\s)\d[\d.,]*\d|(?<=\bcharged\s)\d[\d.,]*\d|(?<=\bcosts\s)\d[\d.,]*\d|(?<=\bpay\s)\d[\d.,]*\d(?=\sto\b)"
    rf"|(?:(?<=\bfee\sof\s)|(?<=\bbill\sof\s)|(?<=\bcharge\sof\s)|(?<=\brefund\sof\s)|(?<=kaution\svon\s)"
    rf"|(?<=gebühr\svon\s)|(?<=rechnung\svon\s)|(?<=rechnung\süber\s))\d[\d.,]*\d{_NO_SUM}"
    r"|(?<=\bkostet\s)\d[\d.,]*\d|\d[\d.,]*\d(?=\s(?:bezahlt|gezahlt|zahlen|abgebucht|überwiesen)\b)",
    re.IGNORECASE,
)
_DUE = re.compile(DUE, re.IGNORECASE)
_A_SUM = "|".join(map(re.escape, SUMS.values()))
#: "[amount] rupees"
_LEFT_OF_IT = re.compile(rf"(?<=\])\s(?:{NAMES}|rupees|riyals?|baht|lira)\b", re.IGNORECASE)
_ANY_SUM = re.compile(rf"{_A_SUM}|[€£$₹]\s?\d|\d\s?[€£$]")
#: „ein Gutschein über [Summe]“: it ends where the sum is said.
_PRICED_LAST = re.compile(
    rf"(?<!,\s)((?-i:\b[A-ZÄÖÜ][\w-]+)|\b(?:voucher|coupon|card|credit|fee|fine|bill|charge|refund|deposit)s?)"
    rf"\s(?:im wert von|in höhe von|über|von|worth|of|for) (?:{_A_SUM})$",
    re.IGNORECASE,
)
#: With more of them it is no sentence any more.
_MOST_SIGNS = 2
#: At the beginning, or behind a word and what ends its clause; before a word or where one ends.
_READS_WELL = re.compile(
    rf"(?:^|\w[,:;.!]?\s|[^\W\d_]\s\()(?:{SIGN.pattern})(?=\s\(?[^\W\d_]|\s\+|[.,;:!)]|$)"
)
#: How many there were: a reply in public names no sum of those either.
_MILES = re.compile(
    r"\b(?:\d{1,3}(?:[.,’' ]\d{3})+|\d{4,}|\d{3}(?=\s(?:points|punkte)))\s"
    r"(?=(?:points|miles|meilen|punkte)\b)", re.IGNORECASE,
)  # fmt: skip
#: Fewer words than that say nothing without the amount that stood before them.
_LEFT_OF_A_PRICE = 2
#: As many write it, in small letters.
_NOUN = re.compile(
    r"\w*(?:ung|gebühr|gebuehr|strafe|kosten|karte|service|zuschlag|pauschale|kaution|miete)\b"
)
#: The sign for a sum among them: "[amount] for water".
_FEW_BESIDE_A_SUM = 3


class Bounds(NamedTuple):
    """What a quotation keeps within."""

    #: In characters.
    longest: int
    #: Whether only the author reads it.
    private: bool = False


def as_repeated(whole: str, lang: str, bounds: Bounds) -> str:
    """As a reply repeats it; empty where that reads badly."""
    if bounds.private:
        return _if_it_reads_well(without_personal_data(whole, lang))
    return without_sums(whole, lang)


def is_fit(words: str, bounds: Bounds) -> bool:
    """Whether they may be quoted as they are; sums are no fault where they may stand."""
    return is_fit_gist(_with_signs(words) if bounds.private else words)


def without_sums(whole: str, lang: str) -> str:
    """The same in public."""
    return _if_it_reads_well(_signed_throughout(whole, lang))


def signed(whole: str, lang: str, bounds: Bounds) -> str:
    """The same, however it reads."""
    if bounds.private:
        return without_personal_data(whole, lang)
    return _signed_throughout(whole, lang)


def _signed_throughout(whole: str, lang: str) -> str:
    """With a sign for each sum and for what tells who it is, or without it where the rest stands;
    empty where too little does."""
    words = _AMOUNT.sub("", _MILES.sub("", whole))
    if not whole.startswith(words):
        words = _without_what_it_counts(whole, words, lang)
    is_priced = any(sign.search(whole) for sign in (PRICED, _ANY_SUM))
    words = _without_numbers(_without_amounts(words, SUMS[lang], is_priced=is_priced), SUMS[lang])
    return _PRICED_LAST.sub(r"\1", without_personal_data(words, lang))


def _with_signs(words: str) -> str:
    """With a sign for each sum, and for what tells who it is, however it reads."""
    is_priced = PRICED.search(words) is not None
    return without_personal_data(_without_amounts(words, SUMS["en"], is_priced=is_priced), "en")


def _without_amounts(words: str, sign: str, *, is_priced: bool) -> str:
    """With this sign for each sum."""
    for pattern in (_FROM_TO, _FROM_TO_PRICED) if is_priced else (_FROM_TO,):
        words = pattern.sub(lambda m: f"{m['of']} {sign} {m['to'] or m['up']} {sign}", words)
    for pattern in (_WHERE_PRICED, _SUM) if is_priced else (_SUM,):
        words = _signed(pattern, words, sign)
    words = _LEFT_OF_IT.sub("", words)
    for match in reversed([*said("amount_in_public").finditer(words)]):
        words = f"{words[: match.start()]}{sign}{words[match.end() :]}"
    return words


def _signed(pattern: re.Pattern[str], words: str, sign: str) -> str:
    due = {match.end() for match in _DUE.finditer(words)}
    return pattern.sub(lambda m: m[0] if m.start() in due else sign, words)


def _if_it_reads_well(words: str) -> str:
    signs = len(SIGN.findall(words))
    reads_well = signs == len(_READS_WELL.findall(words)) <= _MOST_SIGNS
    few = _FEW_BESIDE_A_SUM * (max(1, signs) if signs > 1 or SIGN.match(words) else 0)
    says_enough = len(words.split()) > few
    return words if reads_well and says_enough else ""


def _without_numbers(words: str, sign: str) -> str:
    """Without what a sum begins with in words: "two hundred and [amount]"."""
    *before, behind = words.split(sign)
    return sign.join([*map(_up_to_its_number, before), behind])


def _up_to_its_number(words: str) -> str:
    last = _LAST_WORD.search(words)
    return _up_to_its_number(words[: last.start()]) if last and _is_number(last["word"]) else words


def _is_number(word: str) -> bool:
    return word[0].isdecimal() or word.lower() in NUMBER_WORDS or word.lower() in _COUNTS_ON


def _without_what_it_counts(whole: str, words: str, lang: str) -> str:
    """What is left of a quotation that is not without its sum; empty where too little is."""
    begins = STOP.split(words, maxsplit=1)[0]
    priced = whole[:1] != words[:1]
    left = begins.partition(",")[0] if priced else begins
    if len(left.split()) < _LEFT_OF_A_PRICE:
        return ""
    # „11.400 Euro stehen aus“: a noun may stand without its price, a verb not.
    is_verb = lang == "de" and begins[:1].islower() and not _NOUN.match(begins)
    return f"{SUMS[lang]} {words}" if priced and is_verb else words
