"""Domain values as JSON documents and back."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from pydantic import TypeAdapter

T = TypeVar("T")


_adapters: dict[Any, TypeAdapter[Any]] = {}


def _adapter(kind: Any) -> TypeAdapter[Any]:
    """Built once for each type: building one takes longer than using it a thousand times."""
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def to_document(value: Any) -> Any:
    """A frozen dataclass as plain JSON values; None stays None."""
    return None if value is None else _adapter(type(value)).dump_python(value, mode="json")


def from_document(kind: type[T], document: Any) -> T | None:
    return None if document is None else _adapter(kind).validate_python(document)


def to_bytes(embedding: tuple[float, ...]) -> bytes | None:
    return np.asarray(embedding, dtype=np.float32).tobytes() if embedding else None
