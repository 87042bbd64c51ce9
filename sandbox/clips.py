"""Voice clips: files that Slack's client records, with what it hears in them
(https://github.com/NousResearch/hermes-agent/pull/51287)."""

from __future__ import annotations

from sandbox.people import Person
from sandbox.wire import JSON

NAME = "audio_message.m4a"
# The first bytes of an MPEG-4 sound file, enough for who looks at them.
CONTENT = b"\x00\x00\x00\x1cftypM4A \x00\x00\x00\x00M4A mp42isom\x00\x00\x00\x00"


def voice_clip(person: Person, transcript: str, seconds: float) -> JSON:
    """The fields of the file beside those of any file; Slack writes down what was said where it understands it."""
    heard = {"status": "complete", "locale": person.locale, "preview": {"content": transcript, "has_more": False}}
    return {
        "mimetype": "audio/mp4",
        "subtype": "slack_audio",
        "media_display_type": "audio",
        "duration_ms": int(seconds * 1000),
        "transcription": heard if transcript else {"status": "none"},
    }
