"""Names that no list has and the words around make a place: "in Tucumcari", "Flughafen Seetal"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from triage.complaint import Span
from triage.gazetteer import NO_PLACES, PLACES
from triage.languages import is_german
from triage.wording_files import entries
from triage.wording_screen import Sieve, Sieves

#: One or two capitalised words. Case counts.
_LOW = "a-zß-öø-ÿāēīōūčřšžłńśąęőű"
_NAME = rf"[A-ZÀ-ÖØ-ÞČŁŠŚŻŽ][{_LOW}]{{2,20}}(?:-[A-ZÀ-ÖØ-Þ][{_LOW}]{{2,20}})?"
#: Words with a capital at the beginning of a sentence.
_NO_NAME = (
    "Now|Then|So|Also|Still|Even|Only|Just|Here|There|Once|Since|While|Because|If|As|By|With|Of|On|Church"
    "|Does|Is|Has|At|The|Dear|To|From|In|Will|Can|Why|How|Did|Are|Do|When|What|Which|Where|Who|Was|And"
    "|But|For|Our|My|Your|This|That|Every|Any|No|Through|Near|Outside|Via|After|Before|Shout|Thanks"
)
_AIRPORT_EN = Sieve(
    rf"\b(?!(?:{_NO_NAME})\s)(?P<place>(?:(?:{_NAME}|St\.?)\s){{0,2}}{_NAME})\s(?:[Aa]irport|[Ii]nternational"
    r"|Regional|[Ss]tation)\b(?!\s(?:Express|Hotel))"
    r"|(?:^|\b(?:at|from|to|in|via)\s)(?!(?:the|this|that|your|our|my|every|another|same|any|some|what|which|when"
    r"|their|whole|local|nearest|main|each|international|other)\s)(?P<low>[a-z]{4,}(?:\s[a-z]{3,})?)\sairport\b"
    rf"|\b(?:at|through|from|in|via)\s(?P<part>{_NAME}(?:\s{_NAME})?)"
    r"(?=\s(?:arrivals|departures|security|(?:long|short)[ -]stay"
    r"|(?:baggage|bag) (?:claim|reclaim))\b)"
    rf"|\b(?P<field>{_NAME}\sField)(?=\s(?:airport|terminal|driver|security|arrivals|departures|gate|lot)\b)"
)
_AIRPORT_DE = Sieve(
    r"\b(?:[Ff]lughaf(?:ens?|a|e|n)|[Bb]ahnhof|[Hh]auptbahnhof|[Hh]bf\.?|[Hh]altestelle|[Aa]bflughalle"
    rf"|[Aa]nkunftshalle|[Aa]irport|[Ll]adepark|Filiale|Raststätte|Standort|Zustellbasis|[Kk]offerband|[Gg]epäckband|[Tt]axistand|[Pp]arkhaus|[Bb]usbahnhof|Bezirk|Landkreis|Kanton|Gemeinde|Ortsteil)\s(?P<place>{_NAME}(?:-{_NAME})?)(?![\w'’])"
    rf"|\b(?P<hyphen>[A-ZÄÖÜ][a-zäöüß]{{2,20}})-(?:Flughafen|Airport|Bahnhof)\b"
    rf"|\b(?P<before>{_NAME}(?<!er))(?:er)?\s(?:[Ff]lughafen|Hbf|[Hh]auptbahnhof)\b(?!\s[A-ZÄÖÜ])"
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
    rf"|\b(?:nach|aus)\s(?P<gone>{_NAME})\s(?:geflogen|fliegen|gefahren|fahren|unterwegs|gereist|gekommen|wollte)\b"
    rf"|\b\d{{1,2}}[.:]\d\d(?:er)?\s(?:to|from|nach|ab|aus|Richtung)\s(?P<timed>{_NAME})(?![\w'’])"
    rf"|\b(?P<start>{_NAME})\sto\s{_NAME}\s(?:[Ff]light|[Tt]rain|[Ss]ervice|[Bb]us|[Ff]erry|[Ll]ine)\b"
    rf"|\breached\s(?P<reached>{_NAME})(?=\s(?:at|on|by|around|after|only)\b|[,.])"
    rf"|\b{_NAME}\sto\s(?P<end>{_NAME})\s(?:[Ff]light|[Tt]rain|[Ss]ervice|[Bb]us|[Ff]erry|[Ll]ine)\b"
)
#: "Schadowstraße", "Queen Street": a house number makes it an address, which is masked.
_STREET = Sieve(
    r"\b(?:in|an|auf) der\s(?P<small>[a-zäöüß]{3,20}(?:straße|strasse|gasse|allee))\b(?!\s\d)|"
    rf"\b(?P<place>[A-ZÄÖÜ][a-zäöüß]{{2,20}}(?:straße|strasse|gasse|allee|damm|chaussee|(?<!ä)ufer)"
    rf"|(?<![„“\"])(?:{_NAME}\s){{1,2}}(?:Street|Road|Avenue|Ave|Lane|Square|Boulevard|Blvd|Rd|Crescent|Terrace)"
    rf"|[A-Z]{{3,}}\s(?:RD|ROAD|STREET|AVE|AVENUE|LANE))\b(?!\s\d)"
    rf"|\b(?P<short>[A-ZÄÖÜ][a-zäöüß]{{2,20}}(?:er|-)?\s?Str\.)(?!\s?\d)"
    rf"|\b(?:out|off|down|back) (?:on|in|across) (?P<out>{_NAME})(?=\s(?:since|again|for|all)\b)"
    r"|\b(?:[Ii]n|on|along)\s(?P<numbered>(?:Route|Highway)\s\d{1,3}|[A-Z]{1,2}\d{1,2}(?=\s(?:since|for|has|have"
    r"|is|again|[a-z]+\sday)\b))"
)
#: "Route 11, Island Bay": what a line is announced with.
_IN_FRONT = Sieve(
    rf"^(?:@\w+[,:]?\s)*(?:Route|Line|Linie|Bus|Tram|Bahnsteig|Platform|Gleis)\s[\dA-Z]{{1,4}},\s(?P<place>{_NAME}(?:\s{_NAME})?)(?=[,.:])"
)
#: "the Carraway Inn, Hudson": where a house stands.
_HOUSE_IN = Sieve(
    rf"\b(?:Inn|Hotel|Lodge|Suites|Resort|Hostel|Annex|Motel|Pension|Gasthof)(?:\s{_NAME}){{0,2}},\s(?P<place>{_NAME}(?:\s{_NAME})?)(?=[,.:])"
)
#: "in Tucumcari", "at Foggy Point": what an English text names so is a place, if it is no company.
_IN = Sieve(
    r"\b(?:[Ii]n(?:\s(?:halb|ganz|whole|all of|downtown|central|greater))?|[Nn]ear|[Oo]utside"
    rf"|(?P<de>[Nn]ach|[Aa]us)|(?P<at>[Aa]t))\s(?P<place>{_NAME}(?:\s{_NAME})?)(?![\w'’])(?!\s(?:[Aa]irport"
    r"|[Rr]ail|&|and\s[A-Z]))"
)
#: "your Tilbury depot", "in the Croydon shop": which of a company's.
_ONE_OF_THEIRS = Sieve(
    rf"\b(?:the|your|their|our|yer)\s(?P<place>{_NAME})"
    r"(?=\s(?:branch|depot|warehouse|sorting office|bus stop|tram stop)\b)"
    rf"|\b(?:the|your|their|our|yer)\s(?P<shop>{_NAME})(?=\s(?:shop|store)\b)"
)
#: "Grüße aus Metten": where the author is.
_GREETED = Sieve(
    rf"(?:[Gg]r[üu](?:ß|ss)e?|[Gg]reetings|[Rr]egards|[Cc]heers|[Ll]ove)\s(?:aus|from)\s(?P<place>{_NAME}(?:\s{_NAME})?)(?=\s*(?:[.,!\n(]|$))"
)
_SAID = Sieves(
    (_AIRPORT_DE, _AIRPORT_EN, _STREET, _IN_FRONT, _HOUSE_IN, _ONE_OF_THEIRS, _GREETED, _ON_THE_WAY)
)
_AT_A_COMPANY = re.compile(
    r"\b(?:manager|woman|man|cashier|anyone|whoever|someone|somebody|people|folks|friends|team"
    r"|guys|girls|person|agent|me|us|shop|staff|nobody|everyone|everybody|lady|lad|lass|girl|guy"
    r"|clerk|maid|guard|friend|cousin|gentleman|chap|bloke|teller|advis[eo]r|asked|complained"
    r"|all)\s$|\b(?:bought|ordered|booked|purchased|account)\b[^.!?]{0,30}$",
    re.IGNORECASE,
)
#: "Rosa at Plains United is worth her weight in gold": whom somebody names is at a company.
_NAMED = re.compile(r"(?<![Tt]he )\b(?!\w+(?:ing|ed|tor|ift|ity|ain|us|ue|uck|s)\b)[A-Z][a-z]+\s$")
_DID = re.compile(
    r"(?:\s[A-Z]\w+)?(?:\s(?:is|was|has|had|would|called|flew|brought|sorted|took|rang|phoned|found|fixed"
    r"|made|got|gave|named)\b|:|, thank)"
)
#: German writes every noun in capitals: there an unknown place must end like one.
TOWN_ENDING = re.compile(
    r"(?:burg|stadt|dorf|heim|hausen|furt|ingen|münde|haven|kirchen|weiler|brück|brücken|bach"
    r"|hofen|wald|tal|[a-zäöü]{3}(?:ow|[lnrw]itz|rode|roda|leben|stedt|büttel|fehn|siel|koog|beuren"
    r"|felden|felde|zell|berg|brunn|broich|scheid|born|wil|ikon))$"
)
#: `to Aurora Air` is a company.
COMPANY = re.compile(
    r"^\s&\s|^\s(?:Air\w*|Rail\w*|Bahn\w*|Express|Jet|Wings|Hop|Group|GmbH|Team|Hotline|App|Bank|Energy"
    r"|Trains?|Trams?|Connect|Power"
    r"|Electric|Mutual|Couriers|Insurance|Telecom|Mobile|Water|Airways|Airlines|Ferries|Buses"
    r"|Post|Versicherung|AG|Ltd|Inc"
    r"|Suites|Inn|Credit|Building|Savings|Lodge|Grange|Hall|House|Manor|Palace|Tower|Resort"
    r"|Court|Hotel|Arms|Stores?|[Ss]hops?|[Bb]ranch|Garage|Mutual|Society|Street|Road|Avenue|Lane|Straße|Platz|Gasse"
    r"|Allee)\b|^-\w|^(?:er|ers)\b"
)
_TO = re.compile(r"\b(?:to|nach)\s$", re.IGNORECASE)
_WAY_ON = re.compile(
    rf"\s(?:to|nach)\s(?P<place>{_NAME})(?![\w'’])(?=\s?(?:[.,;:!?\n(]|$|(?:on|at|in|for|with|and)\b))"
)
_WAY_HERE = re.compile(
    rf"(?:(?P<head>^|[.!?]\s)|,\s|\b(?:from|between|travell?ed|flew|fly|flying|flight|train|bus|coach|ferry)\s)(?!{_NO_NAME}|[A-Z]\w+(?:ed|s)\b)(?P<place>{_NAME})\sto\s$"
)
_STREET_NAME = re.compile(r"(?:Street|Road|Avenue|Lane|Airport)$")
#: How companies like to be called.
_LIKE_A_COMPANY = re.compile(
    r"[a-zäöü](?:air|jet|wings|hop|mart|net|fone|tel|cart|pay|bank|crate|shop|flug|falke|funk|netz)$"
)
#: How hotels like to be called.
_HOUSE = re.compile(
    r"(?:Casa|Villa|Château|Chateau|Maison|Palazzo|Schloss|Haus|Pension|Hotel|Camp|Spa)\s[A-Z]"
)
_NOTOWN_ENDINGS = tuple(entries("words/no_town_endings_de"))
_SHORT = 3
_TOWN_BEGINNINGS = ("Bad ", "Sankt ", "St. ", "San ", "La ", "Las ", "New ", "Port ")
#: "in Reihe 9", "in Halle B".
_COUNTED = re.compile(r"\s[\dA-ZÄÖÜ]")


@dataclass(frozen=True)
class PlaceName:
    """A name as a sentence would write it, and where it stands."""

    value: str
    span: Span


def said_names(text: str) -> Iterator[PlaceName]:
    """Names that the words around make a place."""
    german = is_german(text)
    for pattern, match in _SAID.matches(text):
        group = next(name for name, value in match.groupdict().items() if value)
        noun = german and pattern is _ON_THE_WAY and not _may_be_a_town(match[group])
        no_place = _is_word(match[group], pattern is _AIRPORT_EN) or noun
        theirs = pattern is _ONE_OF_THEIRS
        # "the Nike store"
        no_place = no_place or (group == "shop" and match[group].lower() not in PLACES)
        # Which shop of theirs: the name before it is no company's.
        after = "" if theirs else text[match.end() :][:15]
        if not no_place and not _is_company(match[group], after):
            yield PlaceName(written(match[group]), match.span(group))
    for match in _IN.finditer(text):
        name, after = match["place"], text[match.end() :][:15]
        may_be = _is_said_in_german(match) if german else _is_said_in_english(match)
        if may_be and not _is_word(name) and not _is_company(name, after):
            yield PlaceName(name, match.span("place"))


def places_beside(text: str, place: PlaceName) -> Iterator[PlaceName]:
    """ "Adelaide to Alice", "Sandbar to Cleveland": what a known place is the way from or to."""
    earliest = max(0, place.span[0] - 40)
    before = text[earliest : place.span[0]]
    on = None if _TO.search(before) else _WAY_ON.match(text, place.span[1])
    for match, shift in ((on, 0), (_WAY_HERE.search(before), earliest)):
        if match and _may_be_beside(match):
            start, end = match.span("place")
            yield PlaceName(match["place"], (start + shift, end + shift))


def _may_be_beside(way: re.Match[str]) -> bool:
    """At the head of a sentence every word has a capital: there it has to be known."""
    name = way["place"]
    if way.groupdict().get("head") is not None and name.lower() not in PLACES:
        return False
    return not _is_word(name) and not _is_company(name, "")


def _is_said_in_english(match: re.Match[str]) -> bool:
    """Whoever is "at" something is as often at a company's."""
    before = match.string[max(0, match.start() - 45) : match.start()]
    named = _NAMED.search(before) and _DID.match(match.string, match.end())
    return not match["de"] and not (match["at"] and (named or _AT_A_COMPANY.search(before)))


