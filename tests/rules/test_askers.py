"""Which role counts, and whose role it is: a performer's interest wins in their own production, and only there."""

from itertools import combinations

from bot.domain.roles import COORDINATION, Role
from bot.people import Actor
from messages.language import language
from storage.people import Person, RoleHeld


def somebody(*held: tuple[int, Role]) -> Actor:
    """A person with roles, by the production's id."""
    rows = [RoleHeld(production_id=number, person_id=1, role=role) for number, role in held]
    return Actor(Person(id=1, name="Ola Nowak"), tuple(rows), language("en"))


def test_a_role_counts_in_its_own_production() -> None:
    """Each role alone is what it is, and nothing in another production."""
    for role in Role:
        who = somebody((1, role))
        assert [other for other in Role if who.holds(1, [other])] == [role]
        assert not who.holds(2, tuple(Role))
        assert not who.holds(1, [])


def test_a_performers_interest_wins() -> None:
    """With any other roles in the same production a performer is a performer; without that, each role counts."""
    for one, other in combinations(Role, 2):
        who = somebody((1, one), (1, other))
        counting = {role for role in Role if who.holds(1, [role])}
        assert counting == ({Role.PERFORMER} if Role.PERFORMER in (one, other) else {one, other})


def test_performing_elsewhere_takes_nothing_away() -> None:
    """A coordinator of one production who performs in another is each in its own."""
    who = somebody((2, Role.COORDINATOR), (1, Role.PERFORMER), (1, Role.PRODUCER), (3, Role.DEPUTY))
    assert who.productions(COORDINATION) == [2, 3]
    assert who.productions([Role.PERFORMER]) == [1]
    assert who.productions([Role.PRODUCER]) == []
    assert who.productions(tuple(Role)) == [2, 1, 3]
