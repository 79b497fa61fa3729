"""How personal data is written, German and English: what names a number, and how numbers look that
need no name."""

from __future__ import annotations

import re

from triage.wording_screen import Sieve

EMAIL = Sieve(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?<!\.)")
#: "mara (at) post (dot) example": told to people, hidden from machines.
EMAIL_SPELLED = Sieve(
    r"(?<![\w.+-])[\w.+-]{1,64}\s?[([](?:at|ät)[\])]\s?[\w-]{1,60}"
    r"(?:\s?(?:\.|[([](?:dot|punkt)[\])])\s?[a-z]{2,20}){1,3}\b",
    re.IGNORECASE,
)
IBAN = Sieve(r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?\b", re.IGNORECASE)
CARD = re.compile(r"(?<![\d+])(?:\d[ -]?){12,18}\d(?!\d)")

# Separators are not optional between groups: a megabyte of digits must stay cheap.
PHONE = re.compile(
    r"(?<![\w.,/+-])(?:\+|00)?\(?\d{2,5}\)?(?:[ /.-]?\(0\)\d{0,4})?[ /.-]?\d{2,12}"
    r"(?:[ /.-]\d{2,9}){0,4}(?![\w€£$%])"
)
#: "(555) 010-4477", "555-010-4477"; and ten digits the Indian way.
PHONE_ABROAD = Sieve(
    r"(?<![\w.,/+(-])(?:\(\d{3}\)\s?|[2-9]\d{2}[-.])\d{3}[-.]\d{4}(?![\w-])"
    r"|(?<![\w.,/+-])[6-9]\d{4} \d{5}(?![\w-]| \d)"
)
#: After these words any five digits and more are a number to call.
PHONE_NAMED = Sieve(
    r"\b(?:tel(?:efon(?:nummer)?)?|fon|handy(?:nummer)?|mobil(?:nummer)?|rückrufnummer|phone|mobile"
    r"|cell|whatsapp|durchwahl|call (?:me|us) (?:on|at|under)|ring (?:me|us) on|text me on"
    r"|erreichbar unter|erreichen sie mich unter|ruft? mich an(?: unter)?|my number is"
    r"|meine nummer(?: ist)?)(?:\s(?:no|nr|number|nummer))?\s?[.:]{0,2}\s{0,2}"
    r"(?P<code>\+?\(?\d[\d()]{4,12}(?:[ /.-]\d{2,9}){0,5}"
    r"|\+?\(?\d[\d()]{1,12}(?:[ /.-]\d{2,9}){1,5})"
    r"(?![\w€£$%])",
    re.IGNORECASE,
)

_IS = r"\s*(?:is|ist|lautet|war|was|[:#.]|\s)\s*"
_NUMBER_OF = r"(?:\s*-?\s*(?:code|numbers?|no|nr|nummer|ref|reference|id))?"
#: With a figure in it; six letters alone only in capitals.
_CODE = r"(?P<code>(?=[A-Z0-9-]{0,19}\d)[A-Z0-9][A-Z0-9-]{4,19}|[A-Z]{6})\b"
#: In groups, as it stands on a card.
_GROUPS = r"(?P<groups>\d{2,4}(?: \d{2,6}){1,4})(?![\w,.]\d|\s?[€£$%])"

DOCUMENT_NAMED = Sieve(
    r"\b(?:passport|reisepass|pass|(?:personal)?ausweis|führerschein|driv(?:ing|er['’]s)"
    r" licen[cs]e|(?:sozial)?versicherungs|svnr|sv-nummer|ahv|steuer-?id|national insurance|ni"
    r"|social security|ssn|id card|identity card|visa|visum|aufenthaltstitel|residence permit"
    r"|aadhaar|(?:kranken|gesundheits)karte|e-?card|nhs)"
    rf"{_NUMBER_OF}{_IS}(?:{_CODE}|{_GROUPS})",
    re.IGNORECASE,
)
MEMBERSHIP_NAMED = Sieve(
    r"\b(?:vielflieger|meilen(?:konto)?|bonus(?:karte)?|bonuscard|kundenkarte|treuekarte|mitglieds?"
    r"|mitgliedschafts?|status(?:karte|card)|bahncard|frequent[ -]fl(?:y|i)er|loyalty(?: card)?"
    r"|membership|member|rewards?(?: card)?|miles (?:account|number)|ffn)"
    rf"{_NUMBER_OF}{_IS}(?:(?P<code>(?=[A-Z0-9-]{{0,19}}\d)[A-Z0-9][A-Z0-9-]{{5,19}})\b|{_GROUPS})"
    r"(?!\s?(?:miles|meilen|punkte|points))",
    re.IGNORECASE,
)
BOOKING_NAMED = Sieve(
    r"\b(?:buchungs(?:code|nummer|nr)?|buchung|vorgangs?(?:nummer)?|(?:bestell|kunden|ticket|fall"
    r"|auftrags|rechnungs|vertrags|zähler|sendungs|schadens?|policen|reservierungs|konto"
    r"|gepäck)(?:nummer|nr)|pnr|aktenzeichen|booking|reservation|confirmation|record locator"
    r"|ref(?:erence|erenz)?|order|ticket(?! price)|case|claim|tracking|account|policy|customer"
    r"|complaint|bag tag|reservierung)"
    rf"{_NUMBER_OF}{_IS}{_CODE}",
    re.IGNORECASE,
)

# What figures count.
_COUNTED = (
    r"(?:x|mal|times|days?|tagen?|weeks?|wochen?|months?|monaten?|years?|jahren?|h|hours?|stunden?"
    r"|std|min(?:ute[ns]?|s)?|s|sec(?:onds?)?|sek(?:unden?)?|uhr|am|pm|digits?|stell(?:en|ig)"
    r"|char(?:acter)?s?|zeichen|letters?|people|personen|leute|users?|customers?|kunden|tries"
    r"|attempts|versuchen?|editions?|version|points|punkte|miles|euros?|rooms?|zimmer)\b"
)

# What is too short to be known as a number by its form: "ticket #8812", „Vorgang 4711“, "case no.
# 55-12". It holds two figures next to each other, and is no year and no sum.
_CASES = (
    r"(?:tickets?|vorgangs?|vorfall|fall|case|incident|bestell(?:ung)?|order|auftrags?|buchungs?"
    r"|booking|reservierungs?|reservation|beschwerde|reklamations?|complaint|schadens?(?:fall)?"
    r"|claim|störungs?|ref(?:erence|erenz)?)"
)
_PAPERS = (
    r"(?:rechnungs?|bestätigungs?|confirmation|invoice|vertrags?|contract|police(?:n)?|policy|versicherungsschein|kunden|kd"
    r"|customer|client|account|konto|sendungs?|paket|parcel|shipment|tracking|retouren?|returns?"
    r"|rma|antrags?|application|enquiry|query|request|fault|job|akten|file|zähler|meter|protokoll"
    r"|report|bag(?:gage)?(?: tag)?|gepäck)"
)
_NUMBER_SIGN = (
    r"[.]?(?:\s?[-(]?\s?(?:\#|n(?:[or]|umber|ummer)\b\.?|id\b|ref(?:erence)?\b\.?)){1,2}"
    r"(?:\s(?:is|ist|lautet))?\s?:?\s?"
)
_SHORT_CODE = (
    r"(?!(?:19|20)\d\d(?![\w/-]))(?P<code>(?=[A-Z]{0,5}[/-]?\d{2})[A-Z0-9]{1,12}"
    r"(?:[/-][A-Z0-9]{1,8}){0,3}(?<=[\w/-]{3}))(?![\w%€£$]|[.,:]\d|-\s?[a-z]|\s?(?:[€£$%]|euros?\b|eur\b|pounds?\b|dollars?\b|quid\b|chf\b|franken\b))"
)
#: By a word or a sign for "number"; without one only four figures and more with nothing behind
#: them that they could count, and no round sum; what courts and lawyers call a case; and what hangs
#: on a bag.
NUMBERED = (
    Sieve(rf"\b(?:{_CASES}|{_PAPERS}){_NUMBER_SIGN}{_SHORT_CODE}", re.IGNORECASE),
    Sieve(
        rf"\b{_CASES}:?\s(?!(?:19|20)\d\d\b|\d*00\b)(?P<code>\d{{4,12}}(?:[/-]\d{{1,8}}){{0,2}})"
        r"(?=\s*(?:$|[;!?)\n–]|[.,:](?!\d)|(?:is|was|has|hasn['’]t|still|never|not|since|from|and"
        r"|but|about|for|ist|war|wurde|wird|hat|liegt|noch|nicht|nie|seit|vom|und|aber|wegen|bei"
        r"|bleibt|läuft)\b))",
        re.IGNORECASE,
    ),
    # "bestellung 88-41907", "parcel 00340993817"
    Sieve(
        rf"\b(?:{_CASES}:?\s(?P<parted>\d{{2,8}}[-/]\d{{3,8}})|(?:sendung|paket|parcel|shipment|tracking|retoure)"
        r":?\s(?P<sent>\d{8,22}))(?![\w/-]|[.,:]\d)",
        re.IGNORECASE,
    ),
    # "policy PW/339102", „Auftrag 7-60315“, „Vertrag 00734-5519-K“
    Sieve(
        rf"\b(?i:{_CASES}|{_PAPERS}):?\s(?P<code>[A-Z]{{1,4}}[/-]\d{{4,8}}"
        r"|\d{1,8}[/-]\d{4,8}(?:-[A-Z0-9]{1,3})?|\d{4,8}-[A-Z])"
        r"(?![\w/-]|[.,:]\d|\s?(?:[€£$%]|(?i:euros?|eur|pounds?|dollars?|quid|chf)\b))"
    ),
    # "tracking QP 771 904 22 GB", „Kundennummer 80 447 12“
    Sieve(
        rf"\b(?:{_PAPERS})(?:nummer|nr)?\.?(?: (?:number|no\.?))?:?\s"
        r"(?P<code>(?-i:[A-Z]{2}(?:\s\d{1,4}){2,6}(?:\s[A-Z]{2})?))(?![\w/-]|[.,:]\d)"
        rf"|\b(?:{_CASES}|{_PAPERS})[ -]?(?:nummer|nr\.?|number|no\.?):?\s"
        r"(?P<parted>(?=(?:\d\s?){5})\d{1,4}(?:\s\d{2,4}){1,4})"
        rf"(?![\w/-]|[.,:]\d|\s?(?:[€£$%]|(?:{_COUNTED}|eur|pounds?|dollars?|quid|chf)\b))",
        re.IGNORECASE,
    ),
    Sieve(
        r"\b(?:az|aktenzeichen|geschäftszeichen|gz)\b[.:]{0,2}\s?"
        r"(?P<code>\d{1,4}\s[A-Z]{1,3}\s\d{1,5}/\d{2,4})\b",
        re.IGNORECASE,
    ),
    Sieve(
        r"\b(?<![Gg]uten )(?<!chönen )[Tt]ag\s(?:n[or]\.?\s|number\s)?(?P<code>[A-Z]{2}\s\d{5,6})\b"
    ),
)

# What opens an account, a phone or a door, if there is a figure in it that counts nothing.
_NO_COUNT = rf"(?!\w|[.,:/-]\d|-?{_COUNTED}|\s?{_COUNTED}|\s?[€£$%])"
_DIGITS = r"\d{4,8}|\d{2,4}(?: \d{2,4})+|\d(?: \d){2,7}"
PIN = Sieve(
    r"\b(?:pin|puk|tan|cvv|cvc|otp)(?:[ -]?(?:code|nummer|number))?"
    rf"{_IS}[\"“„'‚]?(?P<code>{_DIGITS}|\d{{3}}){_NO_COUNT}",
    re.IGNORECASE,
)
#: Words with a figure; figures alone are no year.
PASSWORD = Sieve(
    r"\b(?:passwor[dt]|passcode|(?:kunden)?kennwort|login|user ?name|benutzername)"
    rf"{_IS}[\"“„'‚]?(?!ios|iphone|android|windows|(?:19|20)\d\d\b|\d+-?{_COUNTED})"
    r"(?P<code>\d{4,12}|(?=[^\s,;!?]{0,30}\d)(?=[^\s,;!?]{0,30}[^\W\d])"
    rf"[^\s,;!?\"“”„'‚‘()]{{5,30}}(?<!\.)){_NO_COUNT}",
    re.IGNORECASE,
)
DOOR_CODE = Sieve(
    r"\b(?:door|gate|entry|access|security|lock|key|alarm|(?:haus)?tür|tor|haus|zugangs"
    r"|sicherheits|schloss|schließfach|freischalt|aktivierungs)[ -]?code"
    rf"{_IS}[\"“„'‚]?(?!\d(?:st|nd|rd|th|fa)\b|\d+-?{_COUNTED})"
    rf"(?P<code>{_DIGITS}|(?=[A-Z]{{0,11}}\d)[A-Z0-9]{{2,12}}){_NO_COUNT}",
    re.IGNORECASE,
)
#: Any other code is one if it is somebody's: that of an error, a voucher or a town is known to all.
SOMEBODYS_CODE = Sieve(
    r"\b(?:the|my|our|your|this|der|den|dem|diese[mnr]|(?:[md]ein|unser|ihr)(?:e[mnr])?) code"
    rf"{_IS}(?!(?:19|20)\d\d\b)(?P<code>{_DIGITS}){_NO_COUNT}",
    re.IGNORECASE,
)
#: "flat 3b", „Wohnung 14“: no street, but a door in a house that neighbours know. A tyre or a
#: fee is flat as well.
FLAT = Sieve(
    r"(?<!\ba )(?<!\bthe )(?<!went )(?<!goes )(?<!gone )(?<!\bis )(?<!\bwas )(?<!tyre )(?<!tire )"
    r"(?<!battery )\b(?:flat|apartment|apt\.?)\s(?:no\.?\s|number\s)?"
    r"\d{1,3}(?:-?[a-h]\b|(?=[.,;!?](?!\d)|$|\s(?:(?:at|on|and|again|instead|is|was|has)\b"
    r"|(?:in|of) (?:your|our|the (?:house|building|block))\b)))(?!\s?(?:€|%|euro))",
    re.IGNORECASE,
)
FLAT_GERMAN = Sieve(
    r"\b(?:(?:[Ff]erien)?[Ww]ohnung|[Ww]hg\.?|Apartment)\s(?:[Nn]r\.?\s|Nummer\s)?"
    r"\d{1,3}(?:-?[a-h]\b|(?=[.,;!?](?!\d)|$|\s(?!(?:qm|m²|m2|mal|min|std|euro|zimmer|tagen?|jahren?"
    r"|wochen?|monaten?|stunden?|minuten|grad|leute|bis|oder|pro|zu)\b)[a-zäöü]))"
)

#: What states give out in forms of their own: Switzerland, the United Kingdom, India, the USA.
DOCUMENT_BARE = Sieve(
    r"\b756\.\d{4}\.\d{4}\.\d{2}\b|\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b"
    r"|\b[A-Z]{5}\d{4}[A-Z]\b|(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])"
    # German passports and identity cards: nine or ten, no vowels.
    r"|\b(?=[A-Z0-9]*\d)[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ0-9]{8}\d?\b(?<=\d)"
)
# Six capitals and figures mixed, both present: how a booking code looks on its own. Flights,
# trains, sums and years look alike.
CODE_BARE = Sieve(
    r"(?<![\w@#])(?!\d+KMH\b|[A-Z]{2}\d{4}\b|\d[A-Z]\d{4}\b|[A-Z]\d{5}\b"
    r"|(?:EUR|GBP|USD|CHF|ICE|IRE|REX|RJX|TGV)\d|[A-Z]{2}20\d\d"
    r"|(?:GATE|HALL|ROOM|ZONE|FLUG|PLATZ|SEAT|TEIL|PART|LINIE|GLEIS)\d)"
    r"(?=[A-Z0-9]*\d)(?=(?:[A-Z0-9]*[A-Z]){2})[A-Z0-9]{6}\b"
)
#: Trackings and the like, if they hold letters and at least four figures; SUMMER2026 is none.
CODE_LONG = re.compile(r"\b(?![A-Z]{3,12}20\d\d\b)[A-Z0-9]{8,20}\b")
REFERENCE = Sieve(r"\b[A-Z]{2,4}-\d{4,9}\b")
TICKET = Sieve(r"\b\d{3}-\d{10}\b")

_HOUSE = r"\d{1,4}(?:\s?[a-z]\b)?(?:\s?[-/]\s?\d{1,4})?\b"
_NO_HOUSE = (
    r"(?!:\d|[.,]\d|\s?(?:min|std|stund|uhr|km\b|m\b|€|euro|%|kg|tage|grad|leute|personen|mal\b))"
)
_TOWN = r"(?:,?\s(?:(?:D|A|CH|AT|DE)-)?\d{4,5}\s[A-ZÄÖÜ][a-zäöüß]+(?:[ -][A-ZÄÖÜ][a-zäöüß]+)?)"
_ENDS = (
    r"(?:straße|strasse|str\.|weg|gasse|allee|platz|ring|damm|ufer|chaussee|stieg|pfad|graben"
    r"|zeile)"
)
_NO_STREET = (
    r"(?!(?:Sitz|Liege|Steh|Stell|Park|Fenster|Gang|Mittel|Arbeits|Bahn|Umsteige|Heim|Hin|Rück|Um"
    r"|Flug|Schul|Fuß|Camping|Zelt|Spiel|Lade|Kreis|Bundes|Landes|Staats|Wasser|Ehe|Boxen)(?:platz"
    r"|weg|straße|strasse|str\.|ring|graben))"
)
ADDRESS = Sieve(
    rf"\b{_NO_STREET}(?:[A-ZÄÖÜ][a-zäöüß]+-){{0,3}}[A-ZÄÖÜ]?[a-zäöüß]{{2,25}}{_ENDS}"
    rf"\s{_HOUSE}{_NO_HOUSE}{_TOWN}?"
    r"|\b(?:[A-ZÄÖÜ][a-zäöüß]+-){1,3}(?:Straße|Strasse|Str\.|Weg|Gasse|Allee|Platz|Ring|Damm|Ufer)"
    rf"\s{_HOUSE}{_NO_HOUSE}{_TOWN}?"
    r"|\b[A-ZÄÖÜ][a-zäöüß]{2,25}er\s(?:Straße|Strasse|Str\.|Weg|Gasse|Allee|Platz|Ring|Damm|Ufer"
    rf"|Chaussee)\s{_HOUSE}{_NO_HOUSE}{_TOWN}?"
    r"|(?<![\w.,:-])\d{1,5}[A-Za-z]?\s(?:[A-Z][a-z]+\s){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane"
    r"|Ln|Drive|Close|Court|Ct|Crescent|Place|Terrace|Gardens|Grove|Boulevard|Blvd|Way)\b\.?"
    r"|\b(?:Am|An der|An den|Auf dem|Auf der|Im|In der|Zum|Zur)\s[A-ZÄÖÜ][a-zäöüß]+"
    rf"(?:\s[A-ZÄÖÜ][a-zäöüß]+)?\s{_HOUSE}{_TOWN}"
    r"|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b"
)
