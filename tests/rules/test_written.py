"""What counts as written: every kind of message but a listed few, and every change but those of Slack's own."""

from datetime import UTC, datetime

import pytest

from bot.answers.catching_up import Waiting, what_is_new
from bot.answers.slack_messages import as_typed, sent
from handlers.requests import Kind, Request
from handlers.written import NOTICES, is_written, what_was_written
from storage.people import Person

MINE = {"user": "U0OLA", "text": "fine"}


def event(name: str, **more: object) -> Request:
    """A message event of some kind."""
    return Request(kind=Kind.EVENT, name=name, key="event:1", user="U0OLA", event=more)


@pytest.mark.parametrize("kind", ["message", "message.thread_broadcast", "message.me_message", "message.of_tomorrow"])
def test_a_kind_nobody_thought_of_is_words(kind: str) -> None:
    """Only what is listed is passed over."""
    assert is_written(event(kind, text="no"))
    assert what_was_written(event(kind, text="no")).sent.text == "no"


@pytest.mark.parametrize("kind", sorted(NOTICES))
def test_slack_s_own_notices_are_nobody_s_words(kind: str) -> None:
    """A line that Slack writes in somebody's name is not theirs."""
    assert not is_written(event(kind, text="joined"))


def test_a_change_of_words_or_files_is_one() -> None:
    """A preview unfolded, or an app's mark, leaves what was sent as it was; another text or file does not."""
    name = "message.message_changed"
    unfolded = event(name, message={**MINE, "attachments": [{"from_url": "x"}]}, previous_message=MINE)
    assert what_was_written(unfolded).unchanged
    forwarded = {**MINE, "attachments": [{"is_share": True, "from_url": "x", "text": "no"}]}
    unknown = {**MINE, "attachments": [{"text": "of a kind of tomorrow"}]}
    for other in ({**MINE, "text": "not fine"}, {**MINE, "files": [{"id": "F1"}]}, forwarded, unknown):
        assert not what_was_written(event(name, message=other, previous_message=MINE)).unchanged


def test_a_tombstone_is_a_deletion_without_words() -> None:
    """What Slack writes in place of a deleted parent is not what the person said."""
    stone = {"user": "USLACKBOT", "subtype": "tombstone", "text": "This message was deleted."}
    found = what_was_written(event("message.message_changed", message=stone, previous_message=MINE))
    assert (found.deleted, found.sent.text, found.unchanged) == (True, "", False)


@pytest.mark.parametrize(
    ("escaped", "typed"),
    [
        ("me &lt;3 you &amp; Jan &gt; all", "me <3 you & Jan > all"),
        ("&amp;lt; stays", "&lt; stays"),
        ("<@U0JAN> and <@U0NEW|kim> and <@U0XXX>", "@Jan Wolski and @kim and @U0XXX"),
        ("<#C1|set> <#C2|> <!here> <!subteam^S1|@crew>", "#set #C2 @here @crew"),
        ("<https://example.com/a?b=1&amp;c=2>", "https://example.com/a?b=1&c=2"),
        ("<http://example.com|example.com> <mailto:a@b.cd|a@b.cd>", "example.com a@b.cd"),
        ("<!date^1392734382^{date}|Tuesday>", "Tuesday"),
    ],
)
def test_words_are_what_was_typed(escaped: str, typed: str) -> None:
    """Slack's escapes and marks are turned back, each once."""
    assert as_typed(escaped, {"U0JAN": "Jan Wolski"}) == typed


def test_a_recording_is_told_apart_from_a_file() -> None:
    """A voice clip, a video, a picture: what cannot be read is told of, each by what it is."""
    clip, video = {"subtype": "slack_audio"}, {"mimetype": "video/mp4"}
    picture = {"mimetype": "image/png", "name": "secret.png"}
    for files, found in (([clip], (False, True)), ([video, picture], (True, True)), ([picture], (True, False))):
        read = sent({"text": "", "files": files})
        assert (read.files, read.recordings, read.text) == (*found, "")


def test_what_is_heard_and_what_is_read_later_has_one_place() -> None:
    """An event and the conversation itself name the same place; an edit is another state of it."""
    message = {"ts": "1.2", "edited": {"ts": "1.3"}, **MINE}
    heard = what_was_written(event("message.message_changed", channel="D0OLA", ts="1.4", message=message))
    since = Waiting(Person(name="Ola", slack_user="U0OLA"), datetime(1970, 1, 1, tzinfo=UTC))
    assert heard.place == what_is_new("D0OLA", since, [message])[0].place
    assert heard.place != what_was_written(event("message", channel="D0OLA", ts="1.2", text="fine")).place
