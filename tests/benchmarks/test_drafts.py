"""What one draft takes, without a language model."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from service.desk_building import build_desk
from service.settings import Settings
from tests.benchmarks.figures import Figure
from tests.prompts.briefs import COMPLAINTS, to_brief

pytestmark = pytest.mark.bench

_ROUNDS = 7


def test_a_draft_after_the_encoder_s_pass(tmp_path: Path, figures: list[Figure]) -> None:
    """Facts, offer, draft, and the guard with its tone model, one after the other as live. The
    desk has drafted before, so that its own sentences are known."""
    desk = build_desk(Settings(data_dir=tmp_path))
    briefs = [to_brief(complaint) for complaint in COMPLAINTS]
    assessed = [(brief.conversation, brief.assessment) for brief in briefs]

    def drafted() -> float:
        started = time.process_time()
        for conversation, assessment in assessed:
            desk.draft([desk.brief(conversation, assessment)])
        return 1000 * (time.process_time() - started) / len(assessed)

    drafted()
    rounds = tuple(drafted() for _ in range(_ROUNDS))
    figures.append(
        Figure("one draft with guard, after the encoder's pass", rounds, "ms", must=10, aim=3)
    )
