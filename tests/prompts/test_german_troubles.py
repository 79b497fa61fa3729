"""What is recognised as a trouble in German, and what only sounds like one."""

from __future__ import annotations

import pytest

from prompts.trouble_screen import TroubleScreen
from tests.factories import brief
from tests.prompts.briefs import drafter
from triage.channel_rules import room
from triage.complaint import Topic
from triage.mention import Channel

DRAFTER = drafter()
GERMAN = [t for t in DRAFTER._playbooks.troubles if t.playbook.lang == "de"]
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
        ("Einen 15gb Vertrag abgeschlossen, falsche Abbuchung.", "telecom", "internet"),
    ],
)
def test_what_only_sounds_like_one_is_none(text: str, trade: str, trouble: str) -> None:
    assert trouble not in found(text, trade)


def test_a_file_for_a_whole_topic_answers_only_that_topic() -> None:
    assert found("Irgendwas war.", "airline") == []
    assert found("Irgendwas war.", "airline", Topic.BAGGAGE_LOST) == ["sachen_weg"]


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
