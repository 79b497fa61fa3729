"""What the desk's word on a conversation depends on: model, words, policy and code, as one hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from service.settings import ROOT, Settings

#: Folder → which of its files decide.
_CODE = {
    "triage": ("*.py", "*.txt"),
    "models": ("*.py",),
    "prompts": ("*.py", "*.toml"),
}
_OWN = ("forms.py", "replay/shard.py", "replay/past.py", "inboxes/mention_form.py")


class OtherConfiguration(Exception):
    """This machine would replay with another model, other words or other code."""


@dataclass(frozen=True)
class DeskFiles:
    """The files a desk is built from. Those of the program itself are named from its folder on, so
    that machines which have it in different places agree."""

    model_dir: str
    policy: str
    playbooks: str
    voice: str
    #: Who writes the drafts, and with which language model.
    drafter: str
    #: Numbers from a graphics processor differ in the last digits.
    gpu: bool
    #: Hash of all of it.
    digest: str

    @classmethod
    def of(cls, settings: Settings, *, gpu: bool) -> DeskFiles:
        named = {
            name: _from_root(getattr(settings, name))
            for name in ("model_dir", "policy", "playbooks", "voice")
        }
        drafter = f"{settings.drafter} {settings.llm_model}".strip()
        return cls(**named, drafter=drafter, gpu=gpu, digest=_digest(named, drafter, gpu))

    @classmethod
    def read(cls, document: Mapping[str, str | bool]) -> DeskFiles:
        return cls(**document)  # type: ignore[arg-type]

    def as_dict(self) -> dict[str, str | bool]:
        return asdict(self)

    def settings(self) -> Settings:
        """For building the desk; one core each, because there is a process for each core. Where a
        language model is to be found is for each machine to know."""
        return Settings(
            model_dir=_path(self.model_dir), policy=_path(self.policy), voice=_path(self.voice),
            playbooks=_path(self.playbooks), model_threads=1,
        )  # fmt: skip

    def ensure_same_here(self) -> None:
        """Raises OtherConfiguration."""
        if DeskFiles.of(self.settings(), gpu=self.gpu).digest != self.digest:
            raise OtherConfiguration(
                "A worker has another version of the program, the model, the policy or the"
                " playbooks than the replay was started with. Stop it or bring it up to date."
            )


def _digest(named: Mapping[str, str], drafter: str, gpu: bool) -> str:
    digest = hashlib.sha256(f"{drafter} {gpu}".encode())
    for name, file in _deciding(named):
        digest.update(f"\0{name}\0".encode())
        digest.update(file.read_bytes() if file.is_file() else b"")
    return digest.hexdigest()


def _deciding(named: Mapping[str, str]) -> Iterator[tuple[str, Path]]:
    """Each file with the name that it goes by on every machine."""
    for folder, patterns in _CODE.items():
        for pattern in patterns:
            for file in sorted((ROOT / folder).rglob(pattern)):
                yield str(file.relative_to(ROOT)), file
    for name in _OWN:
        yield name, ROOT / "service" / name
    for kind, name in named.items():
        path = _path(name)
        if path.is_dir():
            files = sorted(file for file in path.rglob("*") if file.is_file())
            yield from ((f"{kind}/{file.relative_to(path)}", file) for file in files)
        else:
            yield kind, path


def _from_root(path: Path) -> str:
    whole = path.absolute()
    return str(whole.relative_to(ROOT) if whole.is_relative_to(ROOT) else whole)


def _path(name: str) -> Path:
    return ROOT / name
