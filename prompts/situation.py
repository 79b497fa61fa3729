"""What holds for one complaint, and the words for its facts: what a reply is composed for."""

from __future__ import annotations

from prompts.bystanders import concerns_a_child
from prompts.claim_words import asked
from prompts.echoes import LONG_TEXT, echoes
from prompts.facts_told.stated import stated
from prompts.facts_told.tied_times import is_tied
from prompts.needs import gave_a_phone_number, needs_of, sentences_at_issue
from prompts.quoting import wordings
from prompts.vocabulary import ASK_CONDITIONS, CIRCUMSTANCES
from prompts.voice_file import Voice
from prompts.wording import Wording
from triage.claims import is_about_a_flight
from triage.draft import Brief, Register
from triage.facts import Fact, Facts
from triage.guard_patterns import said
from triage.item_kinds import kind_of_item
from triage.lexicon import MOURNING
from triage.mention import Channel
from triage.playbook import Situation
from triage.sentences import sentences_of
from triage.severity import Severity
from triage.wish import Wish
from triage.wording_files import wording

_CHANNEL_GROUPS = {Channel.EMAIL: "mail", Channel.BLOG: "open", Channel.REVIEW: "open"}
_ROOMY = frozenset({Channel.EMAIL, Channel.BLOG, Channel.REVIEW, Channel.FACEBOOK})
#: How far around the evidence a fact of a long text may stand.
_NEAR = 350
#: What sentences of ours say that somebody waited for.
_LASTING = frozenset({"waiting", "delay_hours"})
#: From here on irony is nearly never seen in sincere praise.
_SURELY_IRONIC = 0.75
#: What a reply may dwell on only if the complaint itself tells of it, not a sentence beside it.
_CROSS_CUTTING = frozenset(
    {"children", "pregnant", "elderly", "heat", "cold", "mould", "leak", "no_heating"}
)
#: What the matter is where the model points at it; elsewhere a side of it, or another story.
_MATTERS = frozenset(
    {
        "app", "bedding", "bill", "bus_gone", "card_declined", "check_in", "deposit", "dirt",
        "double_charge", "driver", "empty_box", "fee", "food", "hair", "ignored", "laughed_at",
        "left_outside", "legroom", "lift", "locked_account", "login", "name_error", "neighbour",
        "no_internet", "no_power", "no_signal", "noise", "not_home", "parking", "points", "price",
        "promised", "refund", "refused", "remark", "rubbish", "screen", "seat_broken", "shouted",
        "smell", "steps", "toilet", "tracking", "unauthorised", "vermin", "voucher_only", "website",
        "wifi", "window", "wrong_item",
    }
)  # fmt: skip
_UNWELL = frozenset({"injury", "sick", "allergy"})
_DEFECTS = frozenset(
    {"door", "glass", "electric", "gas", "smoke", "seat_broken", "lift", "leak", "broken"}
)
#: What is brought to where somebody lives; a trade that is not known may be one of these.
_AT_HOME = frozenset({"energy", "telecom", None})
_GOODWILL = frozenset({"voucher", "miles", "refund", "lounge"})
#: Who is with the author → the condition that phrasings know.
_WITH = {
    "wheelchair": "disability", "walker": "disability", "pregnant": "pregnant",
    "blind": "blind_or_deaf", "deaf": "blind_or_deaf",
}  # fmt: skip
#: By either we find whoever wrote; wherever in a long text it stands.
_NUMBERS = frozenset({"order", "booking_code"})
#: What of these is told, is not asked for.
_WHEREABOUTS = frozenset({"origin", "flight", "train"})
#: Beside these nothing is said of making it good: what is done now comes first, and no gesture
#: makes up for it.
_BEFORE_AMENDS = frozenset({
    "urgent", "critical", "death", "mourning", "injury", "sick", "collapsed", "medication",
    "allergy", "disability", "blind_or_deaf", "pregnant", "animal", "discrimination",
    "stolen_money",
})  # fmt: skip
#: Rules of the guard that an earlier answer of ours may have broken.
_POOR = ("generic_boilerplate", "flippant", "marketing", "blame_shift", "defensive")


def situation_of(brief: Brief, lang: str, register: Register, voice: Voice) -> Situation:
    """For a reply in that language and form of address."""
    mention, facts = brief.conversation.mention, relevant(brief)
    told_in = brief.assessment.lang
    spoken = Wording(brief.conversation, lang, register, told_in=told_in)
    words = spoken.words(_with_tied_times(brief, facts))
    words |= echoes(brief, lang, register)
    words |= {"contact": voice.contact, "brand": voice.brand}
    if _is_full_name(mention.author.name):
        words["author"] = mention.author.name
    missing = asked(brief.claim, lang)
    if missing:
        words["asked"] = missing
    conditions = _conditions(brief, facts, register) | words.keys()
    if "matter" in words:
        conditions.add("defect")
    first = stated(brief, facts, spoken)
    return Situation(
        register, words, frozenset(conditions), mention.id, brief.said_before,
        stated=first.signs, tellings=first.tellings,
    )  # fmt: skip


def _with_tied_times(brief: Brief, facts: Facts) -> Facts:
    """Without spans of time that something else than the trouble took."""
    text, lang = brief.conversation.mention.text, brief.assessment.lang

    def is_said(fact: Fact) -> bool:
        if fact.turn is not None or fact.name not in _LASTING:
            return True
        return is_tied(text, fact.span, lang, hours=fact.name != "waiting")

    return Facts(tuple(filter(is_said, facts.items)))


