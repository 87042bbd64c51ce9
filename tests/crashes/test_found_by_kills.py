"""What kills at every point have brought to light, each by itself."""

from sqlmodel import select

from bot.channels.events import somebody_joined
from bot.checkins.outages import leave_conversations_unread
from storage.alerts import Alert, AlertKind
from tests.cases.test_going_wrong import ASKED, FRIDAY
from tests.closed_sets.channels import SUNDAY, closed_set, open_set
from tests.serving import SERVING
from tests.world import World, add_scene, until

pytestmark = SERVING


async def test_an_alert_ends_though_a_conversation_is_not_read_yet(one_world: World) -> None:
    """Killed while the coordinator closes: right after the restart their closing ends what they were told of."""
    world = one_world
    await add_scene(world, "42pt1", ["1"])
    await world.at(FRIDAY, "08:00")
    await world.said("U0OLA", ASKED)
    await world.post("/message", user="U0OLA", channel="app", text="thank you")
    await world.alert("U0MIA", "thank you")
    async with world.transaction() as transaction:
        await leave_conversations_unread(transaction, transaction.now)
    await world.tap_in_modal("U0MIA", await world.modal("U0MIA"), "Ask again, as agreed")
    await world.modal("U0MIA", "What was agreed stays as it is.")
    await world.submit("U0MIA")

    async def ended() -> bool:
        async with world.look() as transaction:
            found = (await transaction.session.exec(select(Alert).where(Alert.kind == AlertKind.TYPED))).one()
        return found.ended_at is not None

    await until(ended, "the alert having ended")


async def test_a_call_said_again_changes_nothing(one_world: World) -> None:
    """Killed before it could answer, the bot takes the stored command; the same one typed again leaves the board."""
    world = one_world
    await add_scene(world, "42pt1", ["1"])
    boards = []
    for _ in range(2):
        await world.command("U0ADA", "/shootday", "call 11 06:30")
        async with world.look() as transaction:
            boards.append(
                (await transaction.session.get_one(type(world.production), world.production.number)).board_version
            )
    assert boards[0] == boards[1]


async def test_who_added_somebody_is_read_once_slack_has_said_it(one_world: World) -> None:
    """Slack's event comes after the removal, as after a crash: the 1st AD's message says then who it was."""
    world = one_world
    await add_scene(world, "42pt1", ["1", "2"])
    await world.at(SUNDAY, "16:00")
    await open_set(world)
    await world.post("/faults", event="member_joined_channel", user="U0LEO", lose=True)
    row = await closed_set(world)
    await world.post("/channel/add", channel=row.channel, user="U0LEO", by="U0JAN")
    await world.bot.reconciler.look_at_all()
    assert "by somebody" in str(await world.said("U0ADA", "Leo Marsh was added"))
    async with world.transaction() as transaction:
        await somebody_joined(transaction, row.channel or "", "U0LEO", "U0JAN")
    told = await world.said("U0ADA", "by Jan Wolski")
    assert "Leo Marsh was added" in str(told)
    assert len([one for one in await world.messages("U0ADA") if "Leo Marsh was added" in str(one)]) == 1
