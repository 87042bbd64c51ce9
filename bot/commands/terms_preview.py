"""What a table of riders would change, as a person reads it in a terminal: which parts, never their words."""

from rich.console import Console
from rich.markup import escape

from bot.commands.schedule_preview import counted
from bot.terms.difference import RiderChange, SceneChange, TermsDifference, TranslationChange


def show_terms(console: Console, found: TermsDifference) -> None:
    """Print the whole difference, one line each."""
    lines = [*map(scene_line, found.scenes), *map(rider_line, found.riders), *map(translation_line, found.translations)]
    for line in lines:
        console.print(escape(line))
    if found.is_empty:
        console.print("Nothing changes.")
        return
    console.print(
        f"{counted(len(found.riders), 'rider')}, {counted(len(found.scenes), 'scene')}, "
        f"{counted(len(found.translations), 'translation')} to change. "
        "Whoever was asked about something that is new to them is asked again."
    )


def scene_line(change: SceneChange) -> str:
    """What a scene is made of: its version and what differs."""
    return f"scene       {change.label}: made of version {change.version} ({spelled(change.fields)})"


def rider_line(change: RiderChange) -> str:
    """A new rider, a new version, or one that comes into force or no longer is."""
    whose = f"{change.label}, {change.name}"
    force = "in force" if change.terms.in_force else "not in force"
    if not change.fields:
        return f"rider       {whose}: version {change.version} is now {force}"
    return f"rider       {whose}: version {change.version}, {force} ({spelled(change.fields)})"


def translation_line(change: TranslationChange) -> str:
    """A translation, and whether it stands in place of another one."""
    other = ", in place of another one" if change.is_other else ""
    return f"translation {change.label}, {change.name}: {change.language}{other}"


def spelled(fields: tuple[str, ...]) -> str:
    """The names of fields as people write them."""
    return ", ".join("will not be seen" if name == "not_seen" else name.replace("_", " ") for name in fields)
