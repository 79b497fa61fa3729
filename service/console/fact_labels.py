"""What the facts that a text states are called in the console, and what it leaves open."""

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

#: What a claim hangs on and the text left open.
MISSING = {
    "route": N_("flight number or route"),
    "date": N_("date"),
    "delay": N_("how late they arrived"),
    "notice": N_("when they were told"),
}
