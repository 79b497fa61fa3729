"""Makes a candidate from what people decided, mixed with our corpus. Needs the extra
`kulanz[train]`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from models.dataset import corpus_files
from service.learning.examples import examples_of
from service.lines import written
from service.settings import Settings
from service.store.database import Database

#: What candidates are called, so that they meet no model that ships.
OWN = "own"


@dataclass(frozen=True)
class Wanted:
    """One call for a candidate."""

    files: Sequence[Path]
    out: Path
    command: str
    #: Train the encoder too, on these files alone.
    everything: bool = False
    #: A folder to take the encoder from; None is the model in use.
    encoder: Path | None = None
    #: Teach the model in use nothing but to point at what went wrong …
    gist: bool = False
    #: … nothing but to choose what to quote of it …
    quotable: bool = False
    #: … nothing but where its heads err …
    corrections: bool = False
    #: … nothing but what runs of letters say beside the heads …
    letters: bool = False
    #: … nothing but how it hears replies …
    tone: bool = False
    jokes: bool = False
    #: … or nothing but to read what its heads are asked.
    adapter: bool = False


def can_train() -> bool:
    return find_spec("torch") is not None


def train_candidate(settings: Settings, wanted: Wanted) -> Path:
    """The candidate's folder. Raises UnreadableExamples, UnreadableModel or ModelFolderTaken."""
    # Here and not above: it loads torch, which takes seconds.
    from models.adapting import teach_adapter
    from models.joke_teaching import teach_jokes
    from models.letters_teaching import teach_letters
    from models.teaching import teach_corrections, teach_gist, teach_quotable
    from models.tone_teaching import teach_tone
    from models.train_settings import TrainSettings
    from models.training import train

    name, version = _name_and_version(wanted.out)
    by = TrainSettings(
        name=name,
        version=version,
        # The encoder of the model in use: its heads alone learn in minutes.
        encoder=None if wanted.everything else wanted.encoder or settings.model_dir,
        threads=settings.model_threads,
        work=settings.data_dir / "training",
        command=wanted.command,
        current=settings.model_dir,
    )
    taught = (
        (wanted.gist, teach_gist),
        (wanted.quotable, teach_quotable),
        (wanted.corrections, teach_corrections),
        (wanted.letters, teach_letters),
        (wanted.adapter, teach_adapter),
        (wanted.tone, teach_tone),
        (wanted.jokes, teach_jokes),
    )
    for asked, teach in taught:
        if asked:
            return teach(wanted.files, settings.model_dir, wanted.out, by)
    return train(wanted.files if wanted.everything else _mixed(wanted.files), wanted.out, by)


@contextmanager
def decisions_file(database: Database) -> Iterator[Path]:
    """What people decided, in a file that is gone when the block ends."""
    with TemporaryDirectory(prefix="kulanz-") as folder:
        file = Path(folder) / "decisions.jsonl"
        with file.open("wb") as lines:
            lines.writelines(map(written, examples_of(database)))
        yield file


def next_folder(settings: Settings) -> Path:
    """`<data folder>/models/own/<n>`, n one more than ever used."""
    folder = settings.promotions.folder / OWN
    used = [int(p.name) for p in folder.glob("*") if p.name.isdecimal()]
    return folder / str(max(used, default=0) + 1)


def _mixed(files: Iterable[Path]) -> list[Path]:
    """Theirs first: of a text that comes twice the first counts."""
    given = [*files]
    ours = {file.resolve() for file in corpus_files()}
    return [*(f for f in given if f.resolve() not in ours), *corpus_files()]


def _name_and_version(out: Path) -> tuple[str, str]:
    """Folders are named `<name>/<version>`; what is not starts at version 1.

    >>> _name_and_version(Path("artifacts/bilingual/2")), _name_and_version(Path("candidate"))
    (('bilingual', '2'), ('candidate', '1'))
    """
    out = out.absolute()
    return (out.parent.name, out.name) if out.name[:1].isdecimal() else (out.name, "1")
