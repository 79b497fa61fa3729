"""Days as the text states them: "am 3., 9. und 14.", "9–14 Feb", "last week"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from triage.facts import Fact
from triage.spans import apart
from triage.wording_screen import Sieve, Sieves

_MONTHS = (
    r"j[aä]n(?:uary|uar|ner)?|feb(?:ruary|ruar|er)?|mar(?:ch)?|m[äa]rz|apr(?:il)?|mai|may|june?|juni"
    r"|july?|juli"
    r"|aug(?:ust)?|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?"
)
_MONTHS_EN = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?"
)
_LONG_MONTHS = (
    r"January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Januar|Jänner|Februar|Feber|März|Marz|Mai|Juni|Juli|Oktober|Dezember"
    r"|JANUARY?|FEBRUARY?|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER"
    r"|MÄRZ|MAI|JUNI|JULI|OKTOBER|DEZEMBER"
)
_DAYS = (
    r"(?:(?:oster|pfingst|rosen)?mon|diens|donners|(?:kar)?frei|sams|(?:oster|pfingst)?sonn)tags?"
    r"|mittwochs?|sonnabends?|sonntach|sunntig|sundag|sonndag|montach|mäntig|mondag|dienstach|zischtig"
    r"|mittwuch|donnerstach|dunnschtig|freitach|fritig|friedag|samstach|samschtig"
)
_PART_OF_DAY = r"(?:morgen|früh|vormittag|mittag|nachmittag|abend|nacht)"
_DAYS_EN = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
_SHORT_DAYS = r"Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|Sat|Sun|Mo|Di|Mi|Do|Fr|Sa|So"

_DATE = Sieve(
    r"\b(?:\d{1,2}(?:\.|st|nd|rd|th)?(?:,\s?\d{1,2}(?:\.|st|nd|rd|th)?)*\s?(?:-|–|bis|to|und|and)\s?)?"
    rf"\d{{1,2}}(?:\.|st|nd|rd|th)?(?:\sof)?\s?(?:{_MONTHS})\b(?:\.(?=\s[a-zäöü\d]))?(?:\s\d{{4}})?"
    rf"|\b(?:{_MONTHS_EN})(?:(?<!may)\.)?\s\d{{1,2}}(?:st|nd|rd|th)?\b(?![:.]\d|\s(?:euro|franken|people"
    rf"|min))(?:,?\s\d{{4}})?"
    r"|(?<![\d.,])\d{1,2}\.(?:0?[1-9]|1[0-2])\.(?:\d{2,4})?(?!\d)|\b\d{4}-\d{2}-\d{2}\b",
    re.IGNORECASE,
)
_MONTH = Sieve(
    r"\b(?:(?i:in|im|seit|since|until|till|bis|ab|by|from|vom|last|next|this|early|late|mid|anfang"
    rf"|mitte|ende|for|of|vor|auf|zum|von)[\s-](?P<date>{_LONG_MONTHS})"
    rf"|(?i:the|my|your|our)\s(?P<of>{_LONG_MONTHS})(?=\s(?:statement|bill|invoice|rebate|payment|rent|salary|premium"
    r"|order|delivery|refund)s?\b)"
    r"|(?i:euro|€|rechnung|abrechnung|beitrag|abschlag|miete|gehalt|lohn)"
    r" für (?P<paid>(?i:januar|jänner|februar|märz|april|mai"
    r"|juni|juli|august|september|oktober|november|dezember))(?!\s[A-ZÄÖÜ])"
    r"|(?:im|seit|bis|ab|vom|anfang|mitte|ende)\s(?P<low_de>januar|jänner|februar|märz|april|mai|juni"
    r"|juli|august|september|oktober|november|dezember)"
    r"|(?:in|since|until|till|last|next|by|from)\s(?P<short>(?i:jan|feb|aug|sept?|oct|nov|dec))(?=\s*(?:$|[.,;:!?)&]|and|but|so|i|we|they|when|it))"
    r"|(?:in|since|until|last|next)\s(?P<low_en>january|february|march|april|may|june|july|august|september|october"
    r"|november|december)"
    r"|(?i:it['’]s|its|now|es (?:ist|isch|war)|(?:jetzt?|itz|nun|heute?) (?:ist?|isch)"
    r"|(?:itz|jetzt) heissts|it was|schon|already)\s(?P<now>(?i:january|february|jänner"
    r"|april|june|july|august|september|october|november|december|januar|februar|märz|juni|juli"
    r"|oktober|dezember)))"
    r"\b(?!\s\d)"
)
_DAY_OF_MONTH_DE = Sieve(
    r"\b(?:am|vom|zum|ab dem|bis zum|seit dem|der|des)\s(?P<first>(?:[1-9]|[12]\d|3[01])\.)"
    r"(?P<more>(?:,\s?(?:[1-9]|[12]\d|3[01])\.){0,4}(?:\s(?:und|oder)\s(?:am\s)?(?:[1-9]|[12]\d"
    r"|3[01])\.)?)"
    r"(?=\s*(?:$|[,;!?)\n]|(?:[a-zäöü]|des Monats|Das\b|Die\b|Der\b|Ich\b|Wir\b|Es\b|Seit|Und\b"
    r"|Dann\b"
    r"|Jetzt\b|Heute\b|Keine?\b|Nichts\b)))(?!\s(?:mal|tag|stock|etage|klasse|woche|reihe|og)\b)",
)
#: "bis zum Ersten": the day of the month by its name.
_FIRST_DE = Sieve(
    r"\b(?:am|zum|vom|ab|seit dem|bis zum)\s(?P<date>(?:Monats)?[Ee]rsten)"
    r"(?=\s*(?:$|[.,;:!?)])|\s[a-zäöü]+\s)(?!\s(?:[A-ZÄÖÜ]|mal\b))"
    r"|\b[Hh]eute?\s(?:ist|is|isch|war|haben wir)\s(?:schon\s)?(?:der|den|da"
    r"|dr)\s(?P<today>[A-ZÄÖÜa-zäöü]{4,20}(?:ste|te)n?|\d{1,2}\.)"
    r"(?=\s*(?:$|[.,;:!?)]|[a-zäöü]))"
)
_NUMBERED = re.compile(r"\d{1,2}\.")
_DAY_OF_MONTH_EN = Sieve(
    r"\b(?:letter|e-?mail|message|call|visit|invoice|statement|mine|yours)\sof the\s"
    r"(?P<written>(?:[1-9]|[12]\d|3[01])(?:st|nd|rd|th))\b"
    r"|\b(?:on|of|since|by|until|till|from|before|after|dated|to|the)\s(?:the\s)?"
    r"(?P<date>(?:[1-9]|[12]\d|3[01])(?:st|nd|rd|th))"
    r"(?=\s*(?:$|[.,;:!?)\n]|(?:with|and|to|at|as|in|for|but|i|we|you|they|it|he|she|my|our|your|their|there|nobody|no|still"
    r"|was|when"
    r"|because|so|until|from|inst|@\w+)\b|@))"
    r"|\b(?:on|On|of)\s(?P<named>(?:[1-9]|[12]\d|3[01])(?:st|nd|rd|th))(?=\s(?!Avenue|Ave|Street|St\b|Floor|Street)(?-i:[A-Z]))",
    re.IGNORECASE,
)
_DAY = Sieve(
    rf"\b(?:{_DAYS}|(?:{_DAYS.replace('s?', '')}){_PART_OF_DAY}|{_DAYS_EN})\b(?!-)", re.IGNORECASE
)
_SHORT_DAY = Sieve(
    rf"\b(?:(?P<day>{_SHORT_DAYS})(?=\.?,?\s(?:\d{{1,2}}(?:[.:]\d\d|\sUhr|\s?[ap]m|\sto\b)"
    rf"|[01]\d{{3}}))"
    r"|(?:on|since|until|till|by|from|last|next|this|every)\s(?P<after>Mon|Tues?|Wed|Thurs?|Fri"
    r"|Sat|Sun|tues?|thurs?))\b",
)
_RELATIVE = Sieve(
    r"\b(?:(?:vor)?gestern|(?:letzte[nrs]?|vorige[nrs]?|vergangene[nrs]?|nächste[nrs]?|kommende[nrs]?)\sJahr"
    r"|(?:letzte[nrs]?|vorige[nrs]?|nächste[nrs]?|vergangene[nrs]?|kommende[nrs]?)"
    r"\s(?:Sommer|Winter|Herbst|Frühling|Frühjahr)|gestan|gestert|gesta|geschter|übermorgen"
    r"|(?:day before )?yesterday"
    r"|(?:day after )?tomorrow|tmrw|tmr|2morrow"
    r"|(?:(?:last|next)\s(?:week|weekend)(?!:)|next\s(?:summer|spring|winter"
    r"|autumn|fall|month|year)(?!:)|last\s(?:month|year|night"
    r"|summer|winter|spring|autumn))"
    r"|(?:letzte|vorige|nächste|vergangene|kommende)[nrs]?\s(?:Woch[ae]?|Monat|Wochenende|Nacht)\b(?!:)"
    r"|Monatsende|Jahresende|Ende des Monats|end of the month|(?:[A-Z]\w+\s)?bank holiday)\b",
    re.IGNORECASE,
)
_TOMORROW_DE = Sieve(
    r"(?<!guten )(?<!am )(?<!heute )(?<!heut )(?<!jeden )(?<!den )(?<!gestern )(?<!der )"
    r"(?<!diesen )\bmorgen\b(?!s)"
    r"|(?<!GUTEN )(?<!AM )(?<!JEDEN )\bMORGEN\b"
    r"|(?<!jeden )(?<!Jeden )(?<!guten )(?<!Guten )(?<!am )(?<!Am )(?<!diesen )(?<!heute )(?<!der )"
    r"(?<!den )\bMorgen(?=\s(?:\d{1,2}(?:[:.]\d\d)?\s?Uhr|früh|um|mittag"
    r"|abend|geht|muss|fliege?n?|fahre?n?|ist|sind|haben?|hat|soll|kommt|wird|werden|heirate\w*|beginnt|will)\b)|\bmoang\b|\bmorgn\b"
)
_FEAST = Sieve(
    r"\b(?i:since|at|on|over|before|after|by|until|till|for|from|seit|an|am|zum|zu|über|vor|nach|bis|um)\s"
    r"(?P<date>Easter|Christmas(?: Eve| Day)?|Xmas|New Year(?:['’]s(?: Eve| Day)?)?|Thanksgiving"
    r"|Boxing Day|Labou?r Day|Memorial Day|Independence Day|Canada Day|Australia Day|Good Friday"
    r"|(?:Mother|Father|Valentine|New Year|Patrick)['’]?s['’]? Day|Muttertag|Vatertag|Valentinstag"
    r"|Nikolaus|Fasching"
    r"|Lent|Ramadan|Eid|Diwali|Passover|Hanukkah|Weihnachten|Ostern|Pfingsten|Silvester|Neujahr|Heiligabend|Advent)\b"
)


def find_dates(text: str) -> Iterator[Fact]:
    yield from apart(_dates(text), lambda fact: fact.span, len(text))


_WEEKDAY = re.compile(rf"\b(?:{_DAYS}|{_DAYS_EN})(?:,|,? (?:den|dem|the))?\s$", re.IGNORECASE)
#: "Sonnabend, den "
_LONGEST_DAY = 20
_AND_MONTH = re.compile(
    rf"(?:,\s|\s?[-–/]\s?|,?\s(?:und|and|bis|to|through|&)\s)(?P<date>{_LONG_MONTHS}"
    r"|jänner|januar|februar|märz|april|juni|juli|september|oktober|november|dezember)\b(?!\s\d)"
)
#: In the order in which they count.
_SIEVES = Sieves(
    (
        _DATE, _DAY_OF_MONTH_DE, _DAY_OF_MONTH_EN, _FIRST_DE, _MONTH,
        _FEAST, _RELATIVE, _DAY, _SHORT_DAY, _TOMORROW_DE,
    )
)  # fmt: skip


def _dates(text: str) -> Iterator[Fact]:
    for pattern, match in _SIEVES.matches(text):
        if pattern is _DAY_OF_MONTH_DE:
            yield from _days_of_month(match)
        elif pattern is _DATE:
            yield _with_weekday(match)
        else:
            yield from stated("date", match)
        if pattern is _MONTH:
            yield from _months_after(match)


def _with_weekday(date: re.Match[str]) -> Fact:
    """ "Mittwoch, 14. August" is one day."""
    text, (start, end) = date.string, date.span()
    earliest = max(0, start - _LONGEST_DAY)
    day = _WEEKDAY.search(text[earliest:start])
    start = earliest + day.start() if day else start
    return Fact("date", text[start:end], (start, end))


def _months_after(month: re.Match[str]) -> Iterator[Fact]:
    """ "Im Juni, Juli, August": the others of a list."""
    end = month.end()
    while more := _AND_MONTH.match(month.string, end):
        yield Fact("date", more["date"], more.span("date"))
        end = more.end()


def _days_of_month(days: re.Match[str]) -> Iterator[Fact]:
    for day in _NUMBERED.finditer(days.string, days.start("first"), days.end("more")):
        yield Fact("date", day[0], day.span())


def stated(name: str, match: re.Match[str]) -> Iterator[Fact]:
    """A match as it stands, or the groups of it that the text filled."""
    filled = [match.span(group) for group, value in match.groupdict().items() if value]
    for start, end in filled or [match.span()]:
        yield Fact(name, match.string[start:end], (start, end))
