"""Two people of one name are never mixed up; everybody stands with the name they chose."""

import pytest
from sqlmodel import col, func, select, update

from bot.domain.readiness import Word
from bot.domain.roles import Role
from bot.parsing.cast_list import CastEntry
from bot.people import label_of, labels_of
from bot.productions import Somebody, give_role, somebody
from handlers.sub_commands import CHECKIN, CLOSEDSET, SCENE, SHOOTDAY
from storage import people
from storage.alerts import AlertKind
from storage.answers import Answer
from storage.people import RoleHeld
from storage.terms import Rider
from tests.identity.house import FRIDAY, JAN, OLA, House, as_listed, at, shown

# What is typed for each verb of which a person is a part; everything else names nobody.
NAMING = {
    ("/checkin", "send"): "send 42 {who} 11",
    ("/checkin", "record"): "record 42 {who} as agreed 11",
    ("/checkin", "limits"): "limits 42 {who}",
    ("/checkin", "duty"): "duty handover {who}",
    ("/scene", "terms"): "terms 42 {who}",
    ("/shootday", "call"): "call 11 08:30 {who}",
    ("/closedset", "clear"): "clear 42 {who}",
    ("/closedset", "remove"): "remove 42 {who}",
    ("/closedset", "swap"): "swap 42 {who} {who}",
    ("/closedset", "ask"): "ask 42 {who}",
}
PERSON = ("@person", "@ben", "@kim", "@ola")
EVERY = {
    (command.name, verb.name): f"{verb.usage} {verb.meaning}"
    for command in (CHECKIN, SHOOTDAY, SCENE, CLOSEDSET)
    for verb in command.verbs
}


async def two_jans(house: House) -> None:
    """Two performers and two deputies called Jan Nowak, both performers in scene 42."""
    jans = [
        CastEntry("2", "Waiter", "Jan Nowak", slack_id="U0JAN"),
        CastEntry("7", "Soldier", "Jan Nowak", slack_id="U7JAN"),
    ]
    await house.take_cast(OLA, *jans)
    async with house.transaction() as transaction:
        for user in ("U8JAN", "U9JAN"):
            who = await somebody(transaction, Somebody("Jan Nowak", user))
            await give_role(transaction, await house.stored(transaction), who, Role.DEPUTY)
    await house.scene("42", ("2", "7"))


async def kept(house: House) -> tuple[int, int, int]:
    """How many answers, riders and messages there are."""
    async with house.transaction() as transaction:
        answers = (await transaction.session.exec(select(func.count()).select_from(Answer))).one()
        riders = (await transaction.session.exec(select(func.count()).select_from(Rider))).one()
    await house.bot.deliver()
    return answers, riders, len(house.bot.heard)


def test_every_verb_that_names_a_person_is_tried() -> None:
    """What its usage says names somebody stands in the list above, and nothing else does."""
    assert {key for key, text in EVERY.items() if any(word in text for word in PERSON)} == set(NAMING)


async def test_a_role_of_a_later_release_tells_two_of_one_name_apart(house: House) -> None:
    """Its word is unknown here, and nothing fails on it."""
    await two_jans(house)
    async with house.transaction() as transaction:
        await transaction.session.exec(update(RoleHeld).where(col(RoleHeld.role) == Role.DEPUTY).values(role="of_old"))
        transaction.session.expire_all()
        namesake = await people.find_by_slack_user(transaction.session, "U8JAN")
        assert namesake is not None
        assert await label_of(transaction, house.production.number, namesake) == "Jan Nowak (of old)"


@pytest.mark.parametrize("key", [*NAMING])
async def test_case_47_the_bot_asks_which_and_nothing_is_recorded_meanwhile(house: House, key: tuple[str, str]) -> None:
    """Typed by a name that two have, each command says what to write instead and does nothing."""
    await two_jans(house)
    await house.bot.jump(at(FRIDAY, "08:00"))
    before = await kept(house)
    for name in ("Jan Nowak", "jan", "@Nowak"):
        read = await house.bot.command("U0MIA", key[0], NAMING[key].format(who=name))
        assert read.modal is None, shown(read)
        text = shown(read)
        asked = "Please write who, as @name." if key[0] == "/closedset" else "More than one person fits"
        assert asked in text
        if key[1] in ("send", "record", "limits", "terms", "call"):
            assert "Jan Nowak (cast 2, Waiter); Jan Nowak (cast 7, Soldier)" in text.replace("&gt;", ">")
        assert await kept(house) == before


@pytest.mark.parametrize("said", ["cast 7", "Jan Nowak cast 7", "Jan Nowak soldier", "@U7JAN"])
async def test_case_47_by_cast_id_character_or_account_it_is_the_right_one(house: House, said: str) -> None:
    """Each way to say which is taken, and the answer names who it was."""
    await two_jans(house)
    await house.bot.jump(at(FRIDAY, "08:00"))
    who = said if not said.startswith("@") else f"<{said}|jan>"
    read = shown(await house.bot.command("U0MIA", "/checkin", f"record 42 {who} as agreed by phone 11"))
    assert "Jan Nowak (cast 7, Soldier), scene 42" in read
    day = shown(await house.bot.command("U0MIA", "/checkin", "day 11"))
    assert "Jan Nowak (cast 7, Soldier): confirmed" in day
    assert "Jan Nowak (cast 2, Waiter): no answer yet" in day


