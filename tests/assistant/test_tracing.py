import sys

import pytest

from assistant.tracing import span, start_tracing, traced
from corpus.errors import UsageError


def test_spans_cost_nothing_and_go_nowhere_unless_asked_for() -> None:
    send = start_tracing(None)
    with span("retrieve", {"hits": 3}):
        pass
    assert send() is None


def test_a_traced_step_does_what_it_did() -> None:
    assert traced("read", lambda number, by: number * by)(6, by=7) == 42


def test_an_error_in_a_span_is_passed_on() -> None:
    with pytest.raises(KeyError), span("read"):
        raise KeyError("passage")


def test_an_exporter_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)
    with pytest.raises(UsageError, match="not installed") as told:
        start_tracing("otlp")
    assert ".[tracing]" in str(told.value.hint)
