"""People, what they are in each production, and who is on duty."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, UniqueConstraint, or_
from sqlalchemy.orm import aliased
from sqlmodel import Field, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.letters import looks, one_line
from bot.domain.roles import ASSISTANT_DIRECTION, COORDINATION, Role
from storage.columns import Instant, word
from storage.row import Row


class Person(Row, table=True):
    """A person in the workspace, or one reached only in person (`slack_user` empty).

    `slack_user` is the account they use now; storage/accounts.py has those before. `name` is how they stand
    everywhere: as they chose on Home, else as the production lists them, else as Slack shows them.
    """

    slack_user: str | None = Field(default=None, unique=True)
    slack_channel: str | None = None
    name: str
    chosen_name: str | None = None
    listed_name: str | None = None
    slack_name: str | None = None
    pronouns: str = ""
    chosen_language: str | None = None
    follows_slack: bool = False
    named_language: str | None = None
    slack_locale: str | None = None
    in_person: bool = False
    deactivated_at: datetime | None = Field(default=None, sa_type=Instant)
    seen_active_at: datetime | None = Field(default=None, sa_type=Instant)
    under_18: bool = False
    under_18_until: date | None = None

    def stand_with_name(self) -> None:
        """From now on the name that counts, wherever they stand."""
        names = (one_line(name or "") for name in (self.chosen_name, self.listed_name, self.slack_name))
        self.name = next(filter(None, names), self.name)

    @property
    def called(self) -> str:
        """Their name, with the pronouns they gave."""
        return f"{self.name} ({self.pronouns})" if self.pronouns else self.name

    @property
    def language(self) -> str | None:
        """The language they chose, else the one the cast list names, else the one Slack speaks to them; a code."""
        if self.follows_slack:
            return self.slack_locale
        return self.chosen_language or self.named_language or self.slack_locale

    @property
    def reachable(self) -> bool:
        """Whether a direct message can reach this person."""
        return self.slack_user is not None and not self.in_person and self.deactivated_at is None


class RoleHeld(Row, table=True):
    """One role of one person in one production."""

    __table_args__ = (UniqueConstraint("production_id", "person_id", "role"),)
    production_id: int = Field(foreign_key="production.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    role: Role = Field(sa_type=word(Role))
    phone: str = ""
    noticed_at: datetime | None = Field(default=None, sa_type=Instant)


class Duty(Row, table=True):
    """A time in which a coordinator or deputy answers for the production; open-ended while `until` is empty.

    One act of somebody off duty is a time of no length. `handed_over_by` is the coordinator who handed over to them.
    """

    production_id: int = Field(foreign_key="production.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    since: datetime = Field(sa_type=Instant)
    until: datetime | None = Field(default=None, sa_type=Instant)
    handed_over_by: int | None = Field(default=None, foreign_key="person.id")


class OnSet(Row, table=True):
    """A time in which a person is inside a closed set, without a phone: alerts go to the deputy as well."""

    production_id: int = Field(foreign_key="production.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    since: datetime = Field(sa_type=Instant)
    until: datetime | None = Field(default=None, sa_type=Instant)


class CastMember(Row, table=True):
    """Who plays a number on the cast list. A double is asked only when the coordinator says so."""

    __table_args__ = (UniqueConstraint("production_id", "cast_id"),)
    production_id: int = Field(foreign_key="production.id", index=True)
    cast_id: str
    character: str = ""
    person_id: int = Field(foreign_key="person.id")
    double: bool = False


async def get(session: AsyncSession, number: int) -> Person:
    """The person with this id; they exist."""
    return (await session.exec(select(Person).where(Person.id == number))).one()


async def find(session: AsyncSession, number: int) -> Person | None:
    """The person with this id, if there is one."""
    return (await session.exec(select(Person).where(Person.id == number))).first()


async def find_by_slack_user(session: AsyncSession, slack_user: str) -> Person | None:
    """The person behind a Slack user id."""
    return (await session.exec(select(Person).where(Person.slack_user == slack_user))).first()


async def list_slack_users(session: AsyncSession) -> list[str]:
    """The Slack account of everybody who has one."""
    rows = await session.exec(select(Person.slack_user).where(col(Person.slack_user).is_not(None)))
    return [user for user in rows.all() if user is not None]


async def list_roles(session: AsyncSession, person_id: int) -> list[RoleHeld]:
    """All roles of a person, in all productions."""
    rows = await session.exec(select(RoleHeld).where(RoleHeld.person_id == person_id).order_by(col(RoleHeld.id)))
    return list(rows.all())


def counts() -> ColumnElement[bool]:
    """Whether a role held counts: whoever performs in a production is neither coordination nor AD there.

    A performer's interest wins over the other one: what they are told and asked is a performer's alone.
    """
    performing = aliased(RoleHeld)
    performs = select(performing.id).where(
        performing.production_id == RoleHeld.production_id,
        performing.person_id == RoleHeld.person_id,
        performing.role == Role.PERFORMER,
    )
    return or_(col(RoleHeld.role).not_in((*COORDINATION, *ASSISTANT_DIRECTION)), ~performs.exists())


async def list_holders(session: AsyncSession, production_id: int, roles: Collection[Role]) -> list[Person]:
    """Everyone in whom one of these roles counts in the production, each once, in the order they were named."""
    rows = await session.exec(
        select(Person, RoleHeld)
        .join(RoleHeld, col(RoleHeld.person_id) == col(Person.id))
        .where(RoleHeld.production_id == production_id, col(RoleHeld.role).in_(roles), counts())
        .order_by(col(RoleHeld.id))
    )
    return list({found.number: found for found, _ in rows.all()}.values())


async def has_namesake(session: AsyncSession, production_id: int, who: Person) -> bool:
    """Whether somebody else in the production stands with the same name, or one that looks the same."""
    rows = await session.exec(
        select(Person.name)
        .join(RoleHeld, col(RoleHeld.person_id) == col(Person.id))
        .where(RoleHeld.production_id == production_id, Person.id != who.number)
    )
    return looks(who.name) in map(looks, rows.all())


async def find_role(session: AsyncSession, production_id: int, person_id: int, role: Role) -> RoleHeld | None:
    """The row of one role of one person, if they hold it."""
    rows = await session.exec(
        select(RoleHeld).where(
            RoleHeld.production_id == production_id, RoleHeld.person_id == person_id, RoleHeld.role == role
        )
    )
    return rows.first()


async def list_on_duty(session: AsyncSession, production_id: int, at: datetime) -> list[Person]:
    """The coordinators and deputies on duty at a moment, coordinators first, nobody who was deactivated."""
    rows = await session.exec(
        select(Person, RoleHeld)
        .join(Duty, col(Duty.person_id) == col(Person.id))
        .join(RoleHeld, (col(RoleHeld.person_id) == col(Person.id)) & (RoleHeld.production_id == production_id))
        .where(
            Duty.production_id == production_id,
            col(Duty.since) <= at,
            or_(col(Duty.until).is_(None), col(Duty.until) > at),
            col(RoleHeld.role).in_(COORDINATION),
            counts(),
            col(Person.deactivated_at).is_(None),
        )
    )
    found = sorted(rows.all(), key=lambda row: (row[1].role is not Role.COORDINATOR, row[1].id))
    return list({who.number: who for who, _ in found}.values())


async def list_minors(session: AsyncSession) -> dict[int, date | None]:
    """Who is recorded as under 18, by id, with the first day on which they are of age where somebody has said it."""
    rows = await session.exec(select(Person).where(col(Person.under_18)))
    return {found.number: found.under_18_until for found in rows.all()}


async def list_inside_set(session: AsyncSession, production_id: int, at: datetime) -> set[int]:
    """The ids of those who have switched "on set" on."""
    rows = await session.exec(
        select(OnSet.person_id).where(
            OnSet.production_id == production_id,
            col(OnSet.since) <= at,
            or_(col(OnSet.until).is_(None), col(OnSet.until) > at),
        )
    )
    return set(rows.all())


async def get_cast(session: AsyncSession, production_id: int) -> dict[str, CastMember]:
    """The cast list by cast id."""
    rows = await session.exec(select(CastMember).where(CastMember.production_id == production_id))
    return {member.cast_id: member for member in rows.all()}


async def list_played_in(session: AsyncSession, person_id: int) -> list[int]:
    """The ids of the productions in whose cast somebody is."""
    rows = await session.exec(select(CastMember.production_id).where(CastMember.person_id == person_id).distinct())
    return sorted(rows.all())


async def list_open_duty(session: AsyncSession, production_id: int, person_id: int, at: datetime) -> list[Duty]:
    """The duty of one person that has not ended at a moment."""
    rows = await session.exec(
        select(Duty).where(
            Duty.production_id == production_id,
            Duty.person_id == person_id,
            or_(col(Duty.until).is_(None), col(Duty.until) > at),
        )
    )
    return list(rows.all())


async def list_open_on_set(session: AsyncSession, production_id: int, person_id: int, at: datetime) -> list[OnSet]:
    """The "on set" of one person that has not ended at a moment."""
    rows = await session.exec(
        select(OnSet).where(
            OnSet.production_id == production_id,
            OnSet.person_id == person_id,
            or_(col(OnSet.until).is_(None), col(OnSet.until) > at),
        )
    )
    return list(rows.all())


async def find_handover(session: AsyncSession, production_id: int, person_id: int, at: datetime) -> Duty | None:
    """The duty a coordinator has handed over to somebody, while it lasts and no coordinator has come back since."""
    rows = await session.exec(
        select(Duty)
        .where(
            Duty.production_id == production_id,
            Duty.person_id == person_id,
            col(Duty.handed_over_by).is_not(None),
            col(Duty.since) <= at,
            or_(col(Duty.until).is_(None), col(Duty.until) > at),
        )
        .order_by(col(Duty.id).desc())
    )
    found = rows.first()
    return None if found is None or await has_come_back(session, found) else found


async def has_come_back(session: AsyncSession, handed_over: Duty) -> bool:
    """Whether a coordinator has been on duty, for more than one act, since a handover."""
    rows = await session.exec(
        select(Duty.id)
        .join(RoleHeld, col(RoleHeld.person_id) == col(Duty.person_id))
        .where(
            RoleHeld.production_id == handed_over.production_id,
            RoleHeld.role == Role.COORDINATOR,
            counts(),
            Duty.production_id == handed_over.production_id,
            col(Duty.id) > handed_over.id,
            or_(col(Duty.until).is_(None), col(Duty.until) > col(Duty.since)),
        )
        .limit(1)
    )
    return rows.first() is not None
