"""Everything that one evaluation measured, and the JSON of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from models.evaluation import figures
from models.evaluation_tables import (
    Table,
    complaint_table,
    head_table,
    reply_table,
    rule_table,
)
from models.judged import Judged, false_alarms, judge, missed
from models.reply_evaluation import (
    JudgedReply,
    judge_replies,
    let_through,
    reply_figures,
    wrongly_stopped,
)
from service.evaluation.sets import LabelledSet
from triage.ports import Classifier, ToneModel

T = TypeVar("T")

#: What all sets together are called in the tables.
ALL = "all sets"
_DIGITS = 4


@dataclass(frozen=True)
class Measured:
    model: str
    #: Name of the set → what was judged of it.
    mentions: Mapping[str, tuple[Judged, ...]]
    replies: Mapping[str, tuple[JudgedReply, ...]]
    #: Sets that the model was trained with, all or in part.
    learned_from: tuple[str, ...] = ()

    @property
    def all_mentions(self) -> list[Judged]:
        return [j for judged in self.mentions.values() for j in judged]

    @property
    def all_replies(self) -> list[JudgedReply]:
        return [j for judged in self.replies.values() for j in judged]

    def as_dict(self) -> dict[str, Any]:
        """The figures of all mentions together, of every set, of the replies; mistakes by id."""
        mentions, replies = self.all_mentions, self.all_replies
        return {
            **figures(self.model, mentions).as_dict(),
            "sets": {
                name: figures(self.model, judged).as_dict()
                for name, judged in self.mentions.items()
            },
            "missed": [_mistake(j) for j in missed(mentions)],
            "false_alarms": [_mistake(j) for j in false_alarms(mentions)],
            "replies": self._replies(replies) if replies else None,
            "learned_from": [*self.learned_from],
        }

    def _replies(self, replies: list[JudgedReply]) -> dict[str, Any]:
        return {
            **reply_figures(replies).as_dict(),
            "sets": {
                name: reply_figures(judged).as_dict() for name, judged in self.replies.items()
            },
            "let_through": [_reply_mistake(j) for j in let_through(replies)],
            "wrongly_stopped": [_reply_mistake(j) for j in wrongly_stopped(replies)],
        }


@dataclass(frozen=True)
class Judges:
    """What is measured."""

    classifier: Classifier
    #: Called where there are replies; raises UnreadableModel.
    load_tone: Callable[[], ToneModel]
    #: Our own addresses, which the guard lets pass.
    contacts: Sequence[str] = ()


def measure(
    sets: Mapping[str, LabelledSet],
    judges: Judges,
    learned_from: tuple[str, ...] = (),
    advance: Callable[[int], None] = lambda _count: None,
) -> Measured:
    """Judge every set; `advance` hears of each mention and reply that is done."""
    # First, so that a folder without a tone model is told of before the long work.
    replies = _judged_replies(sets, judges, advance)
    return Measured(
        model=judges.classifier.model,
        mentions={
            name: tuple(_counted(judge(judges.classifier, found.mentions, name), advance))
            for name, found in sets.items()
            if found.mentions
        },
        replies=replies,
        learned_from=learned_from,
    )


def _judged_replies(
    sets: Mapping[str, LabelledSet], judges: Judges, advance: Callable[[int], None]
) -> dict[str, tuple[JudgedReply, ...]]:
    told = {name: found.replies for name, found in sets.items() if found.replies}
    if not told:
        return {}
    tone = judges.load_tone()
    return {
        name: tuple(_counted(judge_replies(tone, examples, judges.contacts, name), advance))
        for name, examples in told.items()
    }


def _counted(judged: Iterable[T], advance: Callable[[int], None]) -> Iterator[T]:
    for j in judged:
        yield j
        advance(1)


def tables(document: Mapping[str, Any]) -> list[Table]:
    """Those that have something to say."""
    mentions, replies = _with_all(document), _with_all(document["replies"])
    found = [complaint_table(mentions), head_table(mentions)]
    found += [reply_table(replies), rule_table(replies)]
    return [table for table in found if table.rows]


def _with_all(found: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Set by set; where there are several, all of them together first."""
    sets: Mapping[str, Any] = found["sets"] if found else {}
    return {ALL: found, **sets} if len(sets) > 1 else sets


def _mistake(j: Judged) -> dict[str, Any]:
    p = round(j.assessment.p_complaint, _DIGITS)
    return {"set": j.set_name, "id": j.id, "p_complaint": p}


def _reply_mistake(j: JudgedReply) -> dict[str, Any]:
    return {"set": j.set_name, "id": j.id, "rules": sorted(j.found)}
