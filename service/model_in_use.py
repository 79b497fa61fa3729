"""The model of a running service: one that is promoted meanwhile is taken up between two batches.

Whoever is in the middle of a batch finishes it with the model it began with, so that no case is
lost or read by two; each assessment names the model it is by.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from models.classifier import ComplaintClassifier
from models.tone import HeadToneModel
from service.settings import SHIPPED_MODEL, Settings
from triage.complaint import Assessment, Span
from triage.errors import TriageError
from triage.familiar import Familiar, FamiliarTone
from triage.guard import Rule, Tone, Utterance
from triage.mention import Conversation
from triage.ports import Classifier, ToneModel

log = logging.getLogger(__name__)

#: Seconds between two looks at whether another model was promoted.
LOOK_EVERY = 5.0

_NONE: Mapping[str, Familiar] = MappingProxyType({})


@dataclass(frozen=True)
class LoadedModel:
    """A model folder, ready to be asked."""

    folder: Path
    classifier: Classifier
    tone: ToneModel


def load_model(folder: Path, threads: int, ours: Mapping[str, Familiar] = _NONE) -> LoadedModel:
    """`ours` are the sentences that its tone model need hear only once.

    Raises UnreadableModel.
    """
    classifier = ComplaintClassifier.load(folder, threads=threads)
    tone = FamiliarTone(HeadToneModel.load(folder, classifier.encoder), ours)
    return LoadedModel(folder, classifier, tone)


class ModelInUse:
    """What is promoted now. Raises UnreadableModel where the first model can't be loaded."""

    def __init__(
        self,
        settings: Settings,
        ours: Mapping[str, Familiar] = _NONE,
        *,
        look_every: float = LOOK_EVERY,
    ) -> None:
        self._settings = settings
        self._ours = ours
        self._look_every = look_every
        self._lock = threading.Lock()
        self._seen = self._mark()
        self._loaded = self._load(settings.model_dir)
        self._looked = time.monotonic()
        #: Why a promoted model is not in use; None where it is.
        self.trouble: str | None = None

    def now(self) -> LoadedModel:
        due = time.monotonic() - self._looked >= self._look_every
        # Whoever comes while another model is being loaded is served by the one before.
        if due and not self._settings.model_is_given and self._lock.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._looked = time.monotonic()
                self._lock.release()
        return self._loaded

    def _look(self) -> None:
        mark = self._mark()
        if mark == self._seen:
            return
        self._seen = mark
        try:
            folder = self._settings.promotions.current_folder() or SHIPPED_MODEL
            if folder != self._loaded.folder:
                self._loaded = self._load(folder)
                log.info("model taken up", extra={"model": self._loaded.classifier.model})
            self.trouble = None
        except TriageError as error:
            self.trouble = str(error)
            log.error("model not taken up", extra={"model": self._loaded.classifier.model})

    def _load(self, folder: Path) -> LoadedModel:
        return load_model(folder, self._settings.model_threads, self._ours)

    def _mark(self) -> tuple[int, int] | None:
        """Another one whenever the log of promotions was written."""
        try:
            stat = self._settings.promotions.file.stat()
        except OSError:
            return None
        return stat.st_mtime_ns, stat.st_ino


@dataclass(frozen=True)
class ClassifierInUse:
    """The port `Classifier`, by whatever model is in use."""

    in_use: ModelInUse

    @property
    def model(self) -> str:
        return self.in_use.now().classifier.model

    def assess(self, conversations: Sequence[Conversation]) -> list[Assessment]:
        return self.in_use.now().classifier.assess(conversations)


@dataclass(frozen=True)
class ToneInUse:
    """The port `ToneModel`, by whatever model is in use."""

    in_use: ModelInUse

    def judge(self, utterances: Sequence[Utterance]) -> list[Tone]:
        return self.in_use.now().tone.judge(utterances)

    def place(
        self, utterances: Sequence[Utterance], rules: Sequence[Sequence[Rule]]
    ) -> list[dict[Rule, Span]]:
        return self.in_use.now().tone.place(utterances, rules)
