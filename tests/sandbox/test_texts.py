"""One way of writing texts, for people and apps, in echoes, events and what is tapped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import emoji
from sandbox.people import sample_people
from sandbox.rich_text import rich_text
from sandbox.server import Sandbox
from sandbox.text import names_in_messages, typed, written
from sandbox.wire import JSON
from tests.sandbox.blocks import actions, button
from tests.sandbox.driver import Control, Heard, OverSocket, bolt_app, refused, until

OLA, DM = "U0OLA", "D0OLA"
ALL_EMOJI = Path(emoji.__file__).parent / "page" / "emoji.json"


def said(text: str) -> str:
    return typed(text, names_in_messages(sample_people(), []))


def elements(text: str) -> list[JSON]:
    """What stands in the first part of the block that Slack makes of `text`."""
    found: list[JSON] = rich_text(text, "b")["elements"][0]["elements"]
    return found


@pytest.mark.parametrize(
    ("text", "by_person", "by_app"),
    [
        ("Tom & Jerry", "Tom &amp; Jerry", "Tom &amp; Jerry"),
        ("a &amp; b", "a &amp;amp; b", "a &amp; b"),
        ("1 < 2 > 0", "1 &lt; 2 &gt; 0", "1 &lt; 2 &gt; 0"),
        ("<@U0OLA>", "&lt;@U0OLA&gt;", "<@U0OLA>"),
        ("@ola.", "<@U0OLA>.", "@ola."),
        ("see https://x.de/a?b=1&c=2.", "see <https://x.de/a?b=1&amp;c=2>.", "see <https://x.de/a?b=1&amp;c=2>."),
        ("<https://x.de|here>", "&lt;<https://x.de>|here&gt;", "<https://x.de|here>"),
        ("to ola@example.com", *["to <mailto:ola@example.com|ola@example.com>"] * 2),
        ("👍🏽 :thumbsup:", ":+1::skin-tone-4: :+1:", ":+1::skin-tone-4: :+1:"),
        ("at 12:30:45 → ©", "at 12:30:45 → ©", "at 12:30:45 → ©"),
        ("`👍 :thumbsup:`", "`👍 :thumbsup:`", "`👍 :thumbsup:`"),
    ],
)
def test_people_and_apps_are_written_alike(text: str, by_person: str, by_app: str) -> None:
    """Signs are escaped, addresses become links, emoji names; only an app's references are read."""
    assert (said(text), written(text)) == (by_person, by_app)


def test_every_emoji_is_known_by_character_and_by_every_name() -> None:
    """All that Slack has, with aliases folded into one name each."""
    names = {character: all_names.split() for character, all_names in json.loads(ALL_EMOJI.read_text()).items()}
    pictures = {character: one for character, one in names.items() if character not in emoji.SKIN_TONES}
    assert len(names) > 1900
    assert [one for one, (own, *_) in pictures.items() if emoji.named(one) != f":{own}:"] == []
    assert [name for own, *others in names.values() for name in others if emoji.own_name(name) != own] == []
    assert emoji.own_name("EYES") is emoji.own_name("eyes ") is emoji.own_name("no_such_emoji") is None


def test_the_block_of_a_text_has_its_styles_and_references() -> None:
    """Bold, italic and code, people, links, dates and emoji, each in an element of its own."""
    found = elements(":wave: *Ola _and <@U0MIA>_* `x*y*` <https://x.de|here> <!here> <!date^1700000000^{date}^then>")
    assert [(one["type"], one.get("style")) for one in found if one.get("text") != " "] == [
        ("emoji", None),
        ("text", {"bold": True}),
        ("text", {"bold": True, "italic": True}),
        ("user", {"bold": True, "italic": True}),
        ("text", {"code": True}),
        ("link", None),
        ("broadcast", None),
        ("date", None),
    ]


def test_signs_within_words_are_no_styles() -> None:
    """Nor are times emoji, and what has no end is no mark."""
    assert elements("5 * 3 * 2, scene_42_pt, 12:30:45, *open") == [
        {"type": "text", "text": "5 * 3 * 2, scene_42_pt, 12:30:45, *open"}
    ]


def test_quotations_and_fences_are_parts_of_their_own() -> None:
    """In the order they were written."""
    parts = rich_text(written("> one\n> two\nthen\n```\na *b*\n```"), "b")["elements"]
    assert [(part["type"], part["elements"][0]["text"]) for part in parts] == [
        ("rich_text_quote", "one\ntwo"),
        ("rich_text_section", "then"),
        ("rich_text_preformatted", "a *b*"),
    ]


async def test_text_objects_come_back_with_what_was_not_said(client: AsyncWebClient) -> None:
    """`emoji` is true and `verbatim` false; with them the texts are written as everywhere."""
    texts = [
        {"type": "mrkdwn", "text": "R&D https://x.de 👍"},
        {"type": "mrkdwn", "text": "https://x.de", "verbatim": True},
        {"type": "plain_text", "text": "R&D <b> 👍"},
        {"type": "plain_text", "text": "👍", "emoji": False},
    ]
    posted = await client.chat_postMessage(channel=OLA, text="t", blocks=[{"type": "section", "fields": texts}])
    assert posted["message"]["blocks"][0]["fields"] == [
        {"type": "mrkdwn", "text": "R&amp;D <https://x.de> :+1:", "verbatim": False},
        {"type": "mrkdwn", "text": "https://x.de", "verbatim": True},
        {"type": "plain_text", "text": "R&amp;D &lt;b&gt; :+1:", "emoji": True},
        {"type": "plain_text", "text": "👍", "emoji": False},
    ]


