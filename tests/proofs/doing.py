"""What people do in a history: each act is noted beside it from what was done, not from what the bot made of it."""

from collections.abc import Sequence
from random import Random
from typing import Any

from handlers.routes import SEVERAL
from storage.inbox import LEFT_BEHIND
from tests.proofs.living import Done, Life
from tests.proofs.open_noes import Act, Yes
from tests.proofs.payloads import Body
from tests.proofs.plain_facts import CheckInRow, Facts
from tests.proofs.private_words import Belongs, Text, kind_of
from tests.proofs.seen import Shown, Tappable, chosen, inputs, left_as_it_is

Said = Sequence[tuple[CheckInRow, str]]
TAPS = {
    "answer_as_agreed": "as_agreed",
    "answer_not_as_agreed": "not_as_agreed",
    "answer_call_me": "call_me",
}


async def do(life: Life, body: Body, act: Act, said: Said = (), tapped: Tappable | None = None) -> Done:
    """One act, with everything that is said in it; what must hold afterwards is looked at.

    `said`: what a person said in it for certain. Whatever else the bot wrote down as said is taken as well.
    """
    before = life.facts
    done = await life.take(body)
    note_said(life, [*said, *(one for one in life.came if one not in said)], tapped)
    await life.judge(before, act)
    return done


def note_said(life: Life, said: Said, tapped: Tappable | None) -> None:
    """What was said joins what is open; "as agreed" counts for what its message was about, or for now."""
    for row, kind in said:
        life.plain.say(life.step, row.person, row.scene, kind, kept=(row, kind) in life.came)
        if kind == "as_agreed":
            facts, step = (tapped.facts, tapped.step) if tapped is not None else (life.facts, life.step)
            yes = Yes(step, facts.terms(row.person, row.scene))
            life.plain.confirm(row.person, row.scene, row.day, yes)


async def finish(life: Life, user: str, done: Done, *, at_home: bool = False) -> Shown | None:
    """What is seen of an act, and everything that follows from it."""
    shown = await life.show(user, done, at_home=at_home)
    await life.in_process.rest()
    await life.hear()
    return shown


# Buttons.


async def tap(life: Life, user: str, button: Tappable, *, again: bool = False, lost: bool = False) -> Shown | None:
    """Somebody taps a button, perhaps an old one, perhaps somebody else's; Slack may tell it twice."""
    if lost:
        await lose(life, user, button)
        return None
    body = life.bodies.tap(user, button)
    name = next((beginning for beginning in SEVERAL if button.action.startswith(beginning)), button.action)
    act = Act(user, name, button.window)
    if button.action.startswith("typed_about_"):
        note_choice(life, user, button)
    done = await do(life, body, act, said_by_tap(life, user, button), button)
    shown = await finish(life, user, done, at_home=button.at_home)
    if again:
        await do(life, body, act, (), button)
        await finish(life, user, Done())
    return shown


async def lose(life: Life, user: str, button: Tappable) -> None:
    """The bot ends when it has kept a tap, and works it through when it is back."""
    await life.take(life.bodies.tap(user, button), lost=True)
    life.in_process.clock.moment += LEFT_BEHIND
    before = life.facts
    await life.inbox.catch_up()
    await life.look()
    note_said(life, [*said_by_tap(life, user, button), *life.came], button)
    await life.judge(before, Act(user, button.action, button.window))
    await finish(life, user, Done())


def said_by_tap(life: Life, user: str, button: Tappable) -> Said:
    """What a tap says: by the owner of the button alone. A change counts always, "as agreed" where it was taken."""
    kind = TAPS.get(button.action, "")
    number = button.value.partition(":")[0]
    row = life.facts.check_ins.get(int(number)) if number.isdigit() else None
    if kind in ("", "as_agreed") or row is None or life.facts.users.get(user) != row.person:
        return []
    return [(row, kind)]


def note_choice(life: Life, user: str, button: Tappable) -> None:
    """The performer says which production their typed words are about."""
    number, _, key = button.value.partition(":")
    if user == button.reader and number.isdigit():
        life.words.is_about(key, int(number))


# Windows.


async def send(life: Life, user: str, window: Shown, values: dict[str, dict[str, Any]]) -> Shown | None:
    """Somebody sends a window, perhaps an old one."""
    body = life.bodies.submission(user, window, values)
    before = life.facts
    said = said_by_window(life, user, window, values)
    done = await do(life, body, Act(user, window.callback, window), said)
    if done.worked and done.reply.modal is None and not done.reply.errors:
        note_taken(life, window, values, before)
    return await finish(life, user, done)


def row_of(life: Life, window: Shown) -> CheckInRow | None:
    """The check-in a window is about."""
    number = window.about.partition(":")[0]
    return life.facts.check_ins.get(int(number)) if number.isdigit() else None


