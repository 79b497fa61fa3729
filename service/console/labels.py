"""What the domain's words are called on the pages. English here, German in the catalogue."""

from __future__ import annotations

from service.store.publications import PublicationState
from triage.case import Status
from triage.complaint import Topic
from triage.decision import DecisionKind
from triage.guard import Rule
from triage.mention import Channel
from triage.outcome import Outcome
from triage.severity import Severity, Urgency


def N_(text: str) -> str:
    """Marks a text for the catalogue; it is translated where it is shown."""
    return text


STATUS = {
    Status.RECEIVED: N_("being drafted"),
    Status.DISMISSED: N_("dismissed"),
    Status.AWAITING: N_("waiting for a decision"),
    Status.ESCALATED: N_("escalated"),
    Status.APPROVED: N_("approved"),
    Status.REJECTED: N_("rejected"),
    Status.PUBLISHING: N_("being published"),
    Status.PUBLISHED: N_("published"),
    Status.PUBLISH_IN_DOUBT: N_("in doubt"),
    Status.PUBLISH_FAILED: N_("not published"),
    Status.CLOSED: N_("closed"),
}

TOPIC = {
    Topic.DELAY: N_("Delay"),
    Topic.CANCELLATION: N_("Cancellation"),
    Topic.BAGGAGE_LOST: N_("Lost baggage"),
    Topic.BAGGAGE_DAMAGED: N_("Damaged baggage"),
    Topic.BOOKING_WEBSITE: N_("Booking and website"),
    Topic.STAFF_BEHAVIOUR: N_("Staff behaviour"),
    Topic.ONBOARD_COMFORT: N_("Comfort on board"),
    Topic.REFUND_BILLING: N_("Refund and billing"),
    Topic.COMMUNICATION_UNREACHABLE: N_("Nobody reachable"),
    Topic.SAFETY_HEALTH: N_("Safety and health"),
    Topic.ACCESSIBILITY: N_("Accessibility"),
    Topic.DELIVERY: N_("Delivery"),
    Topic.OUTAGE: N_("Outage"),
    Topic.CLEANLINESS: N_("Cleanliness"),
    Topic.OTHER: N_("Something else"),
    Topic.NONE: N_("No topic"),
}

SEVERITY = {
    Severity.NONE: N_("None"),
    Severity.ANNOYANCE: N_("Annoyance"),
    Severity.FAILURE: N_("Failure"),
    Severity.SERIOUS: N_("Serious"),
    Severity.CRITICAL: N_("Critical"),
}

#: One sentence each: how bad the harm is.
SEVERITY_MEANS = {
    Severity.NONE: N_("no harm told"),
    Severity.ANNOYANCE: N_("a mild annoyance"),
    Severity.FAILURE: N_("a clear failure with inconvenience"),
    Severity.SERIOUS: N_("a serious loss: money, a missed event, a night stranded"),
    Severity.CRITICAL: N_("safety, health, a vulnerable person or a legal threat"),
}

URGENCY = {
    Urgency.LOW: N_("can wait a little"),
    Urgency.NORMAL: N_("normal urgency"),
    Urgency.HIGH: N_("getting worse fast"),
}

CHANNEL = {
    Channel.X: "X",
    Channel.FACEBOOK: "Facebook",
    Channel.INSTAGRAM: "Instagram",
    Channel.MASTODON: "Mastodon",
    Channel.BLUESKY: "Bluesky",
    Channel.BLOG: N_("Blog"),
    Channel.REVIEW: N_("Review"),
    Channel.EMAIL: N_("Email"),
    Channel.OTHER: N_("Other"),
}

LANGUAGE = {"de": N_("German"), "en": N_("English")}

DECISION = {
    DecisionKind.APPROVE: N_("approved as drafted"),
    DecisionKind.EDIT: N_("edited and approved"),
    DecisionKind.REJECT: N_("rejected"),
    DecisionKind.ESCALATE: N_("escalated"),
    DecisionKind.NOT_A_COMPLAINT: N_("not a complaint"),
}

