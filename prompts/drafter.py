"""The drafter that needs no language model: playbooks, facts and rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from prompts.claim_words import statutory_hint
from prompts.gist import gist_of
from prompts.gravity import as_told
from prompts.instructions import understood
from prompts.lightness import SURE_IF_SAID, SURE_TOPIC, is_light, is_pleasant, repeated
from prompts.loader import Playbooks
from prompts.note import note_for
from prompts.pointing import at_the_gist, pointed, says_the_gist
from prompts.register import in_full, register_of
from prompts.situation import situation_of
from prompts.sure_topic import topic_of
from prompts.trouble_facing import facing
from prompts.trouble_screen import TroubleScreen
from prompts.troubles import Trouble, foremost, named, say_most
from prompts.vocabulary import ALONE, NO_COMPLAINT
from prompts.voice_file import Voice
from triage.channel_rules import room
from triage.composing import compose
from triage.draft import Brief, Draft, Register
from triage.playbook import Move, Playbook, Situation
from triage.trades import trade_told
from triage.wish import Wanted, Wish

#: Where nothing limits a reply, a handful of sentences beside the longest quotation is enough.
_ENOUGH = 720
#: What of the present draft's length a shorter one may have; the second where the first fails.
_SHORTER = (0.75, 0.97)
#: Below this, what is taken for irony is as often meant: in real praise more often than not.
_HEARD_IRONY = 0.6
#: How many variants are tried until one has other words.
_TRIES = 12


@dataclass(frozen=True)
class Plan:
    """Which playbook answers a brief, in which situation, and what decided that."""

    playbook: Playbook
    situation: Situation
    occasions: frozenset[str]

    @property
    def no_complaint(self) -> bool:
        return not self.occasions.isdisjoint(NO_COMPLAINT)


class PlaybookDrafter:
    """Composes replies from playbooks: `PlaybookDrafter(load_playbooks(…), load_voice(…))`."""

    def __init__(self, playbooks: Playbooks, voice: Voice) -> None:
        self._voice = voice
        #: Without the phrases that have a word of which the voice wants none.
        self.playbooks = replace(
            playbooks,
            playbooks=tuple(map(self._without_banned, playbooks.playbooks)),
            alone=tuple(map(self._without_banned, playbooks.alone)),
            troubles=tuple(
                replace(t, playbook=self._without_banned(t.playbook)) for t in playbooks.troubles
            ),
        )
        by_lang: dict[str, list[Trouble]] = {}
        for trouble in self.playbooks.troubles:
            by_lang.setdefault(trouble.playbook.lang, []).append(trouble)
        self._faced: dict[tuple[str, str, str], Playbook] = {}
        self._screens = {lang: TroubleScreen(spoken) for lang, spoken in by_lang.items()}

    def draft(self, briefs: Sequence[Brief]) -> list[Draft]:
        """Raises WishNotFollowed for an instruction that playbooks can't follow."""
        return [self._draft(_heeding(brief)) for brief in briefs]

    def ensure_follows(self, wanted: Wanted, present: Draft) -> None:
        understood(wanted, present)

    def _draft(self, brief: Brief) -> Draft:
        plan = self.plan(brief)
        if plan.no_complaint:
            brief = replace(brief, remedy=None)
        playbook = plan.playbook
        variant, reply = self._in_words(plan, brief)
        return Draft(
            reply=reply,
            note=note_for(brief, playbook.lang, plan.occasions, unsaid=unsaid(playbook, reply)),
            lang=playbook.lang,
            register=plan.situation.register,
            topic=brief.assessment.topic,
            severity=brief.grade.severity,
            facts=brief.facts,
            remedy=brief.remedy,
            statutory_hint=statutory_hint(brief.claim, playbook.lang),
            claim=brief.claim,
            playbook=playbook.name,
            drafter="playbook",
            wishes=tuple(sorted(brief.wishes)),
            variant=variant,
            apologises=not plan.no_complaint,
        )

    def plan(self, brief: Brief) -> Plan:
        brief = self._in_our_trade(as_told(brief))
        troubles = self._troubles(brief)
        occasions = self._occasions(brief, troubles)
        gist = gist_of(brief)
        topic = topic_of(brief, SURE_IF_SAID if gist and gist.quote else SURE_TOPIC)
        playbook = self.playbooks.find(
            self._language(brief), topic, int(brief.grade.severity), occasions
        )
        register = self._register(brief, playbook, occasions)
        situation = situation_of(brief, playbook.lang, register, self._voice)
        troubles = at_the_gist(troubles, brief, situation.words)
        alone = not occasions.isdisjoint(ALONE)
        if "light" in occasions:
            situation = repeated(situation, brief)
        if not alone and say_most(troubles, situation, topic, playbook):
            troubles = foremost(troubles, situation.words)
            playbook = self._put_together(playbook, troubles[0])
            situation = named(situation, troubles)
            occasions |= {troubles[0].head.no_complaint} - {""}
        elif not alone and says_the_gist(brief, situation.words):
            playbook = self._put_together(playbook, None)
        return Plan(playbook, situation, frozenset(occasions))

    def _in_our_trade(self, brief: Brief) -> Brief:
        """A mention whose inbox does not say of what trade it is, is of the one that its words tell
        of; of the brand's own where they tell of none."""
        told = brief.conversation
        trade = told.mention.domain or trade_told(told.mention.text, self._voice.trade)
        mention = replace(told.mention, domain=trade)
        return replace(brief, conversation=replace(told, mention=mention))

    def _put_together(self, playbook: Playbook, trouble: Trouble | None) -> Playbook:
        """Once for all who have this trouble, or who hear in their own words what went wrong."""
        names = playbook.lang, playbook.name, trouble.name if trouble else ""
        if names not in self._faced:
            self._faced[names] = facing(playbook, trouble) if trouble else pointed(playbook)
        return self._faced[names]

    def _troubles(self, brief: Brief) -> list[Trouble]:
        """Those the text tells of, in the language of the answer; the weightiest first."""
        lang = self._language(brief)
        return self._told(brief) if lang == brief.assessment.lang else []

    def _told(self, brief: Brief) -> list[Trouble]:
        """The same in the author's language.

        Irony need not be sure: to take mock thanks for thanks is worse than to miss real ones.
        """
        said = brief.assessment
        if said.lang not in self._screens:
            return []
        earnest = not said.ironic or said.p_ironic < _HEARD_IRONY
        return self._screens[said.lang].told_of(brief, topic_of(brief), earnest=earnest)

    def _language(self, brief: Brief) -> str:
        """The author's, or the other one; whoever writes in neither gets English all the same."""
        lang = brief.assessment.lang
        if Wish.OTHER_LANGUAGE not in brief.wishes or not self.playbooks.speak(lang):
            return lang
        return next((p.lang for p in self.playbooks.playbooks if p.lang != lang), lang)

    def _register(self, brief: Brief, playbook: Playbook, occasions: set[str]) -> Register:
        if playbook.lang == "de" and "child_author" in occasions:
            return "du"
        if playbook.lang == "de" and Wish.MORE_FORMAL in brief.wishes:
            return "sie"
        return register_of(brief.conversation, playbook.lang, self._voice.register)

    def _occasions(self, brief: Brief, troubles: Sequence[Trouble]) -> set[str]:
        """What decides who answers and how, whatever the matter is. In a long text, too, all of
        it counts: who despairs may say so far from the complaint."""
        stated = {str(f.value) for f in brief.facts.all("circumstance")}
        if is_light(brief) and not any(trouble.is_plain for trouble in troubles):
            stated.add("small_talk" if is_pleasant(brief) else "light")
        if self._language(brief) != brief.assessment.lang:
            stated |= {"small_talk" for told in self._told(brief)[:1] if told.head.no_complaint}
        return stated if self.playbooks.speak(brief.assessment.lang) else stated | {"foreign"}

    def _in_words(self, plan: Plan, brief: Brief) -> tuple[int, str]:
        """Which variant it is, and its words. The present draft's when a wish changes it; another
        one, if there is one, when only its words are not liked."""
        present = brief.present
        if present and not brief.wanted.only_other_words:
            return present.variant, self._compose(plan, present.variant, brief)
        reply = ""
        for variant in range(brief.version, brief.version + _TRIES):
            reply = self._compose(plan, variant, brief)
            if present is None or reply != present.reply:
                return variant, reply
        return brief.version, reply

    def _without_banned(self, playbook: Playbook) -> Playbook:
        """Without phrases that have a word the voice or the playbook itself forbids, the others in
        the brand's own words. The author's words stay as they are."""
        banned = {word.lower() for word in (*self._voice.forbidden, *playbook.must_not_say)}

        def allowed(move: Move) -> Move:
            ours = (p for p in move.phrases if not any(w in p.template.lower() for w in banned))
            said = (replace(p, template=self._voice.in_our_words(p.template)) for p in ours)
            return replace(move, phrases=tuple(said))

        return replace(playbook, moves=tuple(map(allowed, playbook.moves)))

    def _compose(self, plan: Plan, variant: int, brief: Brief) -> str:
        playbook, situation = plan.playbook, plan.situation
        if variant:
            situation = replace(situation, seed=f"{situation.seed}/{variant}")
        formally = playbook.lang == "en" and "formal" in situation.conditions
        spoken = in_full if formally else str

        def fits(reply: str, most: float = _ENOUGH) -> bool:
            left = room(spoken(reply), brief.conversation.mention.channel)
            return len(reply) <= most and (left is None or left >= 0)

        present = brief.present
        if present is None or present.is_blank or Wish.SHORTER not in brief.wanted.wishes:
            return spoken(compose(playbook, situation, fits))
        for share in _SHORTER:
            most = share * len(present.reply)
            reply = compose(playbook, situation, partial(fits, most=most))
            framed = reply.count("\n\n") >= present.reply.count("\n\n")
            if fits(reply, most) and framed and _tells_as_much(reply, present.reply, situation):
                return spoken(reply)
        # Short already, and a letter keeps its frame; in the other language it is said anew.
        return present.reply if present.lang == playbook.lang else spoken(reply)


def _tells_as_much(reply: str, before: str, situation: Situation) -> bool:
    """Whether it still says what went wrong in the author's words, where the longer one does: a
    general sentence in their place may be another's trouble."""
    told = (situation.words.get(name) for name in ("gist", "happened"))
    return all(words not in before or words in reply for words in told if words)


def _heeding(brief: Brief) -> Brief:
    """With an instruction turned into wishes. Raises WishNotFollowed."""
    heeding = replace(brief, wanted=understood(brief.wanted, brief.present))
    return replace(heeding, remedy=None) if Wish.WITHOUT_REMEDY in heeding.wishes else heeding


def unsaid(playbook: Playbook, reply: str) -> tuple[str, ...]:
    """What the playbook wants said and the reply does not say, for the approver to add."""
    return tuple(word for word in playbook.must_say if word.lower() not in reply.lower())
