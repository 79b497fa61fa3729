"""Who writes and in what state: despair, a threat, danger, a child, a language that is not ours,
insults, a death, two companies, our own poor answer."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from prompts.loader import load_playbooks
from prompts.vocabulary import ALONE
from tests.factories import agent, brief
from tests.prompts.briefs import PROMPTS, drafter, shipped
from triage.complaint import Topic
from triage.draft import Brief, Draft, utterance
from triage.errors import UnreadablePlaybook
from triage.guard import RuleGuard
from triage.mention import Channel

DRAFTER = drafter()


def draft_of(made: Brief) -> Draft:
    """The draft; the guard has nothing to say about it."""
    draft = DRAFTER.draft([made])[0]
    said = utterance(draft.reply, made.conversation, made.assessment)
    assert RuleGuard().check([said]) == [()], draft.reply
    return draft


@pytest.mark.parametrize("channel", [Channel.X, Channel.REVIEW, Channel.EMAIL])
@pytest.mark.parametrize(
    ("lang", "text", "playbook"),
    [
        ("de", "Mein Geld ist weg. Ich bringe mich um.", "self_harm"),
        ("de", "Ich will nicht mehr leben, und ihr seid nur der letzte Tropfen.", "self_harm"),
        ("en", "You lost my bag and I want to kill myself, I mean it.", "self_harm"),
        ("en", "Third day of this. I don't want to be here anymore.", "self_harm"),
        ("de", "Ich komme vorbei und schlag euch die Zähne aus.", "violence_threat"),
        ("en", "I'm going to find you and you'll regret it.", "violence_threat"),
        ("de", "Meine Mutter bekommt kaum noch Luft hier im Terminal!", "danger_to_life"),
        ("en", "Stuck on your plane, the man next to me can't breathe", "danger_to_life"),
        ("de", "Ich bin 11 Jahre alt und mein Koffer ist weg.", "child_author"),
        ("en", "I'm 12 years old and my suitcase never came", "child_author"),
        ("fr", "Ma valise est perdue depuis trois jours.", "foreign"),
    ],
)
def test_some_authors_get_an_answer_of_their_own(
    lang: str, text: str, playbook: str, channel: Channel
) -> None:
    made = brief(
        text, lang=lang, topic=Topic.BAGGAGE_LOST, severity=2, mention_fields={"channel": channel}
    )
    draft = draft_of(made)
    assert draft.playbook == playbook
    for word in ("Koffer", "suitcase", "bag tag", "Gepäckbeleg", "wiedergut", "make it up"):
        assert word not in draft.reply


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("de", "Ich lach mich tot, schon wieder Verspätung."),
        ("de", "Diese Warterei bringt mich noch um den Verstand."),
        ("en", "I could have died of embarrassment, the seat was soaked."),
        ("en", "My phone died and your app is down again."),
        ("en", "This is my 13th delay this year."),
    ],
)
def test_figures_of_speech_are_answered_like_any_complaint(lang: str, text: str) -> None:
    draft = draft_of(brief(text, lang=lang, topic=Topic.DELAY))
    assert draft.playbook == "delay"


def test_whoever_approves_reads_first_what_is_at_stake() -> None:
    despair = draft_of(brief("Ich bringe mich um.", lang="de", topic=Topic.DELAY))
    assert despair.note.startswith("Sofort lesen")
    foreign = draft_of(brief("Mon vol est annulé.", lang="fr", topic=Topic.CANCELLATION))
    assert foreign.note.startswith("The author writes in a language")


def test_gravest_counts_first() -> None:
    draft = draft_of(brief("Ich bin 12 Jahre alt und ich will nicht mehr leben.", lang="de"))
    assert draft.playbook == "self_harm"
    assert draft.register == "sie" or "Sie" not in draft.reply


def test_a_child_is_addressed_with_du_and_asked_for_nothing() -> None:
    draft = draft_of(
        brief("Ich bin 10 Jahre alt, wo ist mein Paket?", lang="de", topic=Topic.DELIVERY)
    )
    assert draft.register == "du"
    assert "Eltern" in draft.reply
    assert "nummer" not in draft.reply.lower()


def test_insults_are_answered_calmly_and_to_the_matter() -> None:
    made = brief("Ihr Arschlöcher, vier Stunden Verspätung in Wien!", lang="de", topic=Topic.DELAY)
    draft = draft_of(made)
    assert draft.playbook == "delay"
    assert "vier stunden" in draft.reply.lower()
    for word in ("Ton", "sachlich", "Respekt"):
        assert word not in draft.reply


def test_a_death_comes_first_and_there_is_no_gesture() -> None:
    made = brief(
        "My father died in May and you still take the money from his account.",
        topic=Topic.REFUND_BILLING,
        severity=3,
    )
    reply = draft_of(made).reply
    assert reply.startswith(("I'm so sorry for your loss", "First of all, my condolences"))
    assert "make" not in reply.split("sorry")[0]


def test_two_companies_are_not_sent_on() -> None:
    made = brief(
        "The airline says it's the airport's fault, the airport says ask the airline, and the two"
        " keep sending me back and forth between you and them.",
        topic=Topic.BAGGAGE_LOST,
    )
    assert any(f.value == "two_companies" for f in made.facts.all("circumstance"))
    draft_of(made)


@pytest.mark.parametrize(
    ("lang", "poor", "says"),
    [
        ("de", "Vielen Dank für Ihr Feedback, wir bedauern die Unannehmlichkeiten.", "Antwort"),
        ("en", "Thank you for your feedback. We're sorry for the inconvenience.", "answer"),
        ("en", "Haha, enjoy the extra time at the gate 😉", "answer"),
    ],
)
def test_a_poor_answer_of_ours_is_owned_up_to(lang: str, poor: str, says: str) -> None:
    made = brief("Und jetzt?" if lang == "de" else "So?", earlier=(agent(poor),), lang=lang)
    first = " ".join(draft_of(made).reply.split(". ")[:2])
    assert any(word in first for word in (says, "Allgemeinplatz", "stock phrase", "quip", "jokes"))


def test_a_language_has_all_that_stand_alone_except_the_one_for_foreigners() -> None:
    books = shipped()
    names = {lang: {p.name for p in books.alone if p.lang == lang} for lang in ("de", "en")}
    assert names["en"] == set(ALONE)
    assert names["de"] == set(ALONE) - {"foreign"}


def test_a_playbook_that_nobody_would_ever_get_is_refused(tmp_path: Path) -> None:
    folder = shutil.copytree(PROMPTS / "playbooks", tmp_path / "playbooks")
    (folder / "en" / "lost_hats.md").write_text("+++\n+++\n# Take up\n- Oh no.\n", "utf-8")
    with pytest.raises(UnreadablePlaybook, match=r"lost_hats\.md: topics is empty"):
        load_playbooks(folder)


@pytest.mark.parametrize(
    ("lang", "text", "holds"),
    [
        ("en", "Three DMs, no reply.", True),
        ("en", "I have given ticket no. already TWO times in DM.", True),
        ("de", "Meine DM ist seit gestern bei Ihnen.", True),
        ("de", "Tasche weg, und ihr antwortet nicht mal auf DMs.", True),
        ("en", "Nobody replies when I ask whether I may send a DM.", False),
        ("de", "Per DM schicke ich nichts.", False),
    ],
)
def test_whoever_wrote_already_is_known_by_it(lang: str, text: str, holds: bool) -> None:
    made = brief(text, lang=lang, topic=Topic.COMMUNICATION_UNREACHABLE)
    assert ("already_wrote" in DRAFTER.plan(made).situation.conditions) is holds


@pytest.mark.parametrize(
    ("lang", "text", "holds"),
    [
        ("de", "Meine Oma ist im Mai gestorben.", True),
        ("de", "Keine Nummer seit Montag, meine Oma denkt, ich bin gestorben.", False),
        ("en", "My mum died in May.", True),
        ("en", "No signal since Monday, my mum thinks I died.", False),
    ],
)
def test_nobody_is_mourned_who_is_only_thought_dead(lang: str, text: str, holds: bool) -> None:
    made = brief(text, lang=lang, topic=Topic.OUTAGE)
    assert ("death" in DRAFTER.plan(made).situation.conditions) is holds


@pytest.mark.parametrize(
    ("lang", "text", "condition", "holds"),
    [
        ("en", "An hour on hold, then I got cut off. Third time today.", "hung_up", True),
        ("en", "They cut me off in the middle of a sentence.", "hung_up", True),
        ("en", "You've cut off number 12 and she needs her oxygen.", "hung_up", False),
        ("en", "We were cut off from the mains all night.", "hung_up", False),
        ("de", "Unser Hund saß vier Stunden auf dem Rollfeld.", "animal", True),
        ("de", "Die am Schalter kennen meinen Hund, aber das Geld fehlt.", "animal", False),
        ("en", "The branch knows my dog by name and lost my letter.", "animal", False),
    ],
)
def test_what_only_sounds_like_a_circumstance_is_none(
    lang: str, text: str, condition: str, holds: bool
) -> None:
    made = brief(text, lang=lang)
    assert (condition in DRAFTER.plan(made).situation.conditions) is holds
