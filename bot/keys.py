"""Making keys for what is encrypted."""

import base64
import os
from datetime import datetime

from bot.settings import KEY_BYTES


def new_key(now: datetime) -> str:
    """A key as CLOSEDSET_KEYS takes it, named for the day it was made."""
    return f"k{now:%Y%m%d}:{base64.b64encode(os.urandom(KEY_BYTES)).decode()}"
