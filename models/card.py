"""Writes the card of a model from the record of its run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

#: Where each set is from and what its licence asks us to name.
SETS = {
    "corpus": "our own mentions, written for this project",
    "replay": "past conversations that people labelled",
    "replay_by_model": "past conversations, as an earlier model was sure of them",
    "replies": "our own replies, written for this project",
    "complaints": "X-CI (ACL 2023), texts of Preotiuc-Pietro et al. (ACL 2019), MIT",
    "potts": "Potsdam Twitter Sentiment, MIT",
    "isarcasm": "iSarcasmEval (SemEval-2022 task 6), MIT",
    "multipico": "MultiPICo, CC BY 4.0",
    "skytrax": "Skytrax reviews, CC0",
}

_INTRO = """\
# {model}

Assesses public mentions of a company in German and English: complaint, sentiment, irony,
severity, topic, urgent, needs a reply; and how a reply sounds. Small heads on what
all-MiniLM-L6-v2 (Apache-2.0, from the package {package}) reads, in int8, served by onnxruntime.

## What to know before using it

- **A first model with modest figures.** {encoder}
  Its words are those of English, without capitals and accents (`schön` reads as `schon`).
  Expect German to be weaker for it.
- The figures on our own mentions flatter a little: which layer of the encoder the heads read was
  chosen with part of these test mentions in view.
- **It errs towards complaint**: a missed complaint counts as {missed_cost:g} false alarms. A
  person sees every case before anything is published.
- Severity, topic, urgent and needs-reply were learned from few mentions.
- Other languages are assessed all the same, and nothing is known of how well.
- The sets' own `severity` grades how loudly somebody complains, not how bad the harm is; it
  trained nothing here.
- The tone model's 0.5 is a line, not an even chance: it is set so that all rules together stop
  at most one good reply in twenty.
"""

_TUNED = "The encoder was fine-tuned on the examples below."
_AS_PUBLISHED = "The encoder was not trained here."


def render_card(record: Mapping[str, Any]) -> str:
    """The card: what the model is, what it learned from, and what it is worth."""
    intro = _INTRO.format(
        model=record["model"],
        package=record["encoder"]["package"].replace("_", "-"),
        encoder=_TUNED if record["settings"].get("fine_tune") else _AS_PUBLISHED,
        missed_cost=record["settings"]["missed_cost"],
    )
    sections = [
        _learned_from(record["examples"]),
        _own_mentions(record["test"]),
        _other_sets(record["test"]),
        _tone(record["tone"]),
        _made(record),
    ]
    return "\n".join([intro, *(section for section in sections if section)])


def _learned_from(examples: Mapping[str, Mapping[str, int]]) -> str:
    rows = [
        [name, SETS.get(name, ""), n["train"], n["dev"], n["test"]] for name, n in examples.items()
    ]
    columns = ["set", "what, licence", "learned", "chosen by", "tested on"]
    return "## What it learned from\n\n" + _table(columns, rows)


def _own_mentions(test: Mapping[str, Any]) -> str:
    found = test.get("corpus")
    if not found:
        return ""
    languages = sorted(found["languages"])
    rows = []
    for head, score in found["heads"].items():
        per_language = [found["languages"][lang].get(head) for lang in languages]
        rows.append([head, score["mentions"], *_figures(score), *map(_f1_of, per_language)])
    columns = ["head", "mentions", "accuracy", "F1", "ECE", *(f"F1 {lang}" for lang in languages)]
    return (
        "## Our own mentions, by writers it never saw\n\n"
        + _table(columns, rows)
        + "\nF1 of yes for yes/no heads, else the mean over the classes; severity and topic over\n"
        + f"complaints. Evidence shown overlaps evidence labelled by {_of(found)}.\n\n"
        + _table(
            ["slice", "mentions", "complaints", "missed", "false alarms"],
            [
                ["all", *_counts(found["overall"])],
                *([name, *_counts(s)] for name, s in found["language_slices"].items()),
                *([name, *_counts(s)] for name, s in found["kinds"].items()),
            ],
        )
    )


def _other_sets(test: Mapping[str, Any]) -> str:
    rows = [
        [source, head, score["mentions"], *_figures(score)]
        for source, found in test.items()
        if source != "corpus"
        for head, score in found["heads"].items()
    ]
    if not rows:
        return ""
    columns = ["set", "head", "mentions", "accuracy", "F1", "ECE"]
    return "## Held-out fifths of the other sets\n\n" + _table(columns, rows)


def _tone(tone: Mapping[str, Any]) -> str:
    if not tone:
        return ""
    rows = [[rule, n["replies"], n["found"]] for rule, n in tone["rules"].items()]
    return (
        "## Tone, on replies by writers it never saw\n\n"
        f"Good replies stopped: {tone['good_stopped']} of {tone['good']}. "
        f"Bad ones stopped: {tone['bad_stopped']} of {tone['bad']}.\n\n"
        + _table(["rule", "replies", "found"], rows)
    )


def _made(record: Mapping[str, Any]) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in record["versions"].items())
    thresholds = ", ".join(f"{name} {t}" for name, t in record["thresholds"].items())
    lines = [
        f"Trained {record['started_at'][:10]} in {record['seconds']} s with seed {record['seed']}.",
        f"Thresholds: {thresholds}.",
        f"Versions: {versions}.",
        f"Encoder weights: SHA-256 {record['encoder']['weights_sha256']}.",
    ]
    int8 = record["int8"]
    if int8:
        same = ", ".join(f"{head} {share:.1%}" for head, share in int8["same_label"].items())
        lines.append(
            f"Int8 against fp32 on {int8['texts']} texts: mean cosine {int8['mean_cosine']:.4f}, "
            f"least {int8['least_cosine']:.4f}; same label: {same}."
        )
    lines.append("`run.json` has the whole record, with the hash of every file read.")
    return "## How it was made\n\n" + "\n".join(f"- {line}" for line in lines) + "\n"


def _figures(score: Mapping[str, Any]) -> list[str]:
    ece = score["ece"]
    return [f"{score['accuracy']:.3f}", f"{score['f1']:.3f}", "" if ece is None else f"{ece:.3f}"]


def _f1_of(score: Mapping[str, Any] | None) -> str:
    return "" if score is None else f"{score['f1']:.3f}"


def _of(found: Mapping[str, Any]) -> str:
    overlap = found["evidence_overlap"]
    return "nothing measured" if overlap is None else f"{overlap:.2f} on average"


def _counts(part: Mapping[str, int]) -> list[int]:
    return [part[name] for name in ("mentions", "complaints", "missed", "false_alarms")]


def _table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(f"| {' | '.join(str(cell) for cell in line)} |\n" for line in lines)
