"""A server of chat completions that follows a script: it streams, refuses, stalls and hangs up as it is told to."""

import json
import math
import select
import socket
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

STEP = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One scripted reply: `pieces` of text, each after `delay` seconds, or at once an error with another `status`.

    After so many pieces, `stall_after` says no more until the client leaves, `cut_after` closes the socket within the
    reply, and `error_after` ends the stream with an error. Without `streamed` the reply is one JSON object.
    """

    pieces: Sequence[str] = ()
    delay: float = 0.0
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    stall_after: int | None = None
    cut_after: int | None = None
    error_after: int | None = None
    streamed: bool = True
    finish_reason: str = "stop"


class MisbehavingServer:
    """Gives `replies` in turn on a free port of 127.0.0.1, for as long as the block runs; status 500 when none is left.

    It keeps the bodies of the `requests`; `hung_up` is set once a client has left before the end of its reply.
    """

    def __init__(self, *replies: Reply) -> None:
        self.replies = deque(replies)
        self.requests: list[dict[str, Any]] = []
        self.hung_up = threading.Event()
        self.closing = threading.Event()
        self._http = _Server(("127.0.0.1", 0), _Handler)
        self._http.script = self
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": STEP})
        self.url = f"http://127.0.0.1:{self._http.server_port}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.closing.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # so that closing waits for the replies under way, which end at once
    script: MisbehavingServer


class _GoneError(Exception):
    """The client has left, or the server is closing."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # whose chunks tell a cut from the end

    def do_POST(self) -> None:
        assert isinstance(self.server, _Server)
        self.script = self.server.script
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path != "/v1/chat/completions":
            self._send(404, {"error": {"message": f"No such path: {self.path}"}})
            return
        self.script.requests.append(body)
        reply = self.script.replies.popleft() if self.script.replies else Reply(status=500)
        try:
            self._answer(reply, body)
        except (_GoneError, BrokenPipeError, ConnectionResetError):
            self.close_connection = True
            if not self.script.closing.is_set():
                self.script.hung_up.set()

    def _answer(self, reply: Reply, body: Mapping[str, Any]) -> None:
        if reply.status != 200:
            error = {"message": f"Scripted status {reply.status}", "type": "scripted", "code": None}
            self._send(reply.status, {"error": error}, reply.headers)
        elif reply.streamed:
            self._stream(reply, body)
        else:
            self._pause(reply.delay)
            message = {"role": "assistant", "content": "".join(reply.pieces)}
            choice = {"index": 0, "message": message, "finish_reason": reply.finish_reason}
            whole = {"object": "chat.completion", "choices": [choice], "usage": _usage(reply)}
            self._send(200, _common(body) | whole, reply.headers)

    def _send(self, status: int, content: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> None:
        data = json.dumps(content).encode()
        self._head(status, {"Content-Type": "application/json", "Content-Length": str(len(data)), **(headers or {})})
        self.wfile.write(data)

    def _head(self, status: int, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Connection": "close"}.items():
            self.send_header(name, value)
        self.end_headers()

    def _stream(self, reply: Reply, body: Mapping[str, Any]) -> None:
        self._head(200, {"Content-Type": "text/event-stream", "Transfer-Encoding": "chunked", **reply.headers})
        for number, event in enumerate(_events(reply, body)):
            if number == reply.cut_after:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self._pause(math.inf if number == reply.stall_after else reply.delay if number < len(reply.pieces) else 0.0)
            chunk = f"data: {event}\n\n".encode()
            self.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
        self.wfile.write(b"0\r\n\r\n")

    def _pause(self, seconds: float) -> None:
        """Wait, but not for a client that has left: having sent its request, it can send nothing but the end."""
        end = time.monotonic() + seconds
        while True:
            left = max(0.0, end - time.monotonic())
            if self.script.closing.is_set() or select.select([self.connection], [], [], min(left, STEP))[0]:
                raise _GoneError
            if left == 0.0:
                return

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the name that the base class gives)
        """Say nothing."""


def _events(reply: Reply, body: Mapping[str, Any]) -> Iterator[str]:
    common = _common(body) | {"object": "chat.completion.chunk"}
    deltas = [({"role": "assistant", "content": piece}, None) for piece in reply.pieces]
    for number, (delta, reason) in enumerate([*deltas, ({}, reply.finish_reason)]):
        if number == reply.error_after:
            yield json.dumps({"error": {"message": "Scripted error", "type": "scripted", "code": None}})
            return
        yield json.dumps({**common, "choices": [{"index": 0, "delta": delta, "finish_reason": reason}]})
    if (body.get("stream_options") or {}).get("include_usage"):
        yield json.dumps({**common, "choices": [], "usage": _usage(reply)})
    yield "[DONE]"


def _common(body: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": "chatcmpl-1", "created": 0, "model": body.get("model", "")}


def _usage(reply: Reply) -> dict[str, int]:
    return {"prompt_tokens": 7, "completion_tokens": len(reply.pieces), "total_tokens": 7 + len(reply.pieces)}
