"""Names in a text that may be places: those the gazetteer knows, and those the words around make
one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from triage.complaint import Span
from triage.gazetteer import AMBIGUOUS_PLACES, LONGEST, NO_PLACES, PLACES
from triage.languages import is_german
from triage.spans import apart
from triage.wording_screen import Sieve

_WORD = re.compile(r"(?:St|st|Ft|Mt)\.|[^\W\d_]+(?:['’][^\W\d_]+)*(?:-[^\W\d_]+)*")
#: One or two capitalised words. Case counts.
_NAME = r"[A-ZÄÖÜ][a-zäöüßøéèáíóñçāēīōū]{2,20}(?:-[A-ZÄÖÜ][a-zäöüßøéèáíó]{2,20})?"
#: Words with a capital at the beginning of a sentence.
_NO_NAME = (
    "Does|Is|Has|At|The|Dear|To|From|In|Will|Can|Why|How|Did|Are|Do|When|What|Which|Where|Who|Was|And"
    "|But|For|Our|My|Your|This|That|Every|Any|No|Through|Near|Outside|Via|After|Before|Shout|Thanks"
)
_AIRPORT_EN = Sieve(
    rf"\b(?!(?:{_NO_NAME})\s)(?P<place>(?:(?:{_NAME}|St\.?)\s){{0,2}}{_NAME})\s(?:[Aa]irport|[Ii]nternational"
    r"|Regional|[Ss]tation)\b(?!\s(?:Express|Hotel))"
)
_AIRPORT_DE = Sieve(
    r"\b(?:[Ff]lughafens?|[Bb]ahnhof|[Hh]auptbahnhof|[Hh]bf\.?|[Hh]altestelle|[Aa]bflughalle"
    rf"|[Aa]nkunftshalle|[Aa]irport)\s(?P<place>{_NAME}(?:-{_NAME})?)(?![\w'’])"
    rf"|\b(?P<hyphen>[A-ZÄÖÜ][a-zäöüß]{{2,20}})-(?:Flughafen|Airport|Bahnhof)\b"
    rf"|\b(?P<before>{_NAME}(?<!er))(?:er)?\s(?:[Ff]lughafen|Hbf|[Hh]auptbahnhof)\b"
    r"|\bFLUGHAFEN\s(?P<caps>[A-ZÄÖÜ]{3,20})\b"
    r"|\bflughafen\s(?P<low>[a-zäöüß]{4,20}(?<!t)(?<!en)(?<!st)(?<!e)(?<!er)(?<!mal))\b"
)
#: "the diversion to Bathurst", "our flight from Gander": on the way anything with capitals is a
#: place.
_ON_THE_WAY = Sieve(
    r"\b(?:[Ff]light|FLIGHT|[Tt]rain|[Bb]us|[Cc]oach|[Ff]erry|[Dd]iver(?:sion|ted)|[Ff]lying|[Ff]lew"
    r"|[Tt]ravell?(?:ing|ed)|[Tt]ransfer|[Cc]onnection|[Jj]ourney|[Tt]rip|[Ll]eg|[Ff]l(?:ug|üge)"
    r"|[Zz]ug|[Ff]ahrt|[Rr]eise|[Rr]ückflug|[Hh]influg|[Aa]nschluss(?:zug|flug)?|[Ff]lieger"
    r"|[Uu]mgeleitet|[Vv]erbindung)"
    rf"\s(?:to|from|for|via|into|nach|von|ab|über|aus)\s(?P<place>{_NAME}(?:\s{_NAME})?)(?![\w'’])"
    rf"|\bvon\s(?!Haus|Natur|Grund|Amts)(?P<off>{_NAME})\saus\b"
)
#: "Schadowstraße", "Queen Street": a house number makes it an address, which is masked.
_STREET = Sieve(
    rf"\b(?P<place>[A-ZÄÖÜ][a-zäöüß]{{2,20}}(?:straße|strasse|gasse|allee|damm|chaussee|ufer)"
    rf"|(?:{_NAME}\s){{1,2}}(?:Street|Road|Avenue|Lane|Square))\b(?!\s\d)"
)
#: "in Tucumcari", "at Foggy Point": what an English text names so is a place, if it is no company.
_IN = Sieve(
    rf"\b(?:[Ii]n|(?P<at>[Aa]t))\s(?P<place>{_NAME}(?:\s{_NAME})?)(?![\w'’])(?!\s(?:[Aa]irport"
    r"|[Rr]ail|&|and\s[A-Z]))"
)
_AT_A_COMPANY = re.compile(
    r"\b(?:manager|woman|man|cashier|anyone|whoever|someone|somebody|people|folks|friends|team"
    r"|guys|girls|person|agent|me|us|shop|staff"
    r"|bought|ordered|booked|all)\s$",
    re.IGNORECASE,
)
#: German writes every noun in capitals: there an unknown place must end like one.
_TOWN_ENDING = re.compile(
    r"(?:burg|stadt|dorf|heim|hausen|furt|ingen|münde|haven|kirchen|weiler|brück|brücken|bach"
    r"|hofen|wald|tal|[a-zäöü]{3}(?:ow|[lnrw]itz|rode|roda|leben|stedt|büttel|fehn|siel|koog|beuren"
    r"|felden|felde|zell|berg|brunn|broich|scheid|born|wil|ikon))$"
)
#: `to Aurora Air` is a company.
_COMPANY = re.compile(
    r"^\s&\s|^\s(?:Air\w*|Rail\w*|Bahn\w*|Express|Jet|Wings|Hop|Group|GmbH|Team|Hotline|App|Bank|Energy"
    r"|Trains?|Trams?|Connect|Power"
    r"|Electric|Mutual|Couriers|Insurance|Telecom|Mobile|Water|Airways|Airlines|Ferries|Buses"
    r"|Post|Versicherung|AG|Ltd|Inc"
    r"|Suites|Inn|Credit|Building|Savings|Lodge|Grange|Hall|House|Manor|Palace|Tower|Resort"
    r"|Court|Hotel|Arms|Stores?|[Ss]hops?|[Bb]ranch|Garage|Mutual|Society|Street|Road|Avenue|Lane|Straße|Platz|Gasse"
    r"|Allee)\b|^-\w|^(?:er|ers)\b"
)
#: What stands before where somebody wants to go.
TO = re.compile(
    r"\b(?:nach"
    r"|(?<!off )(?<!thanks )(?<!next )(?<!close )(?<!welcome )(?<!compared )(?<!used )(?<!dear )"
    r"(?<!shoutout )(?<!shout-out )"
    r"(?<!kudos )(?<!props )(?<!due )(?<!thank you )to"
    r"|richtung|towards|into|for|bis|(?:arrived?|landed|landing) (?:at|in)|angekommen in)"
    r"\s(?:the\s)?$",
    re.IGNORECASE,
)
#: What stands before where somebody comes from.
FROM = re.compile(
    r"\b(?:von|vo|aus|ab|from|leaving|departing|out of|rückflug|(?:checked in|boarded"
    r"|boarding) (?:at|in))\s(?:the\s|der\s)?$",
    re.IGNORECASE,
)
_HERE = re.compile(
    r"\b(?:in|im|at|near|bei|über|outside|via|around|hinter|vor|zwischen|until|through|um"
    r"|airport|flughafen|bahnhof|station|hbf"
    r"|of|still in|hotel(?:\s\w+)?)\s(?:the\s|der\s|die\s)?$",
    re.IGNORECASE,
)
_ALONE = re.compile(r"(?:^|[:\n]|\. )\s*$")
_SHORT = 4
_AFTER_A_NAME = re.compile(r"[A-Z][\w'’]+,\s$")
_AFTER_A_TIME = re.compile(r"\d(?:\sUhr)?,\s$")
_TRANSPORT = re.compile(
    r"\s(?:Straßenbahn|Flughafen|Hauptbahnhof|Bahnhof|Hbf|Airport|U-Bahn|S-Bahn|Innenstadt"
    r"|Filiale|Bus|Linien)\b"
)


@dataclass(frozen=True)
class PlaceName:
    """A name as a sentence would write it, and where it stands."""

    value: str
    span: Span


def find_place_names(text: str) -> list[PlaceName]:
    """In the order of the text, none inside another."""
    candidates = [*_said_names(text), *_known_names(text)]
    return apart(candidates, lambda name: name.span, len(text))


def _known_names(text: str) -> Iterator[PlaceName]:
    """Names of the gazetteer, the longest at each word."""
    words = list(_WORD.finditer(text))
    position = 0
    while position < len(words):
        taken = 1
        longest = LONGEST.get(words[position][0].lower(), 0)
        for length in range(min(longest, len(words) - position), 0, -1):
            start, end = words[position].start(), words[position + length - 1].end()
            if _is_known(text, start, end):
                yield PlaceName(_written(text[start:end]), (start, end))
                taken = length
                break
        else:
            yield from _adjective(text, words[position].span())
        position += taken


def _adjective(text: str, span: Span) -> Iterator[PlaceName]:
    """`Linzer Straßenbahn`."""
    word = text[slice(*span)]
    if not word.endswith("er") or word[0].islower():
        return
    base = word[:-2]
    if (
        base.lower() in PLACES
        and base.lower() not in AMBIGUOUS_PLACES
        and _TRANSPORT.match(text[span[1] : span[1] + 14])
    ):
        yield PlaceName(base, span)


def _is_known(text: str, start: int, end: int) -> bool:
    written = text[start:end]
    known = written.lower() in PLACES
    if (
        not known
        or text[start - 1 : start] in {"@", "#", "_"}
        or _COMPANY.match(text[end : end + 15])
    ):
        return False
    before = text[max(0, start - 30) : start]
    said = TO.search(before) or FROM.search(before) or _HERE.search(before)
    if written[0].islower():
        # Where nobody writes capitals, a preposition has to say that it is a place, unless it
        # stands for itself.
        alone = len(written) > _SHORT and _ALONE.search(before) and text == text.lower()
        return bool(said or alone) and written not in AMBIGUOUS_PLACES and len(written) > 2
    if written.lower() not in AMBIGUOUS_PLACES:
        return True
    on_a_route = before.endswith(("–", "→")) or text[end : end + 2].lstrip()[:1] in ("–", "→")
    named_more = re.match(r"\s(?:[A-Z][a-z]|[A-H]\b|\d)", text[end : end + 3])
    if on_a_route or (said and not named_more and not before.endswith(("im ", "Im "))):
        return True
    # "The Alder, Wells," tells where it is; German writes every noun so, there only after a time.
    listed = _AFTER_A_TIME if is_german(text) else _AFTER_A_NAME
    return bool(listed.search(before) and text[end : end + 1] in set(",.:;\n"))


def _said_names(text: str) -> Iterator[PlaceName]:
    """Names that the words around make a place."""
    for pattern in (_AIRPORT_DE, _AIRPORT_EN, _STREET, _ON_THE_WAY):
        for match in pattern.finditer(text):
            group = next(name for name, value in match.groupdict().items() if value)
            if not _is_word(match[group]) and not _COMPANY.match(
                text[match.end() : match.end() + 15]
            ):
                yield PlaceName(_written(match[group]), match.span(group))
    german = is_german(text)
    for match in _IN.finditer(text):
        name, end = match["place"], match.end("place")
        known_not = (
            _is_word(name)
            or _COMPANY.match(text[end : end + 15])
            or _COMPANY.search(f" {name.split()[-1]}")
        )
        if match["at"] and _AT_A_COMPANY.search(text[max(0, match.start() - 15) : match.start()]):
            continue
        if not known_not and (not german or _TOWN_ENDING.search(name)):
            yield PlaceName(name, match.span("place"))


def _is_word(name: str) -> bool:
    return bool(set(name.lower().split()) & NO_PLACES)


def _written(name: str) -> str:
    """`BANGOR` and `plochingen` as a sentence would have them."""
    return name.title() if name.isupper() or name.islower() else name
