"""Writes the card of a model from the record of its run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

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
  at most one good reply in twenty of those held back.
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

_PUT_RIGHT = """\
## Where its heads are put right

What an encoder was tuned with it knows too well to say how it errs. Small nets beside the heads for
complaints and irony learned that from {passages:,} passages that it was never shown: each from all
but a tenth of the writers, so that the calibration goes by what is said of writers not seen. They
were added to {of}; all else of it is as it was.
"""

_LETTERED = """\
## What runs of letters say of a complaint

A sum over runs of three to five letters, learned from {passages:,} passages, those among them that
the encoder was never shown, stands beside the head for complaints; how much each counts was learned
from held-back mentions. It was added to {of}; all else of it is as it was.
"""

_ADAPTED = """\
## How its encoder was adapted

{numbers:,} numbers stand for others in the encoder: the scales of its products, its biases and
norms. They were learned for the heads as they were in {of}, which were only calibrated anew, with
what the encoder made of each token held close to what it was, and stand {share:.0%} of the way
between what was and what was learned; the weights are as they were.
"""


_HEARD = """\
## How it hears replies

The heads for the tone of replies were learned anew for {of}; all else of it is as it was.{more}
"""


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
        _gist(record.get("gist")),
        _quotable(record.get("quotable")),
        _tone(record.get("tone")),
        _corrections(record.get("corrections")),
        _complaint_letters(record.get("complaint_letters")),
        _adapter(record.get("adapter")),
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
    return "## What it learned from\n\n" + _table(columns, rows)


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


def _gist(taught: Mapping[str, Any] | None) -> str:
    """How often the words it points at first are, at least in part, those a reader would choose."""
    if taught is None:
        return ""
    title = "## What went wrong, in the author's words\n\n"
    text = (
        "One more head points at the gist of a complaint: the fewest of its words that say what\n"
        "went wrong. It was added to a model that was there; all else of it is as it was.\n\n"
    )
    columns = ["side", "complaints", "shares a word with a reader's choice"]
    return title + text + _table(columns, _by_side(taught["examples"], taught["met"]))


def _quotable(taught: Mapping[str, Any] | None) -> str:
    """How often a reader would quote the passage that it puts first."""
    if taught is None:
        return ""
    title = "## What a reply quotes\n\n"
    text = (
        "Another head chooses the sentences or clauses that say the main trouble so that a reply\n"
        f"can quote them. It was added to {taught['of']}; all else of it is as it was.\n\n"
    )
    columns = ["side", "complaints with one", "a reader would quote it"]
    return title + text + _table(columns, _by_side(taught["examples"], taught["fit"]))


def _tone(taught: Mapping[str, Any] | None) -> str:
    """How often the sentence that it names is the one that readers marked."""
    if taught is None:
        return ""
    placed = ", ".join(f"{share:.1%} ({side})" for side, share in taught.get("placed", {}).items())
    where = f" The piece it names breaks the rule in {placed} of replies." if placed else ""
    runs = taught.get("letters")
    letters = (
        f" Beside them, {runs:,} runs of two to six letters say how it is put." if runs else ""
    )
    return _HEARD.format(of=taught["of"], more=letters + where)


def _by_side(counts: Mapping[str, int], shares: Mapping[str, float]) -> list[list[object]]:
    return [[side, count, f"{shares[side]:.1%}"] for side, count in counts.items() if count]


def _corrections(taught: Mapping[str, Any] | None) -> str:
    if taught is None:
        return ""
    return _PUT_RIGHT.format(passages=taught["passages"], of=taught["of"])


def _complaint_letters(taught: Mapping[str, Any] | None) -> str:
    return _LETTERED.format(**taught) if taught else ""


def _adapter(taught: Mapping[str, Any] | None) -> str:
    return _ADAPTED.format(**taught, share=taught["settings"]["share"]) if taught else ""


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


def _table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(f"| {' | '.join(str(cell) for cell in line)} |\n" for line in lines)
