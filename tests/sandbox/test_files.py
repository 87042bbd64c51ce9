"""Files: uploaded in three steps, shared, downloaded, deleted."""

from __future__ import annotations

import base64
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.installation import BOT_TOKEN
from sandbox.server import Sandbox
from sandbox.wire import JSON
from tests.sandbox.blocks import modal, plain
from tests.sandbox.driver import Control, Heard, OverSocket, bolt_app, refused, until

OLA, DM = "U0OLA", "D0OLA"
PAGE = b"%PDF-1.7 a page"


async def direct_message(client: AsyncWebClient) -> str:
    return str((await client.conversations_open(users=OLA))["channel"]["id"])


async def upload(client: AsyncWebClient, **more: Any) -> JSON:
    """As the SDK does it, into Ola's DM unless told otherwise."""
    where = more.pop("channel", None) or await direct_message(client)
    answer = await client.files_upload_v2(filename="page.pdf", content=PAGE, channel=where, **more)
    return dict(answer["file"])


async def promised(client: AsyncWebClient, length: int = len(PAGE)) -> JSON:
    answer = await client.files_getUploadURLExternal(filename="page.pdf", length=length)
    assert isinstance(answer.data, dict)
    return answer.data


async def sent(url: str, **options: Any) -> int:
    async with aiohttp.ClientSession() as session, session.post(url, **options) as response:
        return response.status


async def fetched(url: str, token: str | None = None) -> bytes:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as response:
        return await response.read()


async def test_the_sdk_uploads_a_file_into_a_direct_message(open_client: AsyncWebClient) -> None:
    """The message carries the file, has no subtype in history, and no blocks where nothing was said."""
    file = await upload(open_client, title="What was agreed")
    [message] = (await open_client.conversations_history(channel=DM))["messages"]
    assert message["files"][0]["id"] == file["id"]
    assert (message["files"][0]["title"], message["files"][0]["pretty_type"]) == ("What was agreed", "PDF")
    assert (message["text"], message["upload"]) == ("", True)
    assert not {"subtype", "blocks"} & set(message)


async def test_words_come_with_a_file(open_client: AsyncWebClient) -> None:
    """``initial_comment`` is the message's text, also in a thread."""
    root = (await open_client.chat_postMessage(channel=OLA, text="root"))["ts"]
    await upload(open_client, initial_comment="Here it is.", thread_ts=root)
    reply = (await open_client.conversations_replies(channel=DM, ts=root))["messages"][1]
    assert (reply["text"], reply["files"][0]["name"]) == ("Here it is.", "page.pdf")


async def test_an_upload_needs_a_scope_a_name_and_a_length(
    sandbox: Sandbox, client: AsyncWebClient, open_sandbox: Sandbox, open_client: AsyncWebClient
) -> None:
    """Errors as Slack names them."""
    sandbox.workspace.app.scopes.discard("files:write")
    assert await refused(client.files_getUploadURLExternal(filename="a", length=1)) == "missing_scope"
    assert await refused(client.files_info(file="F1")) == "missing_scope"
    assert await refused(open_client.files_getUploadURLExternal(filename="a", length=0)) == "missing_argument"
    long = open_client.files_getUploadURLExternal(filename="a", length=1, alt_txt="x" * 1001)
    assert await refused(long) == "alt_txt_too_large"
    snippet = open_client.files_getUploadURLExternal(filename="a", length=1_000_001, snippet_type="text")
    assert await refused(snippet) == "snippet_too_large"
    open_sandbox.workspace.preferences.file_uploads = False
    assert await refused(open_client.files_getUploadURLExternal(filename="a", length=1)) == "file_uploads_disabled"


async def test_an_upload_url_takes_the_promised_bytes_once(open_client: AsyncWebClient) -> None:
    """Raw or in a multipart form; Slack does not say how a wrong length is answered."""
    raw, form = await promised(open_client), await promised(open_client)
    assert await sent(raw["upload_url"], data=PAGE[1:]) == 400
    assert await sent(raw["upload_url"], data=PAGE) == 200
    assert await sent(raw["upload_url"], data=PAGE) == 404
    fields = aiohttp.FormData()
    fields.add_field("filename", PAGE, filename="page.pdf")
    assert await sent(form["upload_url"], data=fields) == 200
    done = await open_client.files_completeUploadExternal(files=[{"id": form["file_id"]}])
    assert await fetched(done["files"][0]["url_private"], BOT_TOKEN) == PAGE


