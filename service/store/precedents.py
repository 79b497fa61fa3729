"""Past replies as precedents: found by a search, told from the database as it is now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.precedents import Alike
from service.store import ledger
from service.store.database import Database
from service.store.tables import mentions, outcomes, precedents, publications
from triage.complaint import Assessment
from triage.outcome import Outcome, Precedent

if TYPE_CHECKING:
    from triage.ports import Precedents

#: Key, case, words answered, reply, outcome.
Told = sa.Row[str, str, str, str, str | None]

#: So many times as many replies are looked up as cases are asked for: of one case there may be
#: several, and the case that asks is among them.
_SPARE = 4

#: The least likeness (a cosine) of a case that is shown. Of 816 complaints of the corpus in one
#: language, two tellings of one incident have 0.41 in the median and two of another topic 0.26;
#: from 0.4 on are 52 % of the first, 31 % of two on one topic, 14 % of the others.
LEAST_LIKENESS = 0.4


class Search(Protocol):
    """Finds replies by embedding; sees what any process has stored."""

    @property
    def means(self) -> str:
        """What it searches with, and what it takes to do better, in a sentence for the doctor."""
        ...

    @property
    def lacks(self) -> bool:
        """Whether something is missing."""
        ...

    def nearest(self, asked: Assessment, most: int) -> Sequence[Alike]:
        """The most alike first; fewer than `most` only if there are no more."""
        ...

    def forget(self, keys: Collection[str]) -> None:
        """Replies that it found and that are gone."""
        ...


@dataclass(frozen=True)
class StoredPrecedents:
    """The approved cases of the database, behind the port `Precedents`.

    Only the search may lag behind: words, cost and outcome are read anew each time, so that nothing
    is shown that was erased meanwhile.
    """

    database: Database
    search: Search

    def nearest(
        self, assessment: Assessment, count: int = 3, *, besides: str | None = None
    ) -> tuple[Precedent, ...]:
        if not assessment.embedding:
            return ()
        most = _SPARE * count
        while True:
            alike = self.search.nearest(assessment, most)
            found = self._read(alike, count, besides)
            # What comes after one that is too unlike is no better.
            if len(found) == count or len(alike) < most or alike[-1].likeness < LEAST_LIKENESS:
                return found
            most *= _SPARE

    def _read(
        self, alike: Sequence[Alike], count: int, besides: str | None
    ) -> tuple[Precedent, ...]:
        alike = [one for one in alike if one.likeness >= LEAST_LIKENESS]
        with self.database.read() as session:
            told = _told(session, [key for key, _ in alike])
            self.search.forget([key for key, _ in alike if key not in told])
            # Of each case its reply to the words most alike.
            best: dict[str, tuple[Told, float]] = {}
            for key, likeness in alike:
                if key in told and told[key].case_id != besides:
                    best.setdefault(told[key].case_id, (told[key], likeness))
            chosen = dict([*best.items()][:count])
            granted = ledger.granted(session, [*chosen]) if chosen else {}
        return tuple(
            Precedent(
                case_id, row.text, row.reply, likeness,
                Outcome(row.outcome) if row.outcome else None,
                granted[case_id].remedy if case_id in granted else None,
            )
            for case_id, (row, likeness) in chosen.items()
        )  # fmt: skip


def _told(session: Session, keys: Sequence[str]) -> dict[str, Told]:
    """Of the replies that are still there: case, words answered, reply, and what became of it."""
    if not keys:
        return {}
    became = sa.and_(
        outcomes.c.case_id == precedents.c.case_id, outcomes.c.reply == precedents.c.reply
    )
    rows = session.execute(
        sa.select(
            precedents.c.reply_key, precedents.c.case_id, mentions.c.text, publications.c.reply,
            outcomes.c.outcome,
        )
        .join(mentions, mentions.c.id == precedents.c.mention_id)
        .join(publications, publications.c.key == precedents.c.reply_key)
        .outerjoin(outcomes, became)
        .where(precedents.c.reply_key.in_([*keys]))
    )  # fmt: skip
    return {row.reply_key: row for row in rows}


if TYPE_CHECKING:
    _: type[Precedents] = StoredPrecedents
