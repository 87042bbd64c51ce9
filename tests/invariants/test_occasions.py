"""Every key that keeps something from being told twice carries its production and its occasion.

Each place that makes one stands in the table: what says which production it is, and what tells a second occasion from
the first. A new place, or a key that is made otherwise, fails here until somebody has thought about both.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlmodel import SQLModel

from bot.privacy.erasure import belonging
from tests.scanning import modules
from tests.test_project import functions

# Who is given a key: in which place among the arguments it stands, and in which what it is for.
GIVEN = {"send": (3, 2), "tell_assistants": (3, 2), "raise_alert": (3, 2), "raise_about": (3, 1), "tell_while": (3, 2)}
GIVEN |= {"act": (3, 0)}
MADE_WITH_ONE = ("Due", "Request")
# Tables that belong to one production alone; what carries one of their ids carries the production.
PRODUCTION = "production"


@dataclass(frozen=True)
class Key:
    """How a key is made. `production`: the table whose id says which it is; "" where it is about no production."""

    text: str
    production: str
    occasion: str


# What somebody sent or tapped: Slack's own id of it, which nothing else has, in whichever production.
SLACK = "what was sent or tapped"
KEYS: dict[tuple[str, str], Key] = {
    # Messages.
    ("ask", "Template.CHECK_IN"): Key("f'{day.number}:{why}'", "shootday", "a round, a revision, an outage, an order"),
    ("explain_first", "Template.NOTICE"): Key(
        "f'{production.number}:{held.noticed_at.timestamp()}'", PRODUCTION, "when somebody with the role is told first"
    ),
    ("greet", "Template.MORNING"): Key("f'{day.number}'", "shootday", "the day"),
    ("withdraw", "Template.WITHDRAWN"): Key("f'{known.number}:{transaction.now.timestamp()}'", "checkin", "the moment"),
    ("send_receipt", "Template.RECEIPT"): Key("said.key", "", SLACK),
    ("acknowledge_words", "Template.TYPED_RECEIPT"): Key("kept.key", "", SLACK),
    ("take_typed", "Template.OWN_DATA"): Key("typed.key", "", SLACK),
    ("take_typed", "Template.USE_COMMANDS"): Key("typed.key", "", SLACK),
    ("take_typed", "Template.HELP"): Key("typed.key", "", SLACK),
    ("say_later", "Template.UNSAID"): Key("key", "", SLACK),
    ("run_closure", "Template.CLOSURE"): Key("f'{due.shoot_day_id}'", "shootday", "the day"),
    ("send_readiness", "Template.READINESS"): Key(
        "f\"{day.number}:{('line' if line else 'change')}:{as_of.timestamp()}\"", "shootday", "the moment of the words"
    ),
    ("radio", "Template.RADIO"): Key(
        "f'{concern.day.number}:{scene_id}:{word}:{transaction.now.timestamp()}'", "shootday", "the moment"
    ),
    ("tell_now", "Template.ALERT"): Key("f'{alert.number}:{alert.step}'", "alert", "how often it was told"),
    ("write", "Template.GATHERED"): Key(
        "f'{alert.production_id}:{on.isoformat()}:{alert.number}:{before}'",
        PRODUCTION,
        "which state of the day's message",
    ),
    ("begin_duty", "Template.HANDOVER"): Key("f'{begun.id}'", "duty", "the duty that began"),
    ("end_duty", "Template.DUTY_ENDED"): Key("f'{row.id}'", "duty", "the duty that ended"),
    ("tell_of_reader", "Template.NEW_READER"): Key(
        "f'{told.number}'", "notereader", "the reader, by role or by handover"
    ),
    ("tell_of_hold", "Template.KEPT_UPDATE"): Key("f'{hold.number}:{what}'", "wordshold", "the hold, placed or lifted"),
    ("warn_of_forgetting", "Template.WORDS_GO"): Key(
        "f'{production.number}:{day}'", PRODUCTION, "the day on which they go"
    ),
    ("tell_of_visitors", "Template.CLOSED_SET_ADDED"): Key("f'{visit.number}'", "visitor", "the visit"),
    ("tell_of_visitors", "Template.NOT_CLEARED"): Key("f'{visit.number}'", "visitor", "the visit"),
    ("set_alarm", "Template.CLOSED_SET_ALARM"): Key("alarm_key(row)", "closedset", "since when it is wrong"),
    ("tell_right", "Template.CLOSED_SET_RIGHT"): Key("alarm_key(row)", "closedset", "since when it was wrong"),
    ("say_goodbye", "Template.CLOSED_SET_WRAPPED"): Key(
        "f'{row.number}'", "closedset", "the closed set, which closes once"
    ),
    # Alerts.
    ("tell_coordinator", "kind"): Key("f'{kept.number}'", "answer", "the answer"),
    ("add_words", "kind"): Key("f'{kept.number}:words'", "answer", "the words of an answer"),
    ("tell_of_message", "kind_of_alert(typed, marked)"): Key("f'{typed.key}:{production_id}'", PRODUCTION, SLACK),
    ("tell_nothing_changes", "AlertKind.SAYS_NOTHING_CHANGES"): Key(
        "f'{kept.key}:{before.production_id}'", PRODUCTION, SLACK
    ),
    ("take_reaction", "AlertKind.REACTED"): Key("f'{asked.number}'", "delivery", "the message; again once it was seen"),
    ("leave_senders_open", "AlertKind.UNREAD"): Key("f'{unread.number}'", "unread", "the lost request"),
    ("not_shown", "AlertKind.NOT_SHOWN"): Key("f'{number}:{key}'", PRODUCTION, "the lost message"),
    ("window_not_shown", "AlertKind.NOT_SHOWN"): Key("f'{number}:{key}'", PRODUCTION, "what opened the window"),
    ("name_who_added", "Template.CLOSED_SET_ADDED"): Key(
        "f'{visit.number}:named'", "visitor", "the visit, with its name"
    ),
    ("note_spared", "AlertKind.REMOVAL_WAITS"): Key(
        "f'{row.number}:{transaction.now.timestamp()}'", "closedset", "the moment"
    ),
    ("tell", "AlertKind.UNREADABLE"): Key("f'{production_id}'", PRODUCTION, "until somebody has seen it"),
    ("keep_without_scene", "AlertKind.SCENE_GONE"): Key(
        "f'{row.number}:{transaction.now.timestamp()}'", "closedset", "the moment"
    ),
    ("tell_of_lost_key", "AlertKind.KEY_LOST"): Key(
        "f'{production.number}:{transaction.now.timestamp()}'", PRODUCTION, "the moment"
    ),
    ("note_let_in", "AlertKind.SHUT_OUT"): Key(
        "f'{row.number}:{production.number}'", PRODUCTION, "the time without Slack"
    ),
    ("tell_coordinators", "AlertKind.CONNECTIONS"): Key(
        "f'{production.number}'", PRODUCTION, "until it is right again"
    ),
    ("announce", "Template.PRODUCTION_GOES"): Key(
        "f'{production.number}:{goes_at.isoformat()}'", PRODUCTION, "the day it goes"
    ),
    ("by_operator", "AlertKind.EXPORTED"): Key("f'{number}:{transaction.now.timestamp()}'", PRODUCTION, "the moment"),
    ("hand_over", "Template.RECORD_HEAD"): Key("f'{production.number}:{signed.position}'", PRODUCTION, "the head"),
    ("_tell", "AlertKind.UNREAD"): Key("f'{unread.number}'", "unread", "what could not be read, from when"),
    ("ask_round", "AlertKind.SILENCE_EVENING"): Key(
        "f'{row.number}'", "checkin", "the check-in, which has one evening"
    ),
    ("note_silence", "AlertKind.SILENCE_AT_CALL"): Key(
        "f'{check_in.number}:{row.due_at.timestamp()}'", "checkin", "the call"
    ),
    ("ask_in_person", "AlertKind.ASK_IN_PERSON"): Key(
        "f'{row.number}:{await revision_now(transaction, row)}'", "checkin", "what is asked about"
    ),
    ("tell_of_no_duty", "AlertKind.NO_DUTY"): Key(
        "f'{day.number}:{kind}'", "shootday", "the round; again once it has ended"
    ),
    ("put_right_in", "AlertKind.OFFLINE"): Key("f'{outage.number}:{production.number}'", PRODUCTION, "the outage"),
    ("cannot_reach", "AlertKind.UNREACHABLE"): Key("f'{number}:{lost.number}:{code}'", PRODUCTION, "the lost message"),
    ("tell_of_closed", "AlertKind.ACCOUNT_CLOSED"): Key(
        "f'{production.number}:{who.number}:{transaction.now.timestamp()}'", PRODUCTION, "the moment"
    ),
    ("ask_whose", "AlertKind.ACCOUNT_ASKED"): Key("f'{asked.number}'", "accountasked", "the question"),
    ("touched", "AlertKind.PLAN_TOUCHED"): Key(
        "f'{why}:{concerned}:{transaction.now.timestamp()}'", PRODUCTION, "the moment"
    ),
    ("touch_plan", "AlertKind.OPEN_HERE"): Key(
        "f'{matter.number}:{scene_id}:{transaction.now.timestamp()}'", "matter", "the moment"
    ),
    ("carry", "AlertKind.OPEN_HERE"): Key(
        "f'{matter.number}:{scene.key}:{transaction.now.timestamp()}'", "matter", "the moment"
    ),
    ("withdraw", "AlertKind.MOVED"): Key(
        "f'{known.scene_id}:{day.number}:{transaction.now.timestamp()}'", "scene", "the moment"
    ),
    ("cut_scene", "AlertKind.CUT"): Key("f'{scene.key}:{transaction.now.timestamp()}'", "scene", "the moment"),
    ("tell_coordinator", "AlertKind.CUT"): Key("f'{cut}:{transaction.now.timestamp()}'", "scene", "the moment"),
    ("tell_coordinator", "AlertKind.PROPOSED"): Key(
        "f'{production.number}:{production.board_version}'", PRODUCTION, "the board"
    ),
    ("mark_filmed", "AlertKind.FILMED_ELSEWHERE"): Key(
        "f'{scene.key}:{transaction.now.timestamp()}'", "scene", "the moment"
    ),
    ("flag_notice", "AlertKind.NOTICE"): Key(
        "None if rider is None or met else f'{rider.id}:{part.day.number}:{call.timestamp()}'",
        "rider",
        "the call; again when it comes back",
    ),
    ("flag_turnaround", "AlertKind.TURNAROUND"): Key(
        "f'{person_id}:{day.number}:{call.timestamp()}'", "shootday", "the call; again when it comes back"
    ),
    ("tell_of_minors", "AlertKind.NEEDS_COORDINATOR"): Key(
        "None if part.of_age else f'{part.scene.key}:{part.day.number}'", "scene", "the day; again when it comes back"
    ),
    ("run_closure", "AlertKind.FOLLOW_UP"): Key("f'{key}:{person_id}'", "shootday", "the day"),
    ("hold_closed_set", "AlertKind.HOLD"): Key(
        "f'{row.number}:{transaction.now.timestamp()}'", "closedset", "the moment"
    ),
    ("open_when_due", "AlertKind.ROSTER"): Key(
        "f'{row.number}:{row.opens_at.timestamp()}'", "closedset", "the opening"
    ),
    ("roster_moved", "AlertKind.ROSTER_MOVED"): Key(
        "f'{row.number}:{transaction.now.timestamp()}'", "closedset", "the moment"
    ),
    ("take_wish", "AlertKind.ASKED"): Key(
        "f'{asked.number}:{asked.asked_at.timestamp()}'", "clearanceasked", "the wish, each time it is made"
    ),
    ("tell_of_visitors", "AlertKind.ADDED"): Key("f'{visit.number}'", "visitor", "the visit"),
    ("note_presence", "AlertKind.LEFT"): Key(
        "f'{clearance.id}:{transaction.now.timestamp()}'", "clearance", "the moment"
    ),
    ("set_alarm", "AlertKind.CLOSED_SET"): Key("alarm_key(row)", "closedset", "since when it is wrong"),
    # What somebody of the coordination did: alerts by a deputy, and by somebody off duty.
    ("record_by_hand", "act"): Key("f'answer:{kept.number}'", "answer", "the answer"),
    ("plan_stands", "act"): Key("f'stands:{alert.number}:{now}'", "alert", "what was shown"),
    ("ask_again_about", "act"): Key("f'revision:{kept.id}'", "revision", "the revision"),
    ("reopen", "act"): Key(
        "f'revision:{await revisions.find_newest(transaction.session)}'", "revision", "the revision it has just made"
    ),
    # What is due.
    ("plan_closure", "DueKind.CLOSURE"): Key("f'{DueKind.CLOSURE}:{day.number}'", "shootday", "the day"),
    ("plan_last", "DueKind.GATHERED"): Key(
        "f'{DueKind.GATHERED}:{production.number}:{on.isoformat()}'", PRODUCTION, "the day"
    ),
    ("plan_moment", "moment.kind"): Key("moment.key", "shootday", "the kind, the day, the person"),
    ("plan_opening", "DueKind.OPEN_CLOSED_SET"): Key(
        "f'{DueKind.OPEN_CLOSED_SET}:{row.number}'", "closedset", "the closed set"
    ),
    # What comes in: Slack's own ids.
    ("read_payload", "Kind.COMMAND"): Key("f\"command:{body['trigger_id']}\"", "", SLACK),
    ("read_event", "Kind.EVENT"): Key("f\"event:{body['event_id']}\"", "", SLACK),
    ("read_button", "Kind.BUTTON"): Key(
        "f\"button:{body['user']['id']}:{place}:{action['action_id']}:{action['action_ts']}\"", "", SLACK
    ),
    ("read_view", "Kind.SUBMISSION if body['type'] == 'view_submission' else Kind.CLOSING"): Key(
        "f\"{body['type']}:{view['id']}:{view['hash']}\"", "", SLACK
    ),
}
# There the production stands in a name of its own.
NAMED_OTHERWISE = (
    *(("cannot_reach", "AlertKind.UNREACHABLE"), ("touched", "AlertKind.PLAN_TOUCHED")),
    *(("not_shown", "AlertKind.NOT_SHOWN"), ("window_not_shown", "AlertKind.NOT_SHOWN")),
    ("by_operator", "AlertKind.EXPORTED"),
)
# These are given a key and hand it on.
PASSED_ON = {"raise_about", "tell_assistants", "tell_while"}


def argument(call: ast.Call, place: int, name: str) -> ast.expr | None:
    """One argument of a call, by its place or its name."""
    named = next((keyword.value for keyword in call.keywords if keyword.arg == name), None)
    return call.args[place] if place < len(call.args) else named


def made(function: ast.AST, key: ast.expr) -> str:
    """How a key is made: a name is what it was given in the same function."""
    if not isinstance(key, ast.Name):
        return ast.unparse(key)
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            targets = node.targets[0]
            names = targets.elts if isinstance(targets, ast.Tuple) else [targets]
            values = node.value.elts if isinstance(targets, ast.Tuple) and isinstance(node.value, ast.Tuple) else None
            for place, name in enumerate(names):
                if isinstance(name, ast.Name) and name.id == key.id:
                    value = values[place] if values else node.value
                    if not (isinstance(value, ast.Constant) and value.value is None):
                        return ast.unparse(value)
    return key.id


def keys_made() -> Iterator[tuple[tuple[str, str], str]]:
    """Every place in the house that makes a key, and how."""
    for _, tree in modules("bot", "handlers"):
        for function in functions(tree):
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and function.name not in (*PASSED_ON, "act"):
                    yield from key_in(function, node)


def key_in(function: ast.FunctionDef | ast.AsyncFunctionDef, call: ast.Call) -> Iterator[tuple[tuple[str, str], str]]:
    """The key that one call is given, if it is given one."""
    name = getattr(call.func, "id", "")
    place, for_what = GIVEN.get(name, (len(call.args), len(call.args)))
    if name not in GIVEN and name not in MADE_WITH_ONE:
        return
    key, what = argument(call, place, "key"), argument(call, for_what, "kind")
    assert key is not None, ast.unparse(call)
    yield (function.name, ast.unparse(what) if what is not None and name != "act" else name), made(function, key)


def test_every_key_has_been_thought_about() -> None:
    """Each place that makes a key stands in the table, made as the table says; nothing else does."""
    assert dict(keys_made()) == {place: key.text for place, key in KEYS.items()}
    assert len(set(keys_made())) == len(KEYS)
    assert all(key.occasion for key in KEYS.values())


def test_every_key_carries_its_production() -> None:
    """What a key names belongs to one production alone; only what Slack names by itself is of none."""
    tables = SQLModel.metadata.tables
    for place, key in KEYS.items():
        assert key.production or key.occasion == SLACK, place
        if key.production not in ("", PRODUCTION):
            assert belonging(tables[key.production], 1) is not None, place
        if key.production == PRODUCTION:
            assert "production" in key.text or place in NAMED_OTHERWISE, place


@pytest.mark.parametrize(
    "planted",
    [
        "async def tell(t, who):\n    await send(t, who, Template.ALERT, f'{who.number}', priority=1)",
        "async def tell(t):\n    key = 'x'\n    await raise_alert(t, 1, AlertKind.CUT, key)",
        "async def plan(t):\n    row = Due(kind=DueKind.CLOSURE, key='x', production_id=1)",
    ],
)
def test_a_planted_key_is_found(planted: str) -> None:
    """A key that is made somewhere else, of whatever kind."""
    (function,) = functions(ast.parse(planted))
    found = [key for node in ast.walk(function) if isinstance(node, ast.Call) for key in key_in(function, node)]
    assert len(found) == 1
    assert found[0][0] not in KEYS
