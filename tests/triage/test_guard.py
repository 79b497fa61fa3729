"""What the guard stops, what it lets through, and how it says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from tests.factories import case, conversation
from tests.fakes import HeardSomewhere, fake_desk
from triage.complaint import Span, Topic
from triage.draft import Draft, utterance
from triage.facts import Facts
from triage.guard import Rule, RuleGuard, Tone, Utterance
from triage.mention import Channel
from triage.severity import Severity
from triage.wish import Wish

GOOD_DE = (
    "Fünf Stunden am Gate, ohne ein Wort: Das tut mir leid. Schreib mir bitte per Direktnachricht."
)
GOOD_EN = "Five hours at the gate is far too long, and I'm sorry. Please DM me your flight."


def said(reply: str, *, lang: str = "de", **more: object) -> Utterance:
    fields = {"complaint": "Fünf Stunden am Gate!", "channel": Channel.X} | more
    return Utterance(reply=reply, lang=lang, **fields)  # type: ignore[arg-type]


def rules_in(utterance: Utterance) -> set[Rule]:
    return {finding.rule for finding in RuleGuard().check([utterance])[0]}


def test_nobody_apologises_to_who_only_says_thanks() -> None:
    thanks = "Thank you for the kind words, I'll pass them on."
    assert rules_in(said(thanks, lang="en")) == {Rule.NO_APOLOGY}
    assert rules_in(said(thanks, lang="en", apology_due=False)) == set()


class FakeTone(HeardSomewhere):
    """Says the same of every reply."""

    def __init__(self, tone: Mapping[Rule, float]) -> None:
        self._tone = tone

    def judge(self, utterances: Sequence[Utterance]) -> list[Tone]:
        return [self._tone for _ in utterances]


@pytest.mark.parametrize(("reply", "lang"), [(GOOD_DE, "de"), (GOOD_EN, "en")])
def test_an_honest_reply_passes(reply: str, lang: str) -> None:
    assert rules_in(said(reply, lang=lang)) == set()


@pytest.mark.parametrize(
    "reply",
    [
        "Oh je, der Kinderwagen. Das tut mir so leid! Schick mir ein Foto per DM. 💛 Jule",
        "Ach Mensch, ausgerechnet in den Flitterwochen. Tut mir leid! ❤️ Schreib mir per DM.",
        "Moin, im Regen stehen, das geht gar nicht. Entschuldige bitte! Schreib uns per DM.",
    ],
)
def test_warm_and_light_words_are_no_joke(reply: str) -> None:
    assert rules_in(said(reply)) == set()


@pytest.mark.parametrize(
    ("rule", "lang", "reply"),
    [
        (Rule.FLIPPANT, "de", "Sorry! Da macht wohl einer Urlaub 😉 Schreib uns per DM."),
        (Rule.FLIPPANT, "en", "Sorry! We call that a free gym session 💅 DM us."),
        (Rule.MARKETING, "de", "Das tut uns leid! Jetzt buchen und mit dem Newsletter sparen."),
        (Rule.MARKETING, "en", "Sorry! Upgrade in the app today and skip the queue."),
        (Rule.BLAME_SHIFT, "de", "Wir bedauern das, zuständig ist allein der Flughafen."),
        (Rule.BLAME_SHIFT, "en", "Sorry. It is run by the airport, please take it up with them."),
        (Rule.OVER_PROMISE, "de", "Es tut uns leid, so etwas passiert nie wieder, versprochen."),
        (Rule.OVER_PROMISE, "en", "Sorry, this will never happen again."),
        (Rule.LEGAL_ADMISSION, "de", "Es tut uns leid, wir haften für alle Schäden."),
        (Rule.LEGAL_ADMISSION, "en", "We are sorry and accept full liability."),
        (Rule.NO_APOLOGY, "de", "Danke für die Nachricht, wir sehen uns das an."),
        (Rule.NO_APOLOGY, "en", "Thanks, we will look into that flight for you."),
        (Rule.GENERIC_BOILERPLATE, "de", "Wir bedauern die entstandenen Unannehmlichkeiten."),
        (Rule.GENERIC_BOILERPLATE, "en", "We're sorry for any inconvenience this may have caused."),
        (Rule.DENIES_CLAIM_RIGHT, "de", "Sorry, aber Sie haben keinen Anspruch auf Geld."),
        (Rule.DENIES_CLAIM_RIGHT, "en", "Sorry, you are not entitled to compensation."),
        (Rule.DEFENSIVE, "de", "Schade. Sie hätten vorher die Hinweise lesen können."),
        (Rule.DEFENSIVE, "en", "Sorry, passengers are responsible for their things."),
        (Rule.ASSERTS_UNVERIFIED_CAUSE, "de", "Sorry, wegen eines Gewitters war es später."),
        (Rule.ASSERTS_UNVERIFIED_CAUSE, "en", "Sorry, the delay was due to bad weather."),
        (Rule.AMOUNT_IN_PUBLIC, "de", "Das tut mir leid. Wir schreiben Ihnen 20 Euro gut."),
        (Rule.AMOUNT_IN_PUBLIC, "en", "I'm sorry. Here is £25 for your trouble."),
        (Rule.AMOUNT_IN_PUBLIC, "de", "Zwölf Euro für ein Käsebrot: Das tut mir leid."),
        (Rule.AMOUNT_IN_PUBLIC, "en", "I'm sorry about the twenty-five quid for a sandwich."),
        (Rule.AMOUNT_IN_PUBLIC, "de", "Das tut mir leid. Sie bekommen einen Hunderter zurück."),
        (Rule.LEGAL_ADMISSION, "de", "Es tut mir leid. Wir haben geschlampt und haften dafür."),
        (Rule.OVER_PROMISE, "de", "Es tut mir leid. Wir erstatten Ihnen alles."),
        (Rule.DEFENSIVE, "de", "Tut mir leid, Sie Idiot. Schreiben Sie mir."),
        (Rule.DEFENSIVE, "en", "I'm sorry you're such a whiner. Please DM me."),
        (Rule.PERSONAL_DATA, "de", "Es tut mir leid, ich rufe Sie unter 0170 5550192 an."),
        (Rule.PERSONAL_DATA, "en", "Sorry, I found your booking LK-77402."),
        (Rule.ASKS_PUBLIC_PERSONAL_DATA, "de", "Sorry! Antworte einfach hier mit Geburtsdatum."),
        (Rule.ASKS_PUBLIC_PERSONAL_DATA, "en", "Sorry! Reply here with your phone number."),
        (Rule.WRONG_LANGUAGE, "de", GOOD_EN),
        (Rule.WRONG_LANGUAGE, "en", GOOD_DE),
        (Rule.TOO_LONG, "en", GOOD_EN * 4),
    ],
)  # fmt: skip
def test_each_rule_is_found_in_both_languages(rule: Rule, lang: str, reply: str) -> None:
    found = RuleGuard().check([said(reply, lang=lang)])[0]
    assert rule in {finding.rule for finding in found}
    for finding in found:
        start, end = finding.span
        assert 0 <= start < end <= len(reply)
        assert finding.why.endswith(".")


@pytest.mark.parametrize(
    ("rule", "lang", "reply"),
    [
        (Rule.DEFENSIVE, "en", "I'm so sorry that our agent called you a whiner."),
        (Rule.AMOUNT_IN_PUBLIC, "de", "Es tut mir leid, dass Ihre Zehner-Karte nicht galt."),
        (Rule.LEGAL_ADMISSION, "de", "Es tut mir leid, dass der Kleber nicht haftet."),
    ],
)
def test_what_only_looks_like_it_is_let_through(rule: Rule, lang: str, reply: str) -> None:
    assert rule not in rules_in(said(reply, lang=lang))


def test_our_own_address_is_no_personal_data() -> None:
    reply = (
        "Das tut mir leid. Schreiben Sie mir bitte an hilfe@aurora-air.example, ich antworte Ihnen."
    )
    assert rules_in(said(reply)) == set()


def test_the_author_s_address_stays_private_even_if_we_write_to_it() -> None:
    reply = "I'm sorry. We will write to a.b@post.example today, please look there."
    told = said(reply, lang="en", complaint="Answer me at a.b@post.example!")
    assert Rule.PERSONAL_DATA in rules_in(told)
    strict = RuleGuard(contacts=["care@aurora-air.example"])
    assert Rule.PERSONAL_DATA in {f.rule for f in strict.check([said(reply, lang="en")])[0]}


def test_to_send_an_author_elsewhere_is_not_to_speak_of_a_question() -> None:
    assert Rule.BLAME_SHIFT in rules_in(said("I'm sorry. Please ask the airport.", lang="en"))
    for reply in ("I understand why you ask, and I'm sorry.", "Sorry that you have to ask at all."):
        assert Rule.BLAME_SHIFT not in rules_in(said(reply, lang="en"))


def test_asking_for_a_number_in_private_is_fine() -> None:
    assert (
        rules_in(said("I'm sorry. DM me the booking reference and I'll look.", lang="en")) == set()
    )


def test_what_the_author_said_of_a_number_asks_for_none() -> None:
    complaint = "You give my telephone number as that of a restaurant."
    quoting = 'Dear Ada, "You give my telephone number as that of a restaurant": I am sorry.'
    told = said(quoting, lang="en", complaint=complaint)
    assert Rule.ASKS_PUBLIC_PERSONAL_DATA not in rules_in(told)


def test_amounts_may_stand_in_a_private_letter() -> None:
    letter = said("Es tut mir leid. Ich habe die 689 Euro gefunden und melde mich.", public=False)
    assert Rule.AMOUNT_IN_PUBLIC not in rules_in(letter)


def test_an_empty_phrase_beside_real_help_is_soft() -> None:
    helpful = said("Es tut mir leid für die Unannehmlichkeiten. Schreib mir per DM, ich sehe nach.")
    empty = said("Wir bedauern die Unannehmlichkeiten.")
    assert [f.blocking for f in RuleGuard().check([helpful])[0]] == [False]
    assert [f.blocking for f in RuleGuard().check([empty])[0]] == [True]


def test_the_tone_model_has_a_say_from_one_half_on() -> None:
    guard = RuleGuard(FakeTone({Rule.FLIPPANT: 0.6, Rule.MARKETING: 0.4}))
    assert {f.rule for f in guard.check([said(GOOD_DE)])[0]} == {Rule.FLIPPANT}


class Pointing(FakeTone):
    """Says that it is in the last sentence."""

    def place(
        self, utterances: Sequence[Utterance], rules: Sequence[Sequence[Rule]]
    ) -> list[dict[Rule, Span]]:
        asked = zip(utterances, rules, strict=True)
        return [
            dict.fromkeys(several, (u.reply.rindex(". ") + 2, len(u.reply))) for u, several in asked
        ]


def test_a_finding_names_the_words_that_it_is_about() -> None:
    complaint = "Nothing but »sorry« for three weeks, and my parcel is gone. Again."
    reply = "“Nothing but »sorry« for three weeks” was wrong of us, I'm sorry. It will turn up!"
    guard = RuleGuard(Pointing({Rule.FLIPPANT: 0.6}))
    [[finding]] = guard.check([Utterance(reply, complaint, "en", Channel.X)])
    assert reply[slice(*finding.span)] == "It will turn up!"


class Counting(Pointing):
    def place(
        self, utterances: Sequence[Utterance], rules: Sequence[Sequence[Rule]]
    ) -> list[dict[Rule, Span]]:
        self.asked = [*getattr(self, "asked", []), (len(utterances), [*map(len, rules)])]
        return super().place(utterances, rules)


def test_where_it_is_is_asked_once_for_all_replies() -> None:
    tone = Counting({Rule.FLIPPANT: 0.6, Rule.DEFENSIVE: 0.7})
    RuleGuard(tone).check([said(GOOD_DE), said(GOOD_EN, lang="en")])
    assert tone.asked == [(2, [2, 2])]


def test_an_ironic_complaint_makes_the_joke_rule_stricter() -> None:
    guard = RuleGuard(FakeTone({Rule.FLIPPANT: 0.4}))
    plain, ironic = guard.check([said(GOOD_DE), said(GOOD_DE, ironic=True)])
    assert plain == ()
    assert [f.rule for f in ironic] == [Rule.FLIPPANT]


def test_the_sign_off_needs_room() -> None:
    fits = "Es tut mir leid. " + "x" * (275 - 17)
    assert Rule.TOO_LONG not in rules_in(said(fits))
    assert Rule.TOO_LONG in rules_in(said(fits + "x"))


def test_a_language_that_a_person_chose_is_named_and_stops_nothing() -> None:
    for chosen in (False, True):
        found = RuleGuard().check([said(GOOD_EN, language_is_chosen=chosen)])[0]
        assert [(f.rule, f.blocking) for f in found] == [(Rule.WRONG_LANGUAGE, not chosen)]


def test_what_a_person_types_may_be_in_another_language_as_an_alternative_may() -> None:
    desk = replace(fake_desk(), guard=RuleGuard())
    found = desk.check_edit(case(), GOOD_DE, conversation("My bag is lost"))
    assert [(f.rule, f.blocking) for f in found] == [(Rule.WRONG_LANGUAGE, False)]


def draft(lang: str, *wishes: Wish) -> Draft:
    return Draft(
        reply="", note="", lang=lang, register="neutral", topic=Topic.BAGGAGE_LOST,
        severity=Severity.FAILURE, facts=Facts(), remedy=None, statutory_hint=None,
        playbook="baggage", drafter="by hand", wishes=wishes,
    )  # fmt: skip


def test_who_types_in_the_language_that_was_wanted_of_the_draft_is_told_nothing() -> None:
    wanted = draft("de", Wish.OTHER_LANGUAGE)
    desk = replace(fake_desk(), guard=RuleGuard())
    assert desk.check_edit(case(draft=wanted), GOOD_DE, conversation("My bag is lost")) == ()


def test_a_draft_is_in_the_author_s_language_or_in_the_one_that_was_wanted() -> None:
    late = conversation("My bag is lost", lang="en")
    plain, wanted = draft("en"), draft("de", Wish.OTHER_LANGUAGE)
    found = RuleGuard().check(
        [utterance(reply, late, None, of) for of in (plain, wanted) for reply in (GOOD_EN, GOOD_DE)]
    )
    stopped = [any(f.rule is Rule.WRONG_LANGUAGE and f.blocking for f in of) for of in found]
    assert stopped == [False, True, True, False]


def test_words_that_are_quoted_do_not_tell_the_language_of_a_reply() -> None:
    quoted = "Der Zug stand und keiner hat uns gesagt, was mit dem Anschluss ist"
    reply = f'You write: "{quoted}". I\'m so sorry about that, please DM me.'
    assert rules_in(said(reply, lang="en", complaint=f"{quoted}!")) == set()
    assert rules_in(said(reply, lang="de", complaint=f"{quoted}!")) == {Rule.WRONG_LANGUAGE}


def test_a_language_we_can_not_judge_passes() -> None:
    assert Rule.WRONG_LANGUAGE not in rules_in(said(GOOD_EN, lang="fr"))


@given(st.text(max_size=400), st.sampled_from(list(Channel)))
def test_no_text_breaks_the_guard(reply: str, channel: Channel) -> None:
    for finding in RuleGuard().check([said(reply, channel=channel)])[0]:
        assert 0 <= finding.span[0] <= finding.span[1] <= len(reply)
