"""The workbench in a browser: on loopback, behind a random token in the address, answering only pages of its own origin.

Every tab runs a workbench of its own on the same workspace. Whoever knows the address can judge in the user's name, so it holds
a token that is new each time; a page from elsewhere that the browser has open cannot connect, because its origin is another.
"""

from __future__ import annotations

import hmac
import logging
import os
import secrets
import shlex
import socket
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from aiohttp import web
    from aiohttp.typedefs import Handler, Middleware
    from textual_serve.server import Server

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
EVERYWHERE: Final = ("0.0.0.0", "::")  # noqa: S104 - compared with, never bound to unless the user says so
COOKIE: Final = "gouji"
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class ServingUnavailableError(Exception):
    """The extra `serve` is not installed."""


def serve(arguments: Sequence[str], *, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until interrupted. `ready` is told the address, token included, once it is known."""
    try:
        import textual_serve.server  # noqa: F401 - asked for here so that its absence is said plainly
    except ImportError as error:
        raise ServingUnavailableError from error
    token = secrets.token_urlsafe(24)
    port = port or free_port(host)
    named = socket.gethostname() if host in EVERYWHERE else host
    shown = f"[{named}]" if ":" in named else named
    address = f"http://{shown}:{port}"
    server = guarded_server(command(arguments), host, port, address, token)
    ready(f"{address}/?token={token}")
    server.serve()


def command(arguments: Sequence[str]) -> str:
    """The command that one tab runs, quoted for the shell that starts it."""
    words = [sys.executable, "-m", "tui.cli", *arguments]
    if os.name == "nt":
        import subprocess

        return subprocess.list2cmdline(words)
    return shlex.join(words)


def free_port(host: str) -> int:
    """A port that nobody listens on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as asked:
        asked.bind((host, 0))
        return int(asked.getsockname()[1])


def guarded_server(run: str, host: str, port: int, address: str, token: str) -> Server:
    """A server that lets in only who shows the token, and web sockets only from its own pages."""
    from textual_serve.server import Server

    class GuardedServer(Server):
        """Asks for the token before anything else."""

        async def on_startup(self, app: web.Application) -> None:
            """Say nothing: who called `serve` tells the address."""

        def initialize_logging(self) -> None:
            """Leave standard output alone; troubles go to standard error."""
            logging.basicConfig(level="WARNING", stream=sys.stderr)

        async def _make_app(self) -> web.Application:
            app = await super()._make_app()
            app.middlewares.append(guard(token, self.public_url))
            return app

    return GuardedServer(run, host=host, port=port, title="gouji", public_url=address)


def guard(token: str, address: str) -> Middleware:
    """Build the middleware: the token opens a session by a cookie, everything else needs that cookie."""
    from aiohttp import web

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not is_own_host(request.headers.get("Host", ""), address):
            return web.Response(status=421, text="wrong host")
        origin = request.headers.get("Origin")
        is_socket = request.headers.get("Upgrade", "").lower() == "websocket"
        if (origin is None and is_socket) or (origin is not None and not is_own_origin(origin, address)):
            return web.Response(status=403, text="wrong origin")
        given = request.query.get("token")
        if given is not None and hmac.compare_digest(given.encode(), token.encode()):
            arrival = web.Response(status=302, headers={"Location": request.path})
            arrival.set_cookie(COOKIE, token, httponly=True, samesite="Strict", path="/")
            arrival.headers.update(HEADERS)
            return arrival
        known = request.cookies.get(COOKIE, "")
        if not hmac.compare_digest(known.encode(), token.encode()):
            return web.Response(status=403, text="token needed: open the whole address that gouji serve printed")
        response = await handler(request)
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    return check


def is_own_origin(origin: str, address: str) -> bool:
    """Whether a page's origin is this server's own."""
    return urlsplit(origin)[:2] == urlsplit(address)[:2]


def is_own_host(host: str, address: str) -> bool:
    """Whether the name asked for is the one served: a name of someone else's that leads here is refused (DNS rebinding)."""
    return host == urlsplit(address).netloc