def relevant(brief: Brief) -> Facts:
    """The facts to take up: in a long text only those near the passage with the complaint."""
    text, evidence = brief.conversation.mention.text, brief.assessment.evidence
    if len(text) <= LONG_TEXT or not evidence:
        return brief.facts
    near = [
        fact
        for fact in brief.facts.items
        if fact.turn is not None
        or any(start - _NEAR <= fact.span[0] <= end + _NEAR for start, end in evidence)
    ]
    return Facts(tuple(near))


def _conditions(brief: Brief, facts: Facts, register: Register) -> set[str]:
    channel = brief.conversation.mention.channel
    severity = brief.grade.severity
    poor = _poor_in(brief.conversation.last_agent_reply or "")
    holds = {
        register: True,
        "ironic": is_ironic(brief),
        "mild": severity is Severity.ANNOYANCE and not brief.facts.all("missed"),
        "severe": severity >= Severity.SERIOUS and _tells_of_loss(brief, facts),
        "critical": severity is Severity.CRITICAL,
        "again": bool(brief.said_before),
        "first": not brief.said_before,
        "poor_reply": bool(poor),
        "joked": "flippant" in poor,
        "roomy": channel in _ROOMY,
        "mourning": any(
            str(f.value) in MOURNING for name in ("missed", "event") for f in facts.all(name)
        ),
        "air": is_about_a_flight(brief.conversation.mention, brief.facts),
        "at_home": brief.conversation.mention.domain in _AT_HOME,
        "number_given": any(f.name in _NUMBERS for f in brief.facts.items),
        "phone_given": gave_a_phone_number(brief),
        "located": _is_located(facts),
        "shorter": Wish.SHORTER in brief.wishes,
        "warmer": Wish.WARMER in brief.wishes,
        "formal": Wish.MORE_FORMAL in brief.wishes,
        _CHANNEL_GROUPS.get(channel, "dm"): True,
    }
    if brief.remedy and (brief.remedy.kind != "personal_call" or holds["severe"]):
        holds["goodwill" if brief.remedy.kind in _GOODWILL else brief.remedy.kind] = True
    told = {str(f.value) for f in facts.all("circumstance") if _is_told(brief, f)} & CIRCUMSTANCES
    told |= needs_of(brief)
    item = facts.first("item")
    if item:
        told.add(kind_of_item(str(item.value)))
    told |= {ASK_CONDITIONS[str(f.value)] for f in facts.all("ask") if f.turn is None}
    with_whom = (f for f in facts.all("travellers") if str(f.value) in _WITH)
    told |= {_WITH[str(f.value)] for f in with_whom if _is_in_evidence(brief, f)}
    holds["defect"] = not _DEFECTS.isdisjoint(told)
    found = {name for name, held in holds.items() if held} | told
    return found if found.isdisjoint(_BEFORE_AMENDS) else found - {"goodwill"}


def _is_located(facts: Facts) -> bool:
    """A place that somebody goes to is none that they are at."""
    bound_for = {fact.span for fact in facts.all("destination")}
    places = any(fact.span not in bound_for for fact in facts.all("place"))
    return places or any(fact.name in _WHEREABOUTS for fact in facts.items)


def is_ironic(brief: Brief) -> bool:
    """Whether irony is sure enough to be spoken of."""
    return brief.assessment.ironic and brief.assessment.p_ironic >= _SURELY_IRONIC


def _tells_of_loss(brief: Brief, facts: Facts) -> bool:
    """Grave words need more than a number: something that was lost, missed, or made it worse."""
    return brief.grade.severity is Severity.CRITICAL or any(
        not (f.name == "circumstance" and f.value in ("loyal", "legal")) for f in facts.items
    )


def _is_told(brief: Brief, fact: Fact) -> bool:
    if fact.value == "children" and fact.turn is None and not _is_of_a_child(brief, fact):
        return False
    if fact.value in _MATTERS and fact.turn is None:
        text, said = brief.conversation.mention.text, wording(f"circumstances/{fact.value}")
        return any(said.search(text, *sentence) for sentence in sentences_at_issue(brief))
    return fact.value not in _CROSS_CUTTING or _is_in_evidence(brief, fact)


def _is_of_a_child(brief: Brief, fact: Fact) -> bool:
    """What befell one's health is told of in words of its own (`injury`, `sick`, `allergy`)."""
    unwell = {str(f.value) for f in brief.facts.all("circumstance")} & _UNWELL
    return bool(unwell) or concerns_a_child(brief.conversation.mention.text, fact.span)


def _is_in_evidence(brief: Brief, fact: Fact) -> bool:
    """Whether the fact stands where the complaint does, and in no praise."""
    text, evidence = brief.conversation.mention.text, brief.assessment.evidence
    if fact.turn is not None or not evidence:
        return True
    start, end = sentences_of(text).around(fact.span[0])
    praised = wordings("praise").search(text, start, end) is not None
    return not praised and any(first <= fact.span[0] < last for first, last in evidence)


def _poor_in(reply: str) -> list[str]:
    """The guard's rules that an earlier answer of ours breaks: no way to treat a complaint."""
    return [rule for rule in _POOR if said(rule).search(reply)]


def _is_full_name(name: str) -> bool:
    words = name.split()
    return 2 <= len(words) <= 3 and all(
        w[:1].isupper() and w[1:].replace("-", "").isalpha() for w in words
    )
