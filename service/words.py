"""What the care team wrote, as the desk needs it, kept from one start of the program to the next.

To read some five hundred files and all that they can say takes seconds, at every start of every
process. So what is read is kept in the user's cache folder, under a name that is made of everything
it depends on: the files, the code that reads them, and the Python. Another word in a playbook is
another name; there is nothing to clear by hand, and the folder may be deleted at any time.
"""

from __future__ import annotations

import gc
import logging
import os
import pickle
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from platformdirs import user_cache_path

from prompts.drafter import PlaybookDrafter
from prompts.loader import load_playbooks, load_voice
from prompts.own_sentences import own_sentences
from prompts.voice_file import Voice
from service.settings import ROOT, Settings
from triage.errors import UnreadablePlaybook
from triage.familiar import Familiar

log = logging.getLogger(__name__)

#: What reads the files, and the files that have no setting of their own.
_READ_WITH = (ROOT / "prompts", ROOT / "triage", Path(__file__))
#: What a pickle raises whose classes are others now.
_OUTDATED = (AttributeError, ImportError, IndexError, TypeError, ValueError, pickle.UnpicklingError)
_KINDS = frozenset({".py", ".md", ".toml", ".txt"})
#: Seconds after which what no start asked for is deleted.
_UNUSED = 14 * 24 * 3600.0


@dataclass(frozen=True)
class Words:
    """How we answer, and in which voice."""

    voice: Voice
    playbooks: PlaybookDrafter
    #: What drafts say as it stands, whatever an author tells.
    own_sentences: Mapping[str, Familiar]


def load_words(settings: Settings) -> Words:
    """Raises UnreadablePlaybook."""
    name = _name(settings)
    path = user_cache_path("kulanz") / f"words-{name}.pickle"
    words = _kept(path)
    if words is None:
        words = _read(settings)
        # Whoever saves a file meanwhile must not find the old one under the new one's name.
        if _name(settings) == name:
            _keep(path, words)
    return words


def _read(settings: Settings) -> Words:
    playbooks, voice = load_playbooks(settings.playbooks), load_voice(settings.voice)
    return Words(voice, PlaybookDrafter(playbooks, voice), own_sentences(playbooks, voice))


def _name(settings: Settings) -> str:
    """Another one for other files, other code and another Python. Raises UnreadablePlaybook."""
    digest = sha256(sys.version.encode())
    for root in (*_READ_WITH, settings.playbooks, settings.voice):
        for path in _files(root):
            try:
                content = path.read_bytes()
            except OSError as error:
                raise UnreadablePlaybook(f"{path}: {error.strerror}.") from error
            digest.update(f"\n{path}\n".encode())
            digest.update(sha256(content).digest())
    return digest.hexdigest()


def _files(root: Path) -> list[Path]:
    if root.is_file():
        return [root]
    return sorted(p for p in root.rglob("*") if p.suffix in _KINDS and p.is_file())


def _kept(path: Path) -> Words | None:
    """None where nothing is kept, or not as it was written, or not by us: a pickle is code."""
    try:
        if path.stat().st_uid != os.getuid():
            return None
        digest, content = (raw := path.read_bytes())[:32], memoryview(raw)[32:]
        if sha256(content).digest() != digest:
            return None
        os.utime(path)
    except OSError:
        return None
    try:
        with _no_collecting():
            words: Words = pickle.loads(content)  # noqa: S301 - ours, as it was written
    except _OUTDATED:
        return None
    return words


def _keep(path: Path, words: Words) -> None:
    """For the next start. Where nothing can be written, that one reads all of it again."""
    content = pickle.dumps(words, pickle.HIGHEST_PROTOCOL)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(sha256(content).digest() + content)
        os.replace(file.name, path)
        _tidy(path.parent)
    except OSError as error:
        log.info("words not kept", extra={"folder": str(path.parent), "why": str(error)})


def _tidy(folder: Path) -> None:
    for path in folder.iterdir():
        # Another process may have deleted it by now.
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > _UNUSED:
                path.unlink()


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Half a million new objects, none of which is garbage, would be looked through many times."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
