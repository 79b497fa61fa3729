"""What a playbook may refer to: the variables in braces and the conditions in brackets."""

from __future__ import annotations

from triage.item_kinds import ITEM_KINDS
from triage.playbook import TOLD
from triage.stated_asks import ASKS
from triage.wording_files import names

#: Filled from what the author states, except `contact` and `brand`, which the voice file gives, and
#: `asked`: what a claim hangs on and the author left open. `matter` is a thing at fault,
#: `subject` what the complaint is about, whatever is wrong with it; `answer` what somebody of ours
#: told the author, `words` a sentence of the author's.
#: `happened` is such a sentence told back, to follow "that" or „dass“; `gist` the author's fewest
#: words that say what went wrong.
#: `trouble` and `besides` are what `troubles/` calls the first and the second trouble; `send_me`
#: is "DM me", "write to … with"; `write_me` (German) asks for no more than a message.
#: Those of `TOLD` name the first facts of a complaint; `stated.py` fills them.
#: In German `_acc` and `_dat` are the cases: {item} = der Koffer, {item_acc} = den Koffer.
VARIABLES = frozenset(
    {
        "flight", "train", "seat", "delay", "delay_dat", "hold_time", "hold_time_dat",
        "waiting", "waiting_dat", "place", "origin", "destination",
        "item", "item_acc", "item_dat", "item_bare", "missed", "missed_acc", "missed_dat",
        "event", "event_acc", "event_dat", "author", "contact", "brand", "asked",
        "matter", "matter_acc", "matter_dat", "subject", "subject_acc", "subject_dat",
        "answer", "happened", "gist", "question",
        "trouble", "besides", "send_me", "write_me",
    }
    | TOLD
)  # fmt: skip

#: Circumstances that the fact finder sees.
CIRCUMSTANCES = frozenset(names("circumstances"))

#: What the author asks for in so many words: `ask_refund`, `ask_call_back` …
ASK_CONDITIONS = {ask: f"ask_{ask.replace(' ', '_')}" for ask in ASKS}

#: What can stand in brackets before a phrase, `!` before it means "not". A variable's name there
#: means that the author states it.
CONDITIONS = CIRCUMSTANCES | ITEM_KINDS.keys() | set(ASK_CONDITIONS.values()) | frozenset(
    {
        # How the author writes and how bad it is.
        "du", "sie", "ironic", "mild", "severe", "critical", "urgent", "mourning",
        # A flight, not a train, a hotel, a parcel.
        "air",
        # Power, heat, water, a line: what is brought to where somebody lives.
        "at_home",
        # Whether the author already got a reply from us in this conversation; that our last one
        # was an empty phrase, a joke or put the blame elsewhere; that it was a joke.
        "first", "again", "poor_reply", "joked",
        # The author gave the number of an order, a booking, a case or the like: none is asked for.
        "number_given",
        # … and a phone number; and where they are, or in which flight or train.
        "phone_given", "located",
        # Somebody's health hangs on it; what is quoted does not say so; or that somebody was hurt.
        "health_at_stake", "health_unsaid", "hurt",
        # A language we do not write in; light, or perhaps no complaint at all; surely pleasant.
        "foreign", "light", "small_talk",
        # Something is broken or unsafe and has to be mended; something is gone for good.
        "defect", "ruined",
        # Where the reply goes: a channel with direct messages, e-mail, or a page open to all;
        # `roomy` where the text may be longer.
        "dm", "mail", "open", "roomy",
        # What an approver wants of another draft.
        "shorter", "warmer", "formal",
        # What the policy offers and this is the time to speak of.
        "goodwill", "rebooking_help", "personal_call",
    }
)  # fmt: skip

#: Whose troubles the files of `troubles/` know.
TRADES = (
    "airline", "airport", "rail", "transit", "hotel", "bank", "energy", "insurance", "parcel",
    "retail", "telecom",
)  # fmt: skip

#: What an author may want who does not complain: a trouble of that kind is answered without an
#: apology, and the approver is told.
NO_COMPLAINT = ("thanks", "question", "small_talk")

#: A playbook named after one of these stands alone: no other words are mixed in. Gravest first.
ALONE = (
    "self_harm", "danger_to_life", "violence_threat", "child_author", "foreign", "small_talk",
    "light",
)  # fmt: skip
