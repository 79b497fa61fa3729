"""Cities that travellers complain about, in German and English spelling, lower case."""

from __future__ import annotations

CITIES = frozenset(
    {
        "aachen", "aberdeen", "alicante", "amsterdam", "antalya", "antwerp", "antwerpen",
        "athen", "athens", "augsburg", "bali", "bangkok", "barcelona", "bari", "basel",
        "beirut", "belfast", "belgrad", "belgrade", "bergen", "berlin", "bern", "bielefeld",
        "bilbao", "birmingham", "bochum", "bologna", "bonn", "bordeaux", "boston", "bozen",
        "bratislava", "bregenz", "bremen", "breslau", "brindisi", "bristol", "brussels",
        "brüssel", "bucharest", "budapest", "bukarest", "cagliari", "cairo", "cardiff",
        "catania", "chicago", "cologne", "copenhagen", "cork", "dallas", "danzig", "darmstadt",
        "delhi", "denver", "doha", "dortmund", "dresden", "dubai", "dublin", "dubrovnik",
        "duisburg", "düsseldorf", "edinburgh", "eindhoven", "erfurt", "essen", "faro",
        "florence", "florenz", "frankfurt", "freiburg", "friedrichshafen", "fuerteventura",
        "funchal", "gatwick", "geneva", "genf", "genoa", "genua", "glasgow", "gothenburg",
        "gran canaria", "graz", "groningen", "göteborg", "halle", "hamburg", "hannover",
        "hanover", "heathrow", "heidelberg", "helsinki", "heraklion", "hong kong", "hurghada",
        "ibiza", "innsbruck", "istanbul", "izmir", "jena", "johannesburg", "kairo", "kapstadt",
        "karlsruhe", "kassel", "kiel", "klagenfurt", "konstanz", "kopenhagen", "korfu", "kos",
        "krakau", "krakow", "kreta", "köln", "lanzarote", "larnaca", "larnaka", "las vegas",
        "leeds", "leipzig", "lille", "linz", "lisbon", "lissabon", "liverpool", "ljubljana",
        "london", "los angeles", "luton", "luxembourg", "luxemburg", "luzern", "lyon",
        "madeira", "madrid", "magdeburg", "mailand", "mainz", "malaga", "mallorca", "malta",
        "manchester", "mannheim", "marrakesch", "marrakesh", "marseille", "memmingen", "miami",
        "milan", "montreal", "moskau", "munich", "málaga", "münchen", "münster", "naples",
        "neapel", "new york", "newcastle", "nice", "nizza", "nuremberg", "nürnberg", "oslo",
        "osnabrück", "palermo", "palma", "paris", "philadelphia", "pisa", "porto", "prag",
        "prague", "regensburg", "reykjavik", "reykjavík", "rhodes", "rhodos", "riga", "rom",
        "rome", "rostock", "rotterdam", "saarbrücken", "salzburg", "san francisco", "santorini",
        "schwerin", "sevilla", "seville", "singapore", "singapur", "sofia", "split", "stansted",
        "stavanger", "stockholm", "strasbourg", "straßburg", "stuttgart", "sylt", "tallinn",
        "tel aviv", "tenerife", "teneriffa", "thessaloniki", "tirana", "tokio", "tokyo",
        "toronto", "toulouse", "triest", "trieste", "tromsø", "trondheim", "tunis", "turin",
        "ulm", "utrecht", "valencia", "venedig", "venice", "verona", "vienna", "vilnius",
        "warsaw", "warschau", "wien", "wiesbaden", "wolfsburg", "wuppertal", "würzburg",
        "zagreb", "zermatt", "zurich", "zürich",
    }
)  # fmt: skip
