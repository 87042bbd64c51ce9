"""What is kept so that it can be said in any language later: a person's languages, a schedule's questions."""

import json
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Engine, create_engine, text

from bot.parsing.questions import Question, kept, said
from messages.language import language
from storage.database import migrate, migrations, synchronous


def test_a_question_of_a_schedule_is_said_in_the_reader_s_language() -> None:
    """On the command line it reads as English; stored and said again, as the coordinator reads, its day included."""
    day = Question("Day {label} ({place})", label="11", place="2026-03-16")
    question = Question("{day} is a day off, but has scenes. Which is right?", day=day)
    assert question == "Day 11 (2026-03-16) is a day off, but has scenes. Which is right?"
    stored = json.loads(json.dumps(kept(question)))
    assert said(stored, language("en")) == question
    assert said(stored, language("pl")) == "Dzień 11 (2026-03-16) jest wolny, a ma sceny. Co jest właściwe?"


def test_a_question_of_an_earlier_release_stays_as_it_was() -> None:
    """What was stored as a plain sentence is shown as it is, braces and all."""
    assert said("Day 11 {is} a day off.", language("pl")) == "Day 11 {is} a day off."
    assert kept("plain") == "plain"


PEOPLE: dict[str, str | None] = {"Ola": "pl", "Jan": "en-US", "Ida": None}


@pytest.fixture
def before(bare_database_url: str) -> Engine:
    """A database of the release before, with three people."""
    migrate(bare_database_url, "0005")
    engine = create_engine(synchronous(bare_database_url))
    with engine.begin() as connection:
        for name, code in PEOPLE.items():
            row: dict[str, Any] = {"name": name, "language": code, "no": False}
            connection.execute(
                text("INSERT INTO person (name, language, in_person) VALUES (:name, :language, :no)"), row
            )
    return engine


def test_what_was_known_of_languages_outlives_the_migration(bare_database_url: str, before: Engine) -> None:
    """A code of the cast list and one of Slack's are told apart, and put together again on the way back."""
    migrate(bare_database_url)
    with before.begin() as connection:
        rows = connection.execute(text("SELECT name, named_language, slack_locale, chosen_language FROM person"))
        assert {row[0]: tuple(row[1:]) for row in rows} == {
            "Ola": ("pl", None, None),
            "Jan": (None, "en-US", None),
            "Ida": (None, None, None),
        }
        connection.execute(text("UPDATE person SET chosen_language = 'de' WHERE name = 'Ola'"))
    config = migrations()
    config.attributes["url"] = synchronous(bare_database_url)
    command.downgrade(config, "0005")
    with before.begin() as connection:
        rows = connection.execute(text("SELECT name, language FROM person"))
        assert {row[0]: row[1] for row in rows} == {"Ola": "de", "Jan": "en-US", "Ida": None}
    before.dispose()
