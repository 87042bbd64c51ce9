"""What performers answer, and what everybody learns of it."""

from datetime import date

from tests.world import MONDAY, NEUTRAL, World, add_scene, visible


async def test_case_1_both_confirm(world: World) -> None:
    """Both confirm: the same receipt for each, and the AD reads Ready."""
    await add_scene(world, "42pt1", ["1", "2"])
    await world.at(date(2026, 3, 13), "08:00")
    for user in ("U0OLA", "U0JAN"):
        message = await world.said(user, "Is what was agreed still right for you?")
        await world.tap(user, message, "As agreed", "42pt1")
        await world.said(user, "Recorded. You can change this at any time.")
    await world.at(MONDAY, "05:30")
    words = await world.said("U0ADA", "Ready")
    assert "Scene 42pt1: Ready" in visible(words)
    assert words["text"] == NEUTRAL
