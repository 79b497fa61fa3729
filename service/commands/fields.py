"""The fields of a line that `classify`, `draft` and `check` read: told by --help, and watched.

Other fields are allowed, for users have their own. Only where one is missing that all hangs on, a
slip of the pen that is meant for it is an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from triage.errors import UnreadableMention

#: How alike two names are, of 1, for one to be a slip of the other: "txt", "Text", "complaints".
_ALIKE = 0.85

_CHANNELS = "x facebook instagram mastodon bluesky blog review email other"

_PLAIN_TEXT = """\
A line that can't be read, such as plain text, gives {"line": N, "error": "…"} in its place. To make
lines of plain text:"""

_EXIT_CODES = "exit code: 0; 1 if a line could not be read; 2 if the call itself is wrong"


@dataclass(frozen=True)
class Field:
    name: str
    meaning: str


@dataclass(frozen=True)
class Fields:
    """What one line may have."""

    title: str
    fields: tuple[Field, ...]
    #: Without these, little or nothing can be said: a slip of the pen must not pass unseen.
    missed: tuple[str, ...]
    example: str
    #: What `jq -R` makes such a line of plain text with.
    of_plain_text: str
    #: Known to the reader and told nowhere.
    untold: frozenset[str] = frozenset()
    exit_codes: str = _EXIT_CODES

    @property
    def names(self) -> frozenset[str]:
        return frozenset(field.name for field in self.fields) | self.untold

    def unknown(self, given: Iterable[str]) -> list[str]:
        """Those that nobody reads. Raises UnreadableMention for a slip of the pen that matters."""
        names = frozenset(given)
        others = sorted(names - self.names)
        missing = [name for name in self.missed if name not in names]
        for other in others if missing else ():
            if meant := _meant_by(other, missing):
                raise UnreadableMention(f"There is no field {other!r}: is {meant!r} meant?")
        return others

    def told(self, command: str) -> str:
        """As --help says it."""
        return "\n".join(self._told(command))

    def _told(self, command: str) -> Iterator[str]:
        width = max(len(field.name) for field in self.fields)
        yield f"{self.title}:"
        for field in self.fields:
            first, *more = field.meaning.splitlines()
            yield f"  {field.name:<{width}}  {first}"
            yield from (f"  {'':<{width}}  {line}" for line in more)
        yield f"\nexample:\n  {self.example}\n"
        missed = " or ".join(self.missed)
        yield f"Other fields are passed over; but where {missed} is missing, one that"
        yield "is nearly called so is an error."
        yield _PLAIN_TEXT
        yield f"  jq -R '{self.of_plain_text}' texts.txt | kulanz {command} -"
        yield f"\n{self.exit_codes}"


def _meant_by(other: str, missing: Sequence[str]) -> str | None:
    """None where the name is nothing like ours."""
    as_long = [name for name in missing if abs(len(name) - len(other)) <= 1]
    near = as_long and get_close_matches(other.casefold(), as_long, n=1, cutoff=_ALIKE)
    return near[0] if near else None


MENTION = Fields(
    "a line of FILE is one mention, a JSON object",
    (
        Field("text", "needed: what was written"),
        Field("id", "comes back with the answer; without it, the line's number"),
        Field("channel", f"{_CHANNELS}\n(without it: other)"),
        Field("lang", "de, en … (ISO 639-1); detected when absent"),
        Field("domain", "the trade: airline, airport, bank, energy, hotel, rail, retail …"),
        Field("author", '{"id": "u7", "name": "Mara"}'),
        Field("url", "where it stands"),
        Field("posted_at", "2026-11-23T07:48:00+01:00; without a zone it is UTC"),
        Field("conversation", "the id of its thread"),
        Field(
            "context",
            "what was said before, oldest first: [{\"role\": \"customer\", \"text\": \"…\"},\n"
            '{"role": "agent", "text": "…"}]',
        ),
    ),
    missed=("text",),
    example='{"id": "m1", "text": "Five hours at gate B27, thank you so much.", "channel": "x"}',
    of_plain_text="{text: .}",
    untold=frozenset({"role"}),
)  # fmt: skip

REPLY = Fields(
    "a line of FILE is one reply, a JSON object",
    (
        Field("reply", "needed: the words that would go out"),
        Field("complaint", "what it answers; without it, less can be checked"),
        Field("id", "comes back with the answer; without it, the line's number"),
        Field("lang", "the language it must be in (ISO 639-1); without it, that of the complaint"),
        Field("channel", f"{_CHANNELS}\n(without it: other); how long a reply may be"),
        Field(
            "public",
            "false for a private message, where amounts may stand\n"
            "(without it: false for email, else true)",
        ),
        Field("policy_offer", "what may be offered, in words: a private reply gives no larger sum"),
    ),
    missed=("reply", "complaint"),
    example='{"id": "r1", "complaint": "Five hours late.", "reply": "Bad luck!", "lang": "en"}',
    of_plain_text="{reply: .}",
    exit_codes=f"{_EXIT_CODES};\n3 with --exit-code, if all lines could be read and a reply is not "
    "publishable",
)
