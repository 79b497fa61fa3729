"""What the tone model and the whole guard are worth against labelled replies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from models.dataset import ReplyExample
from triage.complaint import Span
from triage.guard import TONE_FOUND, Finding, Rule, RuleGuard, Tone, Utterance, somewhere
from triage.ports import ToneModel

_AT_ONCE = 256
_DIGITS = 4
#: The share of good replies that may be stopped to catch the flippant ones.
MAY_BE_STOPPED = 0.05


@dataclass(frozen=True)
class JudgedReply:
    """A labelled reply, what the tone model hears in it, and what the guard finds."""

    #: What the set is called that it was judged in, and its place there, from 1.
    set_name: str
    number: int
    example: ReplyExample
    tone: Tone
    findings: tuple[Finding, ...]

    @property
    def id(self) -> str:
        return f"#{self.number}"

    @property
    def heard(self) -> frozenset[Rule]:
        """The rules that the tone model alone would name."""
        return frozenset(rule for rule, p in self.tone.items() if p >= TONE_FOUND)

    @property
    def found(self) -> frozenset[Rule]:
        return frozenset(finding.rule for finding in self.findings)

    @property
    def stopped(self) -> bool:
        return any(finding.blocking for finding in self.findings)

    @property
    def loudest(self) -> float:
        return max(self.tone.values(), default=0.0)


@dataclass(frozen=True)
class RuleScore:
    #: Replies that break the rule; how many of them were named for it, and stopped for any rule.
    replies: int
    found: int
    stopped: int
    #: Named for it without breaking it.
    wrongly: int


@dataclass(frozen=True)
class Stops:
    """What of the unpublishable and of the publishable replies is kept from going out."""

    bad: int
    bad_stopped: int
    good: int
    good_stopped: int
    #: Those that it judges by, and that are broken or named here.
    rules: dict[str, RuleScore]


@dataclass(frozen=True)
class ReplyEvaluation:
    replies: int
    #: The whole guard: wordings, counts and the tone model.
    guard: Stops
    #: The guard's, language by language.
    languages: dict[str, Stops]
    #: The tone model alone; everything unpublishable counts, also what it can't hear.
    tone: Stops
    #: The flippant replies caught by their tone alone where at most one good reply in twenty is
    #: stopped for it; None where there are none of either.
    flippant_recall: float | None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def evaluate_replies(
    tone: ToneModel, examples: Sequence[ReplyExample], contacts: Sequence[str] = ()
) -> ReplyEvaluation:
    """Metrics for the tone model, and for the guard that listens to it."""
    return reply_figures([*judge_replies(tone, examples, contacts)])


def judge_replies(
    tone: ToneModel,
    examples: Sequence[ReplyExample],
    contacts: Sequence[str] = (),
    set_name: str = "",
) -> Iterator[JudgedReply]:
    """Every reply with its tone and the guard's findings; `contacts` are our own addresses."""
    for start in range(0, len(examples), _AT_ONCE):
        batch = examples[start : start + _AT_ONCE]
        utterances = [example.utterance for example in batch]
        tones = tone.judge(utterances)
        findings = RuleGuard(_Heard(tone, [*tones]), contacts).check(utterances)
        for place, example in enumerate(batch):
            yield JudgedReply(set_name, start + place + 1, example, tones[place], findings[place])


class _Heard:
    """A tone model whose word on some replies is known: they are listened to once, and asked for is
    only what the guard wants to hear again without something."""

    def __init__(self, tone: ToneModel, known: list[Tone]) -> None:
        self._tone = tone
        self._known = [known]

    def judge(self, utterances: Sequence[Utterance]) -> list[Tone]:
        return self._known.pop() if self._known else [*self._tone.judge(utterances)]

    def place(
        self, utterances: Sequence[Utterance], rules: Sequence[Sequence[Rule]]
    ) -> list[dict[Rule, Span]]:
        return somewhere(utterances, rules)