OUTCOME = {
    Outcome.RECOVERED: N_("recovered"),
    Outcome.UNCHANGED: N_("unchanged"),
    Outcome.WORSE: N_("worse than before"),
    Outcome.SILENT: N_("no further word"),
}

PUBLICATION = {
    PublicationState.INTENT: N_("about to be sent"),
    PublicationState.SENDING: N_("being sent"),
    PublicationState.PUBLISHED: N_("published"),
    PublicationState.NOT_DELIVERED: N_("not delivered yet"),
    PublicationState.IN_DOUBT: N_("in doubt: it may be out"),
    PublicationState.REFUSED: N_("refused by the inbox"),
}

RULE = {
    Rule.FLIPPANT: N_("Flippant"),
    Rule.MARKETING: N_("Marketing talk"),
    Rule.BLAME_SHIFT: N_("Blame passed on"),
    Rule.OVER_PROMISE: N_("Promises too much"),
    Rule.LEGAL_ADMISSION: N_("Legal admission"),
    Rule.PERSONAL_DATA: N_("Personal data"),
    Rule.NO_APOLOGY: N_("No apology"),
    Rule.GENERIC_BOILERPLATE: N_("Empty phrase"),
    Rule.WRONG_LANGUAGE: N_("Wrong language"),
    Rule.TOO_LONG: N_("Too long"),
    Rule.DENIES_CLAIM_RIGHT: N_("Denies a claim"),
    Rule.DEFENSIVE: N_("Defensive"),
    Rule.ASKS_PUBLIC_PERSONAL_DATA: N_("Asks for personal data in public"),
    Rule.AMOUNT_IN_PUBLIC: N_("Amount in public"),
    Rule.ASSERTS_UNVERIFIED_CAUSE: N_("Claims an unverified cause"),
}

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

