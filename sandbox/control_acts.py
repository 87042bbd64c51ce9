"""Control API: what people do."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from sandbox import interactions, staff
from sandbox.acting import TROUBLE
from sandbox.control import Body, Handler
from sandbox.envelopes import Outcome
from sandbox.messages import Draft
from sandbox.services import Services
from sandbox.wire import JSON

DONE: JSON = {"ok": True}


def _told(outcome: Outcome) -> JSON:
    told: JSON = {"ok": True, "acknowledged": outcome.acknowledged, "response": outcome.answer}
    return told if outcome.acknowledged else {**told, "problem": outcome.problem, "shown": TROUBLE}


async def say(services: Services, body: Body) -> JSON:
    thread = body.optional("threadTs") or body.optional("thread_ts")
    user, channel, typed = body.text("user"), body.optional("channel"), body.text("text")
    message = services.acting.say(user, channel, typed, thread, is_broadcast=body.flag("broadcast"))
    return {"ok": True, "message": message}


async def upload(services: Services, body: Body) -> JSON:
    name, content = _file(body)
    message = services.acting.upload(body.text("user"), body.optional("channel"), name, content, draft_of(body))
    return {"ok": True, "message": message}


def draft_of(body: Body) -> Draft:
    """The words beside what is sent, and the thread it goes into."""
    thread = body.optional("threadTs") or body.optional("thread_ts")
    return Draft(body.optional("text") or "", thread_ts=thread, reply_broadcast=body.flag("broadcast"))


async def hand_in(services: Services, body: Body) -> JSON:
    name, content = _file(body)
    return {"ok": True, "file": services.acting.hand_in(body.text("user"), name, content)}


def _file(body: Body) -> tuple[str, bytes]:
    try:
        content = base64.b64decode(body.text("content"), validate=True)
    except binascii.Error as problem:
        raise ValueError("content is the file's bytes in base64.") from problem
    name = body.text("name").strip().replace("/", "_")
    if not name or not content:
        raise ValueError("A file has a name and at least one byte.")
    return name, content


async def edit(services: Services, body: Body) -> JSON:
    message = services.acting.edit(body.text("user"), body.optional("channel"), body.text("ts"), body.text("text"))
    return {"ok": True, "message": message}


async def delete(services: Services, body: Body) -> JSON:
    services.acting.delete(body.text("user"), body.optional("channel"), body.text("ts"))
    return DONE


async def react(services: Services, body: Body) -> JSON:
    user, channel, ts, name = (body.text(one) for one in ("user", "channel", "ts", "name"))
    services.acting.react(user, channel, ts, name, body.flag("present", True))
    return DONE


async def command(services: Services, body: Body) -> JSON:
    typed = body.optional("text") or ""
    return _told(
        await services.acting.command(body.text("user"), body.optional("channel"), body.text("command"), typed)
    )


async def tap(services: Services, body: Body) -> JSON:
    user, ts = body.text("user"), body.text("messageTs")
    return _told(await services.acting.tap(user, body.optional("channel"), ts, body.object("action")))


async def shortcut(services: Services, body: Body) -> JSON:
    user, callback, ts = body.text("user"), body.text("callbackId"), body.optional("messageTs")
    return _told(await services.acting.shortcut(user, callback, body.optional("channel"), ts))


async def open_home(services: Services, body: Body) -> JSON:
    services.acting.open_home(body.text("user"), body.optional("tab") or "home")
    return DONE


async def leave_app(services: Services, body: Body) -> JSON:
    services.acting.leave_app(body.text("user"))
    return DONE


async def tap_in_view(services: Services, body: Body) -> JSON:
    return await services.modals.tap(body.text("user"), body.optional("viewId"), body.object("action"))


async def submit(services: Services, body: Body) -> JSON:
    values = body.object("values") if body.fields.get("values") is not None else {}
    if not all(isinstance(actions, dict) for actions in values.values()):
        raise ValueError("values is an object of block_id, each an object of action_id: value.")
    return await services.modals.submit(body.text("user"), body.optional("viewId"), values)


async def close(services: Services, body: Body) -> JSON:
    return await services.modals.close(body.text("user"), body.optional("viewId"), body.flag("all"))


async def suggest(services: Services, body: Body) -> JSON:
    user, ts = body.text("user"), body.optional("messageTs")
    where: Any
    if ts is None:
        where = services.modals.view(user, body.optional("viewId"))
    else:
        conversation = services.acting.where(services.acting.person(user), body.optional("channel"))
        where = interactions.place(services.workspace, conversation, ts, user)
    return _told(await services.acting.suggest(user, where, body.object("action"), body.optional("value") or ""))


async def create_channel(services: Services, body: Body) -> JSON:
    user = body.text("user")
    channel = services.channels.create(user, body.text("name"), is_private=body.flag("private"))
    return {"ok": True, "channel": services.workspace.shown_conversation(channel, user)}


async def add(services: Services, body: Body) -> JSON:
    services.channels.add(body.text("channel"), body.text("user"), body.text("by"))
    return DONE


async def remove(services: Services, body: Body) -> JSON:
    services.channels.remove(body.text("channel"), body.text("user"), body.text("by"))
    return DONE


async def leave(services: Services, body: Body) -> JSON:
    services.channels.leave(body.text("channel"), body.text("user"))
    return DONE


async def archive(services: Services, body: Body) -> JSON:
    services.channels.archive(body.text("channel"), body.text("user"))
    return DONE


async def unarchive(services: Services, body: Body) -> JSON:
    services.channels.unarchive(body.text("channel"), body.text("user"))
    return DONE


async def rename(services: Services, body: Body) -> JSON:
    services.channels.rename(body.text("channel"), body.text("user"), body.text("name"))
    return DONE


async def delete_channel(services: Services, body: Body) -> JSON:
    services.channels.delete(body.text("channel"), body.text("user"))
    return DONE


async def set_topic(services: Services, body: Body) -> JSON:
    services.channels.set_note(body.text("channel"), body.text("user"), "topic", body.text("value"))
    return DONE


async def set_purpose(services: Services, body: Body) -> JSON:
    services.channels.set_note(body.text("channel"), body.text("user"), "purpose", body.text("value"))
    return DONE


async def share(services: Services, body: Body) -> JSON:
    services.channels.share(body.text("channel"), body.text("user"), body.optional("team") or "T0OTHER")
    return DONE


async def convert(services: Services, body: Body) -> JSON:
    return {"ok": True, "channel": services.channels.convert(body.text("channel"), body.text("user"))}


async def change_person(services: Services, body: Body) -> JSON:
    person = services.workspace.person(body.text("user"))
    staff.change_person(services.workspace, person, body.without("user"))
    return {"ok": True, "user": services.workspace.shown_user(person)}


async def hire(services: Services, body: Body) -> JSON:
    return {"ok": True, "user": services.workspace.shown_user(staff.hire(services.workspace, body.fields))}


async def second_account(services: Services, body: Body) -> JSON:
    person = services.workspace.person(body.text("user"))
    made = staff.second_account(services.workspace, person, body.without("user"))
    return {"ok": True, "user": services.workspace.shown_user(made)}


ACTS: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/message", say),
    ("POST", "/file", upload),
    ("POST", "/edit-message", edit),
    ("POST", "/delete-message", delete),
    ("POST", "/reaction", react),
    ("POST", "/command", command),
    ("POST", "/interact", tap),
    ("POST", "/shortcut", shortcut),
    ("POST", "/open-home", open_home),
    ("POST", "/leave-app", leave_app),
    ("POST", "/view/file", hand_in),
    ("POST", "/view/interact", tap_in_view),
    ("POST", "/view/submit", submit),
    ("POST", "/view/close", close),
    ("POST", "/suggest", suggest),
    ("POST", "/channel/create", create_channel),
    ("POST", "/channel/add", add),
    ("POST", "/channel/remove", remove),
    ("POST", "/channel/leave", leave),
    ("POST", "/channel/archive", archive),
    ("POST", "/channel/unarchive", unarchive),
    ("POST", "/channel/rename", rename),
    ("POST", "/channel/delete", delete_channel),
    ("POST", "/channel/topic", set_topic),
    ("POST", "/channel/purpose", set_purpose),
    ("POST", "/channel/share", share),
    ("POST", "/channel/convert", convert),
    ("POST", "/user", change_person),
    ("POST", "/user/add", hire),
    ("POST", "/user/second", second_account),
)