async def test_attachments_are_written_like_texts(client: AsyncWebClient) -> None:
    """Their words and what stands above them."""
    given = [{"pretext": "R&D", "text": "https://x.de 👍 <@U0OLA>"}]
    [kept] = (await client.chat_postMessage(channel=OLA, text="t", attachments=given))["message"]["attachments"]
    assert (kept["pretext"], kept["text"]) == ("R&amp;D", "<https://x.de> :+1: <@U0OLA>")


async def test_echo_event_and_tap_say_the_same(sandbox: Sandbox, control: Control) -> None:
    """The text of a button is the same in the answer, in history and in `actions`."""
    app = bolt_app(sandbox)
    taps: list[JSON] = []

    async def tapped(ack: object, body: JSON) -> None:
        await ack()  # type: ignore[operator]
        taps.append(body)

    app.action("yes")(tapped)
    blocks = [actions({**button("yes"), "text": {"type": "plain_text", "text": "Yes & 👍"}})]
    async with OverSocket(sandbox, app):
        posted = await app.client.chat_postMessage(channel=OLA, text="a & 👍", blocks=blocks)
        await control.post("/interact", user=OLA, messageTs=posted["ts"], action={"action_id": "yes"})
        [tap] = await until(lambda: taps)
    told = {"type": "plain_text", "text": "Yes &amp; :+1:", "emoji": True}
    assert tap["actions"][0]["text"] == posted["message"]["blocks"][0]["elements"][0]["text"] == told
    assert tap["message"]["text"] == posted["message"]["text"] == "a &amp; :+1:"


async def test_an_option_is_named_as_people_read_it(sandbox: Sandbox, control: Control) -> None:
    """Whoever drives the sandbox writes `R&D 👍`, and the app hears what Slack keeps of it."""
    text = {"type": "plain_text", "text": "R&D 👍"}
    select = {"type": "static_select", "action_id": "pick", "options": [{"text": text, "value": "rd"}]}
    taps: list[JSON] = []
    app = bolt_app(sandbox)

    async def picked(ack: object, body: JSON) -> None:
        await ack()  # type: ignore[operator]
        taps.append(body["actions"][0])

    app.action("pick")(picked)
    async with OverSocket(sandbox, app):
        ts = (await app.client.chat_postMessage(channel=OLA, text="t", blocks=[actions(select)]))["ts"]
        chosen = {"action_id": "pick", "selected_option": "R&D 👍"}
        await control.post("/interact", user=OLA, messageTs=ts, action=chosen)
        [tap] = await until(lambda: taps)
    assert tap["selected_option"]["text"]["text"] == "R&amp;D :+1:"


async def test_names_become_mentions_on_request(client: AsyncWebClient) -> None:
    """With `link_names`, in texts and in blocks."""
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "@ola"}}
    plain = await client.chat_postMessage(channel=OLA, text="@ola in #general")
    linked = await client.chat_postMessage(channel=OLA, text="@ola in #general", blocks=[section], link_names=True)
    assert plain["message"]["text"] == "@ola in #general"
    assert linked["message"]["text"] == "<@U0OLA> in <#C0GENERAL|general>"
    assert linked["message"]["blocks"][0]["text"]["text"] == "<@U0OLA>"


async def test_text_without_marks_is_as_it_was_written(control: Control) -> None:
    """`mrkdwn: false` leaves stars what they are."""
    _, answer = await control.api("chat.postMessage", json={"channel": OLA, "text": "*a*", "mrkdwn": False})
    section = answer["message"]["blocks"][0]["elements"][0]
    assert section["elements"] == [{"type": "text", "text": "*a*"}]


async def test_markdown_is_kept_as_it_is(control: Control) -> None:
    """As a markdown block, up to 12,000 characters, and never beside text."""

    async def answer(markdown: str, **more: object) -> JSON:
        return (await control.api("chat.postMessage", json={"channel": OLA, "markdown_text": markdown, **more}))[1]

    posted = await answer("# Call sheet\n**07:00** & *quiet*")
    [block] = posted["message"]["blocks"]
    assert (block["type"], block["text"]) == ("markdown", "# Call sheet\n**07:00** & *quiet*")
    assert (await answer("x" * 12_000))["ok"]
    assert (await answer("x" * 12_001))["error"] == "msg_too_long"
    assert (await answer("x", text="y"))["error"] == "markdown_text_conflict"


async def test_a_typed_emoji_reaches_the_app_by_its_name(sandbox: Sandbox, control: Control) -> None:
    """In the text of the event and in its block."""
    heard = Heard(bolt_app(sandbox))
    async with OverSocket(sandbox, heard.app):
        await control.post("/message", user=OLA, text="ok 👍🏽")
        [event] = await until(lambda: heard.of("message"))
    assert event["text"] == "ok :+1::skin-tone-4:"
    assert event["blocks"][0]["elements"][0]["elements"][1] == {
        "type": "emoji",
        "name": "+1",
        "unicode": "1f44d-1f3fd",
        "skin_tone": 4,
    }


async def test_a_reaction_is_an_emoji_under_its_own_name(open_client: AsyncWebClient) -> None:
    """An alias is folded; what is no emoji is `invalid_name`."""
    ts = (await open_client.chat_postMessage(channel=OLA, text="x"))["ts"]
    await open_client.reactions_add(channel=DM, timestamp=ts, name="thumbsup")
    refusal = await refused(open_client.reactions_add(channel=DM, timestamp=ts, name="no_such_emoji"))
    assert refusal == "invalid_name"
    message = (await open_client.reactions_get(channel=DM, timestamp=ts))["message"]
    assert [one["name"] for one in message["reactions"]] == ["+1"]