CIRCUMSTANCE = {
    "app": N_("the app"),
    "assistance": N_("assistance"),
    "check_in": N_("check-in"),
    "cold": N_("cold"),
    "dirt": N_("dirt"),
    "double_charge": N_("charged twice"),
    "fee": N_("a fee"),
    "food": N_("the food"),
    "heat": N_("heat"),
    "leak": N_("something leaks"),
    "legroom": N_("no legroom"),
    "quoted": N_("a quoted remark"),
    "seats_apart": N_("seated apart"),
    "stuck": N_("stuck on the way"),
    "toilet": N_("the toilet"),
    "website": N_("the website"),
    "window": N_("no window"),
    "children": N_("with children"),
    "elderly": N_("an elderly person"),
    "disability": N_("a disability"),
    "medication": N_("medication"),
    "overnight": N_("a night at the airport"),
    "no_hotel": N_("no hotel"),
    "no_food": N_("nothing to eat or drink"),
    "no_information": N_("no information"),
    "abusive": N_("insults"),
    "again_and_again": N_("not for the first time"),
    "allergy": N_("an allergy"),
    "animal": N_("an animal"),
    "app_down": N_("the app is down"),
    "auto_reply": N_("an automatic reply"),
    "bedding": N_("the bedding"),
    "bill": N_("a bill"),
    "blind_or_deaf": N_("blind or deaf"),
    "bot": N_("a bot"),
    "broken": N_("something broken"),
    "bus_gone": N_("the bus drove on"),
    "callback": N_("a call back"),
    "card_declined": N_("card declined"),
    "child_author": N_("a child writes"),
    "crowded": N_("crowded"),
    "danger_to_life": N_("danger to life"),
    "death": N_("a death"),
    "deposit": N_("a deposit"),
    "discrimination": N_("discrimination"),
    "door": N_("a door"),
    "driver": N_("the driver"),
    "electric": N_("electricity"),
    "empty_box": N_("an empty box"),
    "gas": N_("gas"),
    "gift": N_("a gift"),
    "glass": N_("broken glass"),
    "goods_perishable": N_("perishable goods"),
    "hair": N_("hair"),
    "holiday": N_("a holiday"),
    "hung_up": N_("hung up on"),
    "ignored": N_("ignored"),
    "injury": N_("an injury"),
    "laughed_at": N_("laughed at"),
    "left_outside": N_("left outside"),
    "legal": N_("a lawyer or a court"),
    "lift": N_("a lift"),
    "locked_account": N_("a locked account"),
    "login": N_("the login"),
    "loyal": N_("a loyal customer"),
    "mould": N_("mould"),
    "name_error": N_("a wrong name"),
    "neighbour": N_("left with a neighbour"),
    "night": N_("at night"),
    "no_heating": N_("no heating"),
    "no_internet": N_("no internet"),
    "no_power": N_("no power"),
    "no_signal": N_("no signal"),
    "noise": N_("noise"),
    "not_home": N_("said not to be at home"),
    "overbooked": N_("overbooked"),
    "parking": N_("parking"),
    "points": N_("points"),
    "pregnant": N_("pregnant"),
    "price": N_("the price"),
    "privacy": N_("privacy"),
    "promised": N_("something was promised"),
    "queue": N_("a queue"),
    "rebooked": N_("rebooked"),
    "refund": N_("a refund"),
    "refused": N_("turned away"),
    "remark": N_("a remark"),
    "rubbish": N_("rubbish"),
    "screen": N_("a screen"),
    "seat_broken": N_("a broken seat"),
    "self_harm": N_("self-harm"),
    "service_dog": N_("an assistance dog"),
    "several": N_("several matters"),
    "short_notice": N_("at short notice"),
    "shouted": N_("shouted at"),
    "sick": N_("somebody ill"),
    "smell": N_("a smell"),
    "smoke": N_("smoke"),
    "steps": N_("steps"),
    "tarmac": N_("waiting on board"),
    "tracking": N_("the tracking"),
    "transferred": N_("passed around"),
    "two_companies": N_("two companies"),
    "unauthorised": N_("money taken unasked"),
    "unsafe_driving": N_("unsafe driving"),
    "vermin": N_("vermin"),
    "violence_threat": N_("threat of violence"),
    "vomit": N_("vomit"),
    "voucher_only": N_("vouchers only"),
    "waited_in": N_("waited at home"),
    "wifi": N_("the wifi"),
    "wrong_item": N_("the wrong item"),
    "unreachable": N_("nobody reachable"),
}

REMEDY = {
    "voucher": N_("voucher"),
    "miles": N_("miles"),
    "refund": N_("refund"),
    "lounge": N_("lounge access"),
    "rebooking_help": N_("help with rebooking"),
    "personal_call": N_("a personal call"),
}

#: What a claim hangs on and the text left open.
MISSING = {
    "route": N_("flight number or route"),
    "date": N_("date"),
    "delay": N_("how late they arrived"),
    "notice": N_("when they were told"),
}

#: What the doctor says when it says the same everywhere.
DETAIL = {
    detail: detail
    for detail in (
        N_("Not set up: the console is the only place to decide."),
        N_("Set up"),
        N_("None at work: start `kulanz work`."),
        N_("None configured: set KULANZ_INBOX_<NAME>_SECRET."),
    )
}

#: Reasons that the program writes into the history.
REASON = {
    reason: reason
    for reason in (
        N_("severity 4"),
        N_("overdue"),
        N_("the guard stops every draft"),
        N_("not a complaint"),
        N_("the author wrote again"),
        N_("the author edited the post"),
        N_("the author deleted a post"),
        N_("the author deleted the post"),
        N_("new draft wanted"),
        N_("self-harm"),
        N_("danger to life"),
        N_("threat of violence"),
    )
}

CHECK = {
    "database": N_("Database"),
    "model": N_("Model"),
    "workers": N_("Workers"),
    "inboxes": N_("Inboxes"),
    "slack": "Slack",
}

IRONIC = {True: N_("with irony"), False: N_("said plainly")}

SURFACE = {"console": N_("in the console"), "slack": N_("in Slack"), "api": N_("through the API")}