def _is_said_in_german(match: re.Match[str]) -> bool:
    """German writes every noun with a capital; "in" without an article stands before towns, if not
    before one of the many nouns that are said so."""
    after = match.string[match.end() : match.end() + 2]
    if TOWN_ENDING.search(match["place"]):
        return match[0][:2].lower() in {"in", "na", "au"}
    says_in = match[0][:2].lower() == "in"
    return says_in and not _COUNTED.match(after) and _may_be_a_town(match["place"])


def _may_be_a_town(name: str) -> bool:
    """
    >>> [_may_be_a_town(name) for name in ("Schaprode", "Turnschuhen", "Ihrem Büro")]
    [True, False, False]
    """
    low = name.lower()
    if TOWN_ENDING.search(name):
        return True
    one = " " not in name or name.startswith(_TOWN_BEGINNINGS)
    return one and not low.endswith(_NOTOWN_ENDINGS) and len(low) > _SHORT


def _is_word(name: str, whole: bool = False) -> bool:
    """Whether a word of it is no part of a name; of an airport's all would have to be."""
    words = set(name.lower().split())
    return words <= NO_PLACES if whole else bool(words & NO_PLACES)


def _is_company(name: str, after: str) -> bool:
    """By its last word, or the one that follows."""
    last = name.split()[-1]
    named = COMPANY.match(after) or (COMPANY.match(f" {last}") and not _STREET_NAME.match(last))
    return bool(named or _LIKE_A_COMPANY.search(last) or _HOUSE.match(name))


def written(name: str) -> str:
    """`BANGOR` and `plochingen` as a sentence would have them."""
    return name.title() if name.isupper() or name.islower() else name
