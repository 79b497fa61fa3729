"""Writes the card of a model from the record of its run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.card_taught import table, taught_sections
from models.evaluation_tables import complaint_table, head_table, markdown, reply_table, rule_table

#: Where each set is from and what its licence asks us to name.
SETS = {
    "corpus": "our own mentions, written for this project",
    "replay": "past conversations that people labelled",
    "decisions": "what people decided and corrected",
    "replay_by_model": "past conversations, as an earlier model was sure of them",
    "replies": "our own replies, written for this project",
    "complaints": "X-CI (ACL 2023), texts of Preotiuc-Pietro et al. (ACL 2019), MIT",
    "potts": "Potsdam Twitter Sentiment, MIT",
    "isarcasm": "iSarcasmEval (SemEval-2022 task 6), MIT",
    "multipico": "MultiPICo, CC BY 4.0",
    "skytrax": "Skytrax reviews, CC0",
    "translations": "Tatoeba (CC BY 2.0 FR), BConTrasT, NTREX, FLORES (CC BY-SA 4.0)",
    "germeval2018": "GermEval 2018, CC BY 4.0: words only",
}

_INTRO = """\
# {model}

Assesses public mentions of a company in German and English: complaint, sentiment, irony,
severity, topic, urgent, needs a reply; and how a reply sounds. Small heads on what one encoder
reads in a single pass, in int8, served by onnxruntime.

{encoder}

## What it is for, and what not

It sorts an inbox and proposes; a person decides. It is not made to judge people, to moderate, or
to publish anything by itself. What it reads is assessed as written: it knows no facts, and whoever
tells a lie well is believed.

## How it fails

- **The figures flatter a little**: how long posts are cut and weighed, and what a missed complaint
  counts, was chosen with test mentions in view.
- **It errs towards complaint**: a missed complaint counts as {missed_cost:g} false alarms. The
  slices below say where: praise that sounds like irony, news, and other people's faults.
- Dry irony without a false note in it, and irony that needs the picture or the thread.
- Severity is a matter of degree: two people who read the same mention differ by one now and then
  (`models/corpus/README.md` has the agreement), and so does it.
- Other languages are assessed all the same, and nothing is known of how well.
- The sets' own `severity` grades how loudly somebody complains, not how bad the harm is; it
  trained nothing here.
- The tone model's 0.5 is a line, not an even chance: it is set so that all rules together stop
  at most 5 % of the good replies held back, 7.5 % where it knows which sentence jokes.
"""

_TUNED = """\
The encoder is all-MiniLM-L6-v2 (Apache-2.0, from the package {package}), fine-tuned here."""
_BILINGUAL = """\
The encoder is all-MiniLM-L6-v2 (Apache-2.0, from the package {package}) with {pieces:,} German
word pieces more and letters that keep their accents, taught by {translations:,} translations and
then fine-tuned. After the translations it finds the English twin of a German sentence among
{held_back} unseen ones in {found_again:.1%} of cases."""
_TAKEN_OVER = """\
The encoder was taken over from another model folder; only the heads were trained here."""


def render_card(record: Mapping[str, Any]) -> str:
    """The card: what the model is, what it learned from, and what it is worth."""
    intro = _INTRO.format(
        model=record["model"],
        encoder=_encoder(record),
        missed_cost=record["settings"]["missed_costs"]["complaint"],
    )
    sections = [
        _learned_from(record["examples"]),
        _mentions(record["test"]),
        _replies(record["replies"]),
        *taught_sections(record),
        _made(record),
    ]
    return "\n".join([intro, *(section for section in sections if section)])


def _encoder(record: Mapping[str, Any]) -> str:
    package = record["encoder"]["package"].replace("_", "-")
    if not record["settings"]["fine_tune"]:
        return _TAKEN_OVER
    if not record["languages"]:
        return _TUNED.format(package=package)
    distilled = record["settings"]["distil"]
    counts = {name: distilled[name] for name in ("pieces", "held_back")}
    return _BILINGUAL.format(package=package, **counts, **record["languages"])


def _learned_from(examples: Mapping[str, Mapping[str, int]]) -> str:
    rows = [
        [name, SETS.get(name, ""), n["train"], n["dev"], n["test"]] for name, n in examples.items()
    ]
    columns = ["set", "what, licence", "learned", "chosen by", "tested on"]
    return "## What it learned from\n\n" + table(columns, rows)


def _mentions(test: Mapping[str, Any]) -> str:
    if not test:
        return ""
    title = "## Mentions by writers it never saw, and held-out fifths of the other sets\n\n"
    return title + "\n".join([markdown(complaint_table(test)), markdown(head_table(test))])


def _replies(replies: Mapping[str, Any]) -> str:
    if not replies:
        return ""
    sets = {"replies": replies}
    title = "## Replies by writers it never saw\n\n"
    return title + "\n".join([markdown(reply_table(sets)), markdown(rule_table(sets))])


def _made(record: Mapping[str, Any]) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in record["versions"].items())
    thresholds = ", ".join(f"{name} {t}" for name, t in record["thresholds"].items())
    lines = [
        f"Trained {record['started_at'][:10]} with seed {record['seed']}; the last call took "
        f"{record['seconds']} s, without what earlier ones had kept.",
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
