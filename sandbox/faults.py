"""Faults that tests and people ask for: a method that fails, an answer that is lost, an event that comes twice."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from sandbox.wire import JSON

# Name on the control API: name of the field here, and the kind of value it takes.
_FIELDS: dict[str, tuple[str, tuple[type, ...]]] = {
    "method": ("method", (str,)),
    "event": ("event", (str,)),
    "user": ("user", (str,)),
    "channel": ("channel", (str,)),
    "error": ("error", (str,)),
    "http": ("http", (int,)),
    "retryAfter": ("retry_after", (int, float)),
    "lostAfterWork": ("lost_after_work", (bool,)),
    "delaySeconds": ("delay_seconds", (int, float)),
    "dropSocket": ("drop_socket", (bool,)),
    "duplicate": ("duplicate", (bool,)),
    "reorder": ("reorder", (bool,)),
    "lose": ("lose", (bool,)),
    "after": ("after", (int,)),
    "times": ("times", (int,)),
    "chance": ("chance", (int, float)),
    "seed": ("seed", (int,)),
    "details": ("details", (dict,)),
}
# The least and the most of each number; what sleeps in an answer must end, and what is counted has an end.
_MOST = 1_000_000_000
_BOUNDS: dict[str, tuple[int, int]] = {
    "http": (200, 599),
    "retryAfter": (0, _MOST),
    "delaySeconds": (0, 600),
    "after": (0, _MOST),
    "times": (0, _MOST),
    "chance": (0, 1),
}
_OF_EVENTS = ("drop_socket", "duplicate", "reorder", "lose")


@dataclass
class Fault:
    """Strikes Web API calls (`method`, `*` for any) or deliveries to the app (`event`, `*` for any).

    The first `after` are spared; `times` counts down to nothing left, None is for ever; `chance` (0 to 1) is drawn
    from a generator of `seed`.
    `lost_after_work`: the work is done, then the connection is cut without an answer; together with `error` or
    `http` that is the answer instead.
    """

    number: int
    method: str | None = None
    event: str | None = None
    user: str | None = None
    channel: str | None = None
    error: str | None = None
    http: int | None = None
    retry_after: float | None = None
    lost_after_work: bool = False
    delay_seconds: float = 0.0
    drop_socket: bool = False
    duplicate: bool = False
    reorder: bool = False
    lose: bool = False
    after: int = 0
    times: int | None = None
    chance: float = 1.0
    seed: int = 0
    details: JSON = field(default_factory=dict)
    struck: int = 0
    _random: random.Random = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    @property
    def is_of_events(self) -> bool:
        return self.event is not None or (self.method is None and any(getattr(self, name) for name in _OF_EVENTS))

    def strikes(self, name: str, users: set[str], channel: str | None) -> bool:
        """True, and one of its times used up, when this fault falls on a call or event of `name`."""
        wanted = (self.event if self.is_of_events else self.method) or "*"
        if self.times == 0 or not (wanted in ("*", name) or name.startswith(f"{wanted}:")):
            return False
        if self.user not in (None, *users) or self.channel not in (None, channel):
            return False
        if self.after > 0:
            self.after -= 1
            return False
        if self._random.random() >= self.chance:
            return False
        self.struck += 1
        if self.times is not None:
            self.times -= 1
        return True

    def to_json(self) -> JSON:
        names = {outer: getattr(self, inner) for outer, (inner, _) in _FIELDS.items()}
        return {"id": self.number, **{name: value for name, value in names.items() if value}, "struck": self.struck}


class Faults:
    """The faults in force, oldest first; the first that strikes decides."""

    def __init__(self) -> None:
        self._last_number = 0
        self.all: list[Fault] = []

    def add(self, wanted: JSON) -> Fault:
        """Raises ValueError for an unknown name or a value of another kind or out of bounds."""
        named = {_FIELDS[name][0]: value for name, value in _checked(wanted).items()}
        self._last_number += 1
        fault = Fault(self._last_number, **named)
        self.all.append(fault)
        return fault

    def for_call(self, method: str, users: set[str], channel: str | None) -> Fault | None:
        return self._striking(False, method, users, channel)

    def for_event(self, name: str, users: set[str], channel: str | None) -> Fault | None:
        return self._striking(True, name, users, channel)

    def clear(self) -> None:
        self.all.clear()

    def _striking(self, of_events: bool, name: str, users: set[str], channel: str | None) -> Fault | None:
        for fault in self.all:
            if fault.is_of_events == of_events and fault.strikes(name, users, channel):
                return fault
        return None


def _checked(wanted: JSON) -> dict[str, Any]:
    for name, value in wanted.items():
        if name not in _FIELDS:
            raise ValueError(f"A fault has no {name!r}; it may have {', '.join(_FIELDS)}.")
        kinds = _FIELDS[name][1]
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            raise ValueError(f"{name} of a fault takes a {kinds[0].__name__}, not {value!r}.")
        if name in _BOUNDS:
            _check_bounds(name, value)
    if "error" in wanted and not wanted["error"].strip():
        raise ValueError("error of a fault takes Slack's name of an error.")
    return wanted


def _check_bounds(name: str, value: Any) -> None:
    least, most = _BOUNDS[name]
    if not least <= value <= most:  # no number at all (NaN) is not between them either
        raise ValueError(f"{name} of a fault takes a number from {least} to {most}, not {value!r}.")
