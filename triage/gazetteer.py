"""Cities that travellers complain about, in German and English spelling, lower case."""

from __future__ import annotations

CITIES = frozenset(
    """
    aachen aberdeen alicante amsterdam antalya antwerpen antwerp athen athens augsburg bali bangkok
    barcelona bari basel beirut belfast belgrad belgrade bergen berlin bern bielefeld bilbao
    birmingham bochum bologna bonn bordeaux boston bozen bratislava bregenz bremen breslau brindisi
    bristol brüssel brussels budapest bukarest bucharest cagliari cardiff catania chicago cork dallas
    danzig darmstadt delhi denver doha dortmund dresden dubai dublin dubrovnik duisburg düsseldorf
    edinburgh eindhoven erfurt essen faro florenz florence frankfurt freiburg friedrichshafen
    fuerteventura funchal genf geneva genua genoa glasgow göteborg gothenburg graz groningen halle
    hamburg hannover hanover heathrow heidelberg helsinki heraklion hurghada ibiza innsbruck istanbul
    izmir jena johannesburg kairo cairo kapstadt karlsruhe kassel kiel klagenfurt köln cologne
    konstanz kopenhagen copenhagen korfu kos kreta krakau krakow lanzarote larnaka larnaca leeds
    leipzig lille linz lissabon lisbon liverpool ljubljana london luton luxemburg luxembourg luzern
    lyon madeira madrid magdeburg mailand milan mainz malaga málaga mallorca malta manchester
    mannheim marrakesch marrakesh marseille memmingen miami montreal moskau münchen munich münster
    neapel naples newcastle nizza nice nürnberg nuremberg oslo osnabrück palermo palma paris
    philadelphia pisa porto prag prague regensburg reykjavík reykjavik rhodos rhodes riga rom rome
    rostock rotterdam saarbrücken salzburg santorini schwerin sevilla seville singapur singapore
    sofia split stansted gatwick stavanger stockholm straßburg strasbourg stuttgart sylt tallinn
    teneriffa tenerife thessaloniki tirana tokio tokyo toronto toulouse triest trieste tromsø trondheim
    tunis turin ulm utrecht valencia venedig venice verona wien vienna vilnius warschau warsaw
    wiesbaden wolfsburg wuppertal würzburg zagreb zermatt zürich zurich
    """.split()
) | {"new york", "los angeles", "san francisco", "las vegas", "tel aviv", "hong kong", "gran canaria"}
