"""Which addresses Slack takes: for a button any that a client can open, for a picture one that Slack can reach."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

_OPENED = {"http", "https", "mailto", "slack", "tel"}
_NOT_OUTSIDE = ("localhost", "internal", "invalid", "lan", "local", "test")
# Slack's own files need a token (https://github.com/slackapi/node-slack-sdk/issues/1693).
_SLACK = ("slack.com", "slack-files.com")


def opens(address: str) -> bool:
    """A button leads there."""
    parts = _split(address)
    if parts is None or parts.scheme not in _OPENED:
        return False
    return bool(parts.hostname) if parts.scheme.startswith("http") else bool(parts.netloc or parts.path)


def is_public(address: str) -> bool:
    """Whoever is outside could fetch a picture there."""
    parts = _split(address)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        return False
    try:
        return ip_address(parts.hostname).is_global
    except ValueError:
        return _is_public_name(parts.hostname.rstrip("."), parts.path)


def _is_public_name(host: str, path: str) -> bool:
    is_file = "files" in path and any(host == one or host.endswith(f".{one}") for one in _SLACK)
    return "." in host and host.rpartition(".")[2] not in _NOT_OUTSIDE and not is_file


def _split(address: str) -> SplitResult | None:
    """None for what is no address, with white space in it for instance."""
    if any(letter.isspace() for letter in address):
        return None
    try:
        parts = urlsplit(address)
        _ = parts.port  # raises ValueError for what is no number
    except ValueError:
        return None
    return parts
