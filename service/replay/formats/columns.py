"""Which column of a table holds which field: as it was said, as it is called, or guessed."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.lines import UnreadableFile
from service.replay.formats.fields import is_agent, is_role, plain_word

#: What people may have said of a conversation, for comparing and for training.
LABELS = ("complaint", "sentiment", "ironic", "severity", "topic", "urgent", "needs_reply")

#: Where a field is looked for, the likelier names first; compared as `plain_word` has them.
_CALLED = {
    "turns": "turns dialogue dialog transcript verlauf",
    "text": """text message body content messagetext customermessage customertext complaint comment
        tweet post review inquiry question nachricht nachrichtentext beschwerde kommentar anfrage
        beschreibung inhalt description""",
    "reply": """reply answer response ourreply ouranswer agentreply companyreply agentmessage
        companyresponse antwort antworttext unsereantwort erwiderung reaktion""",
    "next": "next followup nextmessage customerfollowup rückmeldung folgenachricht",
    "role": """role authortype sendertype authorrole senderrole participanttype direction inbound
        iscustomer isagent messagetype rolle richtung absendertyp""",
    "id": """id conversationid ticketid threadid caseid chatid dialogueid dialogid sessionid
        conversation thread ticket case ticketnumber casenumber ticketnummer vorgangsnummer
        vorgangsid vorgang fallnummer gesprächsid tweetid postid reviewid commentid messageid""",
    "author": "author authorid sender senderid from user username verfasser absender autor",
    "at": """at postedat createdat timestamp sentat receivedat received date time datetime created
        datum zeit uhrzeit zeitpunkt zeitstempel erstelltam eingegangenam eingegangen""",
    "lang": "lang language sprache",
    "channel": "channel network kanal netzwerk",
    "url": "url link permalink",
    "domain": "domain industry branche",
    "labels": "labels",
    **{label: label for label in LABELS},
}
FIELDS = tuple(_CALLED)

#: A column called so is what its name says, and nobody need be asked.
_EXACT = {**{field: field for field in FIELDS}, "posted_at": "at", "created_at": "at"}

#: Read wrongly, these make something else of every conversation.
_DECISIVE = {"turns", "text", "reply", "next", "role", "id"}

#: Words that a column of texts has on average, at least.
_WORDY = 3


@dataclass(frozen=True)
class Columns:
    #: Column → field; other columns are left out.
    fields: Mapping[str, str]
    #: Nobody need be asked.
    certain: bool
    #: Rows with the same id are the turns of one conversation.
    turn_a_row: bool = False
    #: Turns with an id each: perhaps it is not the conversation's.
    never_together: bool = False

    @property
    def by_author(self) -> bool:
        """Whoever writes first in a conversation is its customer."""
        return self.turn_a_row and "role" not in self.fields.values()

    @property
    def as_options(self) -> str:
        """To be pasted into a shell."""
        return " ".join(f"--map {shlex.quote(f'{c}={f}')}" for c, f in self.fields.items())


def columns_of(
    header: Sequence[str], sample: Sequence[Sequence[Any]], said: Mapping[str, str]
) -> Columns:
    """`said` leaves no room for guesses. Raises UnreadableFile where nothing holds the words."""
    unknown = sorted(set(said.values()) - set(_EXACT))
    if unknown:
        raise UnreadableFile(f"There is no field {unknown[0]}; there is {', '.join(FIELDS)}.")
    fields = {column: _EXACT[field] for column, field in said.items() if column in header}
    exact = {c: f for c in header if (f := _EXACT.get(c)) and f not in fields.values()}
    fields = {**exact, **fields}
    guessed = {} if said else _guessed(header, sample, fields)
    fields |= guessed
    if not {"turns", "text"} & {*fields.values()}:
        raise UnreadableFile(
            "No column holds the words: say which with --map COLUMN=text (and others as reply, "
            f"next, role, id, at); the columns are {', '.join(header) or 'none'}."
        )
    repeated = _is_repeated(header, sample, fields)
    turn_a_row, sure = _turn_a_row(fields, said, repeated)
    if turn_a_row and "id" not in fields.values():
        raise UnreadableFile(
            "Each row is a turn, and no column says which belong together: say which with --map "
            f"COLUMN=id; the columns are {', '.join(header)}."
        )
    certain = sure and not _DECISIVE & {*guessed.values()}
    in_order = {column: fields[column] for column in header if column in fields}
    return Columns(in_order, certain, turn_a_row, turn_a_row and not repeated)


def _turn_a_row(
    fields: Mapping[str, str], said: Mapping[str, str], repeated: bool
) -> tuple[bool, bool]:
    """Whether each row is one turn, and whether that is sure."""
    held = {*fields.values()}
    if "role" in held:
        return True, repeated or "id" in said.values()
    if not {"id", "author"} <= held or {"turns", "reply", "next"} & held:
        return False, True
    return repeated, not repeated or "author" in said.values()


def _is_repeated(
    header: Sequence[str], sample: Sequence[Sequence[Any]], fields: Mapping[str, str]
) -> bool:
    """Whether an id comes twice; where nobody answers there is no need to."""
    places = {field: header.index(column) for column, field in fields.items()}
    if "id" not in places:
        return False
    ids = [str(row[places["id"]]) for row in sample]
    if len({*ids}) < len(ids):
        return True
    role = next((c for c, field in fields.items() if field == "role"), None)
    return role is not None and not any(is_agent(row[places["role"]], role) for row in sample)


def _guessed(
    header: Sequence[str], sample: Sequence[Sequence[Any]], known: Mapping[str, str]
) -> dict[str, str]:
    free = {plain_word(column): column for column in reversed(header) if column not in known}
    guessed: dict[str, str] = {}
    for field, names in _CALLED.items():
        found = next((free[name] for name in names.split() if name in free), None)
        if found and field not in known.values() and _fits(field, found, header, sample):
            guessed[found] = field
            del free[plain_word(found)]
    if not {"turns", "text"} & {*known.values(), *guessed.values()}:
        wordiest = _wordiest(header, sample, {*free.values()})
        guessed |= {wordiest: "text"} if wordiest else {}
    return guessed


def _fits(
    field: str, column: str, header: Sequence[str], sample: Sequence[Sequence[Any]]
) -> bool:  # fmt: skip
    """A role is known by what stands in it, not by its name alone."""
    values = [row[header.index(column)] for row in sample]
    return field != "role" or all(is_role(value, column) for value in values if value)


def _wordiest(
    header: Sequence[str], sample: Sequence[Sequence[Any]], free: set[str]
) -> str | None:  # fmt: skip
    def words(column: str) -> float:
        values = [str(row[header.index(column)]) for row in sample]
        return sum(len(value.split()) for value in values) / len(values) if values else 0.0

    wordiest = max(sorted(free), key=words, default=None)
    return wordiest if wordiest and words(wordiest) >= _WORDY else None
