"""Places, flights and trains of the author's in words: where it was, if that is clear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from prompts.facts_told.spoken import Spoken
from prompts.facts_told.whereabouts import Whereabouts, route, whereabouts
from prompts.wording import Wording
from triage.claims import is_about_a_flight
from triage.complaint import Topic
from triage.draft import Brief
from triage.facts import Fact, Facts

_ENDS = frozenset({"origin", "destination"})
#: Whose flight was called off was on no way.
_NOT_TRAVELLED = frozenset({Topic.CANCELLATION, Topic.REFUND_BILLING})
_OF_BAGS = frozenset({Topic.BAGGAGE_LOST, Topic.BAGGAGE_DAMAGED})
_OF_THE_RAILWAY = re.compile(r"(?:ICE|IC|EC|RE|RB|RJ|RJX|NJ|TGV|IR|EN)\b")

_I_WAS_IN = re.compile(
    r"\b(?:i|we|ich|wir)(?:['’]?ve|\swas|\swere|\shave|\shad|\swar|\swaren)\s(?:been\s|away\s|da\s)?"
    r"(?:in|at|auf)\s(?:the\s|der\s)?$",
    re.IGNORECASE,
)


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
        if where and where.way and self.brief.assessment.topic in _NOT_TRAVELLED:
            where = None
        if where and where.way:
            where = replace(where, said=self._whole_way(where, role) or where.said)
        if where and not (where.is_sure or self._is_the_only(fact, role)):
            where = self._between()
        return Spoken(signs, {"where": where.said}, where) if where else Spoken(signs)

    def number(self, fact: Fact) -> Spoken:
        number = str(fact.value)
        if self.wording.lang == "en":
            said = f"with {'seat ' if fact.name == 'seat' else ''}{number}"
        elif fact.name == "seat":
            said = f"bei Platz {number}"
        else:
            said = f"{'beim' if _OF_THE_RAILWAY.match(number) else 'bei'} {number}"
        signs = frozenset({number.lower()})
        if not self._is_the_only(fact, fact.name):
            return Spoken(signs)
        return Spoken(signs, {"where": said}, Whereabouts(said, is_number=True))

    def _is_an_alibi(self, fact: Fact) -> bool:
        """Whoever was away in Faro did not use what is billed at home."""
        before = self.brief.conversation.mention.text[: fact.span[0]]
        billed = self.brief.assessment.topic is Topic.REFUND_BILLING
        return billed and _I_WAS_IN.search(before) is not None

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
        return whereabouts(
            mention.text,
            fact.span,
            self.wording.city(fact.value) or "",
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
        names = list(dict.fromkeys(str(fact.value) for fact in self._here()))
        if len(names) != 2 or self.brief.assessment.topic not in _OF_BAGS:
            return None
        one, other = (self.wording.city(name) for name in names)
        between, and_ = ("zwischen", "und") if self.wording.lang == "de" else ("between", "and")
        return Whereabouts(f"{between} {one} {and_} {other}", is_sure=True)
