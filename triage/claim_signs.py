"""What a text says that a claim hangs on: that a flight was late or called off, and not by the
author, that it had the baggage, that money has not come back. What is not plain does not count."""

from __future__ import annotations

import re
from dataclasses import replace

from triage.complaint import Topic
from triage.facts import Fact, Facts
from triage.other_law import Paid
from triage.wording_files import wording


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


#: A sentence, and where another subject begins in it.
_SENTENCE = r"[.!?;\n]"
_CLAUSE = re.compile(rf"{_SENTENCE}|\b(?:and|but|because|und|aber|sondern|weil)\b", re.IGNORECASE)
_CONTRAST = re.compile(rf"{_SENTENCE}|\b(?:but|aber|sondern)\b", re.IGNORECASE)

_CODE = r"\b(?-i:[A-Z]{2}) ?\d{2,4}\b"
_FLIGHT = r"\bflights?\b|\bplanes?\b(?! tree)|\bflüge?n?\b|\bflug(?:s|es)?\b|\bflieger|\bflugzeug"
_FLOWN = _any_of(
    _FLIGHT,
    r"\bfl(?:y|ew|own|ying)\b|geflogen|\bfliegen\b|\bflog|\b(?:hin|rück|abend|früh)flug",
    r"\bboarding\b|check(?:ed)?[- ]in\b|eingecheckt|aufgegeben|\bcarousel|baggage (?:belt|claim)",
    r"gepäckband|gepäckausgabe",
)
#: Where baggage gets lost as well.
_ELSEWHERE = _any_of(
    r"\bhotel|\bhostel|\bcoach|\bbus\b|busfahr|fernbus|reisebus|\btrains?\b|\bzug\b|\bbahn|\btaxi",
    r"\bcab\b|shuttle|\bferry|\bfähre|\bcruise|kreuzfahrt|\bship\b|\bschiff|parking|parkhaus",
    r"\brooms?\b|zimmer",
    r"\bcar\b|mietwagen|wasch|reinigung|laundr|\bshops?\b|\bladen\b|paket|parcel|courier",
)
#: What is late and is no flight.
_OTHER_THINGS = _any_of(
    r"suitcase|\bbags?\b|baggage|luggage|rucksack|backpack|koffer|gepäck|tasche|stroller|buggy",
    r"pushchair|\bpram\b|kinderwagen|wheelchair|rollstuhl|\bmeals?\b|\bfood\b|dinner|breakfast",
    r"lunch|\bdrinks?\b|\bwater\b|coffee|\b(?:mittag|abend)?essen\b|mahlzeit|frühstück",
    r"getränk|wasser|kaffee",
    r"\bseats?\b|\bsitz\b|\bsitze\b|screen|bildschirm|toilet|repl(?:y|ied)|answer|antwort",
    r"\bmails?\b|e-?mail|refund|erstattung|\bcall|anruf|rückruf|voucher|gutschein|\border\b",
    r"entertainment|movie|\bfilm|wi-?fi|wlan|internet|assistance|blanket|decke\b|colleague|\bagent",
    r"mitarbeiter|kolleg|doctor|arzt|announce|durchsage|messag|nachricht|check-?in|\bmyself\b",
    r"\bearly\b|zu früh|früher",
    _ELSEWHERE.pattern,
)
#: Whoever stands there for hours stands in a flight that does not leave.
_GROUNDED = _any_of(
    r"tarmac|taxiway|runway|\bapron\b|vorfeld|rollfeld|rollbahn|on the ground|plane (?:sat|stood)",
    r"\b(?:at|am) (?:the )?gate\b",
)
#: What may stand before hours that a text opens with.
_OPENING = re.compile(
    r"(?:@\w++|delay(?:ed)?|versp[äa]e?t(?:ung)?|of|von|about|over|fast|über|knapp|mit|\W)*+",
    re.IGNORECASE,
)
_LATE = _any_of(
    r"delay|\blate\b|\blater (?:than|out)\b|(?:behind|after|past) schedule|verspät|verspaet",
    r"\bzu spät|\bspäter\b",
)
_TRAVELLED = _any_of(
    rf"{_FLIGHT}|\bboarding\b|\bland(?:ed|ing|eten?)\b|gelandet|landung|took off|take-?off|abflug",
    r"abgeflogen|abgehoben|gestartet|\bdepart(?:ed|ure)|\bankunft",
    r"\b(?:we|i) (?:only |finally |then )?(?:arrived|left|reached|came in)\b",
    r"\b(?:we|i) got (?:in|to|there|home|here)\b|\b(?:kamen|kam|sind) (?:wir|ich)\b",
    r"\b(?:wir|ich) (?:kamen?|sind|bin|landeten?|flogen|starteten|hoben)\b",
    r"\b(?:we|i|wir) (?:were|was|waren) (?:\w+ ){0,2}(?:hours|stunden)",
)


