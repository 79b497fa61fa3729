"""What a complaint is about where no fault of a thing is told: named, and no more claimed of it.
Each text stands for many of its kind; where the likeliest thing is a guess, none is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from prompts.cases import matter_cases
from prompts.matter import Matter
from prompts.matter_nouns import nouns_in
from prompts.subject import WEIGHTS, subject_in, things
from prompts.subject_signs import patterns
from tests.factories import brief
from tests.prompts.briefs import drafter, shipped
from triage.complaint import Topic

DRAFTER = drafter()
PLAYBOOKS = shipped()


def named(text: str, lang: str, topic: Topic = Topic.OTHER, *, ironic: bool = False) -> str | None:
    found = subject_in(text, lang, ((0, len(text)),), topic, ironic=ironic)
    return found.name if found else None


@pytest.mark.parametrize(
    ("text", "topic", "name"),
    [
        (
            "Your refurbished branch has a lowered counter. It has the leaflets on it.",
            Topic.ACCESSIBILITY,
            "lowered counter",
        ),
        ("Blue badge bays all full of hire vans again.", Topic.ACCESSIBILITY, "blue badge bays"),
        (
            "The password rule now wants two symbols, one of them not on my keyboard.",
            Topic.BOOKING_WEBSITE,
            "password rule",
        ),
        ("Fifth Saturday the card reader says no.", Topic.OUTAGE, "card reader"),
        ("£30 name change fee for one missing letter.", Topic.REFUND_BILLING, "name change fee"),
        ("The café car has crossed the country on crisps.", Topic.ONBOARD_COMFORT, "café car"),
        ("Your estimate of the meter assumes we bathe in it.", Topic.REFUND_BILLING, "meter"),
        ("The assembly manual is for another cot.", Topic.OTHER, "assembly manual"),
        ("Staff superb. Only the kettle hums all night.", Topic.OTHER, "kettle"),
        ("Your e-gate and I have parted for good.", Topic.OTHER, "e-gate"),
        ("My harp went to Leeds, and I did not.", Topic.BAGGAGE_LOST, "harp"),
    ],
)
def test_an_english_complaint_is_about_a_thing_by_its_whole_name(
    text: str, topic: Topic, name: str
) -> None:
    assert named(text, "en", topic) == name


@pytest.mark.parametrize(
    ("text", "topic", "dative"),
    [
        ("Euer Kartengerät ist den fünften Samstag im Urlaub.", Topic.OUTAGE, "dem Kartengerät"),
        (
            "Die neue Passwortregel verlangt ein Zeichen, das es nicht gibt.",
            Topic.BOOKING_WEBSITE,
            "der Passwortregel",
        ),
        ("Sehr schöner Ruhewagen, zwei Tubas.", Topic.ONBOARD_COMFORT, "dem Ruhewagen"),
        ("40 Euro Umbuchungsgebühr für ein M.", Topic.REFUND_BILLING, "der Umbuchungsgebühr"),
        ("Die Leselampen leuchten dem Nachbarn.", Topic.ONBOARD_COMFORT, "den Leselampen"),
        ("Mein Puppenwagen ist jetzt ein Dreirad.", Topic.BAGGAGE_DAMAGED, "Ihrem Puppenwagen"),
        ("Der Parkautomat hat heute Ruhetag.", Topic.OUTAGE, "dem Parkautomaten"),
        ("Die Nilpferd-App zeigt mir Berge.", Topic.BOOKING_WEBSITE, "der App"),
    ],
)  # fmt: skip
def test_a_german_subject_stands_in_its_case(text: str, topic: Topic, dative: str) -> None:
    found = subject_in(text, "de", ((0, len(text)),), topic, ironic=False)
    assert found is not None
    assert matter_cases(Matter(found), "de", "sie", "subject")["subject_dat"] == dative


@pytest.mark.parametrize(
    ("text", "lang", "topic"),
    [
        ("It rattled like a tea trolley the whole way.", "en", Topic.ONBOARD_COMFORT),
        ("The man at the front desk rolled his eyes at my mother.", "en", Topic.STAFF_BEHAVIOUR),
        ("We waited at the Copper Kettle Inn until ten.", "en", Topic.DELAY),
        ("Coffee great, pillow great, and nobody told us a thing.", "en", Topic.DELAY),
        ("Ate from the chip shop next door in the end.", "en", Topic.OTHER),
        ("Despite the voucher nobody would help us.", "en", Topic.OTHER),
        ("Thank you for seating my son between two strangers.", "en", Topic.OTHER),
        ("It is not my router.", "en", Topic.OUTAGE),
        ("Left on my porch for the rain to read.", "en", Topic.DELIVERY),
        ("The kettle, the toaster, the iron, the lamp: who knows.", "en", Topic.OTHER),
        ("Das klang wie ein Staubsauger beim Start.", "de", Topic.OTHER),
        ("Die Mitarbeiterin am Schalter hat gelacht.", "de", Topic.STAFF_BEHAVIOUR),
        ("Trotz Gutschein wollte uns keiner helfen.", "de", Topic.OTHER),
        ("Sitz gut, Frühstück gut, und drei Stunden kein Wort.", "de", Topic.DELAY),
        ("Bimmelnetz sagt seit Tagen nichts.", "de", Topic.OTHER),
        ("Ein Drecksautomat, und niemand kommt.", "de", Topic.OTHER),
        ("Unsere Betriebsleitung wartet auf Antwort.", "de", Topic.OTHER),
        ("Die Verantwortung liegt bei euch, die Entdeckung bei mir.", "de", Topic.OTHER),
        ("Eure Praktische Seite sehe ich nicht.", "de", Topic.OTHER),
        ("Mal sehen, DANN FAHRT HALT FRÜHER LOS.", "de", Topic.OTHER),
        ("El ascensor y yo nos miramos.", "es", Topic.OTHER),
    ],
)
def test_a_guess_names_nothing(text: str, lang: str, topic: Topic) -> None:
    assert named(text, lang, topic) is None


def test_only_the_evidence_counts_and_one_named_again_counts_more() -> None:
    text = "The radiator ticks. " + "We walked by the sea. " * 5 + "The shower was an artist."
    start = text.index("The shower")
    found = subject_in(text, "en", ((start, len(text)),), Topic.OTHER, ironic=False)
    assert found is not None
    assert found.name == "shower"
    once, twice = "The kettle hums.", "The kettle hums. The kettle won."
    weights = [
        things(said, "en", ((0, len(said)),), Topic.OTHER, ironic=False)[0].weight
        for said in (once, twice)
    ]
    assert weights[1] - weights[0] == pytest.approx(WEIGHTS["again"])


def test_overlapping_names_are_one_and_known_letters_stay_capitals() -> None:
    names = [
        noun.name for noun, _ in nouns_in("The hotel room door lock and the travel SIM.", "en")
    ]
    assert names == ["hotel room door lock", "travel SIM"]
    assert "AC" in [noun.name for noun, _ in nouns_in("There was no ac.", "en")]


@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_sign_weighs_something_and_no_list_is_empty(lang: str) -> None:
    assert set(patterns(lang)) >= {"never", "where", "turn", "not_these"}
    assert all(weight for weight in WEIGHTS.values())


@pytest.mark.parametrize(
    ("text", "lang", "topic", "name"),
    [
        ("Your refurbished branch has a lowered counter.", "en", Topic.OTHER, "lowered counter"),
        ("Euer Kartengerät ist den fünften Samstag im Urlaub.", "de", Topic.OTHER, "Kartengerät"),
    ],
)
def test_a_reply_that_would_name_nothing_names_the_subject(
    text: str, lang: str, topic: Topic, name: str
) -> None:
    complaint = brief(text, topic=topic, lang=lang)
    for version in range(8):
        (draft,) = DRAFTER.draft([replace(complaint, version=version)])
        assert draft.reply.count(name) == 1, draft.reply
        assert not {"broken", "kaputt"} & set(draft.reply.split())


def test_a_fault_that_is_told_goes_before_a_mere_subject() -> None:
    text = "Your card reader is full of ideas. The lift is out of order."
    (draft,) = DRAFTER.draft([brief(text, topic=Topic.OTHER)])
    assert "lift" in draft.reply
    assert "card reader" not in draft.reply


@pytest.mark.parametrize("lang", ["de", "en"])
def test_there_are_plenty_of_ways_to_name_it_and_none_claims_a_fault(lang: str) -> None:
    playbook = PLAYBOOKS.find(lang, Topic.OTHER, 2)
    naming = [p for p in playbook.phrases("take_up") if "subject" in p.says]
    plain = [p for p in naming if not p.when & {"ironic", "severe", "critical"}]
    assert len(plain) >= 12
    assert sum("apologise" in p.covers for p in plain) >= 4
    assert sum("ironic" in p.when for p in naming) >= 5
    assert any("critical" in p.when for p in naming)
    claims = ("broken", "wrong", "fault", "kaputt", "defekt", "falsch", "Fehler")
    assert not [p.template for p in naming if any(word in p.template for word in claims)]
