"""Who may give which command, what strangers learn, and what is said to what cannot be read."""

import pytest

from bot.checkins.consequences import replan
from bot.domain.roles import Role
from bot.duty import begin_duty
from bot.productions import Somebody, add_production, give_role, name_cast, somebody
from handlers.routes import COMMANDS
from storage.scenes import Intimacy, Scene
from storage.strips import Strip
from tests.commands.acting import ask_for
from tests.world import MONDAY, World, add_scene, shooting_day, visible

ROLES = {
    "U0MIA": Role.COORDINATOR,
    "U0DEV": Role.DEPUTY,
    "U0ADA": Role.FIRST_AD,
    "U0SAM": Role.SECOND_AD,
    "U0OLA": Role.PERFORMER,
}
OURS = ("/checkin", "/shootday", "/scene")


async def test_every_verb_is_closed_to_everybody_it_is_not_meant_for(one_world: World) -> None:
    """Each verb of each command, tried by each role that may not: refused in the same words; a stranger is greeted."""
    world = one_world
    await ask_for(world, cast=("1",))
    for command in [COMMANDS[name] for name in OURS]:
        for verb in command.verbs:
            for user, role in ROLES.items():
                if role not in verb.roles:
                    answer = await world.command(user, command.name, f"{verb.name} 42pt1 @ola")
                    assert "This is not open to you here." in answer, (user, command.name, verb.name)
            assert "Nobody has added you" in await world.command("U0KIM", command.name, verb.name)


async def test_help_lists_what_the_asker_may_write(one_world: World) -> None:
    """Every verb one may use stands there with its meaning and an example; no other does."""
    world = one_world
    for command in [COMMANDS[name] for name in OURS]:
        for user, role in ROLES.items():
            shown = await world.command(user, command.name, "help")
            for verb in command.verbs:
                assert (f"{command.name} {verb.usage}*" in shown) is (role in verb.roles), (user, verb.name)
    assert "such as: send 42pt1 @ola 11" in await world.command("U0MIA", "/checkin", "help")
    assert "I do not know this one" in await world.command("U0MIA", "/checkin", "dance")


WRONG = [
    ("U0MIA", "/checkin", "day 77", "There is no shooting day “77” in Baltic"),
    ("U0MIA", "/checkin", "day someday", "such as 11 or 16 March"),
    ("U0MIA", "/checkin", "send", "Please write which scene"),
    ("U0MIA", "/checkin", "send 42pt1 @kim", "here it can be Ola Nowak, Jan Wolski"),
    ("U0MIA", "/checkin", "record 42pt1", "Please write whose answer it is"),
    ("U0MIA", "/checkin", "record 42pt1 cast 9", "nobody with that number"),
    ("U0MIA", "/checkin", "limits 43", "is scene 43 confirmed as intimate"),
    ("U0MIA", "/checkin", "duty on until", "Until when?"),
    ("U0MIA", "/checkin", "duty on @ola", "here it can be Mia Brandt, Dev Anand"),
    ("U0MIA", "/checkin", "duty handover", "it can be: Dev Anand"),
    ("U0MIA", "/checkin", "duty perhaps", "I cannot read “perhaps” here"),
    ("U0ADA", "/shootday", "move 42pt1", "Please write to which day"),
    ("U0ADA", "/shootday", "move 42pt1 11", "already"),
    ("U0ADA", "/shootday", "call 11", "Please write the hour"),
    ("U0ADA", "/shootday", "call 11 99:99", "Please write the hour"),
    ("U0ADA", "/shootday", "call 07:30", "Please write for which day"),
    ("U0ADA", "/shootday", "call 11 07:30 SPLINTER", "There is no unit “SPLINTER” on that day"),
    ("U0ADA", "/shootday", "wrap", "No day has begun"),
    ("U0MIA", "/scene", "confirm 42pt1, 99", "There is no scene “99” in Baltic"),
    ("U0MIA", "/scene", "terms 42pt1", "Please write whose terms: scene 42pt1 has Ola Nowak, Jan Wolski"),
    ("U0MIA", "/scene", "pages 43", "is not confirmed as intimate"),
    ("U0MIA", "/scene", "restore 42pt1", "is not cut"),
    ("U0MIA", "/scene", "cut 42pt1 now", "I cannot read “now” here"),
]


