"""Which handler takes what: one table for buttons, modals and events, one for commands."""

from collections.abc import Awaitable, Callable

from bot.transaction import Transaction
from handlers import (
    acknowledging,
    answering,
    channels,
    door,
    holds,
    home,
    languages,
    personal_data,
    rosters,
    terms,
)
from handlers.commands import Command, run_command
from handlers.replies import NOTHING, Reply
from handlers.requests import Kind, Request
from handlers.sub_commands import CHECKIN, CLOSEDSET, SCENE, SHOOTDAY
from handlers.written import is_written

Handler = Callable[[Transaction, Request], Awaitable[Reply]]

BUTTONS: dict[str, Handler] = {
    "answer_as_agreed": answering.tap_answer,
    "answer_not_as_agreed": answering.tap_answer,
    "answer_call_me": answering.tap_answer,
    "terms": answering.show_terms,
    "own_answers": answering.show_own_answers,
    "seen": answering.show_seen,
    "nothing_changes": answering.tap_nothing_changes,
    "alert": acknowledging.tap_alert,
    "gathered": acknowledging.show_gathered,
    "record": acknowledging.open_record,
    "reopen": acknowledging.open_reopen,
    "limits": acknowledging.open_limits,
    "approve_roster": rosters.tap_approve,
    "door": door.show_door,
    "door_again": door.show_door,
    "door_file": door.send_door,
    "copy_roster": rosters.tap_copy,
    "see_roster": rosters.see_roster,
    "release_hold": rosters.tap_release,
    "clear_person": rosters.tap_clear,
    "invite_again": rosters.tap_invite_again,
    "home_duty_on": home.switch,
    "home_duty_off": home.switch,
    "home_on_set": home.switch,
    "home_off_set": home.switch,
    "settings": home.open_settings,
    "kept": personal_data.show_kept,
    "kept_page_before": personal_data.show_kept,
    "kept_page_after": personal_data.show_kept,
    "kept_file": personal_data.send_kept,
    "own_notes": personal_data.show_notes,
    "delete_note": personal_data.tap_delete_note,
    "readers": personal_data.show_readers,
    "hold": holds.open_hold,
    "lift_hold": holds.tap_lift,
    "language": languages.open_languages,
}

SUBMISSIONS: dict[str, Handler] = {
    "change_words": answering.add_change_words,
    "acknowledge": acknowledging.tap_acknowledge,
    "record_answer": acknowledging.record_answer,
    "reopen_scene": acknowledging.reopen,
    "limit_scene": acknowledging.limit,
    "rider": terms.save_rider,
    "scene_about": terms.save_about,
    "settings": home.change_settings,
    "hold_words": holds.tap_hold,
    "language": languages.save_language,
}

EVENTS: dict[str, Handler] = {
    "app_home_opened": home.opened,
    "message": answering.typed,
    "member_joined_channel": channels.joined,
    "member_left_channel": channels.left,
    "group_left": channels.look,
    "group_archive": channels.look,
    "group_unarchive": channels.look,
    "group_deleted": channels.look,
    "group_rename": channels.look,
    "channel_shared": channels.look,
    "channel_unshared": channels.look,
    "channel_id_changed": channels.renumbered,
    "user_change": channels.account_changed,
}

COMMANDS: dict[str, Command] = {command.name: command for command in (CHECKIN, SHOOTDAY, SCENE, CLOSEDSET)}


async def route(transaction: Transaction, request: Request) -> Reply:
    """Hand a request to whoever takes it. What nobody takes is acknowledged and changes nothing."""
    if request.kind is Kind.COMMAND:
        return await run_command(COMMANDS, transaction, request)
    if request.kind is Kind.BUTTON and request.name.startswith("typed_about_"):
        return await answering.choose_production(transaction, request)
    table = {Kind.BUTTON: BUTTONS, Kind.SUBMISSION: SUBMISSIONS, Kind.EVENT: EVENTS}.get(request.kind, {})
    # Messages come in many kinds; written by a person, they are all one.
    handler = table.get("message" if is_written(request) else request.name)
    return await handler(transaction, request) if handler is not None else NOTHING
