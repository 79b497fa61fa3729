"""Places, flights and trains of the author's in words: where it was, if that is clear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from prompts.cases import CASES
from prompts.facts_told.spoken import Spoken
from prompts.facts_told.spoken_things import is_amiss
from prompts.facts_told.whereabouts import Whereabouts, route, whereabouts
from prompts.wording import Wording
from triage.airports import AIRPORTS
from triage.claims import is_about_a_flight
from triage.complaint import Topic
from triage.draft import Brief
from triage.facts import Fact, Facts
from triage.sentences import sentences_of

_ENDS = frozenset({"origin", "destination"})
_OF_BAGS = frozenset({Topic.BAGGAGE_LOST, Topic.BAGGAGE_DAMAGED})
#: Whose flight was called off was on no way.
_NOT_TRAVELLED = frozenset({Topic.CANCELLATION, Topic.REFUND_BILLING})
#: Who brings a thing to its end, whatever the trade.
_SENT = _OF_BAGS | {Topic.DELIVERY}
_AT_HOME = frozenset({"bank", "energy", "insurance", "telecom", "retail"})
#: „Ich schicke ihn nicht noch einmal nach Polen“: no way that was gone.
_NEVER_GONE = re.compile(r"(?:\b(?:nicht|nie|keinen?|not|never)|n['’]t)\b[^.!?]*$", re.IGNORECASE)
#: „Ich wusste nicht, dass ich in Tirana war“, "never been to Oslo".
_NEVER_THERE = re.compile(
    r"(?:\bnicht(?: mal)?,? dass ich|\bnoch nie|\bgar nicht|\bnever(?: even)?(?: been)?)\b[^.!?]*$",
    re.IGNORECASE,
)
#: „Anpfiff in Lissabon“: what somebody is on the way to lies there, and not the trouble.
_AWAITED = re.compile(
    r"\b(?:anpfiff|spiel|auswärtsspiel|konzert|hochzeit|beerdigung|trauerfeier|taufe|termin|prüfung"
    r"|messe|tagung|operation|op|kreuzfahrt|turnier|match|game|kick-?off|gig|concert|wedding|funeral"
    r"|meeting|appointment|exam|cruise|tournament|interview|surgery|party|feier)"
    r"\s(?:\w+\s){0,2}(?:in|at|auf)\s(?:the\s)?$",
    re.IGNORECASE,
)
#: „Mein Paket liegt in Neapel“: that is where it should not be.
_LIES = re.compile(
    r"\b(?:liegt|lag|steht|steckt|hängt|ist|lies|is|sits|sat)\s(?:\w+\s){0,3}(?:in|at|bei)\s$",
    re.IGNORECASE,
)
#: "My producer's in Berlin": somebody else is.
_SOMEBODY_IS = re.compile(
    r"(?<!bag)(?<!case)(?<!luggage)(?<!parcel)(?<!package)(?<!\bit)['’]s (?:still |now )?in $",
    re.IGNORECASE,
)
_BEFORE = 40
#: Where a bag is handed in or missed; else the place is where it lies now.
_MISSED_THERE = re.compile(
    r"ankunft|angeko?m|ankam|gelandet|aufgegeben|übergeben|\bband\b|\bgate\b|schalter|laderaum"
    r"|\bnicht\b|\bkeine?\b|arriv|landed|carousel|\bbelt\b|\bdesk\b|counter|check(?:ed)?[ -]?in"
    r"|checked|\b(?:did|was|were|does) ?n[o'’]t\b|\bnever\b|\bno bags?\b|\bcame\b|opened|kam\b",
    re.IGNORECASE,
)
#: „Ich muss morgen operiert werden, in Ulm“.
_AHEAD = re.compile(
    r"\b(?:muss|müssen|soll(?:te[nt]?)?|woll(?:te[nt]?)|morgen|übermorgen|must|ha(?:ve|d) to"
    r"|needs? to|tomorrow|supposed to|was going|going to)\b[^.!?]*$",
    re.IGNORECASE,
)
#: A bank is at fault in no town, unless at its counter there.
_ITS_HOUSE = re.compile(
    r"branch|\batm\b|machine|counter|\bdesk\b|\bqueue|filiale|automat|schalter|drucker|geschäftsstelle"
    r"|\bcard\b|\w*karte\b|\bsavings\b|\b(?:ich|i) (?:stehe?|steck\w*|bin|sitze?|am|was|stood)\b"
    r"|\bi['’]m\b|\bstuck\b|\bstranded\b",
    re.IGNORECASE,
)
_HOUSES = frozenset({"bank", "insurance"})
#: Nobody fails to answer a letter in the town that it went to.
_BY_POST = re.compile(
    r"\b(?:ein(?:ge)?schr\w+|brief\w*|letters?|mails?|e-?mails?)\b[^.!?]*$", re.IGNORECASE
)
_OF_THE_RAILWAY = re.compile(r"(?:ICE|IC|EC|RE|RB|RJ|RJX|NJ|TGV|IR|EN)\b")

_I_WAS_IN = re.compile(
    r"\b(?:i|we|ich|wir)(?:['’]?ve|['’]?m|['’]?re|\sam|\swas|\swere|\shave|\shad|\swar|\swaren|\sbin|\sbi"
    r"|\ssaß|\ssitze?|\swohne?|\slive|\ssat)\s(?:been\s|away\s|da\s)?"
    r"(?:in|at|auf)\s(?:the\s|der\s)?$",
    re.IGNORECASE,
)
#: "at RDU", "@ RDU"
_AT = re.compile(r"(?:\bat\s(?:the\s)?|@\s?)$", re.IGNORECASE)
#: „Bei der U 3“.
_LINE = re.compile(r"[USM] ?\d")


@dataclass(frozen=True)
class SpokenPlaces:
    brief: Brief
    facts: Facts
    wording: Wording

    def place(self, fact: Fact) -> Spoken:
        name = self.wording.city(fact.value) or ""
        signs = frozenset(filter(None, {name.lower(), str(fact.value).lower()}))
        role = next((end.name for end in self._ends() if end.span == fact.span), "place")
        where = None if self._is_an_alibi(fact) else self._whereabouts(fact, role)
        if where and not (where.is_sure or self._is_the_only(fact, role)):
            where = self._between()
        elif where and where.way:
            whole = self._whole_way(where, role) or where.said
            where = replace(where, said=whole) if self._is_of_the_way(fact) else None
        elif where and not self._is_there(fact, where):
            where = None
        return Spoken(signs, {"where": where.said}, where) if where else Spoken(signs)

    def number(self, fact: Fact) -> Spoken:
        number = str(fact.value)
        signs = frozenset({number.lower()})
        if not self._is_the_only(fact, fact.name):
            return Spoken(signs)
        if fact.name == "seat":
            return self._seat(fact, signs)
        with_it = "with" if self.wording.lang == "en" else _at_german(number)
        said = f"{with_it} {number}"
        return Spoken(signs, {"where": said}, Whereabouts(said, is_number=True))

    def _seat(self, fact: Fact, signs: frozenset[str]) -> Spoken:
        """A thing like others: named where something is wrong with it."""
        if not is_amiss(fact, self.brief):
            return Spoken(signs)
        before = self.brief.conversation.mention.text[: fact.span[0]].lower()
        german = "Sitz" if before.endswith("sitz ") else "Platz"
        said = f"{'seat' if self.wording.lang == 'en' else german} {fact.value}"
        return Spoken(signs, {f"thing{case}": said for case in CASES})

    def _is_an_alibi(self, fact: Fact) -> bool:
        """Whoever was away in Faro did not use what is billed at home."""
        before = self.brief.conversation.mention.text[: fact.span[0]]
        billed = self.brief.assessment.topic is Topic.REFUND_BILLING
        return billed and _I_WAS_IN.search(before) is not None

    def _is_of_the_way(self, fact: Fact) -> bool:
        """Whether somebody or something was on the way that the place is an end of."""
        text, topic = self.brief.conversation.mention.text, self.brief.assessment.topic
        before = text[max(0, fact.span[0] - _BEFORE) : fact.span[0]]
        moved = topic in _SENT or self._trade not in _AT_HOME
        return moved and topic not in _NOT_TRAVELLED and not _NEVER_GONE.search(before)

    def _is_there(self, fact: Fact, where: Whereabouts) -> bool:
        """Whether it happened where the place is, as far as trade and topic can tell."""
        text = self.brief.conversation.mention.text
        sentence = sentences_of(text).around(fact.span[0])
        if where.is_sure:
            return True
        if _AHEAD.search(text, sentence[0], fact.span[0]):
            return False
        before = text[sentence[0] : fact.span[0]]
        if any(said.search(before) for said in (_SOMEBODY_IS, _NEVER_THERE, _AWAITED)):
            return False
        topic = self.brief.assessment.topic
        if topic is Topic.COMMUNICATION_UNREACHABLE and _BY_POST.search(before):
            return False
        if topic in _SENT and _LIES.search(text, sentence[0], fact.span[0]):
            return False
        in_the_air = topic is Topic.ONBOARD_COMFORT and self._trade == "airline"
        if topic in _OF_BAGS or in_the_air:
            return _MISSED_THERE.search(text, *sentence) is not None
        return self._trade not in _HOUSES or _ITS_HOUSE.search(text, *sentence) is not None

    @property
    def _trade(self) -> str | None:
        return self.brief.conversation.mention.domain

    def _ends(self) -> Iterator[Fact]:
        return (f for f in self.facts.items if f.name in _ENDS and f.turn is None)

    def _here(self) -> Iterator[Fact]:
        """Places that are no end of the way."""
        routed = {end.span for end in self._ends()}
        places = self.facts.all("place")
        return (f for f in places if f.turn is None and f.span not in routed)

    def _is_the_only(self, fact: Fact, role: str) -> bool:
        """Of two places, or two flights, only a person can tell which it was."""
        alike = self._here() if role == "place" else iter(self.facts.all(role))
        return len({str(f.value).lower() for f in alike if f.turn is None}) == 1

    def _whereabouts(self, fact: Fact, role: str) -> Whereabouts | None:
        mention = self.brief.conversation.mention
        name = self.wording.city(fact.value) or ""
        # "At RDU" is not "at Raleigh".
        if self.wording.lang == "en" and fact.value in AIRPORTS:
            written, before = mention.text[slice(*fact.span)].upper(), mention.text[: fact.span[0]]
            at_it = _AT.search(before) is not None
            name = written if at_it and written == fact.value else name
        return whereabouts(
            mention.text,
            fact.span,
            name,
            role,
            self.wording.lang,
            air=is_about_a_flight(mention, self.brief.facts),
            routed={end.name for end in self._ends()} == _ENDS,
        )

    def _whole_way(self, where: Whereabouts, role: str) -> str:
        """From where to where, if the text says of each one place only."""
        ends = [*self._ends()]
        other = {str(end.value): end for end in ends if end.name != role}
        if len(other) != 1 or len({str(end.value) for end in ends}) != 2:
            return ""
        (end,) = other.values()
        there = self._whereabouts(end, end.name)
        return route(where, there, self.wording.lang) if there else ""

    def _between(self) -> Whereabouts | None:
        """A bag in one place and its owner in another: the trouble lies between the two."""
        text = self.brief.conversation.mention.text
        names = list(dict.fromkeys(str(fact.value) for fact in self._here()))
        if any(_NEVER_THERE.search(text, 0, fact.span[0]) for fact in self._here()):
            return None
        if len(names) != 2 or self.brief.assessment.topic not in _OF_BAGS:
            return None
        one, other = (self.wording.city(name) for name in names)
        between, and_ = ("zwischen", "und") if self.wording.lang == "de" else ("between", "and")
        return Whereabouts(f"{between} {one} {and_} {other}", is_sure=True)


def _at_german(number: str) -> str:
    if _LINE.match(number):
        return "bei der"
    return "beim" if _OF_THE_RAILWAY.match(number) else "bei"