def said_by_window(life: Life, user: str, window: Shown, values: dict[str, dict[str, Any]]) -> Said:
    """A no that the coordination writes down: it counts whatever the window had shown."""
    row = row_of(life, window)
    answer = values.get("answer", {}).get("selected_option", {}).get("value", "")
    if window.callback != "record_answer" or row is None or answer != "not_as_agreed" or "source" not in values:
        return []
    return [(row, answer)] if life.facts.coordinates(user, row.production) else []


def note_taken(life: Life, window: Shown, values: dict[str, dict[str, Any]], before: Facts) -> None:
    """What follows from a window that was taken."""
    row = row_of(life, window)
    if row is None:
        return
    there = life.facts.board.get((row.scene, row.day), frozenset())
    if window.callback == "limit_scene":
        partners = values.get("partners", {}).get("value", "")
        shown = life.plain.partners.get((row.person, row.scene), "")
        life.plain.limit(life.step, row.person, row.scene, partners, there)
        if values.get("covers", {}).get("selected_option", {}).get("value") == "all":
            for _, was in open_of(life, before, row):
                for scene in was.reach - {row.scene} if was.person == row.person else ():
                    held = life.plain.partners.get((row.person, scene), "")
                    new = held in (shown, "") or held in partners
                    read = partners if new else f"{held}\n{partners}".strip()
                    life.plain.limit(life.step, row.person, scene, read, players(life, scene))
    closed = any(
        not was.closed and (life.facts.matters[number].closed or was.reach - life.facts.matters[number].reach)
        for number, was in open_of(life, before, row)
    )
    if window.callback == "reopen_scene" and not closed:
        life.plain.lapsed_day[row.scene, row.day] = life.step


def players(life: Life, scene: int) -> set[int]:
    """Whoever plays a scene, on whatever day."""
    return {person for (known, _), there in life.facts.board.items() if known == scene for person in there}


def open_of(life: Life, before: Facts, row: CheckInRow) -> list[tuple[int, Any]]:
    """What was open with a scene, and is still stored."""
    return [
        (number, was)
        for number, was in before.matters.items()
        if row.scene in was.reach and number in life.facts.matters
    ]


def filled(life: Life, random: Random, user: str, window: Shown) -> dict[str, dict[str, Any]]:
    """A window filled in at random: what is typed is a word nobody has ever typed, or what stood there."""
    values = {}
    for element, may_stay_empty in inputs(window.view):
        name, kept = element["action_id"], left_as_it_is(element)
        if element["type"] != "plain_text_input":
            values[name] = kept if kept and random.random() < 0.4 else chosen(random, element)
        elif kept.get("value", "").isdecimal() or (kept and random.random() < 0.4) or ":" in kept.get("value", ""):
            values[name] = kept
        elif name == "time_zone":
            values[name] = {"value": random.choice(["Europe/Warsaw", "America/New_York", "Asia/Kathmandu"])}
        elif not may_stay_empty or random.random() < 0.8:
            values[name] = {"value": life.words.word(text_of(life, user, window, name))}
    return values


def text_of(life: Life, user: str, window: Shown, name: str) -> Text:
    """What a typed text will be: whose, and of which production."""
    kind, facts = kind_of(window.callback, name), window.facts
    person, production = about(life, window)
    if kind is Belongs.PRIVATE:
        person = facts.users.get(user, 0)
    return Text(kind, person, {production})


def about(life: Life, window: Shown) -> tuple[int, int]:
    """Whom and which production a window is about, by the ids it hands back."""
    first, _, second = window.about.partition(":")
    facts = window.facts
    if window.callback == "rider":
        return int(second), facts.scenes[int(first)][0]
    if window.callback == "scene_about":
        return 0, facts.scenes[int(first)][0]
    if window.callback in ("settings", "hold_words"):
        return 0, int(first)
    if window.callback == "change_words":
        row = facts.check_ins[life.answered[int(first)]]
        return row.person, row.production
    row = facts.check_ins[int(first)]
    return row.person, row.production


# What is typed.


async def hear_event(life: Life, user: str, event: dict[str, Any], number: str = "", *, written: bool = False) -> None:
    """Slack tells of something. `written`: a person wrote, sent, changed or deleted something in the conversation."""
    said = [(row, "typed") for row in concerned(life.facts, user)] if written else []
    body = life.bodies.event(event, number)
    done = await do(life, body, Act(user, event["type"], None), said)
    await finish(life, user, done)


def concerned(facts: Facts, user: str) -> list[CheckInRow]:
    """What typed words may be about: everything a performer is asked that is not over; else everything to come."""
    person = facts.users.get(user, 0)
    standing = [
        row
        for row in facts.check_ins.values()
        if row.person == person and not row.withdrawn and row.day not in facts.over
    ]
    return [row for row in standing if row.asked] or standing


def words_of(life: Life, user: str, key: str) -> str:
    """Words for a message: whoever coordinates a production the writer performs in may read them."""
    person = life.facts.users.get(user, 0)
    performs = {number for number in life.facts.productions.values() if "performer" in life.facts.holds(user, number)}
    return life.words.word(Text(Belongs.PRIVATE, person, performs or set(life.facts.productions.values()), key))