def told_as_late(text: str, hours: Fact, *, bare: bool) -> bool:
    """Whether it was the flight that took those hours: not a bag, a meal or a broken screen.
    `bare`: also where the text opens with them and names nothing ("4 hours late, and …")."""
    if hours.turn is not None:
        return False
    told = _around(text, hours, _CLAUSE)
    if _OTHER_THINGS.search(told):
        return False
    if _GROUNDED.search(told):
        return True
    opens = bare and _OPENING.fullmatch(text, 0, hours.span[0])
    return bool(_LATE.search(told) and (opens or _TRAVELLED.search(told)))


def told_of_baggage(text: str, *, by_code: bool) -> bool:
    """Whether a flight had it, where the inbox does not say that the trade is an airline's."""
    return bool((by_code or _FLOWN.search(text)) and not _ELSEWHERE.search(text))


def _around(text: str, fact: Fact, end: re.Pattern[str]) -> str:
    """The sentence or clause that the fact stands in."""
    start, stop = fact.span
    ends = [match.end() for match in end.finditer(text, 0, start)]
    last = end.search(text, stop)
    return text[ends[-1] if ends else 0 : last.start() if last else len(text)]


# -- money ---------------------------------------------------------------------------------------

_CANCELLED = r"\bcancel\w*|annullier\w*|gestrichen\w*|gecancelt\w*|ausgefallen\w*"
#: "Flug storniert" may be the author's doing: somebody has to have done it to them.
_CANCELLED_TO_THEM = r"\bwurden? [^.!?\n]{0,30}storniert|\bstorniert w[uo]rden?\b"
_CALLED_OFF = (
    rf"{_CANCELLED}|{_CANCELLED_TO_THEM}"
    r"|\bfiel\b[^.!?\n]{0,30}\baus\b|\bausfiel|\bfällt aus\b|entfallen\b"
)
_TRAIN = r"\btrains?\b|\bz[uü]g(?:e|en|s|es)?\b|\b(?-i:ICE|IC|EC|RE|RB|S) ?\d+|\bverbindung"


def _called_off(thing: str, compound: str) -> re.Pattern[str]:
    after = rf"(?:{thing})[^.!?\n]{{0,60}}?(?:{_CALLED_OFF})"
    before = rf"(?:{_CANCELLED}) (?:\w+ ){{0,2}}(?:{thing})"
    they = rf"\b(?:sie|ihr)\b[^.!?\n]{{0,40}}(?:{thing})[^.!?\n]{{0,30}}\bstorniert\b"
    return _any_of(after, before, they, compound)


