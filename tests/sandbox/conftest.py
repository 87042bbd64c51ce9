"""A sandbox of its own for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.installation import ALL_EVENTS, ALL_SCOPES, APP_TOKEN, BOT_TOKEN, App
from sandbox.server import Sandbox
from sandbox.workspace import Workspace
from tests.patience import unhurry
from tests.sandbox.driver import Control


@pytest.fixture
async def sandbox(serving: None) -> AsyncIterator[Sandbox]:
    """The sample workspace with the scopes and events that the product asks for."""
    async with Sandbox(Workspace.sample()) as running:
        unhurry(running)
        yield running


@pytest.fixture
def impatient(sandbox: Sandbox) -> None:
    """For tests in which nobody acknowledges: there is no need to wait for three seconds."""
    sandbox.be_patient_for(0.3)


@pytest.fixture
async def open_sandbox(serving: None) -> AsyncIterator[Sandbox]:
    """The sample workspace with an app that may do everything."""
    app = App(scopes=set(ALL_SCOPES), events=set(ALL_EVENTS))
    async with Sandbox(Workspace.sample(app)) as running:
        unhurry(running)
        yield running


@pytest.fixture
async def control(sandbox: Sandbox) -> AsyncIterator[Control]:
    async with aiohttp.ClientSession() as session:
        yield Control(sandbox, session)


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(BOT_TOKEN, base_url=f"{sandbox.url}/api/", session=session)


@pytest.fixture
async def open_client(open_sandbox: Sandbox) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(BOT_TOKEN, base_url=f"{open_sandbox.url}/api/", session=session)


@pytest.fixture
async def app_level_client(sandbox: Sandbox) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(APP_TOKEN, base_url=f"{sandbox.url}/api/", session=session)
