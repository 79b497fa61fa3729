"""Kinds of things people travel with, as far as the policy tells them apart: to be without a
wheelchair is another harm than to be without a suitcase."""

from __future__ import annotations

FIXTURE = "fixture"
MOBILITY_AID = "mobility_aid"

#: Kind → the words for it, German and English, lower case.
ITEM_KINDS: dict[str, frozenset[str]] = {
    MOBILITY_AID: frozenset(
        {
            "rollstuhl", "rolli", "rollator", "gehhilfe", "krücke", "krücken", "prothese",
            "hörgerät", "hörgeräte", "wheelchair", "powerchair", "walking frame", "walker",
            "crutch", "crutches", "prosthesis", "hearing aid",
        }
    ),
    "for_children": frozenset(
        {"kinderwagen", "buggy", "kindersitz", "stroller", "pushchair", "pram", "car seat"}
    ),
    "instrument": frozenset(
        {
            "gitarre", "geige", "bratsche", "cello", "trompete", "posaune", "klarinette", "guitar",
            "violin", "viola", "tuba", "trumpet", "trombone", "clarinet", "saxophone",
        }
    ),
    "sports": frozenset(
        {
            "fahrrad", "rennrad", "surfbrett", "surfboard", "ski", "skier", "snowboard",
            "golfschläger", "bike", "bicycle", "skis", "golf clubs",
        }
    ),
    "electronics": frozenset({"kamera", "laptop", "notebook", "tablet", "camera"}),
    "parcel": frozenset({"paket", "päckchen", "parcel", "package"}),
    # What belongs to nobody who complains: they depend on it, and it does not work.
    FIXTURE: frozenset(
        {
            "aufzug", "lift", "fahrstuhl", "rolltreppe", "rollsteig", "rampe", "hebebühne",
            "treppenlift", "geländer", "handlauf", "schranke", "drehkreuz", "automat", "bankomat",
            "schließfach", "anzeige", "anzeigetafel", "lautsprecher", "steckdose", "klapptisch",
            "armlehne", "sitz", "gurt", "toilette", "dusche", "badewanne", "waschbecken", "heizung",
            "klimaanlage", "klima", "heizkörper", "fenster", "tür", "türen", "bett", "matratze",
            "teppich", "abfluss", "rauchmelder", "kartenleser", "kartengerät", "ladesäule",
            "packstation", "schiebetritt", "notruf", "notrufknopf", "klingel", "babybett",
            "gitterbett", "minibar", "tresor", "elevator", "escalator", "travelator",
            "moving walkway", "ramp", "stairlift", "handrail", "railing", "banister", "barrier",
            "turnstile", "ticket gate", "ticket machine", "kiosk", "locker", "parcel locker",
            "screen", "departure screen", "departure board", "information screen", "display",
            "tannoy", "loudspeaker", "outlet", "power outlet", "usb port", "charging port",
            "charging station", "tray table", "tray", "armrest", "headrest", "footrest", "seatbelt",
            "seat belt", "reading light", "overhead bin", "entertainment system", "toilet", "loo",
            "shower", "bathtub", "hot tub", "sink", "tap", "faucet", "heating", "radiator",
            "air conditioner", "air conditioning", "window", "door", "automatic door", "bed",
            "mattress", "carpet", "smoke alarm", "smoke detector", "carbon monoxide alarm",
            "fire alarm", "card reader", "terminal", "intercom", "doorbell", "socket", "cot",
            "crib", "platform lift", "hoist", "hearing loop", "atm", "seat", "e-gate", "walkway",
            "step", "stair", "cashpoint", "card machine", "cash machine", "vending machine",
            "help point", "ticket barrier", "arrivals board", "hand dryer", "water fountain",
            "overhead light", "air vent", "ambulift", "aisle chair", "boarding ramp", "kerb ramp",
            "parking machine", "pay machine", "payment terminal", "bollard", "shutter",
            "stufe", "laufband", "infotafel", "zapfsäule", "treppenraupe", "fahrgastanzeige",
            "abfahrtstafel", "waschanlage", "bordtoilette",
        }
    ),
}  # fmt: skip

#: What all other things are.
BAGGAGE = "baggage"

#: A shorter word ends too many others.
_SHORTEST_END = 5


def kind_of_item(word: str) -> str:
    """
    >>> [kind_of_item(word) for word in ("Rollstuhl", "E-Gitarre", "guitars", "Koffer")]
    ['mobility_aid', 'instrument', 'instrument', 'baggage']
    >>> kind_of_item("departure screen")
    'fixture'
    """
    low = word.lower()
    return next((kind for kind, words in ITEM_KINDS.items() if _names_one(low, words)), BAGGAGE)


def _names_one(word: str, words: frozenset[str]) -> bool:
    """The word itself, its English plural, or a German compound that ends with it."""
    if word in words or word.removesuffix("s") in words:
        return True
    return word.endswith(tuple(known for known in words if len(known) >= _SHORTEST_END))
