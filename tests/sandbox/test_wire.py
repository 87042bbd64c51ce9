"""How a Web API request is read, and in which order it is refused."""

from __future__ import annotations

import json

import aiohttp
import pytest

from sandbox.installation import APP_TOKEN, BOT_TOKEN
from sandbox.methods.registry import METHODS
from sandbox.wire import JSON
from tests.sandbox.driver import Control

BOT = {"Authorization": f"Bearer {BOT_TOKEN}"}


def messages(answer: JSON) -> list[str]:
    found: list[str] = answer["response_metadata"]["messages"]
    return found


async def test_a_refusal_is_http_200_with_ok_false(control: Control) -> None:
    """Slack's own errors never have another status."""
    status, answer = await control.api("users.info", data={"user": "U0NOBODY"})
    assert (status, answer) == (200, {"ok": False, "error": "user_not_found"})


@pytest.mark.parametrize("header", ["bearer xoxb-sandbox", "token xoxb-sandbox", "Bearer\txoxb-sandbox", "Bearer "])
async def test_only_the_exact_bearer_scheme_is_a_credential(control: Control, header: str) -> None:
    """Anything else counts as none."""
    _, answer = await control.api("auth.test", headers={"Authorization": header})
    assert answer["error"] == "not_authed"


async def test_an_unknown_token_is_invalid_wherever_the_good_one_stands(control: Control) -> None:
    """A token in a form beats the header; one in the address is always refused; one in JSON is not read."""
    _, wrong = await control.api("auth.test", headers={"Authorization": "Bearer xoxb-other"})
    _, form = await control.api("auth.test", data={"token": "xoxb-other"})
    _, query = await control.api("auth.test", params={"token": BOT_TOKEN})
    _, body = await control.api("chat.postMessage", json={"token": "xoxb-other", "channel": "U0OLA", "text": "hi"})
    assert [wrong["error"], form["error"], query["error"]] == ["invalid_auth"] * 3
    assert body["ok"]


async def test_bot_and_app_level_tokens_are_not_exchanged(control: Control) -> None:
    """Only the app-level token opens a socket, and it opens nothing else."""
    _, socket = await control.api("apps.connections.open")
    _, test = await control.api("auth.test", headers={"Authorization": f"Bearer {APP_TOKEN}"})
    assert socket["error"] == test["error"] == "not_allowed_token_type"


async def test_missing_arguments_are_named_in_order_after_the_credential(control: Control) -> None:
    """An empty argument is not a missing one."""
    _, nothing = await control.api("conversations.replies", data={}, headers={})
    _, missing = await control.api("chat.update", json={})
    _, empty = await control.api("chat.update", json={"channel": "", "ts": ""})
    assert nothing["error"] == "not_authed"
    assert missing["error"] == "invalid_arguments"
    assert messages(missing) == ["[ERROR] missing required field: channel", "[ERROR] missing required field: ts"]
    assert empty["error"] == "channel_not_found"


async def test_numbers_are_read_before_channels(control: Control) -> None:
    """Zero is the default, not a complaint."""
    control.sandbox.workspace.direct_message("U0OLA")
    _, bad = await control.api("conversations.members", data={"channel": "C0NOWHERE", "limit": "many"})
    _, zero = await control.api("conversations.members", data={"channel": "D0OLA", "limit": "0"})
    assert messages(bad) == ["[ERROR] must provide a number [json-pointer:/limit]"]
    assert zero["ok"]


async def test_a_json_body_is_no_argument_to_a_form_only_method(control: Control) -> None:
    """As of conversations.info, .list, .members, .replies and users.*."""
    _, answer = await control.api("conversations.info", json={"channel": "C0GENERAL"})
    assert messages(answer) == ["[ERROR] missing required field: channel"]


async def test_every_method_answers_get_and_post(control: Control) -> None:
    """The SDK uses both."""
    url = f"{control.sandbox.url}/api/users.info?user=U0OLA"
    async with control.session.get(url, headers=BOT) as response:
        assert (await response.json())["ok"]


