"""What a training run goes by: one dataclass with every part's settings in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from models.adapter_lessons import AdapterSettings
from models.complaint_letters_training import ComplaintLettersSettings
from models.correction_training import CorrectionSettings
from models.distillation import DistillSettings
from models.fine_tuning import FineTuneSettings
from models.fitting import FitSettings
from models.gist_training import GistSettings
from models.joke_training import JokeSettings
from models.mention_training import MissedCosts
from models.quotable_letters_training import QuotableLettersSettings
from models.quotable_training import QuotableSettings
from models.tone_letters_training import LettersSettings
from models.tone_locator_training import LocatorSettings
from models.tone_training import TONE_FIT


def _default_weights() -> dict[str, float]:
    """Our own mentions fill half of what a head sees; reviews and quarrels only season it."""
    return {
        "corpus": 6.0,
        # What a company gets is like its own past, which is little beside our corpus.
        "replay": 20.0,
        "decisions": 6.0,
        "replay_by_model": 0.5,
        "isarcasm": 0.5,
        "potts": 0.4,
        "multipico": 0.4,
        "skytrax": 0.2,
    }


@dataclass(frozen=True)
class TrainSettings:
    name: str = "bilingual"
    version: str = "5"
    #: A model folder to take the encoder from: only the heads are trained then, in minutes. None
    #: trains the encoder too, from the one in the package, which takes hours on two cores.
    encoder: Path | None = None
    distil: DistillSettings = field(default_factory=DistillSettings)
    fine_tune: FineTuneSettings = field(default_factory=FineTuneSettings)
    #: What the encoder was trained with; a passage of ours has fewer.
    max_tokens: int = 128
    threads: int = 1
    seed: int = 20_261_123
    #: How often an example of a set is drawn; 1 for sets not named here.
    weights: Mapping[str, float] = field(default_factory=_default_weights)
    missed: MissedCosts = field(default_factory=MissedCosts)
    fit: FitSettings = field(default_factory=FitSettings)
    tone_fit: FitSettings = TONE_FIT
    letters_fit: LettersSettings = field(default_factory=LettersSettings)
    joke_fit: JokeSettings = field(default_factory=JokeSettings)
    locator_fit: LocatorSettings = field(default_factory=LocatorSettings)
    gist_fit: GistSettings = field(default_factory=GistSettings)
    quotable_fit: QuotableSettings = field(default_factory=QuotableSettings)
    quotable_letters_fit: QuotableLettersSettings = field(default_factory=QuotableLettersSettings)
    correction_fit: CorrectionSettings = field(default_factory=CorrectionSettings)
    complaint_letters_fit: ComplaintLettersSettings = field(
        default_factory=ComplaintLettersSettings
    )
    adapter_fit: AdapterSettings = field(default_factory=AdapterSettings)
    #: Where features, and what is done of a run that was cut off, are kept.
    work: Path = Path(".kulanz/training")
    #: How the run was called, for its record.
    command: str = ""
    #: The folder of the model in use, to compare the new one with; None compares with nothing.
    current: Path | None = None
