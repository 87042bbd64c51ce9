"""The sandbox as one HTTP server on loopback."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

import aiohttp
import typer
from aiohttp import web

from sandbox.control import Route, add_routes
from sandbox.control_acts import ACTS
from sandbox.control_messages import MESSAGES
from sandbox.control_settings import SETTINGS
from sandbox.control_state import LOOKING
from sandbox.file_server import FileServer
from sandbox.guard import HEAD_SECONDS, guard, requests_logger, say_no_name
from sandbox.installation import App
from sandbox.posting_later import post_when_due
from sandbox.responses import handle_response_url
from sandbox.services import Services
from sandbox.web_api import WebApi
from sandbox.workspace import Workspace

HOST = "127.0.0.1"
PAGE = Path(__file__).parent / "page"
LARGEST_BODY = 64 * 1024 * 1024
CLOSING_SECONDS = 0.2
NO_PAGE = "The sandbox runs; its page is not built. The Web API is under /api/, the control API under /_control/."


class Sandbox(Services):
    """`async with Sandbox(Workspace.sample()) as sandbox: … sandbox.url`; port 0 takes any free one.

    `acknowledge_seconds` is how long an app may take to acknowledge, three as with Slack; tests may shorten it.
    `guests` are more routes of the control API, of whoever runs the sandbox. Raises OSError when the port is taken.
    """

    def __init__(
        self, workspace: Workspace, port: int = 0, *, acknowledge_seconds: float = 3.0, guests: Iterable[Route] = ()
    ) -> None:
        super().__init__(workspace, acknowledge_seconds)
        self._port = port
        self._guests = tuple(guests)

    async def start(self) -> None:
        self._session = aiohttp.ClientSession()
        self.open_deliveries(self._session)
        self.application = self._routed()
        self._runner = web.AppRunner(
            self.application,
            access_log=None,
            logger=requests_logger(),
            keepalive_timeout=HEAD_SECONDS,
            handler_cancellation=True,
            shutdown_timeout=CLOSING_SECONDS,
        )
        await self._runner.setup()
        assert self._runner.server is not None
        say_no_name(self._runner.server)
        try:
            site = web.TCPSite(self._runner, HOST, self._port)
            await site.start()
        except OSError:
            await self._close()
            raise
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        self.deliveries.listen()
        self._posting = asyncio.create_task(post_when_due(self.workspace))

    async def stop(self) -> None:
        self._posting.cancel()
        await asyncio.gather(self._posting, return_exceptions=True)
        await self.deliveries.stop()
        for connection in list(self.socket_mode.connections):
            await connection.socket.close()
        await self._close()

    async def _close(self) -> None:
        await self._runner.cleanup()
        await self._session.close()

    async def __aenter__(self) -> Sandbox:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def _routed(self) -> web.Application:
        application = web.Application(client_max_size=LARGEST_BODY)
        web_api = WebApi(self.workspace, lambda: self.url)
        application.router.add_route("*", "/api/{method:.*}", web_api.handle)
        application.router.add_get("/link", self.socket_mode.handle)
        application.router.add_post("/response/{secret}", self._response_url)
        FileServer(self.workspace).add_routes(application.router)
        guard(application)
        add_routes(application, self, (*ACTS, *MESSAGES, *SETTINGS, *LOOKING, *self._guests))
        application.router.add_get("/", _index)
        if PAGE.is_dir():
            application.router.add_static("/page", PAGE)
        return application

    async def _response_url(self, request: web.Request) -> web.StreamResponse:
        return await handle_response_url(self.workspace, request)


async def _index(request: web.Request) -> web.StreamResponse:
    index = PAGE / "index.html"
    if not index.is_file():
        return web.Response(text=NO_PAGE)
    return web.FileResponse(index, headers={"Cache-Control": "no-cache"})


def run_sandbox(port: int = 8123, app: App | None = None, *, limited: bool = False) -> None:
    """Run until Ctrl-C or SIGTERM; `limited` switches rate limits on. Raises OSError when the port is taken."""
    asyncio.run(_run(port, Workspace.sample(app, limited=limited)))


async def _run(port: int, workspace: Workspace) -> None:
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    async with Sandbox(workspace, port) as sandbox:
        given = sandbox.workspace.app
        typer.echo(
            f"Sandbox on {sandbox.url}\n"
            f"  SLACK_API_URL={sandbox.url}/api/\n"
            f"  SLACK_BOT_TOKEN={given.bot_token}  SLACK_APP_TOKEN={given.app_token}\n"
            f"  SLACK_SIGNING_SECRET={given.signing_secret}\n"
            f"  A configuration token, for apps.manifest.export: {sandbox.workspace.configuration.token}"
        )
        await stopping.wait()
