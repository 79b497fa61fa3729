"""The part of the composition root that is about the desk: no database, no engine and no web are
loaded for it, so that a process that only replays or drafts stays small."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from service.replay.desk_files import DeskFiles
from service.settings import Settings
from triage.desk import Desk
from triage.outcome import NoPrecedents
from triage.ports import Classifier, Guard, Precedents, ToneModel

if TYPE_CHECKING:
    from service.words import Words
    from triage.familiar import Familiar


def build_desk(
    settings: Settings, precedents: Precedents | None = None, *, follow_promotions: bool = False
) -> Desk:
    """The desk with the model, the words and the policy that the settings name.

    Without `precedents` it knows no past case; with `follow_promotions` it takes up what is
    promoted later. Raises UnreadableModel, UnreadablePlaybook, UnreadablePolicy or
    DrafterNotReady.
    """
    # Here and not above: what needs no desk (erase, export, login) does not load the model.
    from prompts.loader import load_policy
    from service.drafters import build_drafter
    from service.words import load_words

    # Read in no time: who has it wrong need not wait for the playbooks.
    policy = load_policy(settings.policy)
    words = load_words(settings)
    classifier, tone = _models(settings, words.own_sentences, follow_promotions)
    guard = _guard(tone, words)
    return Desk(
        classifier=classifier,
        drafter=build_drafter(settings, words, guard),
        guard=guard,
        precedents=precedents or NoPrecedents(),
        policy=policy.remedies,
        desks=replace(policy.desks, team=words.voice.brand),
        hours=policy.hours,
    )


def replay_desk(files: DeskFiles) -> Desk:
    """The desk of a process that replays."""
    return build_desk(files.settings())


def build_guard(settings: Settings) -> Guard:
    """The guard alone, as the desk has it. Raises UnreadableModel or UnreadablePlaybook."""
    from models.tone import HeadToneModel
    from service.words import load_words
    from triage.familiar import FamiliarTone

    words, tone = load_words(settings), HeadToneModel.load(settings.model_dir)
    return _guard(FamiliarTone(tone, words.own_sentences), words)


def _guard(tone: ToneModel, words: Words) -> Guard:
    from triage.guard import RuleGuard

    return RuleGuard(tone, contacts=[words.voice.contact])


def _models(
    settings: Settings, ours: Mapping[str, Familiar], follow_promotions: bool
) -> tuple[Classifier, ToneModel]:
    from service.model_in_use import ClassifierInUse, ModelInUse, ToneInUse, load_model

    if follow_promotions:
        in_use = ModelInUse(settings, ours)
        return ClassifierInUse(in_use), ToneInUse(in_use)
    loaded = load_model(settings.model_dir, settings.model_threads, ours)
    return loaded.classifier, loaded.tone
