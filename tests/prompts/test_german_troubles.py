"""What is recognised as a trouble in German, and what only sounds like one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from prompts.trouble_screen import TroubleScreen
from tests.factories import brief
from tests.prompts.briefs import drafter
from triage.channel_rules import room
from triage.complaint import Topic
from triage.mention import Channel

DRAFTER = drafter()
GERMAN = [t for t in DRAFTER.playbooks.troubles if t.playbook.lang == "de"]
SCREEN = TroubleScreen(GERMAN)


def found(text: str, trade: str, topic: Topic = Topic.OTHER) -> list[str]:
    made = brief(text, lang="de", topic=topic, mention_fields={"domain": trade})
    return [t.name for t in SCREEN.told_of(made, topic, earnest=True)]


@pytest.mark.parametrize(
    ("text", "trade", "trouble"),
    [
        ("80 Minuten in der Warteschleife.", "bank", "warteschleife"),
        ("Die Hotline legt einfach auf.", "telecom", "aufgelegt"),
        ("Der Chatbot versteht kein Wort.", "bank", "chatbot"),
        ("Der Techniker kam wieder nicht.", "telecom", "techniker"),
        ("Der Abschlag wurde zweimal abgebucht.", "energy", "doppelt_abgebucht"),
        ("Der Aufzug ist seit Wochen kaputt.", "rail", "aufzug"),
        ("Kein Mensch kam mit der Rampe.", "rail", "rampe"),
        ("Der Busfahrer sieht mich rennen und fährt los.", "transit", "vorbeigefahren"),
        ("Tür zu, Jacke drin, die Bahn fährt los.", "transit", "tuer_gefahr"),
        ("Im Keller riecht es nach Gas.", "energy", "gasgeruch"),
        ("Bettwanzen im Hostel!", "hotel", "ungeziefer"),
        ("Die Nussallergie war gemeldet.", "airline", "allergie"),
        ("Das Paket lag im Regen auf der Mülltonne.", "parcel", "irgendwo_abgestellt"),
        ("Karte gesperrt, und ich stehe an der Kasse.", "bank", "karte_gesperrt"),
        ("Meine Meilen sind einfach gelöscht.", "airline", "punkte"),
        ("Der Kontrolleur hat sie am Arm gepackt.", "transit", "angefasst"),
        ("Am dritten Tag kam eine Flamme aus dem Föhn.", "retail", "brandgefahr"),
        ("Es fehlen die Türen vom Schrank.", "retail", "teile_fehlen"),
        ("Zurückgekommen ist ein anderes Gerät.", "retail", "reparatur_falsch"),
        ("Warum es so lang dauerte, hat uns keiner erklärt.", "energy", "nicht_erklaert"),
        ("15 Euro Inaktivitätsgebühr für die Klassenkasse.", "bank", "bankgebuehr"),
        ("Zwei Töpfe bestellt, ein Deckel kam.", "retail", "falsch_geliefert"),
        ("Die Kiste kam in Scherben an.", "parcel", "sendung_kaputt"),
        ("Koffer aufgebrochen, die Wanderschuhe fehlen.", "airline", "gepaeck_geoeffnet"),
        ("Angeblich zugestellt, hier ist nichts.", "parcel", "sendung_nicht_da"),
        ("Die Lieferung ist erst nach dem Fest gekommen.", "retail", "lieferung_spaet"),
        ("Umtausch verweigert, trotz Kassenzettel.", "retail", "umtausch_verweigert"),
        ("Am Gate wurde mir das Boarding verweigert.", "airline", "nicht_eingelassen"),
        ("Mein Rollstuhl ist nicht mitgekommen.", "airline", "rollstuhl_weg"),
        (
            "Der Rollstuhl kam mit verbogener Achse und kaputt zurück.",
            "airline",
            "rollstuhl_kaputt",
        ),
        ("Das Insulin liegt seit Montag im Depot.", "parcel", "medikamente"),
        ("Vier Auskünfte an einem Tag, keine gleich.", "rail", "widerspruch"),
        ("Gleis 3, dann Gleis 8, dann wieder die 3.", "rail", "gleiswechsel"),
        ("Am Platz keine einzige Steckdose.", "rail", "steckdose"),
        ("Der Automat nimmt keine Karte.", "transit", "automat"),
        ("60 Euro Strafe, obwohl ich ein Abo habe.", "transit", "strafe"),
        ("Die Rolltreppe steht seit Wochen.", "airport", "rolltreppe"),
        ("Inkasso wegen eines Vertrags, den es nicht gibt.", "telecom", "mahnung"),
        ("Trotz meines Auszugs wird weiter abgebucht.", "telecom", "abbuchung"),
        ("Die Pumpe im Dorf ist still, der Strom gesperrt.", "energy", "strom_gesperrt"),
        ("Seit drei Tagen kein warmes Wasser.", "hotel", "warmwasser"),
        ("Im Becken schwamm ein Pflaster.", "hotel", "becken_schmutzig"),
        ("Das Bett ist in der Nacht zusammengebrochen.", "hotel", "bett_schlecht"),
        ("Meine Tochter hat sich die Hand gebrochen.", "hotel", "kind_verletzt"),
        ("Der Bote hat meiner Frau gedroht.", "parcel", "bedroht"),
        ("Am Sitzplatz belästigt, und die Crew sah weg.", "airline", "belaestigt"),
        ("Das Geländer im zweiten Stock gab nach.", "hotel", "gelaender"),
        ("34 Grad im Wagen, alle Fenster zu.", "rail", "hitze"),
        ("Der Graben vor dem Haus ist seit Mai offen.", "telecom", "baustelle_offen"),
    ],
)
def test_a_trouble_is_known_by_how_authors_put_it(text: str, trade: str, trouble: str) -> None:
    assert found(text, trade)[0] == trouble


@pytest.mark.parametrize(
    ("text", "trade", "trouble"),
    [
        ("Madeira war wunderbar.", "airline", "ungeziefer"),
        ("Hotel Zum Schwarzen Schimmel, reizend.", "hotel", "herabgesetzt"),
        ("Die Ansage kündigt jede Haltestelle an.", "transit", "kuendigung"),
        ("Das Angebot lautet laut Seite anders.", "hotel", "laerm"),
        ("Die Achse vom Koffer ist gebrochen.", "airline", "sturz_verletzt"),
        ("Das Zimmer war auf dem neuesten Stand.", "bank", "zimmer_anders"),
        ("Das Fräulein hat sich sehr Mühe gegeben.", "airline", "herabgesetzt"),
        ("Man bot mir vierzig Euro oder Schweigen.", "parcel", "chatbot"),
        ("Neue Displays, gut lesbar, hübsch dazu.", "rail", "herabgesetzt"),
        ("Zwei Stunden neben dem Klo gestanden.", "rail", "toilette"),
        ("@strompark, seit einer Stunde Musik in der Leitung.", "energy", "strom_weg"),
        ("Die Bewilligung für das Rollstuhlkissen kam.", "insurance", "rollstuhl_assistenz"),
        ("Der Strom ist dreimal rausgeflogen.", "hotel", "aufgelegt"),
        ("Der Wasserhahn ist von 1987.", "hotel", "laerm"),
        ("Der Zugbegleiter war sehr grob zu mir.", "rail", "kontrolle"),
        ("Der Schlüssel war nicht an Bord.", "airline", "nicht_eingelassen"),
        ("Bestellt im Mai, gekommen ist nie etwas.", "retail", "falsch_geliefert"),
        ("Das hat mir gut gefallen.", "hotel", "sturz_verletzt"),
        ("Ein Beschwerdebrief wegen der Lärmbelästigung.", "hotel", "belaestigt"),
        ("Einen 15gb Vertrag abgeschlossen, falsche Abbuchung.", "telecom", "internet"),
        ("Für 14 Euro bot der Flughafen mir ein Brötchen.", "airport", "chatbot"),
        ("Der Bahn gebührt mein Dank für die Ansage.", "rail", "gebuehr"),
        ("900 Leute sahen mir 20 Minuten beim Einfrieren zu.", "telecom", "schlange"),
        ("Vier Mails, 0 Antworten.", "airline", "widerspruch"),
        ("Die Laterne vorm Schlafzimmer brennt auch tags.", "energy", "brandgefahr"),
        ("Die Nudeln waren außen heiß, innen gefroren.", "airline", "hitze"),
        ("Zimmer 412: 28 Grad um Mitternacht.", "hotel", "heizung_weg"),
        ("Der Chatbot kennt mein Sternzeichen, meine Störung nicht.", "telecom", "abo_ungefragt"),
        ("Seit Mai warte ich auf die Freigabe der Scheibe.", "insurance", "login"),
    ],
)
def test_what_only_sounds_like_one_is_none(text: str, trade: str, trouble: str) -> None:
    assert trouble not in found(text, trade)


@pytest.mark.parametrize(
    ("text", "trade", "topic", "trouble"),
    [
        ("Der Koffer hat nur noch drei Räder.", "airline", Topic.BAGGAGE_LOST, "koffer_weg"),
        ("Die Heizung klopft.", "hotel", Topic.ONBOARD_COMFORT, "hitze_kaelte"),
        ("Essen guat, die Säule nit.", "hotel", Topic.ONBOARD_COMFORT, "essen_schlecht"),
    ],
)
def test_nor_is_it_where_the_topic_is_that(
    text: str, trade: str, topic: Topic, trouble: str
) -> None:
    assert trouble not in found(text, trade, topic)


def test_a_file_for_a_whole_topic_answers_only_that_topic() -> None:
    assert found("Irgendwas war.", "airline") == []
    assert found("Irgendwas war.", "airline", Topic.BAGGAGE_LOST) == ["sachen_weg"]


def test_a_flight_is_called_off_only_where_the_text_says_so() -> None:
    off = "flug_gestrichen"
    assert off in found("Der Abendflug ist gestrichen.", "airline", Topic.CANCELLATION)
    assert off not in found("Der Bus hielt am falschen Gate.", "airline", Topic.CANCELLATION)
    put_up_with = "Gestrichen wegen Gewitter, das verstehe ich. Im Hotel lag keine Buchung vor."
    assert off not in found(put_up_with, "airline", Topic.CANCELLATION)


def test_a_topic_that_is_a_guess_names_no_trouble() -> None:
    text, comfort = "Das WC ist voll, im Gang wird gesungen.", Topic.ONBOARD_COMFORT
    made = brief(text, lang="de", topic=comfort, p_topic=0.9, mention_fields={"domain": "rail"})
    guess = replace(made, assessment=replace(made.assessment, p_topic=0.3))
    names = [
        [t.name for t in SCREEN.told_of(told, Topic.OTHER, earnest=True)] for told in (made, guess)
    ]
    assert ["toilette" in each for each in names] == [True, False]


@pytest.mark.parametrize("channel", [Channel.X, Channel.EMAIL, Channel.REVIEW])
def test_the_next_step_fits_the_channel_and_the_form_of_address(channel: Channel) -> None:
    made = brief(
        "Ihr habt meinen Koffer verloren!", lang="de", topic=Topic.BAGGAGE_LOST,
        mention_fields={"domain": "airline", "channel": channel},
    )  # fmt: skip
    reply = DRAFTER.draft([made])[0].reply
    assert " Sie " not in reply
    left = room(reply, channel)
    assert left is None or left >= 0
    ways = {Channel.X: "Direktnachricht", Channel.REVIEW: "an hilfe@"}
    assert [way for way in ways.values() if way in reply] == [*filter(None, [ways.get(channel)])]


def test_whoever_wrote_an_e_mail_is_not_asked_to_write_another() -> None:
    asked = [
        (trouble.name, phrase.template)
        for trouble in GERMAN
        for phrase in trouble.playbook.phrases("next_step")
        if "write_me" in phrase.variables and "!mail" not in phrase.when
    ]
    assert asked == []
    for trouble in GERMAN:
        steps = trouble.playbook.phrases("next_step")
        unasked = [p for p in steps if p.when.isdisjoint({"!mail", "shorter"})]
        assert unasked, trouble.name
