"""A client that is no bottleneck: raw keep-alive sockets, bodies signed beforehand, own process.

`python -m tests.benchmarks.load` says as JSON what it saw.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from argparse import ArgumentParser
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import urlsplit

from service.inboxes.standard_webhooks import sign
from tests.world import KEY

ROOT = Path(__file__).parents[2]

#: Our own mentions: German, English, ironic, long and short.
OURS = ROOT / "models" / "corpus" / "mentions"

#: As many deliveries are on their way at once; a sender with a backlog keeps this many open.
CONNECTIONS = 32


@dataclass(frozen=True)
class Seen:
    """What came of one load."""

    seconds: float
    #: Of the system's monotonic clock, the same for all processes.
    sent_at: list[float]
    #: From the moment a delivery was due, so that a late client counts against the server.
    latencies: list[float]
    statuses: list[int]

    @property
    def per_second(self) -> float:
        return len(self.statuses) / self.seconds


def texts_in(folder: Path) -> list[str]:
    files = sorted(folder.glob("*.jsonl"))
    lines = (line for path in files for line in path.read_text("utf-8").splitlines())
    texts: list[str] = [json.loads(line)["text"] for line in lines]
    return texts


def load(base: str, *, prefix: str, count: int, rate: float = 0.0, texts: Path = OURS) -> Seen:
    """Deliver `count` new mentions, `rate` a second or as fast as the server takes them."""
    return loading_ended(start_load(base, prefix=prefix, count=count, rate=rate, texts=texts))


def start_load(
    base: str, *, prefix: str, count: int, rate: float = 0.0, texts: Path = OURS
) -> subprocess.Popen[bytes]:
    given = ["--base", base, "--prefix", prefix, "--count", str(count), "--rate", str(rate)]
    given += ["--texts", str(texts.absolute())]
    return subprocess.Popen(
        [sys.executable, "-m", __name__, *given], cwd=ROOT, stdout=subprocess.PIPE
    )


def loading_ended(loading: subprocess.Popen[bytes]) -> Seen:
    output, _ = loading.communicate()
    assert loading.returncode == 0, "the client failed"
    return Seen(**json.loads(output))


class Connection(asyncio.Protocol):
    """One keep-alive connection with one request on its way at most."""

    def __init__(self) -> None:
        self._answered: asyncio.Future[int] | None = None
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, end, body = self._received.partition(b"\r\n\r\n")
        if not end or len(body) < _content_length(head):
            return
        assert self._answered is not None
        self._received = b""
        self._answered.set_result(int(head[9:12]))

    @property
    def closed(self) -> bool:
        """The server hangs up on whoever says nothing for a while."""
        return self._transport.is_closing()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answered is not None and not self._answered.done():
            self._answered.set_exception(ConnectionError("the server hung up"))

    async def send(self, request: bytes) -> int:
        """The answer's status."""
        self._answered = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answered

    def close(self) -> None:
        self._transport.close()


def _content_length(head: bytes) -> int:
    return int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])


def requests(base: str, prefix: str, count: int, texts: list[str]) -> list[bytes]:
    """Whole requests, each a mention of its own conversation."""
    host = urlsplit(base).netloc
    made = []
    for number, text in enumerate(islice(cycle(texts), count)):
        id = f"{prefix}-{number}"
        mention = {"id": id, "text": text, "channel": "x", "author": {"id": f"u-{id}"}}
        body = json.dumps({"type": "mention.created", "data": mention}).encode()
        headers = {
            "host": host,
            "content-type": "application/json",
            "content-length": str(len(body)),
            **sign(f"d-{id}", body, KEY, datetime.now(UTC)),
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        made.append(f"POST /webhooks/social HTTP/1.1\r\n{lines}\r\n".encode() + body)
    return made


async def deliver(base: str, made: list[bytes], rate: float) -> Seen:
    """Send them all; with a rate, each at its own moment whatever became of those before."""
    host, port = urlsplit(base).hostname, urlsplit(base).port
    assert host
    assert port
    loop = asyncio.get_running_loop()

    async def connected() -> Connection:
        _, connection = await loop.create_connection(Connection, host, port)
        return connection

    # The last one used goes first, so that at a slow pace none of those in use falls silent.
    free: asyncio.Queue[Connection] = asyncio.LifoQueue()
    for _ in range(CONNECTIONS):
        free.put_nowait(await connected())
    sent_at, latencies, statuses = [0.0] * len(made), [0.0] * len(made), [0] * len(made)

    async def send(number: int, connection: Connection, due: float) -> None:
        sent_at[number] = due
        try:
            statuses[number] = await connection.send(made[number])
        except ConnectionError:
            # The server hung up on a silent one at this very moment: what every client does then.
            connection = await connected()
            statuses[number] = await connection.send(made[number])
        latencies[number] = time.monotonic() - due
        free.put_nowait(connection)

    started = time.monotonic()
    async with asyncio.TaskGroup() as sending:
        for number in range(len(made)):
            due = started + number / rate if rate else 0.0
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            connection = await free.get()
            if connection.closed:
                connection = await connected()
            sending.create_task(send(number, connection, due or time.monotonic()))
    seconds = time.monotonic() - started
    while not free.empty():
        free.get_nowait().close()
    return Seen(seconds, sent_at, latencies, statuses)


def main() -> None:
    parser = ArgumentParser()
    parser.add_argument("--base", required=True)
    parser.add_argument("--prefix", required=True)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--rate", type=float, default=0.0)
    parser.add_argument("--texts", type=Path, default=OURS)
    given = parser.parse_args()
    made = requests(given.base, given.prefix, given.count, texts_in(given.texts))
    print(json.dumps(asdict(asyncio.run(deliver(given.base, made, given.rate)))))


if __name__ == "__main__":
    main()
