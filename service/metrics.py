"""What Prometheus sees: counts and ages, never text, names or ids of people."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from service.bootstrap import Kulanz
from service.store import cases

router = APIRouter(include_in_schema=False)

REGISTRY = CollectorRegistry()

WEBHOOKS = Counter(
    "kulanz_webhooks", "Deliveries taken in, by what became of them", ["inbox", "received"],
    registry=REGISTRY,
)  # fmt: skip
REFUSED = Counter(
    "kulanz_webhooks_refused", "Deliveries refused, by status", ["status"], registry=REGISTRY
)


class _CasesNow(Collector):
    """Counts read from the database when asked."""

    def __init__(self, kulanz: Kulanz) -> None:
        self._kulanz = kulanz

    def collect(self) -> Iterator[GaugeMetricFamily]:
        with self._kulanz.database.read() as session:
            counts = cases.counts_by_status(session)
            oldest = cases.oldest_by_status(session)
        now = self._kulanz.clock()
        amount = GaugeMetricFamily("kulanz_cases", "Cases by status", labels=["status"])
        age = GaugeMetricFamily(
            "kulanz_oldest_case_seconds", "Time since the oldest case of a status last changed",
            labels=["status"],
        )  # fmt: skip
        for status, count in counts.items():
            amount.add_metric([status], count)
            age.add_metric([status], (now - oldest[status]).total_seconds())
        yield amount
        yield age


@router.get("/metrics")
def metrics(request: Request) -> Response:
    now = CollectorRegistry()
    now.register(_CasesNow(request.app.state.kulanz))
    return Response(
        generate_latest(REGISTRY) + generate_latest(now), media_type=CONTENT_TYPE_LATEST
    )
