"""Airports: where they lie, how their cities are called, and by what names a text may mean them."""

from __future__ import annotations

from dataclasses import dataclass

from triage.wording_files import lines


@dataclass(frozen=True)
class Airport:
    #: The city, in German and in English.
    german: str
    english: str
    #: ISO 3166 alpha-2.
    country: str
    #: Degrees, to a hundredth: about a kilometre.
    latitude: float
    longitude: float


def _read() -> tuple[dict[str, Airport], dict[str, Airport]]:
    by_code: dict[str, Airport] = {}
    by_name: dict[str, Airport] = {}
    for line in lines("words/airports"):
        code, german, english, country, latitude, longitude, names = line.split("|")
        airport = Airport(german, english, country, float(latitude), float(longitude))
        by_code[code] = airport
        by_name |= dict.fromkeys(filter(None, names.split(",")), airport)
    return by_code, by_name


#: Code → airport, and a city's or island's name in lower case → the airport it most likely means.
AIRPORTS, _BY_NAME = _read()

#: Codes that are also words in capitals; they count only after "nach", "to" and the like.
AMBIGUOUS_CODES = frozenset(
    {
        "HAM", "MAN", "MAD", "LAS", "SEA", "LIN", "STR", "IST", "SIN", "BER", "EDI", "ORD", "BOS",
        "HER", "ACE", "TUN", "DEL", "MEL", "SYD", "GOT", "PSA", "DEN", "PER", "AUS", "PAD", "NAP",
        "INN", "MEX", "LUX", "NCE", "BRE", "DOH", "CAI", "RHO", "BOM", "PEK", "AMM", "ALC", "CTA",
        "OTP",
    }
)  # fmt: skip


def airport(place: str) -> Airport | None:
    """By code or by the city's name; None for a place whose airport we don't know."""
    return AIRPORTS.get(place) or _BY_NAME.get(place.lower())
