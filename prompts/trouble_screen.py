"""Which of the troubles a text tells of: all of a language are looked for at once, and only those
that the text has the letters for are tried."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from prompts.echoes import LONG_TEXT
from prompts.troubles import EXACT, VAGUE, Trouble
from triage.complaint import Span, Topic
from triage.draft import Brief
from triage.mention import Role
from triage.sentences import sentences_of
from triage.wording_screen import Sieves

#: Below this, a topic is as often another: no trouble is named that is known by its topic.
_LIKELY = 0.5
#: From here on, what the model points at is a complaint, whatever the friendly words beside it:
#: nobody is thanked for it.
_SURELY_ONE = 0.8
#: … and from here on where the friendly words may be mock ones, which is so from the second on, or
#: where the whole sounds bitter.
_ONE_IF_BITTER, _PERHAPS_IRONIC = 0.5, 0.25


class TroubleScreen:
    """Troubles of one language."""

    def __init__(self, troubles: Iterable[Trouble]) -> None:
        self._troubles = tuple(troubles)
        #: By trade, put together when first needed: a bank's text is not looked through for bags.
        self._by_trade: dict[str | None, tuple[list[Trouble], Sieves]] = {}

    def told_of(self, brief: Brief, topic: Topic, *, earnest: bool) -> list[Trouble]:
        """What the author tells of, the weightiest first, then in the text's own order; where the
        mention tells of none, what they told in an earlier turn. `topic` is the one that is
        sure."""
        mention = brief.conversation.mention
        is_apt = _apt(brief, topic, earnest=earnest)
        found = self._found(mention.domain, is_apt, mention.text, _where(brief))
        if _is_plain(found):
            return found
        for turn in reversed(brief.conversation.earlier):
            if turn.role is Role.CUSTOMER and len(turn.text) <= LONG_TEXT:
                before = self._found(mention.domain, is_apt, turn.text, _all(turn.text))
                if _is_plain(before):
                    return before
        return found

    def _found(
        self,
        trade: str | None,
        is_apt: Callable[[Trouble], bool],
        text: str,
        where: Sequence[Span],
    ) -> list[Trouble]:
        """By where the sentences that hold those spans tell of them."""
        plain, sentences = text.replace("’", "'").replace("`", "'"), sentences_of(text)
        found: dict[str, tuple[int, int, Trouble]] = {}
        for first, last in where:
            start, end = sentences.around(first)[0], sentences.around(max(first, last - 1))[1]
            passage = plain[start:end]
            for trouble in filter(is_apt, self._possible(passage, trade)):
                at = trouble.stands_in(passage)
                if at is not None and trouble.name not in found:
                    found[trouble.name] = (-trouble.head.rank, start + at, trouble)
        return [found[name][2] for name in sorted(found, key=lambda name: (*found[name][:2], name))]

    def _possible(self, text: str, trade: str | None) -> list[Trouble]:
        if trade not in self._by_trade:
            known = [trouble for trouble in self._troubles if trouble.is_known_in(trade)]
            self._by_trade[trade] = known, Sieves(trouble.says for trouble in known)
        troubles, sieves = self._by_trade[trade]
        return [troubles[place] for place in sieves.able(text)]


def _apt(brief: Brief, topic: Topic, *, earnest: bool) -> Callable[[Trouble], bool]:
    """Which troubles can be the matter, by trade and topic."""
    mention, said = brief.conversation.mention, brief.assessment
    vague = topic is Topic.OTHER and len(mention.text) > LONG_TEXT
    topics = () if vague else (topic, said.topic)
    likely = topics if said.p_topic >= _LIKELY else topics[:1]
    bitter = said.p_ironic >= _PERHAPS_IRONIC or said.sentiment == "negative"
    surely = _ONE_IF_BITTER if bitter else _SURELY_ONE
    surely_one = bool(said.gist) and said.p_complaint >= surely

    def is_apt(trouble: Trouble) -> bool:
        if trouble.head.no_complaint and surely_one:
            return False
        known = topics if trouble.head.rank >= EXACT else likely
        return trouble.is_apt(mention.domain, known, earnest)

    return is_apt


def _is_plain(found: Sequence[Trouble]) -> bool:
    """Whether the first of them knows what went wrong."""
    return bool(found) and found[0].head.rank > VAGUE


def _where(brief: Brief) -> Sequence[Span]:
    """A long text only where it complains; a short one is all of it about the matter."""
    text, evidence = brief.conversation.mention.text, brief.assessment.evidence
    return evidence if evidence and len(text) > LONG_TEXT else _all(text)


def _all(text: str) -> Sequence[Span]:
    return ((0, len(text)),)
