"""Times of day as the text states them: "9 o'clock", "halb elf", "seit heut früh", "8 to 6"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from triage.facts import Fact
from triage.spans import apart
from triage.stated_dates import stated
from triage.wording_screen import Sieve, Sieves

_THIS_MORNING = Sieve(
    r"\b(?:seit|since)\s(?P<time>(?:heute?|gestern)\s(?:in (?:der|da)\s)?(?:früh|morgen|mittag"
    r"|nachmittag|vormittag|nacht|abend)|this (?:morning|afternoon)|last night|(?:noon|lunchtime)"
    r"|yesterday (?:morning|afternoon|evening))\b",
    re.IGNORECASE,
)

_HOUR = r"(?:[01]?\d|2[0-4])"
_CLOCK = rf"{_HOUR}(?:[:.][0-5]\d)?"
_WORD_HOUR = (
    r"(?:eins?|zwei|zwoa|zwo|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|achte|neune|zehne"
    r"|sechse)"
)
_WORD_HOUR_EN = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_PART = (
    r"(?:\s(?:früh|morgens|nachts|abends|nachmittags|mittags|in der (?:Früh|Nacht)"
    r"|in the morning|at night))?"
)
_TIME = Sieve(
    rf"(?<![\d.,:/-]){_HOUR}[:.][0-5]\d\s?(?:Uhr\b|a\.?m\b\.?|p\.?m\b\.?){_PART}"
    rf"|(?<![\d.,:/+-]){_HOUR}:[0-5]\d(?::[0-5]\d)?(?!\d|:\d|%|\s?(?:min|std|stunden|h\b|hours|euro)){_PART}"
    rf"|(?<![\d.,:/-])(?:1[0-2]|0?[1-9])\s?(?:a\.m\.|p\.m\.|pm\b|a\.m\b|p\.m\b"
    r"|am\b(?!\s(?:\d|Gate|Band|Flug|Bahn|Schalter|Tag\b|Montag|Dienstag|Mittwoch|Donnerstag|Freitag"
    r"|Samstag|Sonntag|[Mm]orgen|Abend|Ende|Telefon|Terminal|Automat)))"
    rf"|(?<![\d.,:/-])(?:{_HOUR}|\b(?:halb\s)?{_WORD_HOUR})\s?Uhr\b{_PART}"
    r"|\b(?:half(?:[ -]past)?|(?:quarter|twenty|twenty-five|ten|five) (?:past|to))"
    rf"\s(?:{_WORD_HOUR_EN}|\d{{1,2}})\b(?!\s(?:percent|dozen|hours|minutes|o'clock))"
    rf"|\b{_WORD_HOUR_EN}[- ](?:thirty|fifteen|forty-five)\b"
    r"(?=\s*(?:[.,;!?\n]|$|in|on|am|pm|and|we|i|but))"
    rf"|(?<![\d.,:/-])(?:\d{{1,2}}|\b{_WORD_HOUR_EN})\so['’]clock\b"
    rf"|\b(?:halb|viertel (?:vor|nach)|dreiviertel|(?:zehn|fünf|zwanzig) (?:vor|nach)(?: halb)?)"
    rf"\s(?:{_WORD_HOUR}|{_HOUR})\b"
    r"(?!\s?(?:stund|minut|tag|woch|monat|uhr|euro|kilo))"
    r"|(?<![\w.,:/-])(?:1[0-2]|[1-9])(?=\sin the (?:morning|afternoon|evening)\b)"
    r"|\b(?:noon|midday)\s(?:today|tomorrow|yesterday|(?:on\s)?(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
    r"|\b(?:midnight|Mitternacht)\b(?!\s(?:blue|sun|snack|express|mass))",
    re.IGNORECASE,
)
_MILITARY = Sieve(
    r"(?<![\w.,:+/-])(?P<first>[01]\d[0-5]\d|2[0-3][0-5]\d)(?:\s?(?:hrs|hours"
    r"|to\s(?P<last>[0-2]\d[0-5]\d))\b)"
    r"|(?<![\w.,:+/-])(?P<early>0\d[0-5]\d)(?=\s(?:to\s(?-i:[A-Z])|(?:tomorrow|today|tonight|tmrw|local|sharp)\b))"
    r"|^(?:@\w+[,:]?\s)?(?:the\s)?(?P<head>[01]\d[0-5]\d|2[0-3][0-5]\d)(?=\s(?:cancell?ed|delayed|late|again|to|from"
    r"|didn|did|never|is|was|fällt|fiel|ab|nach|kam|kommt)\b)"
    r"|\b(?:at|from|since|until|till|the|by|located|tomorrow|today|tonight|day)\s(?P<zero>0\d[0-5]\d)\b"
    r"(?![-/])"
    r"|\bat\s(?:about\s|around\s)?(?P<at>1\d[0-5]\d|2[0-3][0-5]\d)(?=\s*(?:$|[,;!?\n)]|\.(?!\d)|(?:an?(?!\s(?:night|day|week|month|year|hour|head|piece)\b)|this"
    r"|that|to|local|and|but|when|we|i|he|she|they|my|our|today|tomorrow|tonight|yesterday)\b))"
    r"|\b(?:(?:on|missed|caught|catch|off)\sthe|boarded us)\s(?!20[0-3]\d)"
    r"(?P<ride>(?:[01]\d|2[0-3])[0-5]\d)"
    r"(?=\s*(?:$|[,;!?\n)]|\.(?!\d)|(?:because|and(?!\s\d)|but|from|to|this|again|with|when|which)\b))",
    re.IGNORECASE,
)
#: What may follow a number that counts nothing: "at ten.", "since ten and nobody …".
_NOTHING_COUNTED_EN = (
    r"\s*(?:$|[,;:!?\n)\"”]|\.(?!\d)|[-–—]\s)|\s(?:on|in|at|this|that|today|tomorrow|tonight|yesterday|sharp|and|but"
    r"|or|with|for|to|from|by|who|when|while|because|since|so|if|as|please|i|we|you|they|he|she|it|there|no|not|my"
    r"|our|the|his|her|their|your|was|were|is|are|am|then|after|until|without|getting|looking|asking|waiting"
    r"|screaming|every|daily|last|again|coz|cos|cause|or|o['’]clock)\b|\s@\w"
)
#: German writes what is counted with a capital, and where nobody does, it is a unit.
_NOTHING_COUNTED_DE = (
    r"(?![\w%€$]|[.,:]\d|[-–/]\d|\s?[A-ZÄÖÜ€$%]|\s(?:bis|oder|und)\s\d|\s?(?:stund|std|min|tag|woch|monat|jahr|prozent"
    r"|euro|eur\b|grad|meter|kilo|km|kg|cm|zentimeter|leut|mal\b|mio|franken|cent|x\b|sekunden|punkte|plätze|kinder"
    r"|personen|ganze|volle|weitere|halbe|neue|alte|verschiedene|kleine|große|lange|andere))"
)
_AT = Sieve(
    r"\b(?:at|since|until|till)\s(?:about\s|around\s)?(?:(?P<time>(?:1[0-2]|[1-9])(?:[.:][0-5]\d)?)"
    rf"(?={_NOTHING_COUNTED_EN})"
    r"|(?P<exact>(?:1\d|2[0-3]|0?\d)\.[0-5]\d)(?=\s[a-z])(?!\s(?:per|euro|pounds|dollars|%|percent|km|kg"
    rf"|miles|a\b|each)))"
    rf"|\b(?:at|since|until|till|before|from)\s(?:about\s|around\s|nearly\s)?(?P<word>{_WORD_HOUR_EN}|noon|midday|half\s{_HOUR})"
    rf"(?={_NOTHING_COUNTED_EN})",
    re.IGNORECASE,
)
#: "8 to 6 window", "zwischen 8 und 12", "15-18 Uhr": from when till when.
_FROM_TILL = Sieve(
    rf"(?<![\w.,:/€£$-])(?P<uhr>{_CLOCK}\s?(?:-|–|bis|und)\s?{_CLOCK}\s?(?:Uhr|h)\b)"
    rf"|\b(?:between|zwischen)\s(?P<between>{_CLOCK}\s(?:and|und)\s{_CLOCK})(?=\s*(?:$|[,;!?\n)]|\.(?!\d)"
    r"|[ap]\.?m|uhr|(?:today|tomorrow|on|heute|morgen|kommt|kommen|but|and|aber|sollte|wollte|window|slot)\b))"
    rf"|\b(?:booked|due|slot|appointment|coming)\s(?:for\s|between\s)?(?P<booked>{_CLOCK}\s?(?:-|–|to|and)\s?{_CLOCK})"
    r"(?=\s*(?:$|[.,;!?\n]|and\b|but\b))"
    rf"|(?<![\w.,:/€£$-])(?P<window>{_CLOCK}\s?(?:-|–|to)\s?{_CLOCK}(?=\s(?:window|slot|appointment|shift)\b))",
    re.IGNORECASE,
)
_UM = Sieve(
    rf"\b(?:[Uu]m|[Aa]b|[Vv]or|[Nn]ach|[Bb]is)\s(?P<time>halb\s{_WORD_HOUR})\b"
    rf"|\b(?:[Uu]m|[Gg]egen)\s(?P<hour>{_WORD_HOUR}|{_HOUR}(?:[.:][0-5]\d)?)\b{_NOTHING_COUNTED_DE}"
    rf"|(?<!von )(?<!\d )\b(?:[Bb]is|[Aa]b|[Ss]eit)\s(?P<till>(?!ein){_WORD_HOUR})\b"
    rf"{_NOTHING_COUNTED_DE}"
)
#: "the 9.20", "Abflug war 14.20": by its dot it could be a sum or, in German, a day of a month.
_NO_SUM = (
    r"(?![\d%€£$]|[.,:]\d|[-–]\d|\.\s?\d|\s?(?:€|£|\$|%|euro|eur\b|chf|franken|pounds?|quid|dollars?|p\b|fee"
    r"|charge|surcharge|refund|fare|price|kg|km|cm|mm|m\b|gb|mb|l\b|liter|percent|per\b|prozent"
    r"|pro\b|a (?:month|day|week|night|head)|mio|million|update|version|release|stars?"
    r"|sterne|grad|degrees|points|punkte|miles|volt|bar\b"
    r"|each|extra|return\b|one[ -]way|one\b|now\b|by\b|for an?\b|(?:\w+ )?charge|statt|instead"
    r"|higher|lower|dearer|cheaper|more\b|höher|tiefer|niedriger|teurer|billiger|gefallen|gestiegen|kein"
    r"|zu viel|too much|gezahlt|bezahlt|abgebucht|berechnet))"
)
_DOTTED = r"(?:[01]?\d|2[0-3])\.[0-5]\d"
#: No month has such a number.
_NO_MONTH = r"(?:[01]?\d|2[0-3])\.(?:00|1[3-9]|[2-5]\d)"
#: „der 13.50 Döner“, „§ 4 der 5.20 Regel“: what has that number, unless it goes.
_NO_GOODS = (
    r"(?!\s(?!(?:zug|bus|flug|flieger|bahn|fähre|ice|ic|re|s-bahn|uhr)\b)(?-i:[A-ZÄÖÜ])"
    r"|er\s(?:kunde|gast)\b|\sim\b)"
)
_DEPARTS = (
    r"(?:abflug|abfahrt|ankunft|boarding|departure|arrival|zug|bus|bahn|flug|flieger|fähre|train|flight|ferry|coach"
    r"|next one|nächste[rn]?|letzte[rn]?)"
)
_RIDE = Sieve(
    rf"\bthe\s(?P<the>{_DOTTED}){_NO_SUM}(?!\s(?:meal|update|phone|tip|deal|increase|ticket)\b)"
    rf"|\b(?:der|den|dem|die|im|beim|vom|ab|seit|bis|kurz vor|kurz nach)"
    rf"\s(?P<der>{_NO_MONTH})(?:er)?\b{_NO_SUM}{_NO_GOODS}"
    rf"|\b(?:due|since|until|till|around|departs|departing|leaves|boards|opens|closes|closing|finishing"
    rf"|geht|fährt|fahrt|fährst|startet|landet)\s(?:at\s|um\s|for\s|in\s)?(?P<due>{_DOTTED}){_NO_SUM}"
    rf"|\b{_DEPARTS}(?:\s[A-Z]{{1,3}}\s?\d{{1,5}})?,?\s(?:(?:is|was|ist|war|wäre|um|at)\s)?(?P<departs>{_DOTTED}){_NO_SUM}"
    rf"|(?<![€£$]\s)(?<![\w.,:€£$])(?P<gone>{_DOTTED})(?=\s(?:cancell?ed|delayed|entfallen|entfällt|fällt|fiel|fuhr"
    r"|fährt|ab\s[A-Z]|nach\s[A-Z]|from\s[a-zA-Z]|this (?:morning|afternoon|evening))\b)"
    rf"|\b(?:now|then|jetzt|dann)\s(?:showing\s|(?:at|um)\s)?(?P<now>{_DOTTED})(?=\s*(?:$|[.,;!?](?!\d))){_NO_SUM}",
    re.IGNORECASE,
)
_CLOCKED = Sieve(
    r"\b(?:the|der|den|dem|um|at|about|ab|die|dep|arr)\.?\s(?P<time>[0-2]?\d\.[0-5]\d)(?:er)?(?=\s(?:(?:[\w-]+\s)?(?:train|bus|ferry|flight|zug|flug)\b|to|from|nach|in"
    r"|von|ab|train|bus|zug|flight|flug)|[,.;]|$)"
    r"|(?<![\w.,:€£$])(?P<day>(?:[01]\d|2[0-3])\.[0-5]\d)(?=\son\s(?:a\s)?(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
    r"|(?<![\w.,:€£$])(?P<first>[0-2]?\d\.[0-5]\d)\s(?:to|bis|–|-)\s(?P<last>[0-2]?\d\.[0-5]\d)(?![\w%]|[.,]\d"
    r"|\s?(?:euro|eur|€|kg|km|per|%))"
    r"|\bthe\s(?P<noon>noon|midday|midnight)\s(?:one|flight|train|ferry|bus|service)\b"
    r"|(?<![\w.,:€£$])(?P<near>(?:[01]?\d|2[0-3])\.[0-5]\d)(?=\s(?:tmrw|tmr|tomorrow|tonight|today)\b)"
    r"|\b(?:at|is|till|until|by|before|after|from|since|to|today|tomorrow|tonight)\s(?P<short>(?:1[0-2]|[1-9])(?::[0-5]\d)?[ap])"
    r"(?=[\s.,;:!?]|$)",
    re.IGNORECASE,
)


_SIEVES = Sieves((_FROM_TILL, _TIME, _MILITARY, _CLOCKED, _RIDE, _AT, _UM, _THIS_MORNING))


def find_clock_times(text: str) -> Iterator[Fact]:
    yield from apart(_clock_times(text), lambda fact: fact.span, len(text))


def _clock_times(text: str) -> Iterator[Fact]:
    earlier = False
    for _, match in _SIEVES.matches(text):
        # "then 16.00" goes on with a time that was told before; alone it could be a sum.
        if earlier or match.lastgroup != "now":
            earlier = True
            yield from stated("time", match)