_CALLED_OFF_OF: dict[Paid, re.Pattern[str]] = {
    "flight": _called_off(rf"{_FLIGHT}|{_CODE}", r"\bflug(?:ausfall|streichung|annullierung)"),
    "train": _called_off(_TRAIN, r"\bzugausfall"),
}
#: That the author did it: the price is then owed by the terms of the fare, not by these laws.
_OWN = _any_of(
    r"\b(?:i|we)(?:['’](?:ve|d|ll|m|re))?(?: (?:have|had|will|would|did|just|already|then|also|must"
    r"|could|needed|wanted|decided|tried|to|can|should))* cancel",
    r"\bto cancel\b|\b(?:after|before|when|by) cancell?ing\b|\bmy cancell?ation",
    r"cancell?ation (?:fee|cover|insurance|policy)|\bmy(?:self| (?:own|wife|husband)) cancel",
    r"cancel\w*[^.!?\n]{0,30}\b(?:myself|ourselves)\b|voluntar|freiwillig|no[- ]show",
    r"\b(?:selbst|selber)\b[^.!?\n]{0,20}(?:storn|cancel|abgesagt)|nicht angetreten",
    r"(?:storn|cancel)\w*[^.!?\n]{0,20}\b(?:selbst|selber)\b",
    r"\b(?:ich|wir)\b[^.,;!?\n]{0,60}\b(?:storniert|stornierte|stornierten|gecancelt|abgesagt)\b",
    r"\b(?:stornierte|stornieren|stornierten) (?:ich|wir)\b|stornogebühr",
    r"(?<!sie )\bstornieren\b(?! sie\b)",
    r"(?<!sie )(?<!ihr )\bhaben? (?!sie\b|ihr\b|die\b)[^.,;!?\n]{0,60}\b(?:storniert|gecancelt)\b",
    r"\bi was (?:ill|sick)|\billness|krank|\bbooked\b[^.!?\n]{0,80}\bcancel|\btax(?:es)?\b|steuern",
    r"(?:\bnot|n['’]t)(?: been)? cancel|\bnicht (?:gestrichen|annulliert|ausgefallen|storniert)",
    r"\b(?:meine|unsere|eigene)[rn]? stornierung|rücktrittsversicherung",
)
#: That a part of the journey was called off, or what was booked beside it.
_BESIDE = (
    r"(?:seat|upgrade|meal|hotel|room|rental|lounge|transfer|extra|insurance|order|sitz|essen"
    r"|zimmer|mietwagen|reserv|versicherung|parkplatz|parking|abo\b|subscription|membership)\w*"
)
_ONLY_BESIDE = _any_of(
    rf"(?:{_CANCELLED}) (?:\w+ ){{0,2}}{_BESIDE}",
    rf"{_BESIDE} (?:\w+ ){{0,4}}(?:{_CALLED_OFF})",
)
_SENT_BACK = _any_of(
    r"\b(?:sent|sending|shipped|posted)\b[^.!?\n]{0,40}\bback\b|\bi(?:['’]ve| have)? returned\b",
    r"\bwe(?:['’]ve| have)? returned\b|\bmy return\b|\breturned (?:it|them)\b",
    r"\b(?:my|right of) withdrawal\b",
    r"zurückgeschickt|zurückgesandt|zurückgesendet|\bretour(?:e|en|niert|nierte)?\b|rücksendung",
    r"\bwithdr[ae]wn? from (?:my|the) (?:order|purchase|contract)|\bwiderruf|\bwiderrief",
)
#: Whoever sends a faulty thing back does not withdraw: another law.
_FAULTY = _any_of(
    r"\bbroken\b|\bbroke\b|fault|defect|damag|\bdead\b|flicker|\bwrong\b|does(?:n['’]t| not) work",
    r"\bdark\b|stopped work|crack|leak|kaputt|defekt|beschädigt|zerbroch|falsche|mangel|mängel",
    r"funktioniert|flacker|reklam|garantie|warranty|guarantee|gewährleist|never (?:came|arrived)",
    r"not (?:come|arrived)|nicht (?:gekommen|angekommen)|nie (?:an)?gekommen",
)
_WORD = re.compile(r"[^\W\d_]")
_NOT_YET = _any_of(
    r"\b(?:no|not|never|still|without|yet|nothing|waiting|waited|wait|overdue|owed?s?)\b|n['’]t\b",
    r"\bkein\w*|\b(?:nicht|noch|immer|nichts|nie|ohne|warten?|wart|wartete|gewartet|offen)\b",
)


def days_without_money(text: str, facts: Facts) -> float:
    """For how many days money has not come, by what is said in one breath with them."""
    since = (fact for fact in facts.all("since") if _is_of_money(text, fact))
    return max((float(f.value) for f in since if not isinstance(f.value, str)), default=0.0)


def _is_of_money(text: str, since: Fact) -> bool:
    """Not a lamp that has been dark for weeks, nor how long somebody has been a member."""
    if since.turn is not None:
        return False
    told = _around(text, since, _CONTRAST)
    start, end = since.span
    if not _WORD.search(told.replace(text[start:end], "")):
        # "11 weeks. Still no refund": of what, the next sentence says.
        told = _around(text, replace(since, span=(start, _next_word(text, end))), _CONTRAST)
    money = any(wording(name).search(told) for name in ("circumstances/refund", "asks/refund"))
    return money and bool(_NOT_YET.search(told))


def _next_word(text: str, after: int) -> int:
    found = _WORD.search(text, after)
    return found.start() if found else len(text)


def told_as_due(text: str, topic: Topic, paid: Paid) -> bool:
    """Whether the text tells of that by which the law has the price paid back."""
    if paid == "purchase":
        return bool(_SENT_BACK.search(text)) and not _FAULTY.search(text)
    if _OWN.search(text) or _ONLY_BESIDE.search(text):
        return False
    return topic is Topic.CANCELLATION or bool(_CALLED_OFF_OF[paid].search(text))
