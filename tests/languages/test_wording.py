"""Dates, numbers and lengths: what a sentence meets once it is said."""

import ast
from datetime import UTC, date, datetime

import pytest

from bot.domain.disclosure import HouseRules
from bot.domain.readiness import Word
from bot.domain.roles import Access
from bot.domain.standing import AnswerKind
from messages.closed_set import access_text, house_rules, purpose
from messages.language import DEFAULT, catalogue, language
from messages.vocabulary import answer_text, word_text
from tests.languages.catalogues import CODES, called
from tests.scanning import modules

MONDAY = date(2026, 3, 16)
# Slack's limits, by what a text is an argument of: the call, the argument's place and its name.
# Source: https://docs.slack.dev/reference/block-kit
LIMITS = {
    ("Button", 0, "text"): 75,
    ("Modal", 0, "title"): 24,
    ("Modal", 3, "submit"): 24,
    ("Modal", 2, "close"): 24,
    ("header", 0, "text"): 150,
    ("words_input", 9, "hint"): 2000,
    ("hour_input", 9, "hint"): 2000,
}
OPTION = 75


def said_in(argument: ast.AST | None) -> list[str]:
    """The sentences said anywhere in an argument, if there is one."""
    return [
        inner.args[0].value
        for inner in (ast.walk(argument) if argument is not None else ())
        if isinstance(inner, ast.Call) and called(inner) == "say" and isinstance(inner.args[0], ast.Constant)
        if isinstance(inner.args[0].value, str)
    ]


def limited() -> list[tuple[str, int]]:
    """Every sentence that becomes a part of Slack's blocks with a small limit, and the limit."""
    found = []
    for _, tree in modules("messages", "handlers"):
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            named = {one.arg: one.value for one in call.keywords}
            for (name, place, keyword), limit in LIMITS.items():
                if called(call) == name:
                    argument = named.get(keyword) or (call.args[place] if place < len(call.args) else None)
                    found += [(text, limit) for text in said_in(argument)]
            if called(call) in ("choice_input", "select_input") and len(call.args) > 2:
                found += [(text, OPTION) for text in said_in(call.args[2])]
    return found


@pytest.mark.parametrize("code", [DEFAULT, *CODES])
def test_slack_s_limits_hold_in_every_language(code: str) -> None:
    """Buttons, titles, options and headings fit; what is filled in later comes on top and is short."""
    assert len(limited()) > 60
    said = [(catalogue(code).gettext(text), limit) for text, limit in limited()]
    assert [text for text, limit in said if len(text) > limit] == []
    assert [text for kind in AnswerKind if len(text := answer_text(language(code), kind)) > 40] == []


@pytest.mark.parametrize("code", [DEFAULT, *CODES])
def test_the_house_rules_fit_a_channel_s_purpose(code: str) -> None:
    """No language loses a rule to the limit, as the general profile has them."""
    rules = HouseRules(per_department=None, remote_feed=True, phones=True, devices=False, stills_by_consent=True)
    assert purpose(language(code), rules) == " ".join(house_rules(language(code), rules))


@pytest.mark.parametrize("code", [DEFAULT, *CODES])
def test_words_that_stand_side_by_side_differ(code: str) -> None:
    """No two answers, words for the AD or kinds of access read the same, in any language."""
    tongue = language(code)
    for texts in (
        [answer_text(tongue, kind) for kind in AnswerKind],
        [word_text(tongue, word) for word in Word],
        [access_text(tongue, access) for access in Access],
    ):
        assert len(set(texts)) == len(texts)


@pytest.mark.parametrize(
    ("code", "day", "moment"),
    [
        ("en", "Mon 16 March", "Mon 16 Mar, 07:30"),
        ("pl", "pon., 16 marca", "pon., 16 mar, 07:30"),
        ("de", "Mo., 16. März", "Mo., 16. März, 07:30"),
        ("es", "lun, 16 de marzo", "lun, 16 mar, 07:30"),
        ("fr", "lun. 16 mars", "lun. 16 mars, 07:30"),
    ],
)
def test_dates_are_written_as_each_language_writes_them(code: str, day: str, moment: str) -> None:
    """Weekday, day and month in their order and case; the hour on the production's clock."""
    tongue = language(code)
    assert tongue.day(MONDAY) == day
    assert tongue.moment(datetime(2026, 3, 16, 6, 30, tzinfo=UTC), "Europe/Warsaw") == moment


OPEN_NOW = ("{number} thing is open now.", "{number} things are open now.")


@pytest.mark.parametrize(
    ("code", "counted"),
    [
        ("en", ["1 thing is open now.", "2 things are open now.", "5 things are open now."]),
        ("pl", ["Teraz otwarta jest 1 sprawa.", "Teraz otwarte są 2 sprawy.", "Teraz otwartych jest 5 spraw."]),
        ("de", ["1 Punkt ist jetzt offen.", "2 Punkte sind jetzt offen.", "5 Punkte sind jetzt offen."]),
        ("es", ["Ahora hay 1 asunto abierto.", "Ahora hay 2 asuntos abiertos.", "Ahora hay 5 asuntos abiertos."]),
        (
            "fr",
            [
                "1 point est ouvert maintenant.",
                "2 points sont ouverts maintenant.",
                "5 points sont ouverts maintenant.",
            ],
        ),
    ],
)
def test_numbers_bend_their_words(code: str, counted: list[str]) -> None:
    """One, a few and many, each in its own form."""
    said = [language(code).count(*OPEN_NOW, n) for n in (1, 2, 5)]
    assert said == counted


def test_polish_counts_in_three_forms() -> None:
    """Two to four bend unlike five and unlike twelve; twenty-two bends like two."""
    said = {number: language("pl").count(*OPEN_NOW, number) for number in (1, 3, 5, 12, 22)}
    assert [said[number].split()[1] for number in said] == ["otwarta", "otwarte", "otwartych", "otwartych", "otwarte"]


@pytest.mark.parametrize("code", ["ja-JP", "xx", "", "not a language", None])
def test_a_language_nobody_translated_is_english_throughout(code: str | None) -> None:
    """Sentences and dates alike, never half and half."""
    assert language(code).code == "en"
    assert language(code).day(MONDAY) == "Mon 16 March"


@pytest.mark.parametrize("code", ["pl", "pl-PL", "pl_PL", "PL"])
def test_every_spelling_of_a_code_is_understood(code: str) -> None:
    """Slack writes pl-PL, cast lists write pl."""
    assert language(code).code == "pl"
