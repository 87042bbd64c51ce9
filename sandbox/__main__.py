"""`python -m sandbox`: the sandbox alone, for any Slack app."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sandbox.installation import ALL_EVENTS, ALL_SCOPES, App, app_from_manifest
from sandbox.server import run_sandbox

_EXAMPLE = "Example: python -m sandbox --port 8123 --manifest manifest.json"


def start(
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1; 0 takes any free one.", min=0, max=65535)] = 8123,
    manifest: Annotated[
        Path | None, typer.Option(help="The app's manifest.json: its scopes, events and commands.")
    ] = None,
    request_url: Annotated[
        str | None, typer.Option(help="Send signed HTTP requests here instead of using Socket Mode.")
    ] = None,
    limits: Annotated[bool, typer.Option(help="Keep Slack's rate limits.")] = False,
) -> None:
    """Run a local Slack workspace for any Slack app, with a page to look at.

    Without a manifest the app has every scope and event that the sandbox knows. For
    tests: pytest_plugins = ["sandbox.fixture"] gives the fixture slack_sandbox, which works for any Slack app.
    """
    try:
        app = app_from_manifest(manifest) if manifest else App(scopes=set(ALL_SCOPES), events=set(ALL_EVENTS))
        app.request_url = request_url
        run_sandbox(port, app, limited=limits)
    except (ValueError, OSError) as problem:
        raise SystemExit(f"The sandbox did not start: {problem}") from problem


def main() -> None:
    application = typer.Typer(add_completion=False)
    application.command(epilog=_EXAMPLE)(start)
    application()


if __name__ == "__main__":
    main()
