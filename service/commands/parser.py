"""The commands of `kulanz` and their options: what a call may say."""

from __future__ import annotations

import argparse
from typing import Any

from service.commands.fields import MENTION, REPLY
from service.commands.options import (
    Parser,
    Version,
    add_command,
    add_model,
    add_option,
    add_policy,
    topic,
)


def build_parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="kulanz",
        description="Finds complaints among mentions, drafts the reply, waits for a person.",
        epilog="[KULANZ_…] is the variable that sets an option; `kulanz settings` lists them all.",
    )
    parser.add_argument("--version", action=Version, nargs=0, help="name the version and end")
    commands = parser.add_subparsers(
        title="commands", dest="command", required=True, metavar="COMMAND"
    )
    _add_running(commands)
    _add_setting_up(commands)
    _add_texts(commands)
    _add_learning(commands)
    _add_models(commands)
    _add_people(commands)
    return parser


def _add_running(commands: Any) -> None:
    serve = add_command(
        commands, "serve", "web app: webhooks, Slack, console, API, and the workers"
    )
    add_option(serve, "--host", "HOST", "address to listen on")
    add_option(serve, "--port", "PORT", "port to listen on; 0 takes a free one", type=int)
    serve.add_argument("--no-workers", action="store_true", help="leave the work to `kulanz work`")
    work = add_command(commands, "work", "workers alone, as many as wanted on one PostgreSQL")
    add_option(
        work, "--concurrency", "N", "steps worked on at a time",
        setting="worker_concurrency", type=int,
    )  # fmt: skip
    demo = add_command(commands, "demo", "try it out: sample mentions, a receiver, a login link")
    add_option(demo, "--port", "PORT", "port of the console (8600 or the next free one)", type=int)
    demo.add_argument(
        "--every", metavar="SECONDS", type=float, default=4.0,
        help="time between two mentions (default: %(default)g)",
    )  # fmt: skip


def _add_setting_up(commands: Any) -> None:
    login = add_command(commands, "login", "a new one-time link into the console")
    login.add_argument("approver", nargs="?", metavar="APPROVER", help="id in the policy file")
    _add_playbooks(commands)
    add_command(commands, "secret", "a new signing secret for an inbox")
    add_command(commands, "settings", "all settings with default and meaning")
    doctor = add_command(commands, "doctor", "checks the set-up and says what to do")
    doctor.add_argument(
        "--slack-test-card", action="store_true", help="post a card to click in every channel"
    )
    slack = add_command(commands, "slack", "what Slack needs to be set up")
    slack.add_argument("what", choices=["manifest"], help="the app manifest, ready to paste")
    slack.add_argument(
        "--socket",
        action="store_true",
        help="for Socket Mode, as without an https address in KULANZ_PUBLIC_URL",
    )


def _add_playbooks(commands: Any) -> None:
    playbooks = add_command(
        commands, "playbooks", "playbooks: check a folder, preview what it says"
    )
    playbooks.add_argument(
        "what", choices=["check", "preview"], help="what can't be used, or replies as they would be"
    )
    add_option(playbooks, "--playbooks", "DIR", "the folder")
    playbooks.add_argument("--topic", metavar="TOPIC", type=topic, help="only this topic")
    playbooks.add_argument("--lang", choices=["de", "en"], help="only this language")
    playbooks.add_argument("--register", choices=["du", "sie"], help="German form of address")
    playbooks.add_argument(
        "--severity", type=int, choices=range(5), default=2, help="0 to 4 (default: %(default)s)"
    )


