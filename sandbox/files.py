"""Files: promised with an upload URL, uploaded, shared in conversations, deleted."""

from __future__ import annotations

import mimetypes
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import PurePath
from urllib.parse import quote

from sandbox.identifiers import Identifiers
from sandbox.people import TEAM_ID
from sandbox.wire import JSON, SlackError

_PRETTY_TYPES = {
    "csv": "CSV",
    "docx": "Word Document",
    "jpg": "JPEG",
    "json": "JSON",
    "pdf": "PDF",
    "png": "PNG",
    "txt": "Plain Text",
    "text": "Plain Text",
    "xlsx": "Excel Spreadsheet",
    "zip": "Zip",
}


@dataclass
class File:
    """`size` is what was promised, in bytes; `content` None until it was uploaded;
    `is_handed_in`: with a modal, to the app; `shares` are the messages it stands in, ts by channel;
    `clip` is what only a recording has."""

    id: str
    name: str
    owner: str
    size: int
    created: int
    alternative: str = ""
    title: str = ""
    content: bytes | None = None
    is_complete: bool = False
    is_deleted: bool = False
    is_handed_in: bool = False
    shares: dict[str, list[str]] = field(default_factory=dict)
    clip: JSON = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return PurePath(self.name).suffix[1:].lower() or "text"

    @property
    def mimetype(self) -> str:
        return mimetypes.guess_type(self.name)[0] or "text/plain"

    def to_slack(self, base_url: str) -> JSON:
        """The `file` object as messages carry it (https://docs.slack.dev/reference/objects/file-object)."""
        private, name = f"{base_url}/files-pri/{TEAM_ID}-{self.id}", quote(self.name, safe="")
        return {
            "id": self.id,
            "created": self.created,
            "timestamp": self.created,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": self.mimetype,
            "filetype": self.kind,
            "pretty_type": _PRETTY_TYPES.get(self.kind, self.kind.upper()),
            "user": self.owner,
            "user_team": TEAM_ID,
            "editable": False,
            "size": self.size,
            "mode": "hosted",
            "is_external": False,
            "external_type": "",
            "is_public": False,
            "public_url_shared": False,
            "display_as_bot": False,
            "username": "",
            "url_private": f"{private}/{name}",
            "url_private_download": f"{private}/download/{name}",
            "media_display_type": "unknown",
            "permalink": f"https://sandbox.slack.com/files/{self.owner}/{self.id}/{name}",
            **({"alt_txt": self.alternative} if self.alternative else {}),
            "has_rich_preview": False,
            "file_access": "visible",
            **deepcopy(self.clip),
        }


class Files:
    """All files of the workspace, and the upload URLs that are waiting for bytes."""

    def __init__(self, identifiers: Identifiers) -> None:
        self._identifiers = identifiers
        self._all: dict[str, File] = {}
        self._tickets: dict[str, File] = {}

    def promise(self, name: str, size: int, owner: str, now_seconds: int, alternative: str = "") -> tuple[File, str]:
        """A file to come, and the secret of its upload URL."""
        file = File(self._identifiers.next("F0"), name, owner, size, now_seconds, alternative)
        self._all[file.id] = file
        secret = self._identifiers.secret()
        self._tickets[secret] = file
        return file, secret

    def expected(self, secret: str) -> File | None:
        """What this upload URL waits for."""
        return self._tickets.get(secret)

    def uploaded(self, secret: str, content: bytes) -> None:
        self._tickets.pop(secret).content = content

    def find(self, id_: str) -> File:
        """A file that was completed. Raises `file_not_found`, `file_deleted`."""
        file = self._all.get(id_)
        if file is None or not file.is_complete:
            raise SlackError("file_not_found")
        if file.is_deleted:
            raise SlackError("file_deleted")
        return file

    def awaiting_completion(self, id_: str, owner: str) -> File:
        """A file whose bytes are here. Raises `file_not_found`, also for one completed before, and `access_denied`
        for somebody else's."""
        file = self._all.get(id_)
        if file is None or file.content is None or file.is_complete:
            raise SlackError("file_not_found")
        if file.owner != owner:
            raise SlackError("access_denied")
        return file
