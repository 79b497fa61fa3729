"""Logs as JSON lines on standard error: ids and actions only, never text, names or tokens."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

#: What every record has; anything else was given as `extra` and belongs to the line.
_USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "action": record.getMessage(),
            **{name: value for name, value in vars(record).items() if name not in _USUAL},
        }
        if record.exc_info:
            # Where it went wrong, not what was in the variables: messages may quote a text.
            line["error"] = record.exc_info[0].__name__ if record.exc_info[0] else ""
            line["traceback"] = self._places(record)
        return json.dumps(line, ensure_ascii=False, default=str)

    @staticmethod
    def _places(record: logging.LogRecord) -> list[str]:
        places = []
        traceback = record.exc_info[2] if record.exc_info else None
        while traceback is not None:
            code = traceback.tb_frame.f_code
            places.append(f"{code.co_filename}:{traceback.tb_lineno} {code.co_name}")
            traceback = traceback.tb_next
        return places


def log_to_stderr(level: int = logging.INFO) -> None:
    """Send what all parts log to standard error; for commands that keep running."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # Warnings of libraries are for developers, and may quote what a customer wrote.
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.CRITICAL)
    # It names every address it calls, and addresses may carry tokens.
    logging.getLogger("httpx2").setLevel(logging.WARNING)
    logging.getLogger("openai").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
