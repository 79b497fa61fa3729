"""Words that the fact finder knows in German and English: things people travel with, events
people miss, airports. Precision comes from these lists being short and unambiguous."""

from __future__ import annotations

#: German noun → grammatical gender (m, f, n, or p for plural only).
ITEMS_DE = {
    "koffer": ("Koffer", "m"),
    "rollkoffer": ("Rollkoffer", "m"),
    "handkoffer": ("Handkoffer", "m"),
    "trolley": ("Trolley", "m"),
    "rucksack": ("Rucksack", "m"),
    "tasche": ("Tasche", "f"),
    "reisetasche": ("Reisetasche", "f"),
    "sporttasche": ("Sporttasche", "f"),
    "handtasche": ("Handtasche", "f"),
    "kinderwagen": ("Kinderwagen", "m"),
    "buggy": ("Buggy", "m"),
    "kindersitz": ("Kindersitz", "m"),
    "gepäck": ("Gepäck", "n"),
    "gepaeck": ("Gepäck", "n"),
    "handgepäck": ("Handgepäck", "n"),
    "gepäckstück": ("Gepäckstück", "n"),
    "rollstuhl": ("Rollstuhl", "m"),
    "rollator": ("Rollator", "m"),
    "gitarre": ("Gitarre", "f"),
    "geige": ("Geige", "f"),
    "cello": ("Cello", "n"),
    "fahrrad": ("Fahrrad", "n"),
    "rennrad": ("Rennrad", "n"),
    "surfbrett": ("Surfbrett", "n"),
    "surfboard": ("Surfboard", "n"),
    "ski": ("Ski", "p"),
    "skier": ("Ski", "p"),
    "snowboard": ("Snowboard", "n"),
    "golfschläger": ("Golfschläger", "p"),
    "kamera": ("Kamera", "f"),
    "laptop": ("Laptop", "m"),
    "zelt": ("Zelt", "n"),
    "brille": ("Brille", "f"),
    "paket": ("Paket", "n"),
}

ITEMS_EN = (
    "suitcase",
    "hard-shell case",
    "carry-on",
    "backpack",
    "rucksack",
    "holdall",
    "duffel bag",
    "bag",
    "luggage",
    "baggage",
    "stroller",
    "buggy",
    "pushchair",
    "pram",
    "car seat",
    "wheelchair",
    "walking frame",
    "guitar",
    "violin",
    "cello",
    "tuba",
    "bike",
    "bicycle",
    "surfboard",
    "snowboard",
    "skis",
    "golf clubs",
    "camera",
    "laptop",
    "parcel",
)

#: English items that take "are", not "is".
PLURAL_ITEMS_EN = frozenset({"skis", "golf clubs"})

EVENTS_DE = {
    "anschluss": ("Anschluss", "m"),
    "anschluß": ("Anschluss", "m"),
    "anschlussflug": ("Anschlussflug", "m"),
    "anschlußflug": ("Anschlussflug", "m"),
    "anschlusszug": ("Anschlusszug", "m"),
    "weiterflug": ("Weiterflug", "m"),
    "hochzeit": ("Hochzeit", "f"),
    "trauung": ("Trauung", "f"),
    "taufe": ("Taufe", "f"),
    "beerdigung": ("Beerdigung", "f"),
    "trauerfeier": ("Trauerfeier", "f"),
    "prüfung": ("Prüfung", "f"),
    "klausur": ("Klausur", "f"),
    "vorstellungsgespräch": ("Vorstellungsgespräch", "n"),
    "bewerbungsgespräch": ("Bewerbungsgespräch", "n"),
    "termin": ("Termin", "m"),
    "arzttermin": ("Arzttermin", "m"),
    "op-termin": ("OP-Termin", "m"),
    "konzert": ("Konzert", "n"),
    "premiere": ("Premiere", "f"),
    "konferenz": ("Konferenz", "f"),
    "einschulung": ("Einschulung", "f"),
    "geburtstag": ("Geburtstag", "m"),
    "kreuzfahrt": ("Kreuzfahrt", "f"),
    "fähre": ("Fähre", "f"),
    "auftritt": ("Auftritt", "m"),
}

EVENTS_EN = (
    "connecting flight",
    "connecting train",
    "onward flight",
    "connection",
    "wedding",
    "funeral",
    "christening",
    "job interview",
    "interview",
    "exam",
    "appointment",
    "meeting",
    "concert",
    "conference",
    "graduation",
    "birthday",
    "cruise",
    "ferry",
    "opening night",
    "gig",
    "recital",
)

#: Missing these is never just an inconvenience; the reply does not hurry past them.
MOURNING = frozenset({"Beerdigung", "Trauerfeier", "funeral"})

