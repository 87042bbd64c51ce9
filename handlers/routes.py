"""Which handler takes what: one table for buttons, modals and events, one for commands."""

from collections.abc import Awaitable, Callable

from bot.record import note_read
from bot.transaction import Transaction
from handlers import (
    accounts,
    acknowledging,
    answering,
    channels,
    door,
    holds,
    home,
    installation,
    languages,
    matters,
    names,
    personal_data,
    rosters,
    scenes,
    terms,
    time_zones,
)
from handlers.commands import Command, run_command
from handlers.paging import on_a_page, turned
from handlers.replies import NOTHING, Reply
from handlers.requests import Kind, Request
from handlers.sub_commands import CHECKIN, CLOSEDSET, SCENE, SHOOTDAY
from handlers.written import is_written
from messages.paging import HOME

Handler = Callable[[Transaction, Request], Awaitable[Reply]]

BUTTONS: dict[str, Handler] = {
    "answer_as_agreed": answering.tap_answer,
    "answer_not_as_agreed": answering.tap_answer,
    "answer_call_me": answering.tap_answer,
    "terms": answering.show_terms,
    "own_answers": answering.show_own_answers,
    # Under messages of earlier versions.
    "seen": answering.show_own_answers,
    "nothing_changes": answering.tap_nothing_changes,
    "about_scene": answering.tap_about,
    "about_something_else": answering.tap_about,
    "release_note": personal_data.tap_release_note,
    "alert": acknowledging.tap_alert,
    "record": matters.open_record,
    "reopen": matters.open_reopen,
    "limits": matters.open_limits,
    "end_limits": matters.end_limits,
    "plan_stands": matters.plan_stands,
    "spoken_in_person": matters.plan_stands,
    "action_unchanged": acknowledging.tap_unchanged,
    "account_same": accounts.tap_same,
    "account_in_slack": accounts.tap_in_slack,
    "account_other": accounts.tap_other,
    "gathered": acknowledging.show_gathered,
    "approve_roster": rosters.tap_approve,
    "door": door.show_door,
    "door_again": door.show_door,
    "door_file": door.send_door,
    "copy_roster": rosters.tap_copy,
    "see_roster": rosters.see_roster,
    "release_hold": rosters.tap_release,
    "clear_person": rosters.tap_clear,
    "remove_spared": rosters.tap_remove_spared,
    "keep_spared": rosters.tap_keep_spared,
    "close_without_scene": rosters.tap_close,
    "invite_again": rosters.tap_invite_again,
    "home_duty_on": home.switch,
    "home_duty_off": home.switch,
    "home_on_set": home.switch,
    "home_off_set": home.switch,
    "settings": home.open_settings,
    "zone_moves": time_zones.show_moves,
    "change_zone": time_zones.tap_change,
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
    "own_name": names.open_name,
}

SUBMISSIONS: dict[str, Handler] = {
    "change_words": answering.add_change_words,
    "acknowledge": acknowledging.tap_acknowledge,
    "record_answer": matters.record_answer,
    "reopen_scene": matters.reopen,
    "limit_scene": matters.limit,
    "rider": terms.save_rider,
    "scene_about": terms.save_about,
    "settings": home.change_settings,
    "hold_words": holds.tap_hold,
    "language": languages.save_language,
    "own_name": names.save_name,
    "presence": scenes.mark_present,
}

EVENTS: dict[str, Handler] = {
    "app_home_opened": home.opened,
    "message": answering.typed,
    "reaction_added": answering.reacted,
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
    "app_uninstalled": installation.taken_out,
    "tokens_revoked": installation.taken_out,
}

# Buttons of which a window may have several: what comes after these words is only there to tell them apart.
SEVERAL: dict[str, Handler] = {
    "typed_about_": answering.choose_production,
    "not_concerned_": matters.not_concerned,
}

COMMANDS: dict[str, Command] = {command.name: command for command in (CHECKIN, SHOOTDAY, SCENE, CLOSEDSET)}


async def route(transaction: Transaction, request: Request) -> Reply:
    """Hand a request to whoever takes it, and give back as much of a window as Slack takes at once.

    What is read by it goes on record.
    """
    turn = turned(request)
    if turn is not None and turn.request.name == HOME:
        return Reply(home=True, home_page=turn.page)
    asked = turn.request if turn is not None else request
    reply = await on_a_page(transaction, asked, await handled(transaction, asked), turn)
    if reply.read is not None:
        await note_read(transaction, reply.read)
    return reply


async def handled(transaction: Transaction, request: Request) -> Reply:
    """What whoever takes a request gives back. What nobody takes is acknowledged and changes nothing."""
    if request.kind is Kind.COMMAND:
        return await run_command(COMMANDS, transaction, request)
    if request.kind is Kind.BUTTON:
        for beginning, taken_by in SEVERAL.items():
            if request.name.startswith(beginning):
                return await taken_by(transaction, request)
    table = {Kind.BUTTON: BUTTONS, Kind.SUBMISSION: SUBMISSIONS, Kind.EVENT: EVENTS}.get(request.kind, {})
    # Messages come in many kinds; written by a person, they are all one.
    name = "message" if request.kind is Kind.EVENT and is_written(request) else request.name
    handler = table.get(name)
    return await handler(transaction, request) if handler is not None else NOTHING
