"""Where airports lie, and how far apart: the law counts by the great circle between them."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

#: Kilometres.
EARTH_RADIUS = 6371.0


@dataclass(frozen=True)
class Airport:
    #: ISO 3166 alpha-2.
    country: str
    latitude: float
    longitude: float


#: Code, the city's names in lower case, country, latitude, longitude.
_TABLE = """
MUC|münchen,munich|DE|48.35|11.79
FRA|frankfurt|DE|50.03|8.57
BER|berlin|DE|52.37|13.50
TXL||DE|52.56|13.29
HAM|hamburg|DE|53.63|9.99
DUS|düsseldorf|DE|51.28|6.77
CGN|köln,cologne,bonn|DE|50.87|7.14
STR|stuttgart|DE|48.69|9.22
HAJ|hannover,hanover|DE|52.46|9.69
NUE|nürnberg,nuremberg|DE|49.50|11.08
LEJ|leipzig|DE|51.42|12.24
DRS|dresden|DE|51.13|13.77
VIE|wien,vienna|AT|48.11|16.57
SZG|salzburg|AT|47.79|13.00
GRZ|graz|AT|46.99|15.44
INN|innsbruck|AT|47.26|11.34
ZRH|zürich,zurich|CH|47.46|8.55
GVA|genf,geneva|CH|46.24|6.11
BSL|basel|CH|47.59|7.53
LHR|london,heathrow|GB|51.47|-0.45
LGW|gatwick|GB|51.15|-0.19
STN|stansted|GB|51.89|0.24
LTN|luton|GB|51.87|-0.37
MAN|manchester|GB|53.35|-2.27
EDI|edinburgh|GB|55.95|-3.37
BHX|birmingham|GB|52.45|-1.75
GLA|glasgow|GB|55.87|-4.43
BRS|bristol|GB|51.38|-2.72
DUB|dublin|IE|53.42|-6.27
CDG|paris|FR|49.01|2.55
ORY||FR|48.72|2.38
NCE|nizza,nice|FR|43.66|7.22
LYS|lyon|FR|45.73|5.08
AMS|amsterdam|NL|52.31|4.76
BRU|brüssel,brussels|BE|50.90|4.48
LUX|luxemburg,luxembourg|LU|49.62|6.20
MAD|madrid|ES|40.47|-3.56
BCN|barcelona|ES|41.30|2.08
PMI|palma,mallorca|ES|39.55|2.74
AGP|malaga,málaga|ES|36.67|-4.50
ALC|alicante|ES|38.28|-0.56
VLC|valencia|ES|39.49|-0.48
SVQ|sevilla,seville|ES|37.42|-5.90
IBZ|ibiza|ES|38.87|1.37
TFS|teneriffa,tenerife|ES|28.04|-16.57
LPA|gran canaria|ES|27.93|-15.39
FUE|fuerteventura|ES|28.45|-13.86
ACE|lanzarote|ES|28.95|-13.61
LIS|lissabon,lisbon|PT|38.77|-9.13
OPO|porto|PT|41.24|-8.68
FAO|faro|PT|37.01|-7.97
FNC|madeira,funchal|PT|32.70|-16.77
FCO|rom,rome|IT|41.80|12.25
MXP|mailand,milan|IT|45.63|8.72
LIN||IT|45.45|9.28
VCE|venedig,venice|IT|45.51|12.35
NAP|neapel,naples|IT|40.88|14.29
BLQ|bologna|IT|44.53|11.29
PSA|pisa|IT|43.68|10.39
CTA|catania|IT|37.47|15.07
PMO|palermo|IT|38.18|13.10
OLB|olbia|IT|40.90|9.52
ATH|athen,athens|GR|37.94|23.94
HER|heraklion,kreta,crete|GR|35.34|25.18
RHO|rhodos,rhodes|GR|36.41|28.09
SKG|thessaloniki|GR|40.52|22.97
CFU|korfu,corfu|GR|39.60|19.91
KGS|kos|GR|36.79|27.09
LCA|larnaka,larnaca|CY|34.88|33.63
MLA|malta|MT|35.86|14.48
CPH|kopenhagen,copenhagen|DK|55.62|12.65
OSL|oslo|NO|60.19|11.10
BGO|bergen|NO|60.29|5.22
ARN|stockholm|SE|59.65|17.92
GOT|göteborg,gothenburg|SE|57.66|12.29
HEL|helsinki|FI|60.32|24.96
KEF|reykjavik,reykjavík|IS|63.99|-22.61
WAW|warschau,warsaw|PL|52.17|20.97
KRK|krakau,krakow|PL|50.08|19.78
GDN|danzig,gdansk|PL|54.38|18.47
PRG|prag,prague|CZ|50.10|14.26
BUD|budapest|HU|47.44|19.26
OTP|bukarest,bucharest|RO|44.57|26.08
SOF|sofia|BG|42.70|23.41
ZAG|zagreb|HR|45.74|16.07
SPU|split|HR|43.54|16.30
DBV|dubrovnik|HR|42.56|18.27
LJU|ljubljana|SI|46.22|14.46
BEG|belgrad,belgrade|RS|44.82|20.31
RIX|riga|LV|56.92|23.97
TLL|tallinn|EE|59.41|24.83
VNO|vilnius|LT|54.63|25.29
IST|istanbul|TR|41.26|28.74
AYT|antalya|TR|36.90|30.80
ADB|izmir|TR|38.29|27.16
TLV|tel aviv|IL|32.01|34.89
CAI|kairo,cairo|EG|30.12|31.41
HRG|hurghada|EG|27.18|33.80
RAK|marrakesch,marrakesh|MA|31.61|-8.04
TUN|tunis|TN|36.85|10.23
DXB|dubai|AE|25.25|55.36
DOH|doha|QA|25.27|51.61
SIN|singapur,singapore|SG|1.36|103.99
BKK|bangkok|TH|13.69|100.75
HKT|phuket|TH|8.11|98.32
HKG|hong kong|HK|22.31|113.92
HND|tokio,tokyo|JP|35.55|139.78
DEL|delhi|IN|28.57|77.10
MLE|malediven|MV|4.19|73.53
JFK|new york|US|40.64|-73.78
EWR||US|40.69|-74.17
BOS|boston|US|42.36|-71.01
ORD|chicago|US|41.98|-87.90
DFW|dallas|US|32.90|-97.04
LAX|los angeles|US|33.94|-118.41
SFO|san francisco|US|37.62|-122.38
SEA|seattle|US|47.45|-122.31
MIA|miami|US|25.79|-80.29
ATL|atlanta|US|33.64|-84.43
PHL|philadelphia|US|39.87|-75.24
CLT|charlotte|US|35.21|-80.94
PHX|phoenix|US|33.43|-112.01
LAS|las vegas,vegas|US|36.08|-115.15
YYZ|toronto|CA|43.68|-79.63
YVR|vancouver|CA|49.19|-123.18
YUL|montreal|CA|45.47|-73.74
MEX||MX|19.44|-99.07
CUN|cancun|MX|21.04|-86.87
HAV|havanna|CU|22.99|-82.41
CPT|kapstadt|ZA|-33.97|18.60
JNB|johannesburg|ZA|-26.14|28.25
NBO|nairobi|KE|-1.32|36.93
SYD|sydney|AU|-33.95|151.18
MEL|melbourne|AU|-37.67|144.84
"""


def _read(table: str) -> dict[str, Airport]:
    places: dict[str, Airport] = {}
    for line in table.strip().splitlines():
        code, names, country, latitude, longitude = line.split("|")
        airport = Airport(country, float(latitude), float(longitude))
        places |= {name: airport for name in (code, *names.split(",")) if name}
    return places


_AIRPORTS = _read(_TABLE)


def airport(place: str) -> Airport | None:
    """By code or by the city's name; None for a place whose airport we don't know."""
    return _AIRPORTS.get(place) or _AIRPORTS.get(place.lower())


def kilometres(origin: Airport, destination: Airport) -> float:
    """The great circle between two airports.

    >>> round(kilometres(_AIRPORTS["FRA"], _AIRPORTS["JFK"]), -2)
    6200.0
    """
    a, b = radians(origin.latitude), radians(destination.latitude)
    turn = radians(destination.longitude - origin.longitude)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(turn / 2) ** 2
    return 2 * EARTH_RADIUS * asin(sqrt(half))