async def test_case_47_windows_say_whom_they_are_about(house: House) -> None:
    """An alert, the window to record an answer, a rider and a hold each tell them apart."""
    await two_jans(house)
    await house.bot.jump(at(FRIDAY, "08:00"))
    await house.answer("U7JAN", "not_as_agreed")
    (alert,) = await house.alerts(AlertKind.CHANGE)
    assert "Jan Nowak (cast 7, Soldier): not as agreed" in shown(await house.window(alert))
    for command, text in (("/checkin", "record 42 cast 7"), ("/scene", "terms 42 cast 7"), ("/checkin", "hold")):
        reply = await house.bot.command("U0MIA", command, text)
        assert reply.modal is not None
        assert "Jan Nowak (cast 7, Soldier)" in str(reply.modal.view())


async def choose(house: House, user: str, name: str, pronouns: str = "") -> None:
    """Somebody chooses a name on Home."""
    assert "Your name" in await house.home(user)
    await house.bot.tap(user, "own_name")
    await house.bot.submit(user, "own_name", fields={"name": name, "pronouns": pronouns})


async def test_a_chosen_name_stands_everywhere_and_the_one_before_nowhere(house: House) -> None:
    """Chosen on Home it wins over the cast list's, over the next import too; without it that one stands again."""
    await house.asked()
    await choose(house, "U0OLA", "Alex Nowak", "they/them")
    await house.answer("U0OLA", "not_as_agreed")
    (alert,) = await house.alerts(AlertKind.CHANGE)
    texts = [
        shown(await house.window(alert)),
        shown(await house.bot.command("U0MIA", "/checkin", "day 11")),
        shown(await house.bot.command("U0MIA", "/closedset", "roster 42")),
        shown(await house.bot.command("U0ADA", "/closedset", "door")),
        "\n".join(await house.preview(as_listed(OLA, character="Ola"))),
    ]
    assert all("Ola Nowak" not in text for text in texts[:4])
    assert all("Alex Nowak" in text for text in texts[:4])
    assert "Alex Nowak (they/them)" in texts[2]
    await house.take_cast(as_listed(OLA, character="Ola"), JAN)
    assert (await house.player("1")).name == "Alex Nowak"
    assert "Alex Nowak" in shown(await house.bot.command("U0MIA", "/scene", "terms 42 alex"))
    await choose(house, "U0OLA", "")
    assert (await house.player("1")).name == "Ola Nowak"


async def test_a_name_too_long_for_a_list_is_not_kept(house: House) -> None:
    """It is said under its input."""
    reply = await house.bot.submit("U0OLA", "own_name", fields={"name": "a" * 81})
    assert reply.errors == {"name": "Please write at most 80 characters."}
    assert (await house.player("1")).name == "Ola Nowak"


async def test_case_48_crew_stand_at_the_door_by_name_and_job(house: House) -> None:
    """Put on the list by a handle: by Slack's display name once it is known, and by the one they chose."""
    await house.scene()
    read = await house.bot.command("U0MIA", "/closedset", "clear 42 <@U0BEN|ben.k> monitor boom operator")
    assert read.meet == ("U0BEN",)
    await house.account("U0BEN", deleted=False, profile={"display_name": "Ben Kovač", "real_name": "Benjamin Kovač"})
    door = shown(await house.bot.command("U0ADA", "/closedset", "door"))
    assert "• Ben Kovač – monitor, boom operator" in door
    assert "ben.k" not in door
    await choose(house, "U0BEN", "Benny Kovač")
    assert "• Benny Kovač – monitor, boom operator" in shown(await house.bot.command("U0ADA", "/closedset", "door"))


async def test_case_49_a_slip_of_the_pen_is_no_access(house: House) -> None:
    """Refused with what may have been meant, by the coordinator and by an AD's wish; nobody is on the list for it."""
    await house.scene()
    for user, verb in (("U0MIA", "clear"), ("U0ADA", "ask")):
        read = shown(await house.bot.command(user, "/closedset", f"{verb} 42 <@U0BEN|ben> montior"))
        assert "I do not know “montior”: did you mean monitor? Nobody was put on the list." in read
    assert "ben" not in shown(await house.bot.command("U0ADA", "/closedset", "door"))
    assert await house.person("U0BEN") is None


async def present(house: House, how: str, cast_id: str = "30") -> str:
    """The coordinator says of a cast id how they take part."""
    reply = await house.bot.command("U0MIA", "/scene", f"present 42 {cast_id}")
    if reply.modal is None:
        return shown(reply)
    await house.bot.submit("U0MIA", "presence", reply.modal.about, {"how": how})
    return shown(reply)


async def test_somebody_present_and_not_in_the_action_is_not_needed_for_ready(house: House) -> None:
    """Told and free to object: the scene is Ready without them, and not any more once they have objected."""
    await house.asked("42", ("1", "30"))
    await house.answer("U0OLA")
    assert await house.word() is Word.WITH_COORDINATOR
    assert "Please tell them yourself what is filmed and that they may object" in await present(house, "present")
    assert await house.word() is Word.READY
    await present(house, "in_action")
    assert await house.word() is Word.WITH_COORDINATOR


async def test_nobody_who_is_named_is_marked_as_present_only(house: House) -> None:
    """Whoever is on the cast list is asked; a number the scene does not have is said."""
    await house.asked()
    assert "so they are asked like everybody else" in await present(house, "present", "1")
    assert "Scene 42 has no cast number “30”" in await present(house, "present", "30")


async def test_a_name_that_looks_like_anothers_is_marked(house: House) -> None:
    """Written with a Cyrillic letter, it is told apart as the same name would be."""
    await house.take_cast(OLA, CastEntry("2", "Waiter", "\u041ela Nowak", slack_id="U0JAN"))
    async with house.transaction() as transaction:
        both = [await people.find_by_slack_user(transaction.session, user) for user in ("U0OLA", "U0JAN")]
        labels = await labels_of(transaction, house.production.number, [one for one in both if one is not None])
    assert labels == ["Ola Nowak (cast 1)", "\u041ela Nowak (cast 2, Waiter)"]