def reply_figures(judged: Sequence[JudgedReply]) -> ReplyEvaluation:
    """Metrics over what was judged, be it of one set or of several."""
    languages = sorted({j.example.utterance.lang for j in judged})
    of_lang = {lang: [j for j in judged if j.example.utterance.lang == lang] for lang in languages}
    recall = flippant_recall(judged, MAY_BE_STOPPED)
    return ReplyEvaluation(
        replies=len(judged),
        guard=_by_guard(judged),
        languages={lang: _by_guard(part) for lang, part in of_lang.items()},
        tone=_by_tone(judged),
        flippant_recall=None if recall is None else round(recall, _DIGITS),
    )


def let_through(judged: Iterable[JudgedReply]) -> list[JudgedReply]:
    """The unpublishable replies that would have gone out, the least suspected first."""
    wrong = (j for j in judged if not j.example.publishable and not j.stopped)
    return sorted(wrong, key=lambda j: j.loudest)


def wrongly_stopped(judged: Iterable[JudgedReply]) -> list[JudgedReply]:
    """The publishable replies that were stopped, the most suspected first."""
    wrong = (j for j in judged if j.example.publishable and j.stopped)
    return sorted(wrong, key=lambda j: -j.loudest)


# -- the flippant ones ---------------------------------------------------------------------------


def flippant_recall(judged: Iterable[JudgedReply], may_be_stopped: float) -> float | None:
    """How many are caught by tone alone if that share of the good replies may be stopped."""
    good, flippant = _flippant_tones(judged)
    if not good or not flippant:
        return None
    line = sorted(good, reverse=True)[int(may_be_stopped * len(good))]
    return sum(p > line for p in flippant) / len(flippant)


def _flippant_tones(judged: Iterable[JudgedReply]) -> tuple[list[float], list[float]]:
    """The tone model's probability of a joke, for good replies and for flippant ones."""
    good: list[float] = []
    flippant: list[float] = []
    for j in judged:
        if j.example.publishable:
            good.append(j.tone.get(Rule.FLIPPANT, 0.0))
        elif Rule.FLIPPANT in j.example.rules:
            flippant.append(j.tone.get(Rule.FLIPPANT, 0.0))
    return good, flippant


# -- counts --------------------------------------------------------------------------------------

#: A reply, the rules it was named for, and whether it was stopped.
_Verdict = tuple[ReplyExample, frozenset[Rule], bool]


def _by_guard(judged: Sequence[JudgedReply]) -> Stops:
    return _stops([(j.example, j.found, j.stopped) for j in judged], [*Rule])


def _by_tone(judged: Sequence[JudgedReply]) -> Stops:
    judges = {rule for j in judged for rule in j.tone}
    verdicts = [(j.example, j.heard, bool(j.heard)) for j in judged]
    return _stops(verdicts, [rule for rule in Rule if rule in judges])


def _stops(verdicts: Sequence[_Verdict], judged: Sequence[Rule]) -> Stops:
    good = [stopped for example, _, stopped in verdicts if example.publishable]
    bad = [stopped for example, _, stopped in verdicts if not example.publishable]
    named = {rule for example, rules, _ in verdicts for rule in example.rules | rules}
    return Stops(
        bad=len(bad),
        bad_stopped=sum(bad),
        good=len(good),
        good_stopped=sum(good),
        rules={rule.value: _rule_score(rule, verdicts) for rule in judged if rule in named},
    )


def _rule_score(rule: Rule, verdicts: Sequence[_Verdict]) -> RuleScore:
    breaks = [(named, stopped) for example, named, stopped in verdicts if rule in example.rules]
    return RuleScore(
        replies=len(breaks),
        found=sum(rule in named for named, _ in breaks),
        stopped=sum(stopped for _, stopped in breaks),
        wrongly=sum(rule in named for example, named, _ in verdicts if rule not in example.rules),
    )