async def test_what_cannot_be_read_is_said_in_one_sentence(one_world: World) -> None:
    """What was wrong, where, and how it is written; nothing has changed."""
    world = one_world
    await add_scene(world, "42pt1", ["1", "2"])
    async with world.transaction() as transaction:
        day = await shooting_day(transaction, world.production, MONDAY, "07:00")
        scene = Scene(production_id=world.production.number, number="43", intimacy=Intimacy.PROPOSED)
        transaction.session.add(scene)
        await transaction.session.flush()
        transaction.session.add(Strip(shoot_day_id=day.number, scene_id=scene.key, cast_ids=["1"]))
    before = await world.command("U0MIA", "/shootday", "list")
    for user, command, text, expected in WRONG:
        answer = await world.command(user, command, text)
        assert expected in answer, (command, text)
        assert f"{command} help" in answer
    assert await world.command("U0MIA", "/shootday", "list") == before


async def second_production(world: World) -> None:
    """The production Tatra, with a scene 42 and Ola as well; Mia coordinates both, Ada only Baltic."""
    async with world.transaction() as transaction:
        production = await add_production(transaction, "Tatra", "tatra", "Europe/Warsaw")
        mia = await somebody(transaction, Somebody("Mia Brandt", "U0MIA"))
        await give_role(transaction, production, mia, Role.COORDINATOR)
        await begin_duty(transaction, production, mia)
        await name_cast(transaction, production, "5", await somebody(transaction, Somebody("Ola Nowak", "U0OLA")))
        day = await shooting_day(transaction, production, MONDAY, "09:00")
        for number in ("42", "77"):
            scene = Scene(production_id=production.number, number=number, intimacy=Intimacy.CONFIRMED)
            transaction.session.add(scene)
            await transaction.session.flush()
            transaction.session.add(Strip(shoot_day_id=day.number, scene_id=scene.key, cast_ids=["5"]))
        await replan(transaction, production)


async def test_case_30_two_productions_with_a_scene_42(world: World) -> None:
    """A command that fits both asks which; answers and messages name theirs; one production's scenes stay its own."""
    await add_scene(world, "42", ["1"])
    await second_production(world)
    asked = await world.command("U0MIA", "/checkin", "send 42")
    assert "Please write which" in asked
    assert "/checkin baltic send 42" in asked
    assert "/checkin tatra send 42" in asked
    assert not await world.messages("U0OLA")
    assert "day 11, Tatra: Ola Nowak." in await world.command("U0MIA", "/checkin", "tatra send 42")
    assert "Tatra" in visible(await world.said("U0OLA", "Is what was agreed"))
    assert "day 11, Baltic: Ola Nowak." in await world.command("U0MIA", "/checkin", "Baltic send 42")
    assert "Baltic" in visible(await world.said("U0OLA", "Is what was agreed", times=2))
    for text in ("move 77 12", "tatra move 77 12", "tatra move 78 12"):
        answer = await world.command("U0ADA", "/shootday", text)
        assert "Tatra" not in answer
        assert "There is no scene “77” in Baltic" in answer or "I do not know this one" in answer


async def test_a_performer_of_two_productions_is_not_asked_which(one_world: World) -> None:
    """Where one stands is one page over all productions."""
    world = one_world
    await second_production(world)
    await world.command("U0OLA", "/checkin", "")
    await world.modal("U0OLA", "There is nothing open for you")


@pytest.mark.parametrize("text", ["confirm 42PT1", "confirm  42 pt 1 ", "CONFIRM scene 42pt1"])
async def test_scenes_are_read_as_people_type_them(one_world: World, text: str) -> None:
    """Upper and lower case, a space in the number, the word scene before it."""
    await add_scene(one_world, "42pt1", ["1"])
    assert "Confirmed as intimate in Baltic: 42pt1." in await one_world.command("U0MIA", "/scene", text)
