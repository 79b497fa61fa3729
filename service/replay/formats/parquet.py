"""Parquet, a batch of rows at a time; columns may be nested, `turns` as a list of structures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from service.lines import UnreadableFile
from service.replay.formats.base import Format, Row, Table, header_of
from service.replay.formats.opening import Head

#: Rows in memory at a time.
_BATCH = 500

#: Bytes read ahead; without a limit a whole group of rows would be.
_BUFFER = 2**20


def recognises(head: Head) -> bool:
    return head.sample.startswith(b"PAR1")


def _table(stream: IO[bytes], head: Head) -> Table:
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    try:
        file = ParquetFile(stream, buffer_size=_BUFFER, pre_buffer=False)
    except (ArrowException, OSError) as error:
        raise UnreadableFile("The Parquet file can't be read: it is damaged.") from error
    return Table(header_of(file.schema_arrow.names), _rows(file))


def _rows(file: Any) -> Iterator[Row]:
    from pyarrow import ArrowException

    number = 0
    try:
        for batch in file.iter_batches(batch_size=_BATCH):
            columns = [column.to_pylist() for column in batch.columns]
            for cells in zip(*columns, strict=True):
                number += 1
                yield Row(number, cells)
    except (ArrowException, OSError, ValueError):
        yield Row(number + 1, error="the file breaks off here: it is damaged")


PARQUET = Format("Parquet", recognises, table=_table)
