"""What stands at the top of a replay's report: its numbers, and what they say in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from service.replay.figures import Figures
from service.replay.report import words
from service.replay.report.plots import Cell
from triage.guard import Rule


@dataclass(frozen=True)
class Card:
    """A number at the top, and what it counts."""

    number: str
    counted: str
    tag: str
    #: What it is a part of.
    of: Cell | None = None


def cards_of(figures: Figures) -> list[Card]:
    tags, complaints = figures.tags, figures.complaints
    cards = [
        Card(f"{figures.readable:,}", "conversations replayed", ""),
        Card(f"{complaints:,}", f"complaints ({words.percent(complaints, figures.readable)})",
             "complaint"),
        Card(f"{tags['ironic']:,}", "of them ironic", "ironic"),
        Card(f"{tags['draft_ready']:,}", "drafts ready for a person", "draft_ready"),
        Card(f"{tags['reply_stopped']:,}", "replies sent then that the guard would stop",
             "reply_stopped", Cell(f"of {tags['replied']:,}", "replied")),
        Card(f"{tags['left_alone']:,}", "complaints that nobody answered", "left_alone"),
    ]  # fmt: skip
    if tags["labelled"]:
        cards.append(Card(f"{tags['missed']:,}", "complaints missed, by people's labels", "missed"))
        cards.append(Card(f"{tags['false_alarm']:,}", "false alarms, by the labels", "false_alarm"))
    return cards


def sentences(figures: Figures) -> Iterator[list[Cell]]:
    """Sentences, with links in them."""
    tags = figures.tags
    if tags["replied"]:
        told = [
            (Rule.NO_APOLOGY, "had no apology"),
            (Rule.GENERIC_BOILERPLATE, "were empty phrases"),
            (Rule.FLIPPANT, "joked"),
            (Rule.BLAME_SHIFT, "passed the customer on or blamed others"),
        ]
        sentence = [
            Cell("Of "), Cell(f"{tags['replied']:,} replies", "replied"),
            Cell(" that were sent to complaints, "),
        ]  # fmt: skip
        for n, (rule, did) in enumerate(told):
            joint = "" if n == 0 else " and " if n == len(told) - 1 else ", "
            sentence += [
                Cell(joint),
                Cell(f"{tags[f'sent:{rule}']:,} {did}", f"sent:{rule}"),
            ]
        yield [*sentence, Cell(". A reply may have several faults.")]
    spoke = {o: figures.under("outcome:").get(o, 0) for o in words.OUTCOMES}
    if again := tags["wrote_again"]:
        yield [
            Cell("Of the "),
            Cell(f"{again:,} customers", "wrote_again"),
            Cell(" who wrote again, "),
            Cell(f"{spoke['recovered']:,} came round", "outcome:recovered"),
            Cell(", "),
            Cell(f"{spoke['unchanged']:,} were still unhappy", "outcome:unchanged"),
            Cell(" and "),
            Cell(f"{spoke['worse']:,} were angrier than before", "outcome:worse"),
            Cell("."),
        ]
    teams = figures.waits_by_team
    if figures.waits_then and teams:
        people, waits = [*teams.items()][-1]
        decide = "1 person decides" if people == 1 else f"{people} people decide"
        yield [
            Cell("Half of the first replies took "),
            Cell(words.duration(figures.waits_then.median), "timed"),
            Cell(f" or less; with drafts on which {decide}, half would take "),
            Cell(words.duration(waits.median), "dated"),
            Cell(" or less."),
        ]
