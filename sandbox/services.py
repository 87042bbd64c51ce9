"""What the sandbox does for people and for the app, below the server that lets them in."""

from __future__ import annotations

import aiohttp

from sandbox.acting import Acting
from sandbox.channel_acts import ChannelActs
from sandbox.deliveries import Deliveries
from sandbox.http_events import HttpEvents
from sandbox.message_acts import MessageActs
from sandbox.modals import Modals
from sandbox.socket_mode import SocketMode
from sandbox.workspace import Workspace


class Services:
    """One workspace with everything that acts in it; `url` is where the server stands, empty until it does.

    What delivers to the app, and whoever acts through that, is there once `open_deliveries` was called.
    """

    http_events: HttpEvents
    deliveries: Deliveries
    acting: Acting
    messages: MessageActs
    modals: Modals

    def __init__(self, workspace: Workspace, acknowledge_seconds: float) -> None:
        self.workspace = workspace
        self.url = ""
        self.socket_mode = SocketMode(workspace, acknowledge_seconds)
        self.channels = ChannelActs(workspace)

    def open_deliveries(self, session: aiohttp.ClientSession) -> None:
        """Make what reaches the app, over a socket or through `session`."""
        self.http_events = HttpEvents(self.workspace, session, self.socket_mode.acknowledge_seconds)
        self.deliveries = Deliveries(self.workspace, self.socket_mode, self.http_events)
        self.acting = Acting(self.workspace, self.deliveries, lambda: self.url)
        self.messages = MessageActs(self.acting)
        self.modals = Modals(self.acting)

    def be_patient_for(self, seconds: float) -> None:
        """Change how long an app may take to acknowledge, from now on."""
        self.socket_mode.acknowledge_seconds = self.http_events.answer_seconds = seconds
