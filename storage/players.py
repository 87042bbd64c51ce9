"""Who plays in a scene: the cast ids of its strips, as they are named now."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.unreadable import listed
from storage import people, scenes, strips


async def list_players(session: AsyncSession, scene_id: int, shoot_day_id: int | None = None) -> set[int]:
    """The ids of whoever plays in a scene on a day; on whatever day, where it is not planned for that one."""
    known = await people.get_cast(session, (await scenes.get(session, scene_id)).production_id)
    planned = await strips.list_standing_of(session, scene_id)
    on_day = [strip for strip in planned if strip.shoot_day_id == shoot_day_id]
    ids = {cast_id for strip in on_day or planned for cast_id in listed(strip.cast_ids)}
    return {known[cast_id].person_id for cast_id in ids if cast_id in known}
