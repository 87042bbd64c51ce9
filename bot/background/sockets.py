"""Sockets to Slack: what is given up on one is given up for good."""

import socket
import struct

from aiohttp import AddrInfoType


def given_up_for_good(address: AddrInfoType) -> socket.socket:
    """A socket that sends nothing more once it is closed.

    Else the system would go on trying, and a post that was given up on a silent line, and made by another bot
    meanwhile, would arrive when the line is back.
    """
    family, kind, protocol = address[:3]
    made = socket.socket(family, kind, protocol)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return made
