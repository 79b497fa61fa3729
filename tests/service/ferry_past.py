"""The past of an invented ferry line, as a help desk's CSV has it: a conversation a row, and what
people said of each. The walkthrough in the README was made with 600 of its rows."""

from __future__ import annotations

import csv
import random
from datetime import datetime, timedelta
from pathlib import Path

HEADER = ("Ticket", "Received", "Customer message", "Our answer", "Follow-up", "Complaint?")

_COMPLAINTS = (
    "{hours} hours on the pier in {port} and not one announcement. The children are frozen. {tag}",
    "The cabin on deck {deck} smelled of diesel all night, and nobody at the desk cared. {tag}",
    "Thank you for the swim in the car deck. My boots are still full of the {sea}. {tag}",
    "Great service: the ramp stayed up, so we watched our own ferry leave {port}. {tag}",
    "My bicycle came off the ship in {port} with a bent wheel. Who pays for that? {tag}",
    "I was charged twice for cabin {deck}0{hours} and three mails later still nothing. {tag}",
    "Wheelchair lift broken again in {port}. My mother was carried off like luggage. {tag}",
    "{tag} Das Schiff ab {port} fiel aus, das nächste war voll, und am Schalter war niemand.",
    "{tag} {hours} Stunden Verspätung, und das Bordrestaurant hatte geschlossen. Danke für nichts.",
    "{tag} Herzlichen Glückwunsch, {hours} Stunden im Hafen von {port} schaukeln kann nicht jeder.",
    "{tag} Mein Koffer steht seit {hours} Tagen in {port}, und ich stehe hier.",
    "{tag} Die Kabine auf Deck {deck} war so schmutzig, dass wir im Auto geschlafen haben.",
)
_OTHERS = (
    "Does the {hours} o'clock boat from {port} take dogs? {tag}",
    "Sunrise over the {sea} from deck {deck}. What a crossing! {tag}",
    "Thanks to the crew in {port} who found my daughter's bear. You are wonderful. {tag}",
    "We are {hours} people with bicycles, do we need to book for {port}? {tag}",
    "Storm over the {sea} today, everybody stay safe. {tag}",
    "First time on the ferry to {port}, and what a calm and friendly ship. {tag}",
    "{tag} Ab wann kann man für den Sommer nach {port} buchen?",
    "{tag} Pünktlich in {port}, Kaffee heiß, Deck {deck} leer. So muss das sein.",
    "{tag} Danke an die nette Dame am Schalter in {port}!",
    "{tag} Fährt am Sonntag ein Schiff um {hours} Uhr ab {port}?",
)
_ANSWERS = (
    "We apologise for any inconvenience caused.",
    "Ships and weather, you know how it is! Wir wünschen trotzdem eine gute Reise.",
    "I am sorry that you had to wait like this. Please send us your booking by direct message.",
    "Please contact the port authority, this is not our fault.",
    "",
)
_THEN = ("Still waiting.", "Thank you, that was quick and kind.", "You are no help at all.", "", "")
_PORTS = ("Havnby", "Sandvig", "Klint", "Norderhafen", "Ostersund", "Vik")
_SEAS = ("Sound", "Belt", "North Sea")


def write_past(path: Path, rows: int, *, seed: int = 7) -> None:
    """The same every time; rows are in the order of their times, from January on."""
    drawn = random.Random(seed)
    at = datetime(2026, 1, 2, 8, 5)  # noqa: DTZ001 - the CSV has no zone
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(HEADER)
        for n in range(rows):
            at += timedelta(minutes=drawn.randint(90, 1_000))
            out.writerow((f"F-{n + 1001}", f"{at:%d.%m.%Y %H:%M}", *_said(drawn)))


def _said(drawn: random.Random) -> tuple[str, str, str, str]:
    complaint = drawn.random() < 0.6
    said = drawn.choice(_COMPLAINTS if complaint else _OTHERS).format(
        hours=drawn.randint(2, 9), port=drawn.choice(_PORTS), deck=drawn.randint(3, 9),
        sea=drawn.choice(_SEAS), tag="@moewenlinie",
    )  # fmt: skip
    answer = drawn.choice(_ANSWERS) if complaint else ""
    return said, answer, drawn.choice(_THEN) if answer else "", "yes" if complaint else "no"
