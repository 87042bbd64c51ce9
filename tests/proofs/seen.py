"""Everything anybody was ever shown: every button and window, kept for ever, to be tapped and sent later by anybody."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.proofs.plain_facts import Facts

# So many of the newest things are what people mostly tap.
NEWEST = 12


@dataclass(frozen=True)
class Shown:
    """A window as it was shown: to whom, at which step of the history, and what was stored then."""

    reader: str
    step: int
    facts: Facts
    view: dict[str, Any]

    @property
    def callback(self) -> str:
        """What sending it does."""
        return str(self.view.get("callback_id", ""))

    @property
    def about(self) -> str:
        """What it hands back."""
        return str(self.view.get("private_metadata", ""))

    @property
    def text(self) -> str:
        """Everything it says."""
        return str(self.view["blocks"])


@dataclass(frozen=True)
class Tappable:
    """A button as it was shown: in a message, on Home, or in a window."""

    reader: str
    step: int
    facts: Facts
    action: str
    value: str
    window: Shown | None = None
    at_home: bool = False


@dataclass
class Seen:
    """All buttons and windows, in the order in which they were shown."""

    buttons: list[Tappable] = field(default_factory=list)
    windows: list[Shown] = field(default_factory=list)

    def take_blocks(
        self, reader: str, step: int, facts: Facts, blocks: list[dict[str, Any]], window: Shown | None = None
    ) -> None:
        """The buttons of a message, a window or Home."""
        at_home = window is not None and window.view.get("type") == "home"
        for block in blocks:
            for element in [*block.get("elements", []), block.get("accessory") or {}]:
                if element.get("type") == "button":
                    name, value = element["action_id"], element.get("value", "")
                    place = None if at_home else window
                    self.buttons.append(Tappable(reader, step, facts, name, value, place, at_home))

    def take_view(self, reader: str, step: int, facts: Facts, view: dict[str, Any]) -> Shown:
        """A window, or Home."""
        shown = Shown(reader, step, facts, view)
        self.take_blocks(reader, step, facts, view["blocks"], shown)
        if view.get("submit"):
            self.windows.append(shown)
        return shown

    def newest(self, reader: str, action: str) -> Tappable | None:
        """The newest button of a kind that somebody has."""
        return next((one for one in reversed(self.buttons) if (one.reader, one.action) == (reader, action)), None)


def one_of(random: Random, found: list[Any]) -> Any:
    """Mostly one of the newest, now and then any."""
    return random.choice(found[-NEWEST:] if random.random() < 0.7 else found)


def inputs(view: dict[str, Any]) -> list[tuple[dict[str, Any], bool]]:
    """The elements of a window that are filled in, and whether each may stay empty."""
    return [(block["element"], block.get("optional", False)) for block in view["blocks"] if block["type"] == "input"]


def options(element: dict[str, Any]) -> list[str]:
    """What can be chosen."""
    return [option["value"] for option in element.get("options", [])]


def left_as_it_is(element: dict[str, Any]) -> dict[str, Any]:
    """An input that nobody touches."""
    initial = {
        "value": element.get("initial_value"),
        "selected_date": element.get("initial_date"),
        "selected_time": element.get("initial_time"),
        "selected_option": element.get("initial_option"),
        "selected_options": element.get("initial_options"),
    }
    return {name: value for name, value in initial.items() if value}


def chosen(random: Random, element: dict[str, Any]) -> dict[str, Any]:
    """An input that is no text, with anything chosen in it."""
    kind = element["type"]
    if kind == "datepicker":
        return {"selected_date": random.choice(["2026-02-20", "2026-03-14", "2026-06-01", "2027-01-01"])}
    if kind == "timepicker":
        return {"selected_time": random.choice(["07:00", "19:30"])}
    if kind == "multi_static_select":
        few = random.sample(options(element), random.randint(1, 2))
        return {"selected_options": [{"value": value} for value in few]}
    return {"selected_option": {"value": random.choice(options(element))}}
