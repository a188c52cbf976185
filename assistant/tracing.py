"""Spans for the steps of an answer: the one place that knows OpenTelemetry. Off unless `BELEGT_TRACE` is set.

Without it the spans of the API cost next to nothing and go nowhere. With `otlp` they are sent as OTLP over HTTP, which
Langfuse, Phoenix, Jaeger and Grafana take. Spans carry numbers and names of steps, no text of articles or questions.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

from assistant.settings import OTLP
from corpus.errors import UsageError

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
_SERVICE = "belegt"


def start_tracing(trace: str | None) -> Callable[[], object]:
    """Send spans where the settings say; return what sends those that wait, to be called at the end.

    Raises:
        UsageError: if the exporter is not installed.
    """
    if trace != OTLP:
        return lambda: None
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(
            "The exporter for BELEGT_TRACE=otlp is not installed.", hint="Install it: pip install -e '.[tracing]'."
        ) from error
    from opentelemetry import trace as telemetry  # noqa: PLC0415

    provider = TracerProvider(resource=Resource.create({"service.name": _SERVICE}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    telemetry.set_tracer_provider(provider)
    return provider.force_flush


@contextmanager
def span(name: str, attributes: Mapping[str, str | int | float] | None = None) -> Iterator[None]:
    """Open a span for a step; with tracing off it goes nowhere."""
    from opentelemetry import trace as telemetry  # noqa: PLC0415  (chromadb has loaded it)

    tracer = telemetry.get_tracer(_SERVICE)
    with tracer.start_as_current_span(
        f"{_SERVICE}.{name}",
        attributes=attributes,
        record_exception=False,  # whose message may hold text
        set_status_on_exception=False,
    ):
        yield


def traced(name: str, step: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Return a step that opens a span whenever it is taken."""

    @wraps(step)
    def taken(*arguments: Arguments.args, **named: Arguments.kwargs) -> Result:
        with span(name):
            return step(*arguments, **named)

    return taken
