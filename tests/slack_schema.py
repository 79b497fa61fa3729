"""What Slack's own types say of a payload: the JSON Schema that `make` generates from the npm
package `@slack/types`. Lengths and numbers are not in types: those are in slack_limits.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Literal

from jsonschema_rs import ValidationError, ValidationErrorKind, Validator, validator_for

SCHEMA = Path(__file__).parent.parent / ".venv/.slack-types/schema.json"

#: As tests/slack_types/payloads.ts calls them.
Kind = Literal["Blocks", "Metadata", "Home", "Modal"]


def type_faults(kind: Kind, payload: Any) -> list[str]:
    """Where a payload is not what Slack's types want it to be.

    Empty where there is no schema, too; test_slack_types says so.
    """
    if not SCHEMA.exists():
        return []
    return [
        f"{'/'.join(map(str, precise.instance_path))}: {precise.message:.300}"
        for error in _validator(kind).iter_errors(payload)
        for precise in _precise(error)
    ]


@cache
def _validator(kind: Kind) -> Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return validator_for({**schema, "$ref": f"#/definitions/{kind}"})


def _precise(error: ValidationError) -> list[ValidationError]:
    """Where it can be one of many things, what is wrong with the one that its `type` names."""
    if not isinstance(error.kind, ValidationErrorKind.AnyOf):
        return [error]
    ways = [[precise for e in way for precise in _precise(e)] for way in error.kind.context]
    meant = [way for way in ways if not any(_is_another(e, error.instance_path) for e in way)]
    return meant[0] if meant else [error]


def _is_another(error: ValidationError, path: list[str | int]) -> bool:
    if isinstance(error.kind, ValidationErrorKind.Constant):
        return error.instance_path == [*path, "type"]
    return isinstance(error.kind, ValidationErrorKind.AnyOf) and error.instance_path == path
