"""What must not go out: the guard's rules and findings.

| rules | found by | block |
|---|---|---|
| too_long, amount_in_public, personal_data, asks_public_personal_data, | rules | yes |
| no_apology | | |
| over_promise of a sum, in private | rules | yes |
| wrong_language | rules | unless a person typed it |
| blame_shift, denies_claim_right, legal_admission, over_promise, | wordings, | yes |
| asserts_unverified_cause, flippant, marketing, defensive | tone model | |
| generic_boilerplate | wordings, tone model | only if no next step is offered |

An empty phrase beside real help is a blemish that a person may overrule; a reply that is nothing
but empty phrases is what this program exists to prevent. Warm and light words are no joke: hearts,
"Oh je" and "Mensch" pass.

What only its author reads may name amounts and ask for personal data. It repeats what the author
wrote of themselves, but nothing that pays, proves who somebody is or opens a door.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from triage import guard_patterns as patterns
from triage.channel_rules import is_public
from triage.complaint import Span
from triage.mention import Channel
from triage.personal_data import PersonalDatum, find_personal_data
from triage.promised_sums import unbacked_sum
from triage.quotation import our_words
from triage.reply_rules import (
    asks_in_public,
    asks_to_write_there,
    no_apology,
    too_long,
    wrong_language,
)
from triage.sober import SoberTone, without_bare_apologies

if TYPE_CHECKING:
    from triage.ports import ToneModel


class Rule(StrEnum):
    FLIPPANT = "flippant"
    MARKETING = "marketing"
    BLAME_SHIFT = "blame_shift"
    OVER_PROMISE = "over_promise"
    LEGAL_ADMISSION = "legal_admission"
    PERSONAL_DATA = "personal_data"
    NO_APOLOGY = "no_apology"
    GENERIC_BOILERPLATE = "generic_boilerplate"
    WRONG_LANGUAGE = "wrong_language"
    TOO_LONG = "too_long"
    DENIES_CLAIM_RIGHT = "denies_claim_right"
    DEFENSIVE = "defensive"
    ASKS_PUBLIC_PERSONAL_DATA = "asks_public_personal_data"
    AMOUNT_IN_PUBLIC = "amount_in_public"
    ASSERTS_UNVERIFIED_CAUSE = "asserts_unverified_cause"


@dataclass(frozen=True)
class Finding:
    """One thing the guard saw in a reply."""

    rule: Rule
    blocking: bool
    span: Span
    #: One sentence: what is wrong and what to do instead.
    why: str


#: The tone model's word on one reply: probability by rule.
Tone = Mapping[Rule, float]


@dataclass(frozen=True)
class Utterance:
    """A reply as the guard sees it, with what it answers."""

    reply: str
    complaint: str
    lang: str
    channel: Channel
    #: Whether others than the author read it; None where its channel says so.
    public: bool | None = None
    #: Irony in the complaint makes the tone rule stricter.
    ironic: bool = False
    #: The offer that policy allows here, as words; None when there is none.
    policy_offer: str | None = None
    #: False in reply to thanks, a question, small talk: nobody was wronged.
    apology_due: bool = True
    #: A person typed it: another language than `lang` is named and stops nothing.
    language_is_chosen: bool = False
    #: What the author wrote before in this conversation.
    earlier: str = ""

    @property
    def is_public(self) -> bool:
        return is_public(self.channel) if self.public is None else self.public

    @property
    def theirs(self) -> str:
        """All that the author wrote."""
        return f"{self.earlier}\n{self.complaint}"


#: From this probability on the tone model's word counts.
TONE_FOUND = 0.5
#: Where the complaint is ironic a joke is the trap; a weaker suspicion is enough.
FLIPPANT_FOUND_IF_IRONIC = 0.35
#: What pays, proves who somebody is or opens a door: letters are passed on, mailboxes shared.
_NEVER_REPEATED = frozenset({"iban", "card", "document", "secret"})


class RuleGuard:
    """The guard: wordings and counts where a rule is right, the tone model where tone is judged."""

    def __init__(self, tone: ToneModel | None = None, contacts: Sequence[str] = ()) -> None:
        self._tone = SoberTone(tone) if tone else None
        #: Our own addresses; they are no personal data.
        self._contacts = frozenset(contact.lower() for contact in contacts)

    def check(self, utterances: Sequence[Utterance]) -> list[tuple[Finding, ...]]:
        heard = [replace(u, reply=our_words(u.reply, u.complaint)) for u in utterances]
        found = [[*self._by_rule(utterance)] for utterance in utterances]
        if self._tone:
            self._hear(self._tone, utterances, heard, found)
        return [tuple(of) for of in found]

    def _hear(
        self,
        tone: ToneModel,
        utterances: Sequence[Utterance],
        heard: Sequence[Utterance],
        found: Sequence[list[Finding]],
    ) -> None:
        """Add what the tone model finds; where, it is asked once for all of them."""
        broken: dict[int, list[Rule]] = {}
        for n, said in enumerate(tone.judge(heard)):
            known = {finding.rule for finding in found[n]}
            rules = [rule for rule in _broken(said, utterances[n]) if rule not in known]
            broken |= {n: rules} if rules else {}
        blamed = {n: without_bare_apologies(heard[n]) for n in broken}
        placed = tone.place([*blamed.values()], [*broken.values()]) if broken else []
        for (n, told), spans in zip(blamed.items(), placed, strict=True):
            found[n].extend(
                _finding(rule, _as_written(span, told, utterances[n]), utterances[n])
                for rule, span in spans.items()
            )

    def _by_rule(self, utterance: Utterance) -> Iterator[Finding]:
        reply, complaint = utterance.reply, utterance.complaint
        spans = {
            Rule.TOO_LONG: too_long(reply, utterance.channel),
            Rule.WRONG_LANGUAGE: wrong_language(reply, complaint, utterance.lang),
            Rule.NO_APOLOGY: no_apology(reply) if utterance.apology_due else None,
            Rule.PERSONAL_DATA: self._personal_data(utterance),
        }
        ours = our_words(reply, complaint)
        for name in patterns.WORDED_RULES:
            spans[Rule(name)] = _span_in(reply, patterns.said(name).search(ours))
        if utterance.is_public:
            spans[Rule.AMOUNT_IN_PUBLIC] = _span(patterns.said("amount_in_public").search(reply))
            spans[Rule.ASKS_PUBLIC_PERSONAL_DATA] = asks_in_public(reply, complaint)
        elif spans[Rule.OVER_PROMISE] is None:
            given = unbacked_sum(ours, utterance.theirs, utterance.policy_offer or "")
            spans[Rule.OVER_PROMISE] = _span_in(reply, given)
        for rule, span in spans.items():
            if span is not None:
                yield _finding(rule, span, utterance)

    def _personal_data(self, utterance: Utterance) -> Span | None:
        """Whatever looks like personal data, be it repeated from the complaint or looked up."""
        found = find_personal_data(utterance.reply)
        foreign = (d.span for d in found if not self._may_stand(utterance, d))
        return next(foreign, None)

    def _may_stand(self, utterance: Utterance, datum: PersonalDatum) -> bool:
        return _is_their_own(utterance, datum) or self._is_ours(utterance, datum)

    def _is_ours(self, utterance: Utterance, datum: PersonalDatum) -> bool:
        """An address we were told of; without any, one that the reply asks to write to. A street
        is ours unless the author named it."""
        repeated = datum.value.lower() in utterance.complaint.lower()
        if datum.kind == "address":
            return not repeated
        if self._contacts:
            return datum.value.lower() in self._contacts
        return not repeated and asks_to_write_there(utterance.reply, datum.value, datum.span)


def _is_their_own(utterance: Utterance, datum: PersonalDatum) -> bool:
    """Whether only they read it who wrote it, and it may be repeated to them."""
    repeated = datum.value.casefold() in utterance.theirs.casefold()
    return repeated and not utterance.is_public and datum.kind not in _NEVER_REPEATED


def _finding(rule: Rule, span: Span, utterance: Utterance) -> Finding:
    return Finding(rule, not _is_a_hint(rule, utterance), span, patterns.ADVICE[rule])


def _is_a_hint(rule: Rule, utterance: Utterance) -> bool:
    if rule is Rule.WRONG_LANGUAGE:
        return utterance.language_is_chosen
    helps = patterns.said("private_way").search(utterance.reply)
    return rule is Rule.GENERIC_BOILERPLATE and bool(helps)


def _broken(tone: Tone, utterance: Utterance) -> Iterator[Rule]:
    for rule, probability in tone.items():
        strict = utterance.ironic and rule is Rule.FLIPPANT
        if probability >= (FLIPPANT_FOUND_IF_IRONIC if strict else TONE_FOUND):
            yield rule


def somewhere(
    utterances: Sequence[Utterance], rules: Sequence[Sequence[Rule]]
) -> list[dict[Rule, Span]]:
    """Where each rule is broken, for who can't say where: somewhere in the reply."""
    asked = zip(utterances, rules, strict=True)
    return [dict.fromkeys(several, (0, len(u.reply))) for u, several in asked]


def _as_written(span: Span, heard: Utterance, utterance: Utterance) -> Span:
    """In the reply as it is written, of which what was heard leaves out what is quoted and what
    only apologises."""
    return _where(utterance.reply, heard.reply[slice(*span)])


def _span(match: re.Match[str] | None) -> Span | None:
    return match.span() if match else None


def _span_in(reply: str, match: re.Match[str] | None) -> Span | None:
    """Where in the reply stands what was found in our words of it."""
    return _where(reply, match[0]) if match else None


def _where(reply: str, words: str) -> Span:
    """All of it where they do not stand in it like this."""
    start = reply.find(words)
    return (start, start + len(words)) if words and start >= 0 else (0, len(reply))
