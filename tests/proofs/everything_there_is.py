"""Every entry of every registry through which something can happen, by the names the histories count them under."""

from bot.due import ACTIONS, ROUNDS
from handlers.routes import BUTTONS, COMMANDS, EVENTS, SEVERAL, SUBMISSIONS
from tests.proofs.command_line_acts import ACTS

# These show something, and change no row.
ONLY_SHOW = {
    "button door",
    "button door_again",
    "button door_file",
    "button hold",
    "button kept",
    "button kept_page_after",
    "button kept_page_before",
    "button language",
    "button limits",
    "button own_answers",
    "button own_notes",
    "button readers",
    "button record",
    "button reopen",
    "button see_roster",
    "button seen",
    "button settings",
    "button terms",
    "button zone_moves",
    "command /checkin day",
    "command /checkin delete",
    "command /checkin hold",
    "command /checkin limits",
    "command /checkin mine",
    "command /checkin reopen",
    "command /checkin status",
    "command /closedset door",
    "command /closedset list",
    "command /closedset plan",
    "command /closedset roster",
    "command /scene about",
    "command /scene list",
    "command /scene terms",
    "command /shootday list",
    "event app_home_opened",
    "command line door",
    "command line production list",
    "command line profile show",
    "command line purge",
    "command line verify",
}


def every_entry() -> set[str]:
    """Everything that can happen, whatever brings it about."""
    return {
        *(f"button {name}" for name in (*BUTTONS, *SEVERAL)),
        *(f"submission {name}" for name in SUBMISSIONS),
        *(f"event {name}" for name in EVENTS),
        *(f"command {name} {verb.name}" for name, command in COMMANDS.items() for verb in command.verbs),
        *(f"due {kind}" for kind in (*ROUNDS, *ACTIONS)),
        *(f"command line {name}" for name in ACTS),
    }