def _add_texts(commands: Any) -> None:
    for name, meaning, fields in (
        ("classify", "mentions → assessments", MENTION),
        ("draft", "mentions → drafts", MENTION),
        ("check", "replies → findings", REPLY),
    ):
        command = add_command(commands, name, meaning)
        command.formatter_class = argparse.RawDescriptionHelpFormatter
        command.epilog = fields.told(name)
        command.add_argument("file", metavar="FILE", help="JSON Lines, also .gz; - is the input")
        add_model(command)
        if name == "draft":
            add_policy(command)
        if name == "check":
            command.add_argument(
                "--exit-code", action="store_true",
                help="end with 3, not 0, if all lines could be read and a reply is not publishable",
            )  # fmt: skip
    replay = add_command(commands, "replay", "past conversations → cases, examples and a report")
    replay.add_argument(
        "file", metavar="FILE", nargs="?",
        help="JSON Lines, CSV, Excel, Parquet, an export of Zendesk or Chatwoot, also .gz or .zst; "
        "a folder of them; - is the input",
    )  # fmt: skip
    replay.add_argument("--out", metavar="DIR", help="where the files go")
    replay.add_argument("--limit", metavar="N", type=int, help="only the first N conversations")
    replay.add_argument(
        "--map", metavar="COLUMN=FIELD", action="append", default=[], dest="mapping",
        help="the column that holds id, text, reply, next, role, author, at, lang, turns …; "
        "may be repeated",
    )  # fmt: skip
    replay.add_argument(
        "--gpu", action="store_true", help="leave it to the workers that have a graphics processor"
    )
    replay.add_argument(
        "--engine", choices=["dbos", "ray"], default="dbos",
        help="who deals out the shards; ray: the cluster of RAY_ADDRESS (default: %(default)s)",
    )  # fmt: skip
    others = replay.add_mutually_exclusive_group()
    others.add_argument(
        "--compare", metavar=("A", "B"), nargs=2,
        help="set two finished replays of the same conversations side by side",
    )  # fmt: skip
    others.add_argument("--cancel", metavar="DIR", help="give up the replay into this folder")
    add_model(replay)
    add_policy(replay)


def _add_learning(commands: Any) -> None:
    train = add_command(commands, "train", "examples → a model folder with its card")
    labelled = "labelled texts, also .gz; - is the input"
    train.add_argument(
        "files", metavar="FILE", nargs="*", help=f"{labelled}; none: what people decided"
    )
    train.add_argument(
        "--out", metavar="DIR", help="the new model's folder (the next one in the data folder)"
    )
    train.add_argument(
        "--watch", action="store_true", help="propose a candidate whenever enough was decided"
    )
    encoder = train.add_mutually_exclusive_group()
    encoder.add_argument(
        "--everything", action="store_true", help="fine-tune the encoder too, not only the heads"
    )
    encoder.add_argument(
        "--encoder", metavar="NAME", help="a sentence-transformers encoder, by name or folder"
    )
    encoder.add_argument(
        "--gist", action="store_true", help="only the head that points at what went wrong"
    )
    encoder.add_argument(
        "--quotable", action="store_true", help="only the head that chooses what a reply quotes"
    )
    encoder.add_argument(
        "--corrections", action="store_true", help="only where the heads in use err"
    )
    encoder.add_argument(
        "--letters", action="store_true", help="only what runs of letters say beside the heads"
    )
    encoder.add_argument(
        "--tone", action="store_true", help="only how it hears replies, and where they go wrong"
    )
    encoder.add_argument(
        "--jokes", action="store_true", help="only which sentences of a reply joke"
    )
    encoder.add_argument(
        "--adapter", action="store_true", help="only how the encoder reads for the heads in use"
    )
    evaluate = add_command(commands, "evaluate", "labelled mentions and replies → metrics")
    evaluate.add_argument(
        "files", metavar="FILE", nargs="+", help=f"{labelled}; de-01, de-02 … are one set"
    )
    evaluate.add_argument("--json", action="store_true", help="JSON instead of tables")
    evaluate.add_argument("--report", metavar="OUT.html", help="a page with every mistake on it")
    add_model(evaluate)


def _add_models(commands: Any) -> None:
    models = add_command(commands, "models", "models: list, promote, roll back")
    models.add_argument(
        "what", nargs="?", default="list", choices=["list", "current", "promote", "rollback"],
        help="promote refuses what is worse where it matters (default: %(default)s)",
    )  # fmt: skip
    models.add_argument(
        "model", nargs="?", metavar="MODEL", help="its folder or name; none: what is proposed"
    )
    examples = add_command(commands, "examples", "what people decided, as examples for training")
    examples.add_argument("--since", metavar="DATE", help="only what was decided since then")
    examples.add_argument("--out", metavar="FILE", help="where they go, if not to standard output")


def _add_people(commands: Any) -> None:
    for name, meaning in (
        ("erase", "delete everything about one author"),
        ("export", "print everything about one author"),
    ):
        command = add_command(commands, name, meaning, module="privacy")
        command.add_argument("--author", metavar="ID", required=True, help="as the inbox names it")