async def test_charsets_are_remarked_on(control: Control) -> None:
    """Harmless, but the SDK logs it."""
    headers = {**BOT, "Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    _, form = await control.api("auth.test", data=b"a=1", headers=headers)
    _, body = await control.api("auth.test", data=b"{}", headers={**BOT, "Content-Type": "application/json"})
    assert form["warning"] == "superfluous_charset"
    assert body["warning"] == "missing_charset"


@pytest.mark.parametrize(
    ("kind", "body", "error"),
    [
        ("application/json", b"{", "invalid_json"),
        ("application/json", b"[1]", "json_not_object"),
        ("text/html", b"x", "invalid_post_type"),
        ("application/json; charset=koi8-r", b"{}", "invalid_charset"),
        ("application/x-www-form-urlencoded; charset=utf-99", b"channel=x", "invalid_charset"),
        ("application/json", b'{"channel":"\xff"}', "invalid_json"),
        ("application/json", b'{"channel":"\\ud800"}', "invalid_json"),
        ("application/json", b'{"limit":NaN}', "invalid_json"),
        ("application/x-www-form-urlencoded", b"channel=\xff", "invalid_form_data"),
        ("multipart/form-data; boundary=edge", b"--other--", "invalid_form_data"),
        ("multipart/form-data", b"--edge--", "invalid_form_data"),
        ("multipart/form-data; boundary=edge", b"--edge\r\n\r\nno name\r\n--edge--", "invalid_form_data"),
        ("text/plain", b"channel=x", "not_authed"),
    ],
)
async def test_a_body_that_cannot_be_read_is_refused_before_the_credential(
    control: Control, kind: str, body: bytes, error: str
) -> None:
    """Each kind of body has its own word."""
    status, answer = await control.api("chat.postMessage", data=body, headers={"Content-Type": kind})
    assert (status, answer["error"]) == (200, error)


@pytest.mark.parametrize("name", sorted(METHODS))
async def test_every_method_takes_a_multipart_form(control: Control, name: str) -> None:
    """As `curl -F` sends it, and answers it as the same form in one line."""
    method = METHODS[name]
    fields = dict.fromkeys(method.required, "x") | {"token": APP_TOKEN if method.token == "app" else BOT_TOKEN}
    _, line = await control.api(name, data=fields, headers={})
    _, parts = await control.api(name, data=aiohttp.FormData(fields, default_to_multipart=True), headers={})
    assert parts.get("error") != "invalid_form_data"
    assert (parts["ok"], parts.get("error")) == (line["ok"], line.get("error"))


async def test_a_multipart_form_is_read_like_any_other(control: Control) -> None:
    """Fields are arguments, files among them are none."""
    form = aiohttp.FormData({"user": "U0OLA", "include_locale": "true"}, default_to_multipart=True)
    form.add_field("user", b"U0MIA", filename="user.txt")
    _, answer = await control.api("users.info", data=form)
    assert (answer["user"]["id"], answer["user"]["locale"]) == ("U0OLA", "en-US")


@pytest.mark.parametrize("name", ["foo[7]", "users[]", "foo[bar][0]"])
async def test_an_argument_is_no_array(control: Control, name: str) -> None:
    """By its name in a form or an address, whoever asks; a name in a JSON body is only a name."""
    parts = aiohttp.FormData({name: "x"}, default_to_multipart=True)
    nobody: dict[str, str] = {}
    _, line = await control.api("auth.test", data={name: "x"}, headers=nobody)
    _, form = await control.api("auth.test", data=parts)
    _, address = await control.api("auth.test", params={name: "x"})
    _, body = await control.api("auth.test", json={name: "x"})
    assert [one.get("error") for one in (line, form, address)] == ["invalid_array_arg"] * 3
    assert body["ok"]


@pytest.mark.parametrize(("levels", "ok"), [(90, True), (110, False), (100_000, False)])
async def test_arguments_may_be_nested_only_so_deep(control: Control, levels: int, ok: bool) -> None:
    """In a JSON body, and in the JSON of a form's field."""
    deep = "[" * levels + "]" * levels
    whole = {"data": f'{{"deep": {deep}}}', "headers": {"Content-Type": "application/json"}}
    _, body = await control.api("api.test", **whole)
    _, field = await control.api("chat.postMessage", data={"channel": "U0OLA", "blocks": deep})
    assert body.get("error") == (None if ok else "invalid_json")
    assert field["error"] == ("invalid_blocks" if ok else "invalid_blocks_format")


async def test_unknown_and_retired_methods_answer_as_slack_does(control: Control) -> None:
    """Those that could be methods by name."""
    _, unknown = await control.api("chat.shout")
    _, old = await control.api("im.open")
    _, retired = await control.api("im.list")
    assert unknown == {"ok": False, "error": "unknown_method", "req_method": "chat.shout"}
    assert (old["error"], retired["error"]) == ("unknown_method", "method_deprecated")


@pytest.mark.parametrize("path", ["no-method", "no/method", "chat.postMessage/", ""])
async def test_a_path_that_is_no_methods_name_is_a_page(control: Control, path: str) -> None:
    """With a slash or without."""
    async with control.session.post(f"{control.sandbox.url}/api/{path}", headers=BOT) as response:
        assert (response.status, response.content_type) == (404, "text/html")


async def test_structures_may_come_as_text_or_as_json(control: Control) -> None:
    """The SDK sends blocks as text in a form, and as they are in JSON."""
    blocks = [{"type": "divider"}]
    _, form = await control.api("chat.postMessage", data={"channel": "U0OLA", "blocks": json.dumps(blocks)})
    _, body = await control.api("chat.postMessage", json={"channel": "U0OLA", "blocks": blocks})
    assert form["message"]["blocks"][0]["type"] == body["message"]["blocks"][0]["type"] == "divider"


async def test_auth_test_says_who_the_app_is(control: Control) -> None:
    """It ends with the enterprise flag."""
    _, answer = await control.api("auth.test")
    assert (answer["user_id"], answer["bot_id"], answer["team_id"]) == ("U0BOT", "B0BOT", "T0TEAM")
    assert list(answer)[-1] == "is_enterprise_install"


async def test_a_revoked_token_is_told_apart_from_an_unknown_one(control: Control) -> None:
    """After an uninstall nothing works, and the reason is named."""
    await control.post("/app/uninstall")
    _, answer = await control.api("auth.test")
    assert answer["error"] == "token_revoked"


async def test_a_method_that_only_slack_has_is_told_apart(control: Control) -> None:
    """It is as unknown as any other, with a line that says why."""
    answers = [(await control.api(method))[1] for method in ("chat.startStream", "chat.shout")]
    assert [answer["error"] for answer in answers] == ["unknown_method"] * 2
    assert "the sandbox does not" in answers[0]["response_metadata"]["messages"][0]
    assert "response_metadata" not in answers[1]


@pytest.mark.parametrize(
    ("method", "fields", "error"),
    [
        ("conversations.history", {"oldest": "1700000000.000001\n"}, "invalid_ts_oldest"),
        ("conversations.history", {"latest": "\u0661\u0662\u0663"}, "invalid_ts_latest"),
        ("conversations.history", {"limit": "\u0663"}, "invalid_arguments"),
        ("chat.postMessage", {"thread_ts": "1700000000.000001\n", "text": "x"}, "invalid_thread_ts"),
    ],
)
async def test_digits_are_ascii_and_nothing_follows_them(
    control: Control, method: str, fields: dict[str, str], error: str
) -> None:
    """Neither a line break nor the digits of another script."""
    await control.post("/message", user="U0OLA", text="hello")
    _, answer = await control.api(method, data={"channel": "D0OLA", **fields})
    assert answer["error"] == error
