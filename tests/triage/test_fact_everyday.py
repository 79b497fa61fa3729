"""Facts as people put them in passing, each with a sister that is none; all are invented."""

from __future__ import annotations

import pytest

from tests.triage.test_fact_rules import found


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("The desk kept us standing for an hour and a quarter.", 1.25),
        ("stood at Elm Row in the rain for an hour an ten", 1.17),
        ("Stuck in the lift for 50 mins. Fifty.", 0.83),
        ("2 Std. 20 bei Fallersleben gestanden.", 2.33),
        ("Eine Stunde vierzig auf dem Rollfeld, ohne Wasser.", 1.67),
        ("Stunde um Stunde, und dann oi Stund ond zehn Verspätung.", 1.17),
    ],
)
def test_hours_and_the_minutes_behind_them(text: str, hours: float) -> None:
    told = [value for _, value in found(text, "delay_hours", "hold_time_hours")]
    assert told == [pytest.approx(hours, abs=0.01)]


@pytest.mark.parametrize(
    ("name", "text", "values"),
    [
        ("flight", "Order HC-6621 has seen Daventry twice.", []),
        ("flight", "Where is my passport? Ref PH 4409 2187.", []),
        ("flight", "HC 6621 to Porto was late.", ["HC 6621"]),
        ("train", "Train 1S47 was packed.", ["Train 1S47"]),
        ("train", "Klima in Zug 71 ausgefallen.", ["Zug 71"]),
        ("train", "Der Zug 20 Minuten zu spät.", []),
        ("flight", "Auf jeden Fall AU 231 war wieder zu spät.", ["AU 231"]),
        ("flight", "In case AU 231 is late again.", ["AU 231"]),
        ("flight", "Claim number AU 231 was refused.", []),
        ("train", "Im Zug 200 Menschen, by train 40 km.", []),
        ("place", "Your shoes are in the Nike store.", []),
        ("ask", "Ich will wieder Strom.", []),
        ("ask", "Do not call my mother again, I want peace.", []),
        ("ask", "Bitte die 178 Euro auf mein Konto zurück.", ["refund"]),
        ("ask", "Ich ersuche um Storno aller Rechnungen.", ["correction"]),
        ("ask", "Bitte kommen Sie nie mehr zurück.", []),
        ("order", "bestellung 88-41907: zwei lampen fehlen", ["88-41907"]),
        ("order", "Nachbar unbekannt. sendung 00340993817", ["00340993817"]),
        ("phone", "Nachbar unbekannt. sendung 00340993817", []),
        ("order", "Bestellung 12-18 Uhr, keiner kam.", []),
        ("event", "Dritter Technikertermin geplatzt. Wann krieg ich meinen Anschluss?", []),
        ("event", "Krieg ich meinen Anschluss in Fulda noch?", ["Anschluss"]),
        ("missed", "Anschluss verpasst, wir standen da.", ["Anschluss"]),
        ("travellers", "Still no refund at 30 weeks.", []),
        ("travellers", "Das Baby kommt nicht zur Ruhe, mein Sohn auch nicht.", ["infant"]),
        ("place", "It has been in your Tilbury depot for days.", ["Tilbury"]),
        ("place", "Your rep in the Croydon shop was kind.", ["Croydon"]),
        ("place", "You waste the whole depot.", []),
        ("attempts", "I have spoken to them nine times.", [9]),
        ("attempts", "Fünfmal habe ich im Kundendienst angerufen.", [5]),
        ("attempts", "We went there nine times.", []),
        ("ask", "I want the money returned.", ["refund"]),
        ("ask", "Put us back together, please.", ["rebooking"]),
        ("ask", "Want a working one.", ["replacement"]),
        ("ask", "Ich hätt gern den Schaden ersetzt.", ["compensation"]),
        ("ask", "I'd still like my tenner back.", ["refund"]),
        ("ask", "Ich bitte um die Rückbuchung.", ["refund"]),
        ("ask", "WO IST MEINE ERSTATTUNG???", ["refund"]),
        ("ask", "Des hätt i gern zruck.", ["refund"]),
        ("ask", "They took £20. I want the other 60.", ["refund"]),
        ("ask", "Ich erbitte eine Stellungnahme.", ["explanation"]),
        ("ask", "Bitte starten Sie einen Nachforschungsauftrag.", ["search"]),
        ("ask", "Wo ist der Stuhl?", ["search"]),
        ("ask", "Ersatz wär nett.", ["replacement"]),
        ("ask", "Der Ersatz wäre gestern gekommen.", []),
        ("ask", "Der Nachforschungsauftrag läuft seit Mai.", []),
        ("ask", "Er bekam keine Hilfe.", []),
        ("ask", "Mein Chef zahlt mir die 286 Euro sonst nicht.", []),
        ("ask", "I don't want a fourth, I want a new machine.", ["replacement"]),
        ("ask", "Nennen Sie mir bitte einen verbindlichen Termin.", ["answer"]),
        ("ask", "When is it back??", ["answer"]),
        ("ask", "A B&B for £85. Who do I send the bill to?", ["compensation"]),
        ("ask", "Bitte bucht ihn um!", ["rebooking"]),
        ("travellers", "A cot for the baby due in October, and I am at 37 weeks.", ["pregnant"]),
        ("travellers", "Tür geht zu, meine Schulter geprellt.", ["ill"]),
        ("travellers", "Three-week-old fridge, stopped cooling.", []),
        ("event", "A birthday hamper for my aunt, and it was empty.", []),
        ("event", "Abo zum Geburtstag verschenkt, geht nicht.", []),
        ("missed", "Das Vorstellungsgespräch konnte ich vergessen.", ["Vorstellungsgespräch"]),
    ],
)
def test_what_is_said_in_passing(name: str, text: str, values: list[object]) -> None:
    assert [value for _, value in found(text, name)] == values