async def test_only_uploaded_files_are_completed_and_once(open_client: AsyncWebClient) -> None:
    """``file_not_found`` for any other."""
    waiting = await promised(open_client)
    for file_id in ("F1", waiting["file_id"]):
        assert await refused(open_client.files_completeUploadExternal(files=[{"id": file_id}])) == "file_not_found"
    file = await upload(open_client)
    assert await refused(open_client.files_completeUploadExternal(files=[{"id": file["id"]}])) == "file_not_found"


async def test_where_a_file_cannot_be_shared(open_sandbox: Sandbox, open_client: AsyncWebClient) -> None:
    """Nothing is shared anywhere then, and the upload may still be completed. ``channel_id`` takes no person."""

    async def error(**where: Any) -> str:
        return await refused(open_client.files_completeUploadExternal(files=[{"id": new["file_id"]}], **where))

    new = await promised(open_client)
    await sent(new["upload_url"], data=PAGE)
    assert await error(channel_id="C0ADTEAM") == "channel_not_found"
    assert await error(channel_id=OLA) == "channel_not_found"
    assert await error(channels=[OLA, "C0GENERAL"]) == "not_in_channel"
    await open_client.conversations_join(channel="C0GENERAL")
    open_sandbox.workspace.conversations["C0GENERAL"].is_archived = True
    assert await error(channel_id="C0GENERAL") == "posting_to_channel_denied"
    done = await open_client.files_completeUploadExternal(files=[{"id": new["file_id"]}], channels=[OLA])
    assert done["files"][0]["id"] == new["file_id"]
    assert len(open_sandbox.workspace.conversations[DM].timeline) == 1


async def test_where_a_file_stands_is_told_by_files_info(open_client: AsyncWebClient) -> None:
    """Not by the answer to the upload, as Slack shares it afterwards."""
    file = await upload(open_client)
    assert "shares" not in file
    info = (await open_client.files_info(file=file["id"]))["file"]
    [message] = (await open_client.conversations_history(channel=DM))["messages"]
    assert info["ims"] == [DM]
    assert info["shares"]["private"][DM][0]["ts"] == message["ts"]


async def test_the_bytes_are_had_with_a_token_that_may_read(open_sandbox: Sandbox, open_client: AsyncWebClient) -> None:
    """Without one, Slack shows a page to sign in."""
    file = await upload(open_client)
    assert await fetched(file["url_private"], BOT_TOKEN) == PAGE
    assert await fetched(file["url_private_download"], BOT_TOKEN) == PAGE
    assert b"<html" in await fetched(file["url_private"])
    open_sandbox.workspace.app.scopes.discard("files:read")
    assert b"<html" in await fetched(file["url_private"], BOT_TOKEN)


async def test_a_person_downloads_what_stands_in_their_conversations(
    open_sandbox: Sandbox, open_client: AsyncWebClient
) -> None:
    """And nobody else does."""
    file = await upload(open_client)
    address = f"{open_sandbox.url}/_control/file/{file['id']}?user="
    assert await fetched(address + OLA) == PAGE
    assert b"file_not_found" in await fetched(address + "U0BEN")


async def test_a_locked_phone_shows_the_name_of_a_file(open_sandbox: Sandbox, open_client: AsyncWebClient) -> None:
    """Whether Slack shows it beside words is not documented; the sandbox does."""
    await upload(open_client)
    await upload(open_client, initial_comment="Here it is.", title="A page")
    shown = [one["text"] for one in open_sandbox.workspace.notifications]
    assert shown == ["uploaded a file: page.pdf", "Here it is.\nuploaded a file: A page"]


