"""What the facts that a text states are called, and what some of them say."""

from __future__ import annotations

from service.console.marking import N_

FACT = {
    "flight": N_("Flight"),
    "train": N_("Train"),
    "seat": N_("Seat"),
    "place": N_("Place"),
    "origin": N_("From"),
    "destination": N_("To"),
    "delay_hours": N_("Hours late"),
    "hold_time": N_("Time on hold"),
    "waiting": N_("Without an answer for"),
    "item": N_("Item"),
    "event": N_("Occasion"),
    "date": N_("Date"),
    "amount": N_("Amount"),
    "order": N_("Booking or order"),
    "missed": N_("Missed"),
    "time": N_("Time"),
    "hold_time_hours": N_("Hours on hold"),
    "since": N_("Days so far"),
    "attempts": N_("Attempts"),
    "travellers": N_("Who travels"),
    "ask": N_("Asked for"),
    "booking_code": N_("Booking code"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "iban": N_("IBAN"),
    "circumstance": N_("Circumstance"),
}

#: What somebody asks for.
ASK = {
    "answer": N_("an answer"),
    "apology": N_("an apology"),
    "call back": N_("a call back"),
    "compensation": N_("compensation"),
    "confirmation": N_("a confirmation"),
    "correction": N_("a correction"),
    "delivery": N_("delivery"),
    "explanation": N_("an explanation"),
    "formal complaint": N_("a formal complaint"),
    "help": N_("help"),
    "invoice": N_("an invoice"),
    "proposals": N_("proposals"),
    "rebooking": N_("rebooking"),
    "recall": N_("a recall"),
    "reference number": N_("a reference number"),
    "refund": N_("a refund"),
    "repair": N_("a repair"),
    "replacement": N_("a replacement"),
    "review": N_("another look at it"),
    "search": N_("a search"),
}

#: Who is on the way.
TRAVELLERS = {
    "blind": N_("somebody blind"),
    "child": N_("a child"),
    "deaf": N_("somebody deaf"),
    "elderly": N_("an elderly person"),
    "ill": N_("somebody ill"),
    "infant": N_("an infant"),
    "pregnant": N_("somebody pregnant"),
    "walker": N_("somebody with a walker"),
    "wheelchair": N_("somebody in a wheelchair"),
}
