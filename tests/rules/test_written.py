"""What counts as written: every kind of message but a listed few, and every change but those of Slack's own."""

import pytest

from handlers.requests import Kind, Request
from handlers.written import NOTICES, is_written, what_was_written

MINE = {"user": "U0OLA", "text": "fine"}


def event(name: str, **more: object) -> Request:
    """A message event of some kind."""
    return Request(kind=Kind.EVENT, name=name, key="event:1", user="U0OLA", event=more)


@pytest.mark.parametrize("kind", ["message", "message.thread_broadcast", "message.me_message", "message.of_tomorrow"])
def test_a_kind_nobody_thought_of_is_words(kind: str) -> None:
    """Only what is listed is passed over."""
    assert is_written(event(kind, text="no"))
    assert what_was_written(event(kind, text="no")).text == "no"


@pytest.mark.parametrize("kind", sorted(NOTICES))
def test_slack_s_own_notices_are_nobody_s_words(kind: str) -> None:
    """A line that Slack writes in somebody's name is not theirs."""
    assert not is_written(event(kind, text="joined"))


def test_a_change_of_words_or_files_is_one() -> None:
    """A preview unfolded, or an app's mark, leaves what was sent as it was; another text or file does not."""
    name = "message.message_changed"
    unfolded = event(name, message={**MINE, "attachments": [{"from_url": "x"}]}, previous_message=MINE)
    assert what_was_written(unfolded).unchanged
    for other in ({**MINE, "text": "not fine"}, {**MINE, "files": [{"id": "F1"}]}):
        assert not what_was_written(event(name, message=other, previous_message=MINE)).unchanged


def test_a_tombstone_is_a_deletion_without_words() -> None:
    """What Slack writes in place of a deleted parent is not what the person said."""
    stone = {"user": "USLACKBOT", "subtype": "tombstone", "text": "This message was deleted."}
    found = what_was_written(event("message.message_changed", message=stone, previous_message=MINE))
    assert (found.deleted, found.text, found.unchanged) == (True, "", False)
