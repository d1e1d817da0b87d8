"""What a service tells of its requests: counts and times for Prometheus, and a line of JSON each, of nobody's words."""

import json
import logging
import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 6)
logger = logging.getLogger(__name__)


class Traffic:
    """The figures of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter("zhicheng_requests", "Requests answered", ("page", "status"), registry=self.registry)
        self.seconds = Histogram(
            "zhicheng_request_seconds", "Time to answer", ("page",), registry=self.registry, buckets=SECONDS
        )
        self.at_work = Gauge("zhicheng_requests_at_work", "Requests being answered", registry=self.registry)

    async def show(self, request: Request) -> Response:
        """The figures as Prometheus reads them."""
        return Response(generate_latest(self.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    def note(self, page: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        self.requests.labels(page, str(status)).inc()
        self.seconds.labels(page).observe(seconds)
        line = {"page": page, "status": status, "ms": round(seconds * 1000, 1)}
        logger.info(json.dumps(line))


class Counting:
    """Counts what the application answers; a page goes by its name, never by its address."""

    def __init__(self, app: ASGIApp, traffic: Traffic) -> None:
        self.app = app
        self.traffic = traffic

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The application's answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, status = time.perf_counter(), 500

        async def send_counted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            with self.traffic.at_work.track_inprogress():
                await self.app(scope, receive, send_counted)
        finally:
            page = getattr(scope.get("endpoint"), "__qualname__", "none")
            self.traffic.note(page, status, time.perf_counter() - begun)
