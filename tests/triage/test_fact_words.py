"""How each kind of fact is put into words, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from tests.factories import agent, conversation, customer
from triage.durations import find_durations
from triage.fact_finder import find_facts
from triage.facts import Fact


def found(text: str, name: str) -> list[object]:
    return [fact.value for fact in find_facts(conversation(text)).all(name)]


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("5 Std.", 5), ("fuffzig Minuten", 5 / 6), ("ne Stunde", 1), ("'ne halbe Stunde", 0.5),
        ("anderthalb Stunden", 1.5), ("dreiviertel Stunde", 0.75), ("zwoa Stund", 2),
        ("vierundzwanzig Minuten", 0.4), ("drei geschlagene Stunden", 3), ("2½ Std", 2.5),
        ("1 1/2 Stunden", 1.5), ("half a day", 12), ("an hour and a half", 1.5), ("2.5h", 2.5),
        ("four and a half hours", 4.5), ("forty-five minutes", 0.75), ("1 hour 20", 4 / 3),
        ("one hour forty minutes", 5 / 3), ("twenty four hours", 24), ("3h20", 10 / 3),
        ("five whole hours", 5), ("a quarter of an hour", 0.25),
    ],
)  # fmt: skip
def test_spans_of_time_are_read_however_they_are_written(words: str, hours: float) -> None:
    assert [d.hours for d in find_durations(words)] == [pytest.approx(hours)]


@pytest.mark.parametrize(
    "text", ["Nach Hause", "once upon a time", "8 Personen", "Tagesform", "² h"]
)
def test_other_words_are_no_span_of_time(text: str) -> None:
    assert find_durations(text) == []


@pytest.mark.parametrize(
    ("text", "name", "values"),
    [
        ("Zehn Minuten in der Warteschleife", "hold_time_hours", [0.17]),
        ("stood in line 40 minutes for the bag drop", "hold_time_hours", [0.67]),
        ("70 minutes waiting for somebody to pick up the phone", "hold_time_hours", [1.17]),
        ("Took 70 minutes to get through to a human", "hold_time_hours", [1.17]),
        ("Your support line kept me waiting for 70 minutes", "delay_hours", []),
        ("Ich warte seit 70 Minuten darauf, dass jemand abhebt", "hold_time_hours", [1.17]),
        ("Wollte telefonisch kündigen. 70 Minuten gewartet", "hold_time_hours", [1.17]),
        ("Seit 70 Minuten im Chat, Platz 14", "hold_time_hours", [1.17]),
        ("In your chat I have been waiting for 70 minutes", "hold_time_hours", [1.17]),
        ("70 Minuten gewartet und niemand hat abgehoben", "hold_time_hours", [1.17]),
        ("70 Minuten gewartet und keiner geht ran", "hold_time_hours", [1.17]),
        ("sat there for 70 minutes, nobody picked up", "hold_time_hours", [1.17]),
        ("Two hours late. Nobody rang", "delay_hours", [2]),
        ("open 24 hours", "delay_hours", []),
        ("Nach vier Minuten stand der Hausmeister im Zimmer", "delay_hours", []),
        ("every comic has ten minutes on airlines", "delay_hours", []),
        ("das trampolin wackelt, +8 euro versand", "delay_hours", []),
        ("seit sechs Wochen keine Antwort", "since", [42]),
        ("Day 12. Still nothing.", "since", [12]),
        ("dumped on day one, sunburnt on day two", "since", []),
        ("zwei Wochen Urlaub am Meer", "since", []),
        ("we deliver within two weeks", "since", []),
        ("fünf Mails, keine Antwort", "attempts", [5]),
        ("She called me twice to apologise", "attempts", []),
    ],
)
def test_time_is_told_apart_by_what_it_was_for(text: str, name: str, values: list[float]) -> None:
    assert found(text, name) == values


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Drei Stunden auf dem Vorfeld gewartet, dann endlich abgehoben. Anschluss weg", 3),
        ("Seit drei Stunden warten wir, dass dieser Flieger abhebt", 3),
        ("Drei Stunden gewartet, und keiner hat uns die Koffer abgenommen", 3),
        ("Drei Stunden gewartet. Der Zug geht dran vorbei", 3),
        ("Drei Stunden am Gate gewartet und weggedrückt", 3),
        ("Three hours waiting at the kerb for the coach to pick up.", 3),
        ("Three hours on the plane waiting for the wind to pick up", 3),
        ("We waited 4 hours for the shuttle. It never picked up.", 4),
        ("5 Stunden Wartezeit am Gate in Wien, und im Chat antwortet keiner. OS 412", 5),
        ("Reported it in the chat; five hours at the gate already", 5),
    ],
)
def test_to_take_off_and_to_collect_is_no_telephone_call(text: str, hours: int) -> None:
    assert (found(text, "delay_hours"), found(text, "hold_time_hours")) == ([hours], [])


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Gemeldet am 3., 9. und 14. des Monats", ["3.", "9.", "14."]),
        ("am 3. Tag war Schluss", []),
        ("mine of the 12th with no reply", ["12th"]),
        ("for the 4th time", []),
        ("In April it was late, May be it is lost", ["April"]),
        ("Sat on the runway", []),
        ("down Sat 0300", ["Sat"]),
        ("Guten Morgen, heute Morgen war es kalt", []),
        ("bis morgen geht nichts", ["morgen"]),
        ("now showing 11.20.", []),
        ("seit Ostern", ["Ostern"]),
    ],
)
def test_dates(text: str, values: list[str]) -> None:
    assert found(text, "date") == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("at 9 on Sunday", ["9"]),
        ("at 9 percent", []),
        ("halb drei in der Früh", ["halb drei"]),
        ("um zehn war niemand da, um 10 Euro ging es", ["zehn"]),
        ("um neun, am Schalter", ["neun"]),
        ("down 0300 to 1100", ["0300", "1100"]),
        ("it lost 3:20 min", []),
        ("closed after midnight", ["midnight"]),
        ("I am at 36,000 ft", []),
    ],
)
def test_times_of_day(text: str, values: list[str]) -> None:
    assert found(text, "time") == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("four hundred euro", ["four hundred euro"]),
        ("40,000 pounds of yogurt", []),
        ("CHF 3'900 und 4.200 Franken", ["CHF 3'900", "4.200 Franken"]),
        ("abbuchung: 59,99 statt 19,99", ["59,99", "19,99"]),
        ("Endet bei 1,50 m", []),
        ("from 400k words to 50k words", []),
        ("the loan limit: from 400k to 50k", ["400k", "50k"]),
        ("my charge went from 84 to 231", ["84", "231"]),
        ("von 2 auf 3 auf 5", []),
        ("a tenner and two fivers", ["a tenner", "two fivers"]),
    ],
)
def test_amounts(text: str, values: list[str]) -> None:
    assert found(text, "amount") == values


@pytest.mark.parametrize(
    ("text", "name", "values"),
    [
        ("Dresden–Split, bezahlt", "origin", ["Dresden"]),
        ("Dresden–Split, bezahlt", "destination", ["Split"]),
        ("they split the bill in Bath", "place", ["Bath"]),
        ("a dentist from Graz", "origin", []),
        ("the flight from Graz", "origin", ["Graz"]),
        ("this is Mrs Hanley from Bruff, I have no light", "origin", []),
        ("this is Mrs Hanley from Bruff, I have no light", "place", ["Bruff"]),
        ("FLIGHT TO BANGOR", "destination", ["Bangor"]),
        ("wartet der Bus in plochingen", "place", ["Plochingen"]),
        ("die Linzer Straßenbahn", "place", ["Linz"]),
        ("hats off to Wirrabeen Airport", "place", ["Wirrabeen"]),
        ("hats off to Wirrabeen Airport", "destination", []),
        ("stuck in Tucumcari", "place", ["Tucumcari"]),
        ("nach Palma Air gefragt", "place", []),
        ("the Faro flight", "destination", ["Faro"]),
    ],
)
def test_places(text: str, name: str, values: list[str]) -> None:
    assert found(text, name) == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Versicherungskarte nie angekommen", ["Versicherungskarte"]),
        ("my skis are gone", ["skis"]),
        ("hearing aid batteries never arrived", ["hearing aid batteries"]),
        ("the elevators were roped off", ["elevators"]),
        ("Mein Drehorgelständer ist verbogen", ["Drehorgelständer"]),
        ("Die Kontrolle war kaputt", []),
        ("Finger weg", []),
        ("my patience is gone", []),
        ("I bought a lovely coat", []),
        ("darf der Koffer mit?", []),
        ("he sat in his wheelchair, broken", []),
    ],
)
def test_items_are_luggage_and_what_is_broken_or_gone(text: str, values: list[str]) -> None:
    assert found(text, "item") == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("missed the crew bus up north", ["crew bus"]),
        ("I wouldn't have missed the waltz", []),
        ("you missed me with that one", []),
        ("flight moved gates. I missed it", ["flight"]),
        ("Den Abiball meiner Tochter verpasst", ["Abiball meiner Tochter"]),
    ],
)
def test_missed(text: str, values: list[str]) -> None:
    assert found(text, "missed") == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("two kids on the plane", ["child"]),
        ("We have two kids at home in the dark", ["child"]),
        ("Children are welcome in this shop, said the sign", []),
        ("so kind to us on the train", []),
        ("Meine Oma, 84, im Rollstuhl am Gate", ["elderly", "wheelchair"]),
        ("be patient, the train comes", []),
        ("wir sind im Zug, sie ist im Krankenhaus", ["ill"]),
        ("I can't hear the speaker", ["deaf"]),
        ("Meine Gattin ist nahezu erblindet", ["blind"]),
        ("six of us on the coach use walkers", ["walker"]),
        ("nobody helped, hochschwanger im Bus", ["pregnant"]),
    ],
)
def test_travellers(text: str, values: list[str]) -> None:
    assert found(text, "travellers") == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Refund pls", ["refund"]),
        ("Thanks for the refund!", []),
        ("Bitte erstatten Sie einen davon", ["refund"]),
        ("I'd like the difference returned", ["refund"]),
        ("Bitte um Rückruf", ["call back"]),
        ("could someone ring me please", ["call back"]),
        ("Ich bitte um Umbuchung", ["rebooking"]),
        ("I want compensation", ["compensation"]),
        ("Auf eine Erklärung warte ich bis heute", ["explanation"]),
        ("Please send me a corrected invoice", ["correction"]),
        ("Ich ersuche um Wiederherstellung", ["repair"]),
        ("the clerk told us to ask for a refund, ha", []),
        ("What a lovely answer that was", []),
    ],
)
def test_asks(text: str, values: list[str]) -> None:
    assert found(text, "ask") == values


def test_what_we_wrote_earlier_states_nothing() -> None:
    talk = conversation(
        "No.", earlier=(customer("Two bags lost in Porto"), agent("Please call us on Monday"))
    )
    facts = find_facts(talk)
    assert (facts.get("place"), facts.get("date"), facts.get("ask")) == ("Porto", None, None)


_PIECES = st.sampled_from(
    [
        "5 Std. ", "a", "1", " ", "'", "-", ".", "MUC–FRA ", "am 3., 9. ", "missed the ", "at 9 ",
        "in Bad ", "my bag is ", "half a ", "bitte ", "four hundred ", "Koffer ", "€5", "0:",
        "ein Kind ", "zum vierten Mal ", "\n", "ß", "İ", "\u2028",
    ]
)  # fmt: skip


@settings(max_examples=2, deadline=None)
@given(st.lists(_PIECES, min_size=1, max_size=4))
def test_fifty_thousand_characters_are_read(pieces: list[str]) -> None:
    text = ("".join(pieces) * 50_000)[:50_000]
    assert all(_lies_in(text, fact) for fact in find_facts(conversation(text)).items)


@settings(deadline=None)
@given(st.lists(_PIECES, max_size=40))
def test_facts_lie_where_they_say(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert all(_lies_in(text, fact) for fact in find_facts(conversation(text)).items)


def _lies_in(text: str, fact: Fact) -> bool:
    start, end = fact.span
    return 0 <= start < end <= len(text) and text[start:end].strip() != ""
