"""The browser's door: who does not show the token or comes from another page stays outside."""

import asyncio
import socket as sockets
import sys
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from tui.serving import COOKIE, command, free_port, guarded_server

TOKEN = "only-for-this-test"


@pytest.fixture
async def address() -> AsyncIterator[str]:
    """A guarded server whose tabs run a program that only greets."""
    listening = sockets.create_server(("127.0.0.1", 0))  # held from now on: a port that is only known to be free may be taken
    port = listening.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    greet = f"{sys.executable} -c \"import sys; sys.stdout.write('__GANGLION__\\\\n'); sys.stdout.flush(); input()\""
    runner = web.AppRunner(await guarded_server(greet, "127.0.0.1", port, url, TOKEN)._make_app(), shutdown_timeout=0.1)
    await runner.setup()
    await web.SockSite(runner, listening).start()
    yield url
    await runner.cleanup()


@pytest.fixture
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    """A browser that keeps cookies for a bare address."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        yield session


async def test_without_the_token_nothing_is_served(address: str, browser: aiohttp.ClientSession) -> None:
    """Page, socket, files and downloads all answer 403."""
    for path in ("/", "/static/css/xterm.css", "/download/x", "/?token=wrong"):
        assert (await browser.get(address + path)).status == 403, path
    with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
        await browser.ws_connect(f"{address}/ws", origin=address)


async def test_the_token_opens_a_session_and_leaves_the_address(address: str, browser: aiohttp.ClientSession) -> None:
    """The address with the token leads to one without it, by a cookie that no script can read and no other site can send."""
    arrival = await browser.get(f"{address}/?token={TOKEN}", allow_redirects=False)
    assert (arrival.status, arrival.headers["Location"]) == (302, "/")
    cookie = arrival.headers["Set-Cookie"]
    assert COOKIE in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie

    page = await browser.get(address)
    assert page.status == 200
    assert page.headers["X-Frame-Options"] == "DENY"
    assert TOKEN not in await page.text()


async def test_a_page_from_elsewhere_cannot_connect(address: str, browser: aiohttp.ClientSession) -> None:
    """Even with the cookie, a socket needs this server's origin, and a foreign name for this machine is refused."""
    await browser.get(f"{address}/?token={TOKEN}")
    for origin in ("http://evil.example", "null", address.replace("http:", "https:"), None):
        with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
            await browser.ws_connect(f"{address}/ws", origin=origin)
    assert (await browser.get(address, headers={"Host": "evil.example"})).status == 421

    async with browser.ws_connect(f"{address}/ws", origin=address) as socket:
        await socket.send_json(["ping", "1"])
        assert (await asyncio.wait_for(socket.receive(), 10)).json() == ["pong", "1"]


def test_the_command_of_a_tab_is_quoted() -> None:
    """A workspace's name cannot add to the command."""
    assert "'; rm -rf x'" in command(["-w", "; rm -rf x"]) or '"; rm -rf x"' in command(["-w", "; rm -rf x"])


def test_a_free_port_is_a_port() -> None:
    """The system names one."""
    assert 0 < free_port("127.0.0.1") < 2**16
