"""`kulanz erase` and `kulanz export`: what the law gives a person."""

from __future__ import annotations

import json
from argparse import Namespace

from service.commands.calls import WrongCall, read_settings
from service.commands.databases import opened_database
from service.engine import Engine
from service.privacy import Erased, erase_author, export_author


def run(given: Namespace) -> int:
    author = given.author.strip()
    if not author:
        raise WrongCall("--author must not be empty: nobody is known by that id.")
    with opened_database(read_settings(given)) as database:
        if given.command == "export":
            document = export_author(database, author)
            print(json.dumps(document, ensure_ascii=False, indent=2))
        else:
            engine = Engine(database)
            engine.prepare()
            _print(erase_author(database, engine, author))
            engine.stop()
    return 0


def _print(erased: Erased) -> None:
    if erased.nothing:
        print("Nothing is kept of this author.")
        return
    print(
        "Erased: " + ", ".join(f"{count} {table}" for table, count in erased.rows.items() if count)
    )
    for channel, ts in erased.cards:
        print(f"Still to be deleted in Slack: channel {channel}, message {ts}")