#: Airport codes → (German, English). Only codes that are no common word.
AIRPORTS = {
    "MUC": ("München", "Munich"),
    "FRA": ("Frankfurt", "Frankfurt"),
    "BER": ("Berlin", "Berlin"),
    "TXL": ("Berlin", "Berlin"),
    "HAM": ("Hamburg", "Hamburg"),
    "DUS": ("Düsseldorf", "Düsseldorf"),
    "CGN": ("Köln", "Cologne"),
    "STR": ("Stuttgart", "Stuttgart"),
    "HAJ": ("Hannover", "Hanover"),
    "NUE": ("Nürnberg", "Nuremberg"),
    "LEJ": ("Leipzig", "Leipzig"),
    "DRS": ("Dresden", "Dresden"),
    "VIE": ("Wien", "Vienna"),
    "SZG": ("Salzburg", "Salzburg"),
    "GRZ": ("Graz", "Graz"),
    "ZRH": ("Zürich", "Zurich"),
    "GVA": ("Genf", "Geneva"),
    "BSL": ("Basel", "Basel"),
    "LHR": ("London", "London"),
    "LGW": ("London", "London"),
    "STN": ("London", "London"),
    "MAN": ("Manchester", "Manchester"),
    "EDI": ("Edinburgh", "Edinburgh"),
    "DUB": ("Dublin", "Dublin"),
    "CDG": ("Paris", "Paris"),
    "ORY": ("Paris", "Paris"),
    "AMS": ("Amsterdam", "Amsterdam"),
    "BRU": ("Brüssel", "Brussels"),
    "MAD": ("Madrid", "Madrid"),
    "BCN": ("Barcelona", "Barcelona"),
    "PMI": ("Palma", "Palma"),
    "LIS": ("Lissabon", "Lisbon"),
    "OPO": ("Porto", "Porto"),
    "FCO": ("Rom", "Rome"),
    "MXP": ("Mailand", "Milan"),
    "LIN": ("Mailand", "Milan"),
    "VCE": ("Venedig", "Venice"),
    "NAP": ("Neapel", "Naples"),
    "ATH": ("Athen", "Athens"),
    "CPH": ("Kopenhagen", "Copenhagen"),
    "OSL": ("Oslo", "Oslo"),
    "ARN": ("Stockholm", "Stockholm"),
    "HEL": ("Helsinki", "Helsinki"),
    "WAW": ("Warschau", "Warsaw"),
    "PRG": ("Prag", "Prague"),
    "BUD": ("Budapest", "Budapest"),
    "IST": ("Istanbul", "Istanbul"),
    "JFK": ("New York", "New York"),
    "EWR": ("New York", "New York"),
    "BOS": ("Boston", "Boston"),
    "ORD": ("Chicago", "Chicago"),
    "DFW": ("Dallas", "Dallas"),
    "LAX": ("Los Angeles", "Los Angeles"),
    "SFO": ("San Francisco", "San Francisco"),
    "SEA": ("Seattle", "Seattle"),
    "MIA": ("Miami", "Miami"),
    "ATL": ("Atlanta", "Atlanta"),
    "PHL": ("Philadelphia", "Philadelphia"),
    "CLT": ("Charlotte", "Charlotte"),
    "PHX": ("Phoenix", "Phoenix"),
    "LAS": ("Las Vegas", "Las Vegas"),
    "DXB": ("Dubai", "Dubai"),
    "SIN": ("Singapur", "Singapore"),
    "BKK": ("Bangkok", "Bangkok"),
}

#: Codes that are also words in capitals; they count only after "nach", "to" and the like.
AMBIGUOUS_AIRPORTS = frozenset(
    {"HAM", "MAN", "MAD", "LAS", "SEA", "LIN", "STR", "IST", "SIN", "BER", "EDI", "ORD", "BOS"}
)

#: Capitalised words that follow "in", "at", "from", "to" and are no place.
NO_PLACES = frozenset(
    """
    januar februar märz april mai juni juli august september oktober november dezember
    january february march may june july october december jan feb mar apr jun jul aug sep sept oct
    nov dec montag dienstag mittwoch donnerstag freitag samstag sonntag monday tuesday wednesday
    thursday friday saturday sunday weihnachten ostern pfingsten silvester christmas easter
    hause home gate terminal economy business premium first class ordnung zukunft deutschland
    europa reihe row seat sitz platz halle zone wagen hotel hotels urlaub ruhe bord folge
    wirklichkeit summe bearbeitung kontakt stunden minuten tagen wochen monaten rechnung frage
    person touch english german french deutsch englisch i you we he she it they the this that
    customer service support staff crew care team god hell gott dm twitter facebook whatsapp
    schalter hand not euro eur kürze summe luft anbetracht sachen check-in boarding
    """.split()
)

NUMBERS_DE = {
    "halbe": 0.5, "halben": 0.5, "ein": 1, "eine": 1, "einer": 1, "einen": 1, "einem": 1,
    "anderthalb": 1.5, "eineinhalb": 1.5, "zwei": 2, "zweieinhalb": 2.5, "drei": 3,
    "dreieinhalb": 3.5, "vier": 4, "viereinhalb": 4.5, "fünf": 5, "fuenf": 5, "fünfeinhalb": 5.5,
    "sechs": 6, "sechseinhalb": 6.5, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11,
    "zwölf": 12, "zwoelf": 12, "dreizehn": 13, "vierzehn": 14, "fünfzehn": 15, "sechzehn": 16,
    "siebzehn": 17, "achtzehn": 18, "neunzehn": 19, "zwanzig": 20, "dreißig": 30, "vierzig": 40,
    "fünfzig": 50, "sechzig": 60, "siebzig": 70, "achtzig": 80, "neunzig": 90,
}  # fmt: skip

NUMBERS_EN = {
    "half an": 0.5, "half a": 0.5, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "eighteen": 18, "nineteen": 19,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90,
}  # fmt: skip
