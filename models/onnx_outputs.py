"""What an ONNX file hands out beside what it was made to."""

from __future__ import annotations

#: Fields of the messages of ONNX (onnx.proto): `ModelProto.graph`, `GraphProto.output`,
#: `ValueInfoProto.name`; and what stands for bytes of some length behind a field's number.
_GRAPH, _OUTPUT, _NAME = 7, 12, 1
_BYTES = 2


def with_output(model: bytes, name: str) -> bytes:
    """The file's bytes with one more output, the value of that name in its graph.

    A message behind another one of the same kind is read as one with it (Protocol Buffers,
    encoding, "last one wins": embedded messages are merged), so nothing of the file is read here.
    """
    return model + _field(_GRAPH, _field(_OUTPUT, _field(_NAME, name.encode())))


def _field(number: int, value: bytes) -> bytes:
    return _varint(number << 3 | _BYTES) + _varint(len(value)) + value


def _varint(number: int) -> bytes:
    """
    >>> _varint(300)
    b'\\xac\\x02'
    """
    more = number >> 7
    return bytes([number & 0x7F | 0x80]) + _varint(more) if more else bytes([number])