async def test_a_deleted_file_is_gone_from_its_messages(open_client: AsyncWebClient) -> None:
    """A message of nothing else goes with it, one with words keeps a tombstone."""
    silent, spoken = await upload(open_client), await upload(open_client, initial_comment="Here.")
    for file in (silent, spoken):
        await open_client.files_delete(file=file["id"])
        assert await refused(open_client.files_delete(file=file["id"])) == "file_deleted"
        assert await refused(open_client.files_info(file=file["id"])) == "file_deleted"
        assert PAGE not in await fetched(file["url_private"], BOT_TOKEN)
    [message] = (await open_client.conversations_history(channel=DM))["messages"]
    assert message["files"] == [{"id": spoken["id"], "mode": "tombstone"}]


async def test_a_persons_file_reaches_the_app(open_sandbox: Sandbox, control: Control) -> None:
    """As a message with the subtype ``file_share``; the app may read it and not delete it."""
    control.sandbox = open_sandbox
    app = bolt_app(open_sandbox)
    heard = Heard(app)
    async with OverSocket(open_sandbox, app):
        content = base64.b64encode(PAGE).decode()
        await control.post("/file", user=OLA, name="schedule.pdf", content=content, text="Tomorrow's")
        event = await until(lambda: next(iter(heard.of("message", "file_share")), None))
    assert (event["user"], event["text"], event["channel_type"]) == (OLA, "Tomorrow's", "im")
    assert await fetched(event["files"][0]["url_private"], BOT_TOKEN) == PAGE
    assert await refused(app.client.files_delete(file=event["files"][0]["id"])) == "cant_delete_file"


async def test_a_file_handed_in_with_a_modal_is_the_apps_to_read(open_sandbox: Sandbox, control: Control) -> None:
    """It stands in no conversation, and in the values of the submission as Slack's file object."""
    control.sandbox = open_sandbox
    app = bolt_app(open_sandbox)
    submitted: list[JSON] = []

    async def on_submit(ack: Any, view: JSON) -> None:
        submitted.append(view["state"]["values"]["paper"]["file"])
        await ack()

    app.view("a")(on_submit)
    element = {"type": "file_input", "action_id": "file", "max_files": 1}
    block = {"type": "input", "block_id": "paper", "label": plain("Schedule"), "element": element}
    async with OverSocket(open_sandbox, app):
        await app.client.views_open(trigger_id=open_sandbox.workspace.tickets.new_trigger(OLA), view=modal(block))
        content = base64.b64encode(PAGE).decode()
        file = (await control.post("/view/file", user=OLA, name="schedule.pdf", content=content))["file"]
        await control.post("/view/submit", user=OLA, values={"paper": {"file": {"files": [file]}}})
    assert submitted == [{"type": "file_input", "files": [file]}]
    assert await fetched(file["url_private"], BOT_TOKEN) == PAGE
    assert (await app.client.files_info(file=file["id"]))["file"]["ims"] == []


@pytest.mark.parametrize("name", ["#1 plan.txt", "?.txt", "call sheet.txt", "a b\r\nc.txt", "100%41.txt"])
async def test_a_file_of_any_name_is_downloaded(control: Control, name: str) -> None:
    """Its addresses hold no character that ends or cuts an address."""
    control.sandbox.workspace.app.grant({"files:read"})
    content = base64.b64encode(PAGE).decode()
    [file] = (await control.post("/file", user=OLA, name=name, content=content))["message"]["files"]
    for address in (file["url_private"], file["url_private_download"]):
        assert not set("#? \r\n") & set(address)
        assert await fetched(address, BOT_TOKEN) == PAGE


@pytest.mark.parametrize("user", ["", "U0NOBODY"])
async def test_nobody_in_particular_downloads_no_file(control: Control, user: str) -> None:
    """Not even one that stands in a public channel."""
    content = base64.b64encode(PAGE).decode()
    said = await control.post("/file", user=OLA, channel="C0GENERAL", name="a.txt", content=content)
    address = f"{control.sandbox.url}/_control/file/{said['message']['files'][0]['id']}"
    async with control.session.get(f"{address}?user={user}") as response:
        assert (response.status, (await response.json())["error"]) == (404, "user_not_found")
    assert await fetched(f"{address}?user={OLA}") == PAGE
