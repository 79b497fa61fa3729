"""Made-up facts and situations, to see what playbooks say before any customer does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from triage.draft import Register
from triage.playbook import Situation

#: What each variable may hold; in German with its cases. `contact` and `brand` are the voice's.
WORDS: dict[str, dict[str, str]] = {
    "de": {
        "flight": "AU 231", "train": "ICE 577", "seat": "23A",
        "delay": "eine Stunde", "delay_dat": "einer Stunde",
        "hold_time": "zwei Stunden", "hold_time_dat": "zwei Stunden",
        "waiting": "einen Monat", "waiting_dat": "einem Monat",
        "place": "Palma", "origin": "Wien", "destination": "Porto",
        "item": "der Koffer", "item_acc": "den Koffer", "item_dat": "dem Koffer",
        "item_bare": "Koffer", "missed": "die Trauung", "missed_acc": "die Trauung",
        "missed_dat": "der Trauung", "event": "der Termin", "event_acc": "den Termin",
        "event_dat": "dem Termin", "author": "Margaret Hollis",
        "asked": "Flugnummer und Datum",
        "matter": "die Rechnung", "matter_acc": "die Rechnung", "matter_dat": "der Rechnung",
        "subject": "der Tarif", "subject_acc": "den Tarif", "subject_dat": "dem Tarif",
        "answer": "kommt morgen",
        "happened": "der Techniker zweimal nicht kam", "gist": "kein Sitzplatz trotz Reservierung",
        "question": "Warum hält der Bus hier nie?",
        "send_me": "schicken Sie mir", "write_me": "schreiben Sie mir",
        "where": "am Flughafen Palma", "town": "in Palma", "thing": "der Koffer",
        "thing_acc": "den Koffer",
        "thing_dat": "dem Koffer", "how_long": "zwei Stunden lang",
        "since_when": "seit einem Monat", "after": "nach einem Monat",
        "late": "mit zwei Stunden Verspätung", "onward": "der Anschluss",
        "onward_acc": "den Anschluss", "onward_dat": "dem Anschluss", "gone": "der Anschluss",
        "gone_acc": "den Anschluss", "gone_dat": "dem Anschluss",
        "occasion": "die Trauung", "occasion_acc": "die Trauung", "occasion_dat": "der Trauung",
        "lost": "die Trauung", "lost_acc": "die Trauung", "lost_dat": "der Trauung",
    },
    "en": {
        "flight": "AU 231", "train": "IC 577", "seat": "23A",
        "delay": "an hour", "delay_dat": "an hour", "hold_time": "two hours",
        "hold_time_dat": "two hours", "waiting": "a month", "waiting_dat": "a month",
        "place": "Palma", "origin": "Vienna", "destination": "Porto",
        "item": "your suitcase", "item_acc": "your suitcase", "item_dat": "your suitcase",
        "item_bare": "suitcase", "missed": "the wedding", "missed_acc": "the wedding",
        "missed_dat": "the wedding", "event": "your exam", "event_acc": "your exam",
        "event_dat": "your exam", "author": "Margaret Hollis",
        "asked": "the flight number and the date",
        "matter": "the invoice", "matter_acc": "the invoice", "matter_dat": "the invoice",
        "subject": "the tariff", "subject_acc": "the tariff", "subject_dat": "the tariff",
        "answer": "on its way",
        "happened": "your suitcase didn't arrive with you", "gist": "no seat despite the booking",
        "question": "Why does the bus never stop here?",
        "trouble": "the wait on hold", "besides": "the broken seat", "send_me": "DM me",
        "where": "at Palma airport", "town": "in Palma", "thing": "your suitcase",
        "thing_acc": "your suitcase",
        "thing_dat": "your suitcase", "how_long": "for two hours", "since_when": "for a month",
        "after": "after a month", "late": "two hours late", "onward": "your connection",
        "onward_acc": "your connection", "onward_dat": "your connection",
        "gone": "your connection", "gone_acc": "your connection", "gone_dat": "your connection",
        "occasion": "the wedding", "occasion_acc": "the wedding", "occasion_dat": "the wedding",
        "lost": "the wedding", "lost_acc": "the wedding", "lost_dat": "the wedding",
    },
}  # fmt: skip

#: What most authors state who state anything, and what with it.
_STATED = ("flight", "delay", "item", "place", "waiting")
_GRAVE = {0: ("mild",), 1: ("mild",), 3: ("severe",), 4: ("severe", "critical")}


@dataclass(frozen=True)
class Sample:
    """A situation with a name that says what is special about it."""

    name: str
    situation: Situation


def samples(
    lang: str, register: Register, severity: int, contact: str, brand: str
) -> Iterator[Sample]:
    """From an author who states nothing to one who has to write again."""
    own = {"contact": contact, "brand": brand}
    words = {name: text for name, text in WORDS[lang].items() if name.startswith(_STATED)} | own
    holds = {register, "first", "dm", *_GRAVE.get(severity, ())}
    bare = Situation(register, own, frozenset(holds) | own.keys())
    told = replace(bare, words=words, conditions=frozenset(holds | {"air"}) | words.keys())
    yield Sample("states nothing", bare)
    yield Sample("states what happened", told)
    gist = {"gist": WORDS[lang]["gist"]}
    yield Sample("says plainly what went wrong", _also(replace(bare, words=own | gist), *gist))
    asked = dict.fromkeys(("gist", "question"), WORDS[lang]["question"])
    yield Sample("asks why it is so", _also(replace(bare, words=own | asked), *asked))
    yield Sample("with irony", _also(bare, "ironic"))
    yield Sample("with goodwill to offer", _also(told, "goodwill"))
    yield Sample("writes again", _also(bare, "again", without="first"))
    yield Sample("on a review page", _also(told, "open", "roomy", without="dm"))
    letter = _also(told, "mail", "roomy", "author", without="dm")
    named = {"author": WORDS[lang]["author"]}
    yield Sample("by e-mail", replace(letter, words={**letter.words, **named}))


def _also(situation: Situation, *more: str, without: str = "") -> Situation:
    return replace(situation, conditions=situation.conditions - {without} | {*more})
