"""A webhook on this machine: it keeps what it is told, and behaves as badly as it is asked to."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Webhook:
    """Answers with `status`; with `is_mute` it takes the message and says nothing until it is let go."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.status = 200
        self.headers: dict[str, str] = {}
        self.is_mute = False
        self.let_go = threading.Event()
        webhook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                webhook.messages.append(json.loads(body))
                if webhook.is_mute:
                    webhook.let_go.wait()
                    return
                self.send_response(webhook.status)
                for name, value in webhook.headers.items():
                    self.send_header(name, value)
                self.end_headers()

            def do_GET(self) -> None:
                webhook.messages.append({"event": "GET"})
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/alert"


@contextmanager
def listening() -> Iterator[Webhook]:
    """A webhook that is there for the block."""
    webhook = Webhook()
    thread = threading.Thread(target=webhook.server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield webhook
    finally:
        webhook.let_go.set()
        webhook.server.shutdown()
        webhook.server.server_close()
        thread.join()
