"""Bytes of files over HTTP: the upload URL, `url_private` for the app, and what a person downloads from the page."""

from __future__ import annotations

from urllib.parse import quote

from aiohttp import web

from sandbox import sharing
from sandbox.files import File
from sandbox.people import TEAM_ID
from sandbox.request_bodies import body_of, multipart
from sandbox.wire import SlackError
from sandbox.workspace import Workspace


class FileServer:
    """What Slack has at files.slack.com."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_post("/upload/v1/{secret}", self.upload)
        router.add_get("/files-pri/{key}/download/{name}", self.fetch)
        router.add_get("/files-pri/{key}/{name}", self.fetch)
        router.add_get("/_control/file/{file}", self.download)

    async def upload(self, request: web.Request) -> web.Response:
        """Raw bytes or a multipart form. Slack does not say how it answers a wrong length; here it is a 400."""
        secret = request.match_info["secret"]
        file = self._workspace.files.expected(secret)
        if file is None:
            return web.Response(status=404, text="Not found")
        try:
            content = await _content(request)
        except ValueError as problem:
            return self._logged(file, 400, str(problem))
        if len(content) != file.size:
            return self._logged(file, 400, f"Expected {file.size} bytes, got {len(content)}")
        self._workspace.files.uploaded(secret, content)
        return self._logged(file, 200, f"OK - {len(content)}")

    def _logged(self, file: File, status: int, text: str) -> web.Response:
        request = {"file": file.id, "name": file.name}
        self._workspace.log.add("api_call", method="upload", request=request, response=text, status=status)
        return web.Response(status=status, text=text)

    async def fetch(self, request: web.Request) -> web.Response:
        """Without a token that may read files, Slack leads to its front page instead of the file."""
        app = self._workspace.app
        token_may = not app.token_revoked and "files:read" in app.scopes
        if not token_may or request.headers.get("Authorization") != f"Bearer {app.bot_token}":
            raise web.HTTPFound(f"/?redir={quote(request.path)}")
        return self._sent(request.match_info["key"].removeprefix(f"{TEAM_ID}-"), app.bot_user)

    async def download(self, request: web.Request) -> web.Response:
        """For a person of the workspace, by the page."""
        user = request.query.get("user", "")
        if user not in self._workspace.people:
            return web.json_response(SlackError("user_not_found").answer(), status=404)
        return self._sent(request.match_info["file"], user)

    def _sent(self, file_id: str, user: str) -> web.Response:
        try:
            file = sharing.visible_file(self._workspace, file_id, user)
        except SlackError as refusal:
            return web.json_response(refusal.answer(), status=404)
        headers = {
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}",
            "X-Content-Type-Options": "nosniff",
        }
        return web.Response(body=file.content, content_type=file.mimetype, headers=headers)


async def _content(request: web.Request) -> bytes:
    """Raises ValueError for a form that cannot be read."""
    body = await body_of(request)
    if not request.content_type.startswith("multipart/"):
        return body
    files = [part for part in multipart(request.headers["Content-Type"], body) if part.filename is not None]
    return files[0].content if files else b""
