"""The first facts an author states are named, in words that are right; what is open is not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from prompts.facts_told.genders import declined, genders
from prompts.facts_told.stated import stated
from prompts.lightness import SURE_TOPIC
from prompts.matter_words import matter_words
from prompts.wording import Wording
from tests.factories import brief
from tests.prompts.briefs import drafter
from tests.prompts.gists import told
from triage.channel_rules import room
from triage.complaint import Topic
from triage.draft import Brief
from triage.fact_finder import find_facts
from triage.mention import Channel

DRAFTER = drafter()


def told_of(text: str, lang: str, **fields: Any) -> Brief:
    return brief(
        text, mention_fields={"domain": "airline", "channel": Channel.X}, lang=lang, **fields
    )


def words_for(text: str, lang: str, **fields: Any) -> list[dict[str, str]]:
    """What can be said of the first facts, in the nominative."""
    made = told_of(text, lang, **fields)
    wording = Wording(made.conversation, lang, "sie" if lang == "de" else "neutral")
    tellings = stated(made, made.facts, wording).tellings
    return [
        {k: w for k, w in t.words.items() if "_" not in k or k == "since_when" or k == "how_long"}
        for t in tellings
    ]


@pytest.mark.parametrize(
    ("lang", "text", "where"),
    [
        ("en", "Three people shouted at me at the gate in Faro.", "in Faro"),
        ("en", "Three people shouted at me at VIE.", "at VIE"),
        ("en", "Three people shouted at me in VIE.", "in Vienna"),
        ("en", "Oxmoor Airport, nobody at any desk again.", "at Oxmoor Airport"),
        ("en", "No driver on the way, our bus to Porto never came.", "on the way to Porto"),
        ("en", "The train from Leeds to Hull was filthy.", "on the way from Leeds to Hull"),
        ("en", "The crew on the Faro flight laughed at me.", "on the Faro flight"),
        ("en", "ZV 290 was a disgrace, rude crew.", "with ZV 290"),
        ("de", "In Faro hat uns niemand geholfen.", "in Faro"),
        (
            "de",
            "Liebe Leute vom Flughafen Murtal, die Kontrolle war unverschämt.",
            "am Flughafen Murtal",
        ),
        (
            "de",
            "An der Haltestelle Domplatz hängt ein falscher Plan.",
            "an der Haltestelle Domplatz",
        ),
        ("de", "Auf Kreta stand niemand am Schalter.", "auf Kreta"),
        ("de", "In der Türkei ging die Karte nicht.", "in der Türkei"),
        ("de", "Unser Flug nach Rom ist gestrichen.", "auf dem Weg nach Rom"),
        ("de", "Der Zug von Linz nach Graz war eiskalt.", "auf dem Weg von Linz nach Graz"),
        ("de", "Hotel Sonnhang Lyon: Schimmel an der Wand.", "in Lyon"),
        ("de", "Im ICE 577 ging keine Toilette.", "beim ICE 577"),
    ],
)
def test_where_it_was_is_said_as_the_author_says_it(lang: str, text: str, where: str) -> None:
    assert where in [words.get("where") for words in words_for(text, lang)]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Landed in Hull instead of Leeds, and no coach."),
        ("en", "Stood in Leeds, then in Porto, and nobody cared."),
        ("en", "What a lovely crew in Faro. The seat was broken."),
        ("en", "My uncle in Faro waits for the parcel you lost."),
        ("en", "Nobody came for me. My grandson is typing this from Ohio."),
        ("de", "Das Brot war hart wie die Mauern von Avignon."),
        ("de", "Wir waren in Graz, dann in Linz, und keiner wusste Bescheid."),
        ("de", "Ich bin in Graz geboren und werde immer kontrolliert."),
        ("de", "Tolle Crew in Faro. Der Sitz war kaputt."),
        ("en", "A gentleman in Leeds got my letter."),
        ("en", "We had tickets for the finals in Porto and no plane."),
        ("en", "Nobody rang at my shop in Boucher Road."),
        ("en", "Your Bethel number now goes to a lady, nobody answers."),
        ("en", "The line fell before my call with the client in Denver."),
        ("en", "I have to be in Leeds tomorrow, and no bus came."),
        ("de", "Das Geld kam auf das Konto eines Herrn Reza in Bremen."),
        ("de", "Ulm, 18. April. Niemand hat geantwortet."),
        ("de", "Schlimmster Flughafen Europas, niemand da."),
        ("de", "Die neue Ansage in der Linzer Straßenbahn ist falsch."),
        ("de", "Ich muss morgen operiert werden, in Ulm, und der Flug ist weg."),
        ("de", "34 Grad im Wagen, Fenster gehen nicht auf. Seit Heidelberg."),
        ("de", "Statt Sonne in Bali gab es den Teppich am Gate."),
    ],
)
def test_a_place_that_only_a_person_can_put_is_left_out(lang: str, text: str) -> None:
    assert [words for words in words_for(text, lang) if "where" in words] == []


def test_who_was_away_was_not_there() -> None:
    text = "We were in Faro all month, and you bill me for the heating."
    billed = words_for(text, "en", topic=Topic.REFUND_BILLING)
    assert not any("where" in words for words in billed)
    assert {"where": "in Faro"} in words_for("We were in Faro all night.", "en")


def test_the_bag_is_in_one_place_and_its_owner_in_another() -> None:
    text = "Tasche in Rom, ich in Riga."
    told = words_for(text, "de", topic=Topic.BAGGAGE_LOST)
    assert {"where": "zwischen Rom und Riga"} in told
    assert not any("where" in words for words in words_for(text, "de", topic=Topic.DELAY))


@pytest.mark.parametrize(
    ("lang", "text", "trade", "topic"),
    [
        ("de", "Laut Tracking ist mein Koffer jetzt in Oslo.", "airline", Topic.BAGGAGE_LOST),
        ("de", "Mein Paket liegt jetzt in Neapel.", "parcel", Topic.DELIVERY),
        ("de", "Ich schicke ihn nicht noch einmal nach Polen.", "retail", Topic.DELIVERY),
        ("en", "Two of them have gone back to Dublin, no signal.", "telecom", Topic.OUTAGE),
        ("en", "They pay nothing for my month in Leeds.", "insurance", Topic.REFUND_BILLING),
    ],
)
def test_a_place_has_to_fit_trade_and_topic(lang: str, text: str, trade: str, topic: Topic) -> None:
    made = told_of(text, lang, topic=topic)
    mention = replace(made.conversation.mention, domain=trade)
    made = replace(made, conversation=replace(made.conversation, mention=mention))
    wording = Wording(made.conversation, lang, "sie" if lang == "de" else "neutral")
    assert not any("where" in t.words for t in stated(made, made.facts, wording).tellings)


@pytest.mark.parametrize(
    ("lang", "text", "words"),
    [
        ("en", "No phone for eleven days now.", {"since_when": "for eleven days"}),
        ("en", "Third week without a bus. Third week!", {"since_when": "for a third week"}),
        ("en", "Two hours in the queue.", {"how_long": "for two hours"}),
        ("en", "Six hours late again!", {"late": "six hours late"}),
        ("de", "Seit drei Wochen keine Antwort.", {"since_when": "seit drei Wochen"}),
        ("de", "Jetzt die siebte Woche ohne Netz!", {"since_when": "schon die siebte Woche"}),
        ("de", "Zwei Stunden Schlange an der Kontrolle.", {"how_long": "zwei Stunden lang"}),
        ("de", "Eine Stunde zu spät!", {"late": "bei einer Stunde Verspätung"}),
        ("de", "Wegen der Verspätung von 4 Stunden.", {"late": "bei vier Stunden Verspätung"}),
        ("de", "Seit 50 Minuten stehe ich am Band.", {"since_when": "seit 50 Minuten"}),
        ("de", "Tag 3 ohne Rucksack.", {"since_when": "seit drei Tagen"}),
        ("de", "Keine Lieferung. Wir sind in Woche 17.", {"since_when": "seit 17 Wochen"}),
    ],
)
def test_a_time_is_said_as_what_it_was(lang: str, text: str, words: dict[str, str]) -> None:
    assert words in words_for(text, lang)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "They sold peanuts forty minutes later."),
        ("en", "You closed our account by form letter, giving eleven days and no reason."),
        ("en", "My contract has renewed itself for 24 months."),
        ("en", "I've now had three emails saying three working days, still no refund."),
        ("en", "My claim is five months old."),
        ("de", "Da wartet eine Kollegin seit zehn Stunden auf mich."),
        ("de", "Die Meilen sind verfallen, drei Tage vor der Buchung."),
        ("de", "Die Seite lädt seit 6 Minuten."),
    ],
)
def test_a_term_or_another_s_time_is_not_told(lang: str, text: str) -> None:
    kinds = {"how_long", "since_when", "after", "late"}
    assert [words for words in words_for(text, lang) if kinds & words.keys()] == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "My parcel was thrown over the fence and smashed."),
        ("en", "The guests' pizza went mouldy."),
        ("de", "Automat nimmt Karte, Geld weg, Ticket kommt nicht."),
        ("de", "Das alte Telefon ist kaputt, darum das neue."),
        ("de", "Der Club war der Hammer, wir wollten nicht weg."),
        ("en", "I was in seat 7A and nobody came."),
        ("en", "Trunk with 22 wedding sarees came back wet."),
        ("en", "Nobody has looked at me so much since my wedding."),
        ("de", "„Prüfung der Bearbeitung“ 55 Euro."),
    ],
)
def test_what_is_only_told_of_is_no_thing_and_no_occasion(lang: str, text: str) -> None:
    said = " ".join(word for words in words_for(text, lang) for word in words.values())
    beside = ("fence", "pizza", "Karte", "Telefon", "Hammer", "7A", "wedding")
    assert [word for word in (*beside, "Prüfung") if word in said] == []


def test_a_seat_with_a_fault_is_a_thing() -> None:
    told = words_for("@donauwings Sitz 12D war nass.", "de", topic=Topic.CLEANLINESS)
    assert told[-1] == {"thing": "Sitz 12D"}


@pytest.mark.parametrize(
    ("lang", "text", "words"),
    [
        ("en", "My stroller came back in pieces.", {"thing": "your stroller"}),
        ("en", "The lift is broken again.", {"thing": "the lift"}),
        ("de", "Die Wolldecke war voller Löcher und kaputt.", {"thing": "die Wolldecke"}),
        ("de", "Mein Rollator ist weg.", {"thing": "Ihr Rollator"}),
        ("de", "Aufzug kaputt, und das im Hotel.", {"thing": "der Aufzug"}),
        ("en", "I missed my cousin's wedding because of you.", {"lost": "your cousin's wedding"}),
        ("en", "You made me miss my connection.", {"gone": "your connection"}),
        ("de", "Wegen euch die Trauung verpasst!", {"lost": "die Trauung"}),
    ],
)
def test_things_and_occasions_have_their_article(
    lang: str, text: str, words: dict[str, str]
) -> None:
    assert words in words_for(text, lang)


def test_both_facts_fit_into_one_phrase() -> None:
    together = words_for("In Faro kam mein Rollator kaputt vom Band.", "de")[-1]
    assert together == {"where": "in Faro", "thing": "Ihr Rollator"}


def test_in_another_language_than_the_author_s_nothing_is_told() -> None:
    made = told_of("In Faro kam mein Rollator kaputt vom Band.", "de")
    assert stated(made, made.facts, Wording(made.conversation, "en", "neutral")).tellings == ()


LONG = "We had a quiet week by the sea and nothing to complain of. " * 15


def test_of_a_long_text_only_the_passage_with_the_complaint_counts() -> None:
    text = f"Our week in Hull began well. {LONG}In Faro they lost my stroller."
    passage = (text.index("In Faro"), len(text))
    made = told_of(text, "en")
    made = replace(made, assessment=replace(made.assessment, evidence=(passage,)))
    facts = find_facts(made.conversation)
    told = stated(made, facts, Wording(made.conversation, "en", "neutral")).tellings
    assert not any("Hull" in telling.words.get("where", "") for telling in told)


@pytest.mark.parametrize(
    ("lang", "text", "names"),
    [
        ("en", "It was filthy on KX 208, and in Faro nobody cared.", ("KX 208", "Faro")),
        ("en", "My stroller came back in pieces in Leeds.", ("stroller", "Leeds")),
        ("en", "Three weeks and no answer about my pushchair.", ("hree weeks",)),
        ("de", "In Faro kam mein Rollator kaputt vom Band.", ("Faro", "Rollator")),
        ("de", "Zwei Stunden Schlange am Flughafen Murtal!", ("wei Stunden", "Murtal")),
        (
            "de",
            "Seit drei Wochen keine Antwort, und am Samstag ist die Taufe.",
            ("drei Wochen", "Taufe"),
        ),
    ],
)
def test_a_draft_names_the_first_two_and_fits_its_channel(
    lang: str, text: str, names: tuple[str, ...]
) -> None:
    for topic in (Topic.OTHER, Topic.COMMUNICATION_UNREACHABLE):
        made = told_of(text, lang, topic=topic, p_topic=max(SURE_TOPIC, 0.95))
        for version in range(4):
            (draft,) = DRAFTER.draft([replace(made, version=version)])
            assert [name for name in names if name not in draft.reply] == [], draft.reply
            assert (room(draft.reply, Channel.X) or 0) >= 0
            for name in names:
                assert draft.reply.count(name) <= 1 or name in "Rollator stroller", draft.reply


def test_each_noun_has_one_gender() -> None:
    known, short = genders()
    assert short <= known.keys()
    listed = matter_words("de").nouns
    assert {
        word for word, gender in known.items() if word in listed and listed[word].gender != gender
    } == set()
    assert declined("Haustür") == replace(declined("Tür") or pytest.fail("no door"), name="Haustür")


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Inn at the Mill, Oxmoor. [[The lamp was dead all night]].", False),
        ("Pier Inn in Faro. [[The lamp was dead all night]].", True),
        ("[[The lamp was dead all night]]. An inn in Faro.", True),
        ("[[The lamp was dead all night]]. Now it's in a shed in Faro.", False),
        ("We loved it in Faro, great crew. [[The lamp was dead all night]].", False),
        ("[[The lamp in Faro was dead all night]].", False),
        ("[[The lamp was dead all night]]. We had to get up at four to be in Faro by ten.", False),
    ],
)
def test_a_town_that_heads_it_is_named_beside_the_quotation(text: str, town: bool) -> None:
    made = told(text)
    tellings = stated(made, made.facts, Wording(made.conversation, "en", "neutral")).tellings
    assert any(telling.words == {"town": "in Faro"} for telling in tellings) is town
